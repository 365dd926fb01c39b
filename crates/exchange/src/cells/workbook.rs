//! `.xlsx` and `.xlsm`: declared sizes first, then cell by cell, never a whole sheet.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::scan::{Gathering, Sink};
use super::{Cell, Event, ReadError, Sheet, limits};

/// Refuses by what the archive declares, before a byte of it is unpacked; otherwise the declared bytes.
pub fn weigh(file: &File) -> Result<u64, ReadError> {
    let damaged = |e: zip::result::ZipError| ReadError::Damaged { damage: e.to_string() };
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if archive.len() > limits::ENTRIES {
        return Err(ReadError::TooManyParts { entries: archive.len(), limit: limits::ENTRIES });
    }
    let (mut declared, mut has_workbook, mut kind) = (0u64, false, String::new());
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        if entry.encrypted() {
            return Err(ReadError::Encrypted);
        }
        declared = declared.saturating_add(entry.size());
        let ratio = entry.size() / entry.compressed_size().max(1);
        if entry.size() >= limits::RATIO_FROM && ratio > limits::RATIO {
            let part = entry.name().map(|n| n.chars().take(80).collect()).unwrap_or_default();
            return Err(ReadError::TooDense { part, ratio });
        }
        let name = entry.name().map(|n| n.to_lowercase()).unwrap_or_default();
        has_workbook |= name.ends_with("workbook.xml") || name == "[content_types].xml";
        if name.starts_with("word/") {
            kind = "word".into();
        } else if name.starts_with("ppt/") {
            kind = "presentation".into();
        } else if name == "content.xml" {
            kind = "opendocument".into();
        }
    }
    if declared > limits::DECLARED_BYTES {
        return Err(ReadError::TooLarge { declared, limit: limits::DECLARED_BYTES });
    }
    if !kind.is_empty() || !has_workbook {
        let what = if kind.is_empty() { "zip".into() } else { kind };
        return Err(ReadError::OtherKind { what });
    }
    Ok(declared)
}

/// The sheets of cells, in the workbook's order; more of them than a book has are refused.
pub(super) fn worksheets(listed: &[calamine::Sheet], from_1904: bool) -> Result<Vec<Sheet>, ReadError> {
    let sheets: Vec<Sheet> = listed
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| Sheet { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible, from_1904 })
        .collect();
    if sheets.len() > limits::SHEETS {
        return Err(ReadError::TooManySheets { sheets: sheets.len(), limit: limits::SHEETS });
    }
    Ok(sheets)
}

/// Reads all sheets; see [`Event`] for the order.
pub fn scan(mut file: File, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let declared = weigh(&file)?;
    if sink(Event::Declared(declared)).is_break() {
        return Ok(());
    }
    file.seek(SeekFrom::Start(0))?;
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|e| told(&e))?;
    let from_1904 = book.has_1904_epoch();
    let sheets = worksheets(book.sheets_metadata(), from_1904)?;
    let mut cells = 0;
    for peeking in [true, false] {
        for sheet in &sheets {
            if scan_sheet(&mut book, sheet, peeking, &mut cells, sink)?.is_break() {
                return Ok(());
            }
        }
        if peeking && sink(Event::Peeked).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// Breaks when nobody listens any more.
fn scan_sheet(
    book: &mut Xlsx<BufReader<File>>,
    sheet: &Sheet,
    peeking: bool,
    cells: &mut u64,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let mut reader = match book.worksheet_cells_reader(&sheet.name) {
        Ok(reader) => reader,
        // A sheet of a diagram only, or one that the archive does not hold.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(ControlFlow::Continue(())),
        Err(error) => return Err(told(&error)),
    };
    let Some(mut gathering) = Gathering::begin(sheet.clone(), peeking, cells, sink) else {
        return Ok(ControlFlow::Break(()));
    };
    let enough = ControlFlow::<()>::Break(());
    let nobody_listens = |peeking| if peeking { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|e| told(&e))? {
        let (row, column) = record.pos;
        let cell = match cell_of(record.value) {
            Cell::Empty if record.formula.is_some() => Cell::Error("=?".into()),
            cell => cell,
        };
        if gathering.take(row, column, cell)? == enough {
            return Ok(nobody_listens(peeking));
        }
    }
    if gathering.flush() == enough {
        return Ok(nobody_listens(peeking));
    }
    Ok(ControlFlow::Continue(()))
}

fn cell_of(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a cell of Excel is a double to begin with")]
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text.to_owned()),
        DataRef::Bool(truth) => Cell::Bool(truth),
        DataRef::DateTime(moment) => day_of(moment),
        DataRef::DateTimeIso(text) => {
            text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Text(text), Cell::Date)
        }
        DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// An empty string is nothing: forms fill cells with them.
pub(super) fn text_cell(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// A number in a date's format. One that is no day of the calendar stays the number it is.
pub(super) fn day_of(moment: calamine::ExcelDateTime) -> Cell {
    let number = Cell::Number(moment.as_f64());
    if !moment.is_datetime() || moment.as_f64() < 1.0 {
        return number;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return number };
    guanai_kernel::Date::new(year, month, day).map_or(number, Cell::Date)
}

fn told(error: &XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        error => ReadError::Damaged { damage: error.to_string().chars().take(200).collect() },
    }
}
