//! Accounts that an office wants for its people 开户申请: asked for by who knows the person, opened by the administrator.

use std::collections::BTreeMap;

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, AccountRequestId, OrganizationId, PersonId};

use crate::engine::record::{self, Record, counted, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A request.
    AccountRequestRow in account_requests {
        1 request_id;
        2 person_id: text,
        3 role: text,
        4 belongs_to: text,
        5 name: text,
        6 asked_by: text,
        7 asked_role: text,
        8 asked_at: int,
        9 state: text,
        10 settled_by: text_or_none,
        11 settled_at: int_or_none,
        12 account_id: text_or_none,
    }
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestState {
    /// It waits for the administrator.
    Asked,
    /// The account was opened.
    Opened {
        /// By whom: an account's id, or `console`.
        by: String,
        /// When.
        at: Moment,
        /// The account.
        account_id: AccountId,
    },
    /// It was declined, or taken back by the office.
    Declined {
        /// By whom: an account's id, or `console`.
        by: String,
        /// When.
        at: Moment,
    },
}

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRequest {
    /// Its id.
    pub request_id: AccountRequestId,
    /// For whom.
    pub person_id: PersonId,
    /// In which role, as a code.
    pub role: String,
    /// Where the person belonged when it was asked for.
    pub belongs_to: OrganizationId,
    /// The person's name, as it will stand on the slip.
    pub name: String,
    /// Who asked: an account's id.
    pub asked_by: String,
    /// In which role, as a code.
    pub asked_role: String,
    /// When.
    pub asked_at: Moment,
    /// What became of it.
    pub state: RequestState,
}

guanai_kernel::debug_by_id!(AccountRequest.request_id);

impl Record for AccountRequest {
    type Row = AccountRequestRow;

    fn to_row(&self, _keys: &Keys) -> AccountRequestRow {
        let (state, settled_by, settled_at, account_id) = match &self.state {
            RequestState::Asked => ("asked", None, None, None),
            RequestState::Opened { by, at, account_id } => ("opened", Some(by.clone()), Some(*at), Some(*account_id)),
            RequestState::Declined { by, at } => ("declined", Some(by.clone()), Some(*at), None),
        };
        AccountRequestRow {
            request_id: self.request_id.to_string(),
            person_id: self.person_id.to_string(),
            role: self.role.clone(),
            belongs_to: self.belongs_to.to_string(),
            name: self.name.clone(),
            asked_by: self.asked_by.clone(),
            asked_role: self.asked_role.clone(),
            asked_at: self.asked_at.as_micros(),
            state: state.to_owned(),
            settled_by,
            settled_at: settled_at.map(Moment::as_micros),
            account_id: account_id.map(|id| id.to_string()),
        }
    }

    fn from_row(row: AccountRequestRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let account_id = at.id_or_none("account_id", row.account_id.as_deref())?;
        let settled_at = row.settled_at.map(Moment::from_micros);
        let state = match (row.state.as_str(), row.settled_by, settled_at, account_id) {
            ("asked", None, None, None) => RequestState::Asked,
            ("opened", Some(by), Some(at), Some(account_id)) => RequestState::Opened { by, at, account_id },
            ("declined", Some(by), Some(at), None) => RequestState::Declined { by, at },
            _ => return Err(at.inconsistent("state")),
        };
        Ok(Self {
            request_id: at.id("request_id", &row.request_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            belongs_to: at.id("belongs_to", &row.belongs_to)?,
            role: row.role,
            name: row.name,
            asked_by: row.asked_by,
            asked_role: row.asked_role,
            asked_at: Moment::from_micros(row.asked_at),
            state,
        })
    }
}

/// Adds requests; a second one that waits for one person and role is a conflict (`account_requests_person_id_role_key`).
pub async fn add_many(tx: &mut Tx, requests: &[AccountRequest]) -> Result<(), StoreError> {
    record::add_many(tx, requests).await
}

/// Replaces the state `before`. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &AccountRequest, after: &AccountRequest) -> Result<(), StoreError> {
    record::replace(tx, before, after).await
}

/// The requests with these ids, by id; ids that no request has are left out.
pub async fn list_by_ids(tx: &mut Tx, request_ids: &[AccountRequestId]) -> Result<Vec<AccountRequest>, StoreError> {
    let keys: Vec<String> = request_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// The requests that wait, of people of one organisation, oldest first.
pub async fn list_asked_in(tx: &mut Tx, belongs_to: OrganizationId) -> Result<Vec<AccountRequest>, StoreError> {
    let text = "WHERE belongs_to = $1 AND state = 'asked' ORDER BY asked_at, request_id";
    let rows = select::<AccountRequestRow>(text).bind(belongs_to.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The requests that wait for any of these persons, by person.
pub async fn list_asked_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<AccountRequest>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND state = 'asked' \
         ORDER BY person_id, request_id";
    let of = ids_as_cells(AccountRequestRow::NAME, person_ids)?;
    let rows = select::<AccountRequestRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// How many requests wait, by the organisation of their people; those without any are left out.
pub async fn count_asked_by_organization(tx: &mut Tx) -> Result<BTreeMap<OrganizationId, u64>, StoreError> {
    let rows = sql("SELECT belongs_to, COUNT(*) FROM account_requests WHERE state = 'asked' GROUP BY belongs_to")
        .all::<(String, i64)>(tx)
        .await?;
    counted(AccountRequestRow::NAME, "belongs_to", rows)
}
