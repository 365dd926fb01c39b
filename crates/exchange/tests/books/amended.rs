//! Nothing is counted by heart: one cell changed, one figure changed by one.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use calamine::{Data, Reader, open_workbook_auto};
use guanai_exchange::gather_files;
use serde_json::Value;

use crate::workbooks::{carried, figures, import};

/// The carried books, the sheets of one of them as files of separated values, with one cell changed.
fn amended(folder: &Path, name: &str, sheet: usize, at: (usize, usize), put: &str) -> Vec<PathBuf> {
    let mut book = open_workbook_auto(carried().join(name)).unwrap();
    let mut files: Vec<PathBuf> = gather_files(&[carried()]).unwrap();
    files.retain(|file| !file.ends_with(name));
    for (number, sheet_name) in book.sheet_names().iter().enumerate() {
        let range = book.worksheet_range(sheet_name).unwrap();
        assert_eq!(range.start(), Some((0, 0)));
        let mut rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(as_saved).collect()).collect();
        if number == sheet {
            put.clone_into(&mut rows[at.0 - 1][at.1]);
        }
        let path = folder.join(format!("{number}.csv"));
        let mut writer = csv::Writer::from_path(&path).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
        files.push(path);
    }
    files
}

/// What a table program saves of a cell as separated values.
fn as_saved(cell: &Data) -> String {
    match cell {
        Data::Float(number) if *number >= 1e15 => format!("{number:.5E}").replace('E', "E+"),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year}/{month}/{day}")
        }
        cell => cell.to_string(),
    }
}

static BEFORE: LazyLock<Value> = LazyLock::new(|| figures(&import(&gather_files(&[carried()]).unwrap())));

/// The figures that differ from those of the carried books.
fn changes(name: &str, sheet: usize, at: (usize, usize), put: &str) -> Vec<(String, i64)> {
    let folder = tempfile::tempdir().unwrap();
    let after = figures(&import(&amended(folder.path(), name, sheet, at, put)));
    let mut found = Vec::new();
    compare("", &BEFORE, &after, &mut found);
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<(String, i64)>) {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for key in keys {
                let nothing = Value::from(0);
                let (one, other) = (one.get(key).unwrap_or(&nothing), other.get(key).unwrap_or(&nothing));
                compare(&format!("{path}/{key}"), one, other, found);
            }
        }
        (one, other) if one != other => found.push((path.to_owned(), other.as_i64().unwrap() - one.as_i64().unwrap())),
        _ => {}
    }
}

const ROSTER: &str = "党员花名册.xlsx";

#[test]
fn a_name_taken_away() {
    let found = changes(ROSTER, 0, (4, 1), "  ");
    assert_eq!(found, [("/accepted_persons".into(), -1), ("/refused/missing_name".into(), 1)]);
}

#[test]
fn an_identity_number_mistyped() {
    let found = changes(ROSTER, 3, (7, 4), "990101193210287886");
    assert_eq!(found, [("/accepted_persons".into(), -1), ("/refused/bad_checksum".into(), 1)]);
}

#[test]
fn an_identity_number_kept_as_a_figure() {
    let found = changes(ROSTER, 1, (5, 4), "9.90101E+17");
    assert_eq!(found, [("/accepted_persons".into(), -1), ("/refused/id_as_number".into(), 1)]);
}

#[test]
fn a_sex_changed() {
    let found = changes(ROSTER, 2, (6, 2), "女");
    assert_eq!(found, [("/warned/sex_differs_from_id".into(), 1)]);
}

#[test]
fn a_day_that_is_none() {
    let found = changes(ROSTER, 3, (6, 5), "1991-02-30");
    assert_eq!(found, [("/accepted_persons".into(), -1), ("/refused/impossible_date".into(), 1)]);
}

#[test]
fn a_member_recovered() {
    let found = changes("困难党员台账.xlsx", 0, (3, 15), "否");
    let expected = [("/hardship/by_degree/特别困难", -1), ("/hardship/recognised", -1), ("/hardship/recovered", 1)];
    assert_eq!(found, expected.map(|(path, by)| (path.to_owned(), by)));
}

#[test]
fn an_income_taken_away() {
    let found = changes("困难党员台账.xlsx", 0, (3, 7), "");
    assert_eq!(found, [("/hardship/income_missing".into(), 1)]);
}

#[test]
fn one_more_place_of_help() {
    let found = changes("帮扶资源.xlsx", 0, (2, 6), "41");
    assert_eq!(found, [("/resources/capacity".into(), 1)]);
}

#[test]
fn a_yuan_more() {
    let found = changes("关爱资金收支.xlsx", 0, (2, 4), "2501");
    assert_eq!(found, [("/fund/balance_yuan".into(), 1), ("/fund/income_yuan".into(), 1)]);
}

#[test]
fn an_organisation_hung_from_nowhere() {
    let found = changes("党组织.xlsx", 0, (4, 2), "123");
    assert!(found.contains(&("/organizations".into(), -1)), "{found:?}");
    assert!(found.iter().any(|(path, by)| path == "/refused/unknown_branch" && *by > 0), "{found:?}");
}
