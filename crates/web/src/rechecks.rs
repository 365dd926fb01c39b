//! The yearly recheck 年度复核: the list of years, drawing one up, one of them with its counts or people, somebody on it.

pub mod draft;
pub mod file;
pub mod list;
pub mod moves;
pub mod person;

pub use file::{RecheckAsk, RecheckView};
pub use list::RecheckList;
pub use person::RecheckPersonView;

use guanai_casework::{CountedAs, RecheckState};

use crate::page::{Icon, State, Tag};

/// The tag of a recheck.
pub const fn state_tag(state: RecheckState) -> Tag {
    match state {
        RecheckState::Drafted => Tag::new(State::Calm, Icon::Todo, "web-recheck-state-drafted"),
        RecheckState::Open => Tag::new(State::Info, Icon::Doing, "web-recheck-state-open"),
        RecheckState::Closed => Tag::new(State::Ok, Icon::Ok, "web-recheck-state-closed"),
        RecheckState::Dropped => Tag::new(State::Calm, Icon::Same, "web-recheck-state-dropped"),
    }
}

/// The tag of somebody on one.
pub const fn counted_tag(counted_as: CountedAs, is_late: bool) -> Tag {
    match counted_as {
        CountedAs::Waiting if is_late => Tag::new(State::Late, Icon::Late, "web-recheck-late"),
        CountedAs::Waiting => Tag::new(State::Calm, Icon::Todo, "web-recheck-as-waiting"),
        CountedAs::Unchanged => Tag::new(State::Ok, Icon::Ok, "web-recheck-as-unchanged"),
        CountedAs::Changed => Tag::new(State::Ok, Icon::Ok, "web-recheck-as-changed"),
        CountedAs::NotFound => Tag::new(State::Risk, Icon::Risk, "web-recheck-as-not-found"),
        CountedAs::Refused => Tag::new(State::Calm, Icon::Same, "web-recheck-as-refused"),
        CountedAs::Away => Tag::new(State::Calm, Icon::Wait, "web-recheck-as-away"),
        CountedAs::InHospital => Tag::new(State::Calm, Icon::Wait, "web-recheck-as-in-hospital"),
        CountedAs::Died => Tag::new(State::Calm, Icon::Same, "web-recheck-as-died"),
        CountedAs::Left => Tag::new(State::Calm, Icon::Same, "web-recheck-as-left"),
    }
}
