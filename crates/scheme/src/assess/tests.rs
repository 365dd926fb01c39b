use guanai_kernel::{Date, Money};

use super::{Answer, Assessor, Entitled, Meanwhile, Open, Refusal, assess};
use crate::expr::Fault;
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::small_pack::pack_with;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::Value;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn yuan(yuan: i64) -> Money {
    Money::from_yuan(yuan).unwrap()
}

fn subject(pack: &Pack, facts: &[(&str, Value)]) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for (name, value) in facts {
        builder.set(pack.slot(name).unwrap(), value.clone(), Provenance::new("test", None)).unwrap();
    }
    builder.build()
}

fn answer(pack: &Pack, facts: &[(&str, Value)]) -> Answer {
    Assessor::new(pack, day("2026-06-30")).measure(&subject(pack, facts), 0)
}

fn set(pack: &Pack, names: &[&str]) -> FactSet {
    names.iter().map(|n| pack.slot(n).unwrap()).collect()
}

fn open(pack: &Pack, ask: &[&str], contested: &[&str]) -> Answer {
    Answer::Undetermined(Open { ask: set(pack, ask), contested: set(pack, contested) })
}

fn holds(tier: usize, amount: i64) -> Answer {
    Answer::Holds(Entitled { tier: Some(tier), amount: Some(yuan(amount)), starts_on: None, meanwhile: None })
}

const A: (&str, Value) = ("test.a", Value::Bool(true));
const NOT_A: (&str, Value) = ("test.a", Value::Bool(false));
const B: (&str, Value) = ("test.b", Value::Bool(true));
const NOT_B: (&str, Value) = ("test.b", Value::Bool(false));
const C: (&str, Value) = ("test.c", Value::Bool(true));
const NOT_C: (&str, Value) = ("test.c", Value::Bool(false));

const TIERS: &str = "[[tier]]\nid = \"high\"\nwhen = 'test.b'\namount = 'yuan(200)'\n[[tier]]\nid = \"low\"\nwhen = 'test.c'\namount = 'yuan(100)'\n";

#[test]
fn tiers_that_hold_together_are_a_conflict_that_names_both() {
    let pack = pack_with(&format!("for = 'test.a'\n{TIERS}"));
    for (facts, wanted) in [
        (vec![A, B, NOT_C], holds(0, 200)),
        (vec![A, NOT_B, C], holds(1, 100)),
        (vec![A, B, C], Answer::Conflict { tiers: vec![0, 1] }),
        (vec![B, C], open(&pack, &["test.a"], &[])),
        (vec![NOT_A, B, C], Answer::DoesNotHold(Refusal::Condition)),
        (vec![A, NOT_B, NOT_C], Answer::DoesNotHold(Refusal::NoTier)),
        (vec![NOT_B, NOT_C], Answer::DoesNotHold(Refusal::NoTier)),
        // One that holds is no answer while the other is open: it may turn out a conflict.
        (vec![A, B], open(&pack, &["test.c"], &[])),
        (vec![A], open(&pack, &["test.b", "test.c"], &[])),
        (vec![], open(&pack, &["test.a", "test.b", "test.c"], &[])),
        (vec![NOT_A], Answer::DoesNotHold(Refusal::Condition)),
    ] {
        assert_eq!(answer(&pack, &facts), wanted, "{facts:?}");
    }
}

#[test]
fn of_ordered_tiers_the_first_counts() {
    let pack = pack_with(&format!("for = 'test.a'\ntiers = \"first-match\"\n{TIERS}"));
    for (facts, wanted) in [
        (vec![A, B, C], holds(0, 200)),
        (vec![A, B], holds(0, 200)),
        (vec![A, C], open(&pack, &["test.b"], &[])),
        (vec![A, NOT_B], open(&pack, &["test.c"], &[])),
        (vec![A, NOT_B, C], holds(1, 100)),
    ] {
        assert_eq!(answer(&pack, &facts), wanted, "{facts:?}");
    }
}

#[test]
fn a_measure_without_tiers_holds_without_an_amount() {
    let pack = pack_with("for = 'test.a'");
    let wanted = Answer::Holds(Entitled { tier: None, amount: None, starts_on: None, meanwhile: None });
    assert_eq!(answer(&pack, &[A]), wanted);
    assert_eq!(answer(&pack, &[]), open(&pack, &["test.a"], &[]));
}

fn one_tier(amount: &str, more: &str) -> Pack {
    pack_with(&format!("for = 'test.a'\n{more}\n[[tier]]\nwhen = 'test.b'\namount = '{amount}'\n"))
}

fn money(yuan_: i64) -> (&'static str, Value) {
    ("test.money", Value::Money(yuan(yuan_)))
}

#[test]
fn floor_then_cap_then_the_other_benefit() {
    let pack = one_tier("test.money / 2", "floor = 'yuan(100)'\ncap = 'yuan(500)'");
    for (drawn, wanted) in [(1_000, 500), (2_000, 500), (400, 200), (10, 100), (0, 100)] {
        assert_eq!(answer(&pack, &[A, B, money(drawn)]), holds(0, wanted), "{drawn}");
    }
    assert_eq!(answer(&pack, &[A, B, money(-10)]), Answer::Fault(Fault::NegativeAmount));
    assert_eq!(answer(&pack, &[A, B]), open(&pack, &["test.money"], &[]));

    let top_up = one_tier("yuan(300)", "offset = { benefit = \"test.money\", rule = \"top-up\" }");
    assert_eq!(answer(&top_up, &[A, B, money(100)]), holds(0, 200));
    assert_eq!(answer(&top_up, &[A, B, money(0)]), holds(0, 300));
    assert_eq!(answer(&top_up, &[A, B, money(300)]), Answer::DoesNotHold(Refusal::Benefit));
    assert_eq!(answer(&top_up, &[A, B]), open(&top_up, &["test.money"], &[]));
    assert_eq!(answer(&top_up, &[NOT_A, B]), Answer::DoesNotHold(Refusal::Condition));

    let beside_nothing = one_tier("yuan(300)", "offset = { benefit = \"test.c\", rule = \"exclusive\" }");
    assert_eq!(answer(&beside_nothing, &[A, B, C]), Answer::DoesNotHold(Refusal::Benefit));
    assert_eq!(answer(&beside_nothing, &[B, C]), Answer::DoesNotHold(Refusal::Benefit));
    assert_eq!(answer(&beside_nothing, &[A, B, NOT_C]), holds(0, 300));
    assert_eq!(answer(&beside_nothing, &[A, B]), open(&beside_nothing, &["test.c"], &[]));

    let stacked = one_tier("yuan(300)", "offset = { benefit = \"test.c\", rule = \"stack\" }");
    assert_eq!(answer(&stacked, &[A, B]), holds(0, 300));
}

#[test]
fn a_fault_is_told_unless_the_answer_is_no_anyway() {
    let pack = one_tier("yuan(300) / test.x", "");
    let zero = ("test.x", Value::Int(0));
    assert_eq!(answer(&pack, &[A, B, zero.clone()]), Answer::Fault(Fault::DivisionByZero));
    assert_eq!(answer(&pack, &[NOT_A, zero]), Answer::DoesNotHold(Refusal::Condition));
    let early = one_tier("yuan(300)", "cap = 'yuan(param.later)'");
    assert!(matches!(answer(&early, &[A, B]), Answer::Fault(Fault::ParameterNotInForce(_))));
}

const SENIORITY: &str = r#"
for = 'membership_years(person) >= 40 && seniority_years(person) >= 40'
tiers = "first-match"
starts = "month-after"
[[tier]]
id = "55"
when = 'seniority_years(person) >= 55'
begins = 'seniority_reached(person, 55)'
amount = 'yuan(150)'
[[tier]]
id = "40"
when = 'seniority_years(person) >= 40'
begins = 'seniority_reached(person, 40)'
amount = 'yuan(100)'
"#;

#[test]
fn an_allowance_starts_in_the_month_after_and_the_lower_tier_counts_until_then() {
    let pack = pack_with(SENIORITY);
    let since = |full: &str| {
        answer(
            &pack,
            &[("person.joined_on", Value::Date(day("1960-01-01"))), ("person.full_on", Value::Date(day(full)))],
        )
    };
    let starting = |tier, amount, starts: &str, meanwhile| {
        Answer::Holds(Entitled {
            tier: Some(tier),
            amount: Some(yuan(amount)),
            starts_on: Some(day(starts)),
            meanwhile,
        })
    };
    let lower = Meanwhile { tier: 1, amount: Some(yuan(100)), starts_on: day("2011-07-01") };
    assert_eq!(
        since("1971-06-15"),
        starting(0, 150, "2026-07-01", Some(Meanwhile { starts_on: day("2011-07-01"), ..lower }))
    );
    assert_eq!(since("1971-05-31"), starting(0, 150, "2026-06-01", None));
    assert_eq!(since("1971-07-01"), starting(1, 100, "2011-08-01", None));
    assert_eq!(since("1986-06-30"), starting(1, 100, "2026-07-01", None));
    assert_eq!(since("1986-07-01"), Answer::DoesNotHold(Refusal::Condition));
    let probationary = answer(&pack, &[("person.joined_on", Value::Date(day("2025-07-01")))]);
    assert_eq!(
        probationary,
        Answer::DoesNotHold(Refusal::Condition),
        "a recent member needs no 转正 date to be refused"
    );
}

#[test]
fn a_calendar_year_counts_whole() {
    let pack = pack_with(
        "for = 'age_on(date(year(as_of), 12, 31)) >= 80'\nstarts = \"calendar-year\"\nbegins = 'years_after(person.birth_on, 80)'",
    );
    let Answer::Holds(entitled) = answer(&pack, &[("person.birth_on", Value::Date(day("1946-12-31")))]) else {
        panic!()
    };
    assert_eq!(entitled.starts_on, Some(day("2026-01-01")));
}

#[test]
fn a_contested_fact_matters_only_where_the_answers_differ() {
    let pack = pack_with(SENIORITY);
    let joined = ("person.joined_on", Value::Date(day("1960-01-01")));
    let full = |text: &str| ("person.full_on", Value::Date(day(text)));
    // Both give the same tier; the start differs, and so does the answer.
    let both = [joined.clone(), full("1970-01-01"), full("1970-06-01")];
    assert_eq!(answer(&pack, &both), open(&pack, &[], &["person.full_on"]));
    let same_month = [joined.clone(), full("1970-01-01"), full("1970-01-31")];
    assert_eq!(answer(&pack, &same_month).code(), "holds");
    let both_no = [joined, full("1990-01-01"), full("1999-01-01")];
    assert_eq!(answer(&pack, &both_no), Answer::DoesNotHold(Refusal::Condition));
    // Of two contested facts only the one that decides is asked for, and what is unknown in one branch too.
    let pack = pack_with("for = 'test.a && (test.b || test.c) || test.x == 9'");
    let x = ("test.x", Value::Int(1));
    let facts = [A, NOT_A, C, B, NOT_B, x.clone()];
    assert_eq!(answer(&pack, &facts), open(&pack, &[], &["test.a"]));
    assert_eq!(answer(&pack, &[A, NOT_A, x]), open(&pack, &["test.b", "test.c"], &["test.a"]));
    assert_eq!(answer(&pack, &[A, NOT_A, C]), open(&pack, &["test.x"], &["test.a"]));
}

#[test]
fn more_than_sixteen_combinations_are_not_tried() {
    let pack = pack_with("for = 'test.x + test.y + test.z >= 0'");
    let several = |name: &'static str, n: i64| (0..n).map(move |v| (name, Value::Int(v)));
    let sixteen: Vec<_> = several("test.x", 4).chain(several("test.y", 4)).chain(several("test.z", 1)).collect();
    assert_eq!(answer(&pack, &sixteen).code(), "holds");
    let more: Vec<_> = several("test.x", 4).chain(several("test.y", 5)).chain(several("test.z", 1)).collect();
    assert_eq!(answer(&pack, &more), open(&pack, &[], &["test.x", "test.y"]));
}

#[test]
fn an_assessment_answers_every_measure_in_order() {
    let pack = pack_with("for = 'test.a'");
    let all = assess(&pack, &subject(&pack, &[A]), day("2026-06-30"));
    assert_eq!(
        all.measures.iter().map(|m| m.measure).collect::<Vec<_>>(),
        (0..pack.measures().len()).collect::<Vec<_>>()
    );
    assert_eq!(all.classes, []);
}
