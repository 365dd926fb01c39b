//! A folder with files that want to kill the program, among the county's books: the child dies, the parent answers.

use std::fs::File;
use std::io::{Cursor, Write};

use serde_json::json;
use zip::write::SimpleFileOptions;

use crate::desk::Desk;

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet with this data, written to `out`.
fn workbook(out: impl Write + std::io::Seek, method: zip::CompressionMethod, data: &[&[u8]]) {
    let mut archive = zip::ZipWriter::new(out);
    let options = SimpleFileOptions::default().compression_method(method);
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
    ];
    for (name, text) in parts {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    archive
        .write_all(br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#)
        .unwrap();
    for piece in data {
        archive.write_all(piece).unwrap();
    }
    archive.write_all(b"</sheetData></worksheet>").unwrap();
    archive.finish().unwrap();
}

fn packed(data: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    workbook(Cursor::new(&mut bytes), zip::CompressionMethod::Deflated, data);
    bytes
}

fn cell(at: &str, text: &str) -> String {
    let row: String = at.chars().filter(char::is_ascii_digit).collect();
    format!(r#"<row r="{row}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>"#)
}

/// The shell that office programs put around a workbook with a password.
fn encrypted() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    let mut entry: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    bytes.extend(entry);
    bytes.resize(4096, 0);
    bytes
}

/// A text that packs to about a sixtieth, so that what is declared looks like an office's book.
fn padded(length: usize) -> Vec<u8> {
    let mut state = 1u32;
    let mut text = Vec::with_capacity(length);
    while text.len() < length {
        for _ in 0..12 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push(b'a' + u8::try_from(state >> 24).unwrap() % 26);
        }
        text.resize(text.len() + 988, b'a');
    }
    text
}

/// Files that a browser may send, each with the code by which it is told. The last is within every declared limit, and
/// holds one text of more than the child may.
pub fn hostile_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let good = packed(&[cell("A1", "姓名").as_bytes()]);
    let text = padded(200 << 20);
    let row: [&[u8]; 3] = [br#"<row r="1"><c r="A1" t="inlineStr"><is><t>"#, &text, b"</t></is></c></row>"];
    vec![
        ("炸弹.xlsx", packed(&[&vec![b' '; 30 << 20]]), "file-too-dense"),
        ("远处.xlsx", packed(&[cell("XFD1048576", "x").as_bytes()]), "file-too-wide"),
        ("有密码.xlsx", encrypted(), "file-encrypted"),
        ("改名.xlsx", b"%PDF-1.7 ...".to_vec(), "file-other-kind"),
        ("截断.xlsx", good[..good.len() / 2].to_vec(), "file-damaged"),
        ("太大.xlsx", packed(&row), "file-reading-stopped"),
    ]
}

/// Lays the files out, and what is to be told of each.
fn lay_hostile(desk: &Desk, folder: &str) -> Vec<(&'static str, &'static str)> {
    let good = packed(&[cell("A1", "姓名").as_bytes()]);
    desk.lay(&format!("{folder}/炸弹.xlsx"), packed(&[&vec![b' '; 30 << 20]]));
    desk.lay(&format!("{folder}/远处.xlsx"), packed(&[cell("XFD1048576", "x").as_bytes()]));
    desk.lay(&format!("{folder}/有密码.xlsx"), encrypted());
    desk.lay(&format!("{folder}/改名.xlsx"), b"%PDF-1.7 ...");
    desk.lay(&format!("{folder}/截断.xlsx"), &good[..good.len() / 2]);
    // Within every declared limit, and yet more than the child may hold: one text of 200 MB, not packed at all.
    let large = File::create(desk.at(&format!("{folder}/太大.xlsx"))).unwrap();
    let text = vec![b'a'; 200 << 20];
    let row: [&[u8]; 3] = [br#"<row r="1"><c r="A1" t="inlineStr"><is><t>"#, &text, b"</t></is></c></row>"];
    workbook(large, zip::CompressionMethod::Stored, &row);
    vec![
        ("炸弹.xlsx", "不像办公室的账册"),
        ("远处.xlsx", "XFD1048576"),
        ("有密码.xlsx", "工作簿有密码"),
        ("改名.xlsx", "PDF"),
        ("截断.xlsx", "文件坏了"),
        ("太大.xlsx", "读到一半停下了"),
    ]
}

#[test]
fn the_other_books_of_the_folder_are_imported() {
    let desk = Desk::new();
    let hostile = lay_hostile(&desk, "books");
    let said = desk.guanai("import books --as-of 2026-06-30 --json").exits(1);
    let object = said.json();
    assert_eq!(
        (&object["persons"], &object["needs"]["rows"], &object["organizations"]),
        (&json!(3), &json!(3), &json!(4))
    );
    for (name, told) in hostile {
        let line =
            said.err.lines().find(|l| l.contains(name)).unwrap_or_else(|| panic!("{name} is not told: {}", said.err));
        assert!(line.contains("读不出来的") && line.contains(told), "{line}");
    }
    assert!(!said.err.contains("panicked"), "{}", said.err);
    let people = desk.guanai("assess --as-of 2026-06-30 --json").exits(0).json();
    assert_eq!(people["people"], 3, "published all the same");
}

#[test]
fn nothing_but_hostile_files_is_no_import() {
    let desk = Desk::published();
    let before = desk.records("sqlite:guanai.sqlite");
    lay_hostile(&desk, "traps");
    let said = desk.guanai("import traps --as-of 2026-06-30");
    assert_ne!(said.code, 0, "{}", said.both());
    assert!(!said.both().contains("panicked"), "{}", said.both());
    assert_eq!(desk.records("sqlite:guanai.sqlite"), before);
}
