//! The changes that a solved state takes.

use super::{Label, Lead, Length, Residual, Share, Vertex};
use crate::network::{Arc, Held, Helpers, NetworkError, index, largest};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An offer's capacity becomes this; 0 where a helper drops out.
    Capacity {
        /// Index of the offer.
        offer: u32,
        /// Its capacity from now on, pairs that must be included.
        capacity: i64,
    },
    /// A node appears, with a row of its own; its index is the next.
    Appear {
        /// The row, in any order.
        arcs: Vec<Arc>,
        /// How many units it may take from one offer.
        helpers: Helpers,
        /// The units' penalties, the dearest first.
        penalties: Vec<i64>,
    },
    /// A node wants nothing any more.
    Withdraw {
        /// Its index.
        node: u32,
    },
    /// A node and an offer are no candidates any more.
    Forbid {
        /// Index of the node.
        node: u32,
        /// Index of the offer.
        offer: u32,
    },
    /// One unit of a node, the dearest, is served by an offer whatever it costs.
    Force {
        /// Index of the node.
        node: u32,
        /// Index of the offer.
        offer: u32,
    },
}

/// Why a change was not made; the state is as before. Checked in the order of the variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// There is no such node.
    #[error("node {node} is not there")]
    UnknownNode {
        /// Its index.
        node: u32,
    },
    /// There is no such offer.
    #[error("offer {offer} is not there")]
    UnknownOffer {
        /// Its index.
        offer: u32,
    },
    /// The two are no candidates.
    #[error("offer {offer} is no candidate of node {node}")]
    NotACandidate {
        /// Index of the node.
        node: u32,
        /// Index of the offer.
        offer: u32,
    },
    /// The pair must be: what must be is not forbidden, and stays within the capacity.
    #[error("pairs of offer {offer} must be: {units} of them")]
    Pinned {
        /// Index of the offer.
        offer: u32,
        /// Units that must be.
        units: i64,
    },
    /// Every unit of the node that could be forced is forced already.
    #[error("node {node} wants no further helper")]
    NothingWanted {
        /// Its index.
        node: u32,
    },
    /// The offer has no capacity for what must be, or a group that it is in has none.
    #[error("offer {offer} has no capacity left beside what must be")]
    Exhausted {
        /// Index of the offer.
        offer: u32,
    },
    /// A number that the network refuses.
    #[error(transparent)]
    Network(NetworkError),
}

impl ChangeError {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownNode { .. } => "matching-change-unknown-node",
            Self::UnknownOffer { .. } => "matching-change-unknown-offer",
            Self::NotACandidate { .. } => "matching-change-not-a-candidate",
            Self::Pinned { .. } => "matching-change-pinned",
            Self::NothingWanted { .. } => "matching-change-nothing-wanted",
            Self::Exhausted { .. } => "matching-change-exhausted",
            Self::Network(error) => error.code(),
        }
    }
}

/// What one change brought about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// What the answer costs more, in the network's units; a node that appears costs its penalties before anybody serves it.
    pub more: i128,
    /// Pairs that stood before and do not now, by node, then offer.
    pub broken: Vec<Held>,
    /// Pairs that stand now and did not before, by node, then offer.
    pub made: Vec<Held>,
}

impl Residual {
    /// Makes one change and comes to the optimum again, breaking as few pairs as possible among the optima.
    pub fn change(&mut self, change: Change) -> Result<Changed, ChangeError> {
        self.check(&change)?;
        let before = self.value;
        match change {
            Change::Capacity { offer, capacity } => self.set_capacity(offer, capacity),
            Change::Appear { arcs, helpers, penalties } => self.appear(arcs, helpers, penalties)?,
            Change::Withdraw { node } => self.withdraw(node),
            Change::Forbid { node, offer } => self.forbid(node, offer)?,
            Change::Force { node, offer } => self.force(node, offer)?,
        }
        Ok(self.finish(before))
    }

    fn check(&self, change: &Change) -> Result<(), ChangeError> {
        let (node, offer) = match *change {
            Change::Capacity { offer, .. } => (None, Some(offer)),
            Change::Withdraw { node } => (Some(node), None),
            Change::Forbid { node, offer } | Change::Force { node, offer } => (Some(node), Some(offer)),
            Change::Appear { .. } => (None, None),
        };
        if let Some(node) = node.filter(|node| *node as usize >= self.network.nodes.len()) {
            return Err(ChangeError::UnknownNode { node });
        }
        if let Some(offer) = offer.filter(|offer| *offer as usize >= self.network.capacity.len()) {
            return Err(ChangeError::UnknownOffer { offer });
        }
        if !matches!(change, Change::Capacity { .. } | Change::Withdraw { .. }) {
            index(self.network.row_ends.len()).map_err(ChangeError::Network)?;
        }
        match *change {
            Change::Capacity { offer, capacity } => {
                let units = self.pinned_of(offer);
                if capacity < 0 {
                    return Err(ChangeError::Network(NetworkError::NegativeCapacity { capacity }));
                }
                if capacity < units {
                    return Err(ChangeError::Pinned { offer, units });
                }
            }
            Change::Forbid { node, offer } | Change::Force { node, offer } => {
                let numbers = &self.network.nodes[node as usize];
                let is_forbidding = matches!(change, Change::Forbid { .. });
                if let Some(pin) = self.pinned.get(&(node, offer))
                    && (is_forbidding || numbers.helpers == Helpers::Distinct)
                {
                    return Err(ChangeError::Pinned { offer, units: i64::from(pin.units) });
                }
                if self.network.arc_cost(numbers.row, offer).is_none() {
                    return Err(ChangeError::NotACandidate { node, offer });
                }
                if !is_forbidding && numbers.units.is_empty() {
                    return Err(ChangeError::NothingWanted { node });
                }
                let groups = &self.network.groups;
                let is_full = |group: u32| groups.capacity[group as usize] == 0;
                if !is_forbidding
                    && (self.network.capacity[offer as usize] == 0 || groups.passed_by(offer).any(is_full))
                {
                    return Err(ChangeError::Exhausted { offer });
                }
            }
            Change::Appear { .. } | Change::Withdraw { .. } => {}
        }
        Ok(())
    }

    fn pinned_of(&self, offer: u32) -> i64 {
        self.pinned.iter().filter(|((_, of), _)| *of == offer).map(|(_, pin)| i64::from(pin.units)).sum()
    }

    fn set_capacity(&mut self, offer: u32, capacity: i64) {
        let at = offer as usize;
        let capacity = capacity - self.pinned_of(offer);
        let more = capacity - self.network.capacity[at];
        if self.network.groups.of(offer).is_some() {
            return self.set_capacity_in_group(offer, more);
        }
        self.network.capacity[at] = capacity;
        for left in (1..=more).rev() {
            if self.offer_prices[at] <= Length::ZERO {
                self.spare[at] += left;
                break;
            }
            self.lead_in(Vertex::Offer(offer));
        }
        for _ in 0..-more {
            self.lessen(offer);
        }
    }

    /// One unit less of an offer, which has one.
    fn lessen(&mut self, offer: u32) {
        if self.spare[offer as usize] > 0 && self.network.groups.of(offer).is_none() {
            self.spare[offer as usize] -= 1;
        } else {
            self.lead_out(Vertex::Offer(offer), None);
        }
    }

    fn appear(&mut self, arcs: Vec<Arc>, helpers: Helpers, penalties: Vec<i64>) -> Result<(), ChangeError> {
        self.allow(&arcs, &penalties)?;
        let row = self.add_row(arcs)?;
        let node = self.network.add_node(row, helpers, penalties).map_err(ChangeError::Network)?;
        self.users[row as usize].push(node);
        self.holdings.push(Vec::new());
        self.served.push(0);
        self.labels.nodes.push(Label::default());
        let units = self.network.nodes[node as usize].units.clone();
        let penalties = &self.network.penalties[units];
        self.value += penalties.iter().map(|penalty| i128::from(*penalty)).sum::<i128>();
        let ways = self.network.row(row).iter().map(|arc| self.offer_prices[arc.offer as usize].cost + arc.cost);
        // A node without units takes any price.
        let price = ways.chain(penalties.first().copied()).min().unwrap_or_default();
        self.node_prices.push(Length::of(price));
        self.serve(node);
        Ok(())
    }

    /// Refuses what the searches could not add up in 64 bits, as the whole network is refused.
    fn allow(&mut self, arcs: &[Arc], penalties: &[i64]) -> Result<(), ChangeError> {
        let fault = if penalties.is_sorted_by(|a, b| a >= b) {
            let most = (
                self.most.0.max(largest(arcs.iter().map(|arc| arc.cost))),
                self.most.1.max(largest(penalties.iter().copied())),
            );
            match 8 * (most.0 + most.1) {
                bound if bound > i128::from(i64::MAX) => NetworkError::Overflow { bound },
                _ => {
                    self.most = most;
                    return Ok(());
                }
            }
        } else {
            NetworkError::RisingPenalties
        };
        Err(ChangeError::Network(fault))
    }

    fn add_row(&mut self, arcs: Vec<Arc>) -> Result<u32, ChangeError> {
        let row = self.network.add_row(arcs).map_err(ChangeError::Network)?;
        for arc in self.network.row(row) {
            self.leads[arc.offer as usize].push(Lead { row, cost: arc.cost });
        }
        self.users.push(Vec::new());
        self.labels.rows.push((0, Length::ZERO));
        Ok(row)
    }

    /// Brings in the units of a node that nobody serves yet, the dearest first.
    fn serve(&mut self, node: u32) {
        let units = self.network.nodes[node as usize].units.clone();
        for unit in units.start + self.served[node as usize] as usize..units.end {
            let penalty = self.network.penalties[unit];
            // No way is shorter than 0, and leaving the unit unserved costs no more than that.
            if Length::of(penalty) <= self.node_prices[node as usize] {
                return;
            }
            self.lead_out(Vertex::Node(node), Some(penalty));
        }
    }

    fn withdraw(&mut self, node: u32) {
        let at = node as usize;
        let units = self.network.nodes[at].units.clone();
        let unserved = &self.network.penalties[units.start + self.served[at] as usize..units.end];
        self.value -= unserved.iter().map(|penalty| i128::from(*penalty)).sum::<i128>();
        self.network.nodes[at].units = units.start..units.start;
        self.served[at] = 0;
        let row = self.network.nodes[at].row as usize;
        self.users[row].retain(|user| *user != node);
        let freed = self.release_all(node, None);
        // No price of its own binds a node without units, except that arcs of any use must not look too good.
        let ways = self.network.row(self.network.nodes[at].row).iter();
        let floor = ways.map(|arc| arc.cost).min().unwrap_or_default();
        self.node_prices[at] = Length::of(floor.min(self.node_prices[at].cost));
        for offer in freed {
            self.refill(offer);
        }
        let pins = self.pinned.range((node, 0)..=(node, u32::MAX));
        let pins: Vec<_> = pins.map(|(pair, pin)| (*pair, *pin)).collect();
        for ((node, offer), pin) in pins {
            self.pinned.remove(&(node, offer));
            *self.stood.entry((node, offer)).or_insert(0) += pin.units;
            self.value -= i128::from(pin.cost) * i128::from(pin.units);
            self.level(offer);
            self.network.capacity[offer as usize] += i64::from(pin.units);
            self.network.groups.widen(offer, i64::from(pin.units));
            for _ in 0..pin.units {
                self.refill(offer);
            }
        }
    }

    /// Takes from a node what it holds of one offer, or of all; each unit's offer. Nothing of it counts as spare yet.
    fn release_all(&mut self, node: u32, of: Option<u32>) -> Vec<u32> {
        let shares = self.holdings[node as usize].iter().filter(|share| of.is_none_or(|offer| offer == share.other));
        let mut freed: Vec<u32> =
            shares.flat_map(|share| std::iter::repeat_n(share.other, share.units as usize)).collect();
        freed.sort_unstable();
        for &offer in &freed {
            self.release(node, offer);
        }
        freed
    }

    /// Finds the best use of a unit that was freed.
    fn refill(&mut self, offer: u32) {
        if self.offer_prices[offer as usize] <= Length::ZERO && self.network.groups.of(offer).is_none() {
            self.spare[offer as usize] += 1;
        } else {
            self.lead_in(Vertex::Offer(offer));
        }
    }

    fn forbid(&mut self, node: u32, offer: u32) -> Result<(), ChangeError> {
        self.leave_out(node, offer)?;
        let freed = self.release_all(node, Some(offer));
        for _ in &freed {
            self.served[node as usize] -= 1;
            let penalty = self.penalty_of(node, self.served[node as usize]);
            self.value += i128::from(penalty);
        }
        self.serve(node);
        for offer in freed {
            self.refill(offer);
        }
        Ok(())
    }

    fn penalty_of(&self, node: u32, unit: u32) -> i64 {
        let units = self.network.nodes[node as usize].units.clone();
        self.network.penalties[units].get(unit as usize).copied().unwrap_or_default()
    }

    /// Gives a node a row of its own without an offer.
    fn leave_out(&mut self, node: u32, offer: u32) -> Result<(), ChangeError> {
        let old = self.network.nodes[node as usize].row;
        let arcs: Vec<Arc> = self.network.row(old).iter().filter(|arc| arc.offer != offer).copied().collect();
        let row = self.add_row(arcs)?;
        self.network.nodes[node as usize].row = row;
        self.users[old as usize].retain(|user| *user != node);
        self.users[row as usize].push(node);
        if self.users[old as usize].is_empty() {
            self.forget_row(old);
        }
        Ok(())
    }

    /// Nobody uses a row any more: no offer is looked back from along it.
    fn forget_row(&mut self, row: u32) {
        for at in 0..self.network.row(row).len() {
            let offer = self.network.row(row)[at].offer;
            self.leads[offer as usize].retain(|lead| lead.row != row);
        }
    }

    fn force(&mut self, node: u32, offer: u32) -> Result<(), ChangeError> {
        let at = node as usize;
        let row = self.network.nodes[at].row;
        let cost = self.network.arc_cost(row, offer).ok_or(ChangeError::NotACandidate { node, offer })?;
        let is_held = self.units(node, offer) > 0;
        if is_held {
            self.release(node, offer);
            self.served[at] -= 1;
            // It goes on to stand, beside the network: to take one more would be no return.
            self.stood.entry((node, offer)).and_modify(|stood| *stood -= 1);
        } else if self.served[at] > 0 {
            self.lead_in(Vertex::Node(node));
        } else {
            self.value -= i128::from(self.penalty_of(node, 0));
        }
        self.network.nodes[at].units.start += 1;
        if self.network.nodes[at].helpers == Helpers::Distinct {
            self.leave_out(node, offer)?;
        }
        self.network.capacity[offer as usize] -= 1;
        self.network.groups.widen(offer, -1);
        if !is_held {
            self.lessen(offer);
        }
        self.value += i128::from(cost);
        self.pinned.entry((node, offer)).or_insert(Share { other: offer, units: 0, cost }).units += 1;
        if !is_held {
            self.stood.entry((node, offer)).or_insert(0);
            self.fresh_pins.push((node, offer));
        }
        Ok(())
    }

    /// Says what changed hands, and makes what stands what stood.
    fn finish(&mut self, before: i128) -> Changed {
        let mut changed = Changed { more: self.value - before, ..Changed::default() };
        for ((node, offer), stood) in std::mem::take(&mut self.stood) {
            let fresh = self.fresh_pins.iter().filter(|pin| **pin == (node, offer)).count();
            let units = self.units(node, offer) + u32::try_from(fresh).unwrap_or_default();
            if units < stood {
                changed.broken.push(Held { node, offer, units: stood - units });
            } else if units > stood {
                changed.made.push(Held { node, offer, units: units - stood });
            }
        }
        self.fresh_pins.clear();
        for vertex in std::mem::take(&mut self.priced) {
            match vertex {
                Vertex::Offer(offer) => self.offer_prices[offer as usize].broken = 0,
                Vertex::Node(node) => self.node_prices[node as usize].broken = 0,
                Vertex::Group(group) => self.group_prices[group as usize].broken = 0,
            }
        }
        changed
    }
}
