//! Surveys 问卷调查 (R53): the county draws a sample by class and township, somebody else releases it, branches hand the questionnaires
//! out, and how many came back is counted by stratum. Whoever has died, was transferred away or wishes no contact is not drawn, and
//! counted as such. A sample names people to whoever hands it out and to nobody else, and is forgotten when the survey ends.

mod carry;
mod draw;
mod read;

pub use carry::{CountReturns, MoveSurvey, count_returns, move_survey};
pub use draw::{DrawSurvey, MOST_ASKED, draw_survey};
pub use guanai_effect::{
    AllocationError, Estimate, Fraction, FrameCount, Method, StratumKey, SurveyMove, SurveyState, SurveyStratum,
};
pub use read::{
    ChoosableClass, HandedOut, SurveyRow, SurveyView, WhyNot, hand_out, list_surveys, open_survey_form, read_survey,
};

use guanai_effect::SurveyMoveError;
use guanai_store::StoreError;

use crate::actor::Denied;
use crate::operation::OperationError;
use crate::population::PopulationError;

/// Letters of a title or a reason.
pub const MOST_LETTERS: usize = 60;
/// The class of whoever is in none of those by which a survey parts.
pub const OTHERS: &str = "";
/// The class of whoever may be in one of those by which a survey parts: facts are missing.
pub const UNDETERMINED: &str = "?";

/// Why a survey was not drawn, moved, counted or read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SurveysError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No title or reason, or one that is too long.
    #[error("write a title, and a reason where it is taken back, of 1 to {MOST_LETTERS} letters")]
    Words,
    /// The last day lies before the day of the draw, or more than a year after it.
    #[error("questionnaires come back after the day of the draw, within a year")]
    Days,
    /// A class that the standards do not have, or one named twice.
    #[error("the standards have no class {code}, or it is named twice: take the codes of the pack")]
    Class {
        /// What was read.
        code: String,
    },
    /// A share that is none.
    #[error("{percent} is no share: write a whole number of percent, 0 to 100")]
    Share {
        /// What was read.
        percent: u64,
    },
    /// None there.
    #[error("there is no such survey")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nothing can be allocated so.
    #[error(transparent)]
    Allocation(#[from] AllocationError),
    /// The move is not lawful, or not theirs.
    #[error(transparent)]
    Move(#[from] SurveyMoveError),
    /// Lists are handed out and questionnaires counted while a survey runs.
    #[error("lists are handed out and questionnaires counted once the sample is released, and until the survey ends")]
    NotRunning,
    /// More came back than were handed out, or a stratum that is not there.
    #[error("stratum {no}: {returned} came back of {drawn} that were handed out: count again")]
    Returned {
        /// The stratum.
        no: u32,
        /// How many were said to have come back.
        returned: u64,
        /// How many were asked.
        drawn: u64,
    },
    /// The records and the pack do not go together.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SurveysError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "survey-words",
            Self::Days => "survey-days",
            Self::Class { .. } => "survey-class",
            Self::Share { .. } => "survey-share",
            Self::NotFound => "survey-not-found",
            Self::Operation(error) => error.code(),
            Self::Allocation(error) => error.code(),
            Self::Move(SurveyMoveError::Unlawful { .. }) => "survey-move",
            Self::Move(SurveyMoveError::OwnHand) => "survey-own-hand",
            Self::NotRunning => "survey-not-running",
            Self::Returned { .. } => "survey-returned",
            Self::Population(_) => "survey-population",
            Self::Store(error) => error.code(),
        }
    }
}
