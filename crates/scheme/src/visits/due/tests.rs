//! Visits that come due, on a small pack: one visit and one gift for several reasons, and nothing for the dead.

use super::*;
use crate::pack::Pack;
use crate::small_pack::{measure_text, small_files};
use guanai_kernel::civil::Date;
use guanai_kernel::{Ids, Moment};

const VISITS: &str = r#"
[call_back]
same_words_from = 3
sample_one_in = 0
[[occasion]]
code = "festival"
name = { zh-CN = "节日", en = "Festival" }
[[occasion]]
code = "day"
name = { zh-CN = "纪念日", en = "Anniversary" }
[[occasion]]
code = "ill"
name = { zh-CN = "生病", en = "Illness" }
[[rule]]
id = "spring"
name = { zh-CN = "春节", en = "Spring Festival" }
occasion = "festival"
act = "visit-with-gift"
festival = "spring-festival"
opens_days = -16
closes_days = -1
measures = ["m", "n"]
clause = "rule §1"
[[rule]]
id = "birthday"
name = { zh-CN = "生日", en = "Birthday" }
occasion = "day"
act = "visit"
birthday = { from = 60, every = 10 }
opens_days = -3
closes_days = 0
clause = "rule §1"
[[rule]]
id = "seniority"
name = { zh-CN = "党龄", en = "Seniority" }
occasion = "day"
act = "visit-with-gift"
seniority = { from = 30, every = 10 }
opens_days = -7
closes_days = 7
measures = ["m"]
clause = "rule §1"
[[rule]]
id = "ill"
name = { zh-CN = "生病", en = "Illness" }
occasion = "ill"
act = "visit"
event = "hospitalised"
opens_days = 0
closes_days = 3
clause = "rule §1"
[[rule]]
id = "clock"
name = { zh-CN = "平时", en = "Ordinary times" }
occasion = "day"
act = "visit"
clock = true
opens_days = -15
closes_days = 0
clause = "rule §1"
"#;

const SPRING: usize = 0;
const BIRTHDAY: usize = 1;
const SENIORITY: usize = 2;
const ILL: usize = 3;
const CLOCK: usize = 4;

fn pack() -> Pack {
    let mut files = small_files();
    files.insert("visits.toml".to_owned(), VISITS.to_owned());
    for name in ["m", "n"] {
        let text = measure_text("for = 'test.a'").replace("id = \"m\"", &format!("id = \"{name}\""));
        files.insert(format!("measures/{name}.toml"), text);
    }
    Pack::load(&files).unwrap_or_else(|errors| panic!("{}", errors.iter().map(ToString::to_string).collect::<String>()))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn yuan(amount: i64) -> Money {
    Money::from_fen(amount * 100)
}

fn somebody(number: u64) -> VisitCandidate {
    VisitCandidate {
        person_id: PersonId::fresh(&mut Ids::seeded(number, Moment::from_micros(0))),
        household_id: None,
        died_on: None,
        born_on: Some(day("1990-05-05")),
        seniority_from: None,
        classes: Vec::new(),
        measures: Vec::new(),
        events: Vec::new(),
        visits: Vec::new(),
        clock: None,
        wish: ContactWish::Visit,
    }
}

fn due(from: &str, to: &str, candidates: &[VisitCandidate]) -> VisitsDue {
    visits_due(&pack(), &VisitAsk { from: day(from), to: day(to), rules: None }, candidates)
}

fn rules_of(visit: &PlannedVisit) -> Vec<usize> {
    visit.reasons.iter().map(|reason| reason.rule).collect()
}

/// 2026: Spring Festival on 17 February, so the visit counts from 1 to 16 February.
#[test]
fn several_reasons_make_one_visit_and_one_gift() {
    let of = VisitCandidate {
        born_on: Some(day("1946-02-10")),
        seniority_from: Some(day("1976-02-08")),
        measures: vec![(0, Some(yuan(500))), (1, Some(yuan(800)))],
        clock: Some(VisitClock { since_on: day("2026-01-18"), due_on: day("2026-02-18") }),
        ..somebody(1)
    };
    let answer = due("2026-02-01", "2026-02-28", &[of]);
    let [visit] = &answer.visits[..] else { panic!("{answer:?}") };
    assert_eq!(rules_of(visit), [SPRING, BIRTHDAY, SENIORITY, CLOCK]);
    assert_eq!((visit.opens_on, visit.closes_on), (day("2026-02-07"), day("2026-02-10")));
    assert_eq!(visit.gift, Some(PlannedGift { rule: SPRING, amount: yuan(800) }));
    assert_eq!(visit.act, VisitAct::VisitWithGift);
}

/// In a round even those whose days do not meet are one visit: nobody is called on twice in a fortnight for two lists.
#[test]
fn a_round_has_one_visit_and_one_gift_for_each_person() {
    let of = VisitCandidate {
        born_on: Some(day("1946-02-25")),
        seniority_from: Some(day("1976-02-20")),
        measures: vec![(0, Some(yuan(500))), (1, Some(yuan(800)))],
        ..somebody(1)
    };
    let other = VisitCandidate { measures: vec![(0, Some(yuan(300)))], ..somebody(2) };
    let apart = due("2026-02-01", "2026-02-28", &[of.clone(), other.clone()]);
    assert_eq!(apart.visits.len(), 3);
    let round = crate::one_visit_each(apart);
    let [first, second] = &round.visits[..] else { panic!("{round:?}") };
    assert_eq!((first.person_id, first.gift), (other.person_id, Some(PlannedGift { rule: SPRING, amount: yuan(300) })));
    assert_eq!((second.person_id, rules_of(second)), (of.person_id, vec![SPRING, BIRTHDAY, SENIORITY]));
    assert_eq!(second.gift, Some(PlannedGift { rule: SPRING, amount: yuan(800) }));
    assert_eq!((second.act, second.closes_on), (VisitAct::VisitWithGift, day("2026-02-25")));
    let turned = crate::one_visit_each(due("2026-02-01", "2026-02-28", &[other, of]));
    assert_eq!(turned, round);
}

#[test]
fn reasons_that_share_no_day_are_two_visits() {
    let of = VisitCandidate { born_on: Some(day("1946-02-25")), measures: vec![(0, Some(yuan(500)))], ..somebody(1) };
    let answer = due("2026-02-01", "2026-02-28", &[of]);
    assert_eq!(answer.visits.iter().map(rules_of).collect::<Vec<_>>(), [vec![SPRING], vec![BIRTHDAY]]);
    assert_eq!(answer.visits[1].gift, None);
}

#[test]
fn nobody_who_died_is_visited_and_no_birthday_is_kept_for_them() {
    let of = VisitCandidate {
        died_on: Some(day("2025-12-01")),
        born_on: Some(day("1946-02-10")),
        measures: vec![(0, Some(yuan(500)))],
        clock: Some(VisitClock { since_on: day("2025-11-10"), due_on: day("2026-02-10") }),
        events: vec![(VisitEvent::Hospitalised, day("2026-02-02"))],
        ..somebody(1)
    };
    let answer = due("2026-02-01", "2026-02-28", std::slice::from_ref(&of));
    assert_eq!(answer.visits, []);
    let died: Vec<_> = [SPRING, BIRTHDAY, ILL, CLOCK].map(|rule| (of.person_id, rule, PassedOver::Died)).to_vec();
    assert_eq!(answer.passed_over, died);
}

#[test]
fn who_was_visited_for_it_is_passed_over_and_another_visit_does_not_count_for_a_festival() {
    let visit = |on: &str, what: &str| PastVisit { made_on: day(on), occasions: vec![what.to_owned()] };
    let of = VisitCandidate { measures: vec![(0, Some(yuan(500)))], ..somebody(1) };
    let for_it = VisitCandidate { visits: vec![visit("2026-02-03", "festival")], ..of.clone() };
    let answer = due("2026-02-04", "2026-02-28", std::slice::from_ref(&for_it));
    assert_eq!(answer.visits, []);
    assert_eq!(answer.passed_over, [(of.person_id, SPRING, PassedOver::Visited(day("2026-02-03")))]);
    for other in [visit("2026-02-03", "ill"), visit("2025-02-03", "festival")] {
        let answer = due("2026-02-04", "2026-02-28", &[VisitCandidate { visits: vec![other], ..of.clone() }]);
        assert_eq!(answer.visits.len(), 1);
    }
}

#[test]
fn a_wish_is_respected_and_costs_nothing() {
    let of = VisitCandidate { measures: vec![(0, Some(yuan(500)))], ..somebody(1) };
    let by_phone = due("2026-02-01", "2026-02-28", &[VisitCandidate { wish: ContactWish::Phone, ..of.clone() }]);
    assert_eq!((by_phone.visits[0].wish, by_phone.visits[0].gift.is_some()), (ContactWish::Phone, true));
    let none = due("2026-02-01", "2026-02-28", &[VisitCandidate { wish: ContactWish::Nothing, ..of.clone() }]);
    assert_eq!(none.visits, []);
    assert_eq!(none.passed_over, [(of.person_id, SPRING, PassedOver::NoWish)]);
}

#[test]
fn a_contested_birthday_is_asked_about_and_not_guessed() {
    let answer = due("2026-02-01", "2026-02-28", &[VisitCandidate { born_on: None, ..somebody(1) }]);
    assert_eq!(answer.visits, []);
    assert_eq!(answer.passed_over, [(somebody(1).person_id, BIRTHDAY, PassedOver::BirthdayOpen)]);
}

#[test]
fn what_is_late_stays_on_the_list_until_somebody_comes_and_a_festival_that_is_over_does_not() {
    let of = VisitCandidate {
        measures: vec![(0, Some(yuan(500)))],
        events: vec![(VisitEvent::Hospitalised, day("2026-02-10"))],
        clock: Some(VisitClock { since_on: day("2025-11-20"), due_on: day("2026-02-20") }),
        ..somebody(1)
    };
    let answer = due("2026-03-01", "2026-03-07", std::slice::from_ref(&of));
    assert_eq!(answer.visits.iter().map(rules_of).collect::<Vec<_>>(), [vec![ILL, CLOCK]]);
    assert_eq!(answer.visits[0].closes_on, day("2026-02-13"));
    let came = PastVisit { made_on: day("2026-02-12"), occasions: vec!["festival".to_owned()] };
    let answer = due("2026-03-01", "2026-03-07", &[VisitCandidate { visits: vec![came], clock: None, ..of }]);
    assert_eq!(answer.visits, []);
}

#[test]
fn who_is_late_anyway_is_visited_once_with_what_has_come_due_since() {
    let of = VisitCandidate {
        measures: vec![(0, Some(yuan(500)))],
        clock: Some(VisitClock { since_on: day("2025-12-20"), due_on: day("2026-01-20") }),
        ..somebody(1)
    };
    let answer = due("2026-02-03", "2026-02-10", &[of]);
    assert_eq!(answer.visits.iter().map(rules_of).collect::<Vec<_>>(), [vec![SPRING, CLOCK]]);
    assert_eq!(answer.visits[0].closes_on, day("2026-01-20"), "it is late all the same");
}

#[test]
fn a_birthday_of_the_29th_of_february_is_kept_on_the_28th() {
    let of = VisitCandidate { born_on: Some(day("1956-02-29")), ..somebody(1) };
    let answer = due("2026-02-20", "2026-03-05", &[of]);
    assert_eq!(answer.visits[0].reasons[0].on, day("2026-02-28"));
    let not_round = VisitCandidate { born_on: Some(day("1957-02-20")), ..somebody(1) };
    assert_eq!(due("2026-02-20", "2026-03-05", &[not_round]).visits, []);
}

#[test]
fn the_order_of_the_candidates_changes_nothing_and_a_question_for_one_rule_gets_that_one() {
    let of =
        |n| VisitCandidate { born_on: Some(day("1946-02-10")), measures: vec![(0, Some(yuan(500)))], ..somebody(n) };
    let mut candidates: Vec<_> = (1..30).map(of).collect();
    let one = due("2026-02-01", "2026-02-28", &candidates);
    candidates.reverse();
    assert_eq!(due("2026-02-01", "2026-02-28", &candidates), one);
    let rules = Some(BTreeSet::from([BIRTHDAY]));
    let only = visits_due(&pack(), &VisitAsk { from: day("2026-02-01"), to: day("2026-02-28"), rules }, &candidates);
    assert!(only.visits.len() == 29 && only.visits.iter().all(|visit| rules_of(visit) == [BIRTHDAY]));
}
