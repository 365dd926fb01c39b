//! Every kind of event: told as it is done, and undone as if it had not been.

use guanai_app::Role;
use guanai_app::life::{ReceiveTransfer, receive_transfer, undo_life_event};
use guanai_kernel::{Date, Guarantee};
use guanai_registry::FactValue;
use guanai_registry::fact::facts_on;
use guanai_registry::life_event::{LIFE_EVENTS, LifeEventKind, LifeEventState, OutcomeKind};
use guanai_store::{facts, life_events};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::{Bound, wish};
use crate::town::Town;

/// What must have happened before an event of a kind can.
pub const fn first(kind: LifeEventKind) -> Option<LifeEventKind> {
    match kind {
        LifeEventKind::FloatingBack => Some(LifeEventKind::FloatingOut),
        LifeEventKind::HardshipAgain => Some(LifeEventKind::HardshipOver),
        LifeEventKind::Recovery => Some(LifeEventKind::Hospital),
        LifeEventKind::WorkFound => Some(LifeEventKind::WorkLost),
        _ => None,
    }
}

async fn prepared(town: &mut Town) -> Bound {
    let bound = town.bind().await;
    town.keep(day(9, 1)).await;
    bound
}

#[test]
fn every_kind_does_what_it_tells_and_undone_leaves_everything_as_it_was() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = prepared(&mut town).await;
        town.owes(&bound).await;
        let officer = town.county_officer().await;
        let other = town.county_officer().await;
        for (at, row) in LIFE_EVENTS.iter().enumerate() {
            let after =
                |days| guanai_kernel::civil::add_days(day(9, 2), 3 * i32::try_from(at).unwrap() + days).unwrap();
            let happened = guanai_kernel::civil::add_days(day(7, 6), 2 * i32::try_from(at).unwrap()).unwrap();
            let (earlier_on, today) = (guanai_kernel::civil::add_days(happened, -1).unwrap(), after(1));
            town.keep(after(0)).await;
            if let Some(earlier) = first(row.kind) {
                let earlier = wish(&bound, earlier, earlier_on);
                town.enter(&officer, after(0), &earlier).await;
            }
            town.keep(today).await;
            let before = town.known(&bound).await;
            let owing = town.owing(&bound).await;
            let wished = wish(&bound, row.kind, happened);
            let foreseen = town.foresee(&officer, today, &wished).await;
            assert!(!foreseen.is_empty() || row.kind == LifeEventKind::Recovery, "{}", row.kind);
            let event_id = town.enter(&officer, today, &wished).await;
            if row.waits {
                assert_eq!(town.known(&bound).await, before, "nothing changes before the receipt");
                let received =
                    ReceiveTransfer { life_event_id: event_id, on: happened, because: "人生大事".to_owned() };
                let operation = town.operation();
                receive_transfer(&mut town.on(&officer, today), operation, &received).await.unwrap();
            }
            let mut tx = town.db.begin_read().await.unwrap();
            let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
            tx.rollback().await.unwrap();
            assert_eq!((event.state, &event.outcomes), (LifeEventState::Stands, &foreseen), "{}", row.kind);
            assert_ne!(town.known(&bound).await, before, "{} changes something", row.kind);
            let operation = town.operation();
            undo_life_event(&mut town.on(&other, after(2)), operation, event_id, "录错了").await.unwrap();
            town.known(&bound).await.same_as(&before, row.kind.code());
            assert_eq!(town.owing(&bound).await, owing, "{}", row.kind);
        }
    });
}

#[test]
fn a_recovery_from_hardship_is_watched_over_and_the_watch_ends_by_itself() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = prepared(&mut town).await;
        let rule = async |town: &Town| town.running(bound.person, Guarantee::Visit).await.clock.rule;
        assert_eq!(rule(&town).await, "monthly");
        let contact = town.office(Role::BranchContact, 0).await;
        let over = wish(&bound, LifeEventKind::HardshipOver, day(8, 10));
        let operation = town.operation();
        let denied =
            guanai_app::life::record_life_event(&mut town.on(&contact, day(9, 1)), operation, &over).await.unwrap_err();
        assert_eq!(denied.code(), "denied", "recognition is an office's");
        let township = town.office(Role::TownshipOfficer, 0).await;
        let told = town.foresee(&township, day(9, 1), &over).await;
        let watched = told.iter().any(|o| o.kind == OutcomeKind::Fact && o.of == "hardship.watched");
        assert!(watched, "{told:?}");
        town.enter(&township, day(9, 1), &over).await;
        town.keep(day(9, 2)).await;
        assert_eq!(rule(&town).await, "monthly", "watched over as closely as before");
        let seen = Date::constant(2027, 2, 1);
        town.visit(bound.person, seen, guanai_testkit::clock::at(seen)).await;
        town.keep(Date::constant(2027, 2, 10)).await;
        assert_eq!(rule(&town).await, "quarterly", "six months later as any member of their age");
        let again = wish(&bound, LifeEventKind::HardshipAgain, Date::constant(2027, 3, 1));
        town.enter(&township, Date::constant(2027, 3, 2), &again).await;
        town.keep(Date::constant(2027, 3, 3)).await;
        assert_eq!(rule(&town).await, "monthly");
    });
}

#[test]
fn of_an_unknown_household_nobody_knows_what_one_more_comes_to() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let mut bound = prepared(&mut town).await;
        let contact = town.office(Role::BranchContact, 1).await;
        bound.person = bound.helped;
        let told = town.foresee(&contact, day(9, 1), &wish(&bound, LifeEventKind::Birth, day(8, 10))).await;
        assert!(told.iter().any(|o| o.kind == OutcomeKind::FactUnknown && o.of == "household.size"));
        assert!(!told.iter().any(|o| o.kind == OutcomeKind::Fact));
    });
}

/// A secretary left the post in July, which is entered in September: what is due since then and was not is to be paid, and what the
/// office knew in August can still be read.
#[test]
fn a_fact_that_changes_backwards_in_time_has_arrears_and_recoup_proposed_and_the_old_answer_stays_readable() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = prepared(&mut town).await;
        let (contact, township) =
            (town.office(Role::BranchContact, 0).await, town.office(Role::TownshipOfficer, 0).await);
        town.served(&bound, 6).await;
        let left = wish(&bound, LifeEventKind::PostLeft, day(7, 10));
        let foreseen = town.foresee(&contact, day(9, 1), &left).await;
        let of = |told: &[guanai_registry::life_event::Outcome], kind| {
            let found = told.iter().find(|o| o.kind == kind && o.of == "leaving-post-compensation");
            found.map(|o| (o.on, o.count, o.amount_fen))
        };
        // Nine years are three terms of 20 yuan a month: August and September.
        let due = Some((Some(day(8, 1)), Some(2), Some(2 * 3 * 2_000)));
        assert_eq!(
            of(&foreseen, OutcomeKind::Arrears),
            due,
            "{:?}",
            foreseen.iter().map(|o| (o.kind, &o.of)).collect::<Vec<_>>()
        );
        assert_eq!(of(&foreseen, OutcomeKind::Recoup), None);
        let event_id = town.enter(&contact, day(9, 1), &left).await;
        let mut tx = town.db.begin_read().await.unwrap();
        let all = facts::list_of(&mut tx, bound.person).await.unwrap();
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(of(&event.outcomes, OutcomeKind::Arrears), due, "what was told is kept with the event");
        let years = |known_at| {
            facts_on(&all, day(8, 1), clock::at(known_at)).get("post.leaving_years").map(|f| f.value.clone())
        };
        assert_eq!(years(day(8, 20)), Some(FactValue::Int(6)), "what was known in August");
        assert_eq!(years(day(9, 2)), Some(FactValue::Int(9)));

        // Dead since June after all: what July to September were held to be due is recovered.
        let died = wish(&bound, LifeEventKind::Death, day(6, 20));
        let told = town.foresee(&township, day(9, 3), &died).await;
        assert_eq!(
            of(&told, OutcomeKind::Recoup).map(|(on, months, _)| (on, months)),
            Some((Some(day(7, 1)), Some(3)))
        );
        assert_eq!(of(&told, OutcomeKind::Arrears), None);
    });
}
