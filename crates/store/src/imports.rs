//! Imports: who published which files when, what they counted, and which books speak for which day.

use std::collections::BTreeMap;

use guanai_kernel::ids::ImportId;
use guanai_kernel::{Date, Moment};
use guanai_registry::SourceKind;

use crate::engine::record::{self, Record};
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// An import.
    ImportRow in imports { 1 import_id; 2 imported_at: int, 3 as_of: text, 4 actor: text, 5 files: text, 6 counts: text }
}

/// One import that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub import_id: ImportId,
    /// When it was published.
    pub imported_at: Moment,
    /// The day for which its books speak.
    pub as_of: Date,
    /// Who published it.
    pub actor: String,
    /// The names of its files, as given.
    pub files: Vec<String>,
    /// Its counts: an object of numbers, never a value of a row.
    pub counts: serde_json::Value,
}

impl Record for Import {
    type Row = ImportRow;

    fn to_row(&self, _keys: &Keys) -> ImportRow {
        ImportRow {
            import_id: self.import_id.to_string(),
            imported_at: self.imported_at.as_micros(),
            as_of: self.as_of.to_string(),
            actor: self.actor.clone(),
            files: serde_json::Value::from(self.files.clone()).to_string(),
            counts: self.counts.to_string(),
        }
    }

    fn from_row(row: ImportRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            import_id: at.id("import_id", &row.import_id)?,
            imported_at: Moment::from_micros(row.imported_at),
            as_of: at.day("as_of", &row.as_of)?,
            files: at.json("files", &row.files)?,
            counts: at.json("counts", &row.counts)?,
            actor: row.actor,
        })
    }
}

/// Adds an import; first of all in its transaction, since what it brings names it.
pub async fn add(tx: &mut Tx, import: &Import) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(import)).await
}

/// The import with this id.
pub async fn find(tx: &mut Tx, import_id: ImportId) -> Result<Option<Import>, StoreError> {
    record::find(tx, &import_id.to_string()).await
}

/// Every import, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Import>, StoreError> {
    record::list_all(tx).await
}

/// Notes that an import held a book that speaks for a day; an earlier day than the one noted changes nothing.
pub async fn amend_coverage(tx: &mut Tx, book: SourceKind, as_of: Date, import_id: ImportId) -> Result<(), StoreError> {
    sql("INSERT INTO book_coverage (book, as_of, import_id) VALUES ($1, $2, $3) \
         ON CONFLICT (book) DO UPDATE SET as_of = excluded.as_of, import_id = excluded.import_id \
         WHERE book_coverage.as_of < excluded.as_of")
    .bind(book.code())
    .bind(as_of.to_string())
    .bind(import_id.to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// The books that were ever imported, and the latest day for which each speaks.
pub async fn list_coverage(tx: &mut Tx) -> Result<BTreeMap<SourceKind, Date>, StoreError> {
    let rows = sql("SELECT book, as_of FROM book_coverage ORDER BY book").all::<(String, String)>(tx).await?;
    let wrong = |column, key: &str| StoreError::Inconsistent { table: "book_coverage", column, key: key.to_owned() };
    let coverage = rows.iter().map(|(book, as_of)| {
        let kind = SourceKind::from_code(book).ok_or_else(|| wrong("book", book))?;
        Ok((kind, as_of.parse().map_err(|_| wrong("as_of", book))?))
    });
    coverage.collect()
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM imports").await
}
