//! Why somebody is visited, and what is missing, in words.

use guanai_app::rounds::{ListedPerson, SheetLine};
use guanai_casework::round::RoundReason;
use guanai_scheme::{Pack, VisitRule, VisitTrigger};

use crate::county::words::Words;
use crate::rounds::{RoundPersonRow, SheetLineView};

/// What rounds are told with.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub words: Words<'a>,
    pub pack: &'a Pack,
}

impl Telling<'_> {
    fn rule(&self, id: &str) -> Option<&VisitRule> {
        self.pack.visit_rule_index(id).and_then(|at| self.pack.visits().rules.get(at))
    }

    /// The names of rules, in the order of the pack.
    pub fn rules<'r>(&self, ids: impl Iterator<Item = &'r str>) -> Vec<String> {
        let mut rules: Vec<(usize, &VisitRule)> =
            ids.filter_map(|id| Some((self.pack.visit_rule_index(id)?, self.rule(id)?))).collect();
        rules.sort_by_key(|(at, _)| *at);
        rules.into_iter().map(|(_, rule)| rule.name.get(self.words.lang).to_owned()).collect()
    }

    fn reasons(&self, reasons: &[RoundReason]) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for rule in reasons.iter().filter_map(|reason| self.rule(&reason.rule)) {
            let name = rule.name.get(self.words.lang).to_owned();
            if !told.contains(&name) {
                told.push(name);
            }
        }
        told
    }

    /// Rows of a list, each with whether it is of the house of the row before.
    pub fn rows(&self, people: &[ListedPerson]) -> Vec<RoundPersonRow> {
        let mut before = None;
        let mut rows = Vec::with_capacity(people.len());
        for person in people {
            let is_same_house = person.household_id.is_some() && person.household_id == before;
            before = person.household_id;
            rows.push(self.row(person, is_same_house));
        }
        rows
    }

    pub fn row(&self, person: &ListedPerson, is_same_house: bool) -> RoundPersonRow {
        RoundPersonRow {
            reasons: self.reasons(&person.reasons),
            ask: person.ask.iter().map(|name| self.words.fact_title(self.pack, name)).collect(),
            person: person.clone(),
            is_same_house,
        }
    }

    /// A line of a sheet. On paper that travels stand festivals, birthdays and anniversaries; nothing that befell anybody.
    pub fn line(&self, line: &SheetLine) -> SheetLineView {
        let fits_paper = |reason: &&RoundReason| {
            self.rule(&reason.rule).is_some_and(|rule| !matches!(rule.trigger, VisitTrigger::Event(_)))
        };
        let reasons: Vec<RoundReason> = line.reasons.iter().filter(fits_paper).cloned().collect();
        SheetLineView { on_paper: self.reasons(&reasons), line: line.clone() }
    }
}
