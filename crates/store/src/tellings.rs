//! Who was told of a clock, and when they first saw it. Only ever added to; it is no part of the canonical export.

use guanai_casework::guarantee::{KeptTelling, Stage};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Guarantee, Moment, Post};

use crate::Stretch;
use crate::engine::record::{self, Record, cells_of, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// That an account was told.
    TellingRow in tellings {
        1 person_id, 2 guarantee, 3 clock_id, 4 stage, 5 account_id;
        6 post: text,
        7 told_at: int,
        8 seen_at: int_or_none,
    }
}

impl Record for KeptTelling {
    type Row = TellingRow;

    fn to_row(&self, _keys: &Keys) -> TellingRow {
        TellingRow {
            person_id: self.person_id.to_string(),
            guarantee: self.guarantee.code().to_owned(),
            clock_id: self.clock_id.to_string(),
            stage: self.stage.code().to_owned(),
            account_id: self.account.clone(),
            post: self.post.code().to_owned(),
            told_at: self.told_at.as_micros(),
            seen_at: self.seen_at.map(Moment::as_micros),
        }
    }

    fn from_row(row: TellingRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            person_id: at.id("person_id", &row.person_id)?,
            guarantee: at.word("guarantee", &row.guarantee, Guarantee::from_code)?,
            clock_id: at.id("clock_id", &row.clock_id)?,
            stage: at.word("stage", &row.stage, Stage::from_code)?,
            account: row.account_id,
            post: at.word("post", &row.post, Post::from_code)?,
            told_at: Moment::from_micros(row.told_at),
            seen_at: row.seen_at.map(Moment::from_micros),
        })
    }
}

/// Appends tellings; one that stands already stays as it is. How many are new.
pub async fn append_many(tx: &mut Tx, tellings: &[KeptTelling]) -> Result<u64, StoreError> {
    let mut new = 0;
    for chunk in tellings.chunks(PAGE_ROWS) {
        let rows = record::sealed(tx, chunk).await?;
        new += sql("INSERT INTO tellings (person_id, guarantee, clock_id, stage, account_id, post, told_at, seen_at) \
             SELECT j.value->>1, j.value->>2, j.value->>3, j.value->>4, j.value->>5, j.value->>6, \
             CAST(j.value->>7 AS BIGINT), CAST(j.value->>8 AS BIGINT) FROM json_each($1) AS j \
             WHERE true ON CONFLICT (person_id, guarantee, clock_id, stage, account_id) DO NOTHING")
        .json(cells_of(&rows)?)
        .execute(tx)
        .await?;
    }
    Ok(new)
}

/// Who was told of the clocks of these persons, by person, guarantee, clock, stage and account.
pub async fn list_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<KeptTelling>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY person_id, guarantee, clock_id, stage, account_id";
    let rows = select::<TellingRow>(text).json(ids_as_cells(TellingRow::NAME, person_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// Of the tellings to account $1 about clocks that run, the last of each clock.
macro_rules! last_open {
    ($($order:literal)?) => {
        concat!(
            "JOIN clocks c ON c.person_id = tellings.person_id AND c.guarantee = tellings.guarantee \
             AND c.clock_id = tellings.clock_id AND c.end_kind IS NULL WHERE tellings.account_id = $1 AND NOT EXISTS ( \
             SELECT 1 FROM tellings l WHERE l.person_id = tellings.person_id AND l.guarantee = tellings.guarantee \
             AND l.clock_id = tellings.clock_id AND l.account_id = tellings.account_id \
             AND (l.stage = 'late' AND tellings.stage <> 'late' OR l.stage = 'at-risk' AND tellings.stage = 'started'))",
            $($order)?
        )
    };
}

/// What an account was told of clocks that still run, the last of each: late ones first, then whatever is due first.
pub async fn list_last_open_of(tx: &mut Tx, account: &str, stretch: Stretch) -> Result<Vec<KeptTelling>, StoreError> {
    let text = last_open!(
        " ORDER BY CASE tellings.stage WHEN 'late' THEN 0 WHEN 'at-risk' THEN 1 ELSE 2 END, c.due_on, \
         tellings.person_id, tellings.guarantee, tellings.clock_id LIMIT $2 OFFSET $3"
    );
    let rows = select::<TellingRow>(text).bind(account).stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How much an account was told of clocks that still run, by the last that was told of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenTellings {
    /// That it is late.
    pub late: u64,
    /// That it is at risk.
    pub at_risk: u64,
    /// That it began.
    pub started: u64,
    /// Of all of these, those of which no note was taken.
    pub new: u64,
}

impl OpenTellings {
    /// All of them.
    pub const fn all(&self) -> u64 {
        self.late + self.at_risk + self.started
    }
}

/// Counts what an account was told of clocks that still run.
pub async fn count_open_of(tx: &mut Tx, account: &str) -> Result<OpenTellings, StoreError> {
    let rows = sql(concat!(
        "SELECT tellings.stage, COUNT(*), CAST(SUM(CASE WHEN tellings.seen_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) \
         FROM tellings ",
        last_open!(" GROUP BY tellings.stage")
    ))
    .bind(account)
    .all::<(String, i64, i64)>(tx)
    .await?;
    let mut counts = OpenTellings::default();
    for (stage, count, new) in rows {
        let count = count.unsigned_abs();
        match Stage::from_code(&stage) {
            Some(Stage::Late) => counts.late = count,
            Some(Stage::AtRisk) => counts.at_risk = count,
            Some(Stage::Started) => counts.started = count,
            None => return Err(StoreError::Inconsistent { table: TellingRow::NAME, column: "stage", key: stage }),
        }
        counts.new += new.unsigned_abs();
    }
    Ok(counts)
}

/// Notes that an account has seen what it was told up to a moment; how much of it was new to it.
pub async fn amend_seen(tx: &mut Tx, account: &str, told_by: Moment, at: Moment) -> Result<u64, StoreError> {
    sql("UPDATE tellings SET seen_at = $2 WHERE account_id = $1 AND seen_at IS NULL AND told_at <= $3")
        .bind(account)
        .bind(at.as_micros())
        .bind(told_by.as_micros())
        .execute(tx)
        .await
}
