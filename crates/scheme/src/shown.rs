//! Values in words, as sentences and panels show them.

use guanai_kernel::{Date, Money};

use crate::pack::Pack;
use crate::pack::facts::Fact;
use crate::pack::manifest::{Clause, ClauseSource};
use crate::text::Lang;
use crate::value::Value;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in words: `1966年7月1日`, `1 July 1966`.
pub fn show_date(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => {
            let month = usize::try_from(day.month() - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}

/// An amount in words: `1,036,600.00元`, `1,036,600.00 yuan`.
pub fn show_money(amount: Money, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{amount}元"),
        Lang::En => format!("{amount} yuan"),
    }
}

/// An amount inside a sentence: `5,400元`, with its decimals only where it has fen.
pub(crate) fn show_plain_money(amount: Money, lang: Lang) -> String {
    let whole = amount.to_string();
    let whole = whole.strip_suffix(".00").unwrap_or(&whole);
    match lang {
        Lang::Zh => format!("{whole}元"),
        Lang::En => format!("{whole} yuan"),
    }
}

/// The source that a clause cites.
pub(crate) fn clause_source<'p>(pack: &'p Pack, clause: &Clause) -> Option<&'p ClauseSource> {
    pack.source(&clause.source)
}

/// A clause in words: `《…》 §5`.
pub fn show_clause(pack: &Pack, clause: &Clause, lang: Lang) -> String {
    let source = clause_source(pack, clause);
    let title = source.map_or(clause.source.as_str(), |s| s.title.get(lang));
    let named = source.and_then(|s| s.places.iter().find(|place| place.zh == clause.place));
    let place = named.map_or(clause.place.as_str(), |place| place.get(lang));
    match lang {
        // A title that has its own marks keeps them.
        Lang::Zh if title.starts_with('《') => format!("{title}{place}"),
        Lang::Zh => format!("《{title}》{place}"),
        Lang::En => format!("{title}, {place}"),
    }
}

/// A value in words; `fact` names the codes of its closed list.
pub fn show(value: &Value, fact: Option<&Fact>, lang: Lang) -> String {
    match value {
        Value::Bool(true) => lang.pick("是", "yes").to_owned(),
        Value::Bool(false) => lang.pick("否", "no").to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Money(amount) => show_money(*amount, lang),
        Value::Date(day) => show_date(*day, lang),
        Value::Text(code) => match fact.and_then(|f| f.value(code)) {
            Some(value) => value.name.get(lang).to_owned(),
            None => code.to_string(),
        },
        Value::List(members) if members.is_empty() => lang.pick("无", "none").to_owned(),
        Value::List(members) => members.iter().map(|m| show(m, fact, lang)).collect::<Vec<_>>().join(lang.comma()),
    }
}

/// What stands for a value that nobody has recorded.
pub(crate) const fn not_recorded(lang: Lang) -> &'static str {
    lang.pick("不详", "not recorded")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_in_both_languages() {
        let day = Value::Date("1966-07-01".parse().unwrap());
        for (value, zh, en) in [
            (Value::Bool(true), "是", "yes"),
            (Value::Int(-3), "-3", "-3"),
            (Value::Money(Money::from_fen(300_050)), "3,000.50元", "3,000.50 yuan"),
            (day, "1966年7月1日", "1 July 1966"),
            (Value::texts(["a", "b"]), "a、b", "a, b"),
            (Value::texts::<&str>([]), "无", "none"),
        ] {
            assert_eq!((show(&value, None, Lang::Zh).as_str(), show(&value, None, Lang::En).as_str()), (zh, en));
        }
    }
}
