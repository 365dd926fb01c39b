//! A refused row as it is kept until somebody asks for the workbook of them: text that becomes the same row again.

use std::sync::Arc;

use guanai_kernel::Date;
use serde::{Deserialize, Serialize};

use super::{Fault, Place, Reason, RefusedRow};
use crate::books::Book;
use crate::cells::Cell;

#[derive(Serialize, Deserialize)]
struct KeptRow {
    book: String,
    file: String,
    sheet: String,
    row: u32,
    faults: Vec<(String, String, String)>,
    heads: Vec<String>,
    error_column: Option<usize>,
    cells: Vec<KeptCell>,
}

#[derive(Serialize, Deserialize)]
enum KeptCell {
    Empty,
    Text(String),
    /// The number's bits: none is lost on the way.
    Number(u64),
    Date(Date),
    Bool(bool),
    Error(String),
}

impl From<&Cell> for KeptCell {
    fn from(cell: &Cell) -> Self {
        match cell {
            Cell::Empty => Self::Empty,
            Cell::Text(text) => Self::Text(text.clone()),
            Cell::Number(number) => Self::Number(number.to_bits()),
            Cell::Date(day) => Self::Date(*day),
            Cell::Bool(truth) => Self::Bool(*truth),
            Cell::Error(text) => Self::Error(text.clone()),
        }
    }
}

impl From<KeptCell> for Cell {
    fn from(cell: KeptCell) -> Self {
        match cell {
            KeptCell::Empty => Self::Empty,
            KeptCell::Text(text) => Self::Text(text),
            KeptCell::Number(bits) => Self::Number(f64::from_bits(bits)),
            KeptCell::Date(day) => Self::Date(day),
            KeptCell::Bool(truth) => Self::Bool(truth),
            KeptCell::Error(text) => Self::Error(text),
        }
    }
}

impl RefusedRow {
    /// The row as text, with everything it holds: for a sealed place alone.
    pub fn to_kept(&self) -> String {
        let kept = KeptRow {
            book: self.book.code().to_owned(),
            file: self.place.file.to_string(),
            sheet: self.place.sheet.to_string(),
            row: self.place.row,
            faults: self
                .faults
                .iter()
                .map(|fault| (fault.reason.code().to_owned(), fault.column.to_string(), fault.read.to_string()))
                .collect(),
            heads: self.heads.iter().map(ToString::to_string).collect(),
            error_column: self.error_column,
            cells: self.cells.iter().map(KeptCell::from).collect(),
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// The row that a text was; none where it is no such text.
    pub fn from_kept(text: &str) -> Option<Self> {
        let kept: KeptRow = serde_json::from_str(text).ok()?;
        let mut faults = Vec::with_capacity(kept.faults.len());
        for (reason, column, read) in kept.faults {
            faults.push(Fault { reason: Reason::from_code(&reason)?, column: column.into(), read: read.into() });
        }
        let heads: Vec<Arc<str>> = kept.heads.into_iter().map(Arc::from).collect();
        Some(Self {
            book: Book::from_code(&kept.book)?,
            place: Place { file: kept.file.into(), sheet: kept.sheet.into(), row: kept.row },
            faults,
            heads: heads.into(),
            error_column: kept.error_column,
            cells: kept.cells.into_iter().map(Cell::from).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_row_is_the_row_it_was() {
        let row = RefusedRow {
            book: Book::Roster,
            place: Place { file: "花名册.xlsx".into(), sheet: "农村".into(), row: 17 },
            faults: vec![Fault {
                reason: Reason::BadChecksum, column: "证件号码".into(), read: "9901**1234".into()
            }],
            heads: Arc::from(["姓名".into(), "证件号码".into()]),
            error_column: Some(3),
            cells: vec![
                Cell::Text("甲".into()),
                Cell::Number(0.1 + 0.2),
                Cell::Empty,
                Cell::Date(Date::constant(1983, 1, 22)),
                Cell::Bool(false),
                Cell::Error("#N/A".into()),
            ],
        };
        assert!(RefusedRow::from_kept(&row.to_kept()).as_ref() == Some(&row));
        for wrong in ["", "{}", &row.to_kept().replace("bad_checksum", "no_such_reason")] {
            assert!(RefusedRow::from_kept(wrong).is_none());
        }
    }
}
