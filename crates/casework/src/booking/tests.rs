use super::*;
use guanai_kernel::Ids;

fn day(of_july: i8) -> Date {
    Date::constant(2026, 7, of_july)
}

fn reserved() -> Booking {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    Booking {
        booking_id: BookingId::fresh(&mut ids),
        offer_id: OfferId::fresh(&mut ids),
        need_id: NeedId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        units: 2,
        state: BookingState::Reserved,
        reserved_by: "a".to_owned(),
        reserved_on: day(1),
        holds_until_on: day(8),
        from_on: None,
        until_on: None,
        words: None,
        answered_by: None,
        why: None,
        outcome: None,
        moved_on: None,
        recorded_at: Moment::from_micros(0),
    }
}

#[test]
fn a_reservation_lets_go_by_itself_and_is_not_confirmed_after_its_day() {
    let booking = reserved();
    assert!(booking.holds_on(day(8)) && !booking.holds_on(day(9)) && booking.is_lapsed(day(9)));
    let confirm = || BookingStep::Confirm { by: "b".to_owned() };
    assert_eq!(booking.after(confirm(), day(9)).unwrap_err().code(), "booking-lapsed");
    let booked = booking.after(confirm(), day(8)).unwrap();
    assert_eq!((booked.state, booked.answered_by.as_deref()), (BookingState::Booked, Some("b")));
    assert!(booked.holds_on(day(31)), "what was agreed to is held until it is used");
    // Whoever reserved it may still put it aside, and it may still be declined.
    assert!(booking.after(BookingStep::TakeBack, day(9)).is_ok());
}

#[test]
fn what_is_used_stays_taken_and_what_comes_back_is_free_again() {
    let booked = reserved().after(BookingStep::Confirm { by: "b".to_owned() }, day(2)).unwrap();
    let used = booked.after(BookingStep::Use { outcome: Some("办好了".to_owned()) }, day(3)).unwrap();
    assert!(used.holds_on(day(31)) && used.outcome.is_some());
    let back = used.after(BookingStep::Return { outcome: None }, day(9)).unwrap();
    assert!(!back.holds_on(day(9)) && back.state.is_over());
    let unused = booked.after(BookingStep::LeaveUnused { outcome: None }, day(3)).unwrap();
    assert!(!unused.holds_on(day(3)));
    let declined = booked.after(BookingStep::Decline { by: "b".to_owned(), why: Some("停课".to_owned()) }, day(3));
    let declined = declined.unwrap();
    assert_eq!((declined.state, declined.why.as_deref()), (BookingState::Off, Some("停课")));
    assert_eq!(declined.after(BookingStep::TakeBack, day(4)).unwrap_err().code(), "booking-move-unlawful");
}

#[test]
fn every_state_is_reached_and_the_ends_have_no_way_out() {
    let mut reached = vec![BookingState::Reserved];
    for at in 0..BookingState::ALL.len() {
        let Some(&from) = reached.get(at) else { break };
        for (_, _, to) in BOOKING_MOVES.iter().filter(|(f, ..)| *f == from) {
            if !reached.contains(to) {
                reached.push(*to);
            }
        }
    }
    assert_eq!(reached.len(), BookingState::ALL.len());
    for &state in BookingState::ALL {
        assert_eq!(state.moves().count() == 0, state.is_over(), "{state:?}");
        assert!(!(state.is_over() && state.holds()), "{state:?}");
        assert_eq!(BookingState::from_code(state.code()), Some(state));
    }
    for &step in BookingMove::ALL {
        assert!(BOOKING_MOVES.iter().any(|(_, by, _)| *by == step), "{step:?}");
        assert_eq!(BookingMove::from_code(step.code()), Some(step));
    }
}
