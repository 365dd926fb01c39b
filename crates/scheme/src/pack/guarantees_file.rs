//! Reads `guarantees.toml`.

use std::collections::BTreeSet;

use guanai_kernel::{Guarantee, Occasion, Post, Term, WorkCalendar};

use super::calendars::Calendars;
use super::findings::{Findings, Place, Placed, Seen, check_id};
use super::manifest::{ClauseSource, read_clause};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::expr::check::Scope;
use crate::guarantees::{
    CRISIS, FactOccasion, GuaranteeRule, GuaranteeStandard, Guarantees, LateStep, LetterTerms, RestReason,
};
use crate::value::Type;

/// What the rules may name.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The sources that clauses cite.
    pub sources: &'k [ClauseSource],
    /// The ids of the classes; none where they are not all known.
    pub classes: Option<&'k BTreeSet<String>>,
    /// The codes of the urgencies, without that of distress.
    pub urgencies: &'k [String],
    /// The facts.
    pub scope: Scope<'k>,
}

/// Reads `guarantees.toml`.
pub(crate) fn read(
    top: Table<'_, '_>,
    known: Known<'_>,
    calendars: Calendars,
    findings: &Findings,
) -> Option<Guarantees> {
    let entry = top.require("entry_working_days").and_then(|cell| cell.integer_in(0..=250)).and_then(whole);
    let (mut seen, mut rests) = (Seen::default(), Seen::default());
    let mut standards: Vec<GuaranteeStandard> = Vec::new();
    let found = findings.count();
    for table in top.tables("guarantee") {
        standards.extend(read_standard(&table, known, &mut seen, findings));
        table.finish();
    }
    let missing = Guarantee::ALL.iter().filter(|g| standards.iter().all(|s| s.guarantee != **g));
    let missing: Vec<&str> = missing.map(|guarantee| guarantee.code()).collect();
    if !missing.is_empty() && findings.count() == found {
        top.refuse("", Problem::GuaranteeMissing { missing: missing.join(" ") });
    }
    standards.sort_by_key(|standard| standard.guarantee);
    let mut reasons = |key| {
        let tables: Vec<Table<'_, '_>> = top.tables(key);
        tables.into_iter().filter_map(|table| read_reason(table, &mut rests, findings)).collect::<Vec<_>>()
    };
    let (pauses, exemptions) = (reasons("pause"), reasons("exemption"));
    let facts = top.tables("from_fact").into_iter().filter_map(|table| read_fact(table, known)).collect();
    let crisis = top.require("crisis").and_then(Cell::table);
    let (mut words, mut reply) = (Vec::new(), None);
    if let Some(table) = crisis {
        table.require("words");
        words = table.strings("words").iter().map(|word| word.value.to_owned()).collect();
        reply = table.text("reply");
        table.finish();
    }
    let letters = top.get("letters").and_then(Cell::table).and_then(|table| read_letters(table, known, findings));
    top.finish();
    let (calendar, years, calendar_sources): (WorkCalendar, _, _) =
        (calendars.calendar, calendars.years, calendars.sources);
    Some(Guarantees {
        standards,
        pauses,
        exemptions,
        entry_working_days: entry?,
        fact_occasions: facts,
        crisis_words: words,
        crisis_reply: reply?,
        letters,
        calendar,
        years,
        calendar_sources,
    })
}

fn read_letters(table: Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Option<LetterTerms> {
    let days = |key| table.require(key).and_then(|cell| cell.integer_in(1..=366)).and_then(whole);
    let (receipt_days, slip_days) = (days("receipt_days"), days("slip_days"));
    let (risk_days, county_after_days) = (days("risk_days"), days("county_after_days"));
    let clause = read_clause(&table, known.sources, findings);
    table.finish();
    Some(LetterTerms {
        receipt_days: receipt_days?,
        slip_days: slip_days?,
        risk_days: risk_days?,
        county_after_days: county_after_days?,
        clause: clause?,
    })
}

fn read_standard(
    table: &Table<'_, '_>,
    known: Known<'_>,
    seen: &mut Seen,
    findings: &Findings,
) -> Option<GuaranteeStandard> {
    let code = table.string("code").filter(|code| seen.note(code, findings));
    let guarantee = table.require("code").and_then(|cell| cell.word(&coded(Guarantee::ALL, Guarantee::code)));
    let (name, mark, about) = (table.text("name"), table.text("mark"), table.text("about"));
    let clause = read_clause(table, known.sources, findings);
    let starts = occasions(table, "starts");
    let (stops, ends) = (occasions(table, "stops"), occasions(table, "ends"));
    for (occasion, cell) in &ends {
        if starts.iter().chain(&stops).any(|(other, _)| other == occasion) {
            cell.refuse(Problem::EndsAndMore {});
        }
    }
    for (key, list) in [("starts", &starts), ("stops", &stops)] {
        if let (Some(cell), true) = (table.get(key), list.is_empty())
            && cell.array().is_some_and(|members| members.is_empty())
        {
            cell.refuse(Problem::EmptyText {});
        }
    }
    let rules = read_rules(table, known, findings);
    let only = |list: Vec<(Occasion, Cell<'_, '_>)>| list.into_iter().map(|(occasion, _)| occasion).collect();
    code?;
    Some(GuaranteeStandard {
        guarantee: guarantee?,
        name: name?,
        mark: mark?,
        about: about?,
        clause: clause?,
        starts: only(starts),
        stops: only(stops),
        ends: only(ends),
        rules,
    })
}

fn read_rules(table: &Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Vec<GuaranteeRule> {
    table.require("rule");
    let (mut ids, mut rules, mut closed) = (Seen::default(), Vec::new(), None);
    let found = findings.count();
    for row in table.tables("rule") {
        let place = row.place();
        let rule = read_rule(&row, known, &mut ids, findings);
        row.finish();
        let Some(rule) = rule else { continue };
        if let Some(first) = closed.as_ref().map(Place::to_string) {
            findings.add(&place, rule.id.as_str(), Problem::RuleNeverReached { first });
        }
        if rule.classes.is_empty() && rule.urgencies.is_empty() {
            closed = closed.or(Some(place));
        }
        rules.push(rule);
    }
    if closed.is_none() && findings.count() == found && !rules.is_empty() {
        table.refuse("", Problem::RuleForEverybody {});
    }
    rules
}

fn read_rule(row: &Table<'_, '_>, known: Known<'_>, ids: &mut Seen, findings: &Findings) -> Option<GuaranteeRule> {
    let id = row.string("id").filter(|id| check_id(id, findings) && ids.note(id, findings));
    let name = row.text("name");
    let classes = row.strings("classes");
    let ids_of_classes = known.classes;
    for class in classes.iter().filter(|class| ids_of_classes.is_some_and(|known| !known.contains(class.value))) {
        let known = ids_of_classes.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        findings.add(&class.at, class.value, Problem::UnknownClass { known });
    }
    let words: Vec<(&str, &str)> =
        known.urgencies.iter().map(String::as_str).chain([CRISIS]).map(|code| (code, code)).collect();
    let urgencies = cells(row, "urgencies").into_iter().map(|cell| cell.word(&words).map(str::to_owned));
    let urgencies: Option<Vec<String>> = urgencies.collect();
    let within = row.require("within").and_then(read_term);
    let again = row.get("again").and_then(read_term);
    let face_to_face = row.flag("face_to_face");
    let risk_cell = row.require("at_risk");
    let at_risk = risk_cell.and_then(read_term);
    if let (Some(cell), Some(risk)) = (risk_cell, at_risk) {
        let shortest = [within, again].into_iter().flatten().map(most_days).min();
        if shortest.is_some_and(|days| most_days(risk) > days) {
            cell.refuse(Problem::RiskLongerThanTerm {});
        }
    }
    let tell_at_start = posts(row, "tell_at_start");
    row.require("tell_at_risk");
    let tell_at_risk = posts(row, "tell_at_risk");
    let tell_late = read_late(row);
    if urgencies.iter().flatten().any(|code| code == CRISIS) && !tell_at_start.contains(&Post::Duty) {
        row.refuse(id.as_ref().map_or("", |id| id.value), Problem::CrisisUntold {});
    }
    let id: Placed<&str> = id?;
    Some(GuaranteeRule {
        id: id.value.to_owned(),
        name: name?,
        classes: classes.iter().map(|class| class.value.to_owned()).collect(),
        urgencies: urgencies?,
        within: within?,
        again,
        face_to_face,
        at_risk: at_risk?,
        tell_at_start,
        tell_at_risk,
        tell_late: tell_late?,
    })
}

/// Who hears of a late clock: somebody on the first day, and upwards after that.
pub(super) fn read_late(row: &Table<'_, '_>) -> Option<Vec<LateStep>> {
    let cell = row.require("tell_late")?;
    let mut steps: Vec<LateStep> = Vec::new();
    for step in cell.tables() {
        let to = step.word("to", &coded(Post::ALL, Post::code));
        let after = step.require("after_working_days").and_then(|cell| cell.integer_in(0..=250)).and_then(whole);
        step.finish();
        steps.push(LateStep { after_working_days: after?, to: to? });
    }
    if steps.first().is_none_or(|first| first.after_working_days != 0) {
        cell.refuse(Problem::LateUntold {});
        return None;
    }
    let rises = steps
        .windows(2)
        .all(|pair| pair[0].after_working_days <= pair[1].after_working_days && (pair[0].to < pair[1].to));
    if !rises {
        cell.refuse(Problem::TellingDoesNotRise {});
        return None;
    }
    Some(steps)
}

fn read_reason(table: Table<'_, '_>, seen: &mut Seen, findings: &Findings) -> Option<RestReason> {
    let code = table.string("code").filter(|code| check_id(code, findings) && seen.note(code, findings));
    let name = table.text("name");
    let longest = table.require("longest_days").and_then(|cell| cell.integer_in(1..=3_650)).and_then(whole);
    table.require("guarantees");
    let words = coded(Guarantee::ALL, Guarantee::code);
    let guarantees = cells(&table, "guarantees").into_iter().filter_map(|cell| cell.word(&words)).collect();
    table.finish();
    Some(RestReason { code: code?.value.to_owned(), name: name?, guarantees, longest_days: longest? })
}

/// A fact of a closed list, or a claim that is true or not, and which of its codes tell: those of the list, or yes and no.
fn read_fact(table: Table<'_, '_>, known: Known<'_>) -> Option<FactOccasion> {
    let named = table.require("fact");
    let name = named.and_then(Cell::string).map(|name| name.value);
    let fact = name.and_then(|name| known.scope.facts.find(name)).map(|(_, fact)| fact);
    if let (Some(cell), Some(name), None) = (named, name, fact) {
        cell.refuse(Problem::UnknownName { nearest: known.scope.nearest_fact(name) });
    }
    table.require("codes");
    let codes: Vec<Option<String>> = cells(&table, "codes")
        .into_iter()
        .map(|cell| {
            let code = cell.string()?.value;
            let fact = fact?;
            let is_claim = fact.value_type == Type::Bool && matches!(code, "yes" | "no");
            if !is_claim && fact.values.iter().all(|value| &*value.code != code) {
                cell.refuse(Problem::UnknownCode { fact: fact.name.clone(), known: fact.codes() });
                return None;
            }
            Some(code.to_owned())
        })
        .collect();
    let words = coded(Occasion::ALL, Occasion::code);
    let (begins, over) = (table.word("begins", &words), table.word("over", &words));
    table.finish();
    let codes: Option<Vec<String>> = codes.into_iter().collect();
    Some(FactOccasion { fact: name?.to_owned(), codes: codes?, begins: begins?, over: over? })
}

/// `{ working_days = 3 }`, `{ days = 30 }`, `{ months = 6 }`.
fn read_term(cell: Cell<'_, '_>) -> Option<Term> {
    let table = cell.table()?;
    let read = |key| table.get(key).map(|cell| cell.integer_in(0..=3_650).and_then(whole));
    let terms = [
        read("working_days").map(|n| n.map(Term::WorkingDays)),
        read("days").map(|n| n.map(Term::Days)),
        read("months").map(|n| n.map(Term::Months)),
    ];
    table.finish();
    let mut given = terms.into_iter().flatten();
    let (Some(term), None) = (given.next(), given.next()) else {
        cell.refuse(Problem::TermWantsOne {});
        return None;
    };
    term
}

/// A term in days, roughly and rather too long: to compare terms of different units.
fn most_days(term: Term) -> u64 {
    match term {
        Term::WorkingDays(days) => u64::from(days).saturating_mul(7).div_ceil(5),
        Term::Days(days) => u64::from(days),
        Term::Months(months) => u64::from(months).saturating_mul(31),
    }
}

fn occasions<'a, 'i>(table: &Table<'a, 'i>, key: &'static str) -> Vec<(Occasion, Cell<'a, 'i>)> {
    table.require(key);
    let words = coded(Occasion::ALL, Occasion::code);
    cells(table, key).into_iter().filter_map(|cell| Some((cell.word(&words)?, cell))).collect()
}

pub(super) fn posts(row: &Table<'_, '_>, key: &'static str) -> Vec<Post> {
    let words = coded(Post::ALL, Post::code);
    cells(row, key).into_iter().filter_map(|cell| cell.word(&words)).collect()
}

fn cells<'a, 'i>(table: &Table<'a, 'i>, key: &'static str) -> Vec<Cell<'a, 'i>> {
    table.get(key).and_then(Cell::array).unwrap_or_default()
}

pub(super) fn coded<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|word| (code(*word), *word)).collect()
}

fn whole(number: i64) -> Option<u32> {
    u32::try_from(number).ok()
}
