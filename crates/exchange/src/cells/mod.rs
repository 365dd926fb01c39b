//! Cells and rows as files hold them, and the limits within which a file is read at all.
//!
//! How to add a kind of file: name it in [`kind`], read it row by row in a module of its own, and give it a hostile
//! example in `tests/hostile.rs`.

pub mod delimited;
pub mod encoding;
pub mod kind;
pub mod legacy;
pub mod scan;
pub mod unreadable;
pub mod wire;
pub mod workbook;

use std::borrow::Cow;

use guanai_kernel::Date;

pub use unreadable::{Damage, ReadError};

/// What a workbook may declare and a file may hold before it is refused.
pub mod limits {
    /// Declared bytes of a workbook, uncompressed. A roster of 100,000 rows and 17 columns has about 90 MB.
    pub const DECLARED_BYTES: u64 = 256 << 20;
    /// Entries of the archive.
    pub const ENTRIES: usize = 2_000;
    /// Declared to packed bytes of one entry; entries below [`RATIO_FROM`] are left out.
    pub const RATIO: u64 = 200;
    /// Entries smaller than this are never a bomb.
    pub const RATIO_FROM: u64 = 1 << 20;
    /// Columns a book may have.
    pub const COLUMNS: u32 = 256;
    /// Rows a sheet may have, as in Excel.
    pub const ROWS: u32 = 1_048_576;
    /// Filled cells of a file.
    pub const CELLS: u64 = 20_000_000;
    /// Characters of a cell, as in Excel.
    pub const TEXT: usize = 32_767;
    /// Bytes of a file of separated values.
    pub const DELIMITED_BYTES: u64 = 64 << 20;
    /// Bytes of an `.xls`; it is parsed whole.
    pub const LEGACY_BYTES: u64 = 64 << 20;
    /// Sheets of a workbook.
    pub const SHEETS: usize = 100;
    /// Filled cells shown of each sheet before reading begins.
    pub const PEEKED_CELLS: usize = 4_000;
    /// Characters shown of each of those cells; heads are short.
    pub const PEEKED_TEXT: usize = 100;
    /// Filled rows shown of each sheet before reading begins, enough to find its heads.
    pub const PEEKED_ROWS: usize = 40;
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, as written.
    Text(String),
    /// A number without a date's format. Excel keeps 15 figures, no more.
    Number(f64),
    /// A number with a date's format, or a date in ISO writing.
    Date(Date),
    /// True or false.
    Bool(bool),
    /// An error value such as `#N/A`, or a formula whose result the file does not hold.
    Error(String),
}

impl Cell {
    /// Whether nothing but blanks stands here.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(is_blank_char),
            _ => false,
        }
    }

    /// The cell as it was typed; a number of more than 15 figures comes as Excel shows it, `9.90101197205183E+17`.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_as_typed(*number)),
            Self::Date(day) => Cow::Owned(day.to_string()),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }
}

/// White space, and the marks that look like it: zero-width ones and the byte-order mark.
pub(crate) fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// The first whole number that a cell of Excel can no longer hold to the last figure.
pub(crate) const DIGITS_LOST_FROM: f64 = 1e15;

fn number_as_typed(number: f64) -> String {
    if number.abs() < DIGITS_LOST_FROM {
        return format!("{number}");
    }
    let scientific = format!("{number:.14E}");
    match scientific.split_once('E') {
        Some((figures, power)) => format!("{}E+{power}", figures.trim_end_matches('0').trim_end_matches('.')),
        None => scientific,
    }
}

/// A row of a sheet. Cells beyond the last filled one are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its number as Excel shows it, from 1.
    pub number: u32,
    /// Its cells from column A on.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column counted from 0; beyond the row's end there is nothing.
    pub fn cell(&self, column: usize) -> &Cell {
        static NOTHING: Cell = Cell::Empty;
        self.cells.get(column).unwrap_or(&NOTHING)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// A sheet, before its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; a file of separated values has none.
    pub name: String,
    /// Whether it is hidden. It is read like any other.
    pub hidden: bool,
    /// Whether days count from 1904 in it.
    pub from_1904: bool,
}

/// What reading a file yields, in this order: `Declared`, then every sheet with its first rows, then `Peeked`, then
/// every sheet with all its rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// How many bytes there are to read, uncompressed.
    Declared(u64),
    /// A sheet begins.
    Sheet(Sheet),
    /// A row that is not blank.
    Row(Row),
    /// The first rows of all sheets have been shown.
    Peeked,
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The day a serial number of Excel stands for, or none outside 1900–2199.
pub fn serial_day(serial: f64, from_1904: bool) -> Option<Date> {
    if !(1.0..=109_574.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above; the hour is left out")]
    let days = serial.floor() as i32;
    let (epoch, days) = match (from_1904, days) {
        (true, days) => (jiff::civil::date(1904, 1, 1), days),
        // Excel counts a 29 February 1900 that never was.
        (false, 60) => return None,
        (false, days) if days < 60 => (jiff::civil::date(1899, 12, 31), days),
        (false, days) => (jiff::civil::date(1899, 12, 30), days),
    };
    guanai_kernel::civil::add_days(epoch, days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_come_back_as_typed_or_as_excel_shows_them() {
        assert_eq!(Cell::Number(3000.0).shown(), "3000");
        assert_eq!(Cell::Number(0.14).shown(), "0.14");
        assert_eq!(Cell::Number(990_101_830_122_942.0).shown(), "990101830122942");
        assert_eq!(Cell::Number(9.901_011_972_051_831e17).shown(), "9.90101197205183E+17");
    }

    #[test]
    fn columns_and_days() {
        assert_eq!(column_letters(0), "A");
        assert_eq!(column_letters(25), "Z");
        assert_eq!(column_letters(26), "AA");
        assert_eq!(column_letters(16_383), "XFD");
        assert_eq!(serial_day(30_338.0, false), Some(date(1983, 1, 22)));
        assert_eq!(serial_day(28_876.0, true), Some(date(1983, 1, 22)));
        assert_eq!(serial_day(59.0, false), Some(date(1900, 2, 28)));
        assert_eq!(serial_day(60.0, false), None);
        assert_eq!(serial_day(-1.0, false), None);
        assert_eq!(serial_day(f64::NAN, false), None);
    }

    #[test]
    fn full_width_and_invisible_blanks_are_blank() {
        assert!(Cell::Text(" \u{3000}\u{200B}\n".into()).is_blank());
        assert!(!Cell::Text("无".into()).is_blank());
        assert!(!Cell::Error("#N/A".into()).is_blank());
    }
}
