//! Books on disk. The same book gives the same bytes.

use std::io;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};

use super::sheet::{Book, Cell, Encoding, Format, Sheet};

impl Book {
    /// Writes the book into `dir` under its own name.
    pub fn write(&self, dir: &Path) -> io::Result<()> {
        let bytes = match self.format {
            Format::Workbook => workbook(self).map_err(io::Error::other)?,
            Format::Csv(encoding) => encode(&csv_text(self)?, encoding),
        };
        std::fs::write(dir.join(&self.file), bytes)
    }
}

fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a fixed day of creation two writings of one book would differ.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let day = CellFormat::new().set_num_format(book.day_format);
    let centred = CellFormat::new().set_align(rust_xlsxwriter::FormatAlign::Center);
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        fill(worksheet, sheet, &day, &centred)?;
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, day: &CellFormat, centred: &CellFormat) -> Result<(), XlsxError> {
    for (row, first, last) in &sheet.merges {
        // Written over below; a merge of the library always writes its first cell.
        worksheet.merge_range(*row, *first, *row, *last, "", centred)?;
    }
    for (row, cells) in (0u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Blank => {}
                Cell::Text(text) => {
                    worksheet.write_string(row, column, text)?;
                }
                Cell::Whole(number) => {
                    worksheet.write_number(row, column, number.to_string().parse::<f64>().unwrap_or(0.0))?;
                }
                Cell::Typed(figures) => {
                    worksheet.write_number(row, column, figures.parse::<f64>().unwrap_or(0.0))?;
                }
                Cell::Day(date) => {
                    let date = ExcelDateTime::from_ymd(
                        date.year().unsigned_abs(),
                        date.month().unsigned_abs(),
                        date.day().unsigned_abs(),
                    )?;
                    worksheet.write_datetime_with_format(row, column, &date, day)?;
                }
            }
        }
    }
    Ok(())
}

fn csv_text(book: &Book) -> io::Result<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in book.sheets.iter().flat_map(|sheet| &sheet.rows) {
        writer.write_record(row.iter().map(Cell::as_csv))?;
    }
    let bytes = writer.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 { mark: false } => text.as_bytes().to_vec(),
        Encoding::Utf8 { mark: true } => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16Le => std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
    }
}
