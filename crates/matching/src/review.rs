//! A run under review: somebody forbids a pair, or says that one must be, and learns what that costs before it is kept (R79).
//!
//! The answer begins as the one that was computed. After each change it is an optimum of the changed problem again, and of the optima
//! one that breaks the fewest pairs that stood before the change: nobody is moved for another's tie. So the tie between demands
//! by key, which a computed answer settles, is not settled anew.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::{Assignment, Pair, Unmet};
use crate::candidates::{Failure, list, screen};
use crate::certificate::CertificateError;
use crate::limits::Bounds;
use crate::network::Held;
use crate::problem::Problem;
use crate::reasons::Taken;
use crate::residual::{Change, ChangeError, Changed, Residual, ResidualError};
use crate::solve::{MatchError, solve_with_state};
use crate::telling::{Found, Told};

/// What the reviewer wants of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// It must not be.
    Forbid,
    /// It must be.
    Force,
}

/// Why a wish is not granted; the review is as before. Checked in the order of the variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// No such demand is in the run.
    #[error("the run has no such need")]
    UnknownDemand,
    /// No such offer is in the run.
    #[error("the run has no such offer")]
    UnknownOffer,
    /// The pair fails a condition, which no wish overrules.
    #[error("the pair fails a condition: {}", .0.code())]
    Fails(Failure),
    /// The pair was forbidden before, or must be, or there is no place left for it.
    #[error(transparent)]
    Change(ChangeError),
    /// The changed answer is not proven: a fault of the program, and the review must be begun anew.
    #[error("the changed answer failed its proof: {0}")]
    Certificate(CertificateError),
}

impl ReviewError {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownDemand => "matching-review-unknown-demand",
            Self::UnknownOffer => "matching-review-unknown-offer",
            Self::Fails(failure) => failure.code(),
            Self::Change(error) => error.code(),
            Self::Certificate(error) => error.code(),
        }
    }
}

/// A pair and its cost points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reviewed<K> {
    /// The demand.
    pub demand: K,
    /// The offer.
    pub offer: K,
    /// Cost points in all.
    pub cost: i64,
}

/// What granting a wish brings about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect<K> {
    /// Cost points of all pairs beyond those before; may be negative where fewer are served.
    pub more: i128,
    /// Pairs that stood and do not any more, by demand, then offer.
    pub broken: Vec<Reviewed<K>>,
    /// Pairs that are new, by demand, then offer.
    pub made: Vec<Reviewed<K>>,
    /// Demands that have fewer helpers than before, by key.
    pub lose: Vec<K>,
    /// Demands that have more helpers than before, by key.
    pub gain: Vec<K>,
}

/// The run and its changes. A copy of it tries a wish without keeping it.
#[derive(Debug, Clone)]
pub struct Review<K> {
    problem: Problem<K>,
    residual: Residual,
    /// Keys of the nodes and of the network's offers, in their order.
    demands: Vec<K>,
    offers: Vec<K>,
    /// What was forbidden, by node and the network's offer.
    forbidden: BTreeSet<(u32, u32)>,
}

/// What a reviewed run says of each demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<K> {
    /// The pairs, by demand, then offer.
    pub pairs: Vec<Pair<K>>,
    /// The demands that got fewer helpers than wanted, by key.
    pub unmet: Vec<Unmet<K>>,
}

/// Why there is nothing to review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BeginError<K> {
    /// The problem has no answer.
    #[error(transparent)]
    Match(MatchError<K>),
    /// The state cannot be had.
    #[error(transparent)]
    Residual(ResidualError),
}

impl<K> BeginError<K> {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Match(error) => error.code(),
            Self::Residual(error) => error.code(),
        }
    }
}

impl<K: Ord + Clone> Review<K> {
    /// Solves the problem, and makes ready for wishes. The answer is that of [`crate::solve()`].
    pub fn begin(problem: Problem<K>) -> Result<(Self, Assignment<K>), BeginError<K>> {
        let (assignment, network, solution) = solve_with_state(&problem).map_err(BeginError::Match)?;
        let residual = Residual::new(network, &solution).map_err(BeginError::Residual)?;
        let mut demands: Vec<K> = problem.demands.iter().map(|demand| demand.key.clone()).collect();
        let mut offers: Vec<K> = problem.offers.iter().map(|offer| offer.key.clone()).collect();
        demands.sort();
        offers.sort();
        Ok((Self { problem, residual, demands, offers, forbidden: BTreeSet::new() }, assignment))
    }

    /// The pairs as they stand, by demand, then offer.
    pub fn pairs(&self) -> Vec<Reviewed<K>> {
        self.tell(self.residual.held())
    }

    /// The same as a computed answer says it: why each, who would come next, and why nobody. Whoever is ruled out is no candidate.
    pub fn answer(&self) -> Result<Answer<K>, MatchError<K>> {
        let sorted = self.problem.sort().map_err(MatchError::Problem)?;
        let candidates = list(&self.problem, &sorted);
        let mut helpers = vec![Vec::new(); sorted.demands.len()];
        for held in self.residual.held() {
            if let Some(helping) = helpers.get_mut(held.node as usize) {
                helping.push(held.offer);
            }
        }
        let bounds = Bounds::of(&self.problem, &sorted);
        let found = Found { sorted: &sorted, candidates: &candidates, helpers: &helpers, ruled_out: &self.forbidden };
        let Told { pairs, unmet } = found.tell(&self.problem, &Taken::by(&sorted, &helpers, &bounds))?;
        Ok(Answer { pairs, unmet })
    }

    /// Grants a wish, comes to the optimum again, and has it proven.
    pub fn grant(&mut self, wish: Wish, demand: &K, offer: &K) -> Result<Effect<K>, ReviewError> {
        let index = |keys: &[K], key: &K| keys.binary_search(key).ok().and_then(|at| u32::try_from(at).ok());
        let node = index(&self.demands, demand).ok_or(ReviewError::UnknownDemand)?;
        let at = index(&self.offers, offer).ok_or(ReviewError::UnknownOffer)?;
        let asks = self.problem.demands.iter().find(|one| one.key == *demand).ok_or(ReviewError::UnknownDemand)?;
        let offered = self.problem.offers.iter().find(|one| one.key == *offer).ok_or(ReviewError::UnknownOffer)?;
        screen(&self.problem, asks, offered).map_err(ReviewError::Fails)?;
        let change = match wish {
            Wish::Forbid => Change::Forbid { node, offer: at },
            Wish::Force => Change::Force { node, offer: at },
        };
        let changed = self.residual.change(change).map_err(ReviewError::Change)?;
        self.residual.certify().map_err(ReviewError::Certificate)?;
        if wish == Wish::Forbid {
            self.forbidden.insert((node, at));
        }
        Ok(self.effect(changed))
    }

    fn effect(&self, changed: Changed) -> Effect<K> {
        let mut helpers: BTreeMap<u32, i64> = BTreeMap::new();
        for held in &changed.made {
            *helpers.entry(held.node).or_default() += i64::from(held.units);
        }
        for held in &changed.broken {
            *helpers.entry(held.node).or_default() -= i64::from(held.units);
        }
        let those = |is: fn(i64) -> bool| {
            let nodes = helpers.iter().filter(|(_, more)| is(**more));
            nodes.filter_map(|(node, _)| self.demands.get(*node as usize).cloned()).collect()
        };
        let (lose, gain) = (those(|more| more < 0), those(|more| more > 0));
        let (broken, made) = (self.tell(changed.broken), self.tell(changed.made));
        let sum = |pairs: &[Reviewed<K>]| pairs.iter().map(|pair| i128::from(pair.cost)).sum::<i128>();
        Effect { more: sum(&made) - sum(&broken), broken, made, lose, gain }
    }

    /// Pairs in the application's keys. A demand holds an offer once.
    fn tell(&self, held: Vec<Held>) -> Vec<Reviewed<K>> {
        let demands: BTreeMap<&K, _> = self.problem.demands.iter().map(|demand| (&demand.key, demand)).collect();
        let offers: BTreeMap<&K, _> = self.problem.offers.iter().map(|offer| (&offer.key, offer)).collect();
        let told = held.into_iter().filter_map(|held| {
            let demand = *demands.get(self.demands.get(held.node as usize)?)?;
            let offer = *offers.get(self.offers.get(held.offer as usize)?)?;
            // A pair that was searched with is a candidate, and its cost within the bound.
            let cost = i64::try_from(screen(&self.problem, demand, offer).ok()?.total()).ok()?;
            Some(Reviewed { demand: demand.key.clone(), offer: offer.key.clone(), cost })
        });
        told.collect()
    }
}
