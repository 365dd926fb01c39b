//! Small workbooks for tests, and reading them.

use std::path::{Path, PathBuf};

use guanai_exchange::{BookReader, HeadSynonyms, Known, Staged, stage};
use rust_xlsxwriter::{Format, Workbook};

/// A cell to be written.
#[derive(Clone)]
pub enum Put {
    /// Words.
    T(String),
    /// A number.
    N(f64),
    /// A number in a date's format.
    D(f64),
}

/// Words.
pub fn t(text: impl Into<String>) -> Put {
    Put::T(text.into())
}

/// A row of words; a blank word is a blank cell.
pub fn row(cells: &[&str]) -> Vec<Put> {
    cells.iter().map(|cell| t(*cell)).collect()
}

/// Writes sheets into a workbook in a folder.
pub fn write(folder: &Path, name: &str, sheets: &[(&str, Vec<Vec<Put>>)]) -> PathBuf {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy/m/d");
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (line, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Put::T(text) if text.is_empty() => {}
                    Put::T(text) => drop(sheet.write_string(line, column, text).unwrap()),
                    Put::N(number) => drop(sheet.write_number(line, column, *number).unwrap()),
                    Put::D(serial) => drop(sheet.write_number_with_format(line, column, *serial, &day).unwrap()),
                }
            }
        }
    }
    let path = folder.join(name);
    book.save(&path).unwrap();
    path
}

/// The pack's words.
pub fn words() -> HeadSynonyms {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county/books.toml");
    HeadSynonyms::from_toml(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The books the project carries.
pub fn carried() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi")
}

/// Imports into an empty registry on 30 June 2026.
pub fn import(files: &[PathBuf]) -> Staged {
    import_into(files, &Known::default())
}

/// Imports into a registry on 30 June 2026.
pub fn import_into(files: &[PathBuf], known: &Known) -> Staged {
    let as_of = jiff::civil::date(2026, 6, 30);
    stage(&BookReader::in_process(), files, &words(), known, as_of, &mut |_| {}).unwrap()
}

/// The figures as the command prints them.
pub fn figures(staged: &Staged) -> serde_json::Value {
    serde_json::to_value(&staged.counts).unwrap()
}

/// An identity number that is nobody's: 99, a division, a birthday and a sequence.
pub fn identity(birth: &str, sequence: u32) -> String {
    let first = format!("990101{birth}{sequence:03}");
    let letter = guanai_kernel::codes::IdentityNumber::check_letter(&first).unwrap();
    format!("{first}{letter}")
}

/// A small list of organisations.
pub fn organizations() -> Vec<Vec<Put>> {
    [
        ["党组织代码", "党组织名称", "上级党组织代码", "类别", "所属体系", "企业类型", "所在乡镇"],
        ["1", "中共东河县委员会", "", "党委", "机关事业单位", "", "县城"],
        ["2", "中共山前镇委员会", "1", "党委", "农村", "", "山前镇"],
        ["3", "山前镇一村党支部", "2", "党支部", "农村", "", "山前镇"],
        ["4", "山前镇二村党支部", "2", "党支部", "农村", "", "山前镇"],
    ]
    .iter()
    .map(|cells| row(cells))
    .collect()
}
