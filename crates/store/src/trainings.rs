//! Trainings 培训 with who was there.

use std::collections::BTreeMap;

use guanai_casework::round::Hand;
use guanai_casework::training::{Attended, Trainee, Training};
use guanai_kernel::ids::{OrganizationId, PersonId, TrainingId};
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::applications::count;
use crate::appointments::hand_of;
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A training.
    TrainingRow in trainings {
        1 training_id;
        2 organization_id: text,
        3 title: text,
        4 title_key: text,
        5 held_on: text,
        6 minutes: int,
        7 teacher: text_or_none,
        8 recorded_by: text,
        9 recorded_at: int,
        10 struck_by: text_or_none,
        11 struck_at: int_or_none,
        12 why: text_or_none,
    }
}

table! {
    /// Somebody who was there.
    TraineeRow in trainees {
        1 training_id, 2 person_id;
        3 recorded_at: int,
    }
}

impl Record for Training {
    type Row = TrainingRow;

    fn to_row(&self, _keys: &Keys) -> TrainingRow {
        TrainingRow {
            training_id: self.training_id.to_string(),
            organization_id: self.organization_id.to_string(),
            title: self.title.clone(),
            title_key: self.title_key(),
            held_on: self.held_on.to_string(),
            minutes: i64::from(self.minutes),
            teacher: self.teacher.clone(),
            recorded_by: self.recorded.by.clone(),
            recorded_at: self.recorded.at.as_micros(),
            struck_by: self.struck.as_ref().map(|hand| hand.by.clone()),
            struck_at: self.struck.as_ref().map(|hand| hand.at.as_micros()),
            why: self.why.clone(),
        }
    }

    fn from_row(row: TrainingRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            training_id: at.id("training_id", &row.training_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            held_on: at.day("held_on", &row.held_on)?,
            minutes: count(&at, "minutes", row.minutes)?,
            recorded: Hand { by: row.recorded_by, at: Moment::from_micros(row.recorded_at) },
            struck: hand_of(&at, "struck_by", row.struck_by, row.struck_at)?,
            title: row.title,
            teacher: row.teacher,
            why: row.why,
        })
    }
}

impl Record for Trainee {
    type Row = TraineeRow;

    fn to_row(&self, _keys: &Keys) -> TraineeRow {
        TraineeRow {
            training_id: self.training_id.to_string(),
            person_id: self.person_id.to_string(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: TraineeRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            training_id: at.id("training_id", &row.training_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds a training with who was there; a second one of a branch, day and title is a conflict (`trainings_organization_id_held_on_title_key_key`).
pub async fn add(tx: &mut Tx, training: &Training, trainees: &[Trainee]) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(training)).await?;
    record::add_many(tx, trainees).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Training, after: &Training, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The training with this id.
pub async fn find(tx: &mut Tx, training_id: TrainingId) -> Result<Option<Training>, StoreError> {
    record::find(tx, &training_id.to_string()).await
}

/// Whether a branch wrote down a training of this day and title that was not struck out.
pub async fn find_same(
    tx: &mut Tx,
    organization_id: OrganizationId,
    held_on: Date,
    title_key: &str,
) -> Result<Option<Training>, StoreError> {
    let text = "WHERE organization_id = $1 AND held_on = $2 AND title_key = $3 AND struck_by IS NULL";
    let select = select::<TrainingRow>(text).bind(organization_id.to_string()).bind(held_on.to_string());
    let rows = select.bind(title_key).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// Who was there, by id.
pub async fn list_trainees(tx: &mut Tx, training_id: TrainingId) -> Result<Vec<Trainee>, StoreError> {
    let rows = select::<TraineeRow>("WHERE training_id = $1 ORDER BY person_id").bind(training_id.to_string());
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// The trainings of these organisations (none is all), the latest first, each with how many were there.
pub async fn list(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<(Training, u64)>, StoreError> {
    let text = "WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         ORDER BY held_on DESC, training_id DESC LIMIT $3 OFFSET $4";
    let rows = select::<TrainingRow>(text).among(TrainingRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    let mut found = Vec::with_capacity(rows.len());
    for training in opened::<Training>(tx, rows).await? {
        let there = sql("SELECT COUNT(*) FROM trainees WHERE training_id = $1").bind(training.training_id.to_string());
        let (there,) = there.one::<(i64,)>(tx).await?;
        found.push((training, there.unsigned_abs()));
    }
    Ok(found)
}

/// How many there are.
pub async fn count_of(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM trainings \
         WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))";
    let (count,) = sql(text).among(TrainingRow::NAME, organizations)?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Who was at which training between two days, both with it; what was struck out is left out.
pub async fn list_attended(tx: &mut Tx, (since, until): (Date, Date)) -> Result<Vec<Attended>, StoreError> {
    let rows = sql("SELECT p.person_id, t.held_on, t.title_key, t.minutes FROM trainings t \
         JOIN trainees p ON p.training_id = t.training_id \
         WHERE t.held_on BETWEEN $1 AND $2 AND t.struck_by IS NULL ORDER BY p.person_id, t.held_on, t.title_key")
    .bind(since.to_string())
    .bind(until.to_string())
    .all::<(String, String, String, i64)>(tx)
    .await?;
    let wrong = |column, key: &str| StoreError::Inconsistent { table: TrainingRow::NAME, column, key: key.to_owned() };
    rows.into_iter()
        .map(|(person, held_on, title_key, minutes)| {
            Ok(Attended {
                person_id: person.parse::<PersonId>().map_err(|_| wrong("person_id", &person))?,
                held_on: held_on.parse().map_err(|_| wrong("held_on", &person))?,
                minutes: u32::try_from(minutes).map_err(|_| wrong("minutes", &person))?,
                title_key,
            })
        })
        .collect()
}

/// For which organisations a training was ever written down: of the others nothing is known.
pub async fn list_recording(tx: &mut Tx) -> Result<Vec<OrganizationId>, StoreError> {
    let rows = sql("SELECT DISTINCT organization_id FROM trainings WHERE struck_by IS NULL ORDER BY 1");
    let wrong = |key: &str| StoreError::Inconsistent {
        table: TrainingRow::NAME,
        column: "organization_id",
        key: key.to_owned(),
    };
    rows.all::<(String,)>(tx).await?.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

/// How many trainings each organisation held between two days, both with it.
pub async fn count_held(
    tx: &mut Tx,
    (since, until): (Date, Date),
) -> Result<BTreeMap<OrganizationId, u64>, StoreError> {
    let rows = sql("SELECT organization_id, COUNT(*) FROM trainings \
         WHERE held_on BETWEEN $1 AND $2 AND struck_by IS NULL GROUP BY organization_id")
    .bind(since.to_string())
    .bind(until.to_string())
    .all::<(String, i64)>(tx)
    .await?;
    record::counted(TrainingRow::NAME, "organization_id", rows)
}
