//! Matters that stay on a person until somebody settles them 待核事项. The values are sealed.

use guanai_kernel::Moment;
use guanai_kernel::ids::{DiscrepancyId, ImportId, OrganizationId, PersonId};
use guanai_registry::{Discrepancy, DiscrepancyKind, Verdict};

use crate::Stretch;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
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
        13 verdict: text_or_none,
        14 decided_by: text_or_none,
    }
}

impl Record for Discrepancy {
    type Row = DiscrepancyRow;

    owned_by_person!(DiscrepancyRow);

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
            verdict: self.verdict.map(|verdict| verdict.code().to_owned()),
            decided_by: self.decided_by.clone(),
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
            verdict: at.word_or_none("verdict", row.verdict.as_deref(), Verdict::from_code)?,
            decided_by: row.decided_by,
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

/// The matter with this id.
pub async fn find(tx: &mut Tx, discrepancy_id: DiscrepancyId) -> Result<Option<Discrepancy>, StoreError> {
    record::find(tx, &discrepancy_id.to_string()).await
}

/// The matters with these ids, by id; ids that are not there are left out.
pub async fn list_by_ids(tx: &mut Tx, discrepancy_ids: &[DiscrepancyId]) -> Result<Vec<Discrepancy>, StoreError> {
    let keys: Vec<String> = discrepancy_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
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

/// Those that an import opened and that wait still, by id.
pub async fn list_open_by_import(tx: &mut Tx, import_id: ImportId) -> Result<Vec<Discrepancy>, StoreError> {
    let text = "WHERE import_id = $1 AND settled_on IS NULL ORDER BY discrepancy_id";
    let rows = select::<DiscrepancyRow>(text).bind(import_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Those of a kind on which somebody decided so, by id.
pub async fn list_decided(
    tx: &mut Tx,
    kind: DiscrepancyKind,
    verdict: Verdict,
) -> Result<Vec<Discrepancy>, StoreError> {
    let text = "WHERE kind = $1 AND verdict = $2 AND settled_on IS NOT NULL ORDER BY discrepancy_id";
    let rows = select::<DiscrepancyRow>(text).bind(kind.code()).bind(verdict.code()).all(tx).await?;
    opened(tx, rows).await
}

/// A page of those that wait to be settled on persons who belong to these organisations (none is everybody), and of them
/// only those of which a branch is asked where `verdict` says so; the latest first.
pub async fn list_waiting(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    verdict: Option<Verdict>,
    stretch: Stretch,
) -> Result<Vec<Discrepancy>, StoreError> {
    let rows = select::<DiscrepancyRow>(
        "LEFT JOIN memberships m ON m.person_id = discrepancies.person_id AND m.until_on IS NULL \
         WHERE discrepancies.settled_on IS NULL \
         AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND (CAST($3 AS TEXT) IS NULL OR discrepancies.verdict = $3) \
         ORDER BY discrepancies.recorded_at DESC, discrepancies.discrepancy_id LIMIT $4 OFFSET $5",
    )
    .among(DiscrepancyRow::NAME, organizations)?
    .bind(verdict.map(Verdict::code))
    .stretch(stretch);
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// How many of those there are.
pub async fn count_waiting(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    verdict: Option<Verdict>,
) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT COUNT(*) FROM discrepancies d \
         LEFT JOIN memberships m ON m.person_id = d.person_id AND m.until_on IS NULL \
         WHERE d.settled_on IS NULL \
         AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND (CAST($3 AS TEXT) IS NULL OR d.verdict = $3)")
    .among(DiscrepancyRow::NAME, organizations)?
    .bind(verdict.map(Verdict::code))
    .one::<(i64,)>(tx)
    .await?;
    Ok(count.unsigned_abs())
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
