//! An event that was undone and is entered anew: for an earlier, the same or a later day, what is entered holds, as if the first had
//! never been.

use guanai_app::life::undo_life_event;
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};
use guanai_registry::life_event::{Cause, LIFE_EVENTS, LifeEventRow};
use guanai_registry::{Fact, FactValue};
use guanai_store::facts;

use crate::desk::day;
use crate::engines::on_both;
use crate::every_kind::first;
use crate::household::wish;
use crate::town::Town;

/// The first day that is asked.
const FIRST: Date = Date::constant(2026, 6, 20);

/// What is said of somebody on each of the days around an event, as known at a moment.
async fn said(town: &Town, person_id: PersonId, known_at: Moment) -> Vec<Vec<(String, FactValue)>> {
    let mut tx = town.db.begin_read().await.unwrap();
    let mut days = Vec::new();
    for number in 0..60 {
        let on = add_days(FIRST, number).unwrap();
        let found: Vec<Fact> = facts::list_on_of(&mut tx, on, known_at, &[person_id]).await.unwrap();
        days.push(found.into_iter().map(|fact| (fact.name, fact.value)).collect());
    }
    assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
    tx.rollback().await.unwrap();
    days
}

/// Whether an event of a kind says something of somebody under a name of the pack.
fn states(row: &LifeEventRow) -> bool {
    row.causes.iter().any(|cause| {
        matches!(
            cause,
            Cause::States(..)
                | Cause::Says(..)
                | Cause::FallsIll
                | Cause::HouseholdGrows
                | Cause::IsWatched
                | Cause::IsWatchedNoMore
        )
    })
}

#[test]
fn an_event_entered_anew_for_any_day_holds_as_if_the_one_that_was_undone_had_never_been() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let [officer, other] = [town.county_officer().await, town.county_officer().await];
        let mut today = day(9, 1);
        let end_of = |on: Date| guanai_testkit::clock::at(add_days(on, 1).unwrap());
        for row in LIFE_EVENTS.iter().filter(|row| states(row)) {
            let earlier = match first(row.kind) {
                Some(kind) => Some(town.enter(&officer, today, &wish(&bound, kind, day(6, 25))).await),
                None => None,
            };
            let before = said(&town, bound.person, end_of(today)).await;
            let mut stated = Vec::new();
            for happened in [day(7, 15), day(7, 12), day(7, 15), day(7, 18)] {
                today = add_days(today, 2).unwrap();
                let event_id = town.enter(&officer, today, &wish(&bound, row.kind, happened)).await;
                let then = end_of(today);
                let held = said(&town, bound.person, then).await;
                // The days before say what they said, and all from its own on what it states.
                let own = usize::try_from(days_between(FIRST, happened)).unwrap();
                assert_eq!(held[..own], before[..own], "{} for {happened}", row.kind);
                stated.push(held[own].clone());
                assert_ne!(held[own], before[own], "{} for {happened}", row.kind);
                assert!(held[own..].iter().all(|on| *on == stated[0]), "{} for {happened}", row.kind);
                today = add_days(today, 2).unwrap();
                let operation = town.operation();
                undo_life_event(&mut town.on(&other, today), operation, event_id, "录错了").await.unwrap();
                assert_eq!(
                    said(&town, bound.person, end_of(today)).await,
                    before,
                    "{}: as if it had not been",
                    row.kind
                );
                assert_eq!(said(&town, bound.person, then).await, held, "{}: what was known then", row.kind);
            }
            if let Some(event_id) = earlier {
                today = add_days(today, 2).unwrap();
                let operation = town.operation();
                undo_life_event(&mut town.on(&other, today), operation, event_id, "录错了").await.unwrap();
            }
        }
    });
}
