//! Party organisations 党组织: the tree.

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Coordinates, EnterpriseKind, Moment, Settlement, System};
use guanai_registry::{OrganizationKind, PartyOrganization};

use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A Party organisation.
    OrganizationRow in party_organizations {
        1 organization_id;
        2 code: text,
        3 name: text,
        4 superior_id: text_or_none,
        5 kind: text_or_none,
        6 system: text,
        7 enterprise_kind: text_or_none,
        8 township: text_or_none,
        9 unit_id: text_or_none,
        10 secretary_name: text_or_none,
        11 phone: sealed_or_none,
        12 settlement: text_or_none,
        13 longitude_e6: int_or_none,
        14 latitude_e6: int_or_none,
    }
}

impl Record for PartyOrganization {
    type Row = OrganizationRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Organization(self.organization_id))
    }

    fn owner_of(row: &OrganizationRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Organization(cell::of(row).id("organization_id", &row.organization_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> OrganizationRow {
        let owner = Owner::Organization(self.organization_id);
        OrganizationRow {
            organization_id: self.organization_id.to_string(),
            code: self.code.clone(),
            name: self.name.clone(),
            superior_id: self.superior_id.map(|id| id.to_string()),
            kind: self.kind.map(|kind| kind.code().to_owned()),
            system: self.system.code().to_owned(),
            enterprise_kind: self.enterprise_kind.map(|kind| kind.code().to_owned()),
            township: self.township.clone(),
            unit_id: self.unit_id.map(|id| id.to_string()),
            secretary_name: self.secretary_name.clone(),
            phone: keys.seal_some(owner, SealKind::Phone, self.phone.as_deref()),
            settlement: self.settlement.map(|lies| lies.code().to_owned()),
            longitude_e6: self.coordinates.map(|at| at.longitude_e6().into()),
            latitude_e6: self.coordinates.map(|at| at.latitude_e6().into()),
        }
    }

    fn from_row(row: OrganizationRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let organization_id = at.id("organization_id", &row.organization_id)?;
        let enterprise_kind = row.enterprise_kind.as_deref();
        Ok(Self {
            organization_id,
            superior_id: at.id_or_none("superior_id", row.superior_id.as_deref())?,
            kind: at.word_or_none("kind", row.kind.as_deref(), OrganizationKind::from_code)?,
            system: at.word("system", &row.system, System::from_code)?,
            enterprise_kind: at.word_or_none("enterprise_kind", enterprise_kind, EnterpriseKind::from_code)?,
            settlement: at.word_or_none("settlement", row.settlement.as_deref(), Settlement::from_code)?,
            coordinates: coordinates(&row)?,
            unit_id: at.id_or_none("unit_id", row.unit_id.as_deref())?,
            phone: keys.open_some(Owner::Organization(organization_id), SealKind::Phone, row.phone.as_ref())?,
            code: row.code,
            name: row.name,
            township: row.township,
            secretary_name: row.secretary_name,
        })
    }
}

/// Where it is: both numbers or neither.
fn coordinates(row: &OrganizationRow) -> Result<Option<Coordinates>, StoreError> {
    let (longitude, latitude) = match (row.longitude_e6, row.latitude_e6) {
        (None, None) => return Ok(None),
        (Some(longitude), Some(latitude)) => (i32::try_from(longitude), i32::try_from(latitude)),
        _ => return Err(wrong(&row.organization_id, "latitude_e6")),
    };
    let place = longitude.ok().zip(latitude.ok()).and_then(|(east, north)| Coordinates::new(east, north).ok());
    place.map(Some).ok_or_else(|| wrong(&row.organization_id, "longitude_e6"))
}

fn wrong(key: &str, column: &'static str) -> StoreError {
    StoreError::Inconsistent { table: OrganizationRow::NAME, column, key: key.to_owned() }
}

/// Adds organisations, in any order; superiors must be there when the transaction ends.
pub async fn add_many(tx: &mut Tx, organizations: &[PartyOrganization]) -> Result<(), StoreError> {
    record::add_many(tx, organizations).await
}

/// Replaces states `(before, after)`, keeping those before. Names may change hands among them.
pub async fn amend_many(
    tx: &mut Tx,
    changes: &[(PartyOrganization, PartyOrganization)],
    at: Moment,
) -> Result<(), StoreError> {
    for chunk in changes.chunks(PAGE_ROWS) {
        record::keep_former(tx, chunk, at).await?;
    }
    // A name that one gives up and another takes would stand twice for a moment: those that change are set aside first.
    let renamed = changes.iter().filter(|(before, after)| before.name != after.name);
    let renamed: Vec<OrganizationId> = renamed.map(|(before, _)| before.organization_id).collect();
    let met = sql("UPDATE party_organizations SET name = organization_id \
         WHERE organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j)")
    .json(ids_as_cells(OrganizationRow::NAME, &renamed)?)
    .execute(tx)
    .await?;
    StoreError::expect_rows(OrganizationRow::NAME, renamed.len(), met)?;
    for chunk in changes.chunks(PAGE_ROWS) {
        record::put_many(tx, chunk).await?;
    }
    Ok(())
}

/// The organisation with this id.
pub async fn find(tx: &mut Tx, organization_id: OrganizationId) -> Result<Option<PartyOrganization>, StoreError> {
    record::find(tx, &organization_id.to_string()).await
}

/// The organisation with this code.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<PartyOrganization>, StoreError> {
    let rows = select::<OrganizationRow>("WHERE code = $1").bind(code).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The organisation with this whole name.
pub async fn find_by_name(tx: &mut Tx, name: &str) -> Result<Option<PartyOrganization>, StoreError> {
    let rows = select::<OrganizationRow>("WHERE name = $1").bind(name).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The organisations with these ids, by id; ids that are not there are left out.
pub async fn list_by_ids(
    tx: &mut Tx,
    organization_ids: &[OrganizationId],
) -> Result<Vec<PartyOrganization>, StoreError> {
    let keys: Vec<String> = organization_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// Every organisation, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<PartyOrganization>, StoreError> {
    record::list_all(tx).await
}

/// The ids of an organisation and all below it; empty where there is no such organisation.
pub async fn list_subtree(tx: &mut Tx, over: OrganizationId) -> Result<Vec<OrganizationId>, StoreError> {
    // UNION without ALL ends also where superiors form a circle.
    let rows = sql("WITH RECURSIVE below (organization_id) AS ( \
         SELECT o.organization_id FROM party_organizations o WHERE o.organization_id = $1 \
         UNION SELECT o.organization_id FROM party_organizations o JOIN below b ON o.superior_id = b.organization_id) \
         SELECT organization_id FROM below ORDER BY organization_id")
    .bind(over.to_string())
    .all::<(String,)>(tx)
    .await?;
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id, "organization_id"))).collect()
}

/// What an organisation was before, oldest first, each with the moment of its replacement.
pub async fn list_former(
    tx: &mut Tx,
    organization_id: OrganizationId,
) -> Result<Vec<(Moment, PartyOrganization)>, StoreError> {
    history::list_of(tx, &organization_id.to_string()).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM party_organizations").await
}
