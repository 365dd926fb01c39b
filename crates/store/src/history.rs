//! The states of records before each change 历次变更. Only ever added to: correcting is a change like any other.

use guanai_kernel::Moment;

use crate::engine::record::{Record, document, opened};
use crate::engine::table::Table;
use crate::engine::{StoreError, Tx, sql};

const TABLE: &str = "former_states";

/// Keeps rows that are about to be replaced, sealed as they stand.
pub(crate) async fn append_many<T: Table>(tx: &mut Tx, rows: &[&T], at: Moment) -> Result<(), StoreError> {
    let mut states = Vec::with_capacity(rows.len());
    for row in rows {
        let state = serde_json::to_string(row).map_err(|_| StoreError::Unstorable { table: TABLE })?;
        states.push(((), row.key().join("/"), state));
    }
    let met = sql("INSERT INTO former_states (record, record_id, state_no, state, replaced_at) \
         SELECT $1, n.record_id, \
         CAST((SELECT COUNT(*) FROM former_states f WHERE f.record = $1 AND f.record_id = n.record_id) + 1 AS BIGINT), \
         n.state, $2 \
         FROM (SELECT j.value->>1 AS record_id, j.value->>2 AS state FROM json_each($3) AS j) AS n")
    .bind(T::NAME)
    .bind(at.as_micros())
    .json(document(TABLE, states.into_iter())?)
    .execute(tx)
    .await?;
    StoreError::expect_rows(TABLE, rows.len(), met)
}

/// The states that a record had before, oldest first, each with the moment of its replacement.
pub(crate) async fn list_of<R: Record>(tx: &mut Tx, key: &str) -> Result<Vec<(Moment, R)>, StoreError> {
    let rows =
        sql("SELECT replaced_at, state FROM former_states WHERE record = $1 AND record_id = $2 ORDER BY state_no")
            .bind(R::Row::NAME)
            .bind(key)
            .all::<(i64, String)>(tx)
            .await?;
    let mut states = Vec::with_capacity(rows.len());
    let mut moments = Vec::with_capacity(rows.len());
    for (replaced_at, state) in rows {
        moments.push(Moment::from_micros(replaced_at));
        states.push(read::<R>(key, &state)?);
    }
    Ok(moments.into_iter().zip(opened(tx, states).await?).collect())
}

/// How many states a record had before.
pub(crate) async fn count_of<R: Record>(tx: &mut Tx, key: &str) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT COUNT(*) FROM former_states WHERE record = $1 AND record_id = $2")
        .bind(R::Row::NAME)
        .bind(key)
        .one::<(i64,)>(tx)
        .await?;
    Ok(count.unsigned_abs())
}

/// A page of all former states of one kind of record, in the order of ids and states.
pub(crate) async fn page<R: Record>(
    tx: &mut Tx,
    after: &(String, i64),
) -> Result<Vec<(String, i64, i64, R)>, StoreError> {
    let rows = sql("SELECT record_id, state_no, replaced_at, state FROM former_states \
         WHERE record = $1 AND (record_id, state_no) > ($2, $3) ORDER BY record_id, state_no LIMIT 5000")
    .bind(R::Row::NAME)
    .bind(after.0.as_str())
    .bind(after.1)
    .all::<(String, i64, i64, String)>(tx)
    .await?;
    let mut states = Vec::with_capacity(rows.len());
    for (record_id, _, _, state) in &rows {
        states.push(read::<R>(record_id, state)?);
    }
    let records = opened::<R>(tx, states).await?;
    Ok(rows.into_iter().zip(records).map(|((id, no, at, _), record)| (id, no, at, record)).collect())
}

fn read<R: Record>(key: &str, state: &str) -> Result<R::Row, StoreError> {
    serde_json::from_str(state).map_err(|_| StoreError::Inconsistent {
        table: TABLE,
        column: "state",
        key: key.to_owned(),
    })
}
