//! Reads `visits.toml`.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::{Festival, VisitAct};

use super::findings::{Findings, Seen, check_id};
use super::manifest::{ClauseSource, read_clause};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::visits::{CallBackStandard, VisitEvent, VisitOccasion, VisitRule, VisitStandards, VisitTrigger};

/// What the rules may name.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The sources that clauses cite.
    pub sources: &'k [ClauseSource],
    /// The places of the classes by id.
    pub classes: &'k BTreeMap<String, usize>,
    /// The places of the measures by id.
    pub measures: &'k BTreeMap<String, usize>,
}

/// Days before and after its trigger within which a visit may count.
const DAYS: std::ops::RangeInclusive<i64> = -120..=366;

/// Reads `visits.toml`.
pub(crate) fn read(top: Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Option<VisitStandards> {
    let call_back = top.require("call_back").and_then(Cell::table).and_then(read_call_back);
    let photos = top.get("photos").and_then(Cell::table).map(read_photos);
    let (mut occasions, mut rules) = (Vec::new(), Vec::new());
    let (mut codes, mut ids) = (Seen::default(), Seen::default());
    let rows = top.tables("occasion");
    let declared: BTreeSet<&str> = rows.iter().filter_map(|row| row.get("code")?.quiet_string()).collect();
    for row in &rows {
        let code = row.string("code").filter(|code| check_id(code, findings) && codes.note(code, findings));
        let (name, of_family) = (row.text("name"), row.flag("of_family"));
        if let (Some(code), Some(name)) = (code, name) {
            occasions.push(VisitOccasion { code: code.value.to_owned(), name, of_family });
        }
    }
    for row in rows {
        row.finish();
    }
    for row in top.tables("rule") {
        rules.extend(read_rule(&row, &declared, known, &mut ids, findings));
        row.finish();
    }
    top.finish();
    Some(VisitStandards { occasions, rules, call_back: call_back?, photos_kept_months: photos.flatten() })
}

fn read_photos(table: Table<'_, '_>) -> Option<u16> {
    let months = table.require("kept_months").and_then(|cell| cell.integer_in(1..=600));
    table.finish();
    u16::try_from(months?).ok()
}

fn read_call_back(table: Table<'_, '_>) -> Option<CallBackStandard> {
    let read = |key, range| table.require(key).and_then(|cell| cell.integer_in(range));
    let (same_words_from, sample_one_in) = (read("same_words_from", 2..=1_000), read("sample_one_in", 0..=100_000));
    table.finish();
    Some(CallBackStandard {
        same_words_from: u64::try_from(same_words_from?).ok()?,
        sample_one_in: u64::try_from(sample_one_in?).ok()?,
    })
}

fn read_rule(
    row: &Table<'_, '_>,
    occasions: &BTreeSet<&str>,
    known: Known<'_>,
    ids: &mut Seen,
    findings: &Findings,
) -> Option<VisitRule> {
    let id = row.string("id").filter(|id| check_id(id, findings) && ids.note(id, findings));
    let name = row.text("name");
    let words: Vec<(&str, &str)> = occasions.iter().map(|code| (*code, *code)).collect();
    let occasion = row.word("occasion", &words);
    let acts: Vec<(&str, VisitAct)> = VisitAct::ALL.iter().map(|act| (act.code(), *act)).collect();
    let act = row.word("act", &acts);
    let trigger = read_trigger(row, id.as_ref().map_or("", |id| id.value));
    let day = |key| {
        let cell: Option<Cell<'_, '_>> = row.require(key);
        cell.and_then(|cell| cell.integer_in(DAYS)).and_then(|days| i32::try_from(days).ok())
    };
    let (opens_days, closes_days) = (day("opens_days"), day("closes_days"));
    if let (Some(opens), Some(closes), Some(cell)) = (opens_days, closes_days, row.get("closes_days"))
        && closes < opens
    {
        cell.refuse(Problem::ClosesBeforeItOpens {});
    }
    let mut classes = Vec::new();
    for class in row.strings("classes") {
        let Some(place) = known.classes.get(class.value) else {
            let known = known.classes.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
            findings.add(&class.at, class.value, Problem::UnknownClass { known });
            continue;
        };
        classes.push(*place);
    }
    let mut measures = Vec::new();
    for measure in row.strings("measures") {
        let Some(place) = known.measures.get(measure.value) else {
            let known = known.measures.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
            findings.add(&measure.at, measure.value, Problem::UnknownMeasure { known });
            continue;
        };
        measures.push(*place);
    }
    let clause = read_clause(row, known.sources, findings);
    Some(VisitRule {
        id: id?.value.to_owned(),
        name: name?,
        occasion: occasion?.to_owned(),
        act: act?,
        trigger: trigger?,
        opens_days: opens_days?,
        closes_days: closes_days?,
        classes,
        measures,
        clause: clause?,
    })
}

/// `festival = "party-day"`, `birthday = { from = 60, every = 10 }`, `seniority = { … }`, `event = "hospitalised"` or
/// `clock = true`: one of them.
fn read_trigger(row: &Table<'_, '_>, id: &str) -> Option<VisitTrigger> {
    let festivals: Vec<(&str, Festival)> = Festival::ALL.iter().map(|f| (f.code(), *f)).collect();
    let events: Vec<(&str, VisitEvent)> = VisitEvent::ALL.iter().map(|e| (e.code(), *e)).collect();
    let years = |cell: Cell<'_, '_>| {
        let table = cell.table()?;
        let read = |key, range| table.require(key).and_then(|cell| cell.integer_in(range));
        let (from, every) = (read("from", 1..=120), read("every", 1..=120));
        table.finish();
        Some((u16::try_from(from?).ok()?, u16::try_from(every?).ok()?))
    };
    let given: Vec<Option<VisitTrigger>> = [
        row.get("festival").map(|cell| cell.word(&festivals).map(VisitTrigger::Festival)),
        row.get("birthday").map(|cell| years(cell).map(|(from, every)| VisitTrigger::Birthday { from, every })),
        row.get("seniority").map(|cell| years(cell).map(|(from, every)| VisitTrigger::Seniority { from, every })),
        row.get("event").map(|cell| cell.word(&events).map(VisitTrigger::Event)),
        row.flag("clock").then_some(Some(VisitTrigger::Clock)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let [trigger] = given[..] else {
        row.refuse(id, Problem::TriggerWantsOne {});
        return None;
    };
    trigger
}
