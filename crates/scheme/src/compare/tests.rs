use guanai_kernel::Money;
use proptest::prelude::*;

use super::*;
use crate::revision::{RevisedValue, Revision};
use crate::small_pack::pack_with;
use crate::subject::{Provenance, SubjectBuilder};
use crate::value::Value;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn pack() -> Pack {
    pack_with(
        "for = 'test.x >= 1'\nfund = []\n[[tier]]\nwhen = 'test.x >= 5'\namount = 'yuan(500)'\n\
         [[tier]]\nwhen = 'test.x < 5'\namount = 'param.line'\n",
    )
}

fn revised(pack: &Pack, from: &str, written: &str) -> Pack {
    let value = RevisedValue { parameter: "line".to_owned(), from: day(from), written: written.to_owned() };
    let revision =
        Revision { no: 1, document: "文件".to_owned(), place: "一".to_owned(), values: vec![value], local: None };
    pack.revised(&[revision], 1).unwrap()
}

fn subject(pack: &Pack, x: Option<i64>) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    if let Some(x) = x {
        let slot = pack.slot("test.x").unwrap();
        builder.set(slot, Value::Int(x), Provenance::new("test", None)).unwrap();
    }
    builder.build()
}

#[test]
fn months_reach_to_the_end_of_the_next_whole_year() {
    let months = month_starts(day("2027-01-01"));
    assert_eq!((months.first(), months.last(), months.len()), (Some(&day("2027-01-01")), Some(&day("2028-12-01")), 24));
    let months = month_starts(day("2026-11-15"));
    assert_eq!((months.first(), months.last(), months.len()), (Some(&day("2026-12-01")), Some(&day("2027-12-01")), 13));
}

#[test]
fn more_is_a_gain_from_the_first_day_and_costs_what_is_paid() {
    let before = pack();
    let after = revised(&before, "2027-03-01", "yuan(6920)");
    let comparer = Comparer::new(&before, &after, &month_starts(day("2027-01-01")), None).unwrap();
    let shifts = comparer.person(&subject(&before, Some(2)), &subject(&after, Some(2)));
    let [shift] = shifts.as_slice() else { panic!("{shifts:?}") };
    assert_eq!((shift.kind, shift.from, shift.is_open), (Some(ChangeKind::Gains), day("2027-03-01"), false));
    assert_eq!(shift.before, Effect::Given { tier: Some(1), amount: Some(Money::from_fen(690_000)) });
    assert_eq!(shift.after, Effect::Given { tier: Some(1), amount: Some(Money::from_fen(692_000)) });
    let year = |fen: i128, months: i128| YearCost { before_fen: 12 * 690_000, after_fen: 12 * 690_000 + fen * months };
    assert_eq!(shift.years, BTreeMap::from([(2027, year(2_000, 10)), (2028, year(2_000, 12))]));
    // Who is not served comes to nothing under both; of whom it cannot be said is open, and not nothing.
    assert!(comparer.person(&subject(&before, Some(0)), &subject(&after, Some(0))).is_empty());
    let open = comparer.person(&subject(&before, None), &subject(&after, None));
    assert!(open.iter().all(|shift| shift.is_open && shift.kind.is_none() && shift.years.is_empty()));
    assert_eq!(open.len(), 1);
}

#[test]
fn a_measure_that_one_pack_lacks_begins_or_ends() {
    let (with, without) = (pack(), crate::small_pack::small_pack());
    let months = [day("2027-01-01")];
    let kind = |before: &Pack, after: &Pack| {
        let comparer = Comparer::new(before, after, &months, None).unwrap();
        comparer.person(&subject(before, Some(7)), &subject(after, Some(7))).first().and_then(|shift| shift.kind)
    };
    assert_eq!(kind(&without, &with), Some(ChangeKind::Begins));
    assert_eq!(kind(&with, &without), Some(ChangeKind::Ends));
    assert_eq!(kind(&with, &with), None);
    assert_eq!(Comparer::new(&with, &with, &[], None).unwrap_err(), ComparerError::NoMonth);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A pack compared with itself changes nothing; with another, the costs are what the two assessments say month by month.
    #[test]
    fn totals_are_the_difference_of_two_assessments(
        people in proptest::collection::vec(proptest::option::of(-1i64..9), 0..20),
        fen in 0i64..2_000_000,
        month in 1i8..=12,
    ) {
        let before = pack();
        let from = Date::new(2027, month, 1).unwrap().to_string();
        let after = revised(&before, &from, &format!("fen({fen})"));
        let months = month_starts(day("2027-01-01"));
        let same = Comparer::new(&before, &before, &months, None).unwrap();
        let other = Comparer::new(&before, &after, &months, None).unwrap();
        let (mut told, mut reckoned) = (0i128, 0i128);
        for x in people {
            let subject = subject(&before, x);
            let itself = same.person(&subject, &subject);
            prop_assert!(itself.iter().all(|shift| shift.kind.is_none()));
            prop_assert!(itself.iter().flat_map(|s| s.years.values()).all(|y| y.before_fen == y.after_fen));
            let shifts = other.person(&subject, &subject);
            told += shifts.iter().flat_map(|s| s.years.values()).map(|y| y.after_fen - y.before_fen).sum::<i128>();
            for month in &months {
                let amount = |pack: &Pack| match Assessor::new(pack, *month).measure(&subject, 0).effect(*month) {
                    Effect::Given { amount: Some(amount), .. } => i128::from(amount.fen()),
                    _ => 0,
                };
                reckoned += amount(&after) - amount(&before);
            }
        }
        prop_assert_eq!(told, reckoned);
    }
}
