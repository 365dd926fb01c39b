//! Expressions at random that both our evaluator and the `cel` interpreter understand, and what the interpreter says of them.
//! To it an amount is its fen and a day its number; functions of ours are written anew here, from the calendar's own rules.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, ExecutionError, Program as Oracle, Value as Seen};
use guanai_kernel::civil::epoch_day;
use guanai_kernel::{Date, Money};
use proptest::prelude::*;

use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::Value;

const BOOLS: [&str; 3] = ["test.a", "test.b", "test.c"];
const INTS: [&str; 3] = ["test.x", "test.y", "test.z"];
const DAYS: [&str; 2] = ["person.birth_on", "person.full_on"];
/// The facts that are added up over a household: a flag, a number, an amount.
const ADDED: [&str; 3] = ["a", "x", "money"];
const CODES: [&str; 3] = ["one", "two", "three"];

/// Values of the facts that random expressions name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    bools: [bool; 3],
    ints: [i64; 3],
    fen: i64,
    days: [Date; 2],
    word: usize,
    /// Which codes are in the list.
    list: [bool; 3],
}

/// All facts are known.
pub(crate) const ALL: u16 = 0b111_1111_1111;

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let number = || prop_oneof![4 => -3i64..4, 1 => Just(i64::MAX), 1 => Just(i64::MIN), 1 => any::<i64>()];
    let fen = prop_oneof![4 => -500i64..500_000, 1 => any::<i64>()];
    let day = || {
        prop_oneof![
            8 => (1930i16..2040, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()),
            1 => prop::sample::select(&["2004-02-29", "2026-02-28", "2026-06-30", "9999-12-31", "-009999-01-01"][..])
                .prop_map(|text| text.parse().unwrap()),
        ]
    };
    let numbers = [number(), number(), number()];
    (any::<[bool; 3]>(), numbers, fen, [day(), day()], 0..3usize, any::<[bool; 3]>())
        .prop_map(|(bools, ints, fen, days, word, list)| Facts { bools, ints, fen, days, word, list })
}

impl Facts {
    fn codes(&self) -> Vec<&'static str> {
        CODES.into_iter().zip(self.list).filter(|(_, is)| *is).map(|(code, _)| code).collect()
    }

    /// By name, in the order of the bits of `known`.
    fn values(&self) -> Vec<(&'static str, Value)> {
        let bools = BOOLS.into_iter().zip(self.bools.map(Value::Bool));
        let ints = INTS.into_iter().zip(self.ints.map(Value::Int));
        let days = DAYS.into_iter().zip(self.days.map(Value::Date));
        let others = [
            ("test.money", Value::Money(Money::from_fen(self.fen))),
            ("test.word", Value::from(CODES[self.word])),
            ("test.list", Value::texts(self.codes())),
        ];
        bools.chain(ints).chain(days).chain(others).collect()
    }

    /// What is added up over a household of these and others, in the order of [`ADDED`]; none where it is too much.
    pub fn sums(&self, others: &[Self]) -> Option<[i64; 3]> {
        let parts = [|one: &Self| i64::from(one.bools[0]), |one: &Self| one.ints[0], |one: &Self| one.fen];
        let all = || others.iter().chain([self]);
        let [flags, numbers, amounts] =
            parts.map(|part: fn(&Self) -> i64| all().try_fold(0i64, |sum, one| sum.checked_add(part(one))));
        Some([flags?, numbers?, amounts?])
    }

    /// These where the bit is set, another's for the rest.
    pub fn filled(self, known: u16, other: Self) -> Self {
        let own = |bit: usize| known & (1 << bit) != 0;
        let mut filled = other;
        for at in (0..3).filter(|at| own(*at)) {
            filled.bools[at] = self.bools[at];
        }
        for at in (0..3).filter(|at| own(at + 3)) {
            filled.ints[at] = self.ints[at];
        }
        for at in (0..2).filter(|at| own(at + 6)) {
            filled.days[at] = self.days[at];
        }
        filled.fen = if own(8) { self.fen } else { other.fen };
        filled.word = if own(9) { self.word } else { other.word };
        filled.list = if own(10) { self.list } else { other.list };
        filled
    }
}

/// The subject that knows the facts whose bit is set.
pub(crate) fn subject(pack: &Pack, facts: Facts, known: u16) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for (bit, (name, value)) in facts.values().into_iter().enumerate() {
        if known & (1 << bit) != 0 {
            builder.set(pack.slot(name).unwrap(), value, Provenance::new("test", None)).unwrap();
        }
    }
    builder.build()
}

/// The facts of a set as bits of `known`.
pub(super) fn bits(pack: &Pack, facts: FactSet) -> u16 {
    let names = BOOLS.iter().chain(&INTS).chain(&DAYS).chain(&["test.money", "test.word", "test.list"]).enumerate();
    let among = names.filter(|(_, name)| facts.contains(pack.slot(name).unwrap()));
    among.fold(0, |bits, (bit, _)| bits | (1 << bit))
}

fn one_of(words: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(words).prop_map(str::to_owned).boxed()
}

pub(crate) fn int(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        6 => one_of(&INTS),
        4 => (-3i64..4).prop_map(|n| n.to_string()),
        2 => Just("9223372036854775807".to_owned()),
        1 => Just("size(test.list)".to_owned()),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let (inner, day) = (int(depth - 1), date(depth - 1));
    prop_oneof![
        2 => leaf,
        6 => (inner.clone(), one_of(&["+", "-", "*", "/", "%"]), inner.clone())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        2 => inner.clone().prop_map(|a| format!("-({a})")),
        2 => (boolean(depth - 1), inner.clone(), inner.clone()).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
        1 => (one_of(&["min", "max"]), inner.clone(), inner).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
        2 => (one_of(&["days_between", "years_since"]), day.clone(), day.clone())
            .prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
        1 => (one_of(&["year", "month"]), day).prop_map(|(f, a)| format!("{f}({a})")),
    ]
    .boxed()
}

/// An amount.
pub(crate) fn money(depth: u32) -> BoxedStrategy<String> {
    let leaf = one_of(&["test.money", "test.money", "yuan(100)", "fen(1)", "-test.money"]);
    if depth == 0 {
        return leaf;
    }
    let (inner, number) = (money(depth - 1), int(depth - 1));
    prop_oneof![
        3 => leaf,
        2 => (one_of(&["yuan", "fen"]), number.clone()).prop_map(|(f, a)| format!("{f}({a})")),
        3 => (inner.clone(), one_of(&["+", "-"]), inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        2 => (inner.clone(), one_of(&["*", "/"]), number.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => (number, inner.clone()).prop_map(|(a, b)| format!("({a} * {b})")),
        1 => (one_of(&["min", "max"]), inner.clone(), inner.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
        1 => (boolean(depth - 1), inner.clone(), inner).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
    ]
    .boxed()
}

/// A day.
pub(crate) fn date(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![4 => one_of(&DAYS), 1 => one_of(&["date(\"2004-02-29\")", "date(\"9999-12-31\")"])];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = date(depth - 1);
    prop_oneof![
        4 => leaf,
        2 => (inner.clone(), int(depth - 1)).prop_map(|(a, n)| format!("days_after({a}, {n})")),
        1 => inner.clone().prop_map(|a| format!("month_after({a})")),
        1 => (one_of(&["min", "max"]), inner.clone(), inner.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
        1 => (boolean(depth - 1), inner.clone(), inner).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
    ]
    .boxed()
}

pub(crate) fn boolean(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        8 => one_of(&BOOLS),
        2 => any::<bool>().prop_map(|b| b.to_string()),
        3 => one_of(&[
            "(\"one\" in test.list)",
            "(test.word in test.list)",
            "(test.word in [\"one\", \"three\"])",
            "(test.word == \"two\")",
            "(test.word != \"two\")",
        ]),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let (inner, number) = (boolean(depth - 1), int(depth - 1));
    let (fen, day) = (money(depth - 1), date(depth - 1));
    let comparison = one_of(&["==", "!=", "<", "<=", ">", ">="]);
    let both = [number.clone(), fen, day.clone()].map(|side| (side.clone(), comparison.clone(), side));
    let [numbers, amounts, days] = both.map(|sides| sides.prop_map(|(a, op, b)| format!("({a} {op} {b})")));
    prop_oneof![
        2 => leaf,
        6 => (inner.clone(), one_of(&["&&", "||"]), inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        2 => inner.clone().prop_map(|a| format!("!({a})")),
        2 => (inner.clone(), one_of(&["==", "!="]), inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        5 => numbers,
        3 => amounts,
        3 => days,
        // Members without a fault: the interpreter makes the list before it looks into it, and we stop at the first that is equal.
        1 => day.prop_map(|a| format!("({a} in [person.full_on, date(\"2004-02-29\")])")),
        2 => (number, prop::collection::vec(-3i64..4, 0..4)).prop_map(|(a, list)| format!("({a} in {list:?})")),
        2 => (inner.clone(), inner.clone(), inner).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
    ]
    .boxed()
}

/// An expression of any of these types.
pub(super) fn any_of(depth: u32) -> BoxedStrategy<String> {
    prop_oneof![2 => boolean(depth), 1 => int(depth), 1 => money(depth), 1 => date(depth)].boxed()
}

/// A value as the interpreter has it: an amount is its fen, a day its number.
pub(super) fn plain(value: Value) -> Value {
    match value {
        Value::Money(amount) => Value::Int(amount.fen()),
        Value::Date(day) => Value::Int(i64::from(epoch_day(day))),
        other => other,
    }
}

/// What the interpreter of the `cel` crate says; `None` where it says error.
pub(crate) fn oracle(text: &str, facts: Facts) -> Option<Value> {
    oracle_among(text, facts, &[])
}

/// The same of somebody who lives with these, and whose age and years are counted on 30 June 2026. Functions of a person, and sums
/// over a household that are called by name, are functions that the interpreter is given.
pub(crate) fn oracle_among(text: &str, facts: Facts, others: &[Facts]) -> Option<Value> {
    let text = ADDED.iter().fold(text.to_owned(), |text, name| {
        let sum = format!("household(\"{name}\")");
        ["sum", "count"].iter().fold(text, |text, way| text.replace(&format!("household_{way}(test.{name})"), &sum))
    });
    let mut context = Context::default();
    let mut groups: HashMap<&str, HashMap<String, Seen>> = HashMap::new();
    for (name, value) in facts.values() {
        let seen = match plain(value) {
            Value::Bool(is) => Seen::Bool(is),
            Value::Int(number) => Seen::Int(number),
            Value::Text(code) => Seen::from(&*code),
            _ => Seen::List(Arc::new(facts.codes().into_iter().map(Seen::from).collect())),
        };
        let (group, short) = name.split_once('.').unwrap();
        groups.entry(group).or_default().insert(short.to_owned(), seen);
    }
    for (group, variables) in groups {
        context.add_variable_from_value(group, Seen::from(variables));
    }
    calendar::add_functions(&mut context);
    let [born, full] = facts.days.map(|day| i64::from(epoch_day(day)));
    calendar::add_functions_of_a_person(&mut context, born, full);
    let sums: HashMap<&str, i64> = ADDED.into_iter().zip(facts.sums(others)?).collect();
    let sum = move |name: Arc<String>| sums.get(name.as_str()).copied().unwrap_or_default();
    context.add_function("household", sum).unwrap();
    match Oracle::compile(&text).unwrap().execute(&context) {
        Ok(Seen::Bool(value)) => Some(Value::Bool(value)),
        Ok(Seen::Int(value)) => Some(Value::Int(value)),
        Ok(other) => panic!("{text}: {other:?}"),
        Err(_) => None,
    }
}

/// The functions, from the rules of the Gregorian calendar and nothing of ours.
mod calendar {
    use super::{Arc, Context, ExecutionError, Seen};

    type Told = Result<i64, ExecutionError>;

    fn told(function: &str, value: Option<i64>) -> Told {
        value.ok_or_else(|| ExecutionError::function_error(function, "no result"))
    }

    const fn is_leap(year: i64) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    const fn days_of(year: i64, month: i64) -> i64 {
        match month {
            2 => 28 + is_leap(year) as i64,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The number of a day, counted from 1 January 1970.
    fn number(year: i64, month: i64, day: i64) -> i64 {
        let leaps = |y: i64| y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
        let before = 365 * (year - 1970) + leaps(year - 1) - leaps(1969);
        before + (1..month).map(|m| days_of(year, m)).sum::<i64>() + day - 1
    }

    fn parts(day: i64) -> (i64, i64, i64) {
        let mut year = 1970 + day.div_euclid(366);
        while number(year + 1, 1, 1) <= day {
            year += 1;
        }
        while number(year, 1, 1) > day {
            year -= 1;
        }
        let mut month = 1;
        while month < 12 && number(year, month + 1, 1) <= day {
            month += 1;
        }
        (year, month, day - number(year, month, 1) + 1)
    }

    fn within(day: i64) -> Option<i64> {
        (number(-9_999, 1, 1)..=number(9_999, 12, 31)).contains(&day).then_some(day)
    }

    fn years_since(since: i64, on: i64) -> i64 {
        let ((y, m, d), (year, month, day)) = (parts(since), parts(on));
        let due = if (m, d) == (2, 29) && !is_leap(year) { (2, 28) } else { (m, d) };
        year - y - i64::from((month, day) < due)
    }

    fn month_after(day: i64) -> Option<i64> {
        let (year, month, _) = parts(day);
        within(if month == 12 { number(year + 1, 1, 1) } else { number(year, month + 1, 1) })
    }

    fn date(text: &str) -> Option<i64> {
        let numbers: Vec<i64> = text.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, day] = numbers[..] else { return None };
        Some(number(year, month, day))
    }

    /// The day on which so many years are complete: of 29 February in a common year the 28th.
    fn years_after(since: i64, years: i64) -> Option<i64> {
        let (year, month, day) = parts(since);
        let year = year.checked_add(years).filter(|year| (1..=9_999).contains(year))?;
        let day = if (month, day) == (2, 29) && !is_leap(year) { 28 } else { day };
        Some(number(year, month, day))
    }

    /// Functions of somebody born on one day and a full member since another.
    pub fn add_functions_of_a_person(context: &mut Context<'_, '_>, born: i64, full: i64) {
        let today = number(2026, 6, 30);
        context.add_function("age", move |_: Seen| years_since(born, today)).unwrap();
        context.add_function("seniority_years", move |_: Seen| years_since(full, today)).unwrap();
        let reached = move |_: Seen, years: i64| told("seniority_reached", years_after(full, years));
        context.add_function("seniority_reached", reached).unwrap();
    }

    pub fn add_functions(context: &mut Context<'_, '_>) {
        context.add_function("yuan", |n: i64| told("yuan", n.checked_mul(100))).unwrap();
        context.add_function("fen", |n: i64| n).unwrap();
        context.add_function("min", |a: i64, b: i64| a.min(b)).unwrap();
        context.add_function("max", |a: i64, b: i64| a.max(b)).unwrap();
        context.add_function("date", |text: Arc<String>| told("date", date(&text))).unwrap();
        context.add_function("days_between", |a: i64, b: i64| b - a).unwrap();
        let later = |day: i64, n: i64| told("days_after", day.checked_add(n).and_then(within));
        context.add_function("days_after", later).unwrap();
        context.add_function("month_after", |day: i64| told("month_after", month_after(day))).unwrap();
        context.add_function("years_since", years_since).unwrap();
        context.add_function("year", |day: i64| parts(day).0).unwrap();
        context.add_function("month", |day: i64| parts(day).1).unwrap();
    }
}
