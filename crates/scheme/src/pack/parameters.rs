//! `parameters.toml`: amounts, ages and limits with the day from which each holds and the clause that says so.

use std::collections::BTreeMap;

use guanai_kernel::Date;

use super::facts::{read_type, read_value};
use super::findings::{Findings, Placed};
use super::manifest::{Clause, ClauseSource, read_clause};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::expr::program::ParameterId;
use crate::local::{LocalBounds, count};
use crate::text::Text;
use crate::value::{Type, Value};

/// A parameter with its values over time.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name in expressions, without `param.`.
    pub id: String,
    /// The type of its values.
    pub value_type: Type,
    /// What it is called.
    pub title: Text,
    /// Its values, earliest first; never empty.
    pub values: Vec<ParameterValue>,
    /// What a lower organisation may set in their place; none where it may set nothing.
    pub local: Option<LocalBounds>,
}

/// A parameter's value from a day on, until the next one.
#[derive(Debug, Clone)]
pub struct ParameterValue {
    /// The first day on which it holds.
    pub from: Date,
    /// The value.
    pub value: Value,
    /// Where it is laid down.
    pub clause: Clause,
    /// Whether it is an example for configuration and no rule.
    pub example: bool,
    /// Where the figure comes from.
    pub note: Option<Text>,
    /// The number of the revision that laid it down; none where the folder does.
    pub revision: Option<u32>,
}

impl Parameter {
    /// The value in force on a day; none before the first.
    pub fn on(&self, day: Date) -> Option<&ParameterValue> {
        self.values.iter().rev().find(|v| v.from <= day)
    }
}

/// All parameters of a pack.
#[derive(Debug, Clone, Default)]
pub(crate) struct ParameterTable {
    pub all: Vec<Parameter>,
    by_name: BTreeMap<String, ParameterId>,
}

impl ParameterTable {
    /// The parameter of a name, without `param.`.
    pub fn find(&self, name: &str) -> Option<(ParameterId, &Parameter)> {
        let id = *self.by_name.get(name)?;
        self.all.get(id.index()).map(|p| (id, p))
    }

    fn push(&mut self, parameter: Parameter) {
        if let Ok(at) = u16::try_from(self.all.len()) {
            self.by_name.insert(parameter.id.clone(), ParameterId(at));
            self.all.push(parameter);
        }
    }
}

/// Reads `parameters.toml`.
pub(crate) fn read(top: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> ParameterTable {
    let mut parameters = ParameterTable::default();
    let table = top.require("parameter").and_then(Cell::table);
    top.finish();
    for (name, cell) in table.map(|t| t.entries()).unwrap_or_default() {
        let good = name.value.starts_with(|c: char| c.is_ascii_lowercase())
            && name.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !good {
            findings.add(&name.at, name.value, Problem::BadName { wanted: "[a-z][a-z0-9_]*".to_owned() });
        }
        let read = cell.table().and_then(|t| read_parameter(&name, t, sources, findings));
        if let (true, Some(parameter)) = (good, read) {
            parameters.push(parameter);
        }
    }
    parameters
}

fn read_parameter(
    name: &Placed<&str>,
    table: Table<'_, '_>,
    sources: &[ClauseSource],
    findings: &Findings,
) -> Option<Parameter> {
    let value_type = read_type(&table);
    let title = table.text("name");
    let rows = table.tables("value");
    let local = table.get("local");
    table.finish();
    if rows.is_empty() {
        findings.add(&name.at, name.value, Problem::ParameterWithoutValue { parameter: name.value.to_owned() });
        return None;
    }
    let value_type = value_type?;
    let mut values: Vec<ParameterValue> = Vec::with_capacity(rows.len());
    for row in rows {
        let from = row.require("from");
        let day = from.and_then(Cell::date);
        let value = row.require("value").and_then(|cell| read_value(cell, value_type));
        let clause = read_clause(&row, sources, findings);
        let example = row.flag("example");
        let note = row.get("note").and_then(Cell::text);
        row.finish();
        let (Some(from), Some(day), Some(value), Some(clause)) = (from, day, value, clause) else { continue };
        if values.iter().any(|v| v.from == day) {
            from.refuse(Problem::ParameterDateTwice { parameter: name.value.to_owned() });
        }
        values.push(ParameterValue { from: day, value, clause, example, note, revision: None });
    }
    values.sort_by_key(|v| v.from);
    // Where every row was refused, the findings say so already.
    if values.is_empty() {
        return None;
    }
    let local = local.and_then(|cell| read_local(cell, value_type, &values, sources, findings));
    Some(Parameter { id: name.value.to_owned(), value_type, title: title?, values, local })
}

/// What a lower organisation may set: bounds that hold whatever the pack itself lays down, and the last day.
fn read_local(
    cell: Cell<'_, '_>,
    value_type: Type,
    values: &[ParameterValue],
    sources: &[ClauseSource],
    findings: &Findings,
) -> Option<LocalBounds> {
    if !matches!(value_type, Type::Int | Type::Money) {
        cell.refuse(Problem::LocalOnOther {});
        return None;
    }
    let table = cell.table()?;
    let bound = |key| table.require(key).and_then(|cell: Cell<'_, '_>| read_value(cell, value_type));
    let (least, most) = (bound("least"), bound("most"));
    let until = table.require("until").and_then(Cell::date);
    let clause = read_clause(&table, sources, findings);
    table.finish();
    let bounds = LocalBounds { least: least?, most: most?, until: until?, clause: clause? };
    if count(&bounds.least) > count(&bounds.most) {
        cell.refuse(Problem::LocalTurned {});
        return None;
    }
    if let Some(outside) = values.iter().find(|value| !bounds.hold(&value.value)) {
        let own = crate::revision::write_value(&outside.value);
        cell.refuse(Problem::LocalLeavesOwnOut { own, from: outside.from.to_string() });
        return None;
    }
    Some(bounds)
}
