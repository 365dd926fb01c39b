//! From files to typed rows: which sheet is which book, organisations first, the roster second, then the rest; what is
//! refused, what somebody should look at, and the figures. Nothing is written here.
//!
//! The order of the files does not matter to what is taken, but where rows of one person differ the first stands: files are
//! read in the order given, which [`gather_files`] makes that of their names.

mod counts;
mod fill;
mod known;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use guanai_kernel::codes::IdentityNumber;
use jiff::civil::Date;

pub use counts::{Counts, FundCounts, HardshipCounts, NeedCounts, ResourceCounts};
pub use known::{Known, KnownOrganization, Reach, Within};

use crate::books::{Book, HeadSynonyms, Layout, NoBook};
use crate::cells::{Event, ReadError, Sheet, kind};
use crate::rows::{
    CashRow, HardshipRow, NeedRow, Notice, OrganizationRow, Place, RefusedRow, ResourceRow, RosterRow, SheetAt,
};
use crate::sandbox::BookReader;

/// A sheet that was taken for a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSeen {
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet.
    pub sheet: Arc<str>,
    /// The book it holds.
    pub book: Book,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// The row of its heads.
    pub head_row: u32,
    /// Rows of the book as read.
    pub rows: usize,
    /// Heads that were not understood; their columns were left out.
    pub not_understood: Vec<Arc<str>>,
    /// Whether it is one of refused rows that come back.
    pub partial: bool,
}

/// Why a file or a sheet was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyIgnored {
    /// It is no workbook and no CSV, nor named like one.
    NotABook(ReadError),
    /// Its sheet is no book.
    Sheet(NoBook),
    /// A lock file of an office program, or a hidden file.
    Leftover,
    /// A book about the whole county, brought by an office that looks after a part of it.
    NotThisOffice(Book),
}

impl WhyIgnored {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABook(error) => error.code(),
            Self::Sheet(why) => why.code(),
            Self::Leftover => "file-leftover",
            Self::NotThisOffice(_) => "sheet-not-this-office",
        }
    }
}

/// A file or a sheet that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet, if it was one.
    pub sheet: Option<Arc<str>>,
    /// Why.
    pub why: WhyIgnored,
}

/// A file named like a book that could not be read. What it holds is not in the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file's name.
    pub file: Arc<str>,
    /// Why.
    pub error: ReadError,
}

/// A value that two rows of one person state differently. Normalised: days as 1983-01-22, phones as digits, sex, ethnicity and
/// education in the standard's words, answers as yes or no, the branch as its code, the kind of member as its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The column's field.
    pub field: &'static str,
    /// Its head.
    pub column: Arc<str>,
    /// What the standing row says; empty if nothing.
    pub standing: Box<str>,
    /// What the other row says; empty if nothing.
    pub other: Box<str>,
}

/// Two rows of one person that differ. The first stands until somebody chooses.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The book.
    pub book: Book,
    /// Whose rows they are.
    pub identity: IdentityNumber,
    /// The row that stands.
    pub standing: Place,
    /// The other.
    pub other: Place,
    /// What they state differently.
    pub differing: Vec<Differing>,
}

/// How far an import has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The file that is being read.
    pub file: Arc<str>,
    /// Its sheet.
    pub sheet: Arc<str>,
    /// Rows read so far, of all files.
    pub rows: u64,
    /// Readings of files that are done.
    pub done: usize,
    /// Readings of files in all; a file that holds several books is read more than once.
    pub of: usize,
}

/// Everything that was read, ready to be compared with the registry and published.
#[derive(Debug, Clone, Default)]
pub struct Staged {
    /// Organisations, superiors before those below them.
    pub organizations: Vec<OrganizationRow>,
    /// Members, one row a person.
    pub roster: Vec<RosterRow>,
    /// Hardship, one row a person.
    pub hardship: Vec<HardshipRow>,
    /// Distinct answers of the survey.
    pub needs: Vec<NeedRow>,
    /// Help there is, expired or not.
    pub resources: Vec<ResourceRow>,
    /// Entries of the cash book.
    pub cash: Vec<CashRow>,
    /// Rows that were not taken, in the order of reading.
    pub refused: Vec<RefusedRow>,
    /// Warnings on people, which stay until somebody settles them.
    pub warnings: Vec<Notice>,
    /// Other things somebody should look at.
    pub notes: Vec<Notice>,
    /// Rows of one person that differ.
    pub conflicts: Vec<Conflict>,
    /// Sheets that were taken for books.
    pub sheets: Vec<SheetSeen>,
    /// Files and sheets that were left out.
    pub ignored: Vec<Ignored>,
    /// Files named like books that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Whether the roster came as refused rows only, so that absence from it says nothing.
    pub partial_roster: bool,
    /// The figures.
    pub counts: Counts,
}

/// Why nothing was staged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// A file that had begun to be read could not be read to its end.
    #[error("{file}: {error}")]
    BrokeOff {
        /// The file's name.
        file: Arc<str>,
        /// Why.
        error: ReadError,
    },
    /// More rows would be refused than anybody mends: these are not the county's books, or their columns mean something else.
    #[error("{file}: more than {limit} rows would be refused: check that its columns hold what their heads say")]
    TooManyRefused {
        /// The file that was being read.
        file: Arc<str>,
        /// Rows that may be refused.
        limit: usize,
    },
    /// The books are about the whole county, and the office that brings them looks after a part of it.
    #[error("{file}: this book is about the whole county and is imported by the county's office")]
    NotThisOffice {
        /// The first such file.
        file: Arc<str>,
    },
    /// No sheet of any file is a book.
    #[error("none of the {files} files holds a book; see which heads are known in books.toml")]
    NoBooks {
        /// How many files were looked at.
        files: usize,
    },
}

impl StageError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BrokeOff { .. } => "import-broke-off",
            Self::TooManyRefused { .. } => "import-too-many-refused",
            Self::NotThisOffice { .. } => "import-not-this-office",
            Self::NoBooks { .. } => "import-no-books",
        }
    }
}

/// All files in folders and beside them, by name; folders in folders are not entered.
pub fn gather_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ReadError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut within = Vec::new();
            for entry in std::fs::read_dir(path)? {
                let entry = entry?.path();
                if entry.is_file() {
                    within.push(entry);
                }
            }
            within.sort();
            files.extend(within);
        } else if path.is_file() {
            files.push(path.clone());
        } else {
            return Err(ReadError::NotOpened { why: format!("{}: no such file or folder", path.display()) });
        }
    }
    Ok(files)
}

struct Planned {
    path: PathBuf,
    file: Arc<str>,
    sheets: BTreeMap<usize, (Sheet, Layout)>,
}

/// Reads files into typed rows. `files` are read in their order, each by `reader`.
pub fn stage(
    reader: &BookReader,
    files: &[PathBuf],
    books: &HeadSynonyms,
    known: &Known,
    as_of: Date,
    progress: &mut dyn FnMut(Progress),
) -> Result<Staged, StageError> {
    let mut staged = Staged::default();
    let planned = plan(reader, files, books, known, &mut staged);
    if planned.is_empty() && staged.unreadable.is_empty() {
        let of_county = staged.ignored.iter().find(|i| matches!(i.why, WhyIgnored::NotThisOffice(_)));
        if let Some(ignored) = of_county {
            return Err(StageError::NotThisOffice { file: ignored.file.clone() });
        }
        return Err(StageError::NoBooks { files: files.len() });
    }
    let phases: [&[Book]; 3] =
        [&[Book::Organizations], &[Book::Roster], &[Book::Hardship, Book::Survey, Book::Resources, Book::Cash]];
    let readings = phases.map(|phase| planned.iter().filter(|p| holds(p, phase)).collect::<Vec<_>>());
    let of = readings.iter().map(Vec::len).sum();
    let mut filling = fill::Filling::new(staged, books, known, as_of);
    let (mut done, mut rows) = (0, 0u64);
    for (phase, readings) in phases.into_iter().zip(readings) {
        for planned in readings {
            let mut report = |sheet: &Arc<str>, rows| {
                progress(Progress { file: planned.file.clone(), sheet: sheet.clone(), rows, done, of });
            };
            read_file(reader, planned, phase, &mut filling, &mut rows, &mut report)
                .map_err(|error| StageError::BrokeOff { file: planned.file.clone(), error })?;
            if filling.is_full() {
                return Err(StageError::TooManyRefused { file: planned.file.clone(), limit: fill::REFUSED_ROWS });
            }
            done += 1;
        }
        if phase == [Book::Organizations] {
            filling.settle_organizations();
        }
    }
    Ok(filling.finish())
}

fn holds(planned: &Planned, phase: &[Book]) -> bool {
    planned.sheets.values().any(|(_, layout)| phase.contains(&layout.book))
}

/// Looks into every file and tells its sheets.
fn plan(
    reader: &BookReader,
    files: &[PathBuf],
    books: &HeadSynonyms,
    known: &Known,
    staged: &mut Staged,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    for path in files {
        let file: Arc<str> = file_name(path).into();
        if file.starts_with("~$") || file.starts_with('.') {
            staged.ignored.push(Ignored { file, sheet: None, why: WhyIgnored::Leftover });
            continue;
        }
        let peeks = match reader.peek(path) {
            Ok(peeks) => peeks,
            Err(error) if kind::is_named_as_book(path) => {
                staged.unreadable.push(Unreadable { file, error });
                continue;
            }
            Err(error) => {
                staged.ignored.push(Ignored { file, sheet: None, why: WhyIgnored::NotABook(error) });
                continue;
            }
        };
        let mut sheets = BTreeMap::new();
        for (at, peek) in peeks.into_iter().enumerate() {
            match books.recognise(&peek.rows) {
                Ok(layout) if !known.reach.allows(layout.book) => {
                    let (sheet, why) = (peek.sheet.name.as_str().into(), WhyIgnored::NotThisOffice(layout.book));
                    staged.ignored.push(Ignored { file: file.clone(), sheet: Some(sheet), why });
                }
                Ok(layout) => {
                    sheets.insert(at, (peek.sheet, layout));
                }
                Err(why) => {
                    let sheet = Some(peek.sheet.name.as_str().into());
                    staged.ignored.push(Ignored { file: file.clone(), sheet, why: WhyIgnored::Sheet(why) });
                }
            }
        }
        if !sheets.is_empty() {
            planned.push(Planned { path: path.clone(), file, sheets });
        }
    }
    planned
}

fn read_file(
    reader: &BookReader,
    planned: &Planned,
    phase: &[Book],
    filling: &mut fill::Filling<'_>,
    rows: &mut u64,
    report: &mut dyn FnMut(&Arc<str>, u64),
) -> Result<(), ReadError> {
    let as_of = filling.as_of;
    let books = filling.books;
    let mut next = 0;
    let mut current: Option<SheetAt<'_>> = None;
    let last =
        planned.sheets.iter().filter(|(_, (_, l))| phase.contains(&l.book)).map(|(at, _)| *at).max().unwrap_or(0);
    reader.read(&planned.path, &mut |event| {
        match event {
            Event::Sheet(sheet) => {
                if let Some(ended) = current.take() {
                    filling.end_sheet(&ended);
                }
                if next > last {
                    return ControlFlow::Break(());
                }
                let planned_sheet = planned.sheets.get(&next).filter(|(_, layout)| phase.contains(&layout.book));
                next += 1;
                if let Some((_, layout)) = planned_sheet {
                    let name: Arc<str> = sheet.name.as_str().into();
                    report(&name, *rows);
                    let file = planned.file.clone();
                    let at = SheetAt { file, name, layout, from_1904: sheet.from_1904, as_of, books };
                    filling.begin_sheet(&at, sheet.hidden);
                    current = Some(at);
                }
            }
            Event::Row(row) => {
                if let Some(sheet) = &current {
                    filling.take(sheet, &row);
                    if filling.is_full() {
                        return ControlFlow::Break(());
                    }
                    *rows += 1;
                    if rows.is_multiple_of(500) {
                        report(&sheet.name, *rows);
                    }
                }
            }
            Event::Declared(_) | Event::Peeked => {}
        }
        ControlFlow::Continue(())
    })?;
    if let Some(ended) = current {
        filling.end_sheet(&ended);
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The books that are among the sheets.
impl Staged {
    /// Which books were there.
    pub fn books(&self) -> BTreeSet<Book> {
        self.sheets.iter().map(|sheet| sheet.book).collect()
    }
}
