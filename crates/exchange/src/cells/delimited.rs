//! Files of separated values: the encoding and the separator are found out, everything is text.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;

use super::scan::{Gathering, Sink};
use super::{Cell, Event, ReadError, Sheet, encoding, limits};

const SEPARATORS: &[u8] = b",;\t";

/// Reads the one sheet such a file has; see [`Event`] for the order.
pub fn scan(file: File, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let declared = file.metadata()?.len();
    if declared > limits::DELIMITED_BYTES {
        return Err(ReadError::TooLarge { declared, limit: limits::DELIMITED_BYTES });
    }
    if sink(Event::Declared(declared)).is_break() {
        return Ok(());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(declared).unwrap_or(0));
    file.take(limits::DELIMITED_BYTES).read_to_end(&mut bytes)?;
    let text = encoding::decode(&bytes)?;
    drop(bytes);
    if text.contains('\0') {
        return Err(ReadError::OtherKind { what: "no-text".into() });
    }
    let (separator, body, skipped) = separator_of(&text);
    let mut cells = 0;
    for peeking in [true, false] {
        if scan_rows(body, separator, skipped, peeking, &mut cells, sink)?.is_break() {
            return Ok(());
        }
        if peeking && sink(Event::Peeked).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn scan_rows(
    text: &str,
    separator: u8,
    skipped: u32,
    peeking: bool,
    cells: &mut u64,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let Some(mut gathering) = Gathering::begin(Sheet::default(), peeking, cells, sink) else {
        return Ok(ControlFlow::Break(()));
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut counted, mut row, mut row_breaks) = (0, skipped, 0);
    let nobody_listens = |peeking| if peeking { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    while reader.read_record(&mut record).map_err(|e| ReadError::Damaged { damage: e.to_string() })? {
        // Excel counts a record as one row, whatever line breaks its cells hold; blank lines are rows. The reader stands
        // before the line ends that it has yet to skip.
        let begins = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let begins =
            begins + text.get(begins..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        row = row.saturating_add(line_ends(text.get(counted..begins).unwrap_or("")));
        row = row.saturating_sub(std::mem::take(&mut row_breaks));
        counted = begins;
        for (column, field) in record.iter().enumerate() {
            row_breaks += line_ends(field);
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            let cell = if field.is_empty() { Cell::Empty } else { Cell::Text(field.to_owned()) };
            if gathering.take(row, column, cell)?.is_break() {
                return Ok(nobody_listens(peeking));
            }
        }
    }
    if gathering.flush().is_break() {
        return Ok(nobody_listens(peeking));
    }
    Ok(ControlFlow::Continue(()))
}

/// How often a line ends in a text: by a line feed, a carriage return, or both.
fn line_ends(text: &str) -> u32 {
    let feeds = text.matches(['\n', '\r']).count() - text.matches("\r\n").count();
    u32::try_from(feeds).unwrap_or(u32::MAX)
}

/// The separator, the text to read, and how many lines were left out (Excel's `sep=;`).
fn separator_of(text: &str) -> (u8, &str, u32) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(separator) = rest.bytes().next().filter(|b| SEPARATORS.contains(b))
        && let Some((_, body)) = text.split_once('\n')
    {
        return (separator, body, 1);
    }
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let widest = |separator: &u8| lines.iter().map(|line| count_outside_quotes(line, *separator)).max().unwrap_or(0);
    let best = SEPARATORS.iter().rev().max_by_key(|s| (widest(s), **s == b',')).copied().unwrap_or(b',');
    (best, text, 0)
}

fn count_outside_quotes(line: &str, separator: u8) -> usize {
    let (mut quoted, mut count) = (false, 0);
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == separator && !quoted {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(text: &str) -> Vec<(u32, Vec<String>)> {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        let (mut rows, mut peeked) = (Vec::new(), false);
        scan(file, &mut |event| {
            match event {
                Event::Peeked => peeked = true,
                Event::Row(row) if peeked => {
                    rows.push((row.number, row.cells.iter().map(|c| c.shown().into_owned()).collect()));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        rows
    }

    #[test]
    fn separators_are_found_out() {
        for text in ["甲,乙,丙\n1,2,3\n", "甲;乙;丙\n1;2;3\n", "甲\t乙\t丙\n1\t2\t3\n", "\u{FEFF}甲,乙,丙\r\n1,2,3"]
        {
            let rows = rows_of(text);
            assert_eq!(rows[0].1, ["甲", "乙", "丙"], "{text:?}");
            assert_eq!(rows[1], (2, vec!["1".into(), "2".into(), "3".into()]));
        }
        assert_eq!(rows_of("sep=;\n甲;乙,丙\n")[0], (2, vec!["甲".into(), "乙,丙".into()]));
    }

    #[test]
    fn rows_are_numbered_as_excel_shows_them() {
        let rows = rows_of("甲,乙\n\n\"一\n二\",2\n3,4\n");
        assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 3, 4]);
        let rows = rows_of("甲,乙\r\n\r\n\"一\r\n二\",2\r\n3,4\r\n");
        assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
