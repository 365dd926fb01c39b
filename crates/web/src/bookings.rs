//! Bookings of resources: the list, one of them with what may be done about it, and that being done.

pub mod file;
pub mod list;
pub mod moves;

pub use file::BookingFile;
pub use list::{BookingRow, BookingsAsk, BookingsList};
pub use moves::BookingMoveWish;

use guanai_app::resources::ListedBooking;
use guanai_casework::BookingState;

use crate::page::{Icon, State, Tag};

/// The tag of a state.
pub const fn state_tag(state: BookingState) -> Tag {
    match state {
        BookingState::Reserved => Tag::new(State::Info, Icon::Wait, "web-booking-state-reserved"),
        BookingState::Booked => Tag::new(State::Ok, Icon::Ok, "web-booking-state-booked"),
        BookingState::Used => Tag::new(State::Ok, Icon::Ok, "web-booking-state-used"),
        BookingState::Unused => Tag::new(State::Calm, Icon::Same, "web-booking-state-unused"),
        BookingState::Returned => Tag::new(State::Ok, Icon::Same, "web-booking-state-returned"),
        BookingState::Off => Tag::new(State::Calm, Icon::Same, "web-booking-state-off"),
    }
}

/// The tag of a row: lapsed, where nobody answered in time.
pub const fn row_tag(row: &ListedBooking) -> Tag {
    if row.is_lapsed { Tag::new(State::Risk, Icon::Risk, "web-booking-lapsed") } else { state_tag(row.state) }
}
