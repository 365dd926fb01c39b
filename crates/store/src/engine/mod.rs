//! The engine room: connections, transactions, one SQL text for both engines, retries and errors.
//!
//! How to add a table: write it in `migrations/sqlite` and `migrations/postgres`, give it a room of its own beside
//! `persons.rs` with a row declared by `table!`, implement `Record`, name its functions in `tests/conformance`, and add
//! it to `canonical.rs` and `checks.rs`.

pub mod cell;
pub mod db;
pub mod error;
pub mod migrate;
pub mod record;
pub mod sql;
pub mod table;
pub mod url;
pub mod value;

pub use db::{Db, Scope, Tx, Work};
pub use error::StoreError;
pub use sql::{Sql, Stretch, sql};
pub use url::{DbUrl, DbUrlError};
