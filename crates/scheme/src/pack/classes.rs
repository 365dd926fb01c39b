//! `classes.toml`: the classes of people that care turns to; they are computed and may overlap.

use std::collections::BTreeSet;

use super::expressions::{Site, read_expression};
use super::findings::{Findings, Seen, check_id};
use super::manifest::{Clause, read_clause};
use super::reader::Table;
use crate::expr::program::Program;
use crate::fact_set::FactSet;
use crate::text::Text;
use crate::value::Type;

/// A class of people.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// Why somebody belongs to it.
    pub reason: Text,
    /// Where it is laid down.
    pub clause: Clause,
    pub(crate) when: Program,
}

impl Class {
    /// The facts on which belonging to it may depend.
    pub const fn reads(&self) -> FactSet {
        self.when.reads
    }
}

/// All of `classes.toml`.
#[derive(Debug, Default)]
pub(crate) struct ClassTable {
    pub classes: Vec<Class>,
    /// The ids of all rows, of those too that were refused for something else; none where a row has no id.
    pub declared: Option<BTreeSet<String>>,
}

/// Reads `classes.toml`.
pub(crate) fn read(top: Table<'_, '_>, site: Site<'_>, findings: &Findings) -> ClassTable {
    let mut seen = Seen::default();
    let rows = top.tables("class");
    let declared = rows.iter().map(|row| Some(row.get("id")?.quiet_string()?.to_owned())).collect();
    let classes = rows.into_iter().filter_map(|table| {
        let id = table.string("id").filter(|id| check_id(id, findings) && seen.note(id, findings));
        let (name, reason) = (table.text("name"), table.text("reason"));
        let clause = read_clause(&table, site.sources, findings);
        let when = table.require("when").and_then(|cell| read_expression(cell, site, Some(Type::Bool), findings));
        table.finish();
        Some(Class { id: id?.value.to_owned(), name: name?, reason: reason?, clause: clause?, when: when? })
    });
    let classes = classes.collect();
    top.finish();
    ClassTable { classes, declared }
}
