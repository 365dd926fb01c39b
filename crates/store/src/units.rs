//! Units 单位, by credit code.

use guanai_kernel::Moment;
use guanai_kernel::ids::UnitId;
use guanai_registry::Unit;

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A unit.
    UnitRow in units { 1 unit_id; 2 credit_code: text, 3 name: text_or_none }
}

impl Record for Unit {
    type Row = UnitRow;

    fn to_row(&self, _keys: &Keys) -> UnitRow {
        UnitRow { unit_id: self.unit_id.to_string(), credit_code: self.credit_code.clone(), name: self.name.clone() }
    }

    fn from_row(row: UnitRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self { unit_id: at.id("unit_id", &row.unit_id)?, credit_code: row.credit_code, name: row.name })
    }
}

/// Adds units; a credit code that is there already is a conflict.
pub async fn add_many(tx: &mut Tx, units: &[Unit]) -> Result<(), StoreError> {
    record::add_many(tx, units).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Unit, Unit)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The unit with this id.
pub async fn find(tx: &mut Tx, unit_id: UnitId) -> Result<Option<Unit>, StoreError> {
    record::find(tx, &unit_id.to_string()).await
}

/// The unit with this credit code.
pub async fn find_by_credit_code(tx: &mut Tx, credit_code: &str) -> Result<Option<Unit>, StoreError> {
    let rows = select::<UnitRow>("WHERE credit_code = $1").bind(credit_code).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// Every unit, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    record::list_all(tx).await
}
