//! Revisions of standards 标准修订: amounts, ages and days as an office changes them, with what they would do, released and undone
//! by two people.

pub mod desk;
mod drawing;
pub mod edit;
pub mod list;
pub mod moves;
pub mod people;
pub mod show;
pub mod spread;

pub use desk::{RevisionDesk, WriteRevision, Written};
pub use drawing::{Bar, Bars, CHANGES, Segment};
pub use edit::{EditRow, EditView};
pub use list::RevisionRow;
pub use people::{PersonRow, RevisionPeopleView};
pub use show::{
    DecidedView, EffectView, ExampleView, GroupRow, GroupView, HandView, MeasureView, PurseView, RevisionView,
    ValueView, YearView,
};
pub use spread::{SpreadFigureView, SpreadRow, SpreadView, Strip};

use guanai_casework::RevisionState;

use crate::page::{Icon, State, Tag};

/// The tag of a revision.
pub const fn state_tag(state: RevisionState) -> Tag {
    match state {
        RevisionState::Drafted => Tag::new(State::Calm, Icon::Doing, "web-revision-state-drafted"),
        RevisionState::Submitted => Tag::new(State::Info, Icon::Wait, "web-revision-state-submitted"),
        RevisionState::Released => Tag::new(State::Ok, Icon::Ok, "web-revision-state-released"),
        RevisionState::Undoing => Tag::new(State::Risk, Icon::Wait, "web-revision-state-undoing"),
        RevisionState::Undone => Tag::new(State::Calm, Icon::Same, "web-revision-state-undone"),
        RevisionState::Dropped => Tag::new(State::Calm, Icon::Same, "web-revision-state-dropped"),
    }
}
