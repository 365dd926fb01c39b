//! Rows, and the statements that follow from their columns alone.
//!
//! Bulk writing has one text on both engines: `INSERT … SELECT j.value->>1, … FROM json_each($1) AS j`, where `$1` is
//! `{"0":[null, …], "1":[null, …]}`. Position 0 stays empty, so that a key column's position is also its parameter's number.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sql::Row;

/// A table's row.
pub(crate) trait Table: Row + Clone + Serialize + DeserializeOwned {
    /// The table.
    const NAME: &'static str;
    /// `SELECT columns FROM table`.
    const SELECT: &'static str;
    /// The first rows after a key, in the order of the key.
    const PAGE: &'static str;
    /// The rows with these first key columns, in the order of the key.
    const BY_KEYS: &'static str;
    /// Rows in bulk.
    const INSERT: &'static str;
    /// New states of rows in bulk, by key.
    const UPDATE: &'static str;
    /// Columns that only serve lookups and searches, and repeat what other columns hold.
    const LOOKUPS: &'static [&'static str];

    /// Its key columns.
    fn key(&self) -> Vec<&str>;

    /// Its cells, after an empty first one.
    fn cells<S: serde::ser::SerializeSeq>(&self, out: &mut S) -> Result<(), S::Error>;
}

/// Rows a page or a bulk statement.
pub(crate) const PAGE_ROWS: usize = 5_000;

/// Declares a table's row: `table! { Row in table { 1 key, …; 2 column: text, 3 column: int_or_none, … } }`. Kinds: `text`,
/// `text_or_none`, `search_or_none` (text that only serves searches), `sealed`, `sealed_or_none`, `lookup`, `lookup_or_none`,
/// `int`, `int_or_none`, `flag`.
macro_rules! table {
    ($(#[$doc:meta])* $row:ident in $table:ident { $($key_at:literal $key:ident),+; $($at:literal $column:ident: $kind:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
        pub(crate) struct $row {
            $(pub(crate) $key: String,)+
            $(pub(crate) $column: $crate::engine::table::kind!($kind),)+
        }

        const _: () = assert!($crate::engine::table::is_counted(&[$($key_at,)+ $($at,)+]), "columns are numbered from 1");

        impl $crate::engine::sql::Row for $row {
            const FLAGS: &'static [bool] = &[
                $($crate::engine::table::is_flag!(text $key),)+
                $($crate::engine::table::is_flag!($kind $column)),+
            ];
        }

        impl $crate::engine::table::Table for $row {
            const NAME: &'static str = stringify!($table);
            const SELECT: &'static str = concat!(
                "SELECT ", $crate::engine::table::list!($(concat!(stringify!($table), ".", stringify!($key))),+ $(, concat!(stringify!($table), ".", stringify!($column)))+),
                " FROM ", stringify!($table));
            const PAGE: &'static str = concat!(
                "WHERE (", $crate::engine::table::list!($(stringify!($key)),+), ") > (",
                $crate::engine::table::list!($(concat!("$", $key_at)),+), ") ORDER BY ",
                $crate::engine::table::list!($(stringify!($key)),+), " LIMIT 5000");
            const BY_KEYS: &'static str = concat!(
                "WHERE ", $crate::engine::table::first!($(stringify!($key)),+),
                " IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY ", $crate::engine::table::list!($(stringify!($key)),+));
            const INSERT: &'static str = concat!(
                "INSERT INTO ", stringify!($table), " (", $crate::engine::table::list!($(stringify!($key)),+ $(, stringify!($column))+),
                ") SELECT ", $crate::engine::table::list!($(concat!("j.value->>", $key_at)),+ $(, $crate::engine::table::cell!($kind $at))+),
                " FROM json_each($1) AS j");
            const UPDATE: &'static str = concat!(
                "UPDATE ", stringify!($table), " SET ",
                $crate::engine::table::list!($(concat!(stringify!($column), " = n.", stringify!($column))),+),
                " FROM (SELECT ",
                $crate::engine::table::list!($(concat!("j.value->>", $key_at, " AS ", stringify!($key))),+
                    $(, concat!($crate::engine::table::cell!($kind $at), " AS ", stringify!($column)))+),
                " FROM json_each($1) AS j) AS n WHERE true",
                $(" AND ", stringify!($table), ".", stringify!($key), " = n.", stringify!($key)),+);
            const LOOKUPS: &'static [&'static str] = &[$($crate::engine::table::lookup!($kind $column)),+];

            fn key(&self) -> Vec<&str> {
                vec![$(self.$key.as_str()),+]
            }

            fn cells<S: serde::ser::SerializeSeq>(&self, out: &mut S) -> Result<(), S::Error> {
                out.serialize_element(&())?;
                $(out.serialize_element(&self.$key)?;)+
                $(out.serialize_element(&self.$column)?;)+
                Ok(())
            }
        }
    };
}

macro_rules! is_flag {
    (flag $column:ident) => {
        true
    };
    ($kind:ident $column:ident) => {
        false
    };
}

macro_rules! kind {
    (text) => { String };
    (text_or_none) => { Option<String> };
    (search_or_none) => { Option<String> };
    (sealed) => { $crate::seal::Sealed };
    (sealed_or_none) => { Option<$crate::seal::Sealed> };
    (lookup) => { $crate::seal::LookupKey };
    (lookup_or_none) => { Option<$crate::seal::LookupKey> };
    (int) => { i64 };
    (int_or_none) => { Option<i64> };
    (flag) => { bool };
}

macro_rules! cell {
    (int $at:literal) => {
        concat!("CAST(j.value->>", $at, " AS BIGINT)")
    };
    (int_or_none $at:literal) => {
        concat!("CAST(j.value->>", $at, " AS BIGINT)")
    };
    (flag $at:literal) => {
        concat!("CAST(j.value->>", $at, " AS BOOLEAN)")
    };
    ($kind:ident $at:literal) => {
        concat!("j.value->>", $at)
    };
}

macro_rules! lookup {
    (lookup $column:ident) => {
        stringify!($column)
    };
    (lookup_or_none $column:ident) => {
        stringify!($column)
    };
    (search_or_none $column:ident) => {
        stringify!($column)
    };
    ($kind:ident $column:ident) => {
        ""
    };
}

macro_rules! list {
    ($first:expr $(, $next:expr)*) => { concat!($first $(, ", ", $next)*) };
}

macro_rules! first {
    ($first:expr $(, $next:expr)*) => {
        $first
    };
}

pub(crate) use {cell, first, is_flag, kind, list, lookup, table};

/// Whether the positions are 1, 2, 3, …
pub(crate) const fn is_counted(positions: &[usize]) -> bool {
    let mut at = 0;
    while at < positions.len() {
        if positions[at] != at + 1 {
            return false;
        }
        at += 1;
    }
    true
}
