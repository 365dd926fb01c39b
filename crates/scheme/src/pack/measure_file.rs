//! Reads `measures/<id>.toml`.

use guanai_kernel::Guarantee;

use super::expressions::{Site, read_expression};
use super::findings::{Findings, Placed, Seen, check_id};
use super::forms_file::{self, FormTable};
use super::guarantees_file::coded;
use super::manifest::read_clause;
use super::measures::{Measure, Offset, Tier};
use super::needs_file::NeedTable;
use super::problem::Problem;
use super::reader::{Cell, Table};
use super::recipients;
use super::template::Template;
use super::words::{
    Dimension, GrantPeriod, HelpForm, Lead, MeasureKind, Mechanism, OffsetRule, Starts, Supply, TierRule,
};
use crate::expr::program::Program;
use crate::fact_set::FactSet;
use crate::value::Type;

/// What a measure may name.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The needs.
    pub needs: &'k NeedTable,
    /// The forms of care.
    pub forms: &'k FormTable,
}

/// Reads one measure; `stem` is its file's name without folder and ending.
pub(crate) fn read(
    stem: &str,
    top: Table<'_, '_>,
    site: Site<'_>,
    known: Known<'_>,
    findings: &Findings,
) -> Option<Measure> {
    let before = findings.count();
    let id = top.string("id").filter(|id| check_id(id, findings));
    if let Some(id) = id.as_ref().filter(|id| id.value != stem) {
        findings.add(&id.at, id.value, Problem::FileNameDiffers { wanted: format!("measures/{}.toml", id.value) });
    }
    let name = top.text("name");
    let kind = top.word("kind", MeasureKind::ALL);
    let dimension = top.word("dimension", Dimension::ALL);
    let forms = forms_file::read_of_measure(&top, dimension, known.forms, findings);
    let help = top.word("help", HelpForm::ALL);
    let mechanism = top.word("mechanism", Mechanism::ALL);
    let guarantee = top.get("guarantee").and_then(|cell| cell.word(&coded(Guarantee::ALL, Guarantee::code)));
    let supply = top.word("supply", Supply::ALL);
    let serves = top.require("serves").and_then(recipients::read);
    let clause = read_clause(&top, site.sources, findings);
    let condition = top.require("for").and_then(|cell| read_expression(cell, site, Some(Type::Bool), findings));
    let period = top.get("period").and_then(|cell| cell.word(GrantPeriod::ALL));
    let starts = top.get("starts").and_then(|cell| cell.word(Starts::ALL));
    let fund = read_purses(&top, site, findings);
    let tier_rule = top.get("tiers").map_or(Some(TierRule::Exclusive), |cell| cell.word(TierRule::ALL));
    let tiers = read_tiers(&top, site, findings);
    let begins = optional(&top, "begins", Type::Date, site, findings);
    let cap = optional(&top, "cap", Type::Money, site, findings);
    let floor = optional(&top, "floor", Type::Money, site, findings);
    let offset = top.get("offset").and_then(|cell| read_offset(cell, site, findings));
    let shown = read_shown(&top, site, findings);
    let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
    let sentence = |key| top.require(key).and_then(|cell| Template::read(cell, &names, findings));
    let (reason, refused) = (sentence("reason"), sentence("refused"));
    let lead = top.word("lead", Lead::ALL);
    let due_days = top.require("due_days").and_then(|cell| cell.integer_in(0..=3_650));
    let once = top.get("household").and_then(|cell| cell.word(&[("once", true)])).unwrap_or(false);
    let needs = read_needs(&top, known.needs, findings);
    let mut measure = Measure {
        id: id?.value.to_owned(),
        name: name?,
        kind: kind?,
        dimension: dimension?,
        forms,
        help: help?,
        mechanism: mechanism?,
        guarantee,
        supply: supply?,
        serves: serves?,
        clause: clause?,
        period,
        starts,
        fund,
        tier_rule: tier_rule?,
        tiers,
        offset,
        lead: lead?,
        due_days: u32::try_from(due_days?).unwrap_or(u32::MAX),
        once_per_household: once,
        needs,
        condition: condition?,
        begins,
        cap,
        floor,
        reason: reason?,
        refused: refused?,
        shown,
        reads: FactSet::EMPTY,
    };
    measure.note_reads();
    if findings.count() == before {
        check_whole(&measure, &top, site);
        recipients::check(&measure, &top, site);
    }
    top.finish();
    Some(measure)
}

fn optional(
    table: &Table<'_, '_>,
    key: &'static str,
    wanted: Type,
    site: Site<'_>,
    findings: &Findings,
) -> Option<Program> {
    table.get(key).and_then(|cell| read_expression(cell, site, Some(wanted), findings))
}

fn read_tiers(top: &Table<'_, '_>, site: Site<'_>, findings: &Findings) -> Vec<Tier> {
    let mut seen = Seen::default();
    let mut tiers = Vec::new();
    for (at, table) in top.tables("tier").into_iter().enumerate() {
        let named = table.get("id").and_then(Cell::string).filter(|id| check_id(id, findings));
        let number = (at + 1).to_string();
        let id = named.unwrap_or_else(|| Placed { value: &number, at: table.place() });
        seen.note(&id, findings);
        let id = id.value.to_owned();
        let label = table.get("label").and_then(Cell::text);
        let when = table.require("when").and_then(|cell| read_expression(cell, site, Some(Type::Bool), findings));
        let amount = optional(&table, "amount", Type::Money, site, findings);
        let begins = optional(&table, "begins", Type::Date, site, findings);
        table.finish();
        if let Some(when) = when {
            tiers.push(Tier { id, label, when, amount, begins });
        }
    }
    tiers
}

fn read_offset(cell: Cell<'_, '_>, site: Site<'_>, findings: &Findings) -> Option<Offset> {
    let table = cell.table()?;
    let rule = table.word("rule", OffsetRule::ALL);
    let benefit = table.require("benefit");
    let wanted = match rule {
        Some(OffsetRule::TopUp) => "money",
        _ => "bool / money",
    };
    let program = benefit.and_then(|cell| read_expression(cell, site, None, findings));
    table.finish();
    let (rule, program) = (rule?, program?);
    let fits = match rule {
        OffsetRule::TopUp => program.result == Type::Money,
        OffsetRule::Exclusive | OffsetRule::Stack => matches!(program.result, Type::Bool | Type::Money),
    };
    let crate::expr::program::Node::Fact(slot) = program.root else {
        benefit?.refuse(Problem::BenefitIsNoFact {});
        return None;
    };
    if !fits {
        benefit?.refuse(Problem::TypeMismatch { wanted: wanted.to_owned(), found: program.result.to_string() });
        return None;
    }
    Some(Offset { benefit: slot, rule })
}

fn read_shown(top: &Table<'_, '_>, site: Site<'_>, findings: &Findings) -> Vec<(String, Program)> {
    let table = top.get("explain").and_then(Cell::table);
    let entries = table.map(|t| t.entries()).unwrap_or_default();
    let read = entries.into_iter().filter_map(|(name, cell)| {
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !name.value.bytes().all(word) || super::template::BUILT_IN.contains(&name.value) {
            findings.add(&name.at, name.value, Problem::BadName { wanted: "[a-z][a-z0-9_]*".to_owned() });
        }
        let program = read_expression(cell, site.explaining(), None, findings)?;
        Some((name.value.to_owned(), program))
    });
    read.collect()
}

fn read_purses(top: &Table<'_, '_>, site: Site<'_>, findings: &Findings) -> Vec<String> {
    let purses = top.strings("fund");
    for id in purses.iter().filter(|id| site.purses.iter().all(|p| p.id != id.value)) {
        let known = site.purses.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(" ");
        findings.add(&id.at, id.value, Problem::UnknownPurse { known });
    }
    purses.iter().map(|id| id.value.to_owned()).collect()
}

fn read_needs(top: &Table<'_, '_>, needs: &NeedTable, findings: &Findings) -> Vec<String> {
    let codes = top.strings("needs");
    for code in codes.iter().filter(|code| !needs.declares(code.value)) {
        findings.add(&code.at, code.value, Problem::UnknownNeed { known: needs.codes() });
    }
    codes.iter().map(|c| c.value.to_owned()).collect()
}

/// What can only be said of the whole measure.
fn check_whole(measure: &Measure, top: &Table<'_, '_>, site: Site<'_>) {
    let refuse = |problem| top.refuse(&measure.id, problem);
    let paying = measure.tiers.iter().filter(|t| t.amount.is_some()).count();
    if paying > 0 && paying < measure.tiers.len() {
        refuse(Problem::AmountInSomeTiers {});
    }
    if paying > 0 && measure.period.is_none() {
        refuse(Problem::MissingKey { key: "period".to_owned() });
    }
    let top_up = measure.offset.is_some_and(|o| o.rule == OffsetRule::TopUp);
    for (key, there) in [("cap", measure.cap.is_some()), ("floor", measure.floor.is_some()), ("offset", top_up)] {
        if there && paying == 0 {
            refuse(Problem::AmountNeeded { key: key.to_owned() });
        }
    }
    let begun =
        measure.begins.is_some() || (!measure.tiers.is_empty() && measure.tiers.iter().all(|t| t.begins.is_some()));
    let any_begins = measure.begins.is_some() || measure.tiers.iter().any(|t| t.begins.is_some());
    match measure.starts {
        Some(Starts::MonthAfter | Starts::CalendarYear) if !begun => refuse(Problem::StartsWithoutBegins {}),
        None if any_begins => refuse(Problem::BeginsWithoutStarts {}),
        _ => {}
    }
    if measure.tier_rule == TierRule::Exclusive
        && let Some((a, b)) = measure.plain_overlap()
    {
        let (first, second) = (&measure.tiers[a].id, &measure.tiers[b].id);
        top.refuse(second, Problem::TiersOverlap { other: first.clone() });
    }
    if measure.supply == Supply::Relief || measure.floor.is_some() {
        for slot in measure.reads.iter() {
            let fact = site.scope.facts.get(slot);
            if fact.conduct {
                refuse(Problem::ReliefDependsOnConduct { fact: fact.name.clone() });
            }
        }
    }
}
