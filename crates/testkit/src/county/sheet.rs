//! What stands in a book: cells, sheets, and the file they are kept in.

use guanai_kernel::Date;

/// One cell as somebody filled it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text cell.
    Text(String),
    /// A number cell that holds a whole number.
    Whole(i64),
    /// An identity number typed into a number cell: the figures as typed, of which a spreadsheet keeps fifteen.
    Typed(String),
    /// A real date cell; in CSV the text a spreadsheet saves for it.
    Day(Date),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn whole(number: usize) -> Self {
        Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// The text of this cell in a CSV file.
    pub fn as_csv(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            // What a spreadsheet shows for a number too wide for its column, and therefore saves.
            Self::Typed(figures) => format!("{}.{}E+{}", &figures[..1], &figures[1..6], figures.len() - 1),
            Self::Day(day) => format!("{}/{}/{}", day.year(), day.month(), day.day()),
        }
    }
}

/// A sheet: its rows from the top, all as wide as the head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The name on its tab; empty in CSV.
    pub name: String,
    /// Cells by row, from row 1.
    pub rows: Vec<Vec<Cell>>,
    /// Merged stretches of a row: row, first and last column, counted from 0.
    pub merges: Vec<(u32, u16, u16)>,
}

/// How the characters of a CSV file are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with or without its mark.
    Utf8 {
        /// Whether the file begins with the mark.
        mark: bool,
    },
    /// UTF-16, little end first, marked.
    Utf16Le,
    /// UTF-16, big end first, marked.
    Utf16Be,
    /// GB 18030, unmarked.
    Gb18030,
}

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.xlsx`
    Workbook,
    /// `.csv`, one sheet.
    Csv(Encoding),
}

/// Which of the county's books a file is, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 党组织
    Organizations,
    /// 党员花名册; may be several files.
    Roster,
    /// 困难党员台账
    Hardship,
    /// 需求调查
    Needs,
    /// 帮扶资源
    Resources,
    /// 关爱资金收支
    Fund,
    /// A workbook that has nothing to do with care, to be ignored.
    Unrelated,
}

/// A file of the county's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What it is.
    pub kind: Kind,
    /// Its file name, which says nothing.
    pub file: String,
    /// How it is kept.
    pub format: Format,
    /// How its date cells are shown, in the spreadsheet's own notation.
    pub day_format: &'static str,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}
