//! What was booked ends with a death and a departure, on either side, and is booked again when the event is undone, unless others
//! have it by then.

use guanai_app::Role;
use guanai_app::life::{ReceiveTransfer, read_life_event, receive_transfer, undo_life_event};
use guanai_casework::{Availability, Booking, BookingState, NeedState, Offer, ProviderKind, Resource, ResourceKind};
use guanai_kernel::ids::{BookingId, NeedId, OfferId, PersonId};
use guanai_registry::life_event::{LifeEventKind, LifeEventState, Outcome, OutcomeKind};
use guanai_store::{bookings, needs, offers};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::{Bound, wish};
use crate::town::Town;

/// What is booked around the member: a course for them that was agreed to and one that was asked for, and what they do themselves.
struct Booked {
    course: OfferId,
    skill: OfferId,
    all: Vec<Booking>,
}

impl Town {
    pub fn booked(&mut self, of: (NeedId, PersonId), offer_id: OfferId, state: BookingState) -> Booking {
        Booking {
            booking_id: BookingId::fresh(&mut self.ids),
            offer_id,
            need_id: of.0,
            person_id: of.1,
            units: 1,
            state,
            reserved_by: "contact".to_owned(),
            reserved_on: day(8, 25),
            holds_until_on: day(9, 20),
            from_on: None,
            until_on: None,
            words: Some("上午方便".to_owned()),
            answered_by: (state == BookingState::Booked).then(|| "township".to_owned()),
            why: None,
            outcome: None,
            moved_on: None,
            recorded_at: clock::at(day(8, 25)),
        }
    }

    /// Books around whom an event will concern.
    async fn book(&mut self, bound: &Bound) -> Booked {
        let mut tx = self.db.begin_read().await.unwrap();
        let help = offers::find(&mut tx, bound.offer_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let course = |town: &mut Self, title: &str| Offer {
            offer_id: OfferId::fresh(&mut town.ids),
            provider_kind: ProviderKind::Enterprise,
            provider_name: "某公司".to_owned(),
            person_id: None,
            organization_id: None,
            capacity: 1,
            resource: Resource { kind: ResourceKind::Service, title: Some(title.to_owned()), ..Resource::default() },
            ..help.clone()
        };
        let (course, other) = (course(self, "康复课"), course(self, "陪诊"));
        let skill = Offer {
            offer_id: OfferId::fresh(&mut self.ids),
            resource: Resource { kind: ResourceKind::Skill, title: Some("理发".to_owned()), ..Resource::default() },
            ..help.clone()
        };
        let (own, theirs) = ((bound.own_need, bound.person), (bound.their_need, bound.helped));
        let all = vec![
            self.booked(own, course.offer_id, BookingState::Booked),
            self.booked(own, other.offer_id, BookingState::Reserved),
            self.booked(theirs, bound.offer_id, BookingState::Booked),
            self.booked(theirs, skill.offer_id, BookingState::Reserved),
        ];
        let mut tx = self.db.begin_write().await.unwrap();
        offers::add_many(&mut tx, &[course.clone(), other, skill.clone()]).await.unwrap();
        for booking in &all {
            bookings::add(&mut tx, booking).await.unwrap();
        }
        tx.commit().await.unwrap();
        Booked { course: course.offer_id, skill: skill.offer_id, all }
    }

    async fn now_booked(&self, booked: &Booked) -> Vec<Booking> {
        let mut tx = self.db.begin_read().await.unwrap();
        let mut found = Vec::new();
        for booking in &booked.all {
            found.extend(bookings::find(&mut tx, booking.booking_id).await.unwrap());
        }
        tx.rollback().await.unwrap();
        found
    }
}

fn ended(outcomes: &[Outcome]) -> Vec<&str> {
    let mut called: Vec<&str> =
        outcomes.iter().filter(|one| one.kind == OutcomeKind::BookingEnds).map(|one| one.of.as_str()).collect();
    called.sort_unstable();
    called
}

#[test]
fn what_was_booked_for_the_dead_and_of_theirs_is_off_and_undone_is_booked_again() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let booked = town.book(&bound).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        town.keep(day(9, 1)).await;
        let before = town.known(&bound).await;
        let died = wish(&bound, LifeEventKind::Death, day(8, 30));
        let foreseen = town.foresee(&contact, day(9, 1), &died).await;
        assert_eq!(ended(&foreseen), ["康复课", "曾小明", "理发", "陪诊"], "told before it is done");
        assert_eq!(town.now_booked(&booked).await, booked.all);

        let event_id = town.enter(&contact, day(9, 1), &died).await;
        let off = town.now_booked(&booked).await;
        assert!(off.iter().all(|booking| booking.state == BookingState::Off));
        let why: Vec<Option<&str>> = off.iter().map(|booking| booking.why.as_deref()).collect();
        assert_eq!(
            why,
            [None, None, Some("人生大事"), Some("人生大事")],
            "why stands with the office that had offered"
        );
        let mut tx = town.db.begin_read().await.unwrap();
        let theirs = needs::find(&mut tx, bound.their_need).await.unwrap().unwrap();
        assert_eq!(theirs.state, NeedState::Confirmed, "whoever had booked their help waits again");
        let skill = offers::find(&mut tx, booked.skill).await.unwrap().unwrap();
        assert_eq!(skill.resource.availability, Availability::Withdrawn);
        assert!(!skill.holds_on(day(9, 1)));
        tx.rollback().await.unwrap();

        let operation = town.operation();
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        assert_eq!(town.now_booked(&booked).await, booked.all);
        town.known(&bound).await.same_as(&before, "everything is as it was");
    });
}

#[test]
fn what_others_have_booked_since_is_not_booked_twice() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let booked = town.book(&bound).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let event_id = town.enter(&contact, day(9, 1), &wish(&bound, LifeEventKind::Death, day(8, 30))).await;
        // The one place of the course is somebody else's now.
        let other = town.booked((bound.their_need, bound.helped), booked.course, BookingState::Booked);
        let mut tx = town.db.begin_write().await.unwrap();
        bookings::add(&mut tx, &other).await.unwrap();
        tx.commit().await.unwrap();
        let stays = [Outcome::of(OutcomeKind::BookingStaysOff, "康复课").worth(booked.all[0].booking_id.to_string())];
        let file = read_life_event(&mut town.on(&township, day(9, 2)), event_id).await.unwrap();
        assert_eq!((file.built_on.len(), file.stays.as_slice()), (0, stays.as_slice()));
        let operation = town.operation();
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        let now = town.now_booked(&booked).await;
        assert_eq!(now[0].state, BookingState::Off);
        assert_eq!(now[1..], booked.all[1..], "everything else is booked again");
        let file = read_life_event(&mut town.on(&township, day(9, 2)), event_id).await.unwrap();
        assert!(file.event.outcomes.ends_with(&stays) && file.event.state == LifeEventState::Undone);
    });
}

#[test]
fn whoever_moves_within_the_county_keeps_what_is_booked_and_whoever_leaves_it_does_not() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let booked = town.book(&bound).await;
        let officer = town.county_officer().await;
        let other = town.county_officer().await;
        let within = wish(&bound, LifeEventKind::Transfer, day(8, 28));
        let outside = guanai_app::life::EnterLifeEvent {
            destination: Some("外县某村党支部".to_owned()),
            ..wish(&bound, LifeEventKind::Transfer, day(8, 28))
        };
        for (wished, ends) in [(within, false), (outside, true)] {
            let event_id = town.enter(&officer, day(9, 1), &wished).await;
            assert_eq!(town.now_booked(&booked).await, booked.all, "nothing changes before the receipt");
            let received =
                ReceiveTransfer { life_event_id: event_id, on: day(8, 31), because: "组织关系转出".to_owned() };
            let operation = town.operation();
            receive_transfer(&mut town.on(&officer, day(9, 1)), operation, &received).await.unwrap();
            let now = town.now_booked(&booked).await;
            assert_eq!(now.iter().all(|booking| booking.state == BookingState::Off), ends);
            assert_eq!(now == booked.all, !ends);
            let operation = town.operation();
            undo_life_event(&mut town.on(&other, day(9, 2)), operation, event_id, "录错了").await.unwrap();
            assert_eq!(town.now_booked(&booked).await, booked.all);
        }
    });
}
