//! How the reading process tells its parent what it reads: frames of a tag and its parts, numbers in base 128.
//! The parent trusts none of it: lengths are bounded and whatever does not fit is an error.

use std::io::{self, BufRead, Write};

use guanai_kernel::Date;

use super::{Cell, Event, ReadError, Row, Sheet, limits};

/// What stands before the first frame.
pub const GREETING: &[u8; 8] = b"guanai\x00\x01";

const DECLARED: u8 = 1;
const SHEET: u8 = 2;
const ROW: u8 = 3;
const PEEKED: u8 = 4;
const FAILED: u8 = 5;
const ENDED: u8 = 6;

/// A frame of the stream.
#[derive(Debug, PartialEq)]
pub enum Frame {
    /// Something was read.
    Event(Event),
    /// Reading failed.
    Failed(ReadError),
    /// Everything was read.
    Ended,
}

/// Writes one event.
pub fn write_event(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    match event {
        Event::Declared(bytes) => {
            out.write_all(&[DECLARED])?;
            write_number(out, *bytes)
        }
        Event::Sheet(sheet) => {
            out.write_all(&[SHEET, u8::from(sheet.hidden), u8::from(sheet.from_1904)])?;
            write_text(out, &sheet.name)
        }
        Event::Row(row) => {
            out.write_all(&[ROW])?;
            write_number(out, u64::from(row.number))?;
            write_number(out, row.cells.len() as u64)?;
            row.cells.iter().try_for_each(|cell| write_cell(out, cell))
        }
        Event::Peeked => out.write_all(&[PEEKED]),
    }
}

/// Writes how reading went.
pub fn write_end(out: &mut dyn Write, result: &Result<(), ReadError>) -> io::Result<()> {
    match result {
        Ok(()) => out.write_all(&[ENDED]),
        Err(error) => {
            out.write_all(&[FAILED])?;
            write_text(out, &serde_json::to_string(error).map_err(io::Error::other)?)
        }
    }
}

/// Reads one frame.
pub fn read_frame(from: &mut dyn BufRead) -> io::Result<Frame> {
    Ok(match read_byte(from)? {
        DECLARED => Frame::Event(Event::Declared(read_number(from)?)),
        SHEET => {
            let (hidden, from_1904) = (read_byte(from)? == 1, read_byte(from)? == 1);
            Frame::Event(Event::Sheet(Sheet { name: read_text(from)?, hidden, from_1904 }))
        }
        ROW => {
            let number = u32::try_from(read_number(from)?).map_err(io::Error::other)?;
            let width = read_number(from)?;
            if width > u64::from(limits::COLUMNS) {
                return Err(io::Error::other("a row too wide"));
            }
            let cells = (0..width).map(|_| read_cell(from)).collect::<io::Result<_>>()?;
            Frame::Event(Event::Row(Row { number, cells }))
        }
        PEEKED => Frame::Event(Event::Peeked),
        FAILED => Frame::Failed(serde_json::from_str(&read_text(from)?).map_err(io::Error::other)?),
        ENDED => Frame::Ended,
        _ => return Err(io::Error::other("an unknown frame")),
    })
}

fn write_cell(out: &mut dyn Write, cell: &Cell) -> io::Result<()> {
    match cell {
        Cell::Empty => out.write_all(&[0]),
        Cell::Text(text) => {
            out.write_all(&[1])?;
            write_text(out, text)
        }
        Cell::Number(number) => {
            out.write_all(&[2])?;
            out.write_all(&number.to_le_bytes())
        }
        Cell::Date(day) => {
            out.write_all(&[3])?;
            out.write_all(&day.year().to_le_bytes())?;
            out.write_all(&[day.month().unsigned_abs(), day.day().unsigned_abs()])
        }
        Cell::Bool(truth) => out.write_all(&[4 + u8::from(*truth)]),
        Cell::Error(text) => {
            out.write_all(&[6])?;
            write_text(out, text)
        }
    }
}

fn read_cell(from: &mut dyn BufRead) -> io::Result<Cell> {
    Ok(match read_byte(from)? {
        0 => Cell::Empty,
        1 => Cell::Text(read_text(from)?),
        2 => {
            let mut bytes = [0; 8];
            from.read_exact(&mut bytes)?;
            Cell::Number(f64::from_le_bytes(bytes))
        }
        3 => {
            let year = i16::from_le_bytes([read_byte(from)?, read_byte(from)?]);
            let part = |b: u8| i8::try_from(b).map_err(io::Error::other);
            let (month, day) = (part(read_byte(from)?)?, part(read_byte(from)?)?);
            Cell::Date(Date::new(year, month, day).map_err(io::Error::other)?)
        }
        4 => Cell::Bool(false),
        5 => Cell::Bool(true),
        6 => Cell::Error(read_text(from)?),
        _ => return Err(io::Error::other("an unknown cell")),
    })
}

fn write_text(out: &mut dyn Write, text: &str) -> io::Result<()> {
    write_number(out, text.len() as u64)?;
    out.write_all(text.as_bytes())
}

fn read_text(from: &mut dyn BufRead) -> io::Result<String> {
    let length = usize::try_from(read_number(from)?).map_err(io::Error::other)?;
    if length > limits::TEXT * 4 {
        return Err(io::Error::other("a text too long"));
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn write_number(out: &mut dyn Write, mut number: u64) -> io::Result<()> {
    let mut bytes = [0u8; 10];
    let mut used = 0;
    loop {
        let low = u8::try_from(number & 0x7F).unwrap_or(0);
        number >>= 7;
        bytes[used] = if number == 0 { low } else { low | 0x80 };
        used += 1;
        if number == 0 {
            return out.write_all(&bytes[..used]);
        }
    }
}

fn read_number(from: &mut dyn BufRead) -> io::Result<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = read_byte(from)?;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(io::Error::other("a number too long"))
}

fn read_byte(from: &mut dyn BufRead) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Empty),
            any::<String>().prop_map(Cell::Text),
            (-1e18f64..1e18).prop_map(Cell::Number),
            (1i16..9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Cell::Date(jiff::civil::date(y, m, d))),
            any::<bool>().prop_map(Cell::Bool),
            "[#A-Z/]{0,8}".prop_map(Cell::Error),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(number in 1u32..=limits::ROWS, cells in proptest::collection::vec(any_cell(), 0..20)) {
            let row = Event::Row(Row { number, cells });
            let mut bytes = Vec::new();
            write_event(&mut bytes, &row).unwrap();
            prop_assert_eq!(read_frame(&mut bytes.as_slice()).unwrap(), Frame::Event(row));
        }

        #[test]
        fn no_stream_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut rest = bytes.as_slice();
            while read_frame(&mut rest).is_ok() {}
        }
    }

    #[test]
    fn failures_come_across() {
        let failed = ReadError::TooWide { sheet: "农村".into(), row: 1_048_576, column: "XFD".into(), limit: 256 };
        let mut bytes = Vec::new();
        write_end(&mut bytes, &Err(failed.clone())).unwrap();
        assert_eq!(read_frame(&mut bytes.as_slice()).unwrap(), Frame::Failed(failed));
    }
}
