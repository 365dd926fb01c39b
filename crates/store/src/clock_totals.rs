//! How many clocks run, by organisation and guarantee, kept beside the clocks in the transaction that changes them: the board of a
//! county counts what presses, and must not look at everything that runs. `guanai check` counts anew.

use std::collections::BTreeMap;

use guanai_kernel::ids::PersonId;

use crate::engine::record::{document, ids_as_cells};
use crate::engine::{StoreError, Tx, sql};

const TOTALS: &str = "clock_totals";

/// By organisation and guarantee: running clocks, and those of which nobody knows what was done before.
pub(crate) type Totals = BTreeMap<(String, String), (i64, i64)>;

/// The running clocks of these persons. Where nobody answers for a clock, no organisation counts it.
pub(crate) async fn of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Totals, StoreError> {
    let rows = sql("SELECT c.organization_id, c.guarantee, COUNT(*), \
             CAST(SUM(CASE WHEN c.before_unknown THEN 1 ELSE 0 END) AS BIGINT) \
         FROM clocks c WHERE c.end_kind IS NULL AND c.organization_id IS NOT NULL \
         AND c.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) GROUP BY c.organization_id, c.guarantee")
    .json(ids_as_cells("clocks", person_ids)?)
    .all::<(String, String, i64, i64)>(tx)
    .await?;
    Ok(rows.into_iter().map(|(place, guarantee, all, unknown)| ((place, guarantee), (all, unknown))).collect())
}

/// Carries over what came to be `after` from what was `before`.
pub(crate) async fn carry(tx: &mut Tx, before: &Totals, after: &Totals) -> Result<(), StoreError> {
    let mut changes = after.clone();
    for (place, (all, unknown)) in before {
        let change = changes.entry(place.clone()).or_default();
        *change = (change.0.saturating_sub(*all), change.1.saturating_sub(*unknown));
    }
    changes.retain(|_, change| *change != (0, 0));
    if changes.is_empty() {
        return Ok(());
    }
    let rows = changes.iter().map(|((place, guarantee), (all, unknown))| ((), place, guarantee, all, unknown));
    sql("INSERT INTO clock_totals (organization_id, guarantee, running, before_unknown) \
         SELECT j.value->>1, j.value->>2, CAST(j.value->>3 AS BIGINT), CAST(j.value->>4 AS BIGINT) FROM json_each($1) AS j \
         WHERE true ON CONFLICT (organization_id, guarantee) DO UPDATE SET \
         running = clock_totals.running + excluded.running, \
         before_unknown = clock_totals.before_unknown + excluded.before_unknown")
    .json(document(TOTALS, rows)?)
    .execute(tx)
    .await?;
    Ok(())
}
