//! Disputes and claims 矛盾纠纷、诉求: taken in, mediated, answered, closed. Each page shows what its reader may read of one, and no more.

pub mod desk;
pub mod file;
pub mod list;
pub mod moves;
pub mod raise;

pub use desk::DisputeDesk;
pub use list::DisputesList;

use guanai_app::disputes::ListedDispute;
use guanai_casework::DisputeState;

use crate::page::{Icon, State, Tag};

/// The tag of a state.
pub const fn state_tag(state: DisputeState, is_late: bool) -> Tag {
    match state {
        DisputeState::Raised if is_late => Tag::new(State::Late, Icon::Late, "web-dispute-late"),
        DisputeState::Mediating if is_late => Tag::new(State::Late, Icon::Late, "web-dispute-late"),
        DisputeState::Raised => Tag::new(State::Info, Icon::Todo, "web-dispute-state-raised"),
        DisputeState::Mediating => Tag::new(State::Info, Icon::Doing, "web-dispute-state-mediating"),
        DisputeState::Replied => Tag::new(State::Info, Icon::Wait, "web-dispute-state-replied"),
        DisputeState::Agreed => Tag::new(State::Ok, Icon::Ok, "web-dispute-state-agreed"),
        DisputeState::ReferredOn => Tag::new(State::Calm, Icon::Send, "web-dispute-state-referred-on"),
        DisputeState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-dispute-state-withdrawn"),
    }
}

/// The tag of a row.
pub const fn row_tag(row: &ListedDispute) -> Tag {
    state_tag(row.state, row.is_late)
}
