//! Accounts: who signs in, in which role, over which organisation. They are no part of the canonical export, and the past
//! of a password is not kept.

use guanai_kernel::words;
use std::fmt;

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};

use crate::Stretch;
use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// An account.
    AccountRow in accounts {
        1 account_id;
        2 sign_in_name: text,
        3 name: text,
        4 role: text,
        5 organization_id: text_or_none,
        6 person_id: text_or_none,
        7 password_hash: text_or_none,
        8 code_hash: text_or_none,
        9 code_ends_at: int_or_none,
        10 state: text,
        11 made_at: int,
        12 made_by: text,
        13 closed_at: int_or_none,
    }
}

/// The hash of a password or of a one-time code, as a PHC string. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash(String);

impl SecretHash {
    /// A hash as it was made.
    pub const fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

/// By what the owner of an account is known at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountSecret {
    /// Nothing: nobody gets in.
    Nothing,
    /// The owner's own password.
    Password(SecretHash),
    /// The code of a printed slip, until a moment.
    Code {
        /// Its hash.
        hash: SecretHash,
        /// From when it is over.
        ends_at: Moment,
    },
}

words! {
    /// What an account is.
    AccountState {
        /// It may sign in.
        Active = "active",
        /// Too many attempts in a row failed: it waits for a reset in person.
        Locked = "locked",
        /// It has ended.
        Closed = "closed",
    }
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, by which the audit names it.
    pub account_id: AccountId,
    /// What the owner types at the door, folded; unique.
    pub sign_in_name: String,
    /// The owner's name, as pages show it.
    pub name: String,
    /// The role's code.
    pub role: String,
    /// The organisation whose subtree is the scope; none where the role has another.
    pub organization_id: Option<OrganizationId>,
    /// The owner's own record, where they are in the register.
    pub person_id: Option<PersonId>,
    /// By what the owner is known.
    pub secret: AccountSecret,
    /// What it is.
    pub state: AccountState,
    /// When it was made.
    pub made_at: Moment,
    /// By whom: an account's id, or `console`.
    pub made_by: String,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

guanai_kernel::debug_by_id!(Account.account_id);

impl Record for Account {
    type Row = AccountRow;

    fn to_row(&self, _keys: &Keys) -> AccountRow {
        let (password_hash, code_hash, code_ends_at) = match &self.secret {
            AccountSecret::Nothing => (None, None, None),
            AccountSecret::Password(hash) => (Some(hash.0.clone()), None, None),
            AccountSecret::Code { hash, ends_at } => (None, Some(hash.0.clone()), Some(ends_at.as_micros())),
        };
        AccountRow {
            account_id: self.account_id.to_string(),
            sign_in_name: self.sign_in_name.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            organization_id: self.organization_id.map(|id| id.to_string()),
            person_id: self.person_id.map(|id| id.to_string()),
            password_hash,
            code_hash,
            code_ends_at,
            state: self.state.code().to_owned(),
            made_at: self.made_at.as_micros(),
            made_by: self.made_by.clone(),
            closed_at: self.closed_at.map(Moment::as_micros),
        }
    }

    fn from_row(row: AccountRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let secret = match (row.password_hash, row.code_hash, row.code_ends_at) {
            (None, None, None) => AccountSecret::Nothing,
            (Some(hash), None, None) => AccountSecret::Password(SecretHash(hash)),
            (None, Some(hash), Some(ends_at)) => {
                AccountSecret::Code { hash: SecretHash(hash), ends_at: Moment::from_micros(ends_at) }
            }
            _ => return Err(at.inconsistent("code_hash")),
        };
        Ok(Self {
            account_id: at.id("account_id", &row.account_id)?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            person_id: at.id_or_none("person_id", row.person_id.as_deref())?,
            state: at.word("state", &row.state, AccountState::from_code)?,
            secret,
            sign_in_name: row.sign_in_name,
            name: row.name,
            role: row.role,
            made_at: Moment::from_micros(row.made_at),
            made_by: row.made_by,
            closed_at: row.closed_at.map(Moment::from_micros),
        })
    }
}

/// Adds an account; a sign-in name that is there already is a conflict (`accounts_sign_in_name_key`).
pub async fn add(tx: &mut Tx, account: &Account) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(account)).await
}

/// Replaces the state `before`, which is not kept. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Account, after: &Account) -> Result<(), StoreError> {
    record::replace(tx, before, after).await
}

/// The account with this id.
pub async fn find(tx: &mut Tx, account_id: AccountId) -> Result<Option<Account>, StoreError> {
    record::find(tx, &account_id.to_string()).await
}

/// The account with this id, which must exist.
pub async fn get(tx: &mut Tx, account_id: AccountId) -> Result<Account, StoreError> {
    record::get(tx, &account_id.to_string()).await
}

/// The account that signs in by this name, folded.
pub async fn find_by_sign_in_name(tx: &mut Tx, sign_in_name: &str) -> Result<Option<Account>, StoreError> {
    let rows = select::<AccountRow>("WHERE sign_in_name = $1").bind(sign_in_name).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The accounts with these ids, by id; ids that no account has are left out.
pub async fn list_by_ids(tx: &mut Tx, account_ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
    let keys: Vec<String> = account_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// The accounts of these persons that are not closed, by person and id.
pub async fn list_of_persons(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Account>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND state <> 'closed' \
         ORDER BY person_id, account_id";
    let rows = select::<AccountRow>(text).json(ids_as_cells(AccountRow::NAME, person_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// The sign-in names that begin like this, whoever has or had them, in their order.
pub async fn list_sign_in_names(tx: &mut Tx, beginning: &str) -> Result<Vec<String>, StoreError> {
    let text = "SELECT sign_in_name FROM accounts WHERE sign_in_name >= $1 AND sign_in_name < $2 ORDER BY sign_in_name";
    let end = format!("{beginning}\u{10FFFF}");
    let rows = sql(text).bind(beginning).bind(end.as_str()).all::<(String,)>(tx).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Which accounts are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Those over these organisations, and those of members who belong there now; none is every account.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Of a role, by its code.
    pub role: Option<String>,
    /// In these states; none is any.
    pub states: Option<Vec<AccountState>>,
    /// A part of the sign-in name, folded, or of the owner's name.
    pub name: Option<String>,
}

macro_rules! wanted {
    ($what:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM accounts a \
             WHERE (CAST($1 AS TEXT) IS NULL OR a.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
             OR (a.role = 'member' AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = a.person_id \
             AND COALESCE(m.kind, '') <> 'resident' AND m.until_on IS NULL AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)))) \
             AND (CAST($3 AS TEXT) IS NULL OR a.role = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR a.state IN (SELECT j.value->>1 FROM json_each($5) AS j)) \
             AND (CAST($6 AS TEXT) IS NULL OR a.sign_in_name LIKE $6 ESCAPE '!' OR a.name LIKE $6 ESCAPE '!')",
            $order
        )
    };
}

impl Wanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let states = self.states.as_ref().map(|states| states.iter().map(|state| state.code()));
        Ok(text
            .among(AccountRow::NAME, self.organizations.as_ref())?
            .bind(self.role.clone())
            .among(AccountRow::NAME, states)?
            .bind(self.name.as_ref().map(|name| format!("%{}%", crate::engine::sql::escaped(name)))))
    }
}

/// The accounts that are meant, by role and sign-in name.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<Account>, StoreError> {
    let text = wanted!("a.account_id", " ORDER BY a.role, a.sign_in_name LIMIT $7 OFFSET $8");
    let ids = wanted.bind(sql(text))?.stretch(stretch).all::<(String,)>(tx).await?;
    let ids: Vec<String> = ids.into_iter().map(|(id,)| id).collect();
    let mut accounts: Vec<Account> = record::list_by_keys(tx, &ids).await?;
    accounts.sort_by(|a, b| (&a.role, &a.sign_in_name).cmp(&(&b.role, &b.sign_in_name)));
    Ok(accounts)
}

/// How many accounts are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("COUNT(*)", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Every account, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Account>, StoreError> {
    record::list_all(tx).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM accounts").await
}
