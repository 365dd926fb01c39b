//! Counties nobody has seen, with their keys.
//!
//! [`County::generate`] draws a county from a seed: first what is true of it and what is to be spoiled on purpose (`ledger`), then
//! the books as its offices keep them (`layout`, `habit`). The key is counted from the former, never read back from the latter, and
//! nothing here shares code with the importer: the two can only agree by both being right.
//!
//! To plant another irregularity: name it in `fault`, spoil a row in `roster` (or the book it belongs to), count it in `key`, and
//! tell in `mend` what should have stood there.

pub mod column;
mod draw;
mod fault;
mod file;
mod fund;
mod habit;
mod hardship;
mod key;
mod layout;
mod ledger;
mod mend;
mod month;
mod names;
mod need;
mod number;
mod person;
mod resource;
mod roster;
mod sheet;
mod shelf;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use guanai_kernel::Date;

use draw::Draw;
use ledger::Ledger;

pub use fault::{Fault, Warning};
pub use mend::{Mend, RightCell};
pub use month::{Difference, NextMonth};
pub use sheet::{Book, Cell, Encoding, Format, Kind, Sheet};

/// A row by the names of its columns.
type Record = BTreeMap<&'static str, Cell>;

/// How large a county is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// About 300 people: quick enough for fifty seeds.
    Small,
    /// About 4,000 people, as in `ledgers/qingxi`.
    County,
}

/// A county nobody has seen: its books, and what a right import finds in them.
#[derive(Debug, Clone)]
pub struct County {
    ledger: Ledger,
    books: Vec<Book>,
    extras: Vec<(String, Vec<u8>)>,
    mends: Vec<Mend>,
}

impl County {
    /// The county of a seed; the same seed gives the same cells and the same bytes.
    pub fn generate(seed: u64, size: Size) -> Self {
        let mut draw = Draw::new(seed);
        let ledger = Ledger::draw(&mut draw, size);
        Self::render(&mut draw, ledger)
    }

    fn render(draw: &mut Draw, ledger: Ledger) -> Self {
        let shelf = shelf::Shelf::fill(draw, &ledger);
        Self { books: shelf.books, extras: shelf.extras, mends: shelf.mends, ledger }
    }

    /// Writes the six books, and the files that are none, into `dir`, which is made if it is missing.
    pub fn write(&self, dir: &Path) -> io::Result<()> {
        std::fs::create_dir_all(dir)?;
        for book in &self.books {
            book.write(dir)?;
        }
        for (name, bytes) in &self.extras {
            std::fs::write(dir.join(name), bytes)?;
        }
        Ok(())
    }

    /// The answer key: the shape of `ledgers/qingxi/answer-key.json`, a reason that did not occur left out.
    pub fn key(&self) -> serde_json::Value {
        key::key(&self.ledger)
    }

    /// The key once every row of [`Self::mends`] has been mended: nothing refused, and the mended rows' own warnings among the others.
    pub fn mended_key(&self) -> serde_json::Value {
        key::key(&mend::mended(&self.ledger))
    }

    /// The day the books are of.
    pub fn as_of(&self) -> Date {
        self.ledger.as_of
    }

    /// The county's name, 某某县.
    pub fn name(&self) -> &str {
        &self.ledger.tree.county
    }

    /// Its files that are sheets, cell by cell; those of [`Kind::Unrelated`] are to be ignored.
    pub fn books(&self) -> &[Book] {
        &self.books
    }

    /// Names of files that are no sheets at all, to be listed and ignored.
    pub fn other_files(&self) -> impl Iterator<Item = &str> {
        self.extras.iter().map(|(name, _)| name.as_str())
    }

    /// Every refused row of every book, with its right cells. With all of them set, nothing is refused any more.
    pub fn mends(&self) -> &[Mend] {
        &self.mends
    }
}

/// The file of organisations beside a clean roster.
pub(crate) const CLEAN_ORGANIZATIONS: &str = "党组织.xlsx";

/// Two workbooks with nothing spoiled: the organisations, and a roster of `people` in one sheet, in the file `roster`.
pub(crate) fn clean_books(seed: u64, size: Size, people: usize, roster: &str) -> [Book; 2] {
    let mut draw = Draw::new(seed);
    let ledger = Ledger::clean(&mut draw, size, people);
    shelf::clean(&mut draw, &ledger, CLEAN_ORGANIZATIONS, roster)
}
