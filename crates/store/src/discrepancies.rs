//! Matters that stay on a person until somebody settles them 待核事项. The values are sealed.

use guanai_kernel::Moment;
use guanai_kernel::ids::PersonId;
use guanai_registry::{Discrepancy, DiscrepancyKind};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A discrepancy.
    DiscrepancyRow in discrepancies {
        1 discrepancy_id;
        2 person_id: text,
        3 kind: text,
        4 field: text,
        5 stands: sealed_or_none,
        6 other: sealed_or_none,
        7 source_kind: text,
        8 import_id: text_or_none,
        9 source_place: text,
        10 source_stated_on: text,
        11 recorded_at: int,
        12 settled_on: text_or_none,
    }
}

impl Record for Discrepancy {
    type Row = DiscrepancyRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Person(self.person_id))
    }

    fn owner_of(row: &DiscrepancyRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Person(cell::of(row).id("person_id", &row.person_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> DiscrepancyRow {
        let owner = Owner::Person(self.person_id);
        DiscrepancyRow {
            discrepancy_id: self.discrepancy_id.to_string(),
            person_id: self.person_id.to_string(),
            kind: self.kind.code().to_owned(),
            field: self.field.clone(),
            stands: keys.seal_some(owner, SealKind::Disputed, self.stands.as_deref()),
            other: keys.seal_some(owner, SealKind::Disputed, self.other.as_deref()),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
            recorded_at: self.recorded_at.as_micros(),
            settled_on: self.settled_on.map(|day| day.to_string()),
        }
    }

    fn from_row(row: DiscrepancyRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        Ok(Self {
            discrepancy_id: at.id("discrepancy_id", &row.discrepancy_id)?,
            person_id,
            kind: at.word("kind", &row.kind, DiscrepancyKind::from_code)?,
            field: row.field,
            stands: keys.open_some(owner, SealKind::Disputed, row.stands.as_ref())?,
            other: keys.open_some(owner, SealKind::Disputed, row.other.as_ref())?,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            settled_on: at.day_or_none("settled_on", row.settled_on.as_deref())?,
        })
    }
}

/// Adds matters to be settled.
pub async fn add_many(tx: &mut Tx, discrepancies: &[Discrepancy]) -> Result<(), StoreError> {
    record::add_many(tx, discrepancies).await
}

/// Replaces states `(before, after)`, as when one is settled, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Discrepancy, Discrepancy)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Every one, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Discrepancy>, StoreError> {
    record::list_all(tx).await
}

/// Those that wait to be settled, by person.
pub async fn list_open(tx: &mut Tx) -> Result<Vec<Discrepancy>, StoreError> {
    let text = "WHERE settled_on IS NULL ORDER BY person_id, discrepancy_id";
    let rows = select::<DiscrepancyRow>(text).all(tx).await?;
    opened(tx, rows).await
}

/// A person's, by id.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Discrepancy>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY discrepancy_id";
    let rows = select::<DiscrepancyRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// How many wait to be settled.
pub async fn count_open(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM discrepancies WHERE settled_on IS NULL").await
}
