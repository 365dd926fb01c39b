//! What is reserved and booked.

use guanai_app::actor::Act;
use guanai_app::resources::{BookingWish, MoveBooking, act_of, move_booking};
use guanai_app::{Actor, Role};
use guanai_casework::{Booking, BookingMove, BookingState, Offer, Resource, ResourceKind, ResourceUnit};
use guanai_kernel::ids::{BookingId, OfferId};
use guanai_store::{bookings, offers};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, Numbered, holds, keeps_out, overwrites_nothing};
use crate::town::Town;

struct Booked {
    town: Town,
    booking: Booking,
}

impl Moving for Booked {
    type State = BookingState;
    type Step = BookingMove;
    type Record = Booking;
    const STATES: &'static [BookingState] = BookingState::ALL;
    const STEPS: &'static [BookingMove] = BookingMove::ALL;

    fn leads(from: BookingState, step: BookingMove) -> Option<BookingState> {
        from.after(step).ok()
    }

    fn act(step: BookingMove) -> Act {
        act_of(step)
    }

    fn state(record: &Booking) -> BookingState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: BookingState, _: BookingMove) -> Booking {
        self.town.needed_anew(self.booking.need_id).await;
        let is_reserved = state == BookingState::Reserved;
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = bookings::find(&mut tx, self.booking.booking_id).await.unwrap().unwrap();
        let after = Booking {
            state,
            answered_by: (!is_reserved).then(|| "another".to_owned()),
            moved_on: (!is_reserved).then(|| day(8, 30)),
            ..self.booking.clone()
        };
        if before != after {
            bookings::amend_many(&mut tx, &[(before, after.clone())], clock::at(day(8, 31))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Booking {
        let mut tx = self.town.db.begin_read().await.unwrap();
        bookings::find(&mut tx, self.booking.booking_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: BookingMove) -> Result<(), &'static str> {
        self.tries_late(who, step, 0).await
    }
}

impl Numbered for Booked {
    const STALE: &'static str = "booking-stale";

    async fn tries_late(&mut self, who: &Actor, step: BookingMove, changes: u64) -> Result<(), &'static str> {
        let booking_id = self.booking.booking_id;
        let mut tx = self.town.db.begin_read().await.unwrap();
        let state_no = bookings::count_former(&mut tx, booking_id).await.unwrap();
        tx.rollback().await.unwrap();
        let step = BookingWish { step, words: Some("用了两周".to_owned()) };
        let wish = MoveBooking { booking_id, state_no: state_no - changes, step };
        let operation = self.town.operation();
        let moved = move_booking(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

impl Booked {
    /// What is booked for the first member, of what the first branch lends.
    async fn of(mut town: Town) -> Self {
        let offer_id = town.offered().await;
        Self::at(town, offer_id).await
    }

    async fn at(mut town: Town, offer_id: OfferId) -> Self {
        let need_id = town.needed().await;
        let booking = Booking {
            booking_id: BookingId::fresh(&mut town.ids),
            offer_id,
            need_id,
            person_id: town.members[0],
            units: 1,
            state: BookingState::Reserved,
            reserved_by: "somebody".to_owned(),
            reserved_on: day(8, 25),
            holds_until_on: day(9, 20),
            from_on: None,
            until_on: None,
            words: None,
            answered_by: None,
            why: None,
            outcome: None,
            moved_on: None,
            recorded_at: clock::at(day(8, 25)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        bookings::add(&mut tx, &booking).await.unwrap();
        tx.commit().await.unwrap();
        Self { town, booking }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_booking() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        holds(&mut Booked::of(town).await, &everybody).await;
    });
}

#[test]
fn two_who_move_a_booking_do_not_overwrite_one_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        overwrites_nothing(&mut Booked::of(town).await, &everybody).await;
    });
}

/// On either side: of whoever needs it, and of whoever gives it; and of money too, to which whoever reserved it does not agree either.
#[test]
fn nobody_moves_a_booking_of_their_own_or_of_kin() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let mut close = town.close_to(town.members[0], 30).await.to_vec();
        let gives = town.stranger(40).await;
        close.extend(town.close_to(gives, 41).await);
        let offer_id = town.offered_by(gives).await;
        keeps_out(&mut Booked::at(town, offer_id).await, &everybody, &close, |_| Some("booking-recused")).await;
    });
}

#[test]
fn money_is_agreed_to_by_another_than_who_reserved_it_and_by_nobody_close() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let close = town.close_to(town.members[0], 30).await;
        let offer_id = town.offered().await;
        let mut tx = town.db.begin_write().await.unwrap();
        let before = offers::find(&mut tx, offer_id).await.unwrap().unwrap();
        let resource = Resource { unit: ResourceUnit::Yuan, kind: ResourceKind::Gift, ..before.resource.clone() };
        let money = Offer { resource, ..before.clone() };
        offers::amend_many(&mut tx, &[(before, money)], clock::at(day(8, 25))).await.unwrap();
        tx.commit().await.unwrap();
        let mut booked = Booked::at(town, offer_id).await;
        keeps_out(&mut booked, &everybody, &close, |_| Some("booking-recused")).await;
        let agrees = everybody.iter().find(|who| who.role == Role::CountyOfficer).unwrap();
        let reserved = Booking { reserved_by: agrees.name.clone(), ..booked.booking.clone() };
        let other = std::mem::replace(&mut booked.booking, reserved);
        let before = booked.put(agrees, BookingState::Reserved, BookingMove::Confirm).await;
        assert_eq!(booked.tries(agrees, BookingMove::Confirm).await, Err("booking-own-reservation"));
        assert_eq!(booked.kept().await, before);
        booked.booking = other;
        booked.put(agrees, BookingState::Reserved, BookingMove::Confirm).await;
        assert_eq!(booked.tries(agrees, BookingMove::Confirm).await, Ok(()));
    });
}
