//! Households, who belongs to them, and kinship.

use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::{Household, HouseholdMember, Kin};

use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A household.
    HouseholdRow in households {
        1 household_id;
        2 address: sealed_or_none,
        3 source_kind: text,
        4 import_id: text_or_none,
        5 source_place: text,
        6 source_stated_on: text,
        7 recorded_at: int,
    }
}

table! {
    /// Somebody's belonging to a household.
    MemberRow in household_members {
        1 household_id, 2 person_id, 3 since_on;
        4 relation: text,
        5 until_on: text_or_none,
    }
}

table! {
    /// Two persons' kinship.
    KinRow in kinships {
        1 person_id, 2 relative_id;
        3 relation: text,
        4 source_kind: text,
        5 import_id: text_or_none,
        6 source_place: text,
        7 source_stated_on: text,
    }
}

impl Record for Household {
    type Row = HouseholdRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Household(self.household_id))
    }

    fn owner_of(row: &HouseholdRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Household(cell::of(row).id("household_id", &row.household_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> HouseholdRow {
        let owner = Owner::Household(self.household_id);
        HouseholdRow {
            household_id: self.household_id.to_string(),
            address: keys.seal_some(owner, SealKind::Address, self.address.as_deref()),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: HouseholdRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let household_id = at.id("household_id", &row.household_id)?;
        Ok(Self {
            household_id,
            address: keys.open_some(Owner::Household(household_id), SealKind::Address, row.address.as_ref())?,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for HouseholdMember {
    type Row = MemberRow;

    fn to_row(&self, _keys: &Keys) -> MemberRow {
        MemberRow {
            household_id: self.household_id.to_string(),
            person_id: self.person_id.to_string(),
            since_on: self.since_on.to_string(),
            relation: self.relation.clone(),
            until_on: self.until_on.map(|day| day.to_string()),
        }
    }

    fn from_row(row: MemberRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            household_id: at.id("household_id", &row.household_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            relation: row.relation,
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
        })
    }
}

impl Record for Kin {
    type Row = KinRow;

    fn to_row(&self, _keys: &Keys) -> KinRow {
        KinRow {
            person_id: self.person_id.to_string(),
            relative_id: self.relative_id.to_string(),
            relation: self.relation.clone(),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
        }
    }

    fn from_row(row: KinRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            person_id: at.id("person_id", &row.person_id)?,
            relative_id: at.id("relative_id", &row.relative_id)?,
            relation: row.relation,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
        })
    }
}

/// Adds households.
pub async fn add_many(tx: &mut Tx, households: &[Household]) -> Result<(), StoreError> {
    record::add_many(tx, households).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Household, Household)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The household with this id.
pub async fn find(tx: &mut Tx, household_id: HouseholdId) -> Result<Option<Household>, StoreError> {
    record::find(tx, &household_id.to_string()).await
}

/// The households with these ids, by id; ids that none has are left out.
pub async fn list_by_ids(tx: &mut Tx, household_ids: &[HouseholdId]) -> Result<Vec<Household>, StoreError> {
    let keys: Vec<String> = household_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// Every household, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Household>, StoreError> {
    record::list_all(tx).await
}

/// Adds persons to households.
pub async fn add_members(tx: &mut Tx, members: &[HouseholdMember]) -> Result<(), StoreError> {
    record::add_many(tx, members).await
}

/// Everybody's belonging, by household and person.
pub async fn list_members(tx: &mut Tx) -> Result<Vec<HouseholdMember>, StoreError> {
    record::list_all(tx).await
}

/// Who belongs, or belonged, to a household.
pub async fn list_members_of(tx: &mut Tx, household_id: HouseholdId) -> Result<Vec<HouseholdMember>, StoreError> {
    let text = "WHERE household_id = $1 ORDER BY person_id, since_on";
    let rows = select::<MemberRow>(text).bind(household_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Those who belong to a household with this person now, without the person, by id.
pub async fn list_living_with(tx: &mut Tx, person_id: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let rows = sql("SELECT DISTINCT b.person_id FROM household_members a \
         JOIN household_members b ON b.household_id = a.household_id AND b.person_id <> a.person_id \
         WHERE a.person_id = $1 AND a.until_on IS NULL AND b.until_on IS NULL ORDER BY b.person_id")
    .bind(person_id.to_string())
    .all::<(String,)>(tx)
    .await?;
    let wrong =
        |key: &str| StoreError::Inconsistent { table: MemberRow::NAME, column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

/// To which households these persons belong now, by person.
pub async fn list_current_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<HouseholdMember>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND until_on IS NULL \
         ORDER BY person_id, since_on, household_id";
    let rows = select::<MemberRow>(text).json(ids_as_cells(MemberRow::NAME, person_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// Who belongs, on a day, to the households to which these persons belong on it, the persons among them, by household and
/// person.
pub async fn list_living_on(
    tx: &mut Tx,
    as_of: Date,
    person_ids: &[PersonId],
) -> Result<Vec<HouseholdMember>, StoreError> {
    let text = "WHERE since_on <= $2 AND (until_on IS NULL OR until_on > $2) AND household_id IN ( \
             SELECT a.household_id FROM household_members a \
             WHERE a.since_on <= $2 AND (a.until_on IS NULL OR a.until_on > $2) \
             AND a.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j)) \
         ORDER BY household_id, person_id, since_on";
    let rows = select::<MemberRow>(text)
        .json(ids_as_cells(MemberRow::NAME, person_ids)?)
        .bind(as_of.to_string())
        .all(tx)
        .await?;
    opened(tx, rows).await
}

/// Who belongs, or belonged, to a household with these persons: each of them with each who does, by both.
pub async fn list_sharing(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<(PersonId, PersonId)>, StoreError> {
    let rows = sql("SELECT DISTINCT a.person_id, b.person_id FROM household_members a \
         JOIN household_members b ON b.household_id = a.household_id AND b.person_id <> a.person_id \
         WHERE a.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY 1, 2")
    .json(ids_as_cells("persons", person_ids)?)
    .all::<(String, String)>(tx)
    .await?;
    let read = |id: &String| {
        let wrong = StoreError::Inconsistent { table: MemberRow::NAME, column: "person_id", key: id.clone() };
        id.parse().map_err(|_| wrong)
    };
    rows.iter().map(|(one, other)| Ok((read(one)?, read(other)?))).collect()
}

/// Who of these persons lost somebody of their kin or household since a day, with the day of death, by person and day.
pub async fn list_bereaved(
    tx: &mut Tx,
    person_ids: &[PersonId],
    since: Date,
) -> Result<Vec<(PersonId, Date)>, StoreError> {
    let rows = sql("SELECT k.person_id, p.died_on FROM kinships k JOIN persons p ON p.person_id = k.relative_id \
             WHERE p.died_on >= $2 AND k.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         UNION SELECT a.person_id, p.died_on FROM household_members a \
             JOIN household_members b ON b.household_id = a.household_id AND b.person_id <> a.person_id \
             JOIN persons p ON p.person_id = b.person_id \
             WHERE p.died_on >= $2 AND a.until_on IS NULL \
             AND a.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY 1, 2")
    .json(ids_as_cells("persons", person_ids)?)
    .bind(since.to_string())
    .all::<(String, String)>(tx)
    .await?;
    let wrong = |column, key: &str| StoreError::Inconsistent { table: "persons", column, key: key.to_owned() };
    rows.into_iter()
        .map(|(person, day)| {
            let person_id = person.parse().map_err(|_| wrong("person_id", &person))?;
            Ok((person_id, day.parse().map_err(|_| wrong("died_on", &person))?))
        })
        .collect()
}

/// Adds kinships.
pub async fn add_kin(tx: &mut Tx, kin: &[Kin]) -> Result<(), StoreError> {
    record::add_many(tx, kin).await
}

/// A person's relatives.
pub async fn list_kin_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Kin>, StoreError> {
    let rows =
        select::<KinRow>("WHERE person_id = $1 ORDER BY relative_id").bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Those who call this person a relative, by id.
pub async fn list_kin_to(tx: &mut Tx, relative_id: PersonId) -> Result<Vec<Kin>, StoreError> {
    let rows =
        select::<KinRow>("WHERE relative_id = $1 ORDER BY person_id").bind(relative_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Every kinship, by person and relative.
pub async fn list_kin(tx: &mut Tx) -> Result<Vec<Kin>, StoreError> {
    record::list_all(tx).await
}
