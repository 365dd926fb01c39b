//! Closing an account: its sessions end and nothing opens the door any more. Its id stays, since the audit names it.

use guanai_kernel::ids::AccountId;
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, sessions};

use crate::actor::{Act, Denied};
use crate::cx::Cx;

/// An account to close.
#[derive(Debug, Clone, Copy)]
pub struct CloseAccount {
    /// Which.
    pub account_id: AccountId,
}

/// Why no account was closed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum CloseAccountError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It is the actor's own.
    #[error("nobody closes their own account: somebody else does")]
    OwnAccount,
    /// No such account.
    #[error("there is no such account")]
    NotFound,
    /// It is closed already.
    #[error("the account is closed already")]
    Closed,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CloseAccountError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::OwnAccount => "account-own",
            Self::NotFound => "account-not-found",
            Self::Closed => "account-closed",
            Self::Store(error) => error.code(),
        }
    }
}

/// Closes an account.
pub async fn close_account(cx: &mut Cx<'_>, command: CloseAccount) -> Result<(), CloseAccountError> {
    cx.authorise(Act::CloseAccount)?;
    let account_id = command.account_id;
    if cx.actor.name == account_id.to_string() {
        return Err(CloseAccountError::OwnAccount);
    }
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::CloseAccount, vec![Subject::Account(account_id)], None);
    cx.ids = ids;
    let now = cx.now;
    let closing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let account = accounts::find(tx, account_id).await?.ok_or(CloseAccountError::NotFound)?;
            if account.state == AccountState::Closed {
                return Err(CloseAccountError::Closed);
            }
            let closed = Account {
                secret: AccountSecret::Nothing,
                state: AccountState::Closed,
                closed_at: Some(now),
                ..account.clone()
            };
            accounts::amend(tx, &account, &closed).await?;
            sessions::end_of(tx, account_id, now).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    closing.await
}
