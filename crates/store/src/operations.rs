//! Acts that were done, by account and by the id that their form carried, so that a repeat has one effect and the same
//! reply, over a restart too. They are no part of the canonical export.

use guanai_kernel::Moment;
use guanai_kernel::ids::OperationId;

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, LookupKey, SealKind};

table! {
    /// An act that was done.
    OperationRow in operations {
        1 account, 2 operation_id;
        3 print: lookup,
        4 reply: text,
        5 done_at: int,
    }
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Whose: the account's id, or `console`.
    pub account: String,
    /// The id that its form carried.
    pub operation_id: OperationId,
    /// What was sent, for comparison alone: [`print_of`].
    pub print: LookupKey,
    /// What was answered: an id, or a code, never a value of a person.
    pub reply: String,
    /// When it was done.
    pub done_at: Moment,
}

impl Record for Operation {
    type Row = OperationRow;

    fn to_row(&self, _keys: &Keys) -> OperationRow {
        OperationRow {
            account: self.account.clone(),
            operation_id: self.operation_id.to_string(),
            print: self.print.clone(),
            reply: self.reply.clone(),
            done_at: self.done_at.as_micros(),
        }
    }

    fn from_row(row: OperationRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            operation_id: at.id("operation_id", &row.operation_id)?,
            account: row.account,
            print: row.print,
            reply: row.reply,
            done_at: Moment::from_micros(row.done_at),
        })
    }
}

/// What is kept of a digest: by it two arrivals are compared, and nothing else is learned from it.
pub fn print_of(tx: &Tx, digest: &str) -> LookupKey {
    tx.seal().lookup(SealKind::Print, digest)
}

/// The act that was done under this account and id.
pub async fn find(tx: &mut Tx, account: &str, operation_id: OperationId) -> Result<Option<Operation>, StoreError> {
    let text = "WHERE account = $1 AND operation_id = $2";
    let rows = select::<OperationRow>(text).bind(account).bind(operation_id.to_string()).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// Adds an act, in the transaction of its effect. Where another arrival of it was faster, the whole work runs again and
/// finds that one's reply.
pub async fn add(tx: &mut Tx, operation: &Operation) -> Result<(), StoreError> {
    match record::add_many(tx, std::slice::from_ref(operation)).await {
        Err(StoreError::Conflict { .. }) => Err(tx.noted(StoreError::Retry)),
        outcome => outcome,
    }
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM operations").await
}
