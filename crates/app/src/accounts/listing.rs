//! The list of accounts, a page at a time: every account for the administration; for an office, those over its organisations
//! and those of its members. Nothing of an owner but the name on the slip.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};
use guanai_store::Stretch;
use guanai_store::accounts::{self, Account, AccountSecret, AccountState, Wanted};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx};

use super::fold_sign_in_name;
use crate::actor::{Act, Actor, Denied, Role};
use crate::cx::Cx;
use crate::names;
use crate::people::{Known, known};
use crate::scope::ScopeOf;

/// How many stand on a page.
pub const ACCOUNTS_PAGE: u64 = 50;

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
    /// That organisation's name; for a member, where they belong.
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

/// Which accounts. `Debug` does not show what is searched for.
#[derive(Clone, Default)]
pub struct ListAccounts {
    /// Of a role.
    pub role: Option<Role>,
    /// Closed ones too.
    pub with_closed: bool,
    /// A part of the sign-in name or of the owner's name.
    pub name: Option<String>,
    /// Which page, from 1.
    pub page: u64,
}

impl std::fmt::Debug for ListAccounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListAccounts(page {})", self.page)
    }
}

/// A page of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountsPage {
    /// The rows, by role and sign-in name.
    pub rows: Vec<ListedAccount>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListAccountsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such account, or outside the scope.
    #[error("there is no such account")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListAccountsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "account-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// The accounts within reach, a page of them. The record names them.
pub async fn list_accounts(cx: &mut Cx<'_>, ask: &ListAccounts) -> Result<AccountsPage, ListAccountsError> {
    cx.authorise(Act::ListAccounts)?;
    let mut tx = cx.db.begin_read().await?;
    let wanted = Wanted {
        organizations: reach(&mut tx, &cx.actor).await?,
        role: ask.role.map(|role| role.code().to_owned()),
        states: (!ask.with_closed).then(|| vec![AccountState::Active, AccountState::Locked]),
        name: ask.name.as_deref().map(fold_sign_in_name).filter(|name| !name.is_empty()),
    };
    let total = accounts::count_wanted(&mut tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(ACCOUNTS_PAGE).max(1));
    let stretch = Stretch::of_page(page, ACCOUNTS_PAGE);
    let found = accounts::list_wanted(&mut tx, &wanted, stretch).await?;
    let rows = listed(&mut tx, found).await?;
    tx.rollback().await?;
    let subjects = rows.iter().map(|account| Subject::Account(account.account_id)).collect();
    cx.record_reading(Act::ListAccounts, subjects).await?;
    Ok(AccountsPage { rows, total, page })
}

/// One account within reach. The record names it.
pub async fn read_account(cx: &mut Cx<'_>, account_id: AccountId) -> Result<ListedAccount, ListAccountsError> {
    cx.authorise(Act::ListAccounts)?;
    let mut tx = cx.db.begin_read().await?;
    let found = accounts::find(&mut tx, account_id).await?;
    let row = within_reach(&mut tx, &cx.actor, found).await;
    tx.rollback().await?;
    let row = row?;
    cx.record_reading(Act::ListAccounts, vec![Subject::Account(row.account_id)]).await?;
    Ok(row)
}

/// The account within reach that signs in by a name. The record names it.
pub async fn find_account(cx: &mut Cx<'_>, sign_in_name: &str) -> Result<ListedAccount, ListAccountsError> {
    cx.authorise(Act::ListAccounts)?;
    let mut tx = cx.db.begin_read().await?;
    let found = accounts::find_by_sign_in_name(&mut tx, &fold_sign_in_name(sign_in_name)).await?;
    let row = within_reach(&mut tx, &cx.actor, found).await;
    tx.rollback().await?;
    let row = row?;
    cx.record_reading(Act::ListAccounts, vec![Subject::Account(row.account_id)]).await?;
    Ok(row)
}

async fn within_reach(tx: &mut Tx, actor: &Actor, found: Option<Account>) -> Result<ListedAccount, ListAccountsError> {
    let found = found.ok_or(ListAccountsError::NotFound)?;
    let reach = reach(tx, actor).await?;
    let row = listed(tx, vec![found.clone()]).await?.pop().ok_or(ListAccountsError::NotFound)?;
    let within = match &reach {
        None => true,
        Some(organizations) => match (found.organization_id, found.person_id) {
            (Some(over), _) => organizations.contains(&over),
            (None, Some(person_id)) if row.role == Role::Member => {
                let whose = known(tx, &[person_id]).await?.remove(&person_id);
                whose.and_then(|known| known.organization_id).is_some_and(|id| organizations.contains(&id))
            }
            _ => false,
        },
    };
    if within { Ok(row) } else { Err(ListAccountsError::NotFound) }
}

/// The organisations to whose accounts an actor is narrowed; none is every account.
async fn reach(tx: &mut Tx, actor: &Actor) -> Result<Option<Vec<OrganizationId>>, StoreError> {
    if matches!(actor.role, Role::Console | Role::Administrator) {
        return Ok(None);
    }
    let scope = ScopeOf::resolve(tx, actor).await?;
    Ok(scope.listed())
}

async fn listed(tx: &mut Tx, found: Vec<Account>) -> Result<Vec<ListedAccount>, StoreError> {
    let over: BTreeSet<OrganizationId> = found.iter().filter_map(|account| account.organization_id).collect();
    let over: Vec<OrganizationId> = over.into_iter().collect();
    let names: BTreeMap<OrganizationId, String> = names::of_places(tx, &over).await?;
    let members = found.iter().filter(|account| account.role == Role::Member.code());
    let members: Vec<PersonId> = members.filter_map(|account| account.person_id).collect();
    let people: BTreeMap<PersonId, Known> = known(tx, &members).await?;
    let mut listed = Vec::with_capacity(found.len());
    for account in found {
        let role = role_of(&account)?;
        let belongs = account.person_id.filter(|_| role == Role::Member).and_then(|id| people.get(&id));
        listed.push(ListedAccount {
            role,
            account_id: account.account_id,
            organization_id: account.organization_id,
            organization: match account.organization_id {
                Some(id) => names.get(&id).cloned(),
                None => belongs.and_then(|known| known.organization.clone()),
            },
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
