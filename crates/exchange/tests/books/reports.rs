//! Reports and templates, read back.

use calamine::{Data, Reader, Xlsx, open_workbook};
use guanai_exchange::out::{Column, Kind, Report, Table, TemplateLists, Value, write_template};
use guanai_exchange::{Book, BookReader, Language};
use guanai_kernel::Money;

use crate::workbooks::{import_into, words};

#[test]
fn a_report_reads_back_as_it_was_filled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("计划.xlsx");
    let column = |head: &str, kind| Column { head: head.into(), width: 12.0, kind };
    let table = Table {
        sheet: "应帮/未帮:清单".into(),
        title: "题目".into(),
        notes: vec!["说明".into()],
        columns: vec![
            column("姓名", Kind::Text),
            column("元", Kind::Money),
            column("日", Kind::Date),
            column("数", Kind::Number),
        ],
    };
    let day = jiff::civil::date(2026, 6, 30);
    let mut report = Report::new();
    for _ in 0..2 {
        let rows = [
            vec![Value::from("=1+1"), Money::from_fen(12_345).into(), day.into(), 7.into()],
            vec!["@甲".into(), Value::Empty, jiff::civil::date(1899, 1, 1).into(), Value::from(None::<i64>)],
        ];
        report.add(&table, rows).unwrap();
    }
    report.save(&path).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names(), ["应帮 未帮 清单", "应帮 未帮 清单 (2)"]);
    let range = book.worksheet_range("应帮 未帮 清单").unwrap();
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(2, 0), Data::String("姓名".into()));
    assert_eq!(cell(3, 0), Data::String("=1+1".into()));
    assert_eq!(cell(3, 1), Data::Float(123.45));
    assert!(matches!(cell(3, 2), Data::DateTime(moment) if moment.to_ymd_hms_milli().0 == 2026));
    assert_eq!(cell(3, 3), Data::Float(7.0));
    assert_eq!(cell(4, 2), Data::String("1899-01-01".into()));
    assert!(book.worksheet_formula("应帮 未帮 清单").unwrap().is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no leftovers");
}

#[test]
fn a_template_is_recognised_and_its_sample_is_not_imported() {
    let folder = tempfile::tempdir().unwrap();
    let books = words();
    for &book in Book::ALL {
        for language in [Language::Chinese, Language::English] {
            let path = folder.path().join(format!("{book}.xlsx"));
            let lists = TemplateLists { organizations: vec!["甲".into()], townships: vec!["乙镇".into()] };
            write_template(&path, book, &books, &lists, language).unwrap();
            let peeks = BookReader::in_process().peek(&path).unwrap();
            let layout = books.recognise(&peeks[0].rows).unwrap();
            assert_eq!(layout.book, book);
            assert_eq!(layout.columns.len(), book.fields().len());
            assert!(peeks[1..].iter().all(|peek| books.recognise(&peek.rows).is_err()));
            let staged = import_into(&[path], &guanai_exchange::Known::default());
            assert_eq!((staged.sheets.len(), staged.sheets[0].rows), (1, 0));
        }
    }
}

#[test]
fn the_sample_person_is_nobody_and_valid() {
    let sample =
        words().description(Book::Roster).columns.iter().find(|c| c.field == "identity").unwrap().sample.clone();
    let read = guanai_kernel::codes::IdentityNumber::read(&sample, jiff::civil::date(2026, 6, 30)).unwrap();
    assert!(read.number.is_test());
}
