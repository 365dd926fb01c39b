//! A large roster for benchmarks: clean, with the usual habits, and the book of organisations that goes with it.

use std::io;
use std::path::{Path, PathBuf};

use crate::county::{self, Size};

/// Where the two books are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LargeRoster {
    /// 党员花名册, as asked for.
    pub roster: PathBuf,
    /// 党组织, in the same folder.
    pub organizations: PathBuf,
}

/// Writes a roster workbook of `rows` people at `path` (`.xlsx`), and 党组织.xlsx beside it. No row is refused, repeated or odd; the
/// same seed gives the same bytes.
pub fn write_roster(path: &Path, rows: usize, seed: u64) -> io::Result<LargeRoster> {
    let dir = path.parent().unwrap_or_else(|| Path::new("."));
    let Some(file) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the roster needs a file name"));
    };
    std::fs::create_dir_all(dir)?;
    for book in county::clean_books(seed, Size::County, rows, file) {
        book.write(dir)?;
    }
    Ok(LargeRoster { roster: path.to_owned(), organizations: dir.join(county::CLEAN_ORGANIZATIONS) })
}
