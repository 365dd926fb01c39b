//! Pauses and exemptions: who may say them, for how long, and what they never undo.

use guanai_app::guarantees::rests::{RestGuarantee, RestGuaranteeError, end_rest, rest_guarantee};
use guanai_app::{Role, Standards};
use guanai_casework::guarantee::{RestKind, Standing};
use guanai_kernel::{Date, Guarantee};
use guanai_scheme::Lang;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

fn rest(town: &Town, kind: RestKind, reason: &str, from_on: Date, last_on: Date) -> RestGuarantee {
    RestGuarantee {
        person_id: town.members[0],
        guarantee: Guarantee::Visit.code().to_owned(),
        kind: kind.code().to_owned(),
        matter: None,
        reason: reason.to_owned(),
        from_on,
        last_on,
    }
}

#[test]
fn a_pause_moves_the_last_day_and_ending_it_early_moves_it_back() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.keep(day(7, 1)).await;
        let person = town.members[0];
        let contact = town.office(Role::BranchContact, 0).await;
        let before = town.running(person, Guarantee::Visit).await.clock.due.on;
        let wish = rest(&town, RestKind::Pause, "away", day(8, 1), day(8, 31));
        let operation = town.operation();
        let id = rest_guarantee(&mut town.on(&contact, day(7, 20)), operation, &wish).await.unwrap();
        assert_eq!(rest_guarantee(&mut town.on(&contact, day(7, 20)), operation, &wish).await.unwrap(), id);
        let paused = town.running(person, Guarantee::Visit).await.clock.due.on;
        // 31 days later is a Sunday, so it runs to the Monday.
        assert_eq!((before, paused), (Date::constant(2027, 7, 1), Date::constant(2027, 8, 2)));
        end_rest(&mut town.on(&contact, day(8, 11)), id).await.unwrap();
        let ended = town.running(person, Guarantee::Visit).await.clock.due.on;
        assert_eq!(ended, Date::constant(2027, 7, 12), "ten days, and the weekend");
        let again = end_rest(&mut town.on(&contact, day(8, 11)), id).await;
        assert!(matches!(again, Err(RestGuaranteeError::Over)));
        assert_eq!(town.done("pause-guarantee").await, 2);
    });
}

#[test]
fn what_may_not_be_said_is_refused_in_order() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let elsewhere = town.office(Role::TownshipOfficer, 1).await;
        let today = day(7, 20);
        let pause = |town: &Town, reason, from, last| rest(town, RestKind::Pause, reason, from, last);
        let cases = [
            (rest(&town, RestKind::Exemption, "declined", today, day(8, 1)), "denied"),
            (RestGuarantee { kind: "nap".to_owned(), ..pause(&town, "away", today, today) }, "rest-no-guarantee"),
            (pause(&town, "busy", today, today), "rest-no-reason"),
            (pause(&town, "awaits-others", today, today), "rest-no-reason"),
            (pause(&town, "away", day(7, 19), day(8, 1)), "rest-past"),
            (pause(&town, "away", day(8, 2), day(8, 1)), "rest-backwards"),
            (pause(&town, "asked-for-later", today, day(9, 18)), "rest-too-long"),
        ];
        for (wish, code) in cases {
            let operation = town.operation();
            let refused = rest_guarantee(&mut town.on(&contact, today), operation, &wish).await;
            assert_eq!(refused.unwrap_err().code(), code, "{wish:?}");
        }
        let (wish, operation) = (pause(&town, "away", today, today), town.operation());
        let outside = rest_guarantee(&mut town.on(&elsewhere, today), operation, &wish).await;
        assert!(matches!(outside, Err(RestGuaranteeError::NotFound)));
    });
}

#[test]
fn a_member_declines_for_themselves_alone_and_takes_it_up_again() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.keep(day(7, 1)).await;
        let member = town.office(Role::Member, 0).await;
        let neighbour = town.office(Role::Member, 1).await;
        let wish = rest(&town, RestKind::Exemption, "declined", day(7, 20), day(12, 31));
        let operation = town.operation();
        let not_theirs = rest_guarantee(&mut town.on(&neighbour, day(7, 20)), operation, &wish).await;
        assert!(matches!(not_theirs, Err(RestGuaranteeError::NotFound)));
        let settled = rest(&town, RestKind::Exemption, "settled-abroad", day(7, 20), day(12, 31));
        let operation = town.operation();
        let other = rest_guarantee(&mut town.on(&member, day(7, 20)), operation, &settled).await;
        assert!(matches!(other, Err(RestGuaranteeError::NoReason)));
        let operation = town.operation();
        let id = rest_guarantee(&mut town.on(&member, day(7, 20)), operation, &wish).await.unwrap();
        let clock = town.running(town.members[0], Guarantee::Visit).await.clock;
        assert_eq!(clock.standing(day(12, 31), false), Standing::NotOwed);
        assert_eq!(clock.started_on, Date::constant(2027, 1, 1));
        end_rest(&mut town.on(&member, day(9, 1)), id).await.unwrap();
        let clock = town.running(town.members[0], Guarantee::Visit).await.clock;
        assert_eq!((clock.started_on, clock.standing(day(9, 1), false)), (day(9, 1), Standing::InTime));
    });
}

#[test]
fn a_pause_said_when_it_is_late_leaves_it_late() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.office(Role::BranchContact, 0).await;
        let contact = town.office(Role::BranchContact, 0).await;
        town.keep(day(7, 1)).await;
        let late_on = Date::constant(2027, 7, 5);
        let wish = rest(&town, RestKind::Pause, "away", late_on, Date::constant(2027, 8, 1));
        let operation = town.operation();
        rest_guarantee(&mut town.on(&contact, late_on), operation, &wish).await.unwrap();
        let clock = town.running(town.members[0], Guarantee::Visit).await.clock;
        assert_eq!(clock.standing(late_on, true), Standing::Late);
    });
}

#[test]
fn a_pause_that_somebody_said_is_never_undone_by_a_run_of_the_keeper_or_by_other_standards() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.keep(day(7, 1)).await;
        let person = town.members[0];
        let contact = town.office(Role::BranchContact, 0).await;
        let wish = rest(&town, RestKind::Pause, "away", day(8, 1), day(8, 31));
        let operation = town.operation();
        let rest_id = rest_guarantee(&mut town.on(&contact, day(7, 20)), operation, &wish).await.unwrap();
        let paused = town.running(person, Guarantee::Visit).await.clock;
        let mut standards = Standards::embedded(Lang::Zh).unwrap();
        for edition in 1..4 {
            standards.edition = edition;
            town.keep(day(8, 1)).await;
            town.keep_under(&standards, day(8, 10)).await;
            town.keep(day(9, 20)).await;
            assert_eq!(town.running(person, Guarantee::Visit).await.clock, paused, "edition {edition}");
        }
        let mut tx = town.db.begin_read().await.unwrap();
        let rests = guanai_store::happenings::list_rests_of_many(&mut tx, &[person]).await.unwrap();
        tx.rollback().await.unwrap();
        let kept: Vec<_> =
            rests.iter().map(|kept| (kept.rest.rest_id, kept.rest.from_on, kept.rest.until_on)).collect();
        assert_eq!(kept, [(rest_id, day(8, 1), day(9, 1))], "what a hand said stands as it was said");
    });
}
