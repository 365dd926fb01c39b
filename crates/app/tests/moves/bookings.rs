//! What is reserved and booked.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::resources::{BookingWish, MoveBooking, act_of, move_booking};
use guanai_casework::{Booking, BookingMove, BookingState};
use guanai_kernel::ids::BookingId;
use guanai_store::bookings;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
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
        let booking_id = self.booking.booking_id;
        let mut tx = self.town.db.begin_read().await.unwrap();
        let state_no = bookings::count_former(&mut tx, booking_id).await.unwrap();
        tx.rollback().await.unwrap();
        let step = BookingWish { step, words: Some("用了两周".to_owned()) };
        let wish = MoveBooking { booking_id, state_no, step };
        let operation = self.town.operation();
        let moved = move_booking(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_booking() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let (need_id, offer_id) = (town.needed().await, town.offered().await);
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
        holds(&mut Booked { town, booking }, &everybody).await;
    });
}
