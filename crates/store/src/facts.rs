//! Facts 台账信息. Only ever added to; `fact_current` says which record of each person and name stands, and can be rebuilt.

use std::collections::BTreeSet;

use guanai_kernel::ids::{FactId, PersonId};
use guanai_kernel::{Date, Moment, Money};
use guanai_registry::{Fact, FactValue};

use crate::engine::record::{self, Record, cells_of, ids_as_cells, keys_as_cells, opened, sealed};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A fact.
    FactRow in facts {
        1 fact_id;
        2 person_id: text,
        3 name: text,
        4 value_kind: text,
        5 value: text_or_none,
        6 sealed_value: sealed_or_none,
        7 valid_from: text,
        8 valid_to: text_or_none,
        9 verified: flag,
        10 source_kind: text,
        11 import_id: text_or_none,
        12 source_place: text,
        13 source_stated_on: text,
        14 recorded_at: int,
    }
}

table! {
    /// That a fact was struck out.
    StruckFactRow in struck_facts {
        1 fact_id;
        2 struck_at: int,
    }
}

/// A fact to be recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFact {
    /// The fact.
    pub fact: Fact,
    /// Whether the pack calls it sensitive: its value is sealed.
    pub sensitive: bool,
}

impl std::fmt::Debug for NewFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewFact({} {})", self.fact.fact_id, self.fact.name)
    }
}

/// The value as kind and text; a withdrawn one has no text.
fn written(value: &FactValue) -> (&'static str, Option<String>) {
    match value {
        FactValue::Bool(value) => ("bool", Some(value.to_string())),
        FactValue::Int(value) => ("int", Some(value.to_string())),
        FactValue::Text(value) => ("text", Some(value.clone())),
        FactValue::Date(value) => ("date", Some(value.to_string())),
        FactValue::Money(value) => ("money", Some(value.fen().to_string())),
        FactValue::List(value) => ("list", Some(serde_json::Value::from(value.clone()).to_string())),
        FactValue::Withdrawn => ("withdrawn", None),
    }
}

fn read(kind: &str, text: Option<String>) -> Option<FactValue> {
    match (kind, text) {
        ("bool", Some(text)) => text.parse().ok().map(FactValue::Bool),
        ("int", Some(text)) => text.parse().ok().map(FactValue::Int),
        ("text", Some(text)) => Some(FactValue::Text(text)),
        ("date", Some(text)) => text.parse().ok().map(FactValue::Date),
        ("money", Some(text)) => text.parse().ok().map(|fen| FactValue::Money(Money::from_fen(fen))),
        ("list", Some(text)) => serde_json::from_str(&text).ok().map(FactValue::List),
        ("withdrawn", None) => Some(FactValue::Withdrawn),
        _ => None,
    }
}

impl Record for NewFact {
    type Row = FactRow;

    fn owner(&self) -> Option<Owner> {
        self.sensitive.then_some(Owner::Person(self.fact.person_id))
    }

    fn owner_of(row: &FactRow) -> Result<Option<Owner>, StoreError> {
        let owner = row.sealed_value.as_ref().map(|_| cell::of(row).id("person_id", &row.person_id).map(Owner::Person));
        owner.transpose()
    }

    fn to_row(&self, keys: &Keys) -> FactRow {
        let fact = &self.fact;
        let (kind, text) = written(&fact.value);
        let (value, sealed_value) = if self.sensitive {
            (None, keys.seal_some(Owner::Person(fact.person_id), SealKind::Sensitive, text.as_deref()))
        } else {
            (text, None)
        };
        FactRow {
            fact_id: fact.fact_id.to_string(),
            person_id: fact.person_id.to_string(),
            name: fact.name.clone(),
            value_kind: kind.to_owned(),
            value,
            sealed_value,
            valid_from: fact.valid_from.to_string(),
            valid_to: fact.valid_to.map(|day| day.to_string()),
            verified: fact.verified,
            source_kind: fact.source.kind.code().to_owned(),
            import_id: fact.source.import_id.map(|id| id.to_string()),
            source_place: fact.source.place.clone(),
            source_stated_on: fact.source.stated_on.to_string(),
            recorded_at: fact.recorded_at.as_micros(),
        }
    }

    fn from_row(row: FactRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let sensitive = row.sealed_value.is_some();
        let opened = keys.open_some(Owner::Person(person_id), SealKind::Sensitive, row.sealed_value.as_ref())?;
        let fact = Fact {
            fact_id: at.id("fact_id", &row.fact_id)?,
            person_id,
            name: row.name,
            value: read(&row.value_kind, opened.or(row.value)).ok_or_else(|| at.inconsistent("value"))?,
            valid_from: at.day("valid_from", &row.valid_from)?,
            valid_to: at.day_or_none("valid_to", row.valid_to.as_deref())?,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
            verified: row.verified,
            recorded_at: Moment::from_micros(row.recorded_at),
        };
        Ok(Self { fact, sensitive })
    }
}

/// That a fact was struck out: from then on it is as if it had never been stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StruckFact {
    fact_id: FactId,
    at: Moment,
}

impl Record for StruckFact {
    type Row = StruckFactRow;

    fn to_row(&self, _keys: &Keys) -> StruckFactRow {
        StruckFactRow { fact_id: self.fact_id.to_string(), struck_at: self.at.as_micros() }
    }

    fn from_row(row: StruckFactRow, _keys: &Keys) -> Result<Self, StoreError> {
        let fact_id = cell::of(&row).id("fact_id", &row.fact_id)?;
        Ok(Self { fact_id, at: Moment::from_micros(row.struck_at) })
    }
}

/// That a fact is not struck out. The few that are, are read once.
macro_rules! unstruck {
    () => {
        "f.fact_id NOT IN (SELECT x.fact_id FROM struck_facts x)"
    };
}

/// The records that stand, by the rank of `guanai_registry::fact::rank`: valid from the latest day, then recorded last.
macro_rules! standing {
    ($($which:tt)+) => {
        concat!(
            "SELECT r.person_id, r.name, r.fact_id FROM (SELECT f.person_id, f.name, f.fact_id, ROW_NUMBER() OVER ",
            "(PARTITION BY f.person_id, f.name ORDER BY f.valid_from DESC, f.recorded_at DESC, f.fact_id DESC) AS place ",
            "FROM facts f WHERE ",
            $($which)+,
            ") AS r WHERE r.place = 1"
        )
    };
}

/// The same of those persons alone whose ids $1 holds.
macro_rules! standing_of_some {
    () => {
        standing!(concat!("f.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND ", unstruck!()))
    };
}

/// Records facts, and says which of each person's now stand.
pub async fn append_many(tx: &mut Tx, facts: &[NewFact]) -> Result<(), StoreError> {
    for chunk in facts.chunks(PAGE_ROWS) {
        let rows = sealed(tx, chunk).await?;
        let met = sql(FactRow::INSERT).json(cells_of(&rows)?).execute(tx).await?;
        StoreError::expect_rows(FactRow::NAME, rows.len(), met)?;
        let persons: BTreeSet<&str> = rows.iter().map(|row| row.person_id.as_str()).collect();
        say_what_stands(tx, persons).await?;
    }
    Ok(())
}

/// Says anew which of these persons' facts stand.
async fn say_what_stands(tx: &mut Tx, persons: BTreeSet<&str>) -> Result<(), StoreError> {
    sql(concat!(
        "INSERT INTO fact_current (person_id, name, fact_id) ",
        standing_of_some!(),
        " ON CONFLICT (person_id, name) DO UPDATE SET fact_id = excluded.fact_id ",
        "WHERE fact_current.fact_id <> excluded.fact_id"
    ))
    .json(keys_as_cells(FactRow::NAME, persons.into_iter())?)
    .execute(tx)
    .await?;
    Ok(())
}

/// Strikes out facts that are recorded, and not struck out yet: what is asked as known before still finds them, and nothing that is
/// asked as known from then on.
pub async fn strike_many(tx: &mut Tx, facts: &[NewFact], at: Moment) -> Result<(), StoreError> {
    for chunk in facts.chunks(PAGE_ROWS) {
        let struck: Vec<StruckFact> = chunk.iter().map(|kept| StruckFact { fact_id: kept.fact.fact_id, at }).collect();
        record::add_many(tx, &struck).await?;
        let ids: Vec<FactId> = struck.iter().map(|one| one.fact_id).collect();
        sql("DELETE FROM fact_current WHERE fact_id IN (SELECT j.value->>1 FROM json_each($1) AS j)")
            .json(ids_as_cells(FactRow::NAME, &ids)?)
            .execute(tx)
            .await?;
        let persons: BTreeSet<String> = chunk.iter().map(|kept| kept.fact.person_id.to_string()).collect();
        say_what_stands(tx, persons.iter().map(String::as_str).collect()).await?;
    }
    Ok(())
}

fn plain(facts: Vec<NewFact>) -> Vec<Fact> {
    facts.into_iter().map(|kept| kept.fact).collect()
}

/// The facts that stand, by person and name, read page by page.
pub async fn list_current(tx: &mut Tx) -> Result<Vec<Fact>, StoreError> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut after = (String::new(), String::new());
    loop {
        let rows = select::<FactRow>(
            "JOIN fact_current c ON c.fact_id = facts.fact_id \
             WHERE (c.person_id, c.name) > ($1, $2) ORDER BY c.person_id, c.name LIMIT 5000",
        )
        .bind(after.0.as_str())
        .bind(after.1.as_str())
        .all::<FactRow>(tx)
        .await?;
        let Some(last) = rows.last() else { return Ok(facts) };
        after = (last.person_id.clone(), last.name.clone());
        facts.extend(plain(opened(tx, rows).await?));
    }
}

/// A person's facts that stand, by name.
pub async fn list_current_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Fact>, StoreError> {
    let text = "JOIN fact_current c ON c.fact_id = facts.fact_id WHERE c.person_id = $1 ORDER BY c.name";
    let rows = select::<FactRow>(text).bind(person_id.to_string()).all(tx).await?;
    Ok(plain(opened(tx, rows).await?))
}

/// The facts that hold on the day $1 as far as was recorded by the moment $2, narrowed by what follows, by person and name.
macro_rules! held {
    ($narrowed:literal) => {
        concat!(
            "WHERE facts.fact_id IN (SELECT s.fact_id FROM (",
            standing!(concat!(
                "f.valid_from <= $1 AND (f.valid_to IS NULL OR $1 < f.valid_to) AND f.recorded_at <= $2 \
                 AND f.fact_id NOT IN (SELECT x.fact_id FROM struck_facts x WHERE x.struck_at <= $2)",
                $narrowed
            )),
            ") AS s) ORDER BY facts.person_id, facts.name"
        )
    };
}

/// The facts that hold on a day as far as was recorded by a moment, by person and name.
pub async fn list_on(tx: &mut Tx, on: Date, known_at: Moment) -> Result<Vec<Fact>, StoreError> {
    let rows = select::<FactRow>(held!("")).bind(on.to_string()).bind(known_at.as_micros()).all(tx).await?;
    Ok(plain(opened(tx, rows).await?))
}

/// Everybody's facts of these names that hold on a day as far as was recorded by a moment, by person and name.
pub async fn list_named_on(
    tx: &mut Tx,
    on: Date,
    known_at: Moment,
    names: &BTreeSet<&str>,
) -> Result<Vec<Fact>, StoreError> {
    let rows = select::<FactRow>(held!(" AND f.name IN (SELECT j.value->>1 FROM json_each($3) AS j)"))
        .bind(on.to_string())
        .bind(known_at.as_micros())
        .json(keys_as_cells(FactRow::NAME, names.iter().copied())?)
        .all(tx)
        .await?;
    Ok(plain(opened(tx, rows).await?))
}

/// The facts of these persons that hold on a day as far as was recorded by a moment, by person and name.
pub async fn list_on_of(
    tx: &mut Tx,
    on: Date,
    known_at: Moment,
    person_ids: &[PersonId],
) -> Result<Vec<Fact>, StoreError> {
    let rows = select::<FactRow>(held!(" AND f.person_id IN (SELECT j.value->>1 FROM json_each($3) AS j)"))
        .bind(on.to_string())
        .bind(known_at.as_micros())
        .json(ids_as_cells(FactRow::NAME, person_ids)?)
        .all(tx)
        .await?;
    Ok(plain(opened(tx, rows).await?))
}

/// Of those the ones with these names.
pub async fn list_named_on_of(
    tx: &mut Tx,
    on: Date,
    known_at: Moment,
    person_ids: &[PersonId],
    names: &BTreeSet<&str>,
) -> Result<Vec<Fact>, StoreError> {
    let rows = select::<FactRow>(held!(
        " AND f.person_id IN (SELECT j.value->>1 FROM json_each($3) AS j) \
         AND f.name IN (SELECT j.value->>1 FROM json_each($4) AS j)"
    ))
    .bind(on.to_string())
    .bind(known_at.as_micros())
    .json(ids_as_cells(FactRow::NAME, person_ids)?)
    .json(keys_as_cells(FactRow::NAME, names.iter().copied())?)
    .all(tx)
    .await?;
    Ok(plain(opened(tx, rows).await?))
}

/// Everything recorded of a person that was not struck out since, by name, oldest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Fact>, StoreError> {
    let text = "WHERE person_id = $1 AND fact_id NOT IN (SELECT x.fact_id FROM struck_facts x) \
                ORDER BY name, valid_from, recorded_at, fact_id";
    let rows = select::<FactRow>(text).bind(person_id.to_string()).all(tx).await?;
    Ok(plain(opened(tx, rows).await?))
}

/// Everything ever recorded, what was struck out since too, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Fact>, StoreError> {
    Ok(plain(record::list_all(tx).await?))
}

/// How many were ever recorded.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM facts").await
}

/// Says anew which records stand, from all of them.
pub async fn rebuild_current(tx: &mut Tx) -> Result<(), StoreError> {
    sql("DELETE FROM fact_current").execute(tx).await?;
    sql(concat!("INSERT INTO fact_current (person_id, name, fact_id) ", standing!(unstruck!()))).execute(tx).await?;
    Ok(())
}

/// The `person/name` for which what is said to stand is not what a rebuild would say.
pub async fn check_current(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let rows = sql(concat!(
        "WITH said AS (SELECT person_id, name, fact_id FROM fact_current), right_ones AS (",
        standing!(unstruck!()),
        ") SELECT d.person_id, d.name FROM (SELECT * FROM (SELECT * FROM said EXCEPT SELECT * FROM right_ones) AS x ",
        "UNION SELECT * FROM (SELECT * FROM right_ones EXCEPT SELECT * FROM said) AS y) AS d ",
        "GROUP BY d.person_id, d.name ORDER BY d.person_id, d.name"
    ))
    .all::<(String, String)>(tx)
    .await?;
    Ok(rows.into_iter().map(|(person_id, name)| format!("{person_id}/{name}")).collect())
}
