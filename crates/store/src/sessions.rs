//! Sessions: who is signed in at which browser, by the hash of what the browser holds.

use std::fmt;

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, SessionId};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A session.
    SessionRow in sessions {
        1 session_id;
        2 token_hash: text,
        3 account_id: text,
        4 reach: text,
        5 rest_s: int,
        6 begun_at: int,
        7 last_seen_at: int,
        8 ends_at: int,
    }
}

/// The hash of a session's token. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenHash(String);

impl TokenHash {
    /// A hash as text.
    pub const fn new(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// What may be done in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionReach {
    /// Everything that the account may.
    Everything,
    /// Nothing but choosing an own password: it was begun with the code of a slip.
    ChoosePassword,
}

impl SessionReach {
    const fn code(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::ChoosePassword => "choose-password",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Everything, Self::ChoosePassword].into_iter().find(|reach| reach.code() == code)
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub session_id: SessionId,
    /// By what it is found.
    pub token_hash: TokenHash,
    /// Whose.
    pub account_id: AccountId,
    /// What may be done in it.
    pub reach: SessionReach,
    /// After how many seconds of rest it is over.
    pub rest_s: i64,
    /// When it began.
    pub begun_at: Moment,
    /// When it was last used, to a minute.
    pub last_seen_at: Moment,
    /// When it is over whatever happens, or was ended.
    pub ends_at: Moment,
}

impl Session {
    /// Whether it holds at a moment.
    pub fn holds_at(&self, now: Moment) -> bool {
        let rested = now.as_micros().saturating_sub(self.last_seen_at.as_micros());
        now < self.ends_at && rested < self.rest_s.saturating_mul(1_000_000)
    }
}

impl Record for Session {
    type Row = SessionRow;

    fn to_row(&self, _keys: &Keys) -> SessionRow {
        SessionRow {
            session_id: self.session_id.to_string(),
            token_hash: self.token_hash.0.clone(),
            account_id: self.account_id.to_string(),
            reach: self.reach.code().to_owned(),
            rest_s: self.rest_s,
            begun_at: self.begun_at.as_micros(),
            last_seen_at: self.last_seen_at.as_micros(),
            ends_at: self.ends_at.as_micros(),
        }
    }

    fn from_row(row: SessionRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            session_id: at.id("session_id", &row.session_id)?,
            account_id: at.id("account_id", &row.account_id)?,
            reach: at.word("reach", &row.reach, SessionReach::from_code)?,
            token_hash: TokenHash(row.token_hash),
            rest_s: row.rest_s,
            begun_at: Moment::from_micros(row.begun_at),
            last_seen_at: Moment::from_micros(row.last_seen_at),
            ends_at: Moment::from_micros(row.ends_at),
        })
    }
}

/// Adds a session, and forgets those of anybody that were over when it began: the audit says who signed in when.
pub async fn add(tx: &mut Tx, session: &Session) -> Result<(), StoreError> {
    sql("DELETE FROM sessions WHERE ends_at <= $1").bind(session.begun_at.as_micros()).execute(tx).await?;
    record::add_many(tx, std::slice::from_ref(session)).await
}

/// The session of a token, whether or not it still holds.
pub async fn find_by_token(tx: &mut Tx, token_hash: &TokenHash) -> Result<Option<Session>, StoreError> {
    let rows = select::<SessionRow>("WHERE token_hash = $1").bind(token_hash.0.as_str()).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// An account's sessions, by id, whether or not they still hold.
pub async fn list_of(tx: &mut Tx, account_id: AccountId) -> Result<Vec<Session>, StoreError> {
    let text = "WHERE account_id = $1 ORDER BY session_id";
    let rows = select::<SessionRow>(text).bind(account_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Notes that a session was used; an earlier moment than the one noted changes nothing.
pub async fn amend_last_seen(tx: &mut Tx, session_id: SessionId, at: Moment) -> Result<(), StoreError> {
    sql("UPDATE sessions SET last_seen_at = $2 WHERE session_id = $1 AND last_seen_at < $2")
        .bind(session_id.to_string())
        .bind(at.as_micros())
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends a session that still runs.
pub async fn end(tx: &mut Tx, session_id: SessionId, at: Moment) -> Result<(), StoreError> {
    let met = sql("UPDATE sessions SET ends_at = $2 WHERE session_id = $1 AND $2 < ends_at")
        .bind(session_id.to_string())
        .bind(at.as_micros())
        .execute(tx)
        .await?;
    StoreError::expect_rows(SessionRow::NAME, 1, met)
}

/// Ends every session of an account that still runs; how many.
pub async fn end_of(tx: &mut Tx, account_id: AccountId, at: Moment) -> Result<u64, StoreError> {
    sql("UPDATE sessions SET ends_at = $2 WHERE account_id = $1 AND $2 < ends_at")
        .bind(account_id.to_string())
        .bind(at.as_micros())
        .execute(tx)
        .await
}
