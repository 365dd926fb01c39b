//! Reads `examples/*.toml`: facts, a day, and the answer that must come out.

use std::collections::BTreeMap;

use guanai_kernel::{Date, Money, Period};

use super::expressions::Site;
use super::facts::{Fact, read_fact_value};
use super::findings::{Findings, Place};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::fact_set::Slot;
use crate::text::Text;
use crate::value::Value;

/// A worked example of a measure or a class.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// What it shows.
    pub title: Text,
    /// What it is an example of.
    pub of: ExampleOf,
    /// The day of assessment.
    pub on: Date,
    /// What must come out.
    pub expect: Expectation,
    pub(crate) facts: Vec<(Slot, Vec<Value>)>,
    pub(crate) books: Vec<String>,
    pub(crate) interruptions: Vec<Period>,
    /// The facts of those who live with them.
    pub(crate) others: Vec<Vec<(Slot, Value)>>,
}

/// What an example is of, by its place in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExampleOf {
    /// A measure.
    Measure(usize),
    /// A class.
    Class(usize),
}

/// What must come out; what is left out is not compared.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// `holds`, `not`, `undetermined`, `conflict` or `fault`.
    pub answer: &'static str,
    /// The amount.
    pub amount: Option<Money>,
    /// The id of the tier.
    pub tier: Option<String>,
    /// The first day of the entitlement.
    pub starts_on: Option<Date>,
    /// Exactly these facts are asked for.
    pub ask: Option<Vec<String>>,
    /// The code of the fault.
    pub fault: Option<String>,
    /// The sentence.
    pub says: Option<Text>,
}

const ANSWERS: [(&str, &str); 5] = [
    ("holds", "holds"),
    ("not", "not"),
    ("undetermined", "undetermined"),
    ("conflict", "conflict"),
    ("fault", "fault"),
];

/// Reads the examples of one file.
pub(crate) fn read(
    top: Table<'_, '_>,
    site: Site<'_>,
    measures: &BTreeMap<String, usize>,
    classes: &BTreeMap<String, usize>,
    findings: &Findings,
) -> Vec<Example> {
    let tables = top.tables("example");
    let examples = tables.into_iter().filter_map(|t| read_example(t, site, measures, classes, findings)).collect();
    top.finish();
    examples
}

fn read_example(
    table: Table<'_, '_>,
    site: Site<'_>,
    measures: &BTreeMap<String, usize>,
    classes: &BTreeMap<String, usize>,
    findings: &Findings,
) -> Option<Example> {
    let (measure, class) = (table.get("measure"), table.get("class"));
    let of = match (measure, class) {
        (Some(cell), None) => find(cell, measures, |known| Problem::UnknownMeasure { known }).map(ExampleOf::Measure),
        (None, Some(cell)) => find(cell, classes, |known| Problem::UnknownClass { known }).map(ExampleOf::Class),
        _ => {
            table.refuse("", Problem::ExampleSubject {});
            None
        }
    };
    let title = table.text("title");
    let on = table.require("on").and_then(Cell::date);
    let stated = table.require("facts").map(|cell| read_facts(cell, site, findings)).unwrap_or_default();
    let mut facts: Vec<(Slot, Vec<Value>)> = stated.into_iter().map(|(slot, value)| (slot, vec![value])).collect();
    let others = table.get("others").and_then(Cell::array).unwrap_or_default();
    let others = others.into_iter().map(|cell| read_facts(cell, site, findings)).collect();
    for (name, cell) in table.get("contested").and_then(Cell::table).map(|t| t.entries()).unwrap_or_default() {
        if let Some((slot, fact)) = find_fact(name.value, &name.at, site, findings) {
            let values = cell.array().unwrap_or_default().into_iter().filter_map(|c| read_fact_value(c, fact));
            facts.push((slot, values.collect()));
        }
    }
    let books = table.strings("books").iter().map(|b| b.value.to_owned()).collect();
    let interruptions = table.tables("interruptions").into_iter().filter_map(read_interruption).collect();
    let expect = table.require("expect").and_then(Cell::table).and_then(|t| read_expectation(t, site, findings));
    let place = table.place();
    table.finish();
    Some(Example {
        file: place.file.to_string(),
        line: place.line,
        title: title?,
        of: of?,
        on: on?,
        expect: expect?,
        facts,
        books,
        interruptions,
        others,
    })
}

fn read_facts(cell: Cell<'_, '_>, site: Site<'_>, findings: &Findings) -> Vec<(Slot, Value)> {
    let mut facts = Vec::new();
    for (name, cell) in cell.table().map(|table| table.entries()).unwrap_or_default() {
        if let Some((slot, fact)) = find_fact(name.value, &name.at, site, findings)
            && let Some(value) = read_fact_value(cell, fact)
        {
            facts.push((slot, value));
        }
    }
    facts
}

fn find(cell: Cell<'_, '_>, ids: &BTreeMap<String, usize>, problem: fn(String) -> Problem) -> Option<usize> {
    let found = ids.get(cell.string()?.value).copied();
    if found.is_none() {
        let known = ids.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
        cell.refuse(problem(known));
    }
    found
}

fn find_fact<'a>(name: &str, at: &Place, site: Site<'a>, findings: &Findings) -> Option<(Slot, &'a Fact)> {
    let found = site.scope.facts.find(name);
    if found.is_none() {
        findings.add(at, name, Problem::UnknownName { nearest: site.scope.nearest_fact(name) });
    }
    found
}

fn read_interruption(table: Table<'_, '_>) -> Option<Period> {
    let from = table.require("from").and_then(Cell::date);
    let end = table.get("until");
    let until = end.and_then(Cell::date);
    let place = table.place();
    table.finish();
    let period = Period::new(from?, until);
    if let (Err(_), Some(cell)) = (&period, end) {
        cell.refuse(Problem::OutOfRange { range: format!("{} …", place.line) });
    }
    period.ok()
}

fn read_expectation(table: Table<'_, '_>, site: Site<'_>, findings: &Findings) -> Option<Expectation> {
    let answer = table.word("answer", &ANSWERS);
    let (amount, tier, starts, says) =
        (table.get("amount"), table.get("tier"), table.get("starts_on"), table.get("says"));
    let (ask, fault) = (table.get("ask"), table.get("fault"));
    table.finish();
    let answer = answer?;
    let fitting = [
        ("amount", amount, "holds"),
        ("tier", tier, "holds"),
        ("starts_on", starts, "holds"),
        ("ask", ask, "undetermined"),
        ("fault", fault, "fault"),
    ];
    for (key, cell, wanted) in fitting {
        if let Some(cell) = cell.filter(|_| answer != wanted) {
            cell.refuse(Problem::ExampleExpectation { key: key.to_owned(), answer: answer.to_owned() });
        }
    }
    let asked = ask.map(Cell::strings);
    for name in asked.iter().flatten() {
        // What is added up over the household is asked for under its own name.
        if site.scope.facts.find_told(name.value).is_none() {
            find_fact(name.value, &name.at, site, findings);
        }
    }
    Some(Expectation {
        answer,
        amount: amount.and_then(Cell::money),
        tier: tier.and_then(Cell::string).map(|t| t.value.to_owned()),
        starts_on: starts.and_then(Cell::date),
        ask: asked.map(|names| names.iter().map(|n| n.value.to_owned()).collect()),
        fault: fault.and_then(Cell::string).map(|f| f.value.to_owned()),
        says: says.and_then(Cell::text),
    })
}
