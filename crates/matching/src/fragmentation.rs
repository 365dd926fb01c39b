//! The price of fragmentation (R16–R19): the same problem with walls between the four systems and without.
//!
//! Whoever has no known system stands outside the walls, see [`Walls`]. The numbers are of the two optima; *who* is served differs
//! by more than the difference of the numbers where the optima choose differently among equals, so both directions are told.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::Assignment;
use crate::problem::{Problem, Walls};
use crate::solve::{MatchError, solve};

/// How many are served with walls and without, for one category in one township.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallCell {
    /// The demands' category.
    pub category: String,
    /// The demands' township; none where it is not known.
    pub township: Option<String>,
    /// Demands in all.
    pub demands: u64,
    /// Demands that have at least one helper without walls.
    pub open: u64,
    /// Demands that have at least one helper with walls.
    pub walled: u64,
    /// Persons whom nobody helps with anything here if there are walls, and who are helped without.
    pub only_by_sharing: u64,
}

/// What sharing between the systems is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragmentation<K> {
    /// Demands that have at least one helper without walls.
    pub open: u64,
    /// Demands that have at least one helper with walls.
    pub walled: u64,
    /// Persons helped without walls.
    pub persons_open: u64,
    /// Persons helped with walls.
    pub persons_walled: u64,
    /// Demands that only sharing serves, by key.
    pub only_by_sharing: Vec<K>,
    /// Demands that only walls would serve, by key: what others need more urgently, or at less cost, goes to them.
    pub only_by_walls: Vec<K>,
    /// By category and township, those first where sharing serves the most demands more.
    pub cells: Vec<WallCell>,
}

/// Compares `open`, which must be the answer to `problem` without walls, with the answer of the same problem with walls.
pub fn fragmentation<K: Ord + Clone>(
    problem: &Problem<K>,
    open: &Assignment<K>,
) -> Result<Fragmentation<K>, MatchError<K>> {
    // Who is served is all that counts here: nothing of an earlier answer is kept.
    let walled = solve(&Problem { walls: Walls::BetweenSystems, start: BTreeSet::new(), ..problem.clone() })?;
    let (in_open, in_walled) = (served(open), served(&walled));
    let person: BTreeMap<&K, &K> = problem.demands.iter().map(|demand| (&demand.key, &demand.beneficiary)).collect();
    let persons =
        |keys: &BTreeSet<&K>| keys.iter().filter_map(|key| person.get(key)).collect::<BTreeSet<_>>().len() as u64;
    let only = |of: &BTreeSet<&K>, not: &BTreeSet<&K>| of.difference(not).map(|key| (*key).clone()).collect();
    Ok(Fragmentation {
        open: in_open.len() as u64,
        walled: in_walled.len() as u64,
        persons_open: persons(&in_open),
        persons_walled: persons(&in_walled),
        only_by_sharing: only(&in_open, &in_walled),
        only_by_walls: only(&in_walled, &in_open),
        cells: cells(problem, &in_open, &in_walled),
    })
}

fn served<K: Ord>(assignment: &Assignment<K>) -> BTreeSet<&K> {
    assignment.pairs.iter().map(|pair| &pair.demand).collect()
}

/// Whom each side helps in a cell.
#[derive(Debug)]
struct Helped<'a, K> {
    open: BTreeSet<&'a K>,
    walled: BTreeSet<&'a K>,
}

fn cells<K: Ord>(problem: &Problem<K>, open: &BTreeSet<&K>, walled: &BTreeSet<&K>) -> Vec<WallCell> {
    let mut cells: BTreeMap<(&str, Option<&str>), WallCell> = BTreeMap::new();
    let mut persons: BTreeMap<(&str, Option<&str>), Helped<'_, K>> = BTreeMap::new();
    for demand in &problem.demands {
        let at = (demand.category.as_str(), demand.township.as_deref());
        let cell = cells.entry(at).or_insert_with(|| WallCell {
            category: demand.category.clone(),
            township: demand.township.clone(),
            demands: 0,
            open: 0,
            walled: 0,
            only_by_sharing: 0,
        });
        let helped = persons.entry(at).or_insert_with(|| Helped { open: BTreeSet::new(), walled: BTreeSet::new() });
        cell.demands += 1;
        if open.contains(&demand.key) {
            cell.open += 1;
            helped.open.insert(&demand.beneficiary);
        }
        if walled.contains(&demand.key) {
            cell.walled += 1;
            helped.walled.insert(&demand.beneficiary);
        }
    }
    let counted = cells.into_iter().map(|(at, mut cell)| {
        if let Some(helped) = persons.get(&at) {
            cell.only_by_sharing = helped.open.difference(&helped.walled).count() as u64;
        }
        cell
    });
    let mut cells: Vec<WallCell> = counted.collect();
    // Stable: by category and township among equals.
    cells.sort_by_key(|cell| (std::cmp::Reverse(cell.open.saturating_sub(cell.walled)), cell.walled));
    cells
}
