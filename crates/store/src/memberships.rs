//! Memberships: spells of belonging to an organisation. One of a person's spells runs at most.

use std::collections::BTreeMap;

use guanai_kernel::ids::{MembershipId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::{MemberKind, Membership};

use crate::engine::record::{self, Record, document, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;
use crate::{clocks, history};

table! {
    /// A spell of belonging to an organisation.
    MembershipRow in memberships {
        1 membership_id;
        2 person_id: text,
        3 organization_id: text,
        4 kind: text_or_none,
        5 joined_on: text_or_none,
        6 full_on: text_or_none,
        7 since_on: text,
        8 until_on: text_or_none,
        9 transfer_letter: text_or_none,
        10 source_kind: text,
        11 import_id: text_or_none,
        12 source_place: text,
        13 source_stated_on: text,
        14 recorded_at: int,
    }
}

impl Record for Membership {
    type Row = MembershipRow;

    fn to_row(&self, _keys: &Keys) -> MembershipRow {
        MembershipRow {
            membership_id: self.membership_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            kind: self.kind.map(|kind| kind.code().to_owned()),
            joined_on: self.joined_on.map(|day| day.to_string()),
            full_on: self.full_on.map(|day| day.to_string()),
            since_on: self.since_on.to_string(),
            until_on: self.until_on.map(|day| day.to_string()),
            transfer_letter: self.transfer_letter.clone(),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: MembershipRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            membership_id: at.id("membership_id", &row.membership_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            kind: at.word_or_none("kind", row.kind.as_deref(), MemberKind::from_code)?,
            joined_on: at.day_or_none("joined_on", row.joined_on.as_deref())?,
            full_on: at.day_or_none("full_on", row.full_on.as_deref())?,
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            transfer_letter: row.transfer_letter,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds spells; a second running spell of a person is a conflict (`memberships_person_id_key`).
pub async fn add_many(tx: &mut Tx, memberships: &[Membership]) -> Result<(), StoreError> {
    record::add_many(tx, memberships).await?;
    follow(tx, memberships.iter().map(|membership| membership.person_id)).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Membership, Membership)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await?;
    follow(tx, changes.iter().map(|(before, _)| before.person_id)).await
}

/// Where somebody belongs says who answers for their clocks.
async fn follow(tx: &mut Tx, persons: impl Iterator<Item = PersonId>) -> Result<(), StoreError> {
    let persons: Vec<PersonId> = persons.collect();
    clocks::follow_memberships(tx, &persons).await
}

/// Ends running spells: the first day on which each no longer runs. Refused where one does not run.
pub async fn end_many(tx: &mut Tx, ends: &[(MembershipId, Date)]) -> Result<(), StoreError> {
    for chunk in ends.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(id, day)| ((), id.to_string(), day.to_string()));
        let met = sql("UPDATE memberships SET until_on = n.until_on \
             FROM (SELECT j.value->>1 AS membership_id, j.value->>2 AS until_on FROM json_each($1) AS j) AS n \
             WHERE memberships.membership_id = n.membership_id AND memberships.until_on IS NULL")
        .json(document(MembershipRow::NAME, rows)?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(MembershipRow::NAME, chunk.len(), met)?;
        let keys: Vec<String> = chunk.iter().map(|(id, _)| id.to_string()).collect();
        let ended: Vec<Membership> = record::list_by_keys(tx, &keys).await?;
        follow(tx, ended.iter().map(|membership| membership.person_id)).await?;
    }
    Ok(())
}

/// Every spell, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Membership>, StoreError> {
    record::list_all(tx).await
}

/// The spells that run, by person.
pub async fn list_current(tx: &mut Tx) -> Result<Vec<Membership>, StoreError> {
    let rows = select::<MembershipRow>("WHERE until_on IS NULL ORDER BY person_id").all(tx).await?;
    opened(tx, rows).await
}

/// The running spells of these persons, by person.
pub async fn list_current_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Membership>, StoreError> {
    let text =
        "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND until_on IS NULL ORDER BY person_id";
    let of = ids_as_cells(MembershipRow::NAME, person_ids)?;
    let rows = select::<MembershipRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// The spells that hold on a day, by person.
pub async fn list_on(tx: &mut Tx, on: Date) -> Result<Vec<Membership>, StoreError> {
    let text = "WHERE since_on <= $1 AND (until_on IS NULL OR $1 < until_on) ORDER BY person_id, membership_id";
    let rows = select::<MembershipRow>(text).bind(on.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The spells of these persons that hold on a day, by person.
pub async fn list_on_of(tx: &mut Tx, on: Date, person_ids: &[PersonId]) -> Result<Vec<Membership>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         AND since_on <= $1 AND (until_on IS NULL OR $1 < until_on) ORDER BY person_id, membership_id";
    let of = ids_as_cells(MembershipRow::NAME, person_ids)?;
    let rows = select::<MembershipRow>(text).bind(on.to_string()).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// The spells of an organisation that hold on a day, by person. A spell that is known from a book alone, with none before it,
/// is taken to have held before the book's day too.
pub async fn list_on_in(tx: &mut Tx, on: Date, organization_id: OrganizationId) -> Result<Vec<Membership>, StoreError> {
    let text = "WHERE organization_id = $2 AND (until_on IS NULL OR $1 < until_on) \
         AND (since_on <= $1 OR (since_on = source_stated_on AND NOT EXISTS (SELECT 1 FROM memberships b \
         WHERE b.person_id = memberships.person_id AND b.since_on < memberships.since_on))) \
         ORDER BY person_id, membership_id";
    let rows = select::<MembershipRow>(text).bind(on.to_string()).bind(organization_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// How many members' spells run in each organisation, residents and whoever floats in left out; those without any are left out.
pub async fn count_by_organization(tx: &mut Tx) -> Result<BTreeMap<OrganizationId, u64>, StoreError> {
    let rows = sql("SELECT organization_id, COUNT(*) FROM memberships WHERE until_on IS NULL \
         AND COALESCE(kind, '') NOT IN ('resident', 'floating-in') GROUP BY organization_id")
    .all::<(String, i64)>(tx)
    .await?;
    record::counted(MembershipRow::NAME, "organization_id", rows)
}

/// A person's spells, oldest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Membership>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY since_on, membership_id";
    let rows = select::<MembershipRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// An organisation's running spells, by person.
pub async fn list_current_in(tx: &mut Tx, organization_id: OrganizationId) -> Result<Vec<Membership>, StoreError> {
    let text = "WHERE organization_id = $1 AND until_on IS NULL ORDER BY person_id";
    let rows = select::<MembershipRow>(text).bind(organization_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What a spell was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, membership_id: MembershipId) -> Result<Vec<(Moment, Membership)>, StoreError> {
    history::list_of(tx, &membership_id.to_string()).await
}

/// How many spells run.
pub async fn count_current(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM memberships WHERE until_on IS NULL").await
}
