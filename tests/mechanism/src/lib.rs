//! The paper's mechanism, shown end to end: each scenario in `tests/` says in its first line which of the 106 rows of the
//! paper it shows (`/// Shows R62, R63: …`), and the coverage table in `docs/coverage.md` is generated from those lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The rows of the paper: number, what it asks for, what the system must do.
const ROWS: &str = include_str!("../rows.tsv");

/// A scenario and the rows it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The test's file, without ending, and name: `books::a_blank_income_is_asked_for`.
    pub name: String,
    /// The rows it shows, such as `R62`.
    pub rows: Vec<String>,
}

/// The scenarios of one file of tests.
pub fn scenarios(file: &str, source: &str) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut rows: Vec<String> = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(shown) = line.strip_prefix("/// Shows ") {
            let shown = shown.split(':').next().unwrap_or(shown);
            rows = shown.split(',').map(|r| r.trim().to_owned()).collect();
        } else if let Some(name) = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn ")) {
            let name = name.split(['(', '<']).next().unwrap_or(name);
            if !rows.is_empty() {
                found.push(Scenario { name: format!("{file}::{name}"), rows: std::mem::take(&mut rows) });
            }
        }
    }
    found
}

/// The numbers of all rows, in the paper's order.
pub fn row_numbers() -> Vec<&'static str> {
    ROWS.lines().skip(1).filter_map(|l| l.split('\t').next()).collect()
}

/// The coverage table, as Markdown.
pub fn coverage(scenarios: &[Scenario]) -> String {
    let mut shown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for scenario in scenarios {
        for row in &scenario.rows {
            shown.entry(row).or_default().push(&scenario.name);
        }
    }
    let total = row_numbers().len();
    let mut page = String::from("# What is shown of the paper\n\n");
    let _ = writeln!(
        page,
        "Generated from `tests/mechanism` (`GUANAI_UPDATE=1 cargo test -p guanai-test-mechanism coverage`). The rows are what the paper asks of a system;\n\
         a row is *begun* when at least one scenario shows a part of it on a real database, and open otherwise. Begun: {} of {total}.\n",
        shown.len()
    );
    page.push_str("| row | asks for | the system must | begun by |\n|---|---|---|---|\n");
    for line in ROWS.lines().skip(1) {
        let mut cells = line.split('\t');
        let (row, asks, must) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let by = shown.get(row).map_or_else(
            || "open".to_owned(),
            |names| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", "),
        );
        let _ = writeln!(page, "| {row} | {asks} | {must} | {by} |");
    }
    page
}
