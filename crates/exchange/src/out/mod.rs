//! Workbooks out: refused rows, templates, reports. Texts are written as texts, never as formulas, whatever they begin with.
//!
//! Workbooks are put in place whole: no half-written file. Ordinary ones are made in memory; a sheet of very many rows goes
//! through a temporary file without a name, which is gone when the program is.

mod refused;
mod report;
mod template;

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

pub use refused::{refused_workbook, write_refused};
pub use report::{Column, Kind, Report, Table, Value};
pub use template::{TemplateLists, template_workbook, write_template};

/// Why a workbook was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be made there.
    #[error("{path}: cannot be written: {error}", path = path.display())]
    NotWritten {
        /// Where.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// More than a sheet can hold, or what no workbook can hold.
    #[error("{path}: {error}", path = path.display())]
    NotAWorkbook {
        /// Where.
        path: PathBuf,
        /// What the writer said.
        error: XlsxError,
    },
}

impl WriteError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotWritten { .. } => "workbook-not-written",
            Self::NotAWorkbook { .. } => "workbook-impossible",
        }
    }
}

/// Puts a workbook in place: beside it first, readable for its owner only, then under its name.
fn save(workbook: &mut Workbook, path: &Path) -> Result<(), WriteError> {
    let not_written = |error| WriteError::NotWritten { path: path.to_owned(), error };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut file = create(&part).map_err(not_written)?;
    let written = workbook
        .save_to_writer(&mut file)
        .map_err(|error| WriteError::NotAWorkbook { path: path.to_owned(), error })
        .and_then(|()| file.sync_all().map_err(not_written))
        .and_then(|()| std::fs::rename(&part, path).map_err(not_written));
    if written.is_err() {
        // The reason that is told is the first one; a leftover is harmless beside it.
        let _leftover = std::fs::remove_file(&part);
    }
    written
}

fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).read(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A name that a sheet may have and no other has: 31 characters, none of `[]:*?/\`.
fn sheet_name(wished: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String =
        wished.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let plain = if plain.trim().is_empty() { "Sheet".to_owned() } else { plain.trim().to_owned() };
    let cut = |length: usize| plain.chars().take(length).collect::<String>();
    let mut name = cut(31);
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let tail = format!(" ({number})");
        name = format!("{}{tail}", cut(31 - tail.chars().count()));
        number += 1;
    }
    name
}

/// Rows from which a sheet is not kept in memory.
const MANY_ROWS: usize = 30_000;

/// A new sheet for so many rows, to be written from above to below.
fn add_sheet(workbook: &mut Workbook, rows: usize) -> Result<&mut Worksheet, XlsxError> {
    if rows < MANY_ROWS { Ok(workbook.add_worksheet()) } else { workbook.add_worksheet_with_constant_memory() }
}

/// At most what a cell may hold.
fn cell_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(crate::cells::limits::TEXT).collect()
}
