use proptest::prelude::*;

use super::*;
use crate::assess::Assessor;
use crate::compare::{ChangeKind, Comparer, month_starts};
use crate::pack::Pack;
use crate::revision::{RevisedValue, Revision};
use crate::small_pack::{measure_text, small_files};
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::Value;

fn day(text: &str) -> guanai_kernel::Date {
    text.parse().unwrap()
}

fn pack(once: bool, period: &str) -> Pack {
    let once = if once { "household = \"once\"\n" } else { "" };
    let text = measure_text(&format!(
        "for = 'test.x >= 1'\nfund = []\n{once}[[tier]]\nwhen = 'test.x >= 5'\namount = 'yuan(500) * test.x'\n\
         [[tier]]\nwhen = 'test.x < 5'\namount = 'param.line'\n",
    ));
    let mut files = small_files();
    files.insert("measures/m.toml".to_owned(), text.replace("period = \"month\"", &format!("period = \"{period}\"")));
    Pack::load(&files).unwrap()
}

fn revised(pack: &Pack, from: &str, fen: i64) -> Pack {
    let value = RevisedValue { parameter: "line".to_owned(), from: day(from), written: format!("fen({fen})") };
    let revision =
        Revision { no: 1, document: "文件".to_owned(), place: "一".to_owned(), values: vec![value], local: None };
    pack.revised(&[revision], 1).unwrap()
}

fn subject(pack: &Pack, x: Option<i64>) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    if let Some(x) = x {
        builder.set(pack.slot("test.x").unwrap(), Value::Int(x), Provenance::new("test", None)).unwrap();
    }
    builder.build()
}

/// What a home is given in a month, in fen: none where nobody is given anything.
fn of_home(pack: &Pack, month: guanai_kernel::Date, home: &[Subject], once: bool) -> Option<i128> {
    let amounts = home.iter().filter_map(|one| match Assessor::new(pack, month).measure(one, 0).effect(month) {
        Effect::Given { amount, .. } => Some(i128::from(amount.unwrap().fen())),
        _ => None,
    });
    let amounts: Vec<i128> = amounts.collect();
    let all = if once { amounts.iter().max().copied() } else { Some(amounts.iter().sum()) };
    all.filter(|_| !amounts.is_empty())
}

#[test]
fn two_of_one_home_are_given_it_once_and_the_better_of_them_counts() {
    let before = pack(true, "year");
    let after = revised(&before, "2027-01-01", 800_000);
    let comparer = Comparer::new(&before, &after, &month_starts(day("2027-01-01")), None).unwrap();
    assert!(comparer.asks_who_lives_together());
    let people = [Some(7), Some(2), Some(2), None].map(|x| subject(&before, x));
    let all: Vec<&Subject> = people.iter().collect();
    // The first has 3,500 yuan, the second and the third 6,900 and then 8,000: the second of the three counts.
    let homes = Homes::new([vec![0, 1, 2], vec![3], vec![2, 3]]);
    assert_eq!(homes.iter().collect::<Vec<_>>(), [&[0, 1, 2][..]], "whoever stands in two homes is of the first");
    let shifts = comparer.everybody(&all, &all, &homes, 1);
    assert_eq!(shifts.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 0, 1]);
    let one = &shifts[1][0];
    assert_eq!((one.kind, one.beside, one.is_open), (Some(ChangeKind::Gains), 2, false));
    assert_eq!(one.years[&2027], crate::YearCost { before_fen: 690_000, after_fen: 800_000 });
    assert!(shifts[3][0].is_open, "of whom it cannot be said by themselves");
    // Apart, everybody counts.
    let apart = comparer.everybody(&all, &all, &Homes::default(), 1);
    assert_eq!(apart.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1, 1]);
}

#[test]
fn whoever_is_given_most_counts_then_whoever_is_open_then_whoever_waits() {
    let given = |fen| Effect::Given { tier: None, amount: Some(Money::from_fen(fen)) };
    assert_eq!(counted_once([given(5), given(9), given(9)]), Some(1));
    assert_eq!(counted_once([Effect::Undetermined, given(0)]), Some(1));
    assert_eq!(counted_once([Effect::Waits, Effect::Undetermined, Effect::Conflict]), Some(1));
    assert_eq!(counted_once([Effect::Not, Effect::Waits]), Some(1));
    assert_eq!(counted_once([Effect::Not, Effect::Not]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Homes at random, under packs of which one or both give a household once: what is told comes to what is reckoned home by
    /// home and month by month, by kind and by year, however the people are ordered.
    #[test]
    fn homes_count_once_as_reckoned_home_by_home(
        people in proptest::collection::vec((proptest::option::of(-1i64..9), 0usize..6), 0..14),
        fen in 0i64..2_000_000,
        month in 1i8..=12,
        yearly in any::<bool>(),
        once in prop_oneof![Just((true, true)), Just((false, true)), Just((true, false))],
    ) {
        let period = if yearly { "year" } else { "month" };
        let before = pack(once.0, period);
        let after = revised(&pack(once.1, period), &format!("2027-{month:02}-01"), fen);
        let months = month_starts(day("2027-01-01"));
        let comparer = Comparer::new(&before, &after, &months, None).unwrap();
        let subjects: Vec<Subject> = people.iter().map(|(x, _)| subject(&before, *x)).collect();
        let everybody: Vec<&Subject> = subjects.iter().collect();
        let of = |home: usize| -> Vec<usize> { (0..people.len()).filter(|row| people[*row].1 == home).collect() };
        let homes = Homes::new((0..6).map(of));
        let shifts: Vec<PersonShift> =
            comparer.everybody(&everybody, &everybody, &homes, 2).into_iter().flatten().collect();
        let mut kinds: BTreeMap<ChangeKind, usize> = BTreeMap::new();
        let mut years: BTreeMap<i16, (i128, i128)> = BTreeMap::new();
        for home in (0..6).map(of) {
            let home: Vec<Subject> = home.into_iter().map(|row| subjects[row].clone()).collect();
            let mut first = None;
            for day in &months {
                let (was, is) = (of_home(&before, *day, &home, once.0), of_home(&after, *day, &home, once.1));
                if first.is_none() && was != is {
                    first = Some(match (was, is) {
                        (None, _) => ChangeKind::Begins,
                        (_, None) => ChangeKind::Ends,
                        (Some(was), Some(is)) if is > was => ChangeKind::Gains,
                        _ => ChangeKind::Loses,
                    });
                }
                if !yearly {
                    let sum = years.entry(day.year()).or_default();
                    *sum = (sum.0 + was.unwrap_or(0), sum.1 + is.unwrap_or(0));
                }
            }
            if let Some(kind) = first {
                *kinds.entry(kind).or_default() += 1;
            }
            for year in [2027, 2028].into_iter().filter(|_| yearly) {
                // Facts do not change here: who is given it in a year is given it in its first month.
                let first = guanai_kernel::Date::new(year, 1, 1).unwrap();
                let sum = years.entry(year).or_default();
                *sum = (
                    sum.0 + of_home(&before, first, &home, once.0).unwrap_or(0),
                    sum.1 + of_home(&after, first, &home, once.1).unwrap_or(0),
                );
            }
        }
        let (mut told, mut cost): (BTreeMap<ChangeKind, usize>, BTreeMap<i16, (i128, i128)>) = Default::default();
        for shift in &shifts {
            if let Some(kind) = shift.kind.filter(|kind| *kind != ChangeKind::Differs) {
                *told.entry(kind).or_default() += 1;
            }
            for (year, paid) in &shift.years {
                let sum = cost.entry(*year).or_default();
                *sum = (sum.0 + paid.before_fen, sum.1 + paid.after_fen);
            }
        }
        years.retain(|_, sum| *sum != (0, 0));
        prop_assert_eq!(cost, years);
        if shifts.iter().all(|shift| shift.kind != Some(ChangeKind::Differs)) {
            prop_assert_eq!(told, kinds);
        }
        let backwards: Vec<&Subject> = everybody.iter().rev().copied().collect();
        let last = people.len().saturating_sub(1);
        let turned = Homes::new((0..6).map(|home| of(home).into_iter().map(|row| last - row).collect()));
        let again: Vec<PersonShift> =
            comparer.everybody(&backwards, &backwards, &turned, 1).into_iter().rev().flatten().collect();
        prop_assert_eq!(again, shifts, "the order in which people are looked at is nobody's");
    }
}
