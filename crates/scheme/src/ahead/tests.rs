use guanai_kernel::{Date, Money, Period};

use super::{Effect, next_turn};
use crate::assess::Assessor;
use crate::pack::Pack;
use crate::small_pack::{measure_text, pack_with, small_files};
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::Value;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn person(pack: &Pack, facts: &[(&str, Value)]) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for (name, value) in facts {
        builder.set(pack.slot(name).unwrap(), value.clone(), Provenance::new("册", None)).unwrap();
    }
    builder.build()
}

fn turn(pack: &Pack, subject: &Subject, as_of: &str) -> Option<(String, Effect)> {
    let turn = next_turn(pack, subject, day(as_of), 0, 36)?;
    Some((turn.on.to_string(), turn.answer.effect(turn.on)))
}

const SENIORITY: &str = r#"
for = 'seniority_years(person) >= 40'
starts = "month-after"
tiers = "first-match"
[[tier]]
when = 'seniority_years(person) >= 50'
begins = 'seniority_reached(person, 50)'
amount = 'yuan(120)'
[[tier]]
when = 'seniority_years(person) >= 40'
begins = 'seniority_reached(person, 40)'
amount = 'yuan(100)'
"#;

fn given(tier: usize, yuan: i64) -> Effect {
    Effect::Given { tier: Some(tier), amount: Money::from_yuan(yuan) }
}

#[test]
fn the_next_tier_begins_the_month_after() {
    let pack = pack_with(SENIORITY);
    let full = |on: &str| person(&pack, &[("person.full_on", Value::Date(day(on)))]);
    // Fifty years are complete on 5 July; until the first of August the lower tier goes on.
    assert_eq!(turn(&pack, &full("1977-07-05"), "2026-06-30"), Some(("2027-08-01".into(), given(0, 120))));
    assert_eq!(turn(&pack, &full("1977-07-05"), "2027-07-10"), Some(("2027-08-01".into(), given(0, 120))));
    assert_eq!(turn(&pack, &full("1987-07-05"), "2027-07-01"), Some(("2027-07-05".into(), Effect::Waits)));
    assert_eq!(turn(&pack, &full("1987-07-05"), "2027-07-05"), Some(("2027-08-01".into(), given(1, 100))));
    // Not within three years.
    assert_eq!(turn(&pack, &full("1981-07-05"), "2026-06-30"), None);
    assert_eq!(turn(&pack, &full("1960-07-05"), "2026-06-30"), None);
}

#[test]
fn a_leap_day_and_an_interruption_are_reckoned_to_the_day() {
    let pack = pack_with("for = 'age(person) >= 60'");
    let born = person(&pack, &[("person.birth_on", Value::Date(day("1968-02-29")))]);
    assert_eq!(turn(&pack, &born, "2026-06-30").unwrap().0, "2028-02-29");
    let born = person(&pack, &[("person.birth_on", Value::Date(day("1967-02-28")))]);
    assert_eq!(turn(&pack, &born, "2026-06-30").unwrap().0, "2027-02-28");
    let pack = pack_with(SENIORITY);
    let mut builder = SubjectBuilder::new(&pack);
    let slot = pack.slot("person.full_on").unwrap();
    builder.set(slot, day("1976-07-05"), Provenance::new("册", None)).unwrap();
    builder.interrupt(Period::new(day("1990-01-01"), Some(day("1991-01-01"))).unwrap());
    assert_eq!(turn(&pack, &builder.build(), "2026-06-30"), Some(("2027-08-01".into(), given(0, 120))));
}

#[test]
fn a_new_figure_changes_the_answer_on_its_first_day() {
    let mut files = small_files();
    let parameters = files.get_mut("parameters.toml").unwrap();
    let value = "value = \"yuan(6900)\"\nclause = \"rule §1\"\n";
    let later =
        format!("{value}[[parameter.line.value]]\nfrom = 2028-03-15\nvalue = \"yuan(8000)\"\nclause = \"rule §1\"\n");
    *parameters = parameters.replace(value, &later);
    files.insert("measures/m.toml".to_owned(), measure_text("for = 'test.money <= param.line'"));
    let pack = Pack::load(&files).unwrap();
    let poor = |yuan| person(&pack, &[("test.money", Value::Money(Money::from_yuan(yuan).unwrap()))]);
    let given = Effect::Given { tier: None, amount: None };
    assert_eq!(turn(&pack, &poor(7_500), "2026-06-30"), Some(("2028-03-15".into(), given)));
    assert_eq!(turn(&pack, &poor(8_500), "2026-06-30"), None);
    assert_eq!(turn(&pack, &poor(7_500), "2025-01-01"), None, "further away than three years");
    assert_eq!(turn(&pack, &poor(7_500), "2028-03-15"), None, "it has changed already");
}

#[test]
fn it_is_the_first_day_and_no_other() {
    let pack = pack_with("for = 'month(as_of) == 3 && age(person) < 60'");
    let born = person(&pack, &[("person.birth_on", Value::Date(day("1967-03-02")))]);
    // Two days long: a step of a month would pass over it.
    let first = next_turn(&pack, &born, day("2027-01-31"), 0, 36).unwrap();
    assert_eq!(first.on, day("2027-03-01"));
    let after = next_turn(&pack, &born, first.on, 0, 36).unwrap();
    assert_eq!(after.on, day("2027-03-02"));
    let before = Assessor::new(&pack, day("2027-02-28")).measure(&born, 0);
    assert_eq!(before.effect(day("2027-02-28")), Effect::Not);
}
