//! Referrals 转办: a need is sent to a department, its answer is written down, its silence stands in front; the letter on paper.

pub mod desk;
pub mod file;
pub mod letter;
pub mod list;
pub mod moves;
pub mod send;

pub use desk::ReferralDesk;
pub use file::ReferralFile;
pub use list::{OwnReferralRow, ReferralRow, ReferralsAsk, ReferralsList};
pub use moves::ReferralMoveWish;
pub use send::{SendChoices, SendWish};

use guanai_app::referrals::ListedReferral;
use guanai_casework::guarantee::Stage;
use guanai_casework::{AnswerManner, ReferralResult, ReferralState};

use crate::page::{Icon, State, Tag};

/// The tag of a state.
pub const fn state_tag(state: ReferralState, result: Option<ReferralResult>) -> Tag {
    match (state, result) {
        (ReferralState::Sent, _) => Tag::new(State::Calm, Icon::Wait, "web-referral-state-sent"),
        (ReferralState::Received, _) => Tag::new(State::Info, Icon::Doing, "web-referral-state-received"),
        (ReferralState::Answered, Some(ReferralResult::Helped)) => {
            Tag::new(State::Ok, Icon::Ok, "web-referral-result-helped")
        }
        (ReferralState::Answered, Some(ReferralResult::InPart)) => {
            Tag::new(State::Info, Icon::Ok, "web-referral-result-in-part")
        }
        (ReferralState::Answered, _) => Tag::new(State::Calm, Icon::Same, "web-referral-result-not-helped"),
        (ReferralState::Returned, _) => Tag::new(State::Calm, Icon::Same, "web-referral-state-returned"),
        (ReferralState::TakenBack, _) => Tag::new(State::Calm, Icon::Same, "web-referral-state-taken-back"),
    }
}

/// The tag of a row: at risk or late, where an answer is.
pub const fn row_tag(row: &ListedReferral) -> Tag {
    match row.alarm {
        Some(Stage::Late) => Tag::new(State::Late, Icon::Late, "web-referral-late"),
        Some(_) => Tag::new(State::Risk, Icon::Risk, "web-referral-at-risk"),
        None => state_tag(row.state, row.result),
    }
}

/// How an office heard it; whoever answers online does so themselves.
pub(crate) fn manners() -> impl Iterator<Item = AnswerManner> {
    AnswerManner::ALL.iter().copied().filter(|manner| *manner != AnswerManner::Online)
}
