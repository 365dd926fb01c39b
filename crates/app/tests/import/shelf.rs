//! A county's books in a folder, cell by cell: found by what their heads mean, spoiled or mended, and written again.

use std::path::{Path, PathBuf};

use guanai_exchange::rows::Place;
use guanai_kernel::codes::IdentityNumber;
use guanai_testkit::County;
use guanai_testkit::county::{Book, Cell, Format, Kind, Sheet, column};
use tempfile::TempDir;

use crate::office::MID_2026;

/// Books in a folder of their own.
pub struct Shelf {
    /// The books as they will be written next.
    pub books: Vec<Book>,
    folder: TempDir,
}

impl Shelf {
    /// The books of a county, written.
    pub fn of(county: &County) -> Self {
        let shelf = Self { books: county.books().to_vec(), folder: tempfile::tempdir().unwrap() };
        county.write(shelf.path()).unwrap();
        shelf
    }

    /// These books, written.
    pub fn holding(books: Vec<Book>) -> Self {
        let shelf = Self { books, folder: tempfile::tempdir().unwrap() };
        for book in &shelf.books {
            book.write(shelf.path()).unwrap();
        }
        shelf
    }

    /// Writes a book as it is now.
    pub fn write(&self, file: &str) {
        self.books.iter().find(|book| book.file == file).unwrap().write(self.path()).unwrap();
    }

    /// Gives the fifth organisation the name of the fourth.
    pub fn name_two_organizations_alike(&mut self) {
        let book = self.books.iter_mut().find(|book| book.kind == Kind::Organizations).unwrap();
        let sheet = &mut book.sheets[0];
        let (heads, name) = head(Kind::Organizations, sheet, "党组织名称").unwrap();
        let rows = heads + 1..sheet.rows.len();
        let filled: Vec<usize> = rows.filter(|at| !sheet.rows[*at][name].as_csv().is_empty()).collect();
        sheet.rows[filled[4]][name] = sheet.rows[filled[3]][name].clone();
        let file = book.file.clone();
        self.write(&file);
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder, as a command is given it.
    pub fn folder(&self) -> Vec<PathBuf> {
        vec![self.path().to_owned()]
    }

    /// The files of some kinds of book.
    pub fn files(&self, kinds: &[Kind]) -> Vec<PathBuf> {
        let wanted = self.books.iter().filter(|book| kinds.contains(&book.kind));
        wanted.map(|book| self.path().join(&book.file)).collect()
    }

    /// The cell of a row under the head that means `name`; none where the form has no such column.
    pub fn cell(&mut self, place: &Place, name: &str) -> Option<&mut Cell> {
        let book = self.books.iter_mut().find(|book| *book.file == *place.file)?;
        let kind = book.kind;
        let sheet = book.sheets.iter_mut().find(|sheet| *sheet.name == *place.sheet)?;
        let (_, at) = head(kind, sheet, name)?;
        sheet.rows.get_mut(row_index(place))?.get_mut(at)
    }

    /// Every identity number that can be read in the books, by the kind of its book, as often as it is there.
    pub fn numbers(&self) -> Vec<(Kind, IdentityNumber)> {
        let mut numbers = Vec::new();
        for book in &self.books {
            for sheet in &book.sheets {
                let Some((heads, at)) = head(book.kind, sheet, "公民身份号码") else { continue };
                let cells = sheet.rows[heads + 1..].iter().filter_map(|row| row.get(at));
                let read = cells.filter_map(|cell| IdentityNumber::read(&cell.as_csv(), MID_2026).ok());
                numbers.extend(read.map(|read| (book.kind, read.number)));
            }
        }
        numbers
    }

    /// The row below, if it is on the sheet.
    pub fn below(place: &Place) -> Place {
        Place { row: place.row + 1, ..place.clone() }
    }
}

/// Where the heads stand, and the column whose head means `name`.
pub fn head(kind: Kind, sheet: &Sheet, name: &str) -> Option<(usize, usize)> {
    let columns = match kind {
        Kind::Organizations => column::ORGANIZATIONS,
        Kind::Roster => column::ROSTER,
        Kind::Hardship => column::HARDSHIP,
        Kind::Needs => column::NEEDS,
        Kind::Resources => column::RESOURCES,
        Kind::Fund => column::FUND,
        Kind::Unrelated => return None,
    };
    let means = |cell: &Cell| {
        let text = folded(&cell.as_csv());
        columns.iter().find(|c| std::iter::once(&c.name).chain(c.also).any(|head| folded(head) == text))
    };
    let row = sheet.rows.iter().position(|row| row.iter().filter(|cell| means(cell).is_some()).count() >= 4)?;
    let at = sheet.rows[row].iter().position(|cell| means(cell).is_some_and(|column| column.name == name))?;
    Some((row, at))
}

/// A head without white space, its brackets of one width.
pub fn folded(text: &str) -> String {
    let visible = text.chars().filter(|c| !c.is_whitespace());
    visible
        .map(|c| {
            if c == '（' {
                '('
            } else if c == '）' {
                ')'
            } else {
                c
            }
        })
        .collect()
}

fn row_index(place: &Place) -> usize {
    usize::try_from(place.row).unwrap() - 1
}

/// A book of one sheet of words.
pub fn book(kind: Kind, file: &str, rows: &[&[&str]]) -> Book {
    let cell = |text: &&str| if text.is_empty() { Cell::Blank } else { Cell::Text((*text).to_owned()) };
    let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let sheets = vec![Sheet { name: "一".to_owned(), rows, merges: Vec::new() }];
    Book { kind, file: file.to_owned(), format: Format::Workbook, day_format: "yyyy-mm-dd", sheets }
}
