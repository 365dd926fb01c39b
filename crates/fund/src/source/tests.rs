use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn hand(by: &str) -> SourceHand {
    SourceHand { by: by.to_owned(), at: Moment::from_micros(1) }
}

fn source(name: &str, year: i16, yuan: i64, grade: Grade) -> FundSource {
    FundSource {
        source_id: FundSourceId::from_bits(1),
        name: name.to_owned(),
        kind: SourceKind::Donation,
        year,
        amount: Money::from_yuan(yuan).unwrap(),
        expires_on: None,
        grade,
        raise: None,
        evidence: None,
        recorded: hand("one"),
        graded: None,
    }
}

fn yuan(yuan: i64) -> Money {
    Money::from_yuan(yuan).unwrap()
}

#[test]
fn a_pledge_is_never_cash_and_what_expired_counts_no_more() {
    let today = day("2026-07-01");
    let mut sources = vec![
        source("县财政", 2026, 60_000, Grade::Received),
        source("党费下拨", 2026, 12_000, Grade::Confirmed),
        source("粮食厂", 2026, 24_000, Grade::Pledged),
        source("商会", 2026, 100_000, Grade::Hoped),
    ];
    let seen = outlook(&sources, yuan(12_000), yuan(24_000), today);
    // Half a year is left, which costs 12,000; what was received stands in the 12,000 that are there.
    assert_eq!(seen.cash_alone, Some(6));
    assert_eq!(seen.no_pledge_kept, Some(12), "the confirmed 12,000 pay half of the next year");
    assert_eq!(seen.pledges_kept, Some(24));
    assert_eq!((seen.largest_to_come.as_deref(), seen.largest_lost), (Some("粮食厂"), Some(12)));
    assert_eq!(seen.this_year[&Grade::Hoped], yuan(100_000), "hopes are shown and never counted on");
    let held = seen.concentration.unwrap();
    assert_eq!((held.largest.as_str(), held.largest_percent), ("县财政", 84));
    sources[1].expires_on = Some(day("2026-06-30"));
    let seen = outlook(&sources, yuan(12_000), yuan(24_000), today);
    assert_eq!((seen.no_pledge_kept, seen.this_year.get(&Grade::Confirmed)), (Some(6), None));
    assert!(!source("县财政", 2020, 1, Grade::Received).is_expired(today), "received is received");
    assert!(source("旧", 2025, 1, Grade::Confirmed).is_expired(today));
    assert_eq!(outlook(&sources, yuan(1), Money::ZERO, today).cash_alone, None, "nothing is spent");
}

#[test]
fn concentration_lies_between_one_source_and_as_many_as_there_are() {
    assert_eq!(concentration([]), None);
    assert_eq!(concentration([("甲", Money::ZERO)]), None);
    let alone = concentration([("甲", yuan(5)), ("甲", yuan(7))]).unwrap();
    assert_eq!((alone.largest_percent, alone.herfindahl, alone.alike_tenths), (100, 10_000, 10));
    let four = concentration(["甲", "乙", "丙", "丁"].map(|name| (name, yuan(3)))).unwrap();
    assert_eq!((four.largest_percent, four.herfindahl, four.alike_tenths), (25, 2_500, 40));
    for sizes in [[1_i64, 1, 1], [9, 1, 1], [1_000, 1, 1], [7, 5, 3], [2, 2, 900]] {
        let three = || ["甲", "乙", "丙"].into_iter().zip(sizes.map(yuan));
        let found = concentration(three()).unwrap();
        assert!(found.herfindahl >= 3_333 && found.herfindahl <= 10_000, "{found:?}");
        assert!(found.alike_tenths >= 10 && found.alike_tenths <= 30, "{found:?}");
        let backwards = concentration(three().collect::<Vec<_>>().into_iter().rev()).unwrap();
        assert_eq!(found, backwards, "the order does not matter");
    }
}

proptest! {
    #[test]
    fn more_money_never_lasts_shorter_and_more_costs_never_longer(
        there in 0_i64..2_000_000,
        more in 0_i64..2_000_000,
        costs in 1_i64..900_000,
        dearer in 0_i64..900_000,
        brought in 0_i64..900_000,
    ) {
        let today = day("2026-03-15");
        let lasts = |there: i64, costs: i64, brought: i64| {
            let brings = BTreeMap::from([(2026, Money::from_fen(brought)), (2028, Money::from_fen(brought))]);
            months_of_cover(Money::from_fen(there), &brings, Money::from_fen(costs), today).unwrap()
        };
        let found = lasts(there, costs, brought);
        prop_assert!(found <= lasts(there.saturating_add(more), costs, brought));
        prop_assert!(found <= lasts(there, costs, brought.saturating_add(more)));
        prop_assert!(found >= lasts(there, costs.saturating_add(dearer), brought));
        prop_assert!(found <= MOST_YEARS * 12);
    }

    #[test]
    fn no_pledge_lengthens_what_comes_without_it(amounts in proptest::collection::vec((0_i64..90_000, 0_usize..4), 0..8)) {
        let today = day("2026-07-01");
        let named = ["甲", "乙", "丙", "丁"];
        let sources: Vec<FundSource> = amounts
            .iter()
            .map(|(yuan, grade)| source(named[*grade], 2026, *yuan, Grade::ALL[*grade]))
            .collect();
        let seen = outlook(&sources, yuan(9_000), yuan(24_000), today);
        prop_assert!(seen.cash_alone <= seen.no_pledge_kept && seen.no_pledge_kept <= seen.pledges_kept);
        prop_assert!(seen.cash_alone <= seen.largest_lost && seen.largest_lost <= seen.pledges_kept);
        let held = seen.concentration;
        prop_assert!(held.is_none_or(|held| held.herfindahl <= 10_000 && held.alike_tenths >= 10));
    }
}

#[test]
fn cover_has_a_floor_and_a_roof() {
    let (today, nothing) = (day("2026-03-15"), BTreeMap::new());
    assert_eq!(months_of_cover(yuan(1_000_000), &nothing, yuan(1), today), Some(120), "ten years or more");
    assert_eq!(months_of_cover(yuan(-5), &nothing, yuan(1), today), Some(0));
}

#[test]
fn a_grade_is_raised_by_two_and_lowered_by_one() {
    let today = day("2026-07-01");
    let pledged = source("粮食厂", 2026, 24_000, Grade::Pledged);
    let raise = |grade| RaiseAsked { grade, evidence: "捐赠协议1号".to_owned(), asked: hand("one") };
    assert_eq!(pledged.asked(raise(Grade::Pledged), today), Err(GradeError::NotAbove { grade: Grade::Pledged }));
    let asked = pledged.asked(raise(Grade::Confirmed), today).unwrap();
    assert_eq!(asked.grade, Grade::Pledged, "nothing is raised before a second person confirms it");
    assert_eq!(asked.asked(raise(Grade::Received), today), Err(GradeError::Raise));
    assert_eq!(asked.confirmed(hand("one"), today), Err(GradeError::OwnHand));
    let raised = asked.confirmed(hand("other"), today).unwrap();
    assert_eq!((raised.grade, raised.raise.is_none()), (Grade::Confirmed, true));
    assert_eq!(raised.confirmed(hand("other"), today), Err(GradeError::Raise));
    let up = raised.lowered(Grade::Confirmed, String::new(), hand("one"));
    assert_eq!(up, Err(GradeError::NotBelow { grade: Grade::Confirmed }));
    assert_eq!(asked.lowered(Grade::Hoped, "厂子停产".to_owned(), hand("one")).unwrap().raise, None);
    let over = FundSource { expires_on: Some(day("2026-06-30")), ..asked };
    assert_eq!(over.confirmed(hand("other"), today), Err(GradeError::Expired));
}
