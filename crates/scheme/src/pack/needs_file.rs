//! Reads `needs.toml` and `matching.toml`.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::System;

use super::approvals_file::read_posts;
use super::facts::FactTable;
use super::findings::{Findings, Place, Placed, Seen, check_id};
use super::guarantees_file::{posts, read_late};
use super::problem::Problem;
use super::reader::{Cell, Table};
use super::words::{Dimension, HelpForm};
use crate::needs::{
    HelpLimits, MatchingCosts, NeedCategory, OfferCategory, PairDays, PartnershipKind, PartnershipRules, Quality,
    ReferralKind, ReferralTerms, Urgency, folded,
};

/// All of `needs.toml`.
#[derive(Debug, Clone, Default)]
pub(crate) struct NeedTable {
    pub needs: Vec<NeedCategory>,
    pub offers: Vec<OfferCategory>,
    pub urgencies: Vec<Urgency>,
    /// The codes of all rows, of those too that were refused for something else.
    declared: BTreeSet<String>,
}

impl NeedTable {
    /// Whether a row has this code.
    pub fn declares(&self, code: &str) -> bool {
        self.declared.contains(code)
    }

    /// All codes, for messages.
    pub fn codes(&self) -> String {
        self.needs.iter().map(|n| n.code.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn urgency_codes(&self) -> String {
        self.urgencies.iter().map(|u| u.code.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// What other files must confirm once they are read.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// Measures that needs name.
    pub measures: Vec<(String, Place)>,
}

/// Reads `needs.toml`.
pub(crate) fn read(top: Table<'_, '_>, pending: &mut Pending, findings: &Findings) -> NeedTable {
    let mut table = NeedTable::default();
    for (code, cell) in top.require("urgency").and_then(Cell::table).map(|t| t.entries()).unwrap_or_default() {
        if let (true, Some(name)) = (check_id(&code, findings), cell.text()) {
            table.urgencies.push(Urgency { code: code.value.to_owned(), name });
        }
    }
    let (mut codes, mut words) = (Seen::default(), Seen::default());
    let mut served: Vec<(String, Place)> = Vec::new();
    let rows = top.tables("need");
    table.declared = rows.iter().filter_map(|row| row.get("code")?.quiet_string()).map(str::to_owned).collect();
    for row in rows {
        if let Some(need) = read_need(&row, &table, (&mut codes, &mut words), pending, &mut served, findings) {
            table.needs.push(need);
        }
        row.finish();
    }
    let mut words = Seen::default();
    for row in top.tables("offer_category") {
        let code = row.string("code").filter(|c| check_id(c, findings) && codes.note(c, findings));
        let named = row.require("name");
        let name = named.and_then(Cell::text);
        let also = row.strings("also");
        note_words(named, name.as_ref(), &also, &mut words, findings);
        row.finish();
        if let (Some(code), Some(name)) = (code, name) {
            let also = also.iter().map(|a| a.value.to_owned()).collect();
            table.offers.push(OfferCategory { code: code.value.to_owned(), name, also });
        }
    }
    top.finish();
    for (code, at) in served {
        if !table.declares(&code) && table.offers.iter().all(|o| o.code != code) {
            let offers = table.offers.iter().map(|o| o.code.as_str());
            let known = table.needs.iter().map(|n| n.code.as_str()).chain(offers).collect::<Vec<_>>().join(" ");
            findings.add(&at, &code, Problem::UnknownOfferCategory { known });
        }
    }
    table
}

fn read_need(
    row: &Table<'_, '_>,
    table: &NeedTable,
    (codes, words): (&mut Seen, &mut Seen),
    pending: &mut Pending,
    served: &mut Vec<(String, Place)>,
    findings: &Findings,
) -> Option<NeedCategory> {
    let code = row.string("code").filter(|c| check_id(c, findings) && codes.note(c, findings));
    let named = row.require("name");
    let name = named.and_then(Cell::text);
    let also = row.strings("also");
    note_words(named, name.as_ref(), &also, words, findings);
    let dimension = row.word("dimension", Dimension::ALL);
    let help = row.word("help", HelpForm::ALL);
    row.require("words");
    let proposing = row.strings("words").iter().map(|w| w.value.to_owned()).collect();
    let due_days = row.require("due_days").and_then(|cell| read_due_days(cell, table));
    let needs_contact = row.require("needs_contact").and_then(Cell::boolean);
    let measures = row.strings("measures");
    pending.measures.extend(measures.iter().map(|m| (m.value.to_owned(), m.at.clone())));
    let offers = row.strings("offers");
    served.extend(offers.iter().map(|o| (o.value.to_owned(), o.at.clone())));
    let owned = |list: &[Placed<&str>]| list.iter().map(|x| x.value.to_owned()).collect::<Vec<_>>();
    let code = code?.value.to_owned();
    let offers = if offers.is_empty() { vec![code.clone()] } else { owned(&offers) };
    Some(NeedCategory {
        code,
        name: name?,
        also: owned(&also),
        dimension: dimension?,
        help: help?,
        words: proposing,
        due_days: due_days?,
        measures: owned(&measures),
        offers,
        needs_contact: needs_contact?,
    })
}

/// A name or synonym may lead to one category only.
fn note_words(
    named: Option<Cell<'_, '_>>,
    name: Option<&crate::text::Text>,
    also: &[Placed<&str>],
    words: &mut Seen,
    findings: &Findings,
) {
    let mut own: Vec<String> = Vec::new();
    let mut note = |word: &str, at: Place| {
        let folded = folded(word);
        if !own.contains(&folded) {
            words.note(&Placed { value: folded.as_str(), at }, findings);
            own.push(folded);
        }
    };
    if let (Some(cell), Some(name)) = (named, name) {
        note(&name.zh, cell.place());
        note(&name.en, cell.place());
    }
    for word in also {
        note(word.value, word.at.clone());
    }
}

fn read_due_days(cell: Cell<'_, '_>, table: &NeedTable) -> Option<BTreeMap<String, u32>> {
    let entries = cell.table()?.entries();
    let mut days = BTreeMap::new();
    for (code, cell) in entries {
        let read = cell.integer_in(0..=3_650)?;
        days.insert(code.value.to_owned(), u32::try_from(read).unwrap_or(u32::MAX));
    }
    let fits = days.len() == table.urgencies.len() && table.urgencies.iter().all(|u| days.contains_key(&u.code));
    if !fits {
        cell.refuse(Problem::UrgencyDiffers { wanted: table.urgency_codes() });
        return None;
    }
    Some(days)
}

/// Reads `matching.toml`.
pub(crate) fn read_matching(
    top: Table<'_, '_>,
    table: &NeedTable,
    facts: &FactTable,
    findings: &Findings,
) -> MatchingCosts {
    let read = |cell: Option<Cell<'_, '_>>| {
        let mut numbers = BTreeMap::new();
        if let Some(cell) = cell {
            collect_numbers(cell, "", &mut numbers);
        }
        numbers
    };
    let costs = read(top.require("cost"));
    let limits = top.get("limit").and_then(Cell::table).map(read_limits).unwrap_or_default();
    let superior = top.get("superior").and_then(Cell::table);
    let superior_posts = superior.map(|table| read_superior(table, facts, findings)).unwrap_or_default();
    let is_on = |key| top.get(key).and_then(Cell::boolean).unwrap_or(false);
    let (rural_first, even_load) = (is_on("rural_first"), is_on("even_load"));
    let cell = top.require("urgency");
    let urgency: Vec<String> = cell.map(Cell::strings).unwrap_or_default().iter().map(|u| u.value.to_owned()).collect();
    if let Some(cell) = cell
        && urgency.join(" ") != table.urgency_codes()
    {
        cell.refuse(Problem::UrgencyDiffers { wanted: table.urgency_codes() });
    }
    let pair = top.require("pair").and_then(Cell::table).map(read_pair_days).unwrap_or_default();
    let reserve_days = top.require("booking").and_then(Cell::table).map(read_booking_days).unwrap_or_default();
    let referral = top.get("referral").and_then(Cell::table).and_then(|table| read_referral(table, findings));
    let partnership = top.get("partnership").and_then(Cell::table).and_then(|table| read_partnership(table, findings));
    let (skills, languages) = (read_qualities(&top, "skill", findings), read_qualities(&top, "language", findings));
    top.finish();
    MatchingCosts {
        costs,
        limits,
        superior_posts,
        rural_first,
        even_load,
        urgency,
        skills,
        languages,
        pair,
        referral,
        partnership,
        reserve_days,
    }
}

/// What a need may ask of whoever helps; a pack that lists none lets nobody ask.
fn read_qualities(top: &Table<'_, '_>, key: &'static str, findings: &Findings) -> Vec<Quality> {
    let (mut seen, mut read) = (Seen::default(), Vec::new());
    for row in top.tables(key) {
        let code = row.string("code").filter(|code| check_id(code, findings) && seen.note(code, findings));
        let name = row.text("name");
        row.finish();
        if let (Some(code), Some(name)) = (code, name) {
            read.push(Quality { code: code.value.to_owned(), name });
        }
    }
    read
}

fn read_superior(table: Table<'_, '_>, facts: &FactTable, findings: &Findings) -> Vec<String> {
    let posts = read_posts(&table, facts, findings);
    table.finish();
    posts
}

fn read_limits(table: Table<'_, '_>) -> HelpLimits {
    let number = |cell: Cell<'_, '_>| cell.integer_in(0..=1_000_000).and_then(|most| u32::try_from(most).ok());
    let per_helper = table.get("per_helper").and_then(number);
    let mut systems = BTreeMap::new();
    if let Some(named) = table.get("system").and_then(Cell::table) {
        for system in System::ALL {
            if let Some(most) = named.get(system.code()).and_then(number) {
                systems.insert(*system, most);
            }
        }
        named.finish();
    }
    table.finish();
    HelpLimits { per_helper, systems }
}

fn read_referral(table: Table<'_, '_>, findings: &Findings) -> Option<ReferralTerms> {
    let days = |table: &Table<'_, '_>, key, least: i64| {
        let read = table.require(key).and_then(|cell| cell.integer_in(least..=250));
        read.and_then(|days| u32::try_from(days).ok())
    };
    let at_risk = days(&table, "at_risk_working_days", 0);
    table.require("tell_at_risk");
    let tell_at_risk = posts(&table, "tell_at_risk");
    let tell_late = read_late(&table);
    let (mut seen, mut kinds) = (Seen::default(), Vec::new());
    for row in table.tables("kind") {
        let code = row.string("code").filter(|code| check_id(code, findings) && seen.note(code, findings));
        let (name, working_days) = (row.text("name"), days(&row, "working_days", 1));
        row.finish();
        if let (Some(code), Some(name), Some(working_days)) = (code, name, working_days) {
            kinds.push(ReferralKind { code: code.value.to_owned(), name, working_days });
        }
    }
    table.finish();
    Some(ReferralTerms { at_risk_working_days: at_risk?, tell_at_risk, tell_late: tell_late?, kinds })
}

fn read_partnership(table: Table<'_, '_>, findings: &Findings) -> Option<PartnershipRules> {
    let days = |key, least: i64| {
        let read = table.require(key).and_then(|cell| cell.integer_in(least..=366));
        read.and_then(|days| u32::try_from(days).ok())
    };
    let (review_after, remind) = (days("review_after_days", 1), days("remind_days", 0));
    let (mut seen, mut kinds) = (Seen::default(), Vec::new());
    for row in table.tables("kind") {
        let code = row.string("code").filter(|code| check_id(code, findings) && seen.note(code, findings));
        let (name, is_across) = (row.text("name"), row.get("across").and_then(Cell::boolean).unwrap_or(false));
        row.finish();
        if let (Some(code), Some(name)) = (code, name) {
            kinds.push(PartnershipKind { code: code.value.to_owned(), name, is_across });
        }
    }
    table.finish();
    Some(PartnershipRules { review_after_days: review_after?, remind_days: remind?, kinds })
}

/// A number that is missing or wrong is a finding, with which no pack loads.
fn read_pair_days(table: Table<'_, '_>) -> PairDays {
    let days = |key| {
        let read = table.require(key).and_then(|cell| cell.integer_in(1..=366));
        read.and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
    };
    let read = PairDays {
        answer_within: days("answer_within_days"),
        contact_every: days("contact_every_days"),
        review_after: days("review_after_days"),
        silent_after: table
            .get("silent_after_days")
            .and_then(|cell| cell.integer_in(1..=366))
            .and_then(|days| u32::try_from(days).ok()),
    };
    table.finish();
    read
}

/// So many days a reservation holds.
fn read_booking_days(table: Table<'_, '_>) -> u32 {
    let read = table.require("holds_days").and_then(|cell| cell.integer_in(1..=366));
    table.finish();
    read.and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
}

/// The weight of help that worked before.
const KEEPS_PAIR: &str = "keeps_pair";

/// `cost.kind.member = 0` is kept as `kind.member`.
fn collect_numbers(cell: Cell<'_, '_>, prefix: &str, numbers: &mut BTreeMap<String, i64>) {
    if !cell.is_table() && !prefix.is_empty() {
        // Every weight makes a pair less wanted but one: whose help worked is wanted more.
        let within = if prefix == KEEPS_PAIR { -1_000_000_000..=0 } else { 0..=1_000_000_000 };
        if let Some(number) = cell.integer_in(within) {
            numbers.insert(prefix.to_owned(), number);
        }
        return;
    }
    for (key, inner) in cell.table().map(|t| t.entries()).unwrap_or_default() {
        let name = if prefix.is_empty() { key.value.to_owned() } else { format!("{prefix}.{}", key.value) };
        collect_numbers(inner, &name, numbers);
    }
}
