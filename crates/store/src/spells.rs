//! Interruptions, which do not count to Party seniority, and spells of floating 流动.

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Period};
use guanai_registry::{FloatingSpell, Interruption};

use crate::engine::record::{self, Record, document, ids_as_cells, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// An interruption.
    InterruptionRow in interruptions {
        1 person_id, 2 from_on;
        3 until_on: text_or_none,
        4 reason: text,
        5 source_kind: text,
        6 import_id: text_or_none,
        7 source_place: text,
        8 source_stated_on: text,
    }
}

table! {
    /// A spell of floating.
    FloatingSpellRow in floating_spells {
        1 person_id, 2 from_on;
        3 until_on: text_or_none,
        4 receiving_place: sealed_or_none,
        5 source_kind: text,
        6 import_id: text_or_none,
        7 source_place: text,
        8 source_stated_on: text,
        9 receiving_organization_id: text_or_none,
    }
}

fn period(at: &cell::Place, from_on: &str, until_on: Option<&str>) -> Result<Period, StoreError> {
    let (from, until) = (at.day("from_on", from_on)?, at.day_or_none("until_on", until_on)?);
    Period::new(from, until).map_err(|_| at.inconsistent("until_on"))
}

impl Record for Interruption {
    type Row = InterruptionRow;

    fn to_row(&self, _keys: &Keys) -> InterruptionRow {
        InterruptionRow {
            person_id: self.person_id.to_string(),
            from_on: self.period.from().to_string(),
            until_on: self.period.until().map(|day| day.to_string()),
            reason: self.reason.clone(),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
        }
    }

    fn from_row(row: InterruptionRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            person_id: at.id("person_id", &row.person_id)?,
            period: period(&at, &row.from_on, row.until_on.as_deref())?,
            reason: row.reason,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
        })
    }
}

impl Record for FloatingSpell {
    type Row = FloatingSpellRow;

    owned_by_person!(FloatingSpellRow);

    fn to_row(&self, keys: &Keys) -> FloatingSpellRow {
        let owner = Owner::Person(self.person_id);
        FloatingSpellRow {
            person_id: self.person_id.to_string(),
            from_on: self.period.from().to_string(),
            until_on: self.period.until().map(|day| day.to_string()),
            receiving_place: keys.seal_some(owner, SealKind::Address, self.receiving_place.as_deref()),
            receiving_organization_id: self.receiving_organization_id.map(|id| id.to_string()),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
        }
    }

    fn from_row(row: FloatingSpellRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let receiving_place = row.receiving_place.as_ref();
        Ok(Self {
            person_id,
            period: period(&at, &row.from_on, row.until_on.as_deref())?,
            receiving_place: keys.open_some(Owner::Person(person_id), SealKind::Address, receiving_place)?,
            receiving_organization_id: at
                .id_or_none("receiving_organization_id", row.receiving_organization_id.as_deref())?,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
        })
    }
}

/// Adds interruptions.
pub async fn add_interruptions(tx: &mut Tx, interruptions: &[Interruption]) -> Result<(), StoreError> {
    record::add_many(tx, interruptions).await
}

/// Every interruption, by person and first day.
pub async fn list_interruptions(tx: &mut Tx) -> Result<Vec<Interruption>, StoreError> {
    record::list_all(tx).await
}

/// The interruptions of these persons, by person and first day.
pub async fn list_interruptions_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Interruption>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id, from_on";
    let of = ids_as_cells(InterruptionRow::NAME, person_ids)?;
    let rows = select::<InterruptionRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// A person's interruptions, oldest first.
pub async fn list_interruptions_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Interruption>, StoreError> {
    let rows = select::<InterruptionRow>("WHERE person_id = $1 ORDER BY from_on").bind(person_id.to_string());
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// Adds spells of floating; a second running spell of a person is a conflict (`floating_spells_person_id_key`).
pub async fn add_floating(tx: &mut Tx, spells: &[FloatingSpell]) -> Result<(), StoreError> {
    record::add_many(tx, spells).await
}

/// Ends the running spells of floating of these persons: the first day on which each no longer floats.
pub async fn end_floating(tx: &mut Tx, ends: &[(PersonId, Date)]) -> Result<(), StoreError> {
    for chunk in ends.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(id, day)| ((), id.to_string(), day.to_string()));
        let met = sql("UPDATE floating_spells SET until_on = n.until_on \
             FROM (SELECT j.value->>1 AS person_id, j.value->>2 AS until_on FROM json_each($1) AS j) AS n \
             WHERE floating_spells.person_id = n.person_id AND floating_spells.until_on IS NULL")
        .json(document(FloatingSpellRow::NAME, rows)?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(FloatingSpellRow::NAME, chunk.len(), met)?;
    }
    Ok(())
}

/// Lets spells of floating that ended, each by its person and first day, run on: whoever floats again on the day on which
/// they no longer did never ceased to.
pub async fn resume_floating(tx: &mut Tx, spells: &[(PersonId, Date)]) -> Result<(), StoreError> {
    for chunk in spells.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(id, day)| ((), id.to_string(), day.to_string()));
        let met = sql("UPDATE floating_spells SET until_on = NULL \
             FROM (SELECT j.value->>1 AS person_id, j.value->>2 AS from_on FROM json_each($1) AS j) AS n \
             WHERE floating_spells.person_id = n.person_id AND floating_spells.from_on = n.from_on \
             AND floating_spells.until_on IS NOT NULL")
        .json(document(FloatingSpellRow::NAME, rows)?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(FloatingSpellRow::NAME, chunk.len(), met)?;
    }
    Ok(())
}

/// Every spell of floating, by person and first day.
pub async fn list_floating(tx: &mut Tx) -> Result<Vec<FloatingSpell>, StoreError> {
    record::list_all(tx).await
}

/// The spells of floating of these persons, by person and first day.
pub async fn list_floating_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<FloatingSpell>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id, from_on";
    let of = ids_as_cells(FloatingSpellRow::NAME, person_ids)?;
    let rows = select::<FloatingSpellRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// The spells of floating that run, by person.
pub async fn list_current_floating(tx: &mut Tx) -> Result<Vec<FloatingSpell>, StoreError> {
    let rows = select::<FloatingSpellRow>("WHERE until_on IS NULL ORDER BY person_id").all(tx).await?;
    opened(tx, rows).await
}
