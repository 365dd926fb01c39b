//! Rounds of visits 集中走访: the list by rule, the one approval, groups and their sheets on paper, one entry for a sheet, and how
//! far each group is.

pub mod change;
pub mod desk;
pub mod draft;
pub mod file;
pub mod groups;
pub mod list;
pub mod moves;
pub mod people;
pub mod sheet;

pub use change::RoundPersonView;
pub use desk::RoundDesk;
pub use draft::{Draft, FestivalChoice, RoundChoices};
pub use file::RoundView;
pub use list::{RoundRow, RoundsList};
pub use moves::MoveWish;
pub use people::{RoundPeopleView, RoundPersonRow};
pub use sheet::{EntryWish, SheetLineView, SheetView, SheetsAsk};

use guanai_casework::round::{Listing, Outcome, RoundState};

use crate::page::{Icon, State, Tag};

/// Where a round stands, with its shape and word.
pub const fn state_tag(state: RoundState) -> Tag {
    match state {
        RoundState::Drafted => Tag::new(State::Calm, Icon::Pen, "web-round-drafted"),
        RoundState::Submitted => Tag::new(State::Risk, Icon::Wait, "web-round-submitted"),
        RoundState::Approved => Tag::new(State::Info, Icon::Doing, "web-round-approved"),
        RoundState::Closed => Tag::new(State::Ok, Icon::Ok, "web-round-closed"),
        RoundState::GivenUp => Tag::new(State::Calm, Icon::Same, "web-round-given-up"),
    }
}

/// How somebody stands on a list.
pub const fn listing_tag(listing: Listing) -> Tag {
    match listing {
        Listing::Listed => Tag::new(State::Ok, Icon::Ok, "web-listing-listed"),
        Listing::Asked => Tag::new(State::Risk, Icon::Unknown, "web-listing-asked"),
        Listing::LeftOut => Tag::new(State::Calm, Icon::Note, "web-listing-left-out"),
        Listing::Added => Tag::new(State::Ok, Icon::Plus, "web-listing-added"),
        Listing::Proposed => Tag::new(State::Risk, Icon::Wait, "web-listing-proposed"),
        Listing::Refused => Tag::new(State::Calm, Icon::Same, "web-listing-refused"),
        Listing::Removed => Tag::new(State::Calm, Icon::Same, "web-listing-removed"),
        Listing::Lapsed => Tag::new(State::Calm, Icon::Same, "web-listing-lapsed"),
    }
}

/// What came of a visit.
pub const fn outcome_tag(outcome: Outcome) -> Tag {
    match outcome {
        Outcome::Open => Tag::new(State::Calm, Icon::Todo, "web-round-outcome-open"),
        Outcome::Delivered => Tag::new(State::Ok, Icon::Ok, "web-round-outcome-delivered"),
        Outcome::Unreached => Tag::new(State::Risk, Icon::Risk, "web-round-outcome-unreached"),
    }
}
