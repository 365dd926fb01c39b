//! Whom measures and purses serve (R82): a measure for members never holds for a resident, one for residents never for
//! anybody else, and whoever is served has a purse that may be spent on them. It is proved when the pack loads: with the one
//! fact set to no and nothing else known, the condition must be no already, whatever else may come to be known.

use guanai_kernel::{Date, Recipient, Serves, WorkCalendar};

use super::expressions::Site;
use super::measures::Measure;
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::expr::evaluate::{Frame, Known};
use crate::subject::Subject;
use crate::value::{Val, Value};

/// Whether somebody is a member.
const MEMBER: &str = "person.member";
/// Whether somebody is looked after as a resident who is no member.
const RESIDENT: &str = "person.resident";

/// Reads a `serves`.
pub(super) fn read(cell: Cell<'_, '_>) -> Option<Serves> {
    let words: Vec<(&str, Serves)> = Serves::ALL.iter().map(|serves| (serves.code(), *serves)).collect();
    cell.word(&words)
}

/// Refuses a measure that may hold for others than it serves, or that has no purse for some of those it serves.
pub(super) fn check(measure: &Measure, top: &Table<'_, '_>, site: Site<'_>) {
    let Some(cell) = top.get("serves") else { return };
    let asked = match measure.serves {
        Serves::Members => Some(MEMBER),
        Serves::Residents => Some(RESIDENT),
        Serves::Both => None,
    };
    if let Some(fact) = asked.filter(|fact| !rests_on(measure, site, fact)) {
        cell.refuse(Problem::ServesOthers { fact: fact.to_owned() });
    }
    let purses: Vec<_> = site.purses.iter().filter(|purse| measure.fund.contains(&purse.id)).collect();
    let unpaid = Recipient::ALL.iter().find(|one| {
        measure.serves.reaches(**one) && !purses.is_empty() && purses.iter().all(|purse| !purse.serves.reaches(**one))
    });
    if let Some(served) = unpaid {
        let told: Vec<String> = purses.iter().map(|purse| format!("{}: {}", purse.id, purse.serves)).collect();
        cell.refuse(Problem::PurseServesOthers { served: served.to_string(), purses: told.join(", ") });
    }
}

/// Whether the condition is no wherever the fact is no. A pack that does not declare the fact tells nobody apart by it.
fn rests_on(measure: &Measure, site: Site<'_>, fact: &str) -> bool {
    let facts = site.scope.facts;
    let Some((slot, _)) = facts.find(fact) else { return true };
    let subject = Subject::blank(facts.all.len()).with(slot, Value::Bool(false));
    let parameters: Vec<Option<&Value>> = Vec::new();
    let (as_of, calendar) = (Date::MIN, &WorkCalendar::default());
    let frame = Frame { as_of, parameters: &parameters, locals: None, calendar, subject: &subject, choices: &[] };
    frame.value(&measure.condition.root) == Ok(Known::Value(Val::Bool(false)))
}
