//! Accounts for people of the register. Who knows the person, an office, asks; who holds the accounts, the administrator, opens
//! and prints. So the administrator sees a name, a role and a place, as they will stand on the slip, and nothing else of
//! the register; and no account of a member is one person's doing.

mod asking;
mod printing;

pub use asking::{
    AskAccounts, Candidate, Candidates, RequestStanding, ask_accounts, decline_requests, list_candidates,
};
pub use printing::{WaitingPlace, WaitingRequest, count_requests, list_requests, list_waiting_places, open_requested};

use guanai_kernel::ids::AccountRequestId;
use guanai_store::StoreError;

use super::passwords::PasswordError;
use crate::actor::{Denied, Role};
use crate::operation::OperationError;

/// As many as are asked for, or opened, at once: a branch, and a page of slips that prints in a minute.
pub const MOST_REQUESTS: usize = 60;

/// The roles that an office may ask for.
pub const REQUESTED_ROLES: &[Role] = &[Role::Member, Role::BranchContact];

/// Why nothing was asked for, declined or opened. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AccountRequestError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such role may be asked for.
    #[error("an office asks for accounts of members and of contacts of branches")]
    Role,
    /// Nobody, or too many at once.
    #[error("1 to {MOST_REQUESTS} at once")]
    Number,
    /// The form.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Somebody is not there or outside the scope, or nothing waits.
    #[error("there is no such person or organisation within reach, or nothing that waits")]
    NotFound,
    /// Who asked cannot open.
    #[error("whoever asked for an account cannot open it")]
    SamePerson,
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountRequestError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Role => "account-request-role",
            Self::Number => "account-request-number",
            Self::Operation(error) => error.code(),
            Self::NotFound => "account-request-not-found",
            Self::SamePerson => "account-request-same-person",
            Self::Password(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

fn check_number(request_ids: &[AccountRequestId]) -> Result<(), AccountRequestError> {
    if (1..=MOST_REQUESTS).contains(&request_ids.len()) { Ok(()) } else { Err(AccountRequestError::Number) }
}
