//! What somebody has to do because of a life event, and that it was done.

use guanai_kernel::Moment;
use guanai_kernel::ids::{LifeEventId, OrganizationId};
use guanai_registry::life_event::{Deed, LifeEventTask, OutcomeKind, TaskDone};

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Stretch, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A task.
    LifeTaskRow in life_event_tasks {
        1 life_event_id, 2 task_no;
        3 person_id: text,
        4 organization_id: text_or_none,
        5 kind: text,
        6 done_on: text_or_none,
        7 words: sealed_or_none,
        8 done_by: text_or_none,
        9 done_by_person_id: text_or_none,
        10 done_at: int_or_none,
    }
}

impl Record for LifeEventTask {
    type Row = LifeTaskRow;

    owned_by_person!(LifeTaskRow);

    fn to_row(&self, keys: &Keys) -> LifeTaskRow {
        let (owner, done) = (Owner::Person(self.person_id), self.done.as_ref());
        LifeTaskRow {
            life_event_id: self.life_event_id.to_string(),
            task_no: format!("{:04}", self.task_no),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.map(|id| id.to_string()),
            kind: self.kind.code().to_owned(),
            done_on: done.map(|done| done.on.to_string()),
            words: keys.seal_some(owner, SealKind::Note, done.map(|done| done.words.as_str())),
            done_by: done.map(|done| done.by.by.clone()),
            done_by_person_id: done.and_then(|done| done.by.person_id).map(|id| id.to_string()),
            done_at: done.map(|done| done.by.at.as_micros()),
        }
    }

    fn from_row(row: LifeTaskRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let words = keys.open_some(Owner::Person(person_id), SealKind::Note, row.words.as_ref())?;
        let on = at.day_or_none("done_on", row.done_on.as_deref())?;
        let done = match (on, words, row.done_by.clone(), row.done_at) {
            (Some(on), Some(words), Some(by), Some(when)) => {
                let person_id = at.id_or_none("done_by_person_id", row.done_by_person_id.as_deref())?;
                Some(TaskDone { on, words, by: Deed { by, person_id, at: Moment::from_micros(when) } })
            }
            (None, None, None, None) => None,
            _ => return Err(at.inconsistent("done_on")),
        };
        Ok(Self {
            life_event_id: at.id("life_event_id", &row.life_event_id)?,
            task_no: row.task_no.parse().map_err(|_| at.inconsistent("task_no"))?,
            person_id,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            kind: at.word("kind", &row.kind, OutcomeKind::from_code)?,
            done,
        })
    }
}

/// Adds tasks of an event that is there.
pub async fn add_many(tx: &mut Tx, tasks: &[LifeEventTask]) -> Result<(), StoreError> {
    record::add_many(tx, tasks).await
}

/// Replaces the state `before`, which is kept.
pub async fn amend(tx: &mut Tx, before: &LifeEventTask, after: &LifeEventTask, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The tasks of an event, in the order of what came of it.
pub async fn list_of(tx: &mut Tx, life_event_id: LifeEventId) -> Result<Vec<LifeEventTask>, StoreError> {
    let text = "WHERE life_event_id = $1 ORDER BY task_no";
    let rows = select::<LifeTaskRow>(text).bind(life_event_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

macro_rules! waiting {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE life_event_tasks.done_on IS NULL \
             AND (CAST($1 AS TEXT) IS NULL OR life_event_tasks.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND EXISTS (SELECT 1 FROM life_events e \
                 WHERE e.life_event_id = life_event_tasks.life_event_id AND e.state = 'stands')",
            $end
        )
    };
}

/// A page of what waits to be done by the offices of these organisations (none is everybody's), the longest waiting first. Of an
/// event that was undone nothing waits.
pub async fn page_waiting(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<LifeEventTask>, StoreError> {
    let text = waiting!("", " ORDER BY life_event_tasks.life_event_id, life_event_tasks.task_no LIMIT $3 OFFSET $4");
    let rows = select::<LifeTaskRow>(text).among(LifeTaskRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many of those there are.
pub async fn count_waiting(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let (count,) = sql(waiting!("SELECT COUNT(*) FROM life_event_tasks ", ""))
        .among(LifeTaskRow::NAME, organizations)?
        .one::<(i64,)>(tx)
        .await?;
    Ok(count.unsigned_abs())
}
