//! Visits that were put off 暂缓走访, with a reason and a day on which they come back.

use std::collections::BTreeMap;

use guanai_casework::Deferral;
use guanai_kernel::ids::{DeferralId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A visit that was put off.
    DeferralRow in visit_deferrals {
        1 deferral_id;
        2 person_id: text,
        3 made_at: int,
        4 until_on: text,
        5 reason: text,
        6 made_by: text,
    }
}

impl Record for Deferral {
    type Row = DeferralRow;

    fn to_row(&self, _keys: &Keys) -> DeferralRow {
        DeferralRow {
            deferral_id: self.deferral_id.to_string(),
            person_id: self.person_id.to_string(),
            made_at: self.made_at.as_micros(),
            until_on: self.until_on.to_string(),
            reason: self.reason.clone(),
            made_by: self.made_by.clone(),
        }
    }

    fn from_row(row: DeferralRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            deferral_id: at.id("deferral_id", &row.deferral_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            made_at: Moment::from_micros(row.made_at),
            until_on: at.day("until_on", &row.until_on)?,
            reason: row.reason,
            made_by: row.made_by,
        })
    }
}

/// Adds a deferral.
pub async fn add(tx: &mut Tx, deferral: &Deferral) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(deferral)).await
}

/// The deferral with this id.
pub async fn find(tx: &mut Tx, deferral_id: DeferralId) -> Result<Option<Deferral>, StoreError> {
    record::find(tx, &deferral_id.to_string()).await
}

/// Who of these organisations (none is everybody) is put off on a day, each with the deferral that lasts longest.
pub async fn list_on(
    tx: &mut Tx,
    on: Date,
    organizations: Option<&[OrganizationId]>,
) -> Result<BTreeMap<PersonId, Deferral>, StoreError> {
    let text = "WHERE until_on > $1 AND (CAST($2 AS TEXT) IS NULL OR person_id IN (SELECT m.person_id FROM memberships m \
         WHERE m.until_on IS NULL AND m.organization_id IN (SELECT j.value->>1 FROM json_each($3) AS j))) \
         ORDER BY person_id, until_on, made_at, deferral_id";
    let rows =
        select::<DeferralRow>(text).bind(on.to_string()).among(DeferralRow::NAME, organizations)?.all(tx).await?;
    let deferrals = opened::<Deferral>(tx, rows).await?;
    Ok(deferrals.into_iter().map(|deferral| (deferral.person_id, deferral)).collect())
}
