//! What a household is given once: those who live together count as one, in every month and under each pack, and it is said of
//! whom the answer counts. The household is taken at its best: whoever of it is given most, of several the first as the household
//! counts its people, so that what is budgeted is enough whoever of them applies.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Money;

use super::everybody::Month;
use super::{PersonShift, Running, cost, is_open};
use crate::ahead::Effect;
use crate::pack::words::GrantPeriod;

/// Who lives together: of each home the rows of its people, in the order in which the household counts them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Homes(Vec<Vec<usize>>);

impl Homes {
    /// Of these homes. Whoever stands in several is of the first of them, and a home of one is none.
    pub fn new(homes: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let mut placed = BTreeSet::new();
        let own = homes.into_iter().map(|mut home| {
            home.retain(|row| placed.insert(*row));
            home
        });
        Self(own.filter(|home| home.len() > 1).collect())
    }

    /// The homes.
    pub fn iter(&self) -> impl Iterator<Item = &[usize]> {
        self.0.iter().map(Vec::as_slice)
    }
}

/// Whose answer counts where a household is given something once, by the place among those of it: whoever is given most; where
/// nobody is, the first of whom it cannot be said; then the first for whom it waits. None where it comes to nothing for all.
pub fn counted_once(effects: impl IntoIterator<Item = Effect>) -> Option<usize> {
    let mut best: Option<(usize, (u8, Option<Money>))> = None;
    for (at, effect) in effects.into_iter().enumerate() {
        let rank = match effect {
            Effect::Given { amount, .. } => (3, amount),
            effect if is_open(effect) => (2, None),
            Effect::Waits => (1, None),
            _ => continue,
        };
        if best.is_none_or(|(_, so_far)| rank > so_far) {
            best = Some((at, rank));
        }
    }
    best.map(|(at, _)| at)
}

/// One pack's side of a home in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// A household is given it once.
    Once,
    /// Everybody of it is given it.
    Each,
}

/// A home while its months are looked at, one after another.
#[derive(Debug)]
struct Home {
    running: Running,
    /// The year in which what is given by the year was counted last for each, under each pack; of a household, the first.
    counted: [Vec<Option<i16>>; 2],
    /// The row of whom it is told.
    of: Option<usize>,
    /// Those who are given it as well and are not counted.
    beside: BTreeSet<usize>,
}

/// One measure over all homes.
#[derive(Debug, Default)]
pub(super) struct HomesRunning(BTreeMap<usize, Home>);

impl HomesRunning {
    /// Takes in a month of a home: what it comes to for each of it under both packs.
    pub fn take(&mut self, home: usize, rows: &[usize], month: &Month, sides: [(Given, &[Effect]); 2]) {
        let nothing = sides.iter().all(|(_, effects)| effects.iter().all(|effect| *effect == Effect::Not));
        if nothing && !self.0.contains_key(&home) {
            return;
        }
        let one = self.0.entry(home).or_insert_with(|| Home {
            running: Running::new(month.measure, month.first),
            counted: [vec![None; rows.len()], vec![None; rows.len()]],
            of: None,
            beside: BTreeSet::new(),
        });
        let year = month.day.year();
        let [was, is] = [0, 1].map(|at| {
            let ((given, effects), counted) = (sides[at], &mut one.counted[at]);
            let best = counted_once(effects.iter().copied());
            if given == Given::Once {
                let is_given = |place: &usize| matches!(effects.get(*place), Some(Effect::Given { .. }));
                let others = (0..effects.len()).filter(|place| Some(*place) != best).filter(is_given);
                one.beside.extend(others.filter_map(|place| rows.get(place)));
            }
            (of_home(given, effects, best, month.period, (year, counted)), best)
        });
        let ((before, old_cost), (after, new_cost)) = (was.0, is.0);
        let is_told = one.running.take(month.at, month.day, (before, after), (old_cost, new_cost));
        if is_told || one.of.is_none() {
            // Of whoever is given it under the second pack, as the first month says that differs.
            let best = if matches!(after, Effect::Given { .. }) { is.1 } else { was.1.or(is.1) };
            one.of = best.and_then(|place| rows.get(place)).copied();
        }
    }

    /// What came out, each with the row of whom it is told.
    pub fn shifts(self) -> impl Iterator<Item = (usize, PersonShift)> {
        self.0.into_values().filter_map(|home| {
            let of = home.of?;
            let beside = home.beside.iter().filter(|row| **row != of).count();
            Some((of, PersonShift { beside, ..home.running.shift }))
        })
    }
}

/// What a home comes to under one pack, and what is paid for it in the month.
fn of_home(
    given: Given,
    effects: &[Effect],
    best: Option<usize>,
    period: Option<GrantPeriod>,
    (year, counted): (i16, &mut [Option<i16>]),
) -> (Effect, i128) {
    let effect = best.and_then(|place| effects.get(place)).copied().unwrap_or(Effect::Not);
    match (given, effect) {
        (Given::Once, effect) => {
            let paid = counted.first_mut().map_or(0, |counted| cost(effect, period, year, counted));
            (effect, paid)
        }
        (Given::Each, Effect::Given { tier, amount }) => {
            let amounts = effects.iter().filter_map(|effect| match effect {
                Effect::Given { amount, .. } => *amount,
                _ => None,
            });
            let paid = effects.iter().zip(counted).map(|(effect, counted)| cost(*effect, period, year, counted)).sum();
            (Effect::Given { tier, amount: amount.and_then(|_| Money::sum(amounts)) }, paid)
        }
        (Given::Each, effect) => (effect, 0),
    }
}

#[cfg(test)]
mod tests;
