//! The county whose books the project carries: a right import finds what its answer key says, to the letter.

use guanai_exchange::gather_files;

use crate::workbooks::{carried, figures, import};

fn key() -> serde_json::Value {
    let mut key: serde_json::Value =
        serde_json::from_slice(&std::fs::read(carried().join("answer-key.json")).unwrap()).unwrap();
    key.as_object_mut().unwrap().remove("unused_faults_note");
    key
}

#[test]
fn the_figures_equal_the_answer_key() {
    let staged = import(&gather_files(&[carried()]).unwrap());
    assert_eq!(figures(&staged), key());
    assert_eq!(staged.unreadable, []);
    assert!(!staged.partial_roster);
    assert_eq!(staged.sheets.len(), 9);
    assert!(staged.sheets.iter().all(|sheet| sheet.not_understood.is_empty()), "{:?}", staged.sheets);
    assert_eq!(staged.ignored.len(), 1, "the answer key is no book: {:?}", staged.ignored);
    assert_eq!(staged.refused.len(), 42 + 3 + 1);
    assert_eq!(staged.conflicts.len(), 13);
    assert!(staged.conflicts.iter().all(|c| c.differing.iter().map(|d| d.field).eq(["occupation", "phone"])));
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut files = gather_files(&[carried()]).unwrap();
    files.reverse();
    assert_eq!(figures(&import(&files)), key());
}

#[test]
fn every_word_of_its_books_is_understood() {
    let staged = import(&gather_files(&[carried()]).unwrap());
    let strange: Vec<_> = staged
        .notes
        .iter()
        .filter(|n| !matches!(n.fault.reason.code(), "inner_code_differs" | "expired" | "repeated_row"))
        .collect();
    assert!(strange.is_empty(), "{:?}", &strange[..strange.len().min(5)]);
    assert!(staged.hardship.iter().all(|row| row.degree.as_ref().is_some_and(|d| d.code.is_some())));
    assert!(staged.needs.iter().all(|row| row.category.as_ref().is_none_or(|c| c.code.is_some())));
    assert!(staged.resources.iter().all(|row| row.offers.iter().all(|o| o.code.is_some())));
    assert!(staged.roster.iter().all(|row| row.unread.is_empty()));
}

#[test]
fn refusals_show_no_identity_number() {
    let staged = import(&gather_files(&[carried()]).unwrap());
    let books = crate::workbooks::words();
    let notices = staged.warnings.iter().chain(&staged.notes).map(|notice| &notice.fault);
    for fault in staged.refused.iter().flat_map(|row| &row.faults).chain(notices) {
        let told = books.explain(fault.reason, &fault.column, &fault.read, guanai_exchange::Language::Chinese);
        let figures = told.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        assert!(figures < 18 || fault.reason.code() == "inner_code_differs", "{told}");
    }
}

#[test]
fn debugging_a_refused_row_shows_where_and_why_not_what() {
    let staged = import(&gather_files(&[carried()]).unwrap());
    let shown = format!("{:?}", staged.refused);
    assert!(shown.contains("bad_checksum") && shown.contains("党员花名册.xlsx"));
    let held = staged.refused.iter().flat_map(|row| &row.cells).map(|cell| cell.shown().trim().to_owned());
    let numbers: Vec<String> = held.filter(|text| text.len() >= 11 && text.is_ascii()).collect();
    assert!(numbers.len() > 40);
    assert_eq!(numbers.iter().find(|number| shown.contains(number.as_str())), None);
}
