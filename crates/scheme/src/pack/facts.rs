//! `facts.toml`: the facts that standards may name, with their types, closed lists and the question that asks for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::findings::{Findings, Placed, Seen, check_id};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::fact_set::{MAX_FACTS, Slot};
use crate::text::Text;
use crate::value::{Type, Value};

/// A fact that the pack declares.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name in expressions, like `person.birth_on`.
    pub name: String,
    /// The type of its values.
    pub value_type: Type,
    /// What it is called.
    pub title: Text,
    /// The question that asks for it: what, and whom.
    pub ask: Text,
    /// A word for its unit, like `year`; for display.
    pub unit: Option<String>,
    /// Whether its value is masked where a reader may not see it: health, identity.
    pub sensitive: bool,
    /// Whether nobody changes it: sex, birth, death. It is never told as what would have to be otherwise.
    pub fixed: bool,
    /// Whether it is about appraisal, petitioning or obedience: relief may not depend on it.
    pub conduct: bool,
    /// The closed list of its codes; empty where any text may stand.
    pub values: Vec<FactValue>,
    /// How it is put in a sentence; flags and lists of codes may have it.
    pub says: Option<Says>,
    /// What it means that a person is not in a book that was read.
    pub absent: Option<Absence>,
    /// Of what is added up over a household the fact of each that is added up; nobody records such a one.
    pub over: Option<Slot>,
}

/// How a flag reads in a sentence: `健在`, `已去世`. A list's names the codes: `提出了{which}需求`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says {
    /// Where it is true, or a code is in the list.
    pub yes: Text,
    /// Where it is false, or no such code is in the list.
    pub no: Text,
}

impl Says {
    /// What stands for the codes in a list's sentence.
    pub const WHICH: &'static str = "{which}";
}

/// One code of a closed list.
#[derive(Debug, Clone)]
pub struct FactValue {
    /// The code, as expressions and subjects write it.
    pub code: Arc<str>,
    /// What it is called.
    pub name: Text,
    /// Other words that books use for it.
    pub also: Vec<String>,
}

/// An explicit closed world: who is not in the book has this value.
#[derive(Debug, Clone)]
pub struct Absence {
    /// The value.
    pub means: Value,
    /// The book.
    pub book: String,
}

impl Fact {
    /// Its codes, for messages.
    pub(crate) fn codes(&self) -> String {
        self.values.iter().map(|v| &*v.code).collect::<Vec<_>>().join(" ")
    }

    /// The first code in a value that the closed list does not have.
    pub(crate) fn foreign_code(&self, value: &Value) -> Option<String> {
        let foreign = |code: &Arc<str>| !self.values.is_empty() && self.values.iter().all(|v| v.code != *code);
        match value {
            Value::Text(code) => foreign(code).then(|| code.to_string()),
            Value::List(members) => members.iter().find_map(|m| self.foreign_code(m)),
            _ => None,
        }
    }

    /// The code whose code, name or synonym is this text.
    pub fn code_of(&self, text: &str) -> Option<&str> {
        let wanted = crate::needs::folded(text);
        let is = |word: &str| crate::needs::folded(word) == wanted;
        let found = self
            .values
            .iter()
            .find(|v| is(&v.code) || is(&v.name.zh) || is(&v.name.en) || v.also.iter().any(|a| is(a)));
        found.map(|v| &*v.code)
    }

    /// The value of a code.
    pub fn value(&self, code: &str) -> Option<&FactValue> {
        self.values.iter().find(|v| &*v.code == code)
    }
}

/// All facts of a pack.
#[derive(Debug, Clone, Default)]
pub(crate) struct FactTable {
    /// Those that are declared, and after them what is added up over households.
    pub all: Vec<Fact>,
    by_name: BTreeMap<String, Slot>,
}

impl FactTable {
    /// The fact of a slot. A slot comes only from this table.
    pub fn get(&self, slot: Slot) -> &Fact {
        &self.all[slot.index()]
    }

    /// The declared fact of a name.
    pub fn find(&self, name: &str) -> Option<(Slot, &Fact)> {
        self.find_told(name).filter(|(_, fact)| fact.over.is_none())
    }

    /// The fact of a name, or what is added up over a household under it: `household_sum(medical.self_paid)`.
    pub fn find_told(&self, name: &str) -> Option<(Slot, &Fact)> {
        let slot = *self.by_name.get(name)?;
        Some((slot, self.get(slot)))
    }

    /// The declared facts.
    pub fn declared(&self) -> &[Fact] {
        self.all.get(..self.all.partition_point(|fact| fact.over.is_none())).unwrap_or_default()
    }

    /// What is added up over households: its slot, and that of the fact of each.
    pub fn totals(&self) -> impl Iterator<Item = (Slot, Slot)> {
        let numbered = self.all.iter().enumerate();
        numbered.filter_map(|(at, fact)| Some((Slot::of(at)?, fact.over?)))
    }

    /// What adds a fact up over a household, where the pack declares it.
    pub fn total_of(&self, of: Slot) -> Option<Slot> {
        self.totals().find(|(_, each)| *each == of).map(|(slot, _)| slot)
    }

    fn push(&mut self, fact: Fact) {
        if let Some(slot) = Slot::of(self.all.len()) {
            self.by_name.insert(fact.name.clone(), slot);
            self.all.push(fact);
        }
    }
}

/// Reads `facts.toml`.
pub(crate) fn read(top: Table<'_, '_>, findings: &Findings) -> FactTable {
    let mut facts = FactTable::default();
    let table = top.require("fact").and_then(Cell::table);
    top.finish();
    let mut totals = Vec::new();
    for (name, cell) in table.map(|t| t.entries()).unwrap_or_default() {
        if facts.all.len() + totals.len() >= MAX_FACTS {
            findings.add(&name.at, name.value, Problem::TooManyFacts { limit: MAX_FACTS });
            break;
        }
        let named = check_name(&name, findings);
        if let (true, Some((fact, total))) = (named, cell.table().and_then(|t| read_fact(name.value, t, findings))) {
            totals.extend(total.map(|total| Fact { over: Slot::of(facts.all.len()), ..total }));
            facts.push(fact);
        }
    }
    totals.into_iter().for_each(|total| facts.push(total));
    facts
}

fn check_name(name: &Placed<&str>, findings: &Findings) -> bool {
    let word = |w: &str| {
        w.starts_with(|c: char| c.is_ascii_lowercase())
            && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let parts: Vec<&str> = name.value.split('.').collect();
    let good = parts.len() >= 2 && parts.iter().all(|p| word(p)) && parts[0] != "param";
    if !good {
        let wanted = "person.birth_on ([a-z][a-z0-9_]*.…)".to_owned();
        findings.add(&name.at, name.value, Problem::BadName { wanted });
    }
    good
}

fn read_fact(name: &str, table: Table<'_, '_>, findings: &Findings) -> Option<(Fact, Option<Fact>)> {
    let value_type = read_type(&table);
    let title = table.text("name");
    let ask = table.text("ask");
    let unit = table.get("unit").and_then(Cell::string).map(|u| u.value.to_owned());
    let (sensitive, conduct, fixed) = (table.flag("sensitive"), table.flag("conduct"), table.flag("fixed"));
    let values = table.get("values");
    let closed = values.map(|cell| read_values(cell, findings)).unwrap_or_default();
    let says = table.get("says");
    let (absent, household) = (table.get("absent"), table.get("household"));
    let fact = match (value_type, title, ask) {
        (Some(value_type), Some(title), Some(ask)) => {
            if let Some(cell) = values.filter(|_| !matches!(value_type, Type::Text | Type::List(Type::Text))) {
                cell.refuse(Problem::ValuesOnOther {});
            }
            let (name, says) = (name.to_owned(), says.and_then(|cell| read_says(cell, value_type)));
            let values = closed;
            let (absent, over) = (None, None);
            Some(Fact { name, value_type, title, ask, unit, sensitive, fixed, conduct, values, says, absent, over })
        }
        _ => None,
    };
    table.finish();
    let mut fact = fact?;
    fact.absent = absent.and_then(Cell::table).and_then(|t| {
        let means = t.require("means").and_then(|cell| read_fact_value(cell, &fact));
        let book = t.string("when").map(|b| b.value.to_owned());
        t.finish();
        Some(Absence { means: means?, book: book? })
    });
    let total = household.and_then(|cell| read_total(cell, &fact));
    Some((fact, total))
}

/// What adds a fact up over a household. Whatever it adds up, it says something of others.
fn read_total(cell: Cell<'_, '_>, of: &Fact) -> Option<Fact> {
    let (function, value_type) = match of.value_type {
        Type::Bool => (COUNT, Type::Int),
        Type::Int | Type::Money => (SUM, of.value_type),
        _ => {
            cell.refuse(Problem::HouseholdOnOther {});
            return None;
        }
    };
    let table = cell.table()?;
    let (title, ask) = (table.text("name"), table.text("ask"));
    table.finish();
    let (name, unit) = (format!("{function}({})", of.name), of.unit.clone());
    let (values, says, absent, over) = (Vec::new(), None, None, None);
    let (sensitive, fixed, conduct) = (true, false, of.conduct);
    Some(Fact {
        name,
        value_type,
        title: title?,
        ask: ask?,
        unit,
        sensitive,
        fixed,
        conduct,
        values,
        says,
        absent,
        over,
    })
}

/// Adds an amount or a number up over a household.
pub(crate) const SUM: &str = "household_sum";
/// Counts of how many of a household a flag holds.
pub(crate) const COUNT: &str = "household_count";

/// The `type` of a fact or parameter.
pub(crate) fn read_type(table: &Table<'_, '_>) -> Option<Type> {
    let cell = table.require("type")?;
    let found = Type::declared(cell.string()?.value);
    if found.is_none() {
        let known = Type::DECLARED.map(|(name, _)| name).join(" ");
        cell.refuse(Problem::UnknownType { known });
    }
    found
}

fn read_says(cell: Cell<'_, '_>, value_type: Type) -> Option<Says> {
    let is_list = value_type == Type::List(&Type::Text);
    if !is_list && value_type != Type::Bool {
        cell.refuse(Problem::SaysOnOther {});
        return None;
    }
    let table = cell.table()?;
    let (yes, no) = (table.text("yes"), table.text("no"));
    table.finish();
    let says = Says { yes: yes?, no: no? };
    let texts = [&says.yes.zh, &says.yes.en, &says.no.zh, &says.no.en];
    if texts.iter().any(|text| text.contains(Says::WHICH) != is_list) {
        cell.refuse(Problem::SaysWhich {});
        return None;
    }
    Some(says)
}

fn read_values(cell: Cell<'_, '_>, findings: &Findings) -> Vec<FactValue> {
    let (mut codes, mut words) = (Seen::default(), Seen::default());
    let mut values = Vec::new();
    for table in cell.tables() {
        let code = table.string("code");
        let name = table.text("name");
        let also = table.strings("also");
        for word in &also {
            words.note(word, findings);
        }
        table.finish();
        if let (Some(code), Some(name)) = (code, name)
            && check_id(&code, findings)
            && codes.note(&code, findings)
        {
            let also = also.iter().map(|a| a.value.to_owned()).collect();
            values.push(FactValue { code: code.value.into(), name, also });
        }
    }
    values
}

/// A value of a type, as packs write it.
pub(crate) fn read_value(cell: Cell<'_, '_>, wanted: Type) -> Option<Value> {
    Some(match wanted {
        Type::Bool => Value::Bool(cell.boolean()?),
        Type::Int => Value::Int(cell.integer()?),
        Type::Money => Value::Money(cell.money()?),
        Type::Date => Value::Date(cell.date()?),
        Type::Text => Value::text(cell.string()?.value),
        Type::List(member) => {
            let members: Option<Vec<Value>> = cell.array()?.into_iter().map(|c| read_value(c, *member)).collect();
            Value::List(members?.into())
        }
    })
}

/// A value that this fact may have.
pub(crate) fn read_fact_value(cell: Cell<'_, '_>, fact: &Fact) -> Option<Value> {
    let value = read_value(cell, fact.value_type)?;
    if fact.foreign_code(&value).is_some() {
        cell.refuse(Problem::UnknownCode { fact: fact.name.clone(), known: fact.codes() });
        return None;
    }
    Some(value)
}
