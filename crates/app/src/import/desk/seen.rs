//! What is told of a job without a value of any row: its sheets, what was left out and why, the counts.

use guanai_kernel::words;
use std::collections::BTreeMap;

use guanai_exchange::Staged;
use guanai_exchange::books::NoBook;
use guanai_exchange::staging::WhyIgnored;
use serde::{Deserialize, Serialize};

use super::Failure;
use crate::import::outcome::Changes;
use crate::import::told::Told;

words! {
    /// A part of what was found.
    Part {
        /// Values that wait side by side.
        Conflicts = "conflicts",
        /// Rows that were sent back.
        Refused = "refused",
        /// What is odd about rows that are taken.
        Warned = "warned",
        /// Rows that add or change something.
        Changed = "changed",
        /// Members whom the roster does not name.
        Absent = "absent",
    }
}

/// A sheet that was taken for a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenSheet {
    /// The file.
    pub file: String,
    /// The sheet; empty for separated values.
    pub sheet: String,
    /// The book, by its code.
    pub book: String,
    /// Its rows.
    pub rows: usize,
    /// Whether it is hidden in the workbook.
    pub hidden: bool,
    /// Heads that were not understood; their columns were left out.
    pub not_understood: Vec<String>,
}

/// A file or sheet that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The file.
    pub file: String,
    /// The sheet, if it was one.
    pub sheet: Option<String>,
    /// Why, by a code, with what goes with it.
    pub why: Failure,
}

/// What is told of a job.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The files that were brought.
    pub files: Vec<String>,
    /// Sheets that were taken for books.
    #[serde(default)]
    pub sheets: Vec<SeenSheet>,
    /// Files and sheets that were left out.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// Files that should be books and could not be read.
    #[serde(default)]
    pub unreadable: Vec<Failure>,
    /// Rows by their outcome.
    #[serde(default)]
    pub changes: Changes,
    /// How many stand in each part.
    #[serde(default)]
    pub parts: BTreeMap<Part, usize>,
    /// Of those that somebody may settle, how many there are in each part.
    #[serde(default)]
    pub to_settle: BTreeMap<Part, usize>,
    /// Decisions that no longer applied when the job was published, because the register had changed.
    #[serde(default)]
    pub lapsed: usize,
}

impl Seen {
    /// Of files that nobody has read yet.
    pub(crate) fn brought(files: Vec<String>) -> Self {
        Self { files, ..Self::default() }
    }

    /// Of what was read and compared.
    pub(crate) fn of(files: Vec<String>, staged: &Staged, changes: Changes, told: &Told) -> Self {
        let settles = |some: bool| usize::from(some);
        let conflicts = told.conflicts.iter().map(|c| settles(c.matter.is_some())).sum();
        let oddities = told.oddities.iter().map(|o| settles(o.matter.is_some())).sum();
        Self {
            files,
            sheets: sheets(staged),
            left_out: left_out(staged),
            unreadable: staged.unreadable.iter().map(|u| Failure::of_file(&u.file, &u.error)).collect(),
            changes,
            parts: BTreeMap::from([
                (Part::Conflicts, told.conflicts.len()),
                (Part::Refused, staged.refused.len()),
                (Part::Warned, told.oddities.len()),
                (Part::Changed, told.changes.len()),
                (Part::Absent, told.absences.len()),
            ]),
            to_settle: BTreeMap::from([(Part::Conflicts, conflicts), (Part::Warned, oddities)]),
            lapsed: 0,
        }
    }

    /// Rows read, of all books.
    pub fn rows(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.rows).sum()
    }

    /// How many stand in a part.
    pub fn count(&self, part: Part) -> usize {
        self.parts.get(&part).copied().unwrap_or(0)
    }

    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    pub(crate) fn from_json(kept: &serde_json::Value) -> Self {
        serde_json::from_value(kept.clone()).unwrap_or_default()
    }
}

fn sheets(staged: &Staged) -> Vec<SeenSheet> {
    let seen = staged.sheets.iter().map(|sheet| SeenSheet {
        file: sheet.file.to_string(),
        sheet: sheet.sheet.to_string(),
        book: sheet.book.code().to_owned(),
        rows: sheet.rows,
        hidden: sheet.hidden,
        not_understood: sheet.not_understood.iter().map(ToString::to_string).collect(),
    });
    seen.collect()
}

fn left_out(staged: &Staged) -> Vec<LeftOut> {
    let left = staged.ignored.iter().map(|ignored| {
        let mut why = match &ignored.why {
            WhyIgnored::NotABook(error) => Failure::of_reading(error),
            other => Failure { code: other.code().to_owned(), values: BTreeMap::new(), because: None },
        };
        if let WhyIgnored::Sheet(NoBook::Lacks { columns, .. }) = &ignored.why {
            why.values.insert("columns".to_owned(), columns.join("、"));
        }
        if let WhyIgnored::NotThisOffice(book) = &ignored.why {
            why.values.insert("book".to_owned(), book.code().to_owned());
        }
        LeftOut { file: ignored.file.to_string(), sheet: ignored.sheet.as_deref().map(str::to_owned), why }
    });
    left.collect()
}
