//! Reads `roles.toml`: which facts, codes and numbers of the pack are those of which the register, its books and its life
//! events speak. What a pack gives no role simply does not happen: a column is not kept, an event not offered.

use std::collections::BTreeMap;

use guanai_kernel::role::{CodeRole, FactRole, ParameterRole, RoleType};

use super::findings::{Findings, Placed};
use super::problem::Problem;
use super::reader::{Cell, Table};
use super::words::Lead;
use crate::expr::check::Scope;
use crate::expr::program::ParameterId;
use crate::text::Text;
use crate::value::Type;

/// What the pack calls those of whom every standard speaks, inside a sentence.
#[derive(Debug, Clone)]
pub struct PackWords {
    /// Members.
    pub members: Text,
    /// Residents who are no members, and are in our care.
    pub residents: Text,
    /// Both.
    pub both: Text,
    /// Who answers nearest to the person.
    pub branch: Text,
    /// Who answers above that.
    pub township: Text,
    /// Who answers for the whole.
    pub county: Text,
    /// Becoming a member.
    pub joining: Text,
    /// The years that count as membership.
    pub seniority: Text,
}

impl PackWords {
    /// Who is responsible.
    pub const fn lead(&self, lead: Lead) -> &Text {
        match lead {
            Lead::Branch => &self.branch,
            Lead::Township => &self.township,
            Lead::County => &self.county,
        }
    }
}

/// Who plays which role.
#[derive(Debug, Clone)]
pub(crate) struct Roles {
    pub words: PackWords,
    pub facts: BTreeMap<FactRole, String>,
    pub codes: BTreeMap<CodeRole, String>,
    pub parameters: BTreeMap<ParameterRole, ParameterId>,
}

/// Reads `roles.toml`.
pub(crate) fn read(top: Table<'_, '_>, scope: Scope<'_>, findings: &Findings) -> Option<Roles> {
    let words = top.require("words").and_then(Cell::table).and_then(read_words);
    let (mut facts, mut codes, mut parameters) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (role, cell) in entries(&top, "fact") {
        if let (Some(role), Some(name)) =
            (word(&role, FactRole::ALL, FactRole::code, findings), fact(cell, scope, findings))
            && fits(cell, role, &name, scope)
        {
            facts.insert(role, name);
        }
    }
    for (role, cell) in entries(&top, "code") {
        if let (Some(role), Some(code)) = (word(&role, CodeRole::ALL, CodeRole::code, findings), cell.string()) {
            let of = facts.get(&role.of()).and_then(|name| scope.facts.find(name));
            let Some((_, fact)) = of else {
                cell.refuse(Problem::RoleWithoutFact { fact: role.of().to_string() });
                continue;
            };
            if fact.value(code.value).is_none() {
                cell.refuse(Problem::UnknownCode { fact: fact.name.clone(), known: fact.codes() });
                continue;
            }
            codes.insert(role, code.value.to_owned());
        }
    }
    for (role, cell) in entries(&top, "parameter") {
        let role = word(&role, ParameterRole::ALL, ParameterRole::code, findings);
        let Some(name) = cell.string() else { continue };
        let found = scope.parameters.find(name.value);
        match (role, found) {
            (_, None) => {
                let nearest = scope.nearest_parameter(name.value);
                findings.add(&name.at, name.value, Problem::UnknownParameter { nearest });
            }
            (_, Some((_, parameter))) if parameter.value_type != Type::Int => {
                let (wanted, found) = (Type::Int.to_string(), parameter.value_type.to_string());
                cell.refuse(Problem::TypeMismatch { wanted, found });
            }
            (Some(role), Some((id, _))) => {
                parameters.insert(role, id);
            }
            (None, Some(_)) => {}
        }
    }
    // What is wrong with an entry is told of the entry.
    let without = !facts.contains_key(&FactRole::HouseholdSize) && facts.len() == entries(&top, "fact").len();
    if let (Some((total, _)), true) = (scope.facts.totals().next(), without) {
        let total = scope.facts.get(total).name.clone();
        top.refuse("household-size", Problem::HouseholdWithoutSize { total });
    }
    top.finish();
    Some(Roles { words: words?, facts, codes, parameters })
}

fn read_words(table: Table<'_, '_>) -> Option<PackWords> {
    let text = |key| table.text(key);
    let (members, residents, both) = (text("members"), text("residents"), text("both"));
    let (branch, township, county) = (text("branch"), text("township"), text("county"));
    let (joining, seniority) = (text("joining"), text("seniority"));
    table.finish();
    Some(PackWords {
        members: members?,
        residents: residents?,
        both: both?,
        branch: branch?,
        township: township?,
        county: county?,
        joining: joining?,
        seniority: seniority?,
    })
}

fn entries<'a, 'i>(top: &Table<'a, 'i>, key: &'static str) -> Vec<(Placed<&'a str>, Cell<'a, 'i>)> {
    top.get(key).and_then(Cell::table).map(|table| table.entries()).unwrap_or_default()
}

fn word<T: Copy>(role: &Placed<&str>, all: &[T], code: impl Fn(T) -> &'static str, findings: &Findings) -> Option<T> {
    let found = all.iter().copied().find(|one| code(*one) == role.value);
    if found.is_none() {
        let known = all.iter().map(|one| code(*one)).collect::<Vec<_>>().join(" ");
        findings.add(&role.at, role.value, Problem::UnknownKey { known });
    }
    found
}

fn fact(cell: Cell<'_, '_>, scope: Scope<'_>, findings: &Findings) -> Option<String> {
    let name = cell.string()?;
    let found = scope.facts.find(name.value).map(|(_, fact)| fact.name.clone());
    if found.is_none() {
        let nearest = scope.nearest_fact(name.value);
        findings.add(&name.at, name.value, Problem::UnknownName { nearest });
    }
    found
}

/// Whether the fact's values are what the system states of it.
fn fits(cell: Cell<'_, '_>, role: FactRole, name: &str, scope: Scope<'_>) -> bool {
    let Some((_, fact)) = scope.facts.find(name) else { return false };
    let wanted = match role.value_type() {
        RoleType::Flag => Type::Bool,
        RoleType::Number => Type::Int,
        RoleType::Money => Type::Money,
        RoleType::Code => Type::Text,
    };
    if fact.value_type != wanted {
        cell.refuse(Problem::TypeMismatch { wanted: wanted.to_string(), found: fact.value_type.to_string() });
    }
    fact.value_type == wanted
}
