//! What is told at the desk in the pack's words: the names of books and columns, and what is said of a row.

use guanai_exchange::books::Book;
use guanai_exchange::rows::{Reason, RefusedRow};
use guanai_scheme::Lang;

use super::papers::language;
use crate::standards::Standards;

impl Standards {
    /// What a book is called, by its code; a code that none has shows as it is.
    pub fn book_name(&self, book: &str, lang: Lang) -> String {
        let named = Book::from_code(book).map(|book| self.books.description(book).name.in_language(language(lang)));
        named.unwrap_or(book).to_owned()
    }

    /// What a column of a book is called, by its field; a field that it has not shows as it is.
    pub fn column_name(&self, book: &str, field: &str, lang: Lang) -> String {
        let column = Book::from_code(book).and_then(|book| self.books.column_name(book, field, language(lang)));
        column.unwrap_or(field).to_owned()
    }

    /// What is said of a row: what was read where, why it is wrong or odd, and what to do; none for what the pack has no
    /// sentence.
    pub fn said_of_row(&self, reason: &str, column: &str, read: &str, lang: Lang) -> Option<String> {
        let reason = Reason::from_code(reason)?;
        Some(self.books.explain(reason, column, read, language(lang)))
    }

    /// Everything that is said of a refused row.
    pub fn said_of_refused(&self, row: &RefusedRow, lang: Lang) -> Vec<String> {
        let said = row.faults.iter();
        said.map(|fault| self.books.explain(fault.reason, &fault.column, &fault.read, language(lang))).collect()
    }

    /// The name that stands in a refused row, where it has a column of names.
    pub fn name_in_refused(&self, row: &RefusedRow) -> Option<String> {
        let name = self.books.cell_of(row, "name")?.shown().trim().to_owned();
        (!name.is_empty()).then_some(name)
    }
}
