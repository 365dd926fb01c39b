//! The row of a roster that named each person last: so that whoever is absent from a later one can be looked for there.

use guanai_kernel::Date;
use guanai_kernel::ids::{ImportId, PersonId};

use crate::engine::record::{self, Record, cells_of, sealed};
use crate::engine::table::{PAGE_ROWS, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// Who was named where.
    LastNamedRow in last_named { 1 person_id; 2 import_id: text, 3 place: text, 4 stated_on: text }
}

/// The row that named somebody last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastNamed {
    /// Who.
    pub person_id: PersonId,
    /// In which import.
    pub import_id: ImportId,
    /// File, sheet and row.
    pub place: String,
    /// The day for which the roster speaks.
    pub stated_on: Date,
}

impl Record for LastNamed {
    type Row = LastNamedRow;

    fn to_row(&self, _keys: &Keys) -> LastNamedRow {
        LastNamedRow {
            person_id: self.person_id.to_string(),
            import_id: self.import_id.to_string(),
            place: self.place.clone(),
            stated_on: self.stated_on.to_string(),
        }
    }

    fn from_row(row: LastNamedRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            person_id: at.id("person_id", &row.person_id)?,
            import_id: at.id("import_id", &row.import_id)?,
            stated_on: at.day("stated_on", &row.stated_on)?,
            place: row.place,
        })
    }
}

/// Notes who was named where; a roster of an earlier day than the one noted changes nothing.
pub async fn amend_many(tx: &mut Tx, named: &[LastNamed]) -> Result<(), StoreError> {
    for chunk in named.chunks(PAGE_ROWS) {
        let rows = sealed(tx, chunk).await?;
        sql("INSERT INTO last_named (person_id, import_id, place, stated_on) \
             SELECT j.value->>1, j.value->>2, j.value->>3, j.value->>4 FROM json_each($1) AS j WHERE true \
             ON CONFLICT (person_id) DO UPDATE SET import_id = excluded.import_id, place = excluded.place, \
             stated_on = excluded.stated_on WHERE last_named.stated_on <= excluded.stated_on")
        .json(cells_of(&rows)?)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Where these persons were named last, by person; who never was is left out.
pub async fn list_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<LastNamed>, StoreError> {
    let keys: Vec<String> = person_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// Everybody who was ever named, by person.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<LastNamed>, StoreError> {
    record::list_all(tx).await
}
