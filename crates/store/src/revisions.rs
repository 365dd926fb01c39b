//! Revisions of standards 标准修订: every one with its states, and for whom the last reckoning said that it changes something.

use guanai_casework::round::Hand;
use guanai_casework::{LocalRevision, RevisionPerson, RevisionState, StandardRevision};
use guanai_kernel::Moment;
use guanai_kernel::ids::RevisionId;

use crate::Stretch;
use crate::applications::{as_json, count};
use crate::engine::record::{self, Record, keys_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::rounds::hand;
use crate::seal::Keys;

table! {
    /// A revision.
    RevisionRow in standard_revisions {
        1 revision_id;
        2 revision_no: int,
        3 title: text,
        4 document: text,
        5 place: text,
        6 reason: text,
        7 revised_values: text,
        8 state: text,
        9 version: int,
        10 remark: text_or_none,
        11 effect: text_or_none,
        12 drafted_by: text,
        13 drafted_at: int,
        14 submitted_by: text_or_none,
        15 submitted_at: int_or_none,
        16 released_by: text_or_none,
        17 released_at: int_or_none,
        18 released_edition: int_or_none,
        19 undo_asked_by: text_or_none,
        20 undo_asked_at: int_or_none,
        21 ended_by: text_or_none,
        22 ended_at: int_or_none,
        23 ended_edition: int_or_none,
        24 organization_id: text_or_none,
        25 until_on: text_or_none,
    }
}

table! {
    /// For whom a revision changes something.
    RevisionPersonRow in standard_revision_people {
        1 entry_id;
        2 revision_id: text,
        3 person_id: text,
        4 organization_id: text_or_none,
        5 measure: text,
        6 kind: text,
        7 from_on: text,
        8 before_fen: int_or_none,
        9 after_fen: int_or_none,
        10 reckoned_at: int,
    }
}

impl Record for StandardRevision {
    type Row = RevisionRow;

    fn to_row(&self, _keys: &Keys) -> RevisionRow {
        let by = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.by.clone());
        let at = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.at.as_micros());
        RevisionRow {
            revision_id: self.revision_id.to_string(),
            revision_no: i64::from(self.no),
            title: self.title.clone(),
            document: self.document.clone(),
            place: self.place.clone(),
            reason: self.reason.clone(),
            revised_values: as_json(&self.values),
            state: self.state.code().to_owned(),
            version: i64::from(self.version),
            remark: self.remark.clone(),
            effect: self.effect.clone(),
            drafted_by: self.drafted.by.clone(),
            drafted_at: self.drafted.at.as_micros(),
            submitted_by: by(&self.submitted),
            submitted_at: at(&self.submitted),
            released_by: by(&self.released),
            released_at: at(&self.released),
            released_edition: self.released_edition.map(i64::from),
            undo_asked_by: by(&self.undo_asked),
            undo_asked_at: at(&self.undo_asked),
            ended_by: by(&self.ended),
            ended_at: at(&self.ended),
            ended_edition: self.ended_edition.map(i64::from),
            organization_id: self.local.map(|local| local.organization_id.to_string()),
            until_on: self.local.map(|local| local.until.to_string()),
        }
    }

    fn from_row(row: RevisionRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let organization_id = at.id_or_none("organization_id", row.organization_id.as_deref())?;
        let until = at.day_or_none("until_on", row.until_on.as_deref())?;
        let edition = |column, value: Option<i64>| value.map(|value| count(&at, column, value)).transpose();
        Ok(Self {
            revision_id: at.id("revision_id", &row.revision_id)?,
            no: count(&at, "revision_no", row.revision_no)?,
            values: at.json("revised_values", &row.revised_values)?,
            local: organization_id.zip(until).map(|(organization_id, until)| LocalRevision { organization_id, until }),
            state: at.word("state", &row.state, RevisionState::from_code)?,
            version: count(&at, "version", row.version)?,
            drafted: Hand { by: row.drafted_by, at: Moment::from_micros(row.drafted_at) },
            submitted: hand(&at, "submitted_at", row.submitted_by, row.submitted_at)?,
            released: hand(&at, "released_at", row.released_by, row.released_at)?,
            released_edition: edition("released_edition", row.released_edition)?,
            undo_asked: hand(&at, "undo_asked_at", row.undo_asked_by, row.undo_asked_at)?,
            ended: hand(&at, "ended_at", row.ended_by, row.ended_at)?,
            ended_edition: edition("ended_edition", row.ended_edition)?,
            title: row.title,
            document: row.document,
            place: row.place,
            reason: row.reason,
            remark: row.remark,
            effect: row.effect,
        })
    }
}

impl Record for RevisionPerson {
    type Row = RevisionPersonRow;

    fn to_row(&self, _keys: &Keys) -> RevisionPersonRow {
        RevisionPersonRow {
            entry_id: self.entry_id.to_string(),
            revision_id: self.revision_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.map(|id| id.to_string()),
            measure: self.measure.clone(),
            kind: self.kind.clone(),
            from_on: self.from_on.to_string(),
            before_fen: self.before_fen,
            after_fen: self.after_fen,
            reckoned_at: self.reckoned_at.as_micros(),
        }
    }

    fn from_row(row: RevisionPersonRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            entry_id: at.id("entry_id", &row.entry_id)?,
            revision_id: at.id("revision_id", &row.revision_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            from_on: at.day("from_on", &row.from_on)?,
            measure: row.measure,
            kind: row.kind,
            before_fen: row.before_fen,
            after_fen: row.after_fen,
            reckoned_at: Moment::from_micros(row.reckoned_at),
        })
    }
}

/// Adds a revision; a second one of a number is a conflict (`standard_revisions_revision_no_key`).
pub async fn add(tx: &mut Tx, revision: &StandardRevision) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(revision)).await
}

/// Replaces the state `before`, which is kept; refused where it no longer stands.
pub async fn amend(
    tx: &mut Tx,
    before: &StandardRevision,
    after: &StandardRevision,
    at: Moment,
) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The revision with this id.
pub async fn find(tx: &mut Tx, revision_id: RevisionId) -> Result<Option<StandardRevision>, StoreError> {
    record::find(tx, &revision_id.to_string()).await
}

/// Every revision, the latest number first.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<StandardRevision>, StoreError> {
    let rows = select::<RevisionRow>("ORDER BY revision_no DESC").all(tx).await?;
    opened(tx, rows).await
}

/// The revisions in these states, the latest number first.
pub async fn list_in(tx: &mut Tx, states: &[RevisionState]) -> Result<Vec<StandardRevision>, StoreError> {
    let text = "WHERE state IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY revision_no DESC";
    let states = keys_as_cells(RevisionRow::NAME, states.iter().map(|state| state.code()))?;
    let rows = select::<RevisionRow>(text).json(states).all(tx).await?;
    opened(tx, rows).await
}

/// How many releases and undoings there were: which state of the standards is in force.
pub async fn count_editions(tx: &mut Tx) -> Result<u32, StoreError> {
    let text = "SELECT COUNT(r.released_edition) + COUNT(r.ended_edition) + \
         (SELECT COUNT(*) FROM year_calendars c WHERE c.state = 'released') FROM standard_revisions r";
    let (editions,) = sql(text).one::<(i64,)>(tx).await?;
    u32::try_from(editions).map_err(|_| StoreError::Unstorable { table: "standard_revisions" })
}

/// Puts what was reckoned in place of what was reckoned before.
pub async fn put_people(tx: &mut Tx, revision_id: RevisionId, people: &[RevisionPerson]) -> Result<(), StoreError> {
    let text = "DELETE FROM standard_revision_people WHERE revision_id = $1";
    sql(text).bind(revision_id.to_string()).execute(tx).await?;
    record::add_many(tx, people).await
}

/// For whom a revision changes something, in the order of their ids.
pub async fn list_people(
    tx: &mut Tx,
    revision_id: RevisionId,
    stretch: Stretch,
) -> Result<Vec<RevisionPerson>, StoreError> {
    let text = "WHERE revision_id = $1 ORDER BY person_id, measure LIMIT $2 OFFSET $3";
    let rows = select::<RevisionPersonRow>(text).bind(revision_id.to_string()).stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many lines [`list_people`] has.
pub async fn count_people(tx: &mut Tx, revision_id: RevisionId) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM standard_revision_people WHERE revision_id = $1";
    let (count,) = sql(text).bind(revision_id.to_string()).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}
