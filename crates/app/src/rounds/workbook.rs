//! A round as a workbook: whoever knows the words lays out the tables, and here they are written.

pub use guanai_exchange::out::{Column, Kind, Table, Value, WriteError};

use guanai_exchange::out::Report;

/// A workbook of these tables, each with its rows.
pub fn workbook_of(tables: Vec<(Table, Vec<Vec<Value>>)>) -> Result<Vec<u8>, WriteError> {
    let mut report = Report::new();
    for (table, rows) in tables {
        report.add(&table, rows)?;
    }
    report.bytes()
}
