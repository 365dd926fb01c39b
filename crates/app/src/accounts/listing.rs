//! The list of accounts, for whoever opens and closes them.

use std::collections::BTreeMap;

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, OrganizationId};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, organizations};

use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;

/// By what an account's owner is known at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKey {
    /// By nothing.
    Nothing,
    /// By a password of their own.
    Password,
    /// By the code of a slip that was not used yet.
    Code {
        /// From when it is over.
        ends_at: Moment,
    },
}

/// An account in the list: nothing of the owner but the name on the slip.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedAccount {
    /// Its id.
    pub account_id: AccountId,
    /// What the owner types at the door.
    pub sign_in_name: String,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Over which organisation.
    pub organization_id: Option<OrganizationId>,
    /// That organisation's name.
    pub organization: Option<String>,
    /// What it is.
    pub state: AccountState,
    /// By what its owner is known.
    pub key: AccountKey,
    /// When it was made.
    pub made_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

guanai_kernel::debug_by_id!(ListedAccount.account_id);

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListAccountsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Every account, by role and sign-in name. The record names them.
pub async fn list_accounts(cx: &mut Cx<'_>) -> Result<Vec<ListedAccount>, ListAccountsError> {
    cx.authorise(Act::ListAccounts)?;
    let mut tx = cx.db.begin_read().await?;
    let accounts = accounts::list_all(&mut tx).await?;
    let names: BTreeMap<OrganizationId, String> =
        organizations::list_all(&mut tx).await?.into_iter().map(|o| (o.organization_id, o.name)).collect();
    tx.rollback().await?;
    let mut listed = Vec::with_capacity(accounts.len());
    for account in accounts {
        listed.push(ListedAccount {
            role: role_of(&account)?,
            account_id: account.account_id,
            organization_id: account.organization_id,
            organization: account.organization_id.and_then(|id| names.get(&id).cloned()),
            state: account.state,
            key: match account.secret {
                AccountSecret::Nothing => AccountKey::Nothing,
                AccountSecret::Password(_) => AccountKey::Password,
                AccountSecret::Code { ends_at, .. } => AccountKey::Code { ends_at },
            },
            made_at: account.made_at,
            closed_at: account.closed_at,
            sign_in_name: account.sign_in_name,
            name: account.name,
        });
    }
    listed.sort_by(|a, b| (a.role, &a.sign_in_name).cmp(&(b.role, &b.sign_in_name)));
    let subjects = listed.iter().map(|account| Subject::Account(account.account_id)).collect();
    cx.record_reading(Act::ListAccounts, subjects).await?;
    Ok(listed)
}

/// An account's role.
pub(super) fn role_of(account: &Account) -> Result<Role, StoreError> {
    Role::from_code(&account.role).ok_or_else(|| StoreError::Inconsistent {
        table: "accounts",
        column: "role",
        key: account.account_id.to_string(),
    })
}
