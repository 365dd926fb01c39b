//! Resets of a forgotten password: asked for by one person and confirmed by another.

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, ResetId};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A reset.
    ResetRow in account_resets {
        1 reset_id;
        2 account_id: text,
        3 asked_by: text,
        4 asked_role: text,
        5 asked_at: int,
        6 state: text,
        7 confirmed_by: text_or_none,
        8 confirmed_at: int_or_none,
    }
}

/// What became of a reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResetState {
    /// It waits for the second person.
    Asked,
    /// The second person confirmed it.
    Confirmed {
        /// Who: an account's id, or `console`.
        by: String,
        /// When.
        at: Moment,
    },
    /// It was left, and asked for anew.
    Left,
}

/// A reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset {
    /// Its id.
    pub reset_id: ResetId,
    /// Whose password.
    pub account_id: AccountId,
    /// Who asked: an account's id, or `console`.
    pub asked_by: String,
    /// In which role, as a code.
    pub asked_role: String,
    /// When.
    pub asked_at: Moment,
    /// What became of it.
    pub state: ResetState,
}

impl Record for Reset {
    type Row = ResetRow;

    fn to_row(&self, _keys: &Keys) -> ResetRow {
        let (state, confirmed_by, confirmed_at) = match &self.state {
            ResetState::Asked => ("asked", None, None),
            ResetState::Confirmed { by, at } => ("confirmed", Some(by.clone()), Some(at.as_micros())),
            ResetState::Left => ("left", None, None),
        };
        ResetRow {
            reset_id: self.reset_id.to_string(),
            account_id: self.account_id.to_string(),
            asked_by: self.asked_by.clone(),
            asked_role: self.asked_role.clone(),
            asked_at: self.asked_at.as_micros(),
            state: state.to_owned(),
            confirmed_by,
            confirmed_at,
        }
    }

    fn from_row(row: ResetRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let state = match (row.state.as_str(), row.confirmed_by, row.confirmed_at) {
            ("asked", None, None) => ResetState::Asked,
            ("confirmed", Some(by), Some(at)) => ResetState::Confirmed { by, at: Moment::from_micros(at) },
            ("left", None, None) => ResetState::Left,
            _ => return Err(at.inconsistent("state")),
        };
        Ok(Self {
            reset_id: at.id("reset_id", &row.reset_id)?,
            account_id: at.id("account_id", &row.account_id)?,
            asked_by: row.asked_by,
            asked_role: row.asked_role,
            asked_at: Moment::from_micros(row.asked_at),
            state,
        })
    }
}

/// Adds a reset; a second one of an account that waits is a conflict (`account_resets_account_id_key`).
pub async fn add(tx: &mut Tx, reset: &Reset) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(reset)).await
}

/// Replaces the state `before`. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Reset, after: &Reset) -> Result<(), StoreError> {
    record::replace(tx, before, after).await
}

/// The reset with this id.
pub async fn find(tx: &mut Tx, reset_id: ResetId) -> Result<Option<Reset>, StoreError> {
    record::find(tx, &reset_id.to_string()).await
}

/// An account's resets, oldest first.
pub async fn list_of(tx: &mut Tx, account_id: AccountId) -> Result<Vec<Reset>, StoreError> {
    let text = "WHERE account_id = $1 ORDER BY asked_at, reset_id";
    let rows = select::<ResetRow>(text).bind(account_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The resets that wait for the second person, oldest first.
pub async fn list_asked(tx: &mut Tx) -> Result<Vec<Reset>, StoreError> {
    let rows = select::<ResetRow>("WHERE state = 'asked' ORDER BY asked_at, reset_id").all(tx).await?;
    opened(tx, rows).await
}
