//! The mistakes found in a pack, each with its place; reading goes on after one, so that all of a pack's are told at once.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::problem::{PackError, Problem};

/// Where something stands in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Something read, and where.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub at: Place,
}

/// The mistakes found so far; reading goes on so that all of a pack's are told at once.
#[derive(Debug, Default)]
pub(crate) struct Findings(RefCell<Vec<PackError>>, Cell<usize>);

impl Findings {
    /// Notes a mistake.
    pub fn add(&self, at: &Place, read: impl Into<String>, problem: Problem) {
        let (file, line, column) = (at.file.to_string(), at.line, at.column);
        self.0.borrow_mut().push(PackError { file, line, column, read: shortened(&read.into()), problem });
    }

    /// Notes a mistake of a whole file.
    pub fn add_file(&self, file: &str, problem: Problem) {
        let error = PackError { file: file.to_owned(), line: 0, column: 0, read: String::new(), problem };
        self.0.borrow_mut().push(error);
    }

    /// Counts the steps of one more expression; those before it, and with it.
    pub fn spend(&self, steps: usize) -> (usize, usize) {
        let before = self.1.get();
        let all = before.saturating_add(steps);
        self.1.set(all);
        (before, all)
    }

    /// How many were found so far.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.count() == 0
    }

    /// All of them by file and line, each once.
    pub fn into_errors(self) -> Vec<PackError> {
        let mut errors = self.0.into_inner();
        errors.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        errors.dedup();
        errors
    }
}

fn shortened(read: &str) -> String {
    let line = read.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Things with an id, in order, each id once.
#[derive(Debug, Default)]
pub(crate) struct Seen(BTreeMap<String, Place>);

impl Seen {
    /// Notes an id, or refuses it where it stands already.
    pub fn note(&mut self, id: &Placed<&str>, findings: &Findings) -> bool {
        if let Some(first) = self.0.get(id.value) {
            findings.add(&id.at, id.value, Problem::Duplicate { first: first.to_string() });
            return false;
        }
        self.0.insert(id.value.to_owned(), id.at.clone());
        true
    }
}

/// An id: lower-case letters, figures, `.`, `_` and `-`.
pub(crate) fn check_id(id: &Placed<&str>, findings: &Findings) -> bool {
    let mut bytes = id.value.bytes();
    let first = bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let rest = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b));
    if !(first && rest) {
        findings.add(&id.at, id.value, Problem::BadName { wanted: "[a-z0-9][a-z0-9._-]*".to_owned() });
    }
    first && rest
}
