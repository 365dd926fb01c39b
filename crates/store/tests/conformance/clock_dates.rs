//! Clocks when a calendar of working days changed: which are looked at, what of them is written, and of whom the records are read.

use guanai_casework::VisitState;
use guanai_casework::guarantee::{End, Tier};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::HappeningId;
use guanai_kernel::{Date, Guarantee};
use guanai_store::clock_dates::{self, KnownLater, RuleChanged};
use guanai_store::{clocks, visits};

use crate::county::day;
use crate::engines::on_both;
use crate::guarantees::{clock, written};

#[test]
fn clocks_are_paged_by_what_their_days_touch_and_their_days_alone_are_amended() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let branch = Some(county.organizations[1].organization_id);
        let first = clock(a, branch, 1, Guarantee::Visit, [day(2026, 1, 5), day(2026, 12, 1), day(2027, 1, 5)]);
        let mut second = clock(a, branch, 2, Guarantee::Help, [day(2026, 3, 2), day(2026, 3, 10), day(2026, 3, 16)]);
        let by = HappeningId::from_bits(9);
        second.clock.end = Some(End::Kept { by, on: day(2026, 3, 16), counted_on: day(2026, 3, 16) });
        let third = clock(b, branch, 3, Guarantee::Work, [day(2025, 3, 2), day(2025, 3, 10), day(2025, 3, 16)]);
        let all = [first.clone(), second.clone(), third.clone()];
        clocks::rebuild_of(&mut tx, &[a, b], &all).await.unwrap();
        let of_2026 = (day(2026, 1, 1), day(2026, 12, 31));
        // By person, guarantee and id: help before visits.
        let page = clock_dates::page_spanning(&mut tx, of_2026, None).await.unwrap();
        assert_eq!(page, [second.clone(), first.clone()]);
        let behind = Some(clock_dates::key_of(&second));
        assert_eq!(clock_dates::page_spanning(&mut tx, of_2026, behind).await.unwrap(), [first.clone()]);
        let before = (day(2026, 1, 6), day(2026, 1, 10));
        assert_eq!(clock_dates::page_spanning(&mut tx, before, None).await.unwrap(), [first.clone()]);
        let pressing = clock_dates::page_pressing(&mut tx, day(2026, 6, 30), None).await.unwrap();
        assert_eq!(pressing, [third.clone()], "what has ended does not press");
        let behind = Some(clock_dates::key_of(&third));
        assert!(clock_dates::page_pressing(&mut tx, day(2026, 6, 30), behind).await.unwrap().is_empty());

        let (mut uncertain, mut earlier) = (first.clone(), second.clone());
        uncertain.clock.due.provisional = true;
        (earlier.clock.due.on, earlier.clock.risk_on) = (day(2026, 3, 13), day(2026, 3, 9));
        assert!(!second.clock.ended_late() && earlier.clock.ended_late());
        let changes = [(first, uncertain.clone()), (second, earlier.clone())];
        clock_dates::amend_dates(&mut tx, &changes).await.unwrap();
        assert_eq!(clocks::list_of_many(&mut tx, &[a, b]).await.unwrap().len(), 3);
        assert_eq!(clock_dates::page_spanning(&mut tx, of_2026, None).await.unwrap(), [earlier, uncertain]);
        let gone = clock(b, branch, 77, Guarantee::Visit, [day(2026, 1, 5), day(2026, 12, 1), day(2027, 1, 5)]);
        assert!(clock_dates::amend_dates(&mut tx, &[(gone.clone(), gone)]).await.is_err(), "what is not there");
    });
}

#[test]
fn whose_records_a_calendar_may_read_otherwise_is_found() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let days = [day(2026, 1, 5), day(2026, 12, 1), day(2027, 1, 5)];
        clocks::rebuild_of(&mut tx, &[a], &[clock(a, None, 1, Guarantee::Visit, days)]).await.unwrap();
        let ever = day(1900, 1, 1);
        let tier = |person_id, from_on| Tier { person_id, guarantee: Guarantee::Visit, from_on, rule: None };
        let tiers = [tier(a, ever), tier(a, day(2026, 2, 2)), tier(a, day(2026, 3, 3)), tier(b, day(2026, 3, 3))];
        clocks::append_tiers(&mut tx, &tiers).await.unwrap();
        let changed = clock_dates::list_rule_changed(&mut tx, day(2026, 1, 5), ever).await.unwrap();
        let of_a = RuleChanged { person_id: a, changed_on: day(2026, 3, 3), paused: false };
        assert_eq!(changed, [of_a]);
        assert!(clock_dates::list_rule_changed(&mut tx, day(2026, 1, 4), ever).await.unwrap().is_empty());

        let made = visits::list_all(&mut tx).await.unwrap();
        let visit = made.iter().find(|visit| visit.state == VisitState::Recorded).unwrap();
        let entered = visit.recorded_at.day_in_china();
        let next = add_days(entered, 1).unwrap();
        let found = clock_dates::list_seen_and_entered(&mut tx, &[(visit.made_on, entered, next)]).await.unwrap();
        assert!(found.contains(&visit.person_id));
        let after = clock_dates::list_seen_and_entered(&mut tx, &[(visit.made_on, next, Date::MAX)]).await.unwrap();
        assert!(!after.contains(&visit.person_id));

        let later = clock_dates::list_known_later(&mut tx, (day(2026, 6, 2), day(2026, 6, 2))).await.unwrap();
        let of_a = KnownLater { person_id: a, on: day(2026, 6, 1), known_on: day(2026, 6, 2) };
        assert_eq!(later, [of_a], "what a book brought is no entry");
        assert!(clock_dates::list_known_later(&mut tx, (day(2026, 6, 3), day(2026, 6, 9))).await.unwrap().is_empty());
    });
}
