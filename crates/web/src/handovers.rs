//! Hand-overs 交接: the list of those that concern the reader, one with its items, the step that one item takes, the paper with its
//! signatures, and visits that are written down after a post ended. [`desk::HandoverDesk`] is what the pages ask.

pub mod desk;
pub mod file;
pub mod items;
pub mod late;
pub mod list;

pub use desk::HandoverDesk;
pub use file::{HandoverSheet, ItemLine, LateLine};
pub use late::LateWish;
pub use list::HandoverLine;

pub use guanai_casework::handover::{ItemKind, ItemMove, ItemState, LateState, Party, Tally};

use crate::page::{Icon, State, Tag};

/// The longest text of a form of this area.
pub const MOST_LETTERS: usize = guanai_casework::handover::MOST_LETTERS;

/// How an item stands, in a word.
pub const fn item_tag(state: ItemState) -> Tag {
    match state {
        ItemState::Waiting => Tag::new(State::Calm, Icon::Todo, "web-item-state-waiting"),
        ItemState::Accepted => Tag::new(State::Ok, Icon::Ok, "web-item-state-accepted"),
        ItemState::Returned => Tag::new(State::Risk, Icon::Risk, "web-item-state-returned"),
        ItemState::Released => Tag::new(State::Calm, Icon::Same, "web-item-state-released"),
        ItemState::Blocked => Tag::new(State::Late, Icon::Lock, "web-item-state-blocked"),
        ItemState::Settled => Tag::new(State::Ok, Icon::Ok, "web-item-state-settled"),
        ItemState::Lapsed => Tag::new(State::Calm, Icon::Same, "web-item-state-lapsed"),
    }
}

/// Where a late record stands, in a word.
pub const fn late_tag(state: LateState) -> Tag {
    match state {
        LateState::Waiting => Tag::new(State::Risk, Icon::Wait, "web-late-state-waiting"),
        LateState::Confirmed => Tag::new(State::Ok, Icon::Ok, "web-late-state-confirmed"),
        LateState::Rejected => Tag::new(State::Calm, Icon::Same, "web-late-state-rejected"),
    }
}

/// How far a hand-over is, in a word.
pub const fn progress_tag(tally: Tally, is_overdue: bool) -> Tag {
    if tally.is_complete() {
        Tag::new(State::Ok, Icon::Ok, "web-handover-complete")
    } else if is_overdue {
        Tag::new(State::Late, Icon::Late, "web-handover-overdue")
    } else {
        Tag::new(State::Info, Icon::Doing, "web-handover-open")
    }
}
