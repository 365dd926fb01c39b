//! What was lent is told apart from what was used up: it is fetched back from whoever died or left, and where the record does not
//! tell which it is, that is said.

use guanai_app::life::{ComesBack, DoLifeTask, ReceiveTransfer, do_life_task, receive_transfer, undo_life_event};
use guanai_app::visits::{LookAt, OwnerGone, Pressing, read_my_day};
use guanai_app::{Actor, Role};
use guanai_casework::{
    Booking, BookingState, BookingStep, Offer, ProviderKind, Resource, ResourceKind, ResourceTold, ResourceUnit,
};
use guanai_kernel::Date;
use guanai_kernel::ids::OfferId;
use guanai_registry::life_event::{LifeEvent, LifeEventKind, LifeEventTask, Outcome, OutcomeKind};
use guanai_store::{bookings, life_events, life_tasks, offers};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::{Bound, wish};
use crate::town::Town;

type Thing = (&'static str, ResourceUnit, Option<bool>, BookingState, Option<Date>);

/// What the member has of things and services.
const THINGS: [Thing; 7] = [
    ("轮椅", ResourceUnit::Pieces, Some(true), BookingState::Used, None),
    ("护理床", ResourceUnit::Pieces, Some(true), BookingState::Returned, None),
    ("爱心餐", ResourceUnit::Pieces, Some(false), BookingState::Used, None),
    ("康复课", ResourceUnit::Places, None, BookingState::Used, None),
    ("助听器", ResourceUnit::Pieces, None, BookingState::Used, Some(day(7, 3))),
    ("拐杖", ResourceUnit::Pieces, Some(true), BookingState::Booked, Some(day(8, 2))),
    ("收音机", ResourceUnit::Pieces, Some(true), BookingState::Booked, Some(day(12, 2))),
];

/// Whose things they are, and who has them.
#[derive(Clone, Copy)]
enum Owner {
    /// An association's; the member has them.
    Association,
    /// The member's; somebody else of the branch has them.
    Member,
}

impl Town {
    async fn lends(&mut self, bound: &Bound, owner: Owner) -> Vec<Booking> {
        let mut tx = self.db.begin_write().await.unwrap();
        let help = offers::find(&mut tx, bound.offer_id).await.unwrap().unwrap();
        let mut all = Vec::new();
        for (title, unit, lent, state, from_on) in THINGS {
            let told = ResourceTold { lent, ..ResourceTold::default() };
            let title = Some(title.to_owned());
            let offer_id = OfferId::fresh(&mut self.ids);
            let resource = Resource { kind: ResourceKind::Service, title, unit, told, ..Resource::default() };
            let (offer, whose) = match owner {
                Owner::Association => {
                    let (provider_kind, provider_name) = (ProviderKind::SocialOrganization, "某助残协会".to_owned());
                    let own =
                        Offer { provider_kind, provider_name, person_id: None, organization_id: None, ..help.clone() };
                    (Offer { offer_id, resource, ..own }, (bound.own_need, bound.person))
                }
                Owner::Member => (Offer { offer_id, resource, ..help.clone() }, (bound.their_need, bound.helped)),
            };
            let booking = self.booked(whose, offer.offer_id, state);
            let moved_on = (state != BookingState::Booked).then(|| day(7, 8));
            let booking = Booking { from_on, moved_on, answered_by: Some("township".to_owned()), ..booking };
            offers::add_many(&mut tx, &[offer]).await.unwrap();
            bookings::add(&mut tx, &booking).await.unwrap();
            all.push(booking);
        }
        tx.commit().await.unwrap();
        all
    }
}

fn fetched(outcomes: &[Outcome]) -> Vec<(OutcomeKind, &str, Option<Date>, Option<i64>)> {
    let kinds = [OutcomeKind::LentBack, OutcomeKind::LentOut, OutcomeKind::LentUnclear];
    let found = outcomes.iter().filter(|one| kinds.contains(&one.kind));
    found.map(|one| (one.kind, one.of.as_str(), one.on, one.count)).collect()
}

impl Town {
    /// The member dies; the event with what is to be done. The wheelchair is told as `wheelchair`, and of two things nobody knows.
    async fn dies(
        &mut self,
        bound: &Bound,
        contact: &Actor,
        wheelchair: OutcomeKind,
    ) -> (LifeEvent, Vec<LifeEventTask>) {
        let event_id = self.enter(contact, day(9, 1), &wish(bound, LifeEventKind::Death, day(8, 30))).await;
        let mut tx = self.db.begin_read().await.unwrap();
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        let tasks = life_tasks::list_of(&mut tx, event_id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut told = fetched(&event.outcomes);
        told.sort_unstable();
        let mut expected = [
            (wheelchair, "轮椅", Some(day(7, 8)), Some(1)),
            (OutcomeKind::LentUnclear, "助听器", Some(day(7, 3)), Some(1)),
            (OutcomeKind::LentUnclear, "拐杖", Some(day(8, 2)), Some(1)),
        ];
        expected.sort_unstable();
        assert_eq!(told, expected);
        (event, tasks)
    }
}

#[test]
fn what_was_lent_to_the_dead_is_fetched_and_what_was_used_up_is_not() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let lent = town.lends(&bound, Owner::Association).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let (event, tasks) = town.dies(&bound, &contact, OutcomeKind::LentBack).await;
        let event_id = event.life_event_id;
        let task = tasks.iter().find(|task| task.kind == OutcomeKind::LentBack).unwrap();
        let outcome = &event.outcomes[usize::from(task.task_no)];
        assert_eq!(outcome.value, Some(lent[0].booking_id.to_string()), "it leads to where the return is put down");
        let done = DoLifeTask {
            life_event_id: event_id,
            task_no: task.task_no,
            on: day(9, 1),
            words: "轮椅已取回，完好".to_owned(),
        };
        let operation = town.operation();
        do_life_task(&mut town.on(&contact, day(9, 1)), operation, &done).await.unwrap();
        let operation = town.operation();
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        for booking in &lent {
            assert_eq!(bookings::find(&mut tx, booking.booking_id).await.unwrap().as_ref(), Some(booking));
        }
        tx.rollback().await.unwrap();
    });
}

#[test]
fn whoever_moves_within_the_county_keeps_what_was_lent_and_whoever_leaves_it_does_not() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        town.lends(&bound, Owner::Association).await;
        let [officer, other] = [town.county_officer().await, town.county_officer().await];
        for (destination, many) in [(None, 0), (Some("外县某村党支部".to_owned()), 3)] {
            let within = wish(&bound, LifeEventKind::Transfer, day(8, 28));
            let destination = destination.or(within.destination.clone());
            let wished = guanai_app::life::EnterLifeEvent { destination, ..within };
            let event_id = town.enter(&officer, day(9, 1), &wished).await;
            let received =
                ReceiveTransfer { life_event_id: event_id, on: day(8, 31), because: "组织关系转接".to_owned() };
            let operation = town.operation();
            receive_transfer(&mut town.on(&officer, day(9, 1)), operation, &received).await.unwrap();
            let mut tx = town.db.begin_read().await.unwrap();
            let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
            tx.rollback().await.unwrap();
            assert_eq!(fetched(&event.outcomes).len(), many);
            let operation = town.operation();
            undo_life_event(&mut town.on(&other, day(9, 2)), operation, event_id, "录错了").await.unwrap();
        }
    });
}

#[test]
fn what_the_dead_had_lent_is_listed_and_whoever_looks_after_the_borrower_is_told_to_whom_it_goes_back() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let lent = town.lends(&bound, Owner::Member).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        // The borrower belongs to the other branch.
        let other = town.office(Role::BranchContact, 1).await;
        let of_others = async |town: &mut Town, on: Date| {
            let mut cx = town.on(&other, on);
            let day = read_my_day(&mut cx).await.unwrap();
            let cards = day.cards.into_iter().filter(|card| card.person_id == bound.helped);
            let backs = |look: guanai_app::visits::DayLook| matches!(look.at, LookAt::GiveBack { .. }).then_some(look);
            let mut looks = Vec::new();
            for card in cards {
                let found: Vec<_> = card.looks.into_iter().filter_map(backs).collect();
                assert!(found.is_empty() || card.pressing <= Pressing::Today, "it stands on the day itself");
                looks.extend(found);
            }
            looks
        };
        assert!(of_others(&mut town, day(8, 29)).await.is_empty(), "its owner lives");
        let (event, tasks) = town.dies(&bound, &contact, OutcomeKind::LentOut).await;
        let event_id = event.life_event_id;
        assert!(tasks.iter().any(|task| task.kind == OutcomeKind::LentOut), "somebody has to do it");
        let looks = of_others(&mut town, day(9, 1)).await;
        let mut at: Vec<_> = looks.iter().map(|look| (look.due_on, look.at.clone())).collect();
        at.sort();
        let back = |booking: &Booking, what: &str, comes_back| {
            let (what, owner, branch) = (what.to_owned(), "曾小明".to_owned(), "0镇村党支部".to_owned());
            let (booking_id, gone) = (booking.booking_id, OwnerGone::Died);
            (day(9, 1), LookAt::GiveBack { booking_id, what, owner, branch: Some(branch), gone, comes_back })
        };
        let mut expected = [back(&lent[0], "轮椅", ComesBack::Lent), back(&lent[4], "助听器", ComesBack::Perhaps)];
        expected.sort();
        assert_eq!(at, expected);
        // Back, it is off the day; and so is everything when the death was a mistake.
        let mut tx = town.db.begin_write().await.unwrap();
        let after = lent[0].after(BookingStep::Return { outcome: None }, day(9, 1)).unwrap();
        bookings::amend_many(&mut tx, &[(lent[0].clone(), after)], clock::at(day(9, 1))).await.unwrap();
        tx.commit().await.unwrap();
        let still = of_others(&mut town, day(9, 1)).await;
        assert!(matches!(&still[..], [look] if matches!(&look.at, LookAt::GiveBack { what, .. } if what == "助听器")));
        let operation = town.operation();
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        assert!(of_others(&mut town, day(9, 2)).await.is_empty(), "its owner lives");
    });
}
