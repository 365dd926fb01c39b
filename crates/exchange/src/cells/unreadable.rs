//! Why a file cannot be read. Each reason says what was found and where; its code is the key of its words.

use serde::{Deserialize, Serialize};

/// Where and how a file is damaged.
pub type Damage = String;

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReadError {
    /// The file is not there, or may not be opened.
    #[error("the file cannot be opened: {why}")]
    NotOpened {
        /// What the system said.
        why: String,
    },
    /// The contents are of another kind than a workbook or separated values.
    #[error("this is no workbook ({what}): open it in Excel or WPS and save it as .xlsx")]
    OtherKind {
        /// What it is, as a stable code.
        what: String,
    },
    /// WPS's own kind.
    #[error("a WPS .et file: save as .xlsx")]
    WpsEt,
    /// The workbook asks for a password.
    #[error("the workbook is encrypted: remove its password and save it again")]
    Encrypted,
    /// More bytes than a county's book has.
    #[error("the workbook would unpack to {declared} bytes; {limit} are the limit: split it")]
    TooLarge {
        /// Bytes declared.
        declared: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// More parts than a workbook has.
    #[error("the workbook has {entries} parts; {limit} are the limit: copy its sheets into a new workbook")]
    TooManyParts {
        /// Parts found.
        entries: usize,
        /// Parts allowed.
        limit: usize,
    },
    /// More sheets than a county's book has.
    #[error("the workbook has {sheets} sheets; {limit} are the limit: split it")]
    TooManySheets {
        /// Sheets found.
        sheets: usize,
        /// Sheets allowed.
        limit: usize,
    },
    /// Packed tighter than any book.
    #[error("part {part} would unpack to {ratio} times its size: this is no book of an office")]
    TooDense {
        /// The part.
        part: String,
        /// Declared to packed bytes.
        ratio: u64,
    },
    /// Something stands far to the right.
    #[error(
        "sheet {sheet}: cell {column}{row} lies beyond the {limit} columns a book may have: clear what stands there"
    )]
    TooWide {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The column's letters.
        column: String,
        /// Columns allowed.
        limit: u32,
    },
    /// More rows than Excel has.
    #[error("sheet {sheet}: row {row} lies beyond the {limit} rows a sheet may have")]
    TooLong {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u64,
        /// Rows allowed.
        limit: u32,
    },
    /// More filled cells than a county's book has.
    #[error("more than {limit} filled cells: split the workbook")]
    TooManyCells {
        /// Cells allowed.
        limit: u64,
    },
    /// A cell's text is longer than Excel allows.
    #[error("sheet {sheet}: cell {column}{row} holds {length} characters; {limit} are the limit")]
    TextTooLong {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The column's letters.
        column: String,
        /// Characters found.
        length: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// Bytes that stand for no character.
    #[error("line {line}, byte {byte} of the file is no {encoding}: save it again as CSV UTF-8")]
    Undecodable {
        /// What the file is written in, as far as can be told.
        encoding: String,
        /// The line, from 1.
        line: u64,
        /// The byte's offset in the file, from 0.
        byte: u64,
    },
    /// The file breaks the rules of its kind.
    #[error("the file is damaged: {damage}. Open it in Excel or WPS and save it anew")]
    Damaged {
        /// What is wrong with it.
        damage: Damage,
    },
    /// The reading process needed more memory or time than it may have, or broke down.
    #[error(
        "reading was stopped ({how}): the file asks for more than a county's book does. Copy its rows into a new workbook"
    )]
    Stopped {
        /// How the process ended.
        how: String,
    },
    /// The reading process took too long.
    #[error(
        "reading was stopped after {seconds} s: the file asks for more than a county's book does. Copy its rows into a new workbook"
    )]
    TimedOut {
        /// How long it ran.
        seconds: u64,
    },
    /// The reading process could not be started.
    #[error("the reading process could not be started: {why}")]
    NotStarted {
        /// What the system said.
        why: String,
    },
}

impl ReadError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOpened { .. } => "file-not-opened",
            Self::OtherKind { .. } => "file-other-kind",
            Self::WpsEt => "file-wps-et",
            Self::Encrypted => "file-encrypted",
            Self::TooLarge { .. } => "file-too-large",
            Self::TooManyParts { .. } => "file-too-many-parts",
            Self::TooManySheets { .. } => "file-too-many-sheets",
            Self::TooDense { .. } => "file-too-dense",
            Self::TooWide { .. } => "file-too-wide",
            Self::TooLong { .. } => "file-too-long",
            Self::TooManyCells { .. } => "file-too-many-cells",
            Self::TextTooLong { .. } => "file-text-too-long",
            Self::Undecodable { .. } => "file-undecodable",
            Self::Damaged { .. } => "file-damaged",
            Self::Stopped { .. } => "file-reading-stopped",
            Self::TimedOut { .. } => "file-reading-timed-out",
            Self::NotStarted { .. } => "file-reading-not-started",
        }
    }

    /// What the words of this error speak of, by name.
    pub fn named_values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOpened { why } | Self::NotStarted { why } => vec![("why", why.clone())],
            Self::OtherKind { what } => vec![("what", what.clone())],
            Self::WpsEt | Self::Encrypted => Vec::new(),
            Self::TooLarge { declared, limit } => {
                vec![("declared", declared.to_string()), ("limit", limit.to_string())]
            }
            Self::TooManyParts { entries, limit } => {
                vec![("entries", entries.to_string()), ("limit", limit.to_string())]
            }
            Self::TooManySheets { sheets, limit } => {
                vec![("sheets", sheets.to_string()), ("limit", limit.to_string())]
            }
            Self::TooDense { part, ratio } => vec![("part", part.clone()), ("ratio", ratio.to_string())],
            Self::TooWide { sheet, row, column, limit } => {
                vec![("sheet", sheet.clone()), ("cell", format!("{column}{row}")), ("limit", limit.to_string())]
            }
            Self::TooLong { sheet, row, limit } => {
                vec![("sheet", sheet.clone()), ("row", row.to_string()), ("limit", limit.to_string())]
            }
            Self::TooManyCells { limit } => vec![("limit", limit.to_string())],
            Self::TextTooLong { sheet, row, column, length, limit } => vec![
                ("sheet", sheet.clone()),
                ("cell", format!("{column}{row}")),
                ("length", length.to_string()),
                ("limit", limit.to_string()),
            ],
            Self::Undecodable { encoding, line, byte } => {
                vec![("encoding", encoding.clone()), ("line", line.to_string()), ("byte", byte.to_string())]
            }
            Self::Damaged { damage } => vec![("damage", damage.clone())],
            Self::Stopped { how } => vec![("how", how.clone())],
            Self::TimedOut { seconds } => vec![("seconds", seconds.to_string())],
        }
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        Self::NotOpened { why: error.to_string() }
    }
}
