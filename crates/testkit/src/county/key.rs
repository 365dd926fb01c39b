//! The answer key, from what was planted.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fund::sum;
use super::hardship::Standing;
use super::ledger::{Ledger, Repeat};
use super::resource::Validity;

fn count<'a, T: Into<&'a str>>(names: impl Iterator<Item = T>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name.into()).or_insert(0) += 1;
    }
    counts
}

/// What a right import of all six books finds; maps leave out what did not occur.
pub(crate) fn key(ledger: &Ledger) -> Value {
    let entries = || ledger.roster.iter().flatten();
    let rows = entries().count();
    let repeats = |kind: Repeat| entries().filter(|entry| entry.repeat == Some(kind)).count();
    let (same, conflicting) = (repeats(Repeat::Same), repeats(Repeat::Conflicting));
    let refused = entries().filter_map(|entry| entry.faults.first()).map(|fault| fault.name());
    let taken = entries().filter(|entry| entry.is_accepted());
    let warned = taken.flat_map(|entry| &entry.person.warnings).map(|warning| warning.name());
    json!({
        "county": ledger.tree.county,
        "as_of": ledger.as_of.to_string(),
        "organizations": ledger.tree.organizations.len(),
        "rows": rows,
        "persons": rows - same - conflicting,
        "refused": count(refused),
        "warned": count(warned),
        "duplicates_same": same,
        "duplicates_conflicting": conflicting,
        "accepted_persons": ledger.accepted().len(),
        "hardship": hardship(ledger),
        "needs": needs(ledger),
        "resources": resources(ledger),
        "fund": fund(ledger),
    })
}

fn hardship(ledger: &Ledger) -> Value {
    let known: Vec<_> = ledger.hardship.iter().filter(|row| matches!(row.standing, Standing::Known)).collect();
    let recognised: Vec<_> = known.iter().filter(|row| row.now).collect();
    json!({
        "rows": ledger.hardship.len(),
        "recognised": recognised.len(),
        "recovered": known.len() - recognised.len(),
        "income_missing": known.iter().filter(|row| row.income_yuan.is_none()).count(),
        "by_degree": count(recognised.iter().map(|row| row.degree)),
        "unknown_person": ledger.hardship.len() - known.len(),
    })
}

fn needs(ledger: &Ledger) -> Value {
    let known = ledger.needs.iter().filter(|row| matches!(row.standing, Standing::Known));
    let answers: Vec<_> = known.clone().filter(|row| !row.repeat).collect();
    json!({
        "rows": ledger.needs.len(),
        "by_category": count(answers.iter().filter_map(|row| row.category)),
        "blank_category": answers.iter().filter(|row| row.category.is_none()).count(),
        "no_consent": answers.iter().filter(|row| !row.consent).count(),
        "duplicate": known.filter(|row| row.repeat).count(),
    })
}

fn resources(ledger: &Ledger) -> Value {
    let of = |validity: Validity| ledger.resources.iter().filter(move |row| row.validity == validity);
    json!({
        "rows": ledger.resources.len(),
        "capacity": of(Validity::Current).map(|row| row.quantity).sum::<usize>(),
        "expired": of(Validity::Expired).count(),
        "negative": of(Validity::Negative).count(),
    })
}

fn fund(ledger: &Ledger) -> Value {
    let income = sum(&ledger.fund, |row| row.income_yuan);
    let expense = sum(&ledger.fund, |row| row.expense_yuan);
    json!({
        "rows": ledger.fund.len(),
        "income_yuan": income,
        "expense_yuan": expense,
        "balance_yuan": income - expense,
        "restricted_income_yuan": sum(&ledger.fund, |row| row.purpose.and(row.income_yuan)),
    })
}
