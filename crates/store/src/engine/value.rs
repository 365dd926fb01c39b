//! Values that are bound to a statement, for both engines.

use std::fmt;

use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgTypeInfo};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Postgres};

use super::error::StoreError;

/// PostgreSQL's type `json`, by its fixed number.
const JSON_OID: u32 = 114;

/// A bound value. `Debug` shows its kind, never the value.
#[derive(Clone)]
pub enum Value {
    /// Text, an id, a civil date.
    Text(Option<String>),
    /// A count, fen, microseconds.
    Int(Option<i64>),
    /// A claim.
    Flag(Option<bool>),
    /// A JSON document, as text.
    Json(String),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Int(_) => "Int(…)",
            Self::Flag(_) => "Flag(…)",
            Self::Json(_) => "Json(…)",
        })
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(Some(value.into()))
            }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$variant(value.map(Into::into))
            }
        }
    )*};
}
from!(String => Text, &str => Text, i64 => Int, bool => Flag);

/// JSON text goes to SQLite as text and to PostgreSQL as `json`, whose wire form is the same text.
struct JsonText(String);

impl sqlx::Type<Postgres> for JsonText {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(sqlx::postgres::types::Oid(JSON_OID))
    }
}

impl sqlx::Encode<'_, Postgres> for JsonText {
    fn encode_by_ref(&self, buf: &mut PgArgumentBuffer) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        buf.extend_from_slice(self.0.as_bytes());
        Ok(sqlx::encode::IsNull::No)
    }
}

fn refused(_: sqlx::error::BoxDynError) -> StoreError {
    StoreError::Driver { code: "encode".to_owned(), message: "a bound value cannot be encoded".to_owned() }
}

/// The values as SQLite takes them.
pub(super) fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
            Value::Flag(flag) => arguments.add(flag),
            Value::Json(json) => arguments.add(json),
        }
        .map_err(refused)?;
    }
    Ok(arguments)
}

/// The values as PostgreSQL takes them.
pub(super) fn for_postgres(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
            Value::Flag(flag) => arguments.add(flag),
            Value::Json(json) => arguments.add(JsonText(json)),
        }
        .map_err(refused)?;
    }
    Ok(arguments)
}
