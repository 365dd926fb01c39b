//! Reports as workbooks: a table a sheet, its heads frozen and repeated on each printed page, A4 across.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use guanai_kernel::{Date, Money};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{WriteError, add_sheet, cell_text, save, sheet_name};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words; identity numbers and telephones too.
    Text,
    /// Whole numbers.
    Number,
    /// Yuan with two decimals.
    Money,
    /// Days.
    Date,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its width in characters of the ordinary font; a Chinese character takes two.
    pub width: f64,
    /// What it holds.
    pub kind: Kind,
}

/// A table, before its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The sheet's name; longer ones are cut, repeated ones numbered.
    pub sheet: String,
    /// The title above the table; blank for none.
    pub title: String,
    /// Lines between the title and the heads.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words, written as words.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Money> for Value {
    fn from(amount: Money) -> Self {
        Self::Money(amount)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

struct Formats {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    number: Format,
    money: Format,
    day: Format,
}

/// A workbook of tables.
pub struct Report {
    workbook: Workbook,
    taken: BTreeSet<String>,
    formats: Formats,
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

impl Report {
    /// A workbook without tables.
    pub fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
        let shade = Color::RGB(0x00EA_F1F8);
        Self {
            workbook: Workbook::new(),
            taken: BTreeSet::new(),
            formats: Formats {
                title: Format::new().set_bold().set_font_size(14),
                note: Format::new().set_font_color(Color::RGB(0x0059_5959)),
                head: cell()
                    .set_bold()
                    .set_background_color(shade)
                    .set_text_wrap()
                    .set_align(FormatAlign::VerticalCenter),
                text: cell().set_text_wrap().set_num_format("@"),
                number: cell().set_num_format("#,##0"),
                money: cell().set_num_format("#,##0.00"),
                day: cell().set_num_format("yyyy-mm-dd"),
            },
        }
    }

    /// Adds a table as a sheet. Values beyond its columns are left out.
    pub fn add(&mut self, table: &Table, rows: impl IntoIterator<Item = Vec<Value>>) -> Result<(), WriteError> {
        let name = sheet_name(&table.sheet, &mut self.taken);
        let rows = rows.into_iter();
        add_sheet(&mut self.workbook, rows.size_hint().0)
            .and_then(|sheet| write_table(sheet, &name, table, rows, &self.formats))
            .map_err(|error| WriteError::NotAWorkbook { path: name.into(), error })
    }

    /// The workbook, for somebody to take away.
    pub fn bytes(mut self) -> Result<Vec<u8>, WriteError> {
        self.workbook.save_to_buffer().map_err(|error| WriteError::NotAWorkbook { path: PathBuf::new(), error })
    }

    /// Puts the workbook in place.
    pub fn save(mut self, path: &Path) -> Result<(), WriteError> {
        save(&mut self.workbook, path)
    }
}

fn write_table(
    sheet: &mut Worksheet,
    name: &str,
    table: &Table,
    rows: impl Iterator<Item = Vec<Value>>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let mut line = 0;
    if !table.title.is_empty() {
        sheet.write_string_with_format(line, 0, cell_text(&table.title), &formats.title)?;
        line += 1;
    }
    for note in &table.notes {
        sheet.write_string_with_format(line, 0, cell_text(note), &formats.note)?;
        line += 1;
    }
    let head = line;
    for (column, described) in (0u16..).zip(&table.columns) {
        sheet.write_string_with_format(head, column, cell_text(&described.head), &formats.head)?;
        sheet.set_column_width(column, described.width)?;
    }
    for row in rows {
        line += 1;
        for ((column, described), value) in (0u16..).zip(&table.columns).zip(&row) {
            write_value(sheet, (line, column), described.kind, value, formats)?;
        }
    }
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(head + 1, 0)?;
    if !table.columns.is_empty() {
        sheet.autofilter(head, 0, line, last)?;
        sheet.set_repeat_rows(head, head)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&C&P / &N&R&A");
    Ok(())
}

fn write_value(
    sheet: &mut Worksheet,
    at: (u32, u16),
    kind: Kind,
    value: &Value,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let (line, column) = at;
    let format = match kind {
        Kind::Text => &formats.text,
        Kind::Number => &formats.number,
        Kind::Money => &formats.money,
        Kind::Date => &formats.day,
    };
    match value {
        Value::Empty => {
            sheet.write_blank(line, column, format)?;
        }
        Value::Text(text) => {
            sheet.write_string_with_format(line, column, cell_text(text), &formats.text)?;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a workbook holds doubles; amounts and counts stay far below 2^53"
        )]
        Value::Number(number) => {
            sheet.write_number_with_format(line, column, *number as f64, format)?;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a workbook holds doubles; amounts and counts stay far below 2^53"
        )]
        Value::Money(amount) => {
            sheet.write_number_with_format(line, column, amount.fen() as f64 / 100.0, format)?;
        }
        Value::Date(day) if day.year() >= 1900 => {
            let (month, date) = (day.month().unsigned_abs(), day.day().unsigned_abs());
            let moment = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, date)?;
            sheet.write_datetime_with_format(line, column, moment, &formats.day)?;
        }
        // Excel's calendar begins in 1900.
        Value::Date(day) => {
            sheet.write_string_with_format(line, column, day.to_string(), &formats.text)?;
        }
    }
    Ok(())
}
