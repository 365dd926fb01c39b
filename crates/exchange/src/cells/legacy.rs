//! `.xls`: parsed whole by nature, which is why it is read in the child process only and is bounded in size.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xls, XlsError};

use super::scan::{Gathering, Sink};
use super::workbook::{day_of, text_cell, worksheets};
use super::{Cell, Event, ReadError};

/// Reads all sheets; see [`Event`] for the order.
pub fn scan(file: File, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if sink(Event::Declared(file.metadata()?.len())).is_break() {
        return Ok(());
    }
    let mut book = Xls::new(BufReader::new(file)).map_err(|e| told(&e))?;
    let from_1904 = book.has_1904_epoch();
    let sheets = worksheets(book.sheets_metadata(), from_1904)?;
    let mut ranges = Vec::new();
    for sheet in sheets {
        let formulas = book.worksheet_formula(&sheet.name).map_err(|e| told(&e))?;
        ranges.push((book.worksheet_range(&sheet.name).map_err(|e| told(&e))?, formulas, sheet));
    }
    let mut cells = 0;
    for peeking in [true, false] {
        for (range, formulas, sheet) in &ranges {
            let Some(mut gathering) = Gathering::begin(sheet.clone(), peeking, &mut cells, sink) else { return Ok(()) };
            let (first_row, first_column) = range.start().unwrap_or((0, 0));
            let mut ended = ControlFlow::Continue(());
            for (row, column, value) in range.used_cells() {
                let at = (place(first_row, row), place(first_column, column));
                let cell = match cell_of(value) {
                    Cell::Empty if formulas.get_value(at).is_some_and(|f| !f.is_empty()) => Cell::Error("=?".into()),
                    cell => cell,
                };
                ended = gathering.take(at.0, at.1, cell)?;
                if ended.is_break() {
                    break;
                }
            }
            if ended.is_continue() {
                ended = gathering.flush();
            }
            if ended.is_break() && !peeking {
                return Ok(());
            }
        }
        if peeking && sink(Event::Peeked).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn place(first: u32, offset: usize) -> u32 {
    first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
}

fn cell_of(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a cell of Excel is a double to begin with")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => text_cell(text.clone()),
        Data::Bool(truth) => Cell::Bool(*truth),
        Data::DateTime(moment) => day_of(*moment),
        Data::DateTimeIso(text) => {
            text.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| text_cell(text.clone()), Cell::Date)
        }
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

fn told(error: &XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::Encrypted,
        error => ReadError::Damaged { damage: error.to_string().chars().take(200).collect() },
    }
}
