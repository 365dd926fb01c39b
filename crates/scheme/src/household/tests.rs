//! Totals over a household held against adding up by hand, and what is told where one is not known.

use guanai_kernel::Money;
use proptest::prelude::*;

use super::HouseholdGap;
use crate::assess::{Answer, Assessor};
use crate::explain::explain;
use crate::missing::missing;
use crate::pack::Pack;
use crate::small_pack::{pack_with, small_pack};
use crate::subject::{FactState, Provenance, Subject, SubjectBuilder};
use crate::text::Lang;
use crate::turning::turning;
use crate::value::Value;

const MEASURE: &str = r#"
for = 'household_count(test.a) >= 2 && household_sum(test.money) <= param.line'
[[tier]]
id = "one"
when = 'household_sum(test.x) < 10'
amount = 'household_sum(test.money) / 2'
"#;

fn fen(fen: i64) -> Value {
    Value::Money(Money::from_fen(fen))
}

fn person(pack: &Pack, facts: &[(&str, Value)]) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for (at, (name, value)) in facts.iter().enumerate() {
        let on = format!("2026-0{}-01", at % 9 + 1).parse().ok();
        builder.set(pack.slot(name).unwrap(), value.clone(), Provenance::new("台账", on)).unwrap();
    }
    builder.build()
}

/// Somebody of whom everything is recorded that the measure adds up.
fn whole(pack: &Pack, size: i64, holds: bool, number: i64, amount: i64) -> Subject {
    let facts = [
        ("test.size", Value::Int(size)),
        ("test.a", Value::Bool(holds)),
        ("test.x", Value::Int(number)),
        ("test.money", fen(amount)),
    ];
    person(pack, &facts)
}

fn value(pack: &Pack, subject: &Subject, total: &str) -> Option<Value> {
    match subject.state(pack.told_slot(total).unwrap()) {
        FactState::Known(value, _) => Some(value.clone()),
        _ => None,
    }
}

fn gap(pack: &Pack, subject: &Subject, total: &str) -> Option<HouseholdGap> {
    subject.household_gap(pack.told_slot(total).unwrap())
}

#[test]
fn a_household_is_added_up_and_decides() {
    let pack = pack_with(MEASURE);
    let (wife, son) = (whole(&pack, 3, true, 4, 200_000), whole(&pack, 3, false, 1, 100_000));
    let own = whole(&pack, 3, true, 2, 300_001).in_household(&pack, &[&wife, &son]);
    assert_eq!(value(&pack, &own, "household_sum(test.money)"), Some(fen(600_001)));
    assert_eq!(value(&pack, &own, "household_sum(test.x)"), Some(Value::Int(7)));
    assert_eq!(value(&pack, &own, "household_count(test.a)"), Some(Value::Int(2)));
    let as_of = "2026-06-30".parse().unwrap();
    let Answer::Holds(entitled) = Assessor::new(&pack, as_of).measure(&own, 0) else { panic!() };
    assert_eq!(entitled.amount, Some(Money::from_fen(300_000)));
    let why = explain(&pack, &own, as_of, 0, Lang::Zh);
    let told: Vec<_> = why.facts.iter().map(|f| (f.fact.as_str(), f.value.as_str(), f.source.as_str())).collect();
    let from = "同一户登记在册的3人合计";
    assert_eq!(
        told,
        [
            ("household_count(test.a)", "2", from),
            ("household_sum(test.x)", "7", from),
            ("household_sum(test.money)", "6,000.01元", from),
        ],
        "nobody's own part is told"
    );
    assert!(why.is_sensitive(), "it says something of others");
    let oldest = why.facts[2].on.unwrap();
    assert_eq!(oldest.to_string(), "2026-04-01", "a total is as old as its oldest part");
}

#[test]
fn what_is_missing_is_told_with_whose_it_is_by_number_alone() {
    let pack = pack_with(MEASURE);
    let as_of = "2026-06-30".parse().unwrap();
    let total = "household_sum(test.money)";
    let blank = person(&pack, &[("test.a", Value::Bool(true)), ("test.x", Value::Int(0))]);
    let wife = whole(&pack, 3, true, 4, 200_000);
    let alone = || whole(&pack, 3, true, 2, 300_000);
    assert_eq!(value(&pack, &alone(), total), None, "nobody said who lives there");
    assert_eq!(gap(&pack, &alone(), total), None);
    let few = alone().in_household(&pack, &[&wife]);
    assert_eq!(gap(&pack, &few, total), Some(HouseholdGap::Others { stated: 3, here: 2 }));
    let third = alone().in_household(&pack, &[&wife, &blank]);
    assert_eq!(gap(&pack, &third, total), Some(HouseholdGap::Of(3)));
    assert_eq!(gap(&pack, &third, "household_sum(test.x)"), None, "of this one everybody's is there");
    let unsized_ = blank.clone().in_household(&pack, &[&wife]);
    assert_eq!(gap(&pack, &unsized_, total), Some(HouseholdGap::NoSize { here: 2 }));
    let own = person(&pack, &[("test.size", Value::Int(2))]).in_household(&pack, &[&wife]);
    assert_eq!(gap(&pack, &own, total), Some(HouseholdGap::Own));
    let great = whole(&pack, 2, true, 1, i64::MAX).in_household(&pack, &[&wife]);
    assert_eq!(gap(&pack, &great, total), Some(HouseholdGap::TooLarge));

    let asked = missing(&pack, &third, as_of, 0);
    let [one] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(one.question(&pack, Lang::Zh), "问全家money。这一户第3人的“money”还没有登记清楚（本人是第1人）。");
    let why = explain(&pack, &third, as_of, 0, Lang::En);
    assert_eq!(why.answer, "undetermined");
    assert_eq!(
        why.ask[0].text,
        "Ask the household's money. \"money\" of no. 3 of the household is not settled on record (the person is no. 1)."
    );
}

/// What would have to be otherwise is told of the household; a fact of the person that the total also rests on is not told as
/// if the total stood still.
#[test]
fn what_if_one_of_the_parts_were_otherwise_the_total_goes_with_it() {
    let pack = pack_with(MEASURE);
    let (slot, size) = (pack.slot("test.money").unwrap(), pack.slot("test.size").unwrap());
    let wife = whole(&pack, 2, true, 4, 200_000);
    let own = whole(&pack, 2, true, 2, 300_000).in_household(&pack, &[&wife]);
    let total = "household_sum(test.money)";
    let changed = own.with(slot, fen(1));
    assert_eq!(value(&pack, &changed, total), Some(fen(200_001)));
    let mut back = changed.with(size, Value::Int(3));
    assert_eq!(value(&pack, &back, total), None);
    back.put_back(size, &own);
    back.put_back(slot, &own);
    assert_eq!(value(&pack, &back, total), Some(fen(500_000)));
    let turned = turning(&pack, &own, "2026-06-30".parse().unwrap(), 0);
    let named: Vec<&str> = turned.sets.iter().flatten().map(|one| pack.fact(one.slot).name.as_str()).collect();
    assert_eq!(named, ["household_count(test.a)", "household_sum(test.x)", "household_sum(test.money)"]);
}

proptest! {
    /// Each member's total against adding up by hand, whoever's turn it is.
    #[test]
    fn a_total_is_what_adding_up_by_hand_gives(
        all in prop::collection::vec((prop::option::weighted(0.8, any::<bool>()), prop::option::weighted(0.8, -5_000_i64..5_000)), 1..5),
        size in prop::option::weighted(0.9, 1_i64..5),
    ) {
        let pack = small_pack();
        let one = |(holds, amount): &(Option<bool>, Option<i64>)| {
            let facts = [
                size.map(|size| ("test.size", Value::Int(size))),
                holds.map(|holds| ("test.a", Value::Bool(holds))),
                amount.map(|amount| ("test.money", fen(amount))),
            ];
            person(&pack, &facts.into_iter().flatten().collect::<Vec<_>>())
        };
        let people: Vec<Subject> = all.iter().map(one).collect();
        let is_whole = size == i64::try_from(all.len()).ok();
        let count: Option<i64> = all.iter().map(|(holds, _)| holds.map(i64::from)).sum();
        let amount: Option<i64> = all.iter().map(|(_, amount)| *amount).sum();
        for (at, person) in people.iter().enumerate() {
            let others: Vec<&Subject> = people.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, p)| p).collect();
            let own = person.clone().in_household(&pack, &others);
            prop_assert_eq!(value(&pack, &own, "household_count(test.a)"), count.filter(|_| is_whole).map(Value::Int));
            prop_assert_eq!(value(&pack, &own, "household_sum(test.money)"), amount.filter(|_| is_whole).map(fen));
            for total in ["household_count(test.a)", "household_sum(test.money)"] {
                prop_assert_eq!(value(&pack, &own, total).is_none(), gap(&pack, &own, total).is_some());
            }
        }
    }
}
