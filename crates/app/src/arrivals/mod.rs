//! Arrivals 转入、新接收: somebody comes from outside with a letter, or was newly admitted. One office records who, by which letter and
//! on which days; another confirms, and then they are members of ours from the day of the receipt. Somebody whom the register
//! knows, as a resident, a relative or who left, is the same person and keeps their file.

mod decide;
mod read;
mod record;

pub use decide::{DecideArrival, decide_arrival};
pub use read::{ArrivalView, count_arrivals_waiting, list_arrivals, read_arrival};
pub use record::{RecordArrival, open_arrival_form, record_arrival};

use guanai_casework::arrival::{ArrivalDayError, ArrivalError};
use guanai_kernel::codes::identity::IdentityError;
use guanai_kernel::codes::phone::PhoneError;
use guanai_kernel::{Date, ids::PersonId};
use guanai_store::StoreError;

use crate::actor::Denied;
use crate::operation::OperationError;
use crate::population::PopulationError;

/// Letters of a name.
const MOST_OF_A_NAME: usize = 40;
/// Letters of a letter's number, an organisation or a reason.
pub const MOST_LETTERS: usize = 100;

/// Why an arrival was not recorded or decided on. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ArriveError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written as a name, or too much.
    #[error("write the name as it stands on the identity card, in at most {MOST_OF_A_NAME} letters")]
    Name,
    /// No identity number.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// No telephone number.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// The letter, who sends or a reason is missing, or too long.
    #[error(
        "write the number of the letter, who sends it, and a reason where one is asked, each of at most {MOST_LETTERS} letters"
    )]
    Words,
    /// Days that cannot be.
    #[error(transparent)]
    Days(#[from] ArrivalDayError),
    /// None there, or outside the scope.
    #[error("there is no such organisation or arrival")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is about oneself or a relative.
    #[error("nobody decides on the membership of their own or of a relative: somebody else must")]
    Recused,
    /// Not a branch.
    #[error("members belong to a branch: choose one that has no organisation below it")]
    NotBranch,
    /// Another arrival of the same number waits.
    #[error("an arrival of this number waits to be confirmed already")]
    Waiting,
    /// The register knows the number as somebody with another name.
    #[error("the register has another name for this number: compare both with the identity card")]
    OtherName,
    /// They have died.
    #[error("the person has died")]
    Died,
    /// A member already, within the scope.
    #[error("this is a member of ours already: within the county a transfer goes by a life event")]
    IsMember(PersonId),
    /// Somebody who floats in, within the scope.
    #[error("this person floats in from outside: end the stay first, then record the transfer")]
    Hosted(PersonId),
    /// They belong to an organisation outside the scope.
    #[error("somebody else looks after this person already: ask the county's officer")]
    Elsewhere,
    /// A day on which they belonged elsewhere.
    #[error("they belonged to an organisation until {until}: begin on that day or later")]
    TooEarly {
        /// The first day that may be.
        until: Date,
    },
    /// The move is not lawful, or not theirs.
    #[error(transparent)]
    Move(#[from] ArrivalError),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ArriveError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Name => "arrival-name",
            Self::Identity(error) => error.code(),
            Self::Phone(error) => error.code(),
            Self::Words => "arrival-words",
            Self::Days(error) => error.code(),
            Self::NotFound => "arrival-not-found",
            Self::Operation(error) => error.code(),
            Self::NotBranch => "arrival-not-branch",
            Self::Waiting => "arrival-waiting",
            Self::OtherName => "arrival-other-name",
            Self::Died => "arrival-died",
            Self::IsMember(_) => "arrival-is-member",
            Self::Hosted(_) => "arrival-hosted",
            Self::Elsewhere => "arrival-elsewhere",
            Self::TooEarly { .. } => "arrival-too-early",
            Self::Recused | Self::Move(ArrivalError::Own) => "arrival-recused",
            Self::Move(ArrivalError::Unlawful { .. }) => "arrival-move",
            Self::Move(ArrivalError::OwnHand) => "arrival-own-hand",
            Self::Move(ArrivalError::NotOwnHand) => "arrival-not-own-hand",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}
