//! An event that was undone and is entered anew: for an earlier, the same or a later day, what is entered holds, as if the first had
//! never been.

use guanai_app::life::{ReceiveTransfer, receive_transfer, undo_life_event};
use guanai_app::{Actor, Role};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{LifeEventId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::life_event::{LIFE_EVENTS, LifeEventKind};
use guanai_registry::{Fact, FactValue};
use guanai_store::facts;

use crate::desk::day;
use crate::engines::on_both;
use crate::every_kind::first;
use crate::household::{Bound, wish};
use crate::town::Town;

/// What is said of somebody on each of the days around an event, as known at a moment.
async fn said(town: &Town, person_id: PersonId, known_at: Moment) -> Vec<Vec<(String, FactValue)>> {
    let mut tx = town.db.begin_read().await.unwrap();
    let mut days = Vec::new();
    for number in 0..60 {
        let on = add_days(day(6, 20), number).unwrap();
        let found: Vec<Fact> = facts::list_on_of(&mut tx, on, known_at, &[person_id]).await.unwrap();
        days.push(found.into_iter().map(|fact| (fact.name, fact.value)).collect());
    }
    assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
    tx.rollback().await.unwrap();
    days
}

/// An event that happened on a day, entered on another, and received where it waits for that.
async fn entered(town: &mut Town, bound: &Bound, by: &Actor, kind: LifeEventKind, days: (Date, Date)) -> LifeEventId {
    let (happened, today) = days;
    let event_id = town.enter(by, today, &wish(bound, kind, happened)).await;
    if kind.row().waits {
        let received = ReceiveTransfer { life_event_id: event_id, on: happened, because: "人生大事".to_owned() };
        let operation = town.operation();
        receive_transfer(&mut town.on(by, today), operation, &received).await.unwrap();
    }
    event_id
}

#[test]
fn an_event_entered_anew_for_any_day_holds_as_if_the_one_that_was_undone_had_never_been() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let [officer, other] = [town.office(Role::CountyOfficer, 0).await, town.office(Role::CountyOfficer, 0).await];
        let mut today = day(9, 1);
        let at = |on: Date, days: i32| guanai_testkit::clock::at(add_days(on, days).unwrap());
        let mut stating = 0;
        for row in LIFE_EVENTS {
            let earlier = match first(row.kind) {
                Some(kind) => Some(entered(&mut town, &bound, &officer, kind, (day(6, 30), today)).await),
                None => None,
            };
            let before = said(&town, bound.person, at(today, 0)).await;
            for happened in [day(7, 15), day(7, 12), day(7, 15), day(7, 18)] {
                // Alone, and then once more after the same kind was entered for the middle day and undone.
                let mut held = Vec::new();
                for after_another in [false, true] {
                    let days = [(day(7, 15), after_another), (happened, true)];
                    for (happened, _) in days.into_iter().filter(|(_, is_done)| *is_done) {
                        today = add_days(today, 1).unwrap();
                        let event_id = entered(&mut town, &bound, &officer, row.kind, (happened, today)).await;
                        held = [held, vec![said(&town, bound.person, at(today, 0)).await]].concat();
                        let (on, operation) = (add_days(today, 1).unwrap(), town.operation());
                        undo_life_event(&mut town.on(&other, on), operation, event_id, "录错了").await.unwrap();
                        let known = said(&town, bound.person, at(on, 0)).await;
                        assert_eq!(known, before, "{}: as if it had never been", row.kind);
                        let then = said(&town, bound.person, at(today, 0)).await;
                        assert_eq!(Some(&then), held.last(), "{}: what was known before the undoing", row.kind);
                        today = on;
                    }
                }
                assert_eq!(held.first(), held.last(), "{} for {happened}", row.kind);
                stating += usize::from(held[0] != before);
            }
            if let Some(event_id) = earlier {
                let operation = town.operation();
                undo_life_event(&mut town.on(&other, today), operation, event_id, "录错了").await.unwrap();
            }
        }
        assert!(stating > 20, "{stating} of them state a fact");
    });
}
