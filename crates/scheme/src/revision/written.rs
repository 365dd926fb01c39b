//! A parameter's value as a pack writes it, and as an office types it.

use guanai_kernel::{Date, Money};

use crate::pack::facts::read_value;
use crate::pack::findings::Findings;
use crate::pack::problem::Problem;
use crate::pack::reader::{Cell, Source, Table};
use crate::value::{Type, Value};

/// The value that stands there, read and refused as in `parameters.toml`.
pub(super) fn read_told(wanted: Type, written: &str) -> Result<Value, Problem> {
    let quoted = matches!(wanted, Type::Money | Type::Text);
    // A line of its own, so that nothing else can be smuggled in.
    let written: String = written.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
    let line = if quoted { format!("value = \"{written}\"") } else { format!("value = {written}") };
    let findings = Findings::default();
    let value = Source::parse("value", &line, &findings).and_then(|(source, table)| {
        let top = Table::top(&source, &table);
        let value = top.require("value").and_then(|cell: Cell<'_, '_>| read_value(cell, wanted));
        top.finish();
        value
    });
    match (value, findings.into_errors().into_iter().next()) {
        (Some(value), None) => Ok(value),
        // Nobody who types a value knows of the format: what is wanted is said instead.
        (_, Some(error)) if matches!(error.problem, Problem::NotToml { .. }) => Err(wants(wanted)),
        (_, Some(error)) => Err(error.problem),
        (None, None) => Err(Problem::EmptyText {}),
    }
}

/// That a value of a type is wanted.
const fn wants(wanted: Type) -> Problem {
    match wanted {
        Type::Bool => Problem::WantsFlag {},
        Type::Int => Problem::WantsNumber {},
        Type::Money => Problem::BadMoney {},
        Type::Date => Problem::BadDate {},
        Type::Text => Problem::WantsString {},
        Type::List(_) => Problem::WantsList {},
    }
}

/// The value that stands there; none where it is none of the type's.
pub fn read_written(wanted: Type, written: &str) -> Option<Value> {
    read_told(wanted, written).ok()
}

/// A value as a pack writes it.
pub fn write_value(value: &Value) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Money(amount) if amount.fen().rem_euclid(100) == 0 => format!("yuan({})", amount.fen().div_euclid(100)),
        Value::Money(amount) => format!("fen({})", amount.fen()),
        Value::Date(day) => day.to_string(),
        Value::Text(text) => text.to_string(),
        Value::List(members) => {
            let member = |m: &Value| match m {
                Value::Money(_) | Value::Text(_) => format!("'{}'", write_value(m)),
                _ => write_value(m),
            };
            format!("[{}]", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A value as somebody types it into a form: an amount in yuan, a whole number, a day, yes or no, or a list of those with 、 or ;
/// between them. None where it is none of the type's.
pub fn read_typed(wanted: Type, typed: &str) -> Option<Value> {
    let typed: String = typed.trim().chars().map(narrow).collect();
    match wanted {
        Type::Money => Money::parse_yuan(&typed).ok().map(Value::Money),
        Type::Int => {
            let digits = typed.trim_end_matches(['年', '岁', '人', '次', '天', '日', '%']).trim_end();
            digits.replace(',', "").parse().ok().map(Value::Int)
        }
        Type::Date => day(&typed).map(Value::Date),
        Type::Bool => match typed.as_str() {
            "是" | "true" | "yes" => Some(Value::Bool(true)),
            "否" | "false" | "no" => Some(Value::Bool(false)),
            _ => None,
        },
        Type::Text => (!typed.is_empty()).then(|| Value::text(typed)),
        Type::List(member) => {
            let members: Option<Vec<Value>> =
                typed.split(['、', ';', '；', '\n']).map(|one| read_typed(*member, one)).collect();
            members.map(|members| Value::List(members.into()))
        }
    }
}

/// Full-width figures and signs as they are meant.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '－' => '-',
        other => other,
    }
}

fn day(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
