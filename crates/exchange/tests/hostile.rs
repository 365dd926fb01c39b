//! Files that want to kill the process that reads them. The reader is run as it is in the field: this very program again, as
//! a child with limits; the parent must answer, name the reason, and live.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its own harness")]

use std::ffi::OsString;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use guanai_exchange::cells::ReadError;
use guanai_exchange::{BookReader, serve_child};
use zip::write::SimpleFileOptions;

fn main() {
    let args: Vec<OsString> = std::env::args_os().collect();
    match args.get(1).and_then(|a| a.to_str()) {
        Some("read-book") => {
            let file = PathBuf::from(args.last().unwrap());
            serve_child(&file, &mut std::io::stdout().lock()).unwrap();
        }
        Some("hang") => std::thread::sleep(Duration::from_mins(1)),
        Some("die") => std::process::abort(),
        Some("panic") => panic!("as a parser might"),
        Some("babble") => drop(std::io::stdout().write_all(&[7; 4096])),
        Some("cut") => {
            std::io::stdout().write_all(b"guanai\x00\x01\x03\x05\x02").unwrap();
        }
        _ => run_all(&args),
    }
}

fn run_all(args: &[OsString]) {
    let wanted = args.iter().skip(1).filter_map(|a| a.to_str()).find(|a| !a.starts_with('-')).unwrap_or("");
    if args.iter().any(|a| a == "--list") {
        for (name, _) in TESTS {
            println!("{name}: test");
        }
        return;
    }
    let mut failed = 0;
    for (name, test) in TESTS.iter().filter(|(name, _)| name.contains(wanted)) {
        let held = std::panic::catch_unwind(test).is_ok();
        println!("test {name} ... {}", if held { "ok" } else { "FAILED" });
        failed += usize::from(!held);
    }
    if failed > 0 {
        eprintln!("{failed} failed");
        std::process::exit(101);
    }
}

const TESTS: &[(&str, fn())] = &[
    ("a_bomb_is_refused_by_what_it_declares", a_bomb_is_refused_by_what_it_declares),
    ("a_bomb_that_lies_is_stopped", a_bomb_that_lies_is_stopped),
    ("one_cell_far_away_is_named", one_cell_far_away_is_named),
    ("a_long_string_is_refused", a_long_string_is_refused),
    ("a_child_dies_at_its_limit_and_the_parent_answers", a_child_dies_at_its_limit_and_the_parent_answers),
    ("encrypted_renamed_and_foreign_files_are_named", encrypted_renamed_and_foreign_files_are_named),
    ("damaged_workbooks_are_named", damaged_workbooks_are_named),
    ("too_many_parts_are_refused", too_many_parts_are_refused),
    ("a_child_that_hangs_dies_or_babbles", a_child_that_hangs_dies_or_babbles),
    ("formulas_hidden_rows_and_sheets_are_read", formulas_hidden_rows_and_sheets_are_read),
    ("the_child_reads_what_the_parent_would", the_child_reads_what_the_parent_would),
];

fn child_with(word: &str) -> BookReader {
    BookReader::child(std::env::current_exe().unwrap(), vec![word.into()])
}

/// Reads a file of these bytes in a child. That an answer comes in time is the reader's own limit: see the child that hangs.
fn read(name: &str, bytes: &[u8]) -> Result<u64, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_with(&child_with("read-book"), &path)
}

fn read_with(reader: &BookReader, path: &Path) -> Result<u64, ReadError> {
    let mut rows = 0;
    let result = reader.read(path, &mut |event| {
        rows += u64::from(matches!(event, guanai_exchange::cells::Event::Row(_)));
        std::ops::ControlFlow::Continue(())
    });
    result.map(|()| rows)
}

fn code(result: &Result<u64, ReadError>) -> &'static str {
    result.as_ref().map_or_else(ReadError::code, |_| "read")
}

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook of one sheet, its data and its shared strings as given.
fn workbook(sheet_data: &[u8], shared: &[u8]) -> Vec<u8> {
    packed(sheet_data, shared, zip::CompressionMethod::Deflated)
}

fn packed(sheet_data: &[u8], shared: &[u8], method: zip::CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, pieces: &[&[u8]]| {
        archive.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        for piece in pieces {
            archive.write_all(piece).unwrap();
        }
    };
    part("[Content_Types].xml", &[TYPES.as_bytes()]);
    part("_rels/.rels", &[RELS.as_bytes()]);
    part("xl/workbook.xml", &[BOOK.as_bytes()]);
    part("xl/_rels/workbook.xml.rels", &[BOOK_RELS.as_bytes()]);
    part(
        "xl/sharedStrings.xml",
        &[b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">", shared, b"</sst>"],
    );
    let head = b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    part("xl/worksheets/sheet1.xml", &[head, sheet_data, b"</sheetData></worksheet>"]);
    archive.finish().unwrap().into_inner()
}

fn cell(at: &str, text: &str) -> String {
    let row: String = at.chars().filter(char::is_ascii_digit).collect();
    format!(r#"<row r="{row}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>"#)
}

/// Writes another number over the sizes of a large part, in its own head and in the directory; how many were found.
fn declare(bytes: &mut [u8], real: std::ops::Range<u32>, declared: u32) -> usize {
    let mut found = 0;
    for at in 0..bytes.len() - 4 {
        let value = u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        if real.contains(&value) {
            bytes[at..at + 4].copy_from_slice(&declared.to_le_bytes());
            found += 1;
        }
    }
    found
}

fn a_bomb_is_refused_by_what_it_declares() {
    let zeros = workbook(&vec![b' '; 30 << 20], b"");
    assert!(matches!(read("炸弹.xlsx", &zeros), Err(ReadError::TooDense { .. })));
    // Two declared sizes of 2 MB become 300 MB, packed 150 to one.
    let spaces = vec![b' '; 2 << 20];
    let mut large = packed(&spaces, b"", zip::CompressionMethod::Stored);
    let length = 2 << 20;
    let directory = large.len() - 600;
    assert!(declare(&mut large[directory..], length..length + 400, 300 << 20) >= 1);
    let result = read("炸弹.xlsx", &large);
    assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{result:?}");
}

fn a_bomb_that_lies_is_stopped() {
    let text = vec![b'a'; 30 << 20];
    let mut bytes = workbook(&[b"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>".as_slice(), &text].concat(), b"");
    let real = 30 << 20;
    assert!(declare(&mut bytes, real..real + 400, 5_000) >= 1, "the sizes were found");
    let result = read("谎报.xlsx", &bytes);
    assert!(result.is_err(), "{result:?}");
}

fn one_cell_far_away_is_named() {
    let result = read("远.xlsx", &workbook(cell("XFD1048576", "x").as_bytes(), b""));
    let Err(ReadError::TooWide { sheet, row, column, .. }) = result else { panic!("{result:?}") };
    assert_eq!((sheet.as_str(), row, column.as_str()), ("甲", 1_048_576, "XFD"));
    assert_eq!(read("远.xlsx", &workbook(cell("A1048576", "x").as_bytes(), b"")), Ok(1));
    let far = read("远.xlsx", &workbook(cell("A4294967295", "x").as_bytes(), b""));
    assert!(far.is_err(), "{far:?}");
}

fn a_long_string_is_refused() {
    let text = vec![b'a'; 30 << 20];
    let data = [b"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>".as_slice(), &text, b"</t></is></c></row>"].concat();
    assert!(matches!(read("长.xlsx", &workbook(&data, b"")), Err(ReadError::TooDense { .. })));
    let long = cell("A1", &"字".repeat(40_000));
    assert!(matches!(
        read("长.xlsx", &workbook(long.as_bytes(), b"")),
        Err(ReadError::TextTooLong { length: 40_000, .. })
    ));
}

fn a_child_dies_at_its_limit_and_the_parent_answers() {
    // Within every declared limit, and yet more than the child may hold: one string of 200 MB, not packed at all.
    let text = vec![b'a'; 200 << 20];
    let data = [b"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>".as_slice(), &text, b"</t></is></c></row>"].concat();
    let result = read("大.xlsx", &packed(&data, b"", zip::CompressionMethod::Stored));
    let Err(ReadError::Stopped { how }) = &result else { panic!("{result:?}") };
    assert!(how.contains("signal"), "killed at its limit: {how}");
}

fn encrypted_renamed_and_foreign_files_are_named() {
    let compound = |name: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(1024, 0);
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        bytes.extend(entry);
        bytes.resize(4096, 0);
        bytes
    };
    let html = "<html><table><tr><td>姓名</td></tr></table></html>";
    let good = workbook(cell("A1", "姓名").as_bytes(), b"");
    for (name, bytes, expected) in [
        ("密.xlsx", compound("EncryptedPackage"), "file-encrypted"),
        ("文档.xls", compound("WordDocument"), "file-other-kind"),
        ("坏.xls", compound("Workbook"), "file-damaged"),
        ("书.et", compound("Workbook"), "file-wps-et"),
        ("书.et", good.clone(), "file-wps-et"),
        ("文件.xlsx", b"%PDF-1.7 ...".to_vec(), "file-other-kind"),
        ("网页.xls", html.as_bytes().to_vec(), "file-other-kind"),
        ("网页.xls", [b"\xEF\xBB\xBF", html.as_bytes()].concat(), "file-other-kind"),
        ("表格.xls", br#"<?xml version="1.0"?><Workbook/>"#.to_vec(), "file-other-kind"),
        // A character whose bytes begin like a tag is no tag.
        (
            "姓.csv",
            [
                b"\xFF\xFE".as_slice(),
                &"\u{4E3C},甲\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            ]
            .concat(),
            "read",
        ),
        ("文字.xlsx", "姓名,年龄".into(), "file-damaged"),
        ("空.xlsx", Vec::new(), "file-damaged"),
        ("改名.csv", good.clone(), "read"),
        ("改名.xls", good.clone(), "read"),
        ("宏.xlsm", good, "read"),
        ("导出.xls", "姓名\t年龄\n甲\t1\n".into(), "read"),
        ("二进制.csv", b"a,b\x00\x01\x02c,d".to_vec(), "file-undecodable"),
    ] {
        let result = read(name, &bytes);
        let code = code(&result);
        assert!(code == expected || (name == "二进制.csv" && code != "read"), "{name}: {result:?}");
    }
}

fn damaged_workbooks_are_named() {
    let good = workbook(cell("A1", "姓名").as_bytes(), b"");
    let nested = b"<x>".repeat(3_500_000);
    let laughs = br#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>"#;
    for (what, bytes) in [
        ("cut", good[..good.len() / 2].to_vec()),
        ("cut at its end", good[..good.len() - 30].to_vec()),
        ("a shared string that is not there", workbook(br#"<row r="1"><c r="A1" t="s"><v>99</v></c></row>"#, b"")),
        ("nesting", packed(&nested, b"", zip::CompressionMethod::Stored)),
        ("no row number", workbook(br#"<row r="x"><c r="A1"><v>1</v></c></row>"#, b"")),
        ("no cell", workbook(br#"<row r="1"><c r="11"><v>1</v></c></row>"#, b"")),
        ("entities", workbook(&[laughs.as_slice(), cell("A1", "&b;").as_bytes()].concat(), b"")),
    ] {
        let result = read("坏.xlsx", &bytes);
        assert!(!matches!(result, Ok(rows) if rows > 0), "{what}: {result:?}");
    }
}

fn too_many_parts_are_refused() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..2_001 {
        archive.start_file(format!("xl/{number}"), SimpleFileOptions::default()).unwrap();
    }
    let result = read("多.xlsx", &archive.finish().unwrap().into_inner());
    assert!(matches!(result, Err(ReadError::TooManyParts { entries: 2_001, .. })), "{result:?}");
}

fn a_child_that_hangs_dies_or_babbles() {
    let path = std::env::current_exe().unwrap();
    for (word, expected) in [
        ("hang", "file-reading-timed-out"),
        ("die", "file-reading-stopped"),
        ("panic", "file-reading-stopped"),
        ("babble", "file-reading-stopped"),
        ("cut", "file-reading-stopped"),
    ] {
        assert_eq!(code(&read_with(&child_with(word), &path)), expected, "{word}");
    }
    let missing = BookReader::child("/nowhere/at/all".into(), Vec::new());
    assert_eq!(code(&read_with(&missing, &path)), "file-reading-not-started");
}

fn formulas_hidden_rows_and_sheets_are_read() {
    let data = concat!(
        r#"<row r="1" hidden="1"><c r="A1" t="str"><f>"甲"&amp;"乙"</f><v>甲乙</v></c></row>"#,
        r#"<row r="2"><c r="A2"><f>1+1</f></c><c r="B2" t="e"><v>#N/A</v></c></row>"#,
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("式.xlsx");
    std::fs::write(&path, workbook(data.as_bytes(), b"")).unwrap();
    let peeks = child_with("read-book").peek(&path).unwrap();
    let shown: Vec<Vec<String>> =
        peeks[0].rows.iter().map(|row| row.cells.iter().map(|c| c.shown().into_owned()).collect()).collect();
    assert_eq!(shown, [vec!["甲乙".to_owned()], vec!["=?".into(), "#N/A".into()]]);
}

fn the_child_reads_what_the_parent_would() {
    let carried = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi");
    for file in guanai_exchange::gather_files(&[carried]).unwrap() {
        let mut read = [Vec::new(), Vec::new()];
        let readers = [child_with("read-book"), BookReader::in_process()];
        let results: Vec<_> = readers
            .iter()
            .zip(&mut read)
            .map(|(reader, events)| {
                let result = reader.read(&file, &mut |event| {
                    events.push(event);
                    std::ops::ControlFlow::Continue(())
                });
                (result, reader.peek(&file))
            })
            .collect();
        assert_eq!(results[0], results[1], "{}", file.display());
        assert_eq!(read[0], read[1], "{}", file.display());
    }
}
