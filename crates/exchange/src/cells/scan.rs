//! Opens a file and hands over its sheets and rows.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use super::kind::{self, Kind};
use super::{Cell, Event, ReadError, Row, Sheet, column_letters, delimited, legacy, limits, workbook};

/// Who takes what is read; breaking off ends the reading without an error.
pub type Sink<'a> = dyn FnMut(Event) -> ControlFlow<()> + 'a;

/// Reads a file from beginning to end, in this process.
pub fn scan(path: &Path, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(ReadError::OtherKind { what: "folder".into() });
    }
    match kind::tell(path, &mut file)? {
        Kind::Workbook => workbook::scan(file, sink),
        Kind::Legacy => legacy::scan(file, sink),
        Kind::Delimited => delimited::scan(file, sink),
    }
}

/// Gathers cells into rows and watches the limits.
pub(super) struct Gathering<'a, 's> {
    sink: &'a mut Sink<'s>,
    sheet: String,
    row: Row,
    shown: usize,
    peeked: usize,
    peeking: bool,
    cells: &'a mut u64,
}

impl<'a, 's> Gathering<'a, 's> {
    /// Begins a sheet; `None` if nobody listens any more.
    pub fn begin(sheet: Sheet, peeking: bool, cells: &'a mut u64, sink: &'a mut Sink<'s>) -> Option<Self> {
        let name = sheet.name.clone();
        match sink(Event::Sheet(sheet)) {
            ControlFlow::Continue(()) => {
                Some(Self { sink, sheet: name, row: Row::default(), shown: 0, peeked: 0, peeking, cells })
            }
            ControlFlow::Break(()) => None,
        }
    }

    /// Takes a cell at a row and a column counted from 0. Breaks when the sheet need not be read on.
    pub fn take(&mut self, row: u32, column: u32, cell: Cell) -> Result<ControlFlow<()>, ReadError> {
        if cell == Cell::Empty {
            return Ok(ControlFlow::Continue(()));
        }
        if row >= limits::ROWS {
            return Err(ReadError::TooLong { sheet: self.sheet.clone(), row: u64::from(row) + 1, limit: limits::ROWS });
        }
        let number = row + 1;
        if column >= limits::COLUMNS {
            let column = column_letters(column);
            return Err(ReadError::TooWide { sheet: self.sheet.clone(), row: number, column, limit: limits::COLUMNS });
        }
        if let Cell::Text(text) = &cell
            && text.len() > limits::TEXT
            && text.chars().count() > limits::TEXT
        {
            let (length, column) = (text.chars().count(), column_letters(column));
            let sheet = self.sheet.clone();
            return Err(ReadError::TextTooLong { sheet, row: number, column, length, limit: limits::TEXT });
        }
        if self.row.number != number {
            if self.flush().is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.row.number = number;
        }
        if self.peeking {
            self.peeked += 1;
            if self.peeked > limits::PEEKED_CELLS {
                return Ok(ControlFlow::Break(()));
            }
        } else {
            *self.cells += 1;
            if *self.cells > limits::CELLS {
                return Err(ReadError::TooManyCells { limit: limits::CELLS });
            }
        }
        let cell = match cell {
            Cell::Text(text) if self.peeking && text.len() > limits::PEEKED_TEXT => {
                Cell::Text(text.chars().take(limits::PEEKED_TEXT).collect())
            }
            cell => cell,
        };
        let at = usize::try_from(column).unwrap_or(0);
        if self.row.cells.len() <= at {
            self.row.cells.resize(at + 1, Cell::Empty);
        }
        self.row.cells[at] = cell;
        Ok(ControlFlow::Continue(()))
    }

    /// Hands over the last row. Breaks when the sheet need not be read on.
    pub fn flush(&mut self) -> ControlFlow<()> {
        let row = std::mem::take(&mut self.row);
        if row.is_blank() {
            return ControlFlow::Continue(());
        }
        self.shown += 1;
        (self.sink)(Event::Row(row))?;
        if self.peeking && self.shown >= limits::PEEKED_ROWS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
