//! What is kept in a table's row, and the verbs that every such record has: add, amend with the state before kept,
//! page, list. Bulk always; one is a bulk of one.

use std::collections::BTreeMap;

use guanai_kernel::Moment;
use guanai_kernel::ids::IdError;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::db::Tx;
use super::error::StoreError;
use super::sql::{select, sql};
use super::table::{PAGE_ROWS, Table};
use crate::history;
use crate::seal::{Keys, Owner, keys_for};

/// A record of the domain and the row it is kept in.
pub(crate) trait Record: Sized + Clone + PartialEq {
    /// Its row.
    type Row: Table;

    /// Whose sealed values it holds; none where it seals nothing.
    fn owner(&self) -> Option<Owner> {
        None
    }

    /// The same, from its row.
    fn owner_of(_row: &Self::Row) -> Result<Option<Owner>, StoreError> {
        Ok(None)
    }

    /// Its row, with what must be unreadable sealed.
    fn to_row(&self, keys: &Keys) -> Self::Row;

    /// The record in a row.
    fn from_row(row: Self::Row, keys: &Keys) -> Result<Self, StoreError>;
}

/// Whose sealed values a record holds, where it has a `person_id` and holds that person's.
macro_rules! owned_by_person {
    ($row:ty) => {
        fn owner(&self) -> Option<$crate::seal::Owner> {
            Some($crate::seal::Owner::Person(self.person_id))
        }

        fn owner_of(row: &$row) -> Result<Option<$crate::seal::Owner>, $crate::StoreError> {
            let person_id = $crate::engine::cell::of(row).id("person_id", &row.person_id)?;
            Ok(Some($crate::seal::Owner::Person(person_id)))
        }
    };
}
pub(crate) use owned_by_person;

/// The rows of records, sealed.
pub(crate) async fn sealed<R: Record>(tx: &mut Tx, records: &[R]) -> Result<Vec<R::Row>, StoreError> {
    let keys = keys_for(tx, records.iter().filter_map(R::owner)).await?;
    Ok(records.iter().map(|record| record.to_row(&keys)).collect())
}

/// The records in rows, opened.
pub(crate) async fn opened<R: Record>(tx: &mut Tx, rows: Vec<R::Row>) -> Result<Vec<R>, StoreError> {
    let mut owners = Vec::new();
    for row in &rows {
        owners.extend(R::owner_of(row)?);
    }
    let keys = keys_for(tx, owners).await?;
    rows.into_iter().map(|row| R::from_row(row, &keys)).collect()
}

/// Adds records.
pub(crate) async fn add_many<R: Record>(tx: &mut Tx, records: &[R]) -> Result<(), StoreError> {
    for chunk in records.chunks(PAGE_ROWS) {
        let rows = sealed(tx, chunk).await?;
        let met = sql(R::Row::INSERT).json(cells_of(&rows)?).execute(tx).await?;
        StoreError::expect_rows(R::Row::NAME, rows.len(), met)?;
    }
    Ok(())
}

/// Replaces states `(before, after)` that differ; each state before is kept. Refused where a state before is no longer the
/// one that stands, or where a record occurs twice.
pub(crate) async fn amend_many<R: Record>(tx: &mut Tx, changes: &[(R, R)], at: Moment) -> Result<(), StoreError> {
    for chunk in changes.chunks(PAGE_ROWS) {
        keep_former(tx, chunk, at).await?;
        put_many(tx, chunk).await?;
    }
    Ok(())
}

/// Keeps the states before that are about to be replaced, at most a page of them; refused as [`amend_many`] is.
pub(crate) async fn keep_former<R: Record>(tx: &mut Tx, changes: &[(R, R)], at: Moment) -> Result<(), StoreError> {
    let after: Vec<R> = changes.iter().map(|(_, after)| after.clone()).collect();
    let rows = sealed(tx, &after).await?;
    let standing = rows_by_keys::<R::Row>(tx, rows.iter().map(|row| row.key()[0])).await?;
    let mut stands = BTreeMap::new();
    for (row, record) in standing.iter().zip(opened::<R>(tx, standing.clone()).await?) {
        stands.insert(row.key().join("/"), (row, record));
    }
    let mut former = Vec::with_capacity(changes.len());
    for (row, (before, _)) in rows.iter().zip(changes) {
        // Removed, so that a second change of one record in one call meets nothing.
        match stands.remove(&row.key().join("/")) {
            Some((kept, record)) if record == *before => former.push(kept),
            _ => break,
        }
    }
    let found = u64::try_from(former.len()).unwrap_or(u64::MAX);
    StoreError::expect_rows(R::Row::NAME, changes.len(), found)?;
    history::append_many(tx, &former, at).await
}

/// Puts the states after in place of whatever stands, at most a page of them.
pub(crate) async fn put_many<R: Record>(tx: &mut Tx, changes: &[(R, R)]) -> Result<(), StoreError> {
    let after: Vec<R> = changes.iter().map(|(_, after)| after.clone()).collect();
    let rows = sealed(tx, &after).await?;
    let met = sql(R::Row::UPDATE).json(cells_of(&rows)?).execute(tx).await?;
    StoreError::expect_rows(R::Row::NAME, rows.len(), met)
}

/// Replaces a state without keeping the one before: for records whose past must not be kept, such as the hash of a
/// password. Refused where `before` no longer stands.
pub(crate) async fn replace<R: Record>(tx: &mut Tx, before: &R, after: &R) -> Result<(), StoreError> {
    let rows = sealed(tx, std::slice::from_ref(after)).await?;
    let mut standing = None;
    if let Some(row) = rows.first() {
        standing = find::<R>(tx, &row.key().join("/")).await?;
    }
    StoreError::expect_rows(R::Row::NAME, 1, u64::from(standing.as_ref() == Some(before)))?;
    let met = sql(R::Row::UPDATE).json(cells_of(&rows)?).execute(tx).await?;
    StoreError::expect_rows(R::Row::NAME, 1, met)
}

/// The rows with these keys, in the order of the keys.
pub(crate) async fn rows_by_keys<'k, T: Table>(
    tx: &mut Tx,
    keys: impl Iterator<Item = &'k str>,
) -> Result<Vec<T>, StoreError> {
    select::<T>(T::BY_KEYS).json(keys_as_cells(T::NAME, keys)?).all(tx).await
}

/// The records with these keys, in the order of the keys; keys that are not there are left out.
pub(crate) async fn list_by_keys<R: Record>(tx: &mut Tx, keys: &[String]) -> Result<Vec<R>, StoreError> {
    let mut records = Vec::new();
    for chunk in keys.chunks(PAGE_ROWS) {
        let rows = rows_by_keys::<R::Row>(tx, chunk.iter().map(String::as_str)).await?;
        records.extend(opened(tx, rows).await?);
    }
    Ok(records)
}

/// The record with this key.
pub(crate) async fn find<R: Record>(tx: &mut Tx, key: &str) -> Result<Option<R>, StoreError> {
    let rows = rows_by_keys::<R::Row>(tx, std::iter::once(key)).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The record with this key, which must exist.
pub(crate) async fn get<R: Record>(tx: &mut Tx, key: &str) -> Result<R, StoreError> {
    find(tx, key).await?.ok_or_else(|| StoreError::Missing { table: R::Row::NAME, key: key.to_owned() })
}

/// The first rows after a key, in the order of the keys; `after` is empty for the first page.
pub(crate) async fn page_of_rows<T: Table>(tx: &mut Tx, after: &[String]) -> Result<Vec<T>, StoreError> {
    let mut page = select::<T>(T::PAGE);
    // Every key is text, and no text comes before the empty one.
    for at in 0..T::PAGE.matches('$').count() {
        page = page.bind(after.get(at).map_or("", String::as_str));
    }
    page.all(tx).await
}

/// Every record, in the order of the keys, read page by page so that rows and records never stand twice in memory.
pub(crate) async fn list_all<R: Record>(tx: &mut Tx) -> Result<Vec<R>, StoreError> {
    let mut records = Vec::new();
    let mut after = Vec::new();
    loop {
        let rows = page_of_rows::<R::Row>(tx, &after).await?;
        let Some(last) = rows.last() else { return Ok(records) };
        after = last.key().into_iter().map(str::to_owned).collect();
        records.extend(opened(tx, rows).await?);
    }
}

/// How many rows a table has.
pub(crate) async fn count(tx: &mut Tx, text: &'static str) -> Result<u64, StoreError> {
    let (count,) = sql(text).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Rows as the document that bulk statements read.
pub(crate) fn cells_of<T: Table>(rows: &[T]) -> Result<String, StoreError> {
    struct Cells<'r, T>(&'r T);
    impl<T: Table> serde::Serialize for Cells<'_, T> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut cells = to.serialize_seq(None)?;
            self.0.cells(&mut cells)?;
            cells.end()
        }
    }
    document(T::NAME, rows.iter().map(Cells))
}

/// Keys as the document that IN-lists read.
pub(crate) fn keys_as_cells<'k>(
    table: &'static str,
    keys: impl Iterator<Item = &'k str>,
) -> Result<String, StoreError> {
    document(table, keys.map(|key| ((), key)))
}

/// Ids as the document that IN-lists read.
pub(crate) fn ids_as_cells(table: &'static str, ids: &[impl std::fmt::Display]) -> Result<String, StoreError> {
    document(table, ids.iter().map(|id| ((), id.to_string())))
}

/// Counts by id, as a query gave them.
pub(crate) fn counted<I: Ord + std::str::FromStr<Err = IdError>>(
    table: &'static str,
    column: &'static str,
    rows: Vec<(String, i64)>,
) -> Result<BTreeMap<I, u64>, StoreError> {
    let counts = rows.into_iter().map(|(key, count)| match key.parse() {
        Ok(id) => Ok((id, count.unsigned_abs())),
        Err(_) => Err(StoreError::Inconsistent { table, column, key }),
    });
    counts.collect()
}

/// `{"0": item, "1": item, …}`: what `json_each` reads alike on both engines.
pub(crate) fn document(
    table: &'static str,
    items: impl Iterator<Item = impl serde::Serialize>,
) -> Result<String, StoreError> {
    let mut json = Vec::new();
    let mut out = serde_json::Serializer::new(&mut json);
    let unstorable = || StoreError::Unstorable { table };
    let mut map = out.serialize_map(None).map_err(|_| unstorable())?;
    for (at, item) in items.enumerate() {
        map.serialize_entry(&at, &item).map_err(|_| unstorable())?;
    }
    SerializeMap::end(map).map_err(|_| unstorable())?;
    let json = String::from_utf8(json).map_err(|_| unstorable())?;
    if holds_nul(&json) { Err(unstorable()) } else { Ok(json) }
}

/// NUL is written as an escape; PostgreSQL refuses it and SQLite ends the text there. An escaped backslash before `u0000` is
/// no NUL.
fn holds_nul(json: &str) -> bool {
    json.match_indices("\\u0000").any(|(at, _)| {
        let before = json.as_bytes()[..at].iter().rev().take_while(|b| **b == b'\\').count();
        before.is_multiple_of(2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_and_a_written_out_one_is_not() {
        let json = |text: &str| document("t", std::iter::once(((), text)));
        assert_eq!(json("a\0b"), Err(StoreError::Unstorable { table: "t" }));
        assert_eq!(json("\\\0"), Err(StoreError::Unstorable { table: "t" }));
        assert_eq!(json(r"\u0000").unwrap(), r#"{"0":[null,"\\u0000"]}"#);
    }
}
