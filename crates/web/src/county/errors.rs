//! Why a use case gave no answer, as the pages tell it.

use guanai_app::accounts::{ChoosePasswordError, PasswordError, SignInError};
use guanai_app::assess::AssessError;
use guanai_app::organizations::ReadOrganizationError;
use guanai_app::people::{ListPeopleError, ReadPersonError, UnmaskError};
use guanai_app::population::PopulationError;
use guanai_app::{Denied, OperationError, StoreError};

use crate::office::AskError;

impl From<Denied> for AskError {
    fn from(_: Denied) -> Self {
        Self::NotYours
    }
}

impl From<StoreError> for AskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Retry | StoreError::Unreachable { .. } => Self::Busy,
            error => Self::Broken(error.to_string()),
        }
    }
}

impl From<OperationError> for AskError {
    fn from(error: OperationError) -> Self {
        match error {
            OperationError::AlreadySent => Self::Refused("web-refused-already-sent"),
            OperationError::Store(error) => error.into(),
        }
    }
}

impl From<PopulationError> for AskError {
    fn from(error: PopulationError) -> Self {
        match error {
            PopulationError::Store(error) => error.into(),
            error @ PopulationError::Fact(_) => Self::Broken(error.to_string()),
        }
    }
}

impl From<PasswordError> for AskError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            error => Self::Broken(error.to_string()),
        }
    }
}

impl From<SignInError> for AskError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Password(error) => error.into(),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<ChoosePasswordError> for AskError {
    fn from(error: ChoosePasswordError) -> Self {
        match error {
            ChoosePasswordError::Password(error) => error.into(),
            ChoosePasswordError::Store(error) => error.into(),
            error => Self::Broken(format!("not told by the page: {}", error.code())),
        }
    }
}

impl From<ListPeopleError> for AskError {
    fn from(error: ListPeopleError) -> Self {
        match error {
            ListPeopleError::Denied(error) => error.into(),
            ListPeopleError::SearchNotYours => Self::Refused("web-refused-search-not-yours"),
            ListPeopleError::NoClass | ListPeopleError::NotFound => Self::NotFound,
            ListPeopleError::Population(error) => error.into(),
            ListPeopleError::Store(error) => error.into(),
        }
    }
}

impl From<ReadPersonError> for AskError {
    fn from(error: ReadPersonError) -> Self {
        match error {
            ReadPersonError::Denied(error) => error.into(),
            ReadPersonError::NotFound => Self::NotFound,
            ReadPersonError::Population(error) => error.into(),
            ReadPersonError::Store(error) => error.into(),
        }
    }
}

impl From<UnmaskError> for AskError {
    fn from(error: UnmaskError) -> Self {
        match error {
            UnmaskError::Denied(error) => error.into(),
            UnmaskError::NotFound => Self::NotFound,
            UnmaskError::NotKnown => Self::Refused("web-refused-number-not-known"),
            UnmaskError::Store(error) => error.into(),
        }
    }
}

impl From<ReadOrganizationError> for AskError {
    fn from(error: ReadOrganizationError) -> Self {
        match error {
            ReadOrganizationError::Denied(error) => error.into(),
            ReadOrganizationError::NotFound => Self::NotFound,
            ReadOrganizationError::Store(error) => error.into(),
        }
    }
}

impl From<AssessError> for AskError {
    fn from(error: AssessError) -> Self {
        match error {
            AssessError::Denied(error) => error.into(),
            AssessError::Population(error) => error.into(),
            AssessError::NobodyThere(_) => Self::NotFound,
            AssessError::Store(error) => error.into(),
        }
    }
}
