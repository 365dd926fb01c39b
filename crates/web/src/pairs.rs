//! Pairs 结对帮扶: who could help with a need and why, the list, one pair with what its sides say, its moves, the card on paper.

pub mod card;
pub mod choose;
pub mod desk;
pub mod file;
pub mod list;
pub mod moves;

pub use choose::{CandidateRow, HelpersFile, ProposeWish};
pub use desk::PairDesk;
pub use file::PairFile;
pub use list::{PairRow, PairsAsk, PairsList};
pub use moves::PairMoveWish;

use guanai_app::pairs::ListedPair;
use guanai_casework::PairState;

use crate::page::{Icon, State, Tag};

/// The tag of a state.
pub const fn state_tag(state: PairState) -> Tag {
    match state {
        PairState::Asked => Tag::new(State::Calm, Icon::Wait, "web-pair-state-asked"),
        PairState::HelperAgreed => Tag::new(State::Info, Icon::Wait, "web-pair-state-helper-agreed"),
        PairState::PersonAgreed => Tag::new(State::Info, Icon::Wait, "web-pair-state-person-agreed"),
        PairState::Agreed => Tag::new(State::Ok, Icon::Ok, "web-pair-state-agreed"),
        PairState::Running => Tag::new(State::Info, Icon::Doing, "web-pair-state-running"),
        PairState::Ended => Tag::new(State::Ok, Icon::Same, "web-pair-state-ended"),
        PairState::Off => Tag::new(State::Calm, Icon::Same, "web-pair-state-off"),
    }
}

/// The tag of a row: late, where an answer or a contact is.
pub const fn row_tag(row: &ListedPair) -> Tag {
    match (row.is_late, row.state) {
        (true, PairState::Running) => Tag::new(State::Late, Icon::Late, "web-pair-late"),
        (true, _) => Tag::new(State::Risk, Icon::Risk, "web-pair-unanswered"),
        (false, state) => state_tag(state),
    }
}
