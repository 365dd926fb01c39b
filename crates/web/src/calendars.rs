//! Years' calendars: which are known and which is missing, the form that takes one over from the notice, and what somebody else
//! decides on it. [`desk::CalendarDesk`] is what the pages ask.

pub mod desk;
pub mod draft;
pub mod file;
pub mod list;

pub use desk::{CalendarDesk, ReadNotice};
pub use draft::CalendarWish;

pub use guanai_app::calendars::{CalendarView, CalendarsPage, MOST_LETTERS, MOST_OF_A_NOTICE};
pub use guanai_casework::year_calendar::{CalendarMove, CalendarState, OffStretch};

use crate::page::{Icon, State, Tag};

/// Where a year's calendar stands, in a word.
pub const fn state_tag(state: CalendarState) -> Tag {
    match state {
        CalendarState::Drafted => Tag::new(State::Risk, Icon::Wait, "web-calendar-state-drafted"),
        CalendarState::Released => Tag::new(State::Ok, Icon::Ok, "web-calendar-state-released"),
        CalendarState::Returned => Tag::new(State::Calm, Icon::Same, "web-calendar-state-returned"),
        CalendarState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-calendar-state-withdrawn"),
    }
}
