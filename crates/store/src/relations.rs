//! Who is close to whom, as far as the register knows: kinship from either side, and living together.

use guanai_kernel::ids::PersonId;

use crate::engine::record::ids_as_cells;
use crate::engine::{StoreError, Tx, sql};

/// How two persons are close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// They are recorded as relatives.
    Kin,
    /// They belong to one household now.
    Household,
}

/// Whoever is close to one of these persons: the person, the other, and how, without repeats, in that order. A kinship that
/// is recorded as none (GB/T 4761, 99) is none.
pub async fn list_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<(PersonId, PersonId, Tie)>, StoreError> {
    let rows = sql("SELECT k.person_id, k.relative_id, 'kin' FROM kinships k \
             WHERE k.relation <> '99' AND k.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         UNION SELECT k.relative_id, k.person_id, 'kin' FROM kinships k \
             WHERE k.relation <> '99' AND k.relative_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         UNION SELECT a.person_id, b.person_id, 'lives' FROM household_members a \
             JOIN household_members b ON b.household_id = a.household_id AND b.person_id <> a.person_id \
             WHERE a.until_on IS NULL AND b.until_on IS NULL \
             AND a.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY 1, 2, 3")
    .json(ids_as_cells("persons", person_ids)?)
    .all::<(String, String, String)>(tx)
    .await?;
    let read = |key: &str| {
        let wrong = |_| StoreError::Inconsistent { table: "kinships", column: "person_id", key: key.to_owned() };
        key.parse::<PersonId>().map_err(wrong)
    };
    rows.into_iter()
        .map(|(one, other, tie)| Ok((read(&one)?, read(&other)?, if tie == "kin" { Tie::Kin } else { Tie::Household })))
        .collect()
}
