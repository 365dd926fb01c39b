//! Agreements between organisations 结对共建 (R77, R80, R95): proposed by one side or by whoever is above, agreed by another hand for each
//! side, kept by both, looked at again, and ended by either with a reason. Each side reads its own; whoever is above a side reads it too.

mod matching;
mod moving;
mod propose;
mod read;
mod settlement;
mod wishes;

pub use matching::{MatchedPartners, Partner, ProposedPartners, WhyAlone, match_partners};
pub use moving::{MovePartnership, RecordDeed, StrikeDeed, move_partnership, record_deed, strike_deed};
pub use propose::{ProposePartnership, propose_partnership};
pub use read::{
    ListedPartnership, PAGE_ROWS, PartnershipView, PartnershipsAsk, PartnershipsPage, count_partnerships_due,
    find_own_proposal, list_partnerships, read_partnership,
};
pub use settlement::{StateSettlement, state_settlement};
pub use wishes::{OwnWish, WishPartner, read_wish, wish_partner};

use guanai_casework::{PartnerSide, Partnership, PartnershipError, PartnershipMove};
use guanai_store::StoreError;
use guanai_store::audit::Subject;

use crate::actor::{Act, Denied};
use crate::operation::OperationError;
use crate::scope::{NarrowError, ScopeOf};

pub use guanai_casework::partnership::{MOST_LETTERS, MOST_TASKS};

/// Why an agreement was not read, proposed or moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PartnershipsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Words are missing or too long.
    #[error("write it down: at most {MOST_LETTERS} letters")]
    Words,
    /// No agreement, or an unlawful move.
    #[error(transparent)]
    Partnership(#[from] PartnershipError),
    /// The standards know no such kind.
    #[error("the standards know no such kind of agreement: choose one of theirs")]
    Kind,
    /// The standards know no such purse.
    #[error("the standards have no such purse: say from which the money came")]
    Purse,
    /// No such agreement, or no such organisation within the scope.
    #[error("there is no such agreement or organisation")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nobody has the code or the whole name that was given for the other organisation.
    #[error("no organisation has this code or whole name")]
    NoPartner,
    /// One of the two is over the other.
    #[error("an organisation is not paired with one over it or below it: it could not freely say no")]
    Above,
    /// Of one of the two nobody knows whether it is in town or in the country.
    #[error("whether {name} is in town or in the country is not recorded: state it first")]
    SideUnknown {
        /// Which.
        name: String,
    },
    /// Both are in town, or both in the country.
    #[error("this kind pairs town with country, and both are of one side")]
    SameSide,
    /// The two have an agreement of this kind that is not over.
    #[error("the two have an agreement of this kind already")]
    Open,
    /// Whoever acts does not answer for the side.
    #[error("only whoever answers for a side acts for it")]
    NotOwnSide,
    /// The matcher refused the problem or its own answer.
    #[error("the matcher refused: {0}")]
    Match(&'static str),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PartnershipsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "partnership-words",
            Self::Partnership(error) => error.code(),
            Self::Kind => "partnership-kind",
            Self::Purse => "partnership-purse",
            Self::NotFound => "partnership-not-found",
            Self::Operation(error) => error.code(),
            Self::NoPartner => "partnership-no-partner",
            Self::Above => "partnership-above",
            Self::SideUnknown { .. } => "partnership-side-unknown",
            Self::SameSide => "partnership-same-side",
            Self::Open => "partnership-open",
            Self::NotOwnSide => "partnership-not-own-side",
            Self::Match(code) => code,
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for PartnershipsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => error.into(),
        }
    }
}

/// The sides for which somebody may act.
pub(crate) fn own_sides(scope: &ScopeOf, partnership: &Partnership) -> Vec<PartnerSide> {
    PartnerSide::ALL.iter().copied().filter(|side| scope.holds_organization(partnership.organization(*side))).collect()
}

fn subjects(partnership: &Partnership) -> Vec<Subject> {
    vec![Subject::Organization(partnership.one_id), Subject::Organization(partnership.other_id)]
}

const fn act_of(step: PartnershipMove) -> Act {
    match step {
        PartnershipMove::Withdraw => Act::ProposePartnership,
        PartnershipMove::Accept | PartnershipMove::Decline | PartnershipMove::End => Act::AnswerPartnership,
        PartnershipMove::Record
        | PartnershipMove::Strike
        | PartnershipMove::Fulfil
        | PartnershipMove::Review
        | PartnershipMove::Name => Act::KeepPartnership,
    }
}
