//! Reading the cells of one row by the sheet's layout, gathering faults and notes on the way.

use std::sync::Arc;

use guanai_kernel::Money;
use guanai_kernel::codes::{CreditCode, IdentityNumber, Phone};
use guanai_kernel::text::{is_invisible, narrow, squeeze};
use jiff::civil::Date;

use super::days::{Written, read_day};
use super::{Fault, Place, Reason, RefusedRow, Unread};
use crate::books::{Head, HeadSynonyms, Layout, Term, terms};
use crate::cells::{Cell, DIGITS_LOST_FROM, Row};

/// The sheet that is being read.
pub(crate) struct SheetAt<'a> {
    pub file: Arc<str>,
    pub name: Arc<str>,
    pub layout: &'a Layout,
    pub from_1904: bool,
    pub as_of: Date,
    pub books: &'a HeadSynonyms,
}

/// A text without the blanks around it and without what cannot be seen.
pub(crate) fn clean(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    seen.trim().to_owned()
}

/// Whether a row below the heads is one of the book: no blank, no total, no repeated heads, no note, no numbering of columns,
/// no sample, and more than a serial number.
pub(crate) fn is_data(books: &HeadSynonyms, layout: &Layout, row: &Row) -> bool {
    if row.number <= layout.head_row {
        return false;
    }
    let at = |field: &str| layout.columns.get(field).map(|head| head.at);
    let (serial, key) = (at(layout.book.serial()), at(layout.book.key()));
    let filled: Vec<usize> =
        (0..row.cells.len()).filter(|at| Some(*at) != layout.error_column && !row.cell(*at).is_blank()).collect();
    let (Some(&first_at), says_more) = (filled.first(), filled.iter().any(|at| Some(*at) != serial)) else {
        return false;
    };
    let first = terms::fold(&row.cell(first_at).shown());
    if !says_more || books.samples.contains(&first) {
        return false;
    }
    let key = key.map(|at| terms::fold(&row.cell(at).shown())).unwrap_or_default();
    let second = filled.get(1).map(|at| terms::fold(&row.cell(*at).shown())).unwrap_or_default();
    let totals = |text: &str| {
        let head = text.split([':', '(']).next().unwrap_or("");
        books.totals.iter().any(|total| total == head)
    };
    // A total row may hold its figure in the column of identity numbers; nobody's number is that short.
    if totals(&key) || totals(&first) || (key.chars().count() < 8 && totals(&second)) {
        return false;
    }
    if key.is_empty() {
        let head = first.split(':').next().unwrap_or("");
        let is_note = first.contains(':') || (first_at == 0 && filled.len() <= 2);
        if is_note && books.notes.iter().any(|note| note == head) {
            return false;
        }
    }
    !repeats_heads(layout, row) && !numbers_columns(row, &filled)
}

/// Heads that are printed again on every page.
fn repeats_heads(layout: &Layout, row: &Row) -> bool {
    let same = layout.columns.values().filter(|h| squeeze(&row.cell(h.at).shown()) == squeeze(&h.text)).count();
    same >= 3 && same * 2 > layout.columns.len()
}

/// A row that numbers the columns: 1, 2, 3 …
fn numbers_columns(row: &Row, filled: &[usize]) -> bool {
    filled.len() >= 5
        && filled
            .iter()
            .enumerate()
            .all(|(n, at)| squeeze(&row.cell(*at).shown()).trim_matches(['(', ')', '栏']) == (n + 1).to_string())
}

/// One row, being read.
pub(crate) struct Reading<'a> {
    pub sheet: &'a SheetAt<'a>,
    pub row: &'a Row,
    pub faults: Vec<Fault>,
    pub notes: Vec<Fault>,
    pub unread: Vec<Unread>,
}

impl<'a> Reading<'a> {
    pub fn new(sheet: &'a SheetAt<'a>, row: &'a Row) -> Self {
        Self { sheet, row, faults: Vec::new(), notes: Vec::new(), unread: Vec::new() }
    }

    pub fn place(&self) -> Place {
        Place { file: self.sheet.file.clone(), sheet: self.sheet.name.clone(), row: self.row.number }
    }

    pub fn head(&self, field: &str) -> Option<&'a Head> {
        self.sheet.layout.columns.get(field)
    }

    /// The head of a column for messages; the pack's own where the sheet has no such column.
    pub fn column(&self, field: &str) -> Arc<str> {
        self.head(field).map_or_else(
            || {
                let columns = &self.sheet.books.description(self.sheet.layout.book).columns;
                columns
                    .iter()
                    .find(|c| c.field == field)
                    .and_then(|c| c.heads.first())
                    .map_or_else(|| field.into(), |h| h.as_str().into())
            },
            |head| head.text.clone(),
        )
    }

    pub fn cell(&self, field: &str) -> &'a Cell {
        static NOTHING: Cell = Cell::Empty;
        self.head(field).map_or(&NOTHING, |head| self.row.cell(head.at))
    }

    /// The words of a cell; `None` where nothing stands.
    pub fn text(&self, field: &str) -> Option<String> {
        let text = clean(&self.cell(field).shown());
        (!text.is_empty()).then_some(text)
    }

    pub fn text_arc(&self, field: &str) -> Option<Arc<str>> {
        self.text(field).map(Arc::from)
    }

    pub fn refuse(&mut self, reason: Reason, field: &str, read: &str) {
        let fault = self.fault(reason, field, read);
        self.faults.push(fault);
    }

    pub fn note(&mut self, reason: Reason, field: &str, read: &str) {
        let fault = self.fault(reason, field, read);
        self.notes.push(fault);
    }

    fn fault(&self, reason: Reason, field: &str, read: &str) -> Fault {
        Fault { reason, column: self.column(field), read: read.chars().take(60).collect::<String>().into() }
    }

    /// Something stated that is not understood: noted, and kept in the row.
    pub fn leave_unread(&mut self, field: &'static str) {
        let shown = clean(&self.cell(field).shown());
        let masked =
            if matches!(field, "phone" | "certificate") { guanai_kernel::text::mask(&shown, 4) } else { shown.clone() };
        self.note(Reason::UnreadableValue, field, &masked);
        self.unread.push(Unread { field, text: shown.into() });
    }

    /// The name, cleaned; blank names and errors are refused.
    pub fn name(&mut self) -> String {
        let cell = self.cell("name");
        let name =
            if matches!(cell, Cell::Error(_)) { String::new() } else { guanai_kernel::name::clean_name(&cell.shown()) };
        if name.is_empty() {
            self.refuse(Reason::MissingName, "name", &cell.shown());
        }
        name
    }

    /// The identity number, and whether it was upgraded from 15 digits.
    pub fn identity(&mut self) -> Option<(IdentityNumber, bool)> {
        let cell = self.cell("identity");
        if cell.is_blank() {
            self.refuse(Reason::MissingId, "identity", "");
            return None;
        }
        match read_identity(cell, self.sheet.as_of) {
            Ok(read) => Some(read),
            Err((reason, masked)) => {
                self.refuse(reason, "identity", &masked);
                None
            }
        }
    }

    /// A day that may be missing; one that is no day is left unread.
    pub fn day(&mut self, field: &'static str) -> Option<Date> {
        match read_day(self.cell(field), self.sheet.from_1904) {
            Written::Blank => None,
            Written::Day(day) => Some(day),
            Written::Month(..) | Written::NoDay => {
                self.leave_unread(field);
                None
            }
        }
    }

    pub fn phone(&mut self) -> Option<Phone> {
        let text = self.text("phone").filter(|text| !self.sheet.books.is_blank_mark(text))?;
        let phone = Phone::read(&text).ok();
        if phone.is_none() {
            self.leave_unread("phone");
        }
        phone
    }

    /// A word of a list; other words are kept as written and noted.
    pub fn term(&mut self, field: &'static str, list: &str) -> Option<Term> {
        let text = self.text(field)?;
        if let Some(term) = self.sheet.books.term(list, &text) {
            return Some(term.clone());
        }
        self.note(Reason::UnknownCategory, field, &text);
        Some(Term::unlisted(&text))
    }

    /// A yes or a no; other words are left unread.
    pub fn yes_or_no(&mut self, field: &'static str) -> Option<bool> {
        if let Cell::Bool(truth) = self.cell(field) {
            return Some(*truth);
        }
        let text = self.text(field)?;
        let answer = self.sheet.books.yes_or_no(&text);
        if answer.is_none() {
            self.leave_unread(field);
        }
        answer
    }

    /// An amount; the error is whether something stood there that is none.
    pub fn amount(&self, field: &str) -> Result<Option<Money>, ()> {
        let cell = self.cell(field);
        if cell.is_blank() {
            return Ok(None);
        }
        let in_ten_thousands = self.head(field).is_some_and(|head| head.in_ten_thousands);
        let (mut text, places) = match cell {
            // A computed figure has digits that nobody wrote: it is rounded to the fen.
            Cell::Number(number) if in_ten_thousands => (format!("{number:.6}"), true),
            Cell::Number(number) => (format!("{number:.2}"), true),
            Cell::Text(text) => (clean(text), false),
            _ => return Err(()),
        };
        let folded = squeeze(&text);
        if !places && self.sheet.books.is_blank_mark(&folded) {
            return Ok(None);
        }
        if in_ten_thousands && !folded.contains('万') {
            text = format!("{}万", folded.trim_end_matches(['元', '圆']));
        }
        for tail in ["/年", "/人"] {
            if let Some(head) = text.strip_suffix(tail) {
                text = head.to_owned();
            }
        }
        Money::parse_yuan(&text).map(Some).map_err(|_| ())
    }

    /// An amount that may be missing; what is none is left unread, never read as nought.
    pub fn optional_amount(&mut self, field: &'static str) -> Option<Money> {
        match self.amount(field) {
            Ok(amount) if amount.is_none_or(|a| a.fen() >= 0) => amount,
            _ => {
                self.leave_unread(field);
                None
            }
        }
    }

    /// A whole number; the error is whether something stood there that is none.
    pub fn whole(&self, field: &str) -> Result<Option<i64>, ()> {
        match self.cell(field) {
            cell if cell.is_blank() => Ok(None),
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e9 => Ok(Some(*number as i64)),
            Cell::Text(text) => {
                let text = squeeze(text);
                let figures =
                    text.trim_start_matches('\'').trim_end_matches(['人', '个', '名', '口', '户', '位', '项', '次']);
                let figures = figures.strip_suffix(".0").unwrap_or(figures);
                figures.replace('−', "-").parse().map(Some).map_err(|_| ())
            }
            _ => Err(()),
        }
    }

    /// A count that may be missing; what is none is left unread.
    pub fn optional_count(&mut self, field: &'static str) -> Option<u32> {
        match self.whole(field) {
            Ok(None) => None,
            Ok(Some(number)) if u32::try_from(number).is_ok() => u32::try_from(number).ok(),
            _ => {
                self.leave_unread(field);
                None
            }
        }
    }

    /// A credit code: the outer check decides, a wrong inner code is a note.
    pub fn credit_code(&mut self, field: &'static str) -> Option<CreditCode> {
        let text = self.text(field)?;
        let code = CreditCode::read(&text).ok();
        if code.is_some_and(|code| !code.inner_check_holds()) {
            self.note(Reason::InnerCodeDiffers, field, &text);
        } else if code.is_none() {
            self.note(Reason::BadCreditCode, field, &text);
            self.unread.push(Unread { field, text: text.into() });
        }
        code
    }

    /// The row as refused; `branch` is written into a blank branch column.
    pub fn into_refused(mut self, branch: Option<(&str, &str)>) -> RefusedRow {
        self.faults.sort_by_key(|fault| fault.reason);
        let mut cells = self.row.cells.clone();
        if let Some((field, branch)) = branch
            && let Some(head) = self.head(field)
            && self.row.cell(head.at).is_blank()
        {
            if cells.len() <= head.at {
                cells.resize(head.at + 1, Cell::Empty);
            }
            cells[head.at] = Cell::Text(branch.to_owned());
        }
        let layout = self.sheet.layout;
        RefusedRow {
            book: layout.book,
            place: self.place(),
            faults: self.faults,
            heads: layout.heads.clone(),
            error_column: layout.error_column,
            cells,
        }
    }
}

/// An identity number in a cell, or why it is none and what to show of it.
///
/// A number cell holds 15 figures: a whole number of 15 lost nothing and is the old form; longer ones lost their last.
pub(crate) fn read_identity(cell: &Cell, as_of: Date) -> Result<(IdentityNumber, bool), (Reason, String)> {
    use guanai_kernel::codes::IdentityError;
    if let Cell::Number(number) = cell
        && number.abs() >= DIGITS_LOST_FROM
    {
        return Err((Reason::IdAsNumber, cell.shown().into_owned()));
    }
    let text = narrow(&cell.shown());
    match IdentityNumber::read(&text, as_of) {
        Ok(read) if read.upgraded_from_15 && read.number.birth_date().year() < 1900 => {
            Ok((of_this_century(read.number, as_of), true))
        }
        Ok(read) => Ok((read.number, read.upgraded_from_15)),
        Err(IdentityError::ScientificNotation { .. }) => Err((Reason::IdAsNumber, squeeze(&text))),
        Err(IdentityError::Empty) => Err((Reason::MissingId, String::new())),
        Err(_) => Err((Reason::BadChecksum, guanai_kernel::text::mask(&squeeze(&text), 4))),
    }
}

/// Old numbers with the sequences 996 to 999 were kept for centenarians of the eighties; on a list of the living they are of 19xx.
fn of_this_century(number: IdentityNumber, as_of: Date) -> IdentityNumber {
    let letters = number.as_str();
    let first = format!("{}19{}", letters.get(..6).unwrap_or(""), letters.get(8..17).unwrap_or(""));
    let Some(check) = IdentityNumber::check_letter(&first) else { return number };
    IdentityNumber::read(&format!("{first}{check}"), as_of).map_or(number, |read| read.number)
}
