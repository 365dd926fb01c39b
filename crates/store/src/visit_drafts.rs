//! Forms for a visit that somebody has begun and not sent: what was typed, sealed, for whoever typed it and nobody else. They
//! are no part of the canonical export, are forgotten when the visit is recorded, and end by themselves.

use guanai_kernel::Moment;
use guanai_kernel::ids::{OperationId, PersonId};

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A draft.
    DraftRow in visit_drafts {
        1 account, 2 person_id;
        3 operation_id: text,
        4 typed: sealed,
        5 kept_at: int,
        6 ends_at: int,
    }
}

/// A form that was begun.
#[derive(Clone, PartialEq, Eq)]
pub struct VisitDraft {
    /// Whose: the account's id.
    pub account: String,
    /// Whose visit it would record.
    pub person_id: PersonId,
    /// The id of the form: once that was sent, there is no draft of it any more.
    pub operation_id: OperationId,
    /// What was typed, as the form sends it.
    pub typed: String,
    /// When it was kept last.
    pub kept_at: Moment,
    /// When it is forgotten.
    pub ends_at: Moment,
}

guanai_kernel::debug_by_id!(VisitDraft.person_id);

impl Record for VisitDraft {
    type Row = DraftRow;

    owned_by_person!(DraftRow);

    fn to_row(&self, keys: &Keys) -> DraftRow {
        DraftRow {
            account: self.account.clone(),
            person_id: self.person_id.to_string(),
            operation_id: self.operation_id.to_string(),
            typed: keys.seal(Owner::Person(self.person_id), SealKind::Note, &self.typed),
            kept_at: self.kept_at.as_micros(),
            ends_at: self.ends_at.as_micros(),
        }
    }

    fn from_row(row: DraftRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            person_id,
            operation_id: at.id("operation_id", &row.operation_id)?,
            typed: keys.open(Owner::Person(person_id), SealKind::Note, &row.typed)?,
            kept_at: Moment::from_micros(row.kept_at),
            ends_at: Moment::from_micros(row.ends_at),
            account: row.account,
        })
    }
}

/// Adds a draft in the place of an earlier one of the same account and person, and forgets those of anybody that were over
/// when it was kept.
pub async fn add(tx: &mut Tx, draft: &VisitDraft) -> Result<(), StoreError> {
    sql("DELETE FROM visit_drafts WHERE ends_at <= $1").bind(draft.kept_at.as_micros()).execute(tx).await?;
    end(tx, &draft.account, draft.person_id).await?;
    record::add_many(tx, std::slice::from_ref(draft)).await
}

/// The draft of an account about a person that still holds.
pub async fn find(
    tx: &mut Tx,
    account: &str,
    person_id: PersonId,
    now: Moment,
) -> Result<Option<VisitDraft>, StoreError> {
    let text = "WHERE account = $1 AND person_id = $2 AND ends_at > $3";
    let query = select::<DraftRow>(text).bind(account).bind(person_id.to_string()).bind(now.as_micros());
    let rows = query.all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// An account's drafts that still hold, the latest first.
pub async fn list_of(tx: &mut Tx, account: &str, now: Moment) -> Result<Vec<VisitDraft>, StoreError> {
    let text = "WHERE account = $1 AND ends_at > $2 ORDER BY kept_at DESC, person_id";
    let rows = select::<DraftRow>(text).bind(account).bind(now.as_micros()).all(tx).await?;
    opened(tx, rows).await
}

/// Forgets a draft: its visit was recorded, or its author threw it away.
pub async fn end(tx: &mut Tx, account: &str, person_id: PersonId) -> Result<(), StoreError> {
    let text = "DELETE FROM visit_drafts WHERE account = $1 AND person_id = $2";
    sql(text).bind(account).bind(person_id.to_string()).execute(tx).await?;
    Ok(())
}

/// How many there are, those that are over and not yet forgotten too.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM visit_drafts").await
}
