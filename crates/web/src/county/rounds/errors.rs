//! Why a round gave no answer, as its pages tell it.

use guanai_app::rounds::{
    ChangeListError, DivideRoundError, DraftRoundError, EnterSheetError, MoveRoundError, ReadRoundError,
};
use guanai_casework::round::{ListMoveError, SettleError};

use crate::office::AskError;

impl From<ReadRoundError> for AskError {
    fn from(error: ReadRoundError) -> Self {
        match error {
            ReadRoundError::Denied(error) => error.into(),
            ReadRoundError::NotFound => Self::NotFound,
            ReadRoundError::Population(error) => error.into(),
            ReadRoundError::Store(error) => error.into(),
        }
    }
}

impl From<DraftRoundError> for AskError {
    fn from(error: DraftRoundError) -> Self {
        match error {
            DraftRoundError::Denied(error) => error.into(),
            DraftRoundError::NotFound => Self::NotFound,
            DraftRoundError::Operation(error) => error.into(),
            DraftRoundError::Population(error) => error.into(),
            DraftRoundError::Store(error) => error.into(),
            DraftRoundError::HandedIn => Self::Refused("web-refused-round-moved"),
            DraftRoundError::Days => Self::Refused("web-refused-round-days"),
            DraftRoundError::Purse => Self::Refused("web-refused-round-purse"),
            DraftRoundError::PurseUnfit { .. } => Self::Refused("web-refused-round-purse-unfit"),
            DraftRoundError::Title | DraftRoundError::Rules | DraftRoundError::Amounts => {
                Self::Refused("web-refused-round-incomplete")
            }
        }
    }
}

impl From<MoveRoundError> for AskError {
    fn from(error: MoveRoundError) -> Self {
        match error {
            MoveRoundError::Denied(error) => error.into(),
            MoveRoundError::NotFound => Self::NotFound,
            MoveRoundError::Operation(error) => error.into(),
            MoveRoundError::Store(error) => error.into(),
            MoveRoundError::Move(_) => Self::Refused("web-refused-round-moved"),
            MoveRoundError::NoReason => Self::Refused("web-refused-round-incomplete"),
            MoveRoundError::OwnHand => Self::Refused("web-refused-round-own-hand"),
            MoveRoundError::Recused => Self::Refused("web-refused-round-recused"),
            MoveRoundError::Stale => Self::Refused("web-refused-round-stale"),
            MoveRoundError::NobodyListed => Self::Refused("web-refused-round-nobody"),
            MoveRoundError::OverBudget { .. } => Self::Refused("web-refused-round-over-budget"),
            MoveRoundError::FundNotActive { .. } => Self::Refused("web-refused-round-fund"),
            MoveRoundError::PurseUnfit { .. } => Self::Refused("web-refused-round-purse-unfit"),
            MoveRoundError::Gone { .. } => Self::Refused("web-refused-round-gone"),
            MoveRoundError::Taken { .. } => Self::Refused("web-refused-round-taken"),
            MoveRoundError::SheetsOut { .. } => Self::Refused("web-refused-round-sheets-out"),
        }
    }
}

impl From<ChangeListError> for AskError {
    fn from(error: ChangeListError) -> Self {
        match error {
            ChangeListError::Denied(error) => error.into(),
            ChangeListError::NotFound => Self::NotFound,
            ChangeListError::ForMembers => Self::Refused("web-refused-round-for-members"),
            ChangeListError::Operation(error) => error.into(),
            ChangeListError::Store(error) => error.into(),
            ChangeListError::NoReason | ChangeListError::GiftOfNothing => Self::Refused("web-refused-round-incomplete"),
            ChangeListError::Stale => Self::Refused("web-refused-round-person-stale"),
            ChangeListError::Recused => Self::Refused("web-refused-round-recused"),
            ChangeListError::Taken => Self::Refused("web-refused-round-person-taken"),
            ChangeListError::Visited => Self::Refused("web-refused-round-visited"),
            ChangeListError::OverBudget { .. } => Self::Refused("web-refused-round-over-budget"),
            ChangeListError::Change(error) => Self::Refused(match error {
                ListMoveError::Closed { .. } => "web-refused-round-list-closed",
                ListMoveError::Listing { .. } => "web-refused-round-listing",
                ListMoveError::Died => "web-refused-round-person-died",
                ListMoveError::OwnHand => "web-refused-round-own-hand",
            }),
        }
    }
}

impl From<DivideRoundError> for AskError {
    fn from(error: DivideRoundError) -> Self {
        match error {
            DivideRoundError::Denied(error) => error.into(),
            DivideRoundError::NotFound => Self::NotFound,
            DivideRoundError::Operation(error) => error.into(),
            DivideRoundError::Store(error) => error.into(),
            DivideRoundError::NoLeader | DivideRoundError::Divide(_) => Self::Refused("web-refused-round-groups"),
            DivideRoundError::NotApproved => Self::Refused("web-refused-round-moved"),
            DivideRoundError::Begun => Self::Refused("web-refused-round-begun"),
            DivideRoundError::NobodyWaits | DivideRoundError::NotDivided => {
                Self::Refused("web-refused-round-nobody-waits")
            }
        }
    }
}

impl From<EnterSheetError> for AskError {
    fn from(error: EnterSheetError) -> Self {
        match error {
            EnterSheetError::Denied(error) => error.into(),
            EnterSheetError::NotFound => Self::NotFound,
            EnterSheetError::Operation(error) => error.into(),
            EnterSheetError::Store(error) => error.into(),
            EnterSheetError::NotOut => Self::Refused("web-refused-sheet-not-out"),
            EnterSheetError::BeforeApproval { .. } => Self::Refused("web-refused-sheet-before-approval"),
            EnterSheetError::Died { .. } => Self::Refused("web-refused-sheet-died"),
            EnterSheetError::OwnVisit => Self::Refused("web-refused-sheet-own-visit"),
            EnterSheetError::Settle(SettleError::DoesNotAddUp { .. }) => Self::Refused("web-refused-sheet-sum"),
            // The form asks for all of these before it is sent.
            EnterSheetError::InTheFuture { .. }
            | EnterSheetError::TooLong
            | EnterSheetError::NoNextDay
            | EnterSheetError::Settle(_) => Self::Refused("web-refused-round-incomplete"),
        }
    }
}
