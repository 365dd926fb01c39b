//! The coverage table is what the scenarios say, and they name rows that exist.

use std::fs;
use std::path::Path;

use guanai_test_mechanism::{coverage, row_numbers, scenarios};

#[test]
fn the_table_is_current_and_every_row_named_exists() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = fs::read_dir(here.join("tests/scenarios")).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "rs")) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        all.extend(scenarios(&name, &fs::read_to_string(file).unwrap()));
    }
    let known = row_numbers();
    assert_eq!(known.len(), 106);
    for scenario in &all {
        for row in &scenario.rows {
            assert!(known.contains(&row.as_str()), "{} names {row}, which the paper does not have", scenario.name);
        }
    }
    let page = coverage(&all);
    let at = here.join("../../docs/coverage.md");
    #[expect(clippy::disallowed_methods, reason = "a developer asks for the table to be written anew")]
    if std::env::var("GUANAI_UPDATE").is_ok() {
        fs::write(&at, &page).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&at).unwrap(),
        page,
        "docs/coverage.md is out of date: GUANAI_UPDATE=1 writes it anew"
    );
}
