//! What a file is, by its first bytes; its name decides only where the bytes do not.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::ReadError;

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `.xlsx`, `.xlsm`: a zip archive.
    Workbook,
    /// `.xls`: a compound file.
    Legacy,
    /// Separated values in some encoding.
    Delimited,
}

const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const OTHER_KINDS: &[(&[u8], &str)] = &[
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xFF\xD8\xFF", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "rar"),
    (b"7z\xBC\xAF", "7z"),
    (b"\x1F\x8B", "gzip"),
    (b"\x7FELF", "program"),
    (b"MZ", "program"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "database"),
];
const NAMED_AS_BOOKS: &[&str] = &["xlsx", "xlsm", "xls", "xlt", "xltx", "csv", "tsv", "txt", "tab"];

/// The last part of a file's name, in small letters.
pub fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether the name promises a book, so that not being able to read it is worth an error and not only a mention.
pub fn is_named_as_book(path: &Path) -> bool {
    let extension = extension(path);
    extension == "et" || NAMED_AS_BOOKS.contains(&extension.as_str())
}

/// What this file is.
pub fn tell(path: &Path, file: &mut File) -> Result<Kind, ReadError> {
    let extension = extension(path);
    if extension == "et" || extension == "ett" {
        return Err(ReadError::WpsEt);
    }
    let mut start = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(4096).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Workbook);
    }
    if start.starts_with(COMPOUND) {
        return tell_compound(file);
    }
    if let Some((_, what)) = OTHER_KINDS.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(ReadError::OtherKind { what: (*what).into() });
    }
    if let Some(what) = tell_markup(&start) {
        return Err(ReadError::OtherKind { what: what.into() });
    }
    if start.is_empty() && matches!(extension.as_str(), "xlsx" | "xlsm" | "xls") {
        return Err(ReadError::Damaged { damage: "it is empty".into() });
    }
    if !NAMED_AS_BOOKS.contains(&extension.as_str()) {
        return Err(ReadError::OtherKind { what: "other-file".into() });
    }
    // An .xls that is really separated text is a habit of reporting systems; an .xlsx never is.
    if matches!(extension.as_str(), "xlsx" | "xlsm" | "xltx") {
        return Err(ReadError::Damaged { damage: "it does not begin like a workbook".into() });
    }
    Ok(Kind::Delimited)
}

/// A compound file is an old workbook, or the shell around an encrypted new one, or another program's document.
fn tell_compound(file: &mut File) -> Result<Kind, ReadError> {
    let mut held = Vec::new();
    file.take(super::limits::LEGACY_BYTES + 1).read_to_end(&mut held)?;
    file.seek(SeekFrom::Start(0))?;
    if u64::try_from(held.len()).is_ok_and(|n| n > super::limits::LEGACY_BYTES) {
        return Err(ReadError::TooLarge { declared: file.metadata()?.len(), limit: super::limits::LEGACY_BYTES });
    }
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // Directory entries are 128 bytes apart, from the start of a sector.
        held.chunks(128).skip(4).any(|entry| entry.starts_with(&wide) && entry.get(wide.len()) == Some(&0))
    };
    if names("EncryptedPackage") || names("EncryptionInfo") {
        return Err(ReadError::Encrypted);
    }
    if names("Workbook") || names("Book") || names("WORKBOOK") || names("BOOK") {
        return Ok(Kind::Legacy);
    }
    if names("WordDocument") {
        return Err(ReadError::OtherKind { what: "word".into() });
    }
    Err(ReadError::OtherKind { what: "other-document".into() })
}

fn tell_markup(start: &[u8]) -> Option<&'static str> {
    let marks: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
    let start = marks.iter().find_map(|mark| start.strip_prefix(*mark)).unwrap_or(start);
    // Without the noughts UTF-16 reads like ASCII as far as the marks go.
    let seen = start.iter().filter(|b| **b != 0).map(|b| char::from(b.to_ascii_lowercase()));
    let text: String = seen.skip_while(char::is_ascii_whitespace).take(1024).collect();
    if ["<html", "<!doctype html", "<table", "<meta", "<head"].iter().any(|tag| text.starts_with(tag)) {
        return Some("web-page");
    }
    (text.starts_with("<?xml") || text.starts_with("<workbook")).then_some("xml")
}
