//! Reads `reach.toml`: which classes are in hardship, what is rechecked every year, after how many months without a doing an
//! organisation is asked, below which number a count is kept back, and which sides of care a visit counts for.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::{Post, VisitAct};

use super::findings::{Findings, Placed};
use super::guarantees_file::coded;
use super::manifest::{Clause, ClauseSource, read_clause};
use super::problem::Problem;
use super::reader::{Cell, Table};
use super::words::Dimension;
use crate::expr::check::Scope;

/// What the file may name.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The sources that clauses cite.
    pub sources: &'k [ClauseSource],
    /// The facts.
    pub scope: Scope<'k>,
    /// The places of the classes by id.
    pub classes: &'k BTreeMap<String, usize>,
}

/// Whom and what we reach, as the pack lays it down.
#[derive(Debug, Clone)]
pub struct ReachStandards {
    /// The places of the classes that are in hardship.
    pub hardship: BTreeSet<usize>,
    /// The places of the classes that are rechecked every year.
    pub recheck: BTreeSet<usize>,
    /// The facts that a recheck looks at, by their names.
    pub recheck_facts: Vec<String>,
    /// The fact that says that somebody can be met at home alone, by its name.
    pub at_home: Option<String>,
    /// Months within which every organisation does something.
    pub quiet_months: u32,
    /// Counts of people below this are kept back in tables over many places.
    pub small_below: u64,
    /// Which sides of care what is done for somebody counts for.
    pub sides: SidesOfCare,
    /// From this share on, in a hundred, care by money and goods alone is told of as lopsided (R12).
    pub material_alone_percent: u64,
    /// Fewer people than this are not judged by a share.
    pub judged_from: u64,
    /// Who hears of an organisation that did nothing, so many weeks after it counts as quiet, upwards; nobody where the pack says so.
    pub tell_quiet: Vec<(u32, Post)>,
    /// Where it is laid down.
    pub clause: Clause,
}

/// Which sides of care what is done for somebody counts for, beside measures and needs, which say it themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SidesOfCare {
    /// By the act of a visit; an act that serves the books alone counts for none.
    pub acts: BTreeMap<VisitAct, BTreeSet<Dimension>>,
    /// A helper's being in touch.
    pub pair: BTreeSet<Dimension>,
}

fn read_sides(top: &Table<'_, '_>) -> Option<SidesOfCare> {
    let table = top.require("sides").and_then(Cell::table)?;
    let sides = |key: &'static str| -> Option<BTreeSet<Dimension>> {
        Some(table.require(key)?.array()?.into_iter().filter_map(|cell| cell.word(Dimension::ALL)).collect())
    };
    let acts = VisitAct::ALL.iter().map(|act| Some((*act, sides(act.code())?))).collect::<Vec<_>>();
    let pair = sides("pair");
    table.finish();
    Some(SidesOfCare { acts: acts.into_iter().collect::<Option<_>>()?, pair: pair? })
}

/// Who hears of a quiet organisation: later steps go to higher posts.
fn read_telling(top: &Table<'_, '_>) -> Option<Vec<(u32, Post)>> {
    let mut steps: Vec<(u32, Post)> = Vec::new();
    let Some(cell) = top.get("tell_quiet") else { return Some(steps) };
    for step in cell.tables() {
        let to = step.word("to", &coded(Post::ALL, Post::code));
        let after = step.require("after_weeks").and_then(|cell| cell.integer_in(0..=52));
        step.finish();
        steps.push((u32::try_from(after?).ok()?, to?));
    }
    if !steps.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 < pair[1].1) {
        cell.refuse(Problem::TellingDoesNotRise {});
        return None;
    }
    Some(steps)
}

/// Reads `reach.toml`.
pub(crate) fn read(top: Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Option<ReachStandards> {
    let classes = |key: &'static str| -> BTreeSet<usize> {
        let found = top.require(key).map(Cell::strings).unwrap_or_default().into_iter().filter_map(|class| {
            let place = known.classes.get(class.value).copied();
            if place.is_none() {
                let known = known.classes.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
                findings.add(&class.at, class.value, Problem::UnknownClass { known });
            }
            place
        });
        found.collect()
    };
    let (hardship, recheck) = (classes("hardship_classes"), classes("recheck_classes"));
    let fact = |name: Placed<&str>| {
        let found = known.scope.facts.find(name.value).map(|(_, fact)| fact.name.clone());
        if found.is_none() {
            let nearest = known.scope.nearest_fact(name.value);
            findings.add(&name.at, name.value, Problem::UnknownName { nearest });
        }
        found
    };
    let recheck_facts = top.strings("recheck_facts").into_iter().filter_map(fact).collect();
    let at_home = top.get("at_home_fact").and_then(Cell::string).and_then(fact);
    let number = |key, range| top.require(key).and_then(|cell| cell.integer_in(range));
    let (quiet_months, small_below) = (number("quiet_months", 1..=24), number("small_below", 0..=20));
    let (alone, judged) = (number("material_alone_percent", 1..=100), number("judged_from", 1..=1000));
    let sides = read_sides(&top);
    let tell_quiet = read_telling(&top);
    let clause = read_clause(&top, known.sources, findings);
    top.finish();
    Some(ReachStandards {
        hardship,
        recheck,
        recheck_facts,
        at_home,
        quiet_months: u32::try_from(quiet_months?).ok()?,
        small_below: u64::try_from(small_below?).ok()?,
        sides: sides?,
        material_alone_percent: u64::try_from(alone?).ok()?,
        judged_from: u64::try_from(judged?).ok()?,
        tell_quiet: tell_quiet?,
        clause: clause?,
    })
}
