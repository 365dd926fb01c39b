//! Which organisations want a partner 结对意愿, with what they give and ask for. What was wished before is kept.

use std::collections::BTreeSet;

use guanai_casework::PartnerWish;
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::OrganizationId;

use crate::applications::as_json;
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A wish.
    PartnerWishRow in partner_wishes {
        1 organization_id;
        2 kind: text,
        3 gives: text,
        4 asks_for: text,
        5 is_open: flag,
        6 said_by: text,
        7 said_at: int,
    }
}

impl Record for PartnerWish {
    type Row = PartnerWishRow;

    fn to_row(&self, _keys: &Keys) -> PartnerWishRow {
        PartnerWishRow {
            organization_id: self.organization_id.to_string(),
            kind: self.kind.clone(),
            gives: as_json(&self.gives),
            asks_for: as_json(&self.asks_for),
            is_open: self.is_open,
            said_by: self.said.by.clone(),
            said_at: self.said.at.as_micros(),
        }
    }

    fn from_row(row: PartnerWishRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let codes = |column, text: &str| at.json::<BTreeSet<String>>(column, text);
        Ok(Self {
            organization_id: at.id("organization_id", &row.organization_id)?,
            gives: codes("gives", &row.gives)?,
            asks_for: codes("asks_for", &row.asks_for)?,
            kind: row.kind,
            is_open: row.is_open,
            said: Hand { by: row.said_by, at: Moment::from_micros(row.said_at) },
        })
    }
}

/// Adds the first wish of an organisation.
pub async fn add(tx: &mut Tx, wish: &PartnerWish) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(wish)).await
}

/// Replaces the wish `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &PartnerWish, after: &PartnerWish, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The wish of an organisation, whether it stands or was taken back.
pub async fn find(tx: &mut Tx, organization_id: OrganizationId) -> Result<Option<PartnerWish>, StoreError> {
    record::find(tx, &organization_id.to_string()).await
}

/// The wishes that stand for a kind of agreement, by organisation.
pub async fn list_open(tx: &mut Tx, kind: &str) -> Result<Vec<PartnerWish>, StoreError> {
    let text = "WHERE is_open AND kind = $1 ORDER BY organization_id";
    let rows = select::<PartnerWishRow>(text).bind(kind).all(tx).await?;
    opened(tx, rows).await
}
