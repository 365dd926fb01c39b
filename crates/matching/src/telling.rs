//! What an answer says of each demand: who helps it, why that one and who would come next; or why too few do.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::{NextBest, Pair, Reason, Unmet};
use crate::candidates::{Candidates, Row, screen};
use crate::problem::{Problem, Sorted};
use crate::reasons::{Taken, explain};
use crate::solve::MatchError;

/// Who helps whom, by the places of demands and offers.
pub(crate) struct Found<'a, K> {
    pub(crate) sorted: &'a Sorted<'a, K>,
    pub(crate) candidates: &'a Candidates,
    /// By demand, the offers that help it.
    pub(crate) helpers: &'a [Vec<u32>],
    /// Demands and offers that somebody said must not be paired.
    pub(crate) ruled_out: &'a BTreeSet<(u32, u32)>,
}

/// The same in the application's keys.
pub(crate) struct Told<K> {
    pub(crate) pairs: Vec<Pair<K>>,
    /// The demands that got fewer helpers than wanted.
    pub(crate) unmet: Vec<Unmet<K>>,
}

impl<K: Ord + Clone> Found<'_, K> {
    pub(crate) fn tell(&self, problem: &Problem<K>, taken: &Taken<'_, K>) -> Result<Told<K>, MatchError<K>> {
        Ok(Told { pairs: self.pair_up(problem, taken)?, unmet: self.explain_all(taken) })
    }

    /// The offers that are ruled out for one demand.
    fn ruled_out(&self, demand: usize) -> BTreeSet<u32> {
        let Ok(demand) = u32::try_from(demand) else { return BTreeSet::new() };
        self.ruled_out.range((demand, 0)..=(demand, u32::MAX)).map(|(_, offer)| *offer).collect()
    }

    /// The pairs, each screened once more by itself.
    fn pair_up(&self, problem: &Problem<K>, taken: &Taken<'_, K>) -> Result<Vec<Pair<K>>, MatchError<K>> {
        let (sorted, candidates) = (self.sorted, self.candidates);
        let mut pairs = Vec::new();
        for (at, (demand, helping)) in sorted.demands.iter().zip(self.helpers).enumerate() {
            let row = &candidates.rows[candidates.row_of[at]];
            let ruled_out = self.ruled_out(at);
            let others = row.arcs.iter().filter(|arc| !helping.contains(&arc.offer) && !ruled_out.contains(&arc.offer));
            let next = others.min_by_key(|arc| (arc.cost, arc.offer));
            for arc in row.arcs.iter().filter(|arc| helping.contains(&arc.offer)) {
                let offer = sorted.offers[arc.offer as usize];
                let keys = (demand.key.clone(), offer.key.clone());
                let parts = screen(problem, demand, offer).ok().filter(|parts| parts.total() == i128::from(arc.cost));
                let Some(parts) = parts else { return Err(MatchError::WrongPair { demand: keys.0, offer: keys.1 }) };
                let next_best = next.map(|next| {
                    let other = sorted.offers[next.offer as usize];
                    // The difference of two costs that the bound has let through fits.
                    let more = next.cost.saturating_sub(arc.cost);
                    let is_free = taken.is_free_for(next.offer as usize, other.capacity, arc.offer as usize);
                    NextBest { offer: other.key.clone(), cost: next.cost, more, is_free }
                });
                pairs.push(Pair {
                    demand: keys.0,
                    offer: keys.1,
                    cost: arc.cost,
                    parts: parts.iter().collect(),
                    candidates: row.arcs.len() - ruled_out.len(),
                    next_best,
                });
            }
        }
        Ok(pairs)
    }

    /// The demands that got fewer helpers than wanted, with why.
    fn explain_all(&self, taken: &Taken<'_, K>) -> Vec<Unmet<K>> {
        let (sorted, candidates) = (self.sorted, self.candidates);
        let mut unmet = Vec::new();
        // Those of a row and a class whom nobody helps have one reason.
        let mut known: BTreeMap<(usize, u8), Reason<K>> = BTreeMap::new();
        for (at, (demand, helping)) in sorted.demands.iter().zip(self.helpers).enumerate() {
            let row_at = candidates.row_of[at];
            let row = &candidates.rows[row_at];
            let served = u32::try_from(helping.len()).unwrap_or(u32::MAX);
            if served < demand.wanted {
                let ruled_out = self.ruled_out(at);
                let make = |row: &Row| explain(demand, row, helping, taken, &sorted.offers);
                let why = if !ruled_out.is_empty() {
                    match row.without(&ruled_out) {
                        left if left.arcs.is_empty() => Reason::RuledOut { offers: ruled_out.len() },
                        left => make(&left),
                    }
                } else if helping.is_empty() {
                    known.entry((row_at, demand.urgency)).or_insert_with(|| make(row)).clone()
                } else {
                    make(row)
                };
                let (wanted, failures) = (demand.wanted, row.failures);
                unmet.push(Unmet { demand: demand.key.clone(), wanted, served, why, failures });
            }
        }
        unmet
    }
}
