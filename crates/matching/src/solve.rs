//! From a problem to its assignment.
//!
//! **One network for the whole objective.** Service comes before cost, and a more urgent class before a less urgent one. Let a
//! *level* be a class of urgency together with the number of the helper (the class's first helpers, then its second ones) and,
//! where the country comes first, with the side.
//! Leaving a unit unserved costs one `step` more for each level that is more urgent, and a step exceeds what any exchange
//! of pairs can change in cost. That is enough, without powers of a huge number: two flows differ by cycles that each
//! take at most one unit out of service and bring at most one in, so that none of them can trade a more urgent level for several
//! less urgent ones. The same argument, a size smaller, settles ties between demands by key: all costs are
//! multiplied by a `factor` that exceeds twice the number of units, and a unit's penalty has its place from the end added.
//!
//! **Even load** stands between the two: a unit of an offer that carries `n` already costs `2n + 1` *shares*, which is by how much
//! the sum of squares grows. A share exceeds what any exchange of pairs can change in cost, and a step what it can change in shares.
//!
//! With limits over several offers an exchange may pass each of them once, and change the load of two more offers there.
//!
//! **The canonical answer.** So the helpers given to each demand are the only optimal choice that puts the lower keys
//! first, however the search goes. Demands that no condition and no cost tells apart share a node; of what the node holds, the
//! lower key gets the cheaper offer, then the lower offer key. Which of several equally good offers the nodes hold
//! depends on the problem alone: demands and offers enter the search by key.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::{Assignment, OfferUse, Price};
use crate::candidates::{Candidates, Row, list};
use crate::certificate::{CertificateError, certify};
use crate::flow::search;
use crate::limits::Bounds;
use crate::network::{Arc, Held, Helpers, Network, NetworkError, Ramp, Solution};
use crate::problem::{Load, Problem, ProblemError, Sorted};
use crate::reasons::Taken;
use crate::telling::{Found, Told};

/// Why there is no assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MatchError<K> {
    /// The problem contradicts itself.
    #[error("the problem contradicts itself: {0}")]
    Problem(ProblemError<K>),
    /// The numbers are too large, or more than can be counted.
    #[error("the problem cannot be computed: {0}")]
    Network(NetworkError),
    /// The search gave an answer that is not proven: a fault of the program, and no answer is given.
    #[error("the answer failed its proof: {0}")]
    Certificate(CertificateError),
    /// A pair of the answer fails a condition, or does not cost what was searched with: also a fault of the program.
    #[error("a pair of the answer failed its second screening")]
    WrongPair {
        /// The demand.
        demand: K,
        /// The offer.
        offer: K,
    },
}

impl<K> MatchError<K> {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Problem(error) => error.code(),
            Self::Network(error) => error.code(),
            Self::Certificate(error) => error.code(),
            Self::WrongPair { .. } => "matching-wrong-pair",
        }
    }
}

/// Finds the optimal assignment, proves it, and explains it.
///
/// Checked in this order: the problem's own contradictions, sizes and overflow, the proof.
pub fn solve<K: Ord + Clone>(problem: &Problem<K>) -> Result<Assignment<K>, MatchError<K>> {
    Ok(Solved::new(problem)?.answer)
}

/// The same, with a network of one node a demand, both by key, and a flow and prices that prove the same answer: without the places
/// that settle ties, so that what is as good counts as good.
pub(crate) fn solve_with_state<K: Ord + Clone>(
    problem: &Problem<K>,
) -> Result<(Assignment<K>, Network, Solution), MatchError<K>> {
    let solved = Solved::new(problem)?;
    let (network, solution) = solved.state(problem).map_err(MatchError::Network)?;
    Ok((solved.answer, network, solution))
}

/// A problem with its answer, and what it was found with.
struct Solved<'a, K> {
    sorted: Sorted<'a, K>,
    candidates: Candidates,
    model: Model,
    solution: Solution,
    helpers: Vec<Vec<u32>>,
    answer: Assignment<K>,
}

impl<'a, K: Ord + Clone> Solved<'a, K> {
    fn new(problem: &'a Problem<K>) -> Result<Self, MatchError<K>> {
        let sorted = problem.sort().map_err(MatchError::Problem)?;
        let candidates = list(problem, &sorted);
        let bounds = Bounds::of(problem, &sorted);
        let model = Model::new(problem, &sorted, &candidates, &bounds).map_err(MatchError::Network)?;
        let solution = search(&model.network).map_err(MatchError::Network)?;
        let certificate = certify(&model.network, &solution).map_err(MatchError::Certificate)?;

        let helpers = model.share_out(&solution, sorted.demands.len());
        let taken = Taken::by(&sorted, &helpers, &bounds);
        let found = Found { sorted: &sorted, candidates: &candidates, helpers: &helpers, ruled_out: &BTreeSet::new() };
        let Told { pairs, unmet } = found.tell(problem, &taken)?;
        if pairs.len() as u64 != solution.served() {
            return Err(MatchError::Certificate(CertificateError::Shape));
        }
        let offers = model.account(problem, &sorted, &taken, &solution);
        let cost = pairs.iter().map(|pair| i128::from(pair.cost)).sum();
        let answer = Assignment { pairs, unmet, offers, limits: taken.limits(), cost, certificate };
        Ok(Self { sorted, candidates, model, solution, helpers, answer })
    }

    /// The answer as a flow of one node a demand. Costs are points again, or the parts of points that keep what an earlier answer had: a
    /// price rounded down to whole ones keeps every difference that it must, since all costs are whole and a place is less than one.
    fn state(&self, problem: &Problem<K>) -> Result<(Network, Solution), NetworkError> {
        let Scale { places: factor, .. } = self.model.scale;
        let mut network = Network::new(self.model.network.capacity.clone())?;
        network.groups = self.model.network.groups.clone();
        if problem.load == Load::Even {
            for (at, ramp) in (0..).zip(&self.model.network.ramps) {
                network.set_ramp(at, Ramp { first: ramp.first / factor, rise: ramp.rise / factor })?;
            }
        }
        for row in &self.candidates.rows {
            network.add_row(self.model.scale.arcs(row).map(|arc| Arc { cost: arc.cost / factor, ..arc }))?;
        }
        // Each demand's node in the network that was searched, if it has candidates.
        let mut node_of = vec![None; self.sorted.demands.len()];
        for (node, members) in self.model.members.iter().enumerate() {
            for &demand in members {
                node_of[demand] = Some(node);
            }
        }
        let (mut node_prices, mut held) = (Vec::with_capacity(node_of.len()), Vec::new());
        for (at, node) in node_of.into_iter().enumerate() {
            let wanted = node.map_or(0, |_| self.useful(at));
            let helpers = if wanted > 1 { Helpers::Distinct } else { Helpers::Any };
            let first = node.map_or(0, |node| self.model.network.nodes[node].units.start);
            // The demands of one node are of one level, and want one helper each.
            let penalties = self.model.network.penalties[first..first + wanted].iter().map(|p| p.div_euclid(factor));
            let row = crate::network::index(self.candidates.row_of[at])?;
            let demand = network.add_node(row, helpers, penalties)?;
            node_prices.push(node.map_or(i64::MIN / 4, |node| self.solution.node_prices[node].div_euclid(factor)));
            let mut offers = self.helpers[at].clone();
            offers.sort_unstable();
            held.extend(offers.into_iter().map(|offer| Held { node: demand, offer, units: 1 }));
        }
        let whole = |prices: &[i64]| prices.iter().map(|price| price.div_euclid(factor)).collect();
        let (offer_prices, group_prices) = (whole(&self.solution.offer_prices), whole(&self.solution.group_prices));
        Ok((network, Solution { held, node_prices, offer_prices, group_prices }))
    }

    /// How many helpers of a demand can be found at all.
    fn useful(&self, demand: usize) -> usize {
        let arcs = &self.candidates.rows[self.candidates.row_of[demand]].arcs;
        arcs.len().min(self.sorted.demands[demand].wanted as usize)
    }
}

/// Whether an answer begins anew or from an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Anew,
    Earlier,
}

/// The sizes that keep service above cost, cost above what an earlier answer had, and that above ties.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// One level of service, in cost points.
    step: i64,
    /// One share of load, in cost points; 0 where load is free.
    share: i64,
    /// One cost point, in the network's units.
    factor: i64,
    /// One pair of an earlier answer, in the network's units.
    places: i64,
}

impl Scale {
    /// For levels, units, and exchanges that pass each demand and each offer once; refused where a search could overflow.
    fn new(
        levels: usize,
        units: usize,
        crossings: usize,
        cost_bound: i128,
        shares: i128,
        start: Start,
    ) -> Result<Self, NetworkError> {
        let wide = |count: usize| i128::try_from(count).map_err(|_| NetworkError::TooLarge { count });
        let (levels, units, crossings) = (wide(levels)?, wide(units)?, wide(crossings)?);
        let refuse = |bound: Option<i128>| NetworkError::Overflow { bound: bound.unwrap_or(i128::MAX) };
        // An exchange has at most one arc in and one arc out for each crossing; twice that leaves room to read prices back.
        let exchange =
            (crossings + 1).checked_mul(4 * cost_bound).and_then(|s| s.checked_add(1)).ok_or_else(|| refuse(None))?;
        // An exchange takes a unit from one offer and gives one to another: it changes at most so many shares.
        let share = if shares > 0 { exchange } else { 0 };
        let of_shares = share.checked_mul(4 * shares).ok_or_else(|| refuse(None))?;
        let step = exchange.checked_add(of_shares).ok_or_else(|| refuse(None))?;
        let places = 2 * (units + 1);
        // An exchange breaks at most one pair of an earlier answer for each arc in, and makes one for each arc out.
        let kept = if start == Start::Anew { 1 } else { 4 * (crossings + 1) + 1 };
        let factor = places.checked_mul(kept).ok_or_else(|| refuse(None))?;
        let bound = step
            .checked_mul(levels)
            .and_then(|worst| worst.checked_add(cost_bound)?.checked_add(of_shares))
            .and_then(|worst| worst.checked_mul(factor))
            .and_then(|worst| worst.checked_add(units))
            .and_then(|worst| worst.checked_mul(8));
        match (bound, i64::try_from(step), i64::try_from(factor), i64::try_from(places)) {
            (Some(bound), Ok(step), Ok(factor), Ok(places)) if bound <= i128::from(i64::MAX) => {
                // A share is no more than a step, which fits.
                Ok(Self { step, share: i64::try_from(share).unwrap_or(step), factor, places })
            }
            (bound, ..) => Err(refuse(bound)),
        }
    }

    /// The arcs of a row in the network's units: what an earlier answer had is a part of a point dearer to leave.
    fn arcs(self, row: &Row) -> impl Iterator<Item = Arc> + '_ {
        row.arcs.iter().map(move |arc| {
            let kept = if row.started.binary_search(&arc.offer).is_ok() { self.places } else { 0 };
            Arc { cost: arc.cost * self.factor - kept, ..*arc }
        })
    }

    /// A price of the network in steps and cost points; the part that only settles ties is rounded away.
    fn read(self, price: i64) -> Price {
        let points = (price + self.factor / 2).div_euclid(self.factor);
        let levels = (points + self.step / 2).div_euclid(self.step);
        Price { levels, cost: points - levels * self.step }
    }
}

/// A problem as a network, and how to read the network's answer.
struct Model {
    network: Network,
    /// For each node its demands, by key.
    members: Vec<Vec<usize>>,
    scale: Scale,
}

impl Model {
    fn new<K: Ord + Clone>(
        problem: &Problem<K>,
        sorted: &Sorted<'_, K>,
        candidates: &Candidates,
        bounds: &Bounds<K>,
    ) -> Result<Self, NetworkError> {
        // More helpers than candidates are never found: such units are left out, and reported as unmet all the same.
        let useful: Vec<usize> = sorted
            .demands
            .iter()
            .zip(&candidates.row_of)
            .map(|(demand, &row)| candidates.rows[row].arcs.len().min(demand.wanted as usize))
            .collect();
        let mut units: Vec<Unit> = Vec::with_capacity(useful.iter().sum());
        for (at, (demand, &useful)) in sorted.demands.iter().zip(&useful).enumerate() {
            let rank = problem.tilt.rank(demand.asks.side);
            let has = demand.has as usize;
            units.extend((0..useful).map(|helper| ((demand.urgency, has.saturating_add(helper), rank), at)));
        }
        units.sort_unstable();
        let levels = units.chunk_by(|a, b| a.0 == b.0).count();
        let crossings = sorted.demands.len().min(sorted.offers.len());
        let mut network = Network::new(bounds.capacities(sorted))?;
        bounds.lay(&mut network)?;
        let passes = network.groups.count().min(crossings);
        let shares = shares(problem, sorted, units.len(), passes);
        let start = if problem.start.is_empty() { Start::Anew } else { Start::Earlier };
        let scale = Scale::new(levels, units.len(), crossings, problem.costs.bound(), shares, start)?;
        let penalties = penalize(&units, levels, scale, sorted.demands.len());

        if problem.load == Load::Even {
            let share = scale.share * scale.factor;
            for (at, offer) in (0..).zip(&sorted.offers) {
                let first = share * (2 * i64::from(offer.carries) + 1);
                network.set_ramp(at, Ramp { first, rise: 2 * share })?;
            }
        }
        for row in &candidates.rows {
            network.add_row(scale.arcs(row))?;
        }
        let mut members: Vec<Vec<usize>> = Vec::new();
        for ((row, .., wanted), group) in group(sorted, candidates, &useful) {
            let helpers = if wanted > 1 { Helpers::Distinct } else { Helpers::Any };
            let row = crate::network::index(row)?;
            network.add_node(row, helpers, group.iter().flat_map(|&demand| penalties[demand].iter().copied()))?;
            members.push(group);
        }
        Ok(Self { network, members, scale })
    }

    /// The offers of each demand, by offer: of what a node holds, its lower keys get the cheaper.
    fn share_out(&self, solution: &Solution, demands: usize) -> Vec<Vec<u32>> {
        let mut helpers = vec![Vec::new(); demands];
        for held in solution.held.chunk_by(|a, b| a.node == b.node) {
            let Some(node) = held.first().map(|held| held.node as usize) else { continue };
            let row = self.network.nodes[node].row;
            let mut offers: Vec<_> = held
                .iter()
                .flat_map(|held| {
                    std::iter::repeat_n((self.network.arc_cost(row, held.offer), held.offer), held.units as usize)
                })
                .collect();
            offers.sort_unstable();
            let offers = offers.into_iter().map(|(_, offer)| offer);
            match (self.network.nodes[node].helpers, self.members[node].as_slice()) {
                (Helpers::Distinct, [demand, ..]) => helpers[*demand].extend(offers),
                (_, members) => members.iter().zip(offers).for_each(|(demand, offer)| helpers[*demand].push(offer)),
            }
        }
        helpers
    }

    /// What became of each offer.
    fn account<K: Ord + Clone>(
        &self,
        problem: &Problem<K>,
        sorted: &Sorted<'_, K>,
        taken: &Taken<'_, K>,
        solution: &Solution,
    ) -> Vec<OfferUse<K>> {
        let offers = sorted.offers.iter().zip(&solution.offer_prices).enumerate();
        offers
            .map(|(at, (offer, &price))| {
                let used = i64::try_from(taken.used(at)).unwrap_or(offer.capacity);
                let expired = offer.valid_until.is_some_and(|until| until < problem.on);
                let within = i64::try_from(taken.left_within(at, offer.capacity)).unwrap_or(offer.capacity);
                let left = if expired { 0 } else { within };
                // What the next unit would cost by itself, and where its helper or its system takes on no more, is no part of what it is
                // worth; and beyond a limit of its own it is worth nothing.
                let own = self.network.ramps.get(at).map_or(0, |ramp| ramp.wide_unit(offer.capacity));
                let group = u32::try_from(at).ok().and_then(|at| self.network.groups.of(at));
                let limit = group.map_or(0, |group| i128::from(solution.group_prices[group as usize]));
                let is_bound = self.network.capacity[at] < offer.capacity;
                let worth = if is_bound { 0 } else { (i128::from(price) - limit - own).max(0) };
                let price = self.scale.read(i64::try_from(worth).unwrap_or(price));
                OfferUse { offer: offer.key.clone(), used, left, price }
            })
            .collect()
    }
}

/// The most shares that one exchange changes, for each unit in and out; 0 where load is free.
fn shares<K>(problem: &Problem<K>, sorted: &Sorted<'_, K>, units: usize, passes: usize) -> i128 {
    let units = i128::try_from(units).unwrap_or(i128::MAX);
    let carried = sorted.offers.iter().map(|offer| i128::from(offer.carries) + i128::from(offer.capacity).min(units));
    let passes = i128::try_from(passes).unwrap_or(i128::MAX).saturating_add(1);
    if problem.load == Load::Even { (2 * carried.max().unwrap_or(0) + 1).saturating_mul(passes) } else { 0 }
}

/// One helper wanted: its level (urgency, number of the helper, rank of the side), and its demand.
type Unit = ((u8, usize, u8), usize);

/// The penalties of each demand's units: the level first, then the place, so that between equals the lower key is served.
fn penalize(units: &[Unit], levels: usize, scale: Scale, demands: usize) -> Vec<Vec<i64>> {
    let mut penalties = vec![Vec::new(); demands];
    let level_values = (1..=levels).rev().filter_map(|level| i64::try_from(level).ok());
    let mut places = (1..=units.len()).rev().filter_map(|place| i64::try_from(place).ok());
    for (value, level) in level_values.zip(units.chunk_by(|a, b| a.0 == b.0)) {
        for ((_, demand), place) in level.iter().zip(&mut places) {
            penalties[*demand].push(value * scale.step * scale.factor + place);
        }
    }
    penalties
}

/// What makes demands share a node: the row, the class, and helpers wanted; a demand that wants several, or has one, has a node of
/// its own.
type Likeness = (usize, u8, Option<usize>, usize);

fn group<K>(sorted: &Sorted<'_, K>, candidates: &Candidates, useful: &[usize]) -> BTreeMap<Likeness, Vec<usize>> {
    let mut groups: BTreeMap<Likeness, Vec<usize>> = BTreeMap::new();
    for (at, (demand, &wanted)) in sorted.demands.iter().zip(useful).enumerate() {
        if wanted > 0 {
            let row = candidates.row_of[at];
            let alone = (candidates.rows[row].own || wanted > 1 || demand.has > 0).then_some(at);
            groups.entry((row, demand.urgency, alone, wanted)).or_default().push(at);
        }
    }
    groups
}
