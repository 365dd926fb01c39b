//! Refused rows as a workbook: as they stood, with what is wrong in a column in front. Mended and imported again, it adds just
//! those rows: the column says that the sheet is part of a book.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{WriteError, add_sheet, cell_text, save, sheet_name};
use crate::books::{HeadSynonyms, Language};
use crate::cells::Cell;
use crate::rows::RefusedRow;

struct Formats {
    head: Format,
    error: Format,
    text: Format,
    day: Format,
}

/// Writes refused rows, a sheet for each sheet they came from; how many. Without rows no file is made.
pub fn write_refused(
    path: &Path,
    refused: &[RefusedRow],
    books: &HeadSynonyms,
    language: Language,
) -> Result<usize, WriteError> {
    if refused.is_empty() {
        return Ok(0);
    }
    let mut workbook =
        filled(refused, books, language).map_err(|error| WriteError::NotAWorkbook { path: path.to_owned(), error })?;
    save(&mut workbook, path)?;
    Ok(refused.len())
}

/// The workbook of refused rows as bytes, for who takes it away.
pub fn refused_workbook(
    refused: &[RefusedRow],
    books: &HeadSynonyms,
    language: Language,
) -> Result<Vec<u8>, WriteError> {
    let bytes = filled(refused, books, language).and_then(|mut workbook| workbook.save_to_buffer());
    bytes.map_err(|error| WriteError::NotAWorkbook { path: PathBuf::new(), error })
}

fn filled(refused: &[RefusedRow], books: &HeadSynonyms, language: Language) -> Result<Workbook, XlsxError> {
    let formats = Formats {
        head: Format::new().set_bold().set_background_color(Color::RGB(0x00F2_F2F2)).set_text_wrap(),
        error: Format::new().set_font_color(Color::RGB(0x00C0_0000)).set_text_wrap().set_align(FormatAlign::Top),
        text: Format::new().set_num_format("@"),
        day: Format::new().set_num_format("yyyy-mm-dd"),
    };
    let mut workbook = Workbook::new();
    let mut taken = BTreeSet::new();
    let mut done: Vec<SheetKey<'_>> = Vec::new();
    for row in refused {
        let key = key_of(row);
        if done.contains(&key) {
            continue;
        }
        let of_sheet = refused.iter().filter(|other| key_of(other) == key);
        let description = books.description(row.book);
        let wished = if row.place.sheet.is_empty() { description.name.in_language(language) } else { &row.place.sheet };
        let sheet = add_sheet(&mut workbook, refused.len())?;
        let told = WrittenSheet { books, language, formats: &formats };
        told.write(sheet, &sheet_name(wished, &mut taken), row, of_sheet)?;
        done.push(key);
    }
    Ok(workbook)
}

type SheetKey<'a> = (crate::books::Book, &'a Arc<str>, &'a Arc<str>, &'a [Arc<str>]);

fn key_of(row: &RefusedRow) -> SheetKey<'_> {
    (row.book, &row.place.file, &row.place.sheet, &row.heads)
}

struct WrittenSheet<'a> {
    books: &'a HeadSynonyms,
    language: Language,
    formats: &'a Formats,
}

impl WrittenSheet<'_> {
    fn write<'r>(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        first: &RefusedRow,
        rows: impl Iterator<Item = &'r RefusedRow>,
    ) -> Result<(), XlsxError> {
        sheet.set_name(name)?.set_freeze_panes(1, 1)?.set_column_width(0, 60)?;
        sheet.write_string_with_format(0, 0, &self.books.error_column, &self.formats.head)?;
        // The old error column is left out, and so are columns nobody named.
        let kept: Vec<usize> =
            (0..first.heads.len().max(first.cells.len())).filter(|at| Some(*at) != first.error_column).collect();
        let is_text: Vec<bool> = kept.iter().map(|at| self.is_text_column(first, *at)).collect();
        for (column, at) in (1u16..).zip(&kept) {
            let head = first.heads.get(*at).map(AsRef::as_ref).unwrap_or_default();
            sheet
                .write_string_with_format(0, column, cell_text(head), &self.formats.head)?
                .set_column_width(column, 16)?;
            if is_text[usize::from(column) - 1] {
                sheet.set_column_format(column, &self.formats.text)?;
            }
        }
        for (line, row) in (1u32..).zip(rows) {
            let told: Vec<String> = row
                .faults
                .iter()
                .map(|fault| self.books.explain(fault.reason, &fault.column, &fault.read, self.language))
                .collect();
            sheet.write_string_with_format(line, 0, cell_text(&told.join("\n")), &self.formats.error)?;
            for ((column, at), is_text) in (1u16..).zip(&kept).zip(&is_text) {
                if let Some(cell) = row.cells.get(*at) {
                    self.write_cell(sheet, (line, column), cell, *is_text)?;
                }
            }
        }
        Ok(())
    }

    /// Whether a column's cells are texts by nature: numbers of persons, codes, telephones.
    fn is_text_column(&self, row: &RefusedRow, at: usize) -> bool {
        let Some(head) = row.heads.get(at) else { return false };
        self.books
            .heads
            .get(&(row.book, crate::books::heads::fold_head(head)))
            .is_some_and(|(column, _)| self.books.description(row.book).columns[*column].text)
    }

    fn write_cell(&self, sheet: &mut Worksheet, at: (u32, u16), cell: &Cell, is_text: bool) -> Result<(), XlsxError> {
        let (line, column) = at;
        match cell {
            Cell::Empty => {}
            Cell::Number(number) if !is_text => {
                sheet.write_number(line, column, *number)?;
            }
            Cell::Date(day) if !is_text && day.year() >= 1900 => {
                let (month, date) = (day.month().unsigned_abs(), day.day().unsigned_abs());
                let moment = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, date)?;
                sheet.write_datetime_with_format(line, column, moment, &self.formats.day)?;
            }
            Cell::Bool(truth) if !is_text => {
                sheet.write_boolean(line, column, *truth)?;
            }
            cell => {
                sheet.write_string_with_format(line, column, cell_text(&cell.shown()), &self.formats.text)?;
            }
        }
        Ok(())
    }
}
