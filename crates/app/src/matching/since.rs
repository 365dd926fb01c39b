//! Beginning where the last run left off: of answers as good as one another the one that moves the fewest proposals is it, and what is
//! otherwise than before is counted with why.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::RunSince;
use guanai_matching::candidates::screen;
use guanai_matching::{MatchError, Problem, solve};
use guanai_store::{StoreError, Stretch, Tx, matching_runs};

use super::inputs::{Pairs, read};
use crate::pairing::{Assignment, Key, PairingError, Posed, Proposal};
use crate::population::Population;

/// The last run, whoever it was for: it matched the whole county.
pub(super) struct Last {
    no: u32,
    /// Whose each of its needs is.
    whose: BTreeMap<Key, Key>,
    pairs: Pairs,
}

impl Last {
    /// The one with the highest number; none where there is none, or where nobody kept what it was solved from.
    pub async fn load(tx: &mut Tx) -> Result<Option<Self>, StoreError> {
        let Some(run) = matching_runs::list(tx, None, Stretch { skip: 0, take: 1 }).await?.pop() else {
            return Ok(None);
        };
        let kept = matching_runs::list_inputs(tx, run.run_id).await?;
        Ok(read(&kept).map(|(problem, pairs)| {
            let whose = problem.demands.iter().map(|demand| (demand.key, demand.beneficiary)).collect();
            Self { no: run.no, whose, pairs }
        }))
    }

    /// What is otherwise, of the persons who are meant.
    pub fn told(&self, population: &Population, proposal: &Proposal, holds: impl Fn(Key) -> bool) -> RunSince {
        let pairs: Pairs = proposal.assignment.pairs.iter().map(|pair| (pair.demand, pair.offer)).collect();
        let before = self.pairs.iter().filter(|(need, _)| self.whose.get(need).is_some_and(|person| holds(*person)));
        let why = Why::of(population, proposal);
        let problem = &proposal.problem;
        let is_anew = problem.start.is_empty() && !started(problem, &self.pairs).is_empty();
        let mut since = RunSince { no: self.no, is_anew, kept: 0, fresh: 0, gone: BTreeMap::new() };
        for pair in before {
            if pairs.contains(pair) {
                since.kept += 1;
            } else {
                *since.gone.entry(why.gone(*pair).to_owned()).or_default() += 1;
            }
        }
        let whose: BTreeMap<Key, Key> = proposal.problem.demands.iter().map(|one| (one.key, one.beneficiary)).collect();
        let fresh = pairs.difference(&self.pairs).filter(|(need, _)| whose.get(need).is_some_and(|one| holds(*one)));
        since.fresh = u64::try_from(fresh.count()).unwrap_or(u64::MAX);
        since
    }
}

/// Solves a problem beginning from the last run. Where the numbers of a large county leave no room for that, it is solved anew, and the
/// run says so.
pub(super) fn solve_from(mut posed: Posed, last: Option<&Last>) -> Result<Proposal, PairingError> {
    posed.problem.start = last.map(|last| started(&posed.problem, &last.pairs)).unwrap_or_default();
    let found: Result<Assignment<Key>, MatchError<Key>> = match solve(&posed.problem) {
        Err(MatchError::Network(_)) if !posed.problem.start.is_empty() => {
            posed.problem.start = BTreeSet::new();
            solve(&posed.problem)
        }
        found => found,
    };
    Ok(posed.answered(found?))
}

/// The pairs that can still be.
fn started(problem: &Problem<Key>, pairs: &Pairs) -> Pairs {
    let demands: BTreeSet<Key> = problem.demands.iter().map(|demand| demand.key).collect();
    let offers: BTreeSet<Key> = problem.offers.iter().map(|offer| offer.key).collect();
    pairs.iter().filter(|(demand, offer)| demands.contains(demand) && offers.contains(offer)).copied().collect()
}

/// Why a proposal is no more.
struct Why<'a> {
    proposal: &'a Proposal,
    demands: BTreeMap<Key, usize>,
    offers: BTreeMap<Key, usize>,
    /// Needs that have as many helpers as they want by now.
    arranged: BTreeSet<Key>,
}

impl<'a> Why<'a> {
    fn of(population: &Population, proposal: &'a Proposal) -> Self {
        let problem = &proposal.problem;
        let arranged = proposal.arranged.iter().filter_map(|at| population.needs.get(*at));
        Self {
            proposal,
            demands: problem.demands.iter().enumerate().map(|(at, demand)| (demand.key, at)).collect(),
            offers: problem.offers.iter().enumerate().map(|(at, offer)| (offer.key, at)).collect(),
            arranged: arranged.map(|need| Key::Need(need.need_id)).collect(),
        }
    }

    fn gone(&self, (need, offer): (Key, Key)) -> &'static str {
        let problem = &self.proposal.problem;
        let demand = self.demands.get(&need).and_then(|at| problem.demands.get(*at));
        let offer = self.offers.get(&offer).and_then(|at| problem.offers.get(*at));
        match (demand, offer) {
            (None, _) if self.arranged.contains(&need) => "need-arranged",
            (None, _) => "need-over",
            (Some(_), None) => "offer-over",
            (Some(demand), Some(offer)) => {
                screen(problem, demand, offer).err().map_or("moved", |failure| failure.code())
            }
        }
    }
}
