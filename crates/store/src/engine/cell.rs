//! From a column's text to the domain's word; what does not fit is [`StoreError::Inconsistent`], naming the row.

use std::str::FromStr;

use guanai_kernel::Date;
use guanai_kernel::ids::IdError;
use guanai_registry::{Source, SourceKind};

use super::error::StoreError;
use super::table::Table;

/// Where a cell stands, for the error.
pub(crate) struct Place {
    table: &'static str,
    key: String,
}

/// The place of a row.
pub(crate) fn of<R: Table>(row: &R) -> Place {
    Place { table: R::NAME, key: row.key().join("/") }
}

impl Place {
    /// The error of a cell of this row.
    pub(crate) fn inconsistent(&self, column: &'static str) -> StoreError {
        StoreError::Inconsistent { table: self.table, column, key: self.key.clone() }
    }

    /// An id.
    pub(crate) fn id<T: FromStr<Err = IdError>>(&self, column: &'static str, text: &str) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.inconsistent(column))
    }

    /// An id that may be missing.
    pub(crate) fn id_or_none<T: FromStr<Err = IdError>>(
        &self,
        column: &'static str,
        text: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.id(column, text)).transpose()
    }

    /// A civil date.
    pub(crate) fn day(&self, column: &'static str, text: &str) -> Result<Date, StoreError> {
        text.parse().map_err(|_| self.inconsistent(column))
    }

    /// A civil date that may be missing.
    pub(crate) fn day_or_none(&self, column: &'static str, text: Option<&str>) -> Result<Option<Date>, StoreError> {
        text.map(|text| self.day(column, text)).transpose()
    }

    /// A word that a code stands for.
    pub(crate) fn word<T>(
        &self,
        column: &'static str,
        code: &str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        from_code(code).ok_or_else(|| self.inconsistent(column))
    }

    /// A word that may be missing.
    pub(crate) fn word_or_none<T>(
        &self,
        column: &'static str,
        code: Option<&str>,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        code.map(|code| self.word(column, code, from_code)).transpose()
    }

    /// Where a record comes from.
    pub(crate) fn source(
        &self,
        kind: &str,
        import_id: Option<&str>,
        place: String,
        stated_on: &str,
    ) -> Result<Source, StoreError> {
        Ok(Source {
            kind: self.word("source_kind", kind, SourceKind::from_code)?,
            import_id: self.id_or_none("import_id", import_id)?,
            place,
            stated_on: self.day("source_stated_on", stated_on)?,
        })
    }

    /// Something kept as JSON.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        serde_json::from_str(text).map_err(|_| self.inconsistent(column))
    }
}
