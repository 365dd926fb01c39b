//! Agreements between organisations: the list, the form, one with what went each way and what may be done about it, and whether an
//! organisation is in town or in the country. [`desk::PartnershipDesk`] is what the pages ask.

pub mod desk;
pub mod draft;
pub mod file;
pub mod list;
pub mod proposals;
pub mod settlement;
pub mod wish;

pub use desk::PartnershipDesk;

pub use guanai_app::partnerships::{
    ListedPartnership, MovePartnership, PartnershipView, PartnershipsAsk, PartnershipsPage, ProposePartnership,
    RecordDeed,
};
pub use guanai_casework::partnership::{Closed, Given, PartnerTaskDone};
pub use guanai_casework::{
    PartnerSide, PartnerTask, Partnership, PartnershipDeed, PartnershipEnd, PartnershipMove, PartnershipState,
    PartnershipStep, PartnershipTerms, SideTerms,
};

use crate::page::{Icon, State, Tag};

/// Where an agreement stands, in a word.
pub const fn state_tag(state: PartnershipState) -> Tag {
    match state {
        PartnershipState::Proposed => Tag::new(State::Risk, Icon::Wait, "web-partnership-state-proposed"),
        PartnershipState::HalfAgreed => Tag::new(State::Risk, Icon::Wait, "web-partnership-state-half-agreed"),
        PartnershipState::Running => Tag::new(State::Ok, Icon::Ok, "web-partnership-state-running"),
        PartnershipState::Declined => Tag::new(State::Calm, Icon::Same, "web-partnership-state-declined"),
        PartnershipState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-partnership-state-withdrawn"),
        PartnershipState::Ended => Tag::new(State::Calm, Icon::Same, "web-partnership-state-ended"),
    }
}
