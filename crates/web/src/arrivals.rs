//! Arrivals 转入、新接收: the form, the list of those that wait, one with what somebody else decides on it, and the receipt.
//! [`desk::ArrivalDesk`] is what the pages ask.

pub mod desk;
pub mod enter;
pub mod file;
pub mod list;

pub use desk::ArrivalDesk;
pub use enter::{ArrivalChoices, ArrivalWish};

pub use guanai_app::arrivals::{ArrivalView, MOST_LETTERS};
pub use guanai_casework::arrival::{ArrivalKind, ArrivalMove, ArrivalState};

use crate::page::{Icon, State, Tag};

/// Where an arrival stands, in a word.
pub const fn state_tag(state: ArrivalState) -> Tag {
    match state {
        ArrivalState::Proposed => Tag::new(State::Risk, Icon::Wait, "web-arrival-state-proposed"),
        ArrivalState::Confirmed => Tag::new(State::Ok, Icon::Ok, "web-arrival-state-confirmed"),
        ArrivalState::Declined => Tag::new(State::Calm, Icon::Same, "web-arrival-state-declined"),
        ArrivalState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-arrival-state-withdrawn"),
    }
}
