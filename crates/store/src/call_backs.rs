//! Call-backs 回访 of visits. What the person said is sealed.

use guanai_casework::{CallBackAnswer, CallBackCause, CallBackOutcome, VisitCallBack};
use guanai_kernel::Moment;
use guanai_kernel::ids::{CallBackId, OrganizationId, VisitId};

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A call-back.
    CallBackRow in call_backs {
        1 call_back_id;
        2 visit_id: text,
        3 person_id: text,
        4 cause: text,
        5 raised_at: int,
        6 outcome: text_or_none,
        7 words: sealed_or_none,
        8 answered_by: text_or_none,
        9 answered_at: int_or_none,
    }
}

impl Record for VisitCallBack {
    type Row = CallBackRow;

    owned_by_person!(CallBackRow);

    fn to_row(&self, keys: &Keys) -> CallBackRow {
        let answer = self.answer.as_ref();
        let words = answer.and_then(|answer| answer.words.as_deref());
        CallBackRow {
            call_back_id: self.call_back_id.to_string(),
            visit_id: self.visit_id.to_string(),
            person_id: self.person_id.to_string(),
            cause: self.cause.code().to_owned(),
            raised_at: self.raised_at.as_micros(),
            outcome: answer.map(|answer| answer.outcome.code().to_owned()),
            words: keys.seal_some(Owner::Person(self.person_id), SealKind::Words, words),
            answered_by: answer.map(|answer| answer.answered_by.clone()),
            answered_at: answer.map(|answer| answer.answered_at.as_micros()),
        }
    }

    fn from_row(row: CallBackRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let words = keys.open_some(Owner::Person(person_id), SealKind::Words, row.words.as_ref())?;
        let outcome = at.word_or_none("outcome", row.outcome.as_deref(), CallBackOutcome::from_code)?;
        let answer = match (outcome, row.answered_by, row.answered_at) {
            (None, None, None) => None,
            (Some(outcome), Some(answered_by), Some(micros)) => {
                Some(CallBackAnswer { outcome, words, answered_by, answered_at: Moment::from_micros(micros) })
            }
            _ => return Err(at.inconsistent("outcome")),
        };
        Ok(Self {
            call_back_id: at.id("call_back_id", &row.call_back_id)?,
            visit_id: at.id("visit_id", &row.visit_id)?,
            person_id,
            cause: at.word("cause", &row.cause, CallBackCause::from_code)?,
            raised_at: Moment::from_micros(row.raised_at),
            answer,
        })
    }
}

/// Adds a call-back; a visit's second one is a conflict (`call_backs_visit_id_key`).
pub async fn add(tx: &mut Tx, call_back: &VisitCallBack) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(call_back)).await
}

/// Replaces the state `before`, which is kept.
pub async fn amend(tx: &mut Tx, before: &VisitCallBack, after: &VisitCallBack, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The call-back with this id.
pub async fn find(tx: &mut Tx, call_back_id: CallBackId) -> Result<Option<VisitCallBack>, StoreError> {
    record::find(tx, &call_back_id.to_string()).await
}

/// The call-back of a visit.
pub async fn find_of_visit(tx: &mut Tx, visit_id: VisitId) -> Result<Option<VisitCallBack>, StoreError> {
    let rows = select::<CallBackRow>("WHERE visit_id = $1").bind(visit_id.to_string()).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The open call-backs of those who belong to these organisations today (none is everybody), the oldest first.
pub async fn list_open(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<VisitCallBack>, StoreError> {
    let text = "WHERE outcome IS NULL AND (CAST($1 AS TEXT) IS NULL OR person_id IN (SELECT m.person_id FROM memberships m \
         WHERE m.until_on IS NULL AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))) \
         ORDER BY raised_at, call_back_id";
    let rows = select::<CallBackRow>(text).among(CallBackRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}
