//! The search: successive shortest paths with prices, one unit at a time.
//!
//! Units come in by falling penalty. For each, Dijkstra's search runs from its node over reduced costs (never negative) until
//! the nearest way out is certain: an offer with capacity left, a served unit that is cheaper to leave unserved, or leaving
//! the new unit itself unserved. It stops there, so that it stays as local as the problem is; then the prices of what it
//! settled rise just enough to keep every reduced cost at 0 or above, and the units along the path change hands. The prices
//! at the end are the dual solution that [`crate::certificate`] checks.
//!
//! The units of an offer may cost more and more by themselves ([`crate::network::Ramp`]): then an offer with capacity left is a way out at what its next unit
//! costs, and a way on all the same.
//!
//! Where offers are in groups (`groups`), capacity left in an offer is a way on to its group, and from a group a unit goes on to
//! the next, or back to an offer of it that gives a unit up; the way ends beyond the last group.
//!
//! Determinism: units by (penalty, node), the heap by (distance, vertex), arcs by offer. Nothing else has an order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::groups::Source;
use crate::network::{Arc, Held, Helpers, Network, NetworkError, Solution, index};

/// Finds an optimal flow, or refuses a network whose values could leave 64 bits.
pub fn search(network: &Network) -> Result<Solution, NetworkError> {
    network.bound()?;
    let mut units = Vec::with_capacity(network.penalties.len());
    for (at, node) in network.nodes.iter().enumerate() {
        let at = index(at)?;
        units.extend(network.penalties[node.units.clone()].iter().map(|penalty| (Reverse(*penalty), at)));
    }
    // Stable, so that the units of a node keep their order among equal penalties.
    units.sort();
    let mut search = Search::new(network);
    for (Reverse(penalty), node) in units {
        search.insert(node, penalty);
    }
    Ok(search.finish())
}

/// Units of an offer held by a node.
#[derive(Debug, Clone, Copy)]
struct Share {
    node: u32,
    units: u32,
    cost: i64,
}

/// The state of a vertex, an offer or a node, in the search for one unit.
#[derive(Debug, Clone, Copy, Default)]
struct Label {
    /// The search in which it was reached.
    epoch: u32,
    /// From which offer (for a node) or node (for an offer).
    from: u32,
    /// Cost of the arc between the two.
    cost: i64,
    distance: i64,
}

/// In place of a node from which an offer was reached: its group.
const ITS_GROUP: u32 = u32::MAX;

/// The state of a group in the search for one unit.
#[derive(Debug, Clone, Copy, Default)]
struct GroupLabel {
    epoch: u32,
    from: Source,
    distance: i64,
}

/// A vertex in the heap; offers before nodes, and those before groups, at one distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Vertex {
    Offer(u32),
    Node(u32),
    Group(u32),
}

/// Where a path ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The new unit stays unserved.
    Unserved,
    /// An offer has capacity left.
    Spare(u32),
    /// A group within no other has capacity left.
    Through(u32),
    /// The last served unit of a node is left unserved instead.
    Displace(u32),
}

/// A node in the search.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    price: Option<i64>,
    served: u32,
}

struct Search<'a> {
    network: &'a Network,
    spare: Vec<i64>,
    prices: Vec<i64>,
    group_spare: Vec<i64>,
    group_prices: Vec<i64>,
    shares: Vec<Vec<Share>>,
    nodes: Vec<Standing>,
    epoch: u32,
    offer_labels: Vec<Label>,
    node_labels: Vec<Label>,
    group_labels: Vec<GroupLabel>,
    /// For each row the search in which all its arcs were looked along, and from how near at the nearest.
    row_labels: Vec<(u32, i64)>,
    heap: BinaryHeap<Reverse<(i64, Vertex)>>,
    settled: Vec<(i64, Vertex)>,
    best: i64,
    end: End,
}

impl<'a> Search<'a> {
    fn new(network: &'a Network) -> Self {
        let offers = network.capacity.len();
        let nodes = network.nodes.len();
        let groups = network.groups.count();
        Self {
            network,
            spare: network.capacity.clone(),
            prices: vec![0; offers],
            group_spare: network.groups.capacity.clone(),
            group_prices: vec![0; groups],
            shares: vec![Vec::new(); offers],
            nodes: vec![Standing::default(); nodes],
            epoch: 0,
            offer_labels: vec![Label::default(); offers],
            node_labels: vec![Label::default(); nodes],
            group_labels: vec![GroupLabel::default(); groups],
            row_labels: vec![(0, 0); network.row_ends.len()],
            heap: BinaryHeap::new(),
            settled: Vec::new(),
            best: 0,
            end: End::Unserved,
        }
    }

    /// Brings in one unit of a node.
    fn insert(&mut self, node: u32, penalty: i64) {
        let price = if let Some(price) = self.nodes[node as usize].price {
            price
        } else {
            let row = self.network.row(self.network.nodes[node as usize].row);
            let cheapest = row.iter().map(|arc| arc.cost + self.prices[arc.offer as usize]).min();
            let price = cheapest.map_or(penalty, |cost| cost.min(penalty));
            self.nodes[node as usize].price = Some(price);
            price
        };
        // No path is shorter than 0, and leaving the unit unserved costs no more than that.
        if penalty <= price {
            return;
        }
        self.begin_epoch();
        self.best = penalty - price;
        self.end = End::Unserved;
        self.node_labels[node as usize] = Label { epoch: self.epoch, ..Label::default() };
        self.leave(node, price, 0);
        while let Some(Reverse((distance, vertex))) = self.heap.pop() {
            if distance >= self.best {
                break;
            }
            match vertex {
                Vertex::Offer(offer) if self.offer_labels[offer as usize].distance == distance => {
                    self.visit_offer(offer, distance);
                }
                Vertex::Node(node) if self.node_labels[node as usize].distance == distance => {
                    self.visit_node(node, distance);
                }
                Vertex::Group(group) if self.group_labels[group as usize].distance == distance => {
                    self.visit_group(group, distance);
                }
                Vertex::Offer(_) | Vertex::Node(_) | Vertex::Group(_) => {} // reached on a shorter way since
            }
        }
        self.raise_prices();
        self.change_hands(node);
    }

    fn begin_epoch(&mut self) {
        if self.epoch == u32::MAX {
            self.offer_labels.fill(Label::default());
            self.node_labels.fill(Label::default());
            self.group_labels.fill(GroupLabel::default());
            self.row_labels.fill((0, 0));
            self.epoch = 0;
        }
        self.epoch += 1;
        self.heap.clear();
        self.settled.clear();
    }

    /// Settles a node and looks along its arcs.
    fn leave(&mut self, node: u32, price: i64, distance: i64) {
        self.settled.push((distance, Vertex::Node(node)));
        let network = self.network;
        let numbers = &network.nodes[node as usize];
        let base = distance - price;
        // Nodes that share a row are often reached in one search, and only the nearest of them can shorten a way.
        let seen = &mut self.row_labels[numbers.row as usize];
        if seen.0 == self.epoch && seen.1 <= base {
            return;
        }
        if numbers.helpers == Helpers::Any {
            *seen = (self.epoch, base);
        }
        for &Arc { cost, offer } in network.row(numbers.row) {
            let reached = base + cost + self.prices[offer as usize];
            // Also true, and right to skip, where a distinct helper is already held: its reduced cost may be below 0.
            if reached >= self.best {
                continue;
            }
            let label = &mut self.offer_labels[offer as usize];
            if label.epoch == self.epoch && label.distance <= reached {
                continue;
            }
            if numbers.helpers == Helpers::Distinct
                && self.shares[offer as usize].iter().any(|share| share.node == node)
            {
                continue;
            }
            *label = Label { epoch: self.epoch, from: node, cost, distance: reached };
            if self.spare[offer as usize] > 0 && network.groups.of(offer).is_none() {
                let used = network.capacity[offer as usize] - self.spare[offer as usize];
                let ended = reached + network.ramp(offer).unit(used) - self.prices[offer as usize];
                if ended < self.best {
                    self.best = ended;
                    self.end = End::Spare(offer);
                }
            }
            if reached < self.best {
                self.heap.push(Reverse((reached, Vertex::Offer(offer))));
            }
        }
    }

    /// Settles an offer without spare capacity, whose next unit is dear, or that is in a group, and looks at the nodes that hold it.
    fn visit_offer(&mut self, offer: u32, distance: i64) {
        self.settled.push((distance, Vertex::Offer(offer)));
        let base = distance - self.prices[offer as usize];
        if self.spare[offer as usize] > 0
            && let Some(group) = self.network.groups.of(offer)
        {
            let next = self.network.ramp(offer).unit(self.used(offer));
            self.reach_group(group, Source::Offer(offer), base + next + self.group_prices[group as usize]);
        }
        for at in 0..self.shares[offer as usize].len() {
            let Share { node, cost, .. } = self.shares[offer as usize][at];
            let Some(price) = self.nodes[node as usize].price else { continue };
            let reached = base + price - cost;
            if reached >= self.best {
                continue;
            }
            let label = &mut self.node_labels[node as usize];
            if label.epoch == self.epoch && label.distance <= reached {
                continue;
            }
            *label = Label { epoch: self.epoch, from: offer, cost, distance: reached };
            if reached == distance {
                self.visit_node(node, distance); // nothing can be nearer than what is being settled
            } else {
                self.heap.push(Reverse((reached, Vertex::Node(node))));
            }
        }
    }

    fn used(&self, offer: u32) -> i64 {
        self.network.capacity[offer as usize] - self.spare[offer as usize]
    }

    /// Notes that a group is this near, if it was not known to be, and whether the path may end beyond it.
    fn reach_group(&mut self, group: u32, from: Source, reached: i64) {
        let label = &mut self.group_labels[group as usize];
        if reached >= self.best || (label.epoch == self.epoch && label.distance <= reached) {
            return;
        }
        *label = GroupLabel { epoch: self.epoch, from, distance: reached };
        if self.group_spare[group as usize] > 0 && self.network.groups.above(group).is_none() {
            let ended = reached - self.group_prices[group as usize];
            if ended < self.best {
                self.best = ended;
                self.end = End::Through(group);
            }
        }
        if reached < self.best {
            self.heap.push(Reverse((reached, Vertex::Group(group))));
        }
    }

    /// Settles a group: a unit goes on to the group above, or one that goes through already gives way.
    fn visit_group(&mut self, group: u32, distance: i64) {
        self.settled.push((distance, Vertex::Group(group)));
        let groups = &self.network.groups;
        let base = distance - self.group_prices[group as usize];
        if self.group_spare[group as usize] > 0
            && let Some(above) = groups.above(group)
        {
            self.reach_group(above, Source::Below(group), base + self.group_prices[above as usize]);
        }
        for &below in &groups.below[group as usize] {
            if groups.capacity[below as usize] > self.group_spare[below as usize] {
                self.reach_group(below, Source::Above, base + self.group_prices[below as usize]);
            }
        }
        for &offer in &groups.offers[group as usize] {
            let used = self.used(offer);
            if used == 0 {
                continue;
            }
            let reached = base + self.prices[offer as usize] - self.network.ramp(offer).unit(used - 1);
            let label = &mut self.offer_labels[offer as usize];
            if reached < self.best && (label.epoch != self.epoch || label.distance > reached) {
                *label = Label { epoch: self.epoch, from: ITS_GROUP, cost: 0, distance: reached };
                self.heap.push(Reverse((reached, Vertex::Offer(offer))));
            }
        }
    }

    /// Settles a node that holds something: its last served unit could make room, or it could change to another offer.
    fn visit_node(&mut self, node: u32, distance: i64) {
        let Standing { price: Some(price), served } = self.nodes[node as usize] else { return };
        let units = self.network.nodes[node as usize].units.clone();
        if served > 0 {
            let last = self.network.penalties[units.start + served as usize - 1];
            let reached = distance + last - price;
            if reached < self.best {
                self.best = reached;
                self.end = End::Displace(node);
            }
        }
        self.leave(node, price, distance);
    }

    /// Raises the prices of what was settled nearer than the end, which makes the path's reduced costs 0.
    fn raise_prices(&mut self) {
        for &(distance, vertex) in &self.settled {
            let rise = self.best - distance;
            match vertex {
                Vertex::Offer(offer) => self.prices[offer as usize] += rise,
                Vertex::Group(group) => self.group_prices[group as usize] += rise,
                Vertex::Node(node) => {
                    if let Some(price) = &mut self.nodes[node as usize].price {
                        *price += rise;
                    }
                }
            }
        }
    }

    /// Walks the path back from its end to the new unit's node.
    fn change_hands(&mut self, start: u32) {
        let mut at = match self.end {
            End::Unserved => return,
            End::Spare(offer) => {
                self.spare[offer as usize] -= 1;
                Vertex::Offer(offer)
            }
            End::Through(group) => {
                self.group_spare[group as usize] -= 1;
                Vertex::Group(group)
            }
            End::Displace(node) => {
                self.nodes[node as usize].served -= 1;
                Vertex::Node(node)
            }
        };
        while at != Vertex::Node(start) {
            at = match at {
                Vertex::Node(node) => {
                    let offer = self.node_labels[node as usize].from;
                    self.release(offer, node);
                    Vertex::Offer(offer)
                }
                Vertex::Offer(offer) => match (self.offer_labels[offer as usize].from, self.network.groups.of(offer)) {
                    (ITS_GROUP, Some(group)) => {
                        self.spare[offer as usize] += 1;
                        Vertex::Group(group)
                    }
                    _ => Vertex::Node(self.take(offer)),
                },
                Vertex::Group(group) => self.back_from(group),
            };
        }
        self.nodes[start as usize].served += 1;
    }

    /// From where a group was reached: one unit more through what lies below it, or one less through itself.
    fn back_from(&mut self, group: u32) -> Vertex {
        match (self.group_labels[group as usize].from, self.network.groups.above(group)) {
            (Source::Offer(offer), _) => {
                self.spare[offer as usize] -= 1;
                Vertex::Offer(offer)
            }
            (Source::Below(below), _) => {
                self.group_spare[below as usize] -= 1;
                Vertex::Group(below)
            }
            (Source::Above, above) => {
                self.group_spare[group as usize] += 1;
                // A search begins at a node: a group that was reached from above has one.
                Vertex::Group(above.unwrap_or(group))
            }
        }
    }

    /// Gives a unit of an offer to the node that it was reached from.
    fn take(&mut self, offer: u32) -> u32 {
        let Label { from: node, cost, .. } = self.offer_labels[offer as usize];
        let shares = &mut self.shares[offer as usize];
        match shares.iter_mut().find(|share| share.node == node) {
            Some(share) => share.units += 1,
            None => shares.push(Share { node, units: 1, cost }),
        }
        node
    }

    /// Takes a unit of an offer back from a node.
    fn release(&mut self, offer: u32, node: u32) {
        let shares = &mut self.shares[offer as usize];
        if let Some(at) = shares.iter().position(|share| share.node == node) {
            shares[at].units -= 1;
            if shares[at].units == 0 {
                shares.swap_remove(at);
            }
        }
    }

    fn finish(self) -> Solution {
        let mut held = Vec::new();
        for (offer, shares) in (0_u32..).zip(&self.shares) {
            held.extend(shares.iter().map(|share| Held { node: share.node, offer, units: share.units }));
        }
        held.sort_unstable_by_key(|held| (held.node, held.offer));
        // A node without units was never priced; any price does, and the least arc is feasible for every kind of node.
        let node_prices = self.nodes.iter().map(|node| node.price.unwrap_or(i64::MIN / 4)).collect();
        Solution { held, node_prices, offer_prices: self.prices, group_prices: self.group_prices }
    }
}
