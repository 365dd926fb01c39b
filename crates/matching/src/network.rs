//! The problem in numbers: offers with capacities, rows of arcs, and nodes that ask for units.
//!
//! A *node* stands for demands that no condition and no cost tells apart; each of its *units* is one helper wanted, with the
//! penalty for leaving it unserved. A *row* is a list of arcs (offer, cost) and may be shared by nodes. The task: serve
//! units through arcs within the offers' capacities so that arc costs and penalties add up to the least.

use std::ops::Range;

use crate::groups::Groups;

/// A way to serve one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// Cost of one unit.
    pub cost: i64,
    /// Index of the offer.
    pub offer: u32,
}

/// How many units a node may take from one offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helpers {
    /// As many as the offer has: the units belong to different demands.
    Any,
    /// One at most: the units belong to one demand that wants distinct helpers.
    Distinct,
}

/// What the units of an offer cost by themselves, whoever takes them: each one more than the one before, so that load is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ramp {
    /// Cost of the first unit.
    pub first: i64,
    /// How much more each further unit costs; with 0 it does not matter who carries how much.
    pub rise: i64,
}

impl Ramp {
    /// Cost of the unit after `used` others. The network's bound keeps it within 64 bits.
    pub(crate) const fn unit(self, used: i64) -> i64 {
        self.first + self.rise * used
    }

    /// The same for any number.
    pub(crate) fn wide_unit(self, used: i64) -> i128 {
        i128::from(self.first) + i128::from(self.rise) * i128::from(used)
    }

    /// Cost of the first `used` units.
    pub(crate) fn sum(self, used: i64) -> i128 {
        let (first, rise, used) = (i128::from(self.first), i128::from(self.rise), i128::from(used));
        first * used + rise * (used * (used - 1) / 2)
    }

    /// What units at this price are worth beyond their own cost, of so many that there are.
    pub(crate) fn surplus(self, price: i64, capacity: i64) -> i128 {
        let most = i128::from(capacity);
        let over = i128::from(price) - i128::from(self.first);
        let units = match i128::from(self.rise) {
            _ if over <= 0 => 0,
            0 => most,
            rise => ((over + rise - 1) / rise).min(most),
        };
        let units = i64::try_from(units).unwrap_or(capacity);
        i128::from(price) * i128::from(units) - self.sum(units)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) row: u32,
    pub(crate) units: Range<usize>,
    pub(crate) helpers: Helpers,
}

/// What a network refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Costs, penalties and sizes together could leave the range of 64 bits: lower the weights or split the problem.
    #[error("the largest value of a search could be {bound}, beyond 64 bits: lower the weights")]
    Overflow {
        /// The bound that was computed before the search.
        bound: i128,
    },
    /// More offers, rows or nodes than 32 bits count.
    #[error("{count} entries are more than the network can number")]
    TooLarge {
        /// How many.
        count: usize,
    },
    /// An arc leads to an offer that is not there.
    #[error("an arc leads to offer {offer}, which is not there")]
    UnknownOffer {
        /// Its index.
        offer: u32,
    },
    /// A group is within a group that is not there.
    #[error("a group is within group {group}, which is not there")]
    UnknownGroup {
        /// Its index.
        group: u32,
    },
    /// An offer would be in two groups: groups are within one another or apart.
    #[error("offer {offer} would be in two groups")]
    TwoGroups {
        /// Its index.
        offer: u32,
    },
    /// A row has two arcs to one offer.
    #[error("a row has two arcs to offer {offer}")]
    RepeatedArc {
        /// Its index.
        offer: u32,
    },
    /// A node names a row that is not there.
    #[error("a node names row {row}, which is not there")]
    UnknownRow {
        /// Its index.
        row: u32,
    },
    /// The units of an offer fall in cost, or begin below zero: sharing load must not be a loss.
    #[error("the units of offer {offer} begin at {} and rise by {}: both must not be negative", ramp.first, ramp.rise)]
    FallingRamp {
        /// Its index.
        offer: u32,
        /// As given.
        ramp: Ramp,
    },
    /// A node's penalties rise: its first unit must be the dearest to leave unserved.
    #[error("a node's penalties must not rise")]
    RisingPenalties,
    /// An offer's capacity is below zero.
    #[error("a capacity is {capacity}: it must not be negative")]
    NegativeCapacity {
        /// As given.
        capacity: i64,
    },
}

impl NetworkError {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overflow { .. } => "matching-overflow",
            Self::TooLarge { .. } => "matching-too-large",
            Self::UnknownOffer { .. } => "matching-unknown-offer",
            Self::UnknownGroup { .. } => "matching-unknown-group",
            Self::TwoGroups { .. } => "matching-two-groups",
            Self::RepeatedArc { .. } => "matching-repeated-arc",
            Self::UnknownRow { .. } => "matching-unknown-row",
            Self::FallingRamp { .. } => "matching-falling-ramp",
            Self::RisingPenalties => "matching-rising-penalties",
            Self::NegativeCapacity { .. } => "matching-negative-capacity",
        }
    }
}

/// The problem in numbers, valid by construction; [`Network::bound`] says whether it can be searched.
#[derive(Debug, Clone, Default)]
pub struct Network {
    pub(crate) capacity: Vec<i64>,
    /// By offer; empty where no unit costs anything by itself.
    pub(crate) ramps: Vec<Ramp>,
    /// Limits over several offers at once.
    pub(crate) groups: Groups,
    pub(crate) row_ends: Vec<usize>,
    pub(crate) arcs: Vec<Arc>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) penalties: Vec<i64>,
}

/// `count` as an index of 32 bits.
pub(crate) fn index(count: usize) -> Result<u32, NetworkError> {
    u32::try_from(count).ok().filter(|n| *n < u32::MAX).ok_or(NetworkError::TooLarge { count })
}

impl Network {
    /// A network of offers with these capacities, and no nodes yet.
    pub fn new(capacity: Vec<i64>) -> Result<Self, NetworkError> {
        index(capacity.len())?;
        match capacity.iter().find(|c| **c < 0) {
            Some(&capacity) => Err(NetworkError::NegativeCapacity { capacity }),
            None => Ok(Self { capacity, ..Self::default() }),
        }
    }

    /// Says what the units of an offer cost by themselves.
    pub fn set_ramp(&mut self, offer: u32, ramp: Ramp) -> Result<(), NetworkError> {
        if ramp.first < 0 || ramp.rise < 0 {
            return Err(NetworkError::FallingRamp { offer, ramp });
        }
        if self.ramps.is_empty() {
            self.ramps = vec![Ramp::default(); self.capacity.len()];
        }
        let place = self.ramps.get_mut(offer as usize).ok_or(NetworkError::UnknownOffer { offer })?;
        *place = ramp;
        Ok(())
    }

    /// What the units of an offer cost by themselves.
    pub(crate) fn ramp(&self, offer: u32) -> Ramp {
        self.ramps.get(offer as usize).copied().unwrap_or_default()
    }

    /// Adds a row of arcs, in any order; answers its index.
    pub fn add_row(&mut self, arcs: impl IntoIterator<Item = Arc>) -> Result<u32, NetworkError> {
        let row = index(self.row_ends.len())?;
        let start = self.arcs.len();
        self.arcs.extend(arcs);
        let added = &mut self.arcs[start..];
        if !added.is_sorted_by_key(|arc| arc.offer) {
            added.sort_unstable_by_key(|arc| arc.offer);
        }
        let fault = if let Some(two) = added.windows(2).find(|two| two[0].offer == two[1].offer) {
            Some(NetworkError::RepeatedArc { offer: two[0].offer })
        } else {
            let last = added.last().map(|arc| arc.offer);
            last.filter(|offer| *offer as usize >= self.capacity.len())
                .map(|offer| NetworkError::UnknownOffer { offer })
        };
        if let Some(fault) = fault {
            self.arcs.truncate(start);
            return Err(fault);
        }
        self.row_ends.push(self.arcs.len());
        Ok(row)
    }

    /// Adds a node whose units have these penalties, the dearest first; answers its index.
    pub fn add_node(
        &mut self,
        row: u32,
        helpers: Helpers,
        penalties: impl IntoIterator<Item = i64>,
    ) -> Result<u32, NetworkError> {
        let node = index(self.nodes.len())?;
        if row as usize >= self.row_ends.len() {
            return Err(NetworkError::UnknownRow { row });
        }
        let start = self.penalties.len();
        self.penalties.extend(penalties);
        if !self.penalties[start..].is_sorted_by(|a, b| a >= b) {
            self.penalties.truncate(start);
            return Err(NetworkError::RisingPenalties);
        }
        self.nodes.push(Node { row, units: start..self.penalties.len(), helpers });
        Ok(node)
    }

    /// Arcs in all: the candidates.
    pub const fn arcs(&self) -> usize {
        self.arcs.len()
    }

    /// The arcs of a row, by offer.
    pub(crate) fn row(&self, row: u32) -> &[Arc] {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.row_ends[row - 1] };
        &self.arcs[start..self.row_ends[row]]
    }

    /// The cost of the arc from `row` to `offer`, where there is one.
    pub(crate) fn arc_cost(&self, row: u32, offer: u32) -> Option<i64> {
        let arcs = self.row(row);
        arcs.binary_search_by_key(&offer, |arc| arc.offer).ok().map(|at| arcs[at].cost)
    }

    /// Refuses what the search could not add up in 64 bits.
    ///
    /// An arc cost counts with the dearest unit of an offer. A price of a node lies between the least arc cost and the largest penalty, a price of an offer within the largest
    /// difference of a node's price and an arc cost, one of a group between 0 and its offers' largest, and a distance sums at most two of each: eight times the largest
    /// absolute values of both bounds every intermediate value.
    pub fn bound(&self) -> Result<(), NetworkError> {
        let (arcs, penalties) = self.most();
        let bound = 8 * (arcs + penalties);
        if bound > i128::from(i64::MAX) { Err(NetworkError::Overflow { bound }) } else { Ok(()) }
    }

    /// The largest arc cost, with the dearest unit of an offer, and the largest penalty, by amount.
    pub(crate) fn most(&self) -> (i128, i128) {
        // No more units of an offer are used than are asked for, whatever it has.
        let units = i64::try_from(self.penalties.len()).unwrap_or(i64::MAX);
        let last = self.ramps.iter().zip(&self.capacity).map(|(ramp, &capacity)| ramp.wide_unit(capacity.min(units)));
        let ramps = last.max().unwrap_or(0);
        (largest(self.arcs.iter().map(|arc| arc.cost)) + ramps, largest(self.penalties.iter().copied()))
    }
}

/// The largest of the values, by amount.
pub(crate) fn largest(values: impl Iterator<Item = i64>) -> i128 {
    values.map(|value| i128::from(value).abs()).max().unwrap_or(0)
}

/// Units that a node takes from an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Index of the node.
    pub node: u32,
    /// Index of the offer.
    pub offer: u32,
    /// Units, at least 1.
    pub units: u32,
}

/// A flow with the prices that prove it optimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The flow, by node, then offer.
    pub held: Vec<Held>,
    /// Price of a unit at each node: what serving it costs at the margin.
    pub node_prices: Vec<i64>,
    /// Price of a unit of each offer; 0 where capacity is left, and its group's where it has one.
    pub offer_prices: Vec<i64>,
    /// Price of a unit that a group lets through; 0 where capacity is left, and that of the group above where there is one.
    pub group_prices: Vec<i64>,
}

impl Solution {
    /// Units served in all.
    pub fn served(&self) -> u64 {
        self.held.iter().map(|held| u64::from(held.units)).sum()
    }
}
