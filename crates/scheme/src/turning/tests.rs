//! The smallest sets, held against every set and every value of small random packs.

use std::collections::BTreeSet;

use guanai_kernel::{Date, Money};
use proptest::prelude::*;

use super::{Held, LeftOut, MOST_FACTS, Turning, Values, turning, turning_within};
use crate::assess::{Answer, Assessor};
use crate::fact_set::Slot;
use crate::pack::Pack;
use crate::small_pack::{measure_text, pack_with, small_files};
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::Value;

fn as_of() -> Date {
    "2026-06-30".parse().unwrap()
}

fn person(pack: &Pack, facts: &[(&str, Value)]) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for (name, value) in facts {
        builder.set(pack.slot(name).unwrap(), value.clone(), Provenance::new("册", None)).unwrap();
    }
    builder.build()
}

fn shown(values: &Values) -> String {
    let one = |value: &Value| match value {
        Value::Int(n) => n.to_string(),
        Value::Money(amount) => amount.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Text(code) => code.to_string(),
        Value::List(list) => format!("{list:?}"),
    };
    let end = |value: &Option<Value>| value.as_ref().map(one).unwrap_or_default();
    match values {
        Values::Each(all) => all.iter().map(one).collect::<Vec<_>>().join("|"),
        Values::Runs(runs) => {
            runs.iter().map(|(from, to)| format!("{}..{}", end(from), end(to))).collect::<Vec<_>>().join("|")
        }
    }
}

fn told(pack: &Pack, turning: &Turning) -> Vec<String> {
    let sets = turning.sets.iter().map(|set| {
        let facts: Vec<String> = set
            .iter()
            .map(|turned| {
                let name = pack.fact(turned.slot).name.rsplit('.').next().unwrap().to_owned();
                let mark = if turned.held == Held::Unrecorded { "?" } else { "" };
                format!("{name}{mark} {} -> {}", shown(&turned.now), shown(&turned.then))
            })
            .collect();
        facts.join(" & ")
    });
    sets.collect()
}

fn yuan(n: i64) -> Value {
    Value::Money(Money::from_yuan(n).unwrap())
}

#[test]
fn the_ranges_are_told_on_both_sides_of_the_line() {
    let pack = pack_with("for = 'test.a && test.money <= param.line'");
    let yes = ("test.a", Value::Bool(true));
    let rich = turning(&pack, &person(&pack, &[yes.clone(), ("test.money", yuan(8_000))]), as_of(), 0);
    assert_eq!(told(&pack, &rich), ["money 6,900.01.. -> ..6,900.00"]);
    let poor = turning(&pack, &person(&pack, &[yes, ("test.money", yuan(800))]), as_of(), 0);
    assert_eq!(told(&pack, &poor), ["a true -> false", "money ..6,900.00 -> 6,900.01.."]);
    assert!(rich.is_whole && poor.is_whole);
}

#[test]
fn several_that_must_be_otherwise_together_are_one_set_and_what_nobody_recorded_is_marked() {
    let pack = pack_with("for = 'test.a && test.x >= 3 && (test.b || test.c)'");
    let no = |name| (name, Value::Bool(false));
    let facts = [no("test.a"), ("test.x", Value::Int(1)), no("test.b")];
    let found = turning(&pack, &person(&pack, &facts), as_of(), 0);
    assert_eq!(
        told(&pack, &found),
        ["a false -> true & b false -> true & x ..2 -> 3..", "a false -> true & c?  -> true & x ..2 -> 3.."]
    );
    let open = turning(&pack, &person(&pack, &[("test.a", Value::Bool(true))]), as_of(), 0);
    assert_eq!(open, Turning::default(), "an open answer has its questions instead");
}

#[test]
fn an_answer_that_others_leave_open_does_not_count_as_turned() {
    let pack = pack_with("for = 'test.a && test.x >= 3'");
    let found = turning(&pack, &person(&pack, &[("test.a", Value::Bool(false))]), as_of(), 0);
    assert_eq!(told(&pack, &found), ["a false -> true & x?  -> 3.."], "with a yes alone it would be open");
    assert!(found.is_whole);
}

#[test]
fn what_nobody_changes_and_what_time_brings_is_left_out_with_its_reason() {
    let mut files = small_files();
    let facts = files.get_mut("facts.toml").unwrap();
    *facts = facts.replace("[fact.\"test.b\"]\n", "[fact.\"test.b\"]\nfixed = true\n");
    *facts = facts.replace("[fact.\"test.c\"]\n", "[fact.\"test.c\"]\nconduct = true\n");
    let more = "for = 'test.a && test.b && test.c && age(person) >= 60'".to_owned();
    let text = measure_text(&more)
        .replace("kind = \"allowance\"", "kind = \"honour\"")
        .replace("supply = \"relief\"", "supply = \"capacity\"");
    files.insert("measures/m.toml".to_owned(), text);
    let pack = Pack::load(&files).unwrap_or_else(|errors| panic!("{errors:?}"));
    let yes = |name| (name, Value::Bool(true));
    let born = ("person.birth_on", Value::Date("1950-01-01".parse().unwrap()));
    let found = turning(&pack, &person(&pack, &[yes("test.a"), yes("test.b"), yes("test.c"), born]), as_of(), 0);
    assert_eq!(told(&pack, &found), ["a true -> false"]);
    let left: BTreeSet<_> = found.left.iter().map(|(slot, why)| (pack.fact(*slot).name.as_str(), *why)).collect();
    let wanted = [("person.birth_on", LeftOut::Time), ("test.b", LeftOut::Fixed), ("test.c", LeftOut::Conduct)];
    assert_eq!(left, BTreeSet::from(wanted));
}

#[test]
fn a_condition_that_calculates_with_several_facts_says_that_there_may_be_others_and_so_does_the_limit() {
    let pack = pack_with("for = 'test.x + test.y >= 10'");
    let facts = [("test.x", Value::Int(1)), ("test.y", Value::Int(2))];
    assert!(!turning(&pack, &person(&pack, &facts), as_of(), 0).is_whole);
    let pack = pack_with("for = 'test.a && test.b && test.c'");
    let no = |name| (name, Value::Bool(false));
    let subject = person(&pack, &[no("test.a"), no("test.b"), no("test.c")]);
    assert!(turning(&pack, &subject, as_of(), 0).is_whole);
    let ended = turning_within(&pack, &subject, as_of(), 0, 5);
    assert!(!ended.is_whole && ended.sets.is_empty(), "it ends at the limit and says so");
}

const NAMES: [&str; 6] = ["test.a", "test.b", "test.c", "test.x", "test.y", "test.word"];

fn condition(depth: u32) -> BoxedStrategy<String> {
    let comparison = prop::sample::select(&["==", "!=", "<", "<=", ">", ">="][..]);
    let leaf = prop_oneof![
        3 => prop::sample::select(&NAMES[..3]).prop_map(str::to_owned),
        3 => (prop::sample::select(&NAMES[3..5]), comparison, -3i64..4).prop_map(|(n, op, c)| format!("{n} {op} {c}")),
        1 => (prop::sample::select(&NAMES[3..5]), prop::collection::vec(-3i64..4, 1..4))
            .prop_map(|(n, list)| format!("{n} in {list:?}")),
        2 => (prop::sample::select(&["==", "!="][..]), prop::sample::select(&["one", "two", "three"][..]))
            .prop_map(|(op, code)| format!("test.word {op} \"{code}\"")),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = condition(depth - 1);
    prop_oneof![
        1 => leaf,
        4 => (inner.clone(), prop::sample::select(&["&&", "||"][..]), inner.clone())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => inner.clone().prop_map(|a| format!("!({a})")),
        1 => (inner.clone(), inner.clone(), inner).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
    ]
    .boxed()
}

/// Every value that small packs can tell apart, and more.
fn every_value(name: &str) -> Vec<Value> {
    match name {
        "test.x" | "test.y" => (-5..=5).map(Value::Int).collect(),
        "test.word" => ["one", "two", "three"].map(Value::from).to_vec(),
        _ => vec![Value::Bool(false), Value::Bool(true)],
    }
}

fn in_range(value: &Value, values: &Values) -> bool {
    match values {
        Values::Each(all) => all.contains(value),
        Values::Runs(runs) => runs.iter().any(|(from, to)| {
            from.as_ref().is_none_or(|from| from <= value) && to.as_ref().is_none_or(|to| value <= to)
        }),
    }
}

/// Whether the answer is settled, and which.
fn answered(pack: &Pack, subject: &Subject) -> Option<bool> {
    match Assessor::new(pack, as_of()).measure(subject, 0) {
        Answer::Holds(_) => Some(true),
        Answer::DoesNotHold(_) => Some(false),
        _ => None,
    }
}

/// Whether some, and whether all of these values of these facts turn the answer.
fn turned(pack: &Pack, subject: &Subject, was: bool, set: &[(Slot, Vec<Value>)]) -> (bool, bool) {
    let Some(((slot, values), rest)) = set.split_first() else {
        let turns = answered(pack, subject) == Some(!was);
        return (turns, turns);
    };
    values.iter().fold((false, true), |(some, all), value| {
        let (one, every) = turned(pack, &subject.with(*slot, value.clone()), was, rest);
        (some || one, all && every)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_smaller_set_turns_the_answer_and_every_value_that_is_told_does(
        when in condition(3),
        tier in prop::option::of(condition(2)),
        bools in any::<[bool; 3]>(),
        ints in [-4i64..5, -4i64..5],
        word in prop::sample::select(&["one", "two", "three"][..]),
        known in prop_oneof![3 => Just(0b11_1111u8), 2 => 0u8..64],
    ) {
        let tiers = tier.map(|tier| format!("\ntiers = \"first-match\"\n[[tier]]\nwhen = '{tier}'\namount = 'yuan(5)'"));
        let text = measure_text(&format!("for = '{when}'{}", tiers.unwrap_or_default()));
        let mut files = small_files();
        files.insert("measures/m.toml".to_owned(), text);
        let Ok(pack) = Pack::load(&files) else { return Ok(()) };
        let values = [
            Value::Bool(bools[0]), Value::Bool(bools[1]), Value::Bool(bools[2]), Value::Int(ints[0]), Value::Int(ints[1]), word.into(),
        ];
        let facts: Vec<(&str, Value)> =
            NAMES.into_iter().zip(values).enumerate().filter(|(bit, _)| known & (1 << bit) != 0).map(|(_, f)| f).collect();
        let subject = person(&pack, &facts);
        let found = turning(&pack, &subject, as_of(), 0);
        let Some(was) = answered(&pack, &subject) else {
            prop_assert_eq!(found, Turning::default());
            return Ok(());
        };
        let slots: Vec<Slot> = NAMES.iter().map(|name| pack.slot(name).unwrap()).collect();
        let sets = |size: usize| super::sets_of(NAMES.len(), size);
        let all_of = |places: &[usize]| places.iter().map(|at| (slots[*at], every_value(NAMES[*at]))).collect::<Vec<_>>();
        let mut smallest: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
        for size in 1..=MOST_FACTS {
            smallest = sets(size)
                .into_iter()
                .filter(|places| turned(&pack, &subject, was, &all_of(places)).0)
                .map(|places| places.into_iter().map(|at| slots[at].index()).collect())
                .collect();
            if !smallest.is_empty() {
                break;
            }
        }
        let ours: BTreeSet<BTreeSet<usize>> =
            found.sets.iter().map(|set| set.iter().map(|turned| turned.slot.index()).collect()).collect();
        prop_assert_eq!(&ours, &smallest, "{}", when);
        for set in &found.sets {
            let told: Vec<(Slot, Vec<Value>)> = set
                .iter()
                .map(|one| {
                    let name = NAMES[slots.iter().position(|slot| *slot == one.slot).unwrap()];
                    (one.slot, every_value(name).into_iter().filter(|value| in_range(value, &one.then)).collect())
                })
                .collect();
            prop_assert!(told.iter().all(|(_, values)| !values.is_empty()), "{}: {:?}", when, found);
            prop_assert!(turned(&pack, &subject, was, &told).1, "{}: {:?}", when, found);
            if let [(slot, told)] = told.as_slice() {
                let name = NAMES[slots.iter().position(|found| found == slot).unwrap()];
                for value in every_value(name) {
                    let turns = answered(&pack, &subject.with(*slot, value.clone())) == Some(!was);
                    prop_assert_eq!(turns, told.contains(&value), "{}: {:?} {:?}", when, value, found);
                }
            }
        }
    }
}
