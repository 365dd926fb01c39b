//! Finding a book's heads in a sheet: below titles, in one row or two, in any order, by any of their names.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use guanai_kernel::text::squeeze;

use super::{Book, Description, HeadSynonyms};
use crate::cells::Row;

/// Rows below which heads are not looked for.
const SEARCHED_ROWS: usize = 25;
/// A row with fewer known heads than these is none.
const FEWEST_HEADS: usize = 3;

/// A column of a sheet whose head was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its place, from 0.
    pub at: usize,
    /// The head as the sheet has it, for messages.
    pub text: Arc<str>,
    /// Whether its figures are in units of ten thousand 万元.
    pub in_ten_thousands: bool,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The book it holds.
    pub book: Book,
    /// The number of the last row of heads.
    pub head_row: u32,
    /// The columns that were understood, by field.
    pub columns: BTreeMap<&'static str, Head>,
    /// All heads as the sheet has them, by place; the error column of a workbook of refused rows left blank.
    pub heads: Arc<[Arc<str>]>,
    /// Heads that were not understood; their columns are left out.
    pub not_understood: Vec<Arc<str>>,
    /// Whether the sheet is one of refused rows, mended or not: it holds part of a book only.
    pub partial: bool,
    /// The place of the error column, if there is one.
    pub error_column: Option<usize>,
}

/// Why a sheet is no book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoBook {
    /// Nothing stands in it.
    Empty,
    /// Fewer than three heads of any book.
    NoHeads,
    /// It looks like a book but lacks columns.
    Lacks {
        /// The book it looks like.
        book: Book,
        /// The first heads of what is missing.
        columns: Vec<String>,
    },
}

impl NoBook {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sheet-empty",
            Self::NoHeads => "sheet-no-heads",
            Self::Lacks { .. } => "sheet-lacks-columns",
        }
    }
}

struct Candidate {
    layout: Layout,
    matched: usize,
}

impl HeadSynonyms {
    /// Which book a sheet holds, told by its first rows.
    pub fn recognise(&self, rows: &[Row]) -> Result<Layout, NoBook> {
        if rows.iter().all(Row::is_blank) {
            return Err(NoBook::Empty);
        }
        let folds = Folds::default();
        let mut best: Option<Candidate> = None;
        let mut nearest: Option<(usize, Book, Vec<String>)> = None;
        for (at, row) in rows.iter().enumerate().take(SEARCHED_ROWS) {
            let below = rows.get(at + 1).filter(|below| below.number == row.number + 1);
            for lower in [None, below] {
                if lower.is_none() && at + 1 > rows.len() {
                    continue;
                }
                for description in &self.books {
                    let candidate = self.lay_out(description, row, lower, &folds);
                    if candidate.matched < FEWEST_HEADS {
                        continue;
                    }
                    let missing = missing_columns(description, &candidate.layout);
                    if missing.is_empty() {
                        if best.as_ref().is_none_or(|b| candidate.matched > b.matched) {
                            best = Some(candidate);
                        }
                    } else if nearest.as_ref().is_none_or(|(matched, ..)| candidate.matched > *matched) {
                        nearest = Some((candidate.matched, description.book, missing));
                    }
                }
            }
        }
        match (best, nearest) {
            (Some(best), _) => Ok(best.layout),
            (None, Some((_, book, columns))) => Err(NoBook::Lacks { book, columns }),
            (None, None) => Err(NoBook::NoHeads),
        }
    }

    fn is_error_head(&self, folded: &str) -> bool {
        self.error_heads.iter().any(|head| head == folded)
    }

    /// The columns a row of heads would give a book, joined with the row below if there is one.
    fn lay_out(&self, description: &Description, upper: &Row, lower: Option<&Row>, folds: &Folds) -> Candidate {
        let book = description.book;
        let width = upper.cells.len().max(lower.map_or(0, |l| l.cells.len()));
        let mut found: BTreeMap<&'static str, (usize, Head)> = BTreeMap::new();
        let mut heads: Vec<Arc<str>> = Vec::with_capacity(width);
        let mut not_understood: Vec<Arc<str>> = Vec::new();
        let mut error_column = None;
        let mut above = String::new();
        for at in 0..width {
            let own = upper.cell(at).shown().trim().to_owned();
            if !own.is_empty() {
                above.clone_from(&own);
            }
            let below = lower.map(|l| l.cell(at).shown().trim().to_owned()).unwrap_or_default();
            let readings = readings_of(&own, &above, &below);
            let shown: Arc<str> = readings.first().cloned().unwrap_or_default().into();
            if readings.iter().any(|r| self.is_error_head(&folds.of(r))) {
                error_column = Some(at);
                heads.push(Arc::from(""));
                continue;
            }
            let exact = readings.iter().find_map(|r| Some((r, *self.heads.get(&(book, folds.of(r).to_string()))?)));
            let meant = exact.or_else(|| readings.iter().find_map(|r| Some((r, holding(description, &folds.of(r))?))));
            heads.push(meant.map_or_else(|| shown.clone(), |(reading, _)| reading.as_str().into()));
            let Some((reading, (column, rank))) = meant else {
                if !shown.is_empty() {
                    not_understood.push(shown);
                }
                continue;
            };
            let head = Head { at, text: reading.as_str().into(), in_ten_thousands: is_in_ten_thousands(reading) };
            // Of two columns with heads for one field the one named earlier in the pack is taken.
            match found.entry(description.columns[column].field) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert((rank, head));
                }
                std::collections::btree_map::Entry::Occupied(mut entry) if rank < entry.get().0 => {
                    let (_, other) = entry.insert((rank, head));
                    not_understood.push(other.text);
                }
                std::collections::btree_map::Entry::Occupied(_) => not_understood.push(shown),
            }
        }
        let matched = found.len();
        let layout = Layout {
            book,
            head_row: lower.map_or(upper.number, |l| l.number),
            columns: found.into_iter().map(|(field, (_, head))| (field, head)).collect(),
            heads: heads.into(),
            not_understood,
            partial: error_column.is_some(),
            error_column,
        };
        Candidate { layout, matched }
    }
}

/// Cells as they are compared, each folded once however many books it is held against.
#[derive(Default)]
struct Folds(RefCell<HashMap<String, Rc<str>>>);

impl Folds {
    fn of(&self, head: &str) -> Rc<str> {
        if let Some(folded) = self.0.borrow().get(head) {
            return folded.clone();
        }
        let folded: Rc<str> = fold_head(head).into();
        self.0.borrow_mut().insert(head.to_owned(), folded.clone());
        folded
    }
}

/// The column one of whose parts a folded head holds, and a rank behind all heads.
fn holding(description: &Description, folded: &str) -> Option<(usize, usize)> {
    let holds = |column: &super::Column| column.contains.iter().any(|part| folded.contains(part.as_str()));
    let at = description.columns.iter().position(holds)?;
    Some((at, usize::MAX))
}

/// How a column's head may be read, best first.
fn readings_of(own: &str, above: &str, below: &str) -> Vec<String> {
    let mut readings = Vec::new();
    if !below.is_empty() {
        readings.push(below.to_owned());
        if !above.is_empty() {
            readings.push(format!("{above}{below}"));
        }
    } else if !own.is_empty() {
        readings.push(own.to_owned());
    }
    readings
}

fn missing_columns(description: &Description, layout: &Layout) -> Vec<String> {
    let is_there = |field: &str| layout.columns.contains_key(field);
    let first_head = |field: &str| {
        let column = description.columns.iter().find(|c| c.field == field);
        column.and_then(|c| c.heads.first()).cloned().unwrap_or_default()
    };
    let mandatory =
        description.columns.iter().filter(|c| c.mandatory && !is_there(c.field)).map(|c| first_head(c.field));
    let groups = description.any.iter().filter(|group| !group.iter().any(|f| is_there(f)));
    mandatory.chain(groups.map(|group| group.iter().map(|f| first_head(f)).collect::<Vec<_>>().join("/"))).collect()
}

/// A head as it is compared: half width, no blanks, no brackets with what they hold, no asterisks, no colons.
pub(crate) fn fold_head(head: &str) -> String {
    let mut folded = String::new();
    let mut depth = 0u32;
    for c in squeeze(head).chars() {
        match c {
            '(' | '[' | '【' | '〔' | '<' | '《' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' | '》' => depth = depth.saturating_sub(1),
            '*' | ':' | '★' | '☆' | '※' | '"' | '“' | '”' | '\'' | '、' | '.' | '_' | '-' => {}
            c if depth == 0 => folded.extend(c.to_lowercase()),
            _ => {}
        }
    }
    folded
}

fn is_in_ten_thousands(head: &str) -> bool {
    let squeezed = squeeze(head);
    squeezed.contains("(万") || squeezed.contains("单位:万") || squeezed.ends_with("万元") || squeezed.contains("[万")
}
