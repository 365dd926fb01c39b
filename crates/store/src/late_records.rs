//! Visits that a former holder of a post wrote down, and what the successor said to them.

use guanai_casework::handover::{LateRecord, LateState};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::{HandoverId, OrganizationId, PersonId, VisitId};

use crate::appointments::hand_of;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A late record.
    LateRow in late_records {
        1 visit_id;
        2 handover_id: text,
        3 person_id: text,
        4 organization_id: text,
        5 state: text,
        6 recorded_by: text,
        7 recorded_at: int,
        8 decided_by: text_or_none,
        9 decided_at: int_or_none,
        10 reason: sealed_or_none,
    }
}

impl Record for LateRecord {
    type Row = LateRow;

    owned_by_person!(LateRow);

    fn to_row(&self, keys: &Keys) -> LateRow {
        LateRow {
            visit_id: self.visit_id.to_string(),
            handover_id: self.handover_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            state: self.state.code().to_owned(),
            recorded_by: self.recorded.by.clone(),
            recorded_at: self.recorded.at.as_micros(),
            decided_by: self.decided.as_ref().map(|hand| hand.by.clone()),
            decided_at: self.decided.as_ref().map(|hand| hand.at.as_micros()),
            reason: keys.seal_some(Owner::Person(self.person_id), SealKind::Note, self.reason.as_deref()),
        }
    }

    fn from_row(row: LateRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id: PersonId = at.id("person_id", &row.person_id)?;
        Ok(Self {
            visit_id: at.id("visit_id", &row.visit_id)?,
            handover_id: at.id("handover_id", &row.handover_id)?,
            person_id,
            organization_id: at.id("organization_id", &row.organization_id)?,
            state: at.word("state", &row.state, LateState::from_code)?,
            recorded: Hand { by: row.recorded_by, at: Moment::from_micros(row.recorded_at) },
            decided: hand_of(&at, "decided_by", row.decided_by, row.decided_at)?,
            reason: keys.open_some(Owner::Person(person_id), SealKind::Note, row.reason.as_ref())?,
        })
    }
}

/// Adds a late record.
pub async fn add(tx: &mut Tx, record: &LateRecord) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(record)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &LateRecord, after: &LateRecord, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The late record of a visit, if it is one.
pub async fn find(tx: &mut Tx, visit_id: VisitId) -> Result<Option<LateRecord>, StoreError> {
    record::find(tx, &visit_id.to_string()).await
}

/// Those of a hand-over, the latest first.
pub async fn list_of(tx: &mut Tx, handover_id: HandoverId) -> Result<Vec<LateRecord>, StoreError> {
    let text = "WHERE handover_id = $1 ORDER BY recorded_at DESC, visit_id";
    let rows = select::<LateRow>(text).bind(handover_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Those of organisations (none is every one) that wait, the oldest first.
pub async fn list_waiting(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<LateRecord>, StoreError> {
    let text = "WHERE state = 'waiting' AND (CAST($1 AS TEXT) IS NULL OR organization_id IN \
         (SELECT j.value->>1 FROM json_each($2) AS j)) ORDER BY recorded_at, visit_id";
    let rows = select::<LateRow>(text).among(LateRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}
