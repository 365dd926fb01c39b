//! Exports, compared: line by line, or by what they say whatever ids it is said with.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// The lines of an export as objects.
pub fn lines(export: &str) -> Vec<Map<String, Value>> {
    export.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What an export says: persons by identity number, organisations and units by code instead of ids; neither when nor where in
/// the books it was read. Sorted.
pub fn said(export: &str) -> Vec<String> {
    let lines = lines(export);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for line in &lines {
        for (record, id, key) in [
            ("person", "person_id", "identity"),
            ("party-organization", "organization_id", "code"),
            ("unit", "unit_id", "credit_code"),
        ] {
            if line["record"] == record {
                names.insert(text(&line[id]), text(&line[key]));
            }
        }
    }
    let mut said: Vec<String> = lines
        .into_iter()
        .map(|line| {
            let kept = line.into_iter().filter(|(field, _)| !FORGOTTEN.contains(&field.as_str()));
            let natural = kept.map(|(field, value)| match names.get(value.as_str().unwrap_or_default()) {
                Some(name) => (field, Value::from(name.as_str())),
                None => (field, value),
            });
            Value::Object(natural.collect()).to_string()
        })
        .collect();
    said.sort();
    said
}

/// What depends on when and in which order books were imported, not on what they say.
const FORGOTTEN: [&str; 11] = [
    "membership_id",
    "post_id",
    "fact_id",
    "discrepancy_id",
    "need_id",
    "offer_id",
    "entry_id",
    "import_id",
    "recorded_at",
    "source_place",
    "place",
];

/// The lines of `before` that `after` does not have.
pub fn lost<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    let after: BTreeSet<&str> = after.lines().collect();
    before.lines().filter(|line| !after.contains(line)).collect()
}

/// The number figures under each path of an object.
pub fn figures(value: &Value) -> BTreeMap<String, i64> {
    fn enter(path: &str, value: &Value, figures: &mut BTreeMap<String, i64>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| enter(&format!("{path}/{name}"), value, figures)),
            Value::Number(number) => drop(figures.insert(path.to_owned(), number.as_i64().unwrap())),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    enter("", value, &mut found);
    found
}

/// By how much each figure differs; those that do not are left out.
pub fn steps(before: &Value, after: &Value) -> BTreeMap<String, i64> {
    let (before, after) = (figures(before), figures(after));
    let of = |figures: &BTreeMap<String, i64>, path: &String| figures.get(path).copied().unwrap_or(0);
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let steps = paths.into_iter().map(|path| (path.clone(), of(&after, path) - of(&before, path)));
    steps.filter(|(_, by)| *by != 0).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
