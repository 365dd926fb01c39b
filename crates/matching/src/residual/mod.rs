//! A solved state that takes one change after another: the residual network with its prices.
//!
//! A helper drops out, a capacity changes, a need appears or is withdrawn, a pair is forbidden or must be: each is a unit or a few
//! that lead out of where they were, or into what became free, along the shortest way. The ways are those of the search of
//! [`crate::flow`], in both directions; they stay as local as the change is.
//!
//! **What is guaranteed after each change.** The flow is optimal for the changed network ([`Residual::certify`] proves it like a
//! first answer), and *among the optimal flows it breaks the fewest pairs that stood before the change*, counted in units;
//! which of those is decided by the state alone, not by chance. Pairs that the change itself ends (a helper who dropped out, a
//! withdrawn need) are lost in every answer and count for all alike.
//!
//! **How.** A pair that stood has a cost smaller by one, in a second place behind the cost itself: lengths are compared by cost, then
//! by pairs broken. What stands is the only cheapest flow of that network, so that its prices, with 0 in the second place, are
//! right for it. A change of several units keeps the second place until its last unit has found its way; then what stands is
//! new, and the second place is 0 again, which leaves the first places right, since they were the first in each comparison.

mod change;
mod grouped;
mod ways;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::{Add, Sub};

pub use change::{Change, ChangeError, Changed};

use crate::certificate::{Certificate, CertificateError, certify};
use crate::groups::Source;
use crate::network::{Held, Network, Ramp, Solution};

/// Why there is no state to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResidualError {
    /// Load is shared evenly.
    #[error("load is shared evenly: a change is solved from the beginning")]
    EvenLoad,
    /// The solution is not proven.
    #[error("the solution failed its proof: {0}")]
    Certificate(CertificateError),
}

impl ResidualError {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EvenLoad => "matching-change-even-load",
            Self::Certificate(error) => error.code(),
        }
    }
}

/// A length or a price: cost first, then pairs broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Length {
    cost: i64,
    broken: i64,
}

impl Length {
    const ZERO: Self = Self { cost: 0, broken: 0 };
    /// Longer than any way.
    const FAR: Self = Self { cost: i64::MAX, broken: i64::MAX };

    const fn of(cost: i64) -> Self {
        Self { cost, broken: 0 }
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { cost: self.cost + other.cost, broken: self.broken + other.broken }
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { cost: self.cost - other.cost, broken: self.broken - other.broken }
    }
}

/// Units between a node and an offer, kept at both; `other` is the end where it is not kept.
#[derive(Debug, Clone, Copy)]
struct Share {
    other: u32,
    units: u32,
    cost: i64,
}

/// A row that leads to an offer.
#[derive(Debug, Clone, Copy)]
struct Lead {
    row: u32,
    cost: i64,
}

/// A vertex; offers before nodes, and those before groups, at one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Vertex {
    Offer(u32),
    Node(u32),
    Group(u32),
}

/// How a vertex was reached in one search.
#[derive(Debug, Clone, Copy, Default)]
struct Label {
    epoch: u32,
    from: u32,
    length: Length,
}

/// In place of a node that an offer was reached from: its group.
const ITS_GROUP: u32 = u32::MAX;

/// How a group was reached in one search.
#[derive(Debug, Clone, Copy, Default)]
struct GroupLabel {
    epoch: u32,
    from: Source,
    length: Length,
}

/// What one search knows.
#[derive(Debug, Clone, Default)]
struct Labels {
    epoch: u32,
    offers: Vec<Label>,
    nodes: Vec<Label>,
    groups: Vec<GroupLabel>,
    /// For each row the search in which all its arcs were looked along, and from how near at the nearest.
    rows: Vec<(u32, Length)>,
    heap: BinaryHeap<Reverse<(Length, Vertex)>>,
    settled: Vec<(Length, Vertex)>,
}

/// The state.
#[derive(Debug, Clone)]
pub struct Residual {
    network: Network,
    /// By offer, the rows that lead there.
    leads: Vec<Vec<Lead>>,
    /// By row, the nodes that use it.
    users: Vec<Vec<u32>>,
    spare: Vec<i64>,
    group_spare: Vec<i64>,
    group_prices: Vec<Length>,
    offer_prices: Vec<Length>,
    node_prices: Vec<Length>,
    holders: Vec<Vec<Share>>,
    holdings: Vec<Vec<Share>>,
    served: Vec<u32>,
    /// Pairs that must be, beside the network: their units and capacity are taken out of it.
    pinned: BTreeMap<(u32, u32), Share>,
    value: i128,
    /// The largest arc cost and the largest penalty, by amount: what the bound of 64 bits is reckoned from.
    most: (i128, i128),
    /// Pairs that the change under way forces.
    fresh_pins: Vec<(u32, u32)>,
    /// Since the change began: what stood before, of all that changed hands.
    stood: BTreeMap<(u32, u32), u32>,
    /// Whose prices may have something in the second place.
    priced: Vec<Vertex>,
    labels: Labels,
}

impl Residual {
    /// The state of a solution, which is proven first. A network whose offers' units cost something by themselves is refused: where load is
    /// shared evenly, a change is solved from the beginning.
    pub fn new(network: Network, solution: &Solution) -> Result<Self, ResidualError> {
        if network.ramps.iter().any(|ramp| *ramp != Ramp::default()) {
            return Err(ResidualError::EvenLoad);
        }
        let certificate = certify(&network, solution).map_err(ResidualError::Certificate)?;
        let (offers, nodes, rows) = (network.capacity.len(), network.nodes.len(), network.row_ends.len());
        let groups = network.groups.count();
        let mut residual = Self {
            leads: vec![Vec::new(); offers],
            users: vec![Vec::new(); rows],
            spare: network.capacity.clone(),
            group_spare: network.groups.capacity.clone(),
            group_prices: solution.group_prices.iter().map(|price| Length::of(*price)).collect(),
            offer_prices: solution.offer_prices.iter().map(|price| Length::of(*price)).collect(),
            node_prices: solution.node_prices.iter().map(|price| Length::of(*price)).collect(),
            holders: vec![Vec::new(); offers],
            holdings: vec![Vec::new(); nodes],
            served: vec![0; nodes],
            pinned: BTreeMap::new(),
            value: certificate.primal,
            most: network.most(),
            fresh_pins: Vec::new(),
            stood: BTreeMap::new(),
            priced: Vec::new(),
            labels: Labels {
                offers: vec![Label::default(); offers],
                nodes: vec![Label::default(); nodes],
                groups: vec![GroupLabel::default(); groups],
                rows: vec![(0, Length::ZERO); rows],
                ..Labels::default()
            },
            network,
        };
        for (row, _) in (0_u32..).zip(&residual.network.row_ends) {
            for arc in residual.network.row(row) {
                residual.leads[arc.offer as usize].push(Lead { row, cost: arc.cost });
            }
        }
        for (at, node) in (0_u32..).zip(&residual.network.nodes) {
            residual.users[node.row as usize].push(at);
        }
        for &Held { node, offer, units } in &solution.held {
            let row = residual.network.nodes[node as usize].row;
            let cost = residual.network.arc_cost(row, offer).unwrap_or_default();
            residual.holders[offer as usize].push(Share { other: node, units, cost });
            residual.holdings[node as usize].push(Share { other: offer, units, cost });
            residual.served[node as usize] += units;
            residual.spare[offer as usize] -= i64::from(units);
            for group in residual.network.groups.passed_by(offer) {
                residual.group_spare[group as usize] -= i64::from(units);
            }
        }
        Ok(residual)
    }

    /// What the flow costs, penalties and pairs that must be included, in the network's units.
    pub const fn value(&self) -> i128 {
        self.value
    }

    /// Who holds what, pairs that must be included, by node, then offer.
    pub fn held(&self) -> Vec<Held> {
        let mut held: BTreeMap<_, _> = self.pinned.iter().map(|(pair, pin)| (*pair, pin.units)).collect();
        for (node, shares) in (0_u32..).zip(&self.holdings) {
            for share in shares {
                *held.entry((node, share.other)).or_default() += share.units;
            }
        }
        held.into_iter().map(|((node, offer), units)| Held { node, offer, units }).collect()
    }

    /// The offers that a node holds, pairs that must be included, by offer, each with its units.
    pub fn held_by(&self, node: u32) -> Vec<(u32, u32)> {
        let pinned = self.pinned.range((node, 0)..=(node, u32::MAX)).map(|((_, offer), pin)| (*offer, pin.units));
        let mut held: BTreeMap<u32, u32> = pinned.collect();
        for share in self.holdings.get(node as usize).into_iter().flatten() {
            *held.entry(share.other).or_default() += share.units;
        }
        held.into_iter().collect()
    }

    /// The proof of what stands: the changed network without the pairs that must be, its flow and its prices.
    pub fn certify(&self) -> Result<Certificate, CertificateError> {
        let mut held = Vec::new();
        for (node, shares) in (0_u32..).zip(&self.holdings) {
            held.extend(shares.iter().map(|share| Held { node, offer: share.other, units: share.units }));
        }
        held.sort_unstable_by_key(|held| (held.node, held.offer));
        let prices = |lengths: &[Length]| lengths.iter().map(|length| length.cost).collect();
        let (node_prices, offer_prices) = (prices(&self.node_prices), prices(&self.offer_prices));
        let group_prices = prices(&self.group_prices);
        certify(&self.network, &Solution { held, node_prices, offer_prices, group_prices })
    }

    /// The changed network, without the pairs that must be.
    pub const fn network(&self) -> &Network {
        &self.network
    }

    /// Units that `node` holds of `offer` in the network.
    fn units(&self, node: u32, offer: u32) -> u32 {
        self.holdings[node as usize].iter().find(|share| share.other == offer).map_or(0, |share| share.units)
    }

    /// Units of an offer that go to somebody, or are on their way: those that are not left.
    fn used(&self, offer: u32) -> i64 {
        self.network.capacity[offer as usize] - self.spare[offer as usize]
    }

    /// Units that go through a group, likewise.
    fn through(&self, group: u32) -> i64 {
        self.network.groups.capacity[group as usize] - self.group_spare[group as usize]
    }

    fn take(&mut self, node: u32, offer: u32, cost: i64) {
        let units = self.units(node, offer);
        self.stood.entry((node, offer)).or_insert(units);
        more(&mut self.holdings[node as usize], offer, cost);
        more(&mut self.holders[offer as usize], node, cost);
        self.value += i128::from(cost);
    }

    fn release(&mut self, node: u32, offer: u32) {
        let units = self.units(node, offer);
        self.stood.entry((node, offer)).or_insert(units);
        let cost = less(&mut self.holdings[node as usize], offer);
        less(&mut self.holders[offer as usize], node);
        self.value -= i128::from(cost);
    }
}

fn more(shares: &mut Vec<Share>, other: u32, cost: i64) {
    match shares.iter_mut().find(|share| share.other == other) {
        Some(share) => share.units += 1,
        None => shares.push(Share { other, units: 1, cost }),
    }
}

/// One unit less; its cost.
fn less(shares: &mut Vec<Share>, other: u32) -> i64 {
    let Some(at) = shares.iter().position(|share| share.other == other) else { return 0 };
    let cost = shares[at].cost;
    shares[at].units -= 1;
    if shares[at].units == 0 {
        shares.swap_remove(at);
    }
    cost
}
