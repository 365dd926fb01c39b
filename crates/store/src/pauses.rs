//! Pauses 暂停: that a measure rests for one person, with who said so and who confirmed. What was said is sealed with the person's key.

use guanai_casework::pause::{Pause, PauseState};
use guanai_casework::round::Hand;
use guanai_kernel::ids::{OrganizationId, PauseId, PersonId};
use guanai_kernel::{Date, Moment};

use crate::appointments::hand_of;
use crate::engine::record::{self, Record, ids_as_cells, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A pause.
    PauseRow in pauses {
        1 pause_id;
        2 person_id: text,
        3 measure: text,
        4 since_on: text,
        5 until_on: text,
        6 reason: sealed,
        7 state: text,
        8 entered_by: text,
        9 entered_at: int,
        10 decided_by: text_or_none,
        11 decided_at: int_or_none,
        12 ended_by: text_or_none,
        13 ended_at: int_or_none,
        14 resumes_on: text_or_none,
        15 words: sealed_or_none,
    }
}

impl Record for Pause {
    type Row = PauseRow;

    owned_by_person!(PauseRow);

    fn to_row(&self, keys: &Keys) -> PauseRow {
        let owner = Owner::Person(self.person_id);
        let ended = self.ended.as_ref();
        PauseRow {
            pause_id: self.pause_id.to_string(),
            person_id: self.person_id.to_string(),
            measure: self.measure.clone(),
            since_on: self.since_on.to_string(),
            until_on: self.until_on.to_string(),
            reason: keys.seal(owner, SealKind::Words, &self.reason),
            state: self.state.code().to_owned(),
            entered_by: self.entered.by.clone(),
            entered_at: self.entered.at.as_micros(),
            decided_by: self.decided.as_ref().map(|hand| hand.by.clone()),
            decided_at: self.decided.as_ref().map(|hand| hand.at.as_micros()),
            ended_by: ended.map(|(hand, _)| hand.by.clone()),
            ended_at: ended.map(|(hand, _)| hand.at.as_micros()),
            resumes_on: ended.map(|(_, day)| day.to_string()),
            words: keys.seal_some(owner, SealKind::Words, self.words.as_deref()),
        }
    }

    fn from_row(row: PauseRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let ended = hand_of(&at, "ended_by", row.ended_by.clone(), row.ended_at)?;
        let resumes_on = at.day_or_none("resumes_on", row.resumes_on.as_deref())?;
        if ended.is_some() != resumes_on.is_some() {
            return Err(at.inconsistent("resumes_on"));
        }
        Ok(Self {
            pause_id: at.id("pause_id", &row.pause_id)?,
            person_id,
            measure: row.measure.clone(),
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day("until_on", &row.until_on)?,
            reason: keys.open(owner, SealKind::Words, &row.reason)?,
            state: at.word("state", &row.state, PauseState::from_code)?,
            entered: Hand { by: row.entered_by.clone(), at: Moment::from_micros(row.entered_at) },
            decided: hand_of(&at, "decided_by", row.decided_by.clone(), row.decided_at)?,
            ended: ended.zip(resumes_on),
            words: keys.open_some(owner, SealKind::Words, row.words.as_ref())?,
        })
    }
}

/// Adds a pause; a second one of a person and measure that waits is a conflict (`pauses_person_id_measure_key`).
pub async fn add(tx: &mut Tx, pause: &Pause) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(pause)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Pause, after: &Pause, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The pause with this id.
pub async fn find(tx: &mut Tx, pause_id: PauseId) -> Result<Option<Pause>, StoreError> {
    record::find(tx, &pause_id.to_string()).await
}

/// The pauses of these people, the latest first.
pub async fn list_of(tx: &mut Tx, persons: &[PersonId]) -> Result<Vec<Pause>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
                ORDER BY person_id, entered_at DESC, pause_id DESC";
    let rows = select::<PauseRow>(text).json(ids_as_cells(PauseRow::NAME, persons)?).all(tx).await?;
    opened(tx, rows).await
}

/// Whatever rests, rested or is to rest for anybody: those that another confirmed.
pub async fn list_confirmed(tx: &mut Tx) -> Result<Vec<Pause>, StoreError> {
    let text = "WHERE state IN ('confirmed', 'ended') ORDER BY person_id, pause_id";
    let rows = select::<PauseRow>(text).all(tx).await?;
    opened(tx, rows).await
}

/// Those that wait to be confirmed or rest on a day or later, of whoever belongs to these organisations (none is all): what is looked at
/// again first stands in front.
pub async fn list_open(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    on: Date,
) -> Result<Vec<Pause>, StoreError> {
    let text = "WHERE state IN ('proposed', 'confirmed') AND until_on >= $3 \
         AND (CAST($1 AS TEXT) IS NULL OR person_id IN (SELECT m.person_id FROM memberships m \
         WHERE m.until_on IS NULL AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))) \
         ORDER BY until_on, pause_id";
    let rows = select::<PauseRow>(text).among(PauseRow::NAME, organizations)?.bind(on.to_string()).all(tx).await?;
    opened(tx, rows).await
}
