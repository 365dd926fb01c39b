//! The shortest way of one unit: out of where it is too much, or into where it became free.
//!
//! Both searches are Dijkstra's over reduced lengths, which are never below zero, and stop when the nearest end is certain. Then
//! the prices of what was settled change just enough to keep every reduced length at zero or above.

use std::cmp::Reverse;

use super::{GroupLabel, ITS_GROUP, Length, Residual, Vertex};
use crate::groups::Source;
use crate::network::{Arc, Helpers};

/// Where a way ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Where it began: the unit stays unserved, or what became free stays free.
    Begin,
    /// An offer: it has capacity left; or, on the way in, it becomes free instead.
    Offer(u32),
    /// A group within no other: it has capacity left; or, on the way in, it lets one less through instead.
    Group(u32),
    /// A node: its last served unit is left unserved; or, on the way in, its next unit is served.
    Node(u32),
}

/// Which way prices go.
#[derive(Debug, Clone, Copy)]
enum Sign {
    Up,
    Down,
}

impl Residual {
    /// What it adds to the length that a node takes one more unit of an offer: a pair that stood before stands again.
    fn taking(&self, node: u32, offer: u32) -> i64 {
        match self.stood.get(&(node, offer)) {
            Some(&stood) if self.units(node, offer) < stood => -1,
            _ => 0,
        }
    }

    /// What it adds that a node gives one unit of an offer up, of which it holds so many: a pair that stood may break.
    fn giving(&self, node: u32, offer: u32, units: u32) -> i64 {
        match self.stood.get(&(node, offer)) {
            Some(&stood) if units > stood => 0,
            _ => 1,
        }
    }

    fn penalty(&self, node: u32, unit: u32) -> Option<i64> {
        self.network.penalties[self.network.nodes[node as usize].units.clone()].get(unit as usize).copied()
    }

    fn begin(&mut self) {
        let labels = &mut self.labels;
        if labels.epoch == u32::MAX {
            labels.offers.fill_with(Default::default);
            labels.nodes.fill_with(Default::default);
            labels.groups.fill_with(Default::default);
            labels.rows.fill((0, Length::ZERO));
            labels.epoch = 0;
        }
        labels.epoch += 1;
        labels.heap.clear();
        labels.settled.clear();
    }

    /// Notes that a vertex is this near, if it was not known to be; a vertex without predecessor names itself.
    fn reach(&mut self, vertex: Vertex, from: u32, length: Length) -> bool {
        let labels = &mut self.labels;
        let label = match vertex {
            Vertex::Offer(offer) => &mut labels.offers[offer as usize],
            Vertex::Node(node) => &mut labels.nodes[node as usize],
            Vertex::Group(group) => {
                labels.groups[group as usize] = GroupLabel { epoch: labels.epoch, from: Source::Above, length };
                return true;
            }
        };
        if label.epoch == labels.epoch && label.length <= length {
            return false;
        }
        (label.epoch, label.from, label.length) = (labels.epoch, from, length);
        true
    }

    fn is_nearest(&self, vertex: Vertex, length: Length) -> bool {
        let label = match vertex {
            Vertex::Offer(offer) => self.labels.offers[offer as usize],
            Vertex::Node(node) => self.labels.nodes[node as usize],
            Vertex::Group(group) => return self.labels.groups[group as usize].length == length,
        };
        label.length == length
    }

    /// The nearest vertex that is nearer than the best end, settled.
    fn settle(&mut self, best: Length) -> Option<(Length, Vertex)> {
        while let Some(Reverse((length, vertex))) = self.labels.heap.pop() {
            if length >= best {
                return None;
            }
            if self.is_nearest(vertex, length) {
                self.labels.settled.push((length, vertex));
                return Some((length, vertex));
            }
        }
        None
    }

    fn change_prices(&mut self, best: Length, sign: Sign) {
        for at in 0..self.labels.settled.len() {
            let (length, vertex) = self.labels.settled[at];
            let rest = best - length;
            let price = match vertex {
                Vertex::Offer(offer) => &mut self.offer_prices[offer as usize],
                Vertex::Node(node) => &mut self.node_prices[node as usize],
                Vertex::Group(group) => &mut self.group_prices[group as usize],
            };
            *price = match sign {
                Sign::Up => *price + rest,
                Sign::Down => *price - rest,
            };
            self.priced.push(vertex);
        }
    }

    /// Leads one unit out of a node that must be served, or left unserved at `unserved`; or out of an offer that has one too many.
    pub(super) fn lead_out(&mut self, start: Vertex, unserved: Option<i64>) {
        self.begin();
        let (mut best, mut end) = (Length::FAR, End::Begin);
        if let (Vertex::Node(node), Some(penalty)) = (start, unserved) {
            best = Length::of(penalty) - self.node_prices[node as usize];
        }
        self.reach(start, u32::MAX, Length::ZERO);
        self.labels.heap.push(Reverse((Length::ZERO, start)));
        while let Some((length, vertex)) = self.settle(best) {
            match vertex {
                Vertex::Offer(offer) => {
                    self.look_at_holders(offer, length, best);
                    if self.spare[offer as usize] > 0
                        && let Some(group) = self.network.groups.of(offer)
                    {
                        self.reach_group(group, Source::Offer(offer), length - self.offer_prices[offer as usize], best);
                    }
                }
                Vertex::Group(group) => {
                    let base = length - self.group_prices[group as usize];
                    if self.group_spare[group as usize] > 0 {
                        match self.network.groups.above(group) {
                            Some(above) => self.reach_group(above, Source::Below(group), base, best),
                            None if base < best => (best, end) = (base, End::Group(group)),
                            None => {}
                        }
                    }
                    self.look_into(group, base, best, Sign::Up);
                }
                Vertex::Node(node) => {
                    let last = self.served[node as usize].checked_sub(1).and_then(|unit| self.penalty(node, unit));
                    if let Some(last) = last {
                        let displaced = length + Length::of(last) - self.node_prices[node as usize];
                        if displaced < best {
                            (best, end) = (displaced, End::Node(node));
                        }
                    }
                    if let Some((near, offer)) = self.look_along(node, length, best) {
                        (best, end) = (near, End::Offer(offer));
                    }
                }
            }
        }
        self.change_prices(best, Sign::Up);
        self.walk_out(start, end, unserved);
    }

    /// From an offer to the nodes that hold it.
    fn look_at_holders(&mut self, offer: u32, length: Length, best: Length) {
        let base = length - self.offer_prices[offer as usize];
        for at in 0..self.holders[offer as usize].len() {
            let share = self.holders[offer as usize][at];
            let gives = Length { cost: -share.cost, broken: self.giving(share.other, offer, share.units) };
            let reached = base + self.node_prices[share.other as usize] + gives;
            if reached < best && self.reach(Vertex::Node(share.other), offer, reached) {
                self.labels.heap.push(Reverse((reached, Vertex::Node(share.other))));
            }
        }
    }

    /// Notes that a group is reached over an arc without cost, `base` being the length without the group's price.
    fn reach_group(&mut self, group: u32, from: Source, base: Length, best: Length) {
        let length = base + self.group_prices[group as usize];
        self.label_group(group, from, length, best);
    }

    fn label_group(&mut self, group: u32, from: Source, length: Length, best: Length) {
        let label = self.labels.groups[group as usize];
        if length < best && (label.epoch != self.labels.epoch || label.length > length) {
            self.labels.groups[group as usize] = GroupLabel { epoch: self.labels.epoch, from, length };
            self.labels.heap.push(Reverse((length, Vertex::Group(group))));
        }
    }

    /// From a group to what is in it: on the way out to what gives a unit up, on the way in to what has one left.
    fn look_into(&mut self, group: u32, base: Length, best: Length, sign: Sign) {
        let is_open = |used: i64, spare: i64| match sign {
            Sign::Up => used > 0,
            Sign::Down => spare > 0,
        };
        for at in 0..self.network.groups.below[group as usize].len() {
            let below = self.network.groups.below[group as usize][at];
            if is_open(self.through(below), self.group_spare[below as usize]) {
                let length = beyond(base, self.group_prices[below as usize], sign);
                self.label_group(below, Source::Above, length, best);
            }
        }
        for at in 0..self.network.groups.offers[group as usize].len() {
            let offer = self.network.groups.offers[group as usize][at];
            if is_open(self.used(offer), self.spare[offer as usize]) {
                let length = beyond(base, self.offer_prices[offer as usize], sign);
                if length < best && self.reach(Vertex::Offer(offer), ITS_GROUP, length) {
                    self.labels.heap.push(Reverse((length, Vertex::Offer(offer))));
                }
            }
        }
    }

    /// From a node along its arcs; the nearest offer with capacity left, if it is nearer than the best end.
    fn look_along(&mut self, node: u32, length: Length, mut best: Length) -> Option<(Length, u32)> {
        let (row, helpers) = (self.network.nodes[node as usize].row, self.network.nodes[node as usize].helpers);
        let base = length - self.node_prices[node as usize];
        // Nodes that share a row are often reached in one search, and only the nearest of them can shorten a way, unless it
        // has something to get back.
        let gets_back = self.stood.range((node, 0)..=(node, u32::MAX)).next().is_some();
        let seen = &mut self.labels.rows[row as usize];
        if !gets_back && seen.0 == self.labels.epoch && seen.1 <= base {
            return None;
        }
        if helpers == Helpers::Any {
            *seen = (self.labels.epoch, base);
        }
        let mut found = None;
        let start = if row == 0 { 0 } else { self.network.row_ends[row as usize - 1] };
        for at in start..self.network.row_ends[row as usize] {
            let Arc { cost, offer } = self.network.arcs[at];
            let mut reached = base + Length::of(cost) + self.offer_prices[offer as usize];
            if gets_back {
                reached.broken += self.taking(node, offer);
            }
            // Also true, and right to skip, where a distinct helper is already held: its reduced length may be below 0.
            if reached >= best || (helpers == Helpers::Distinct && self.units(node, offer) > 0) {
                continue;
            }
            if !self.reach(Vertex::Offer(offer), node, reached) {
                continue;
            }
            if self.spare[offer as usize] > 0 && self.network.groups.of(offer).is_none() {
                best = reached;
                found = Some((reached, offer));
            } else {
                self.labels.heap.push(Reverse((reached, Vertex::Offer(offer))));
            }
        }
        found
    }

    fn walk_out(&mut self, start: Vertex, end: End, unserved: Option<i64>) {
        let mut at = match end {
            End::Begin => return,
            End::Offer(offer) => {
                self.spare[offer as usize] -= 1;
                Vertex::Offer(offer)
            }
            End::Group(group) => {
                self.group_spare[group as usize] -= 1;
                Vertex::Group(group)
            }
            End::Node(node) => {
                self.served[node as usize] -= 1;
                let last = self.penalty(node, self.served[node as usize]);
                self.value += i128::from(last.unwrap_or_default());
                Vertex::Node(node)
            }
        };
        while at != start {
            at = match at {
                Vertex::Node(node) => {
                    let offer = self.labels.nodes[node as usize].from;
                    self.release(node, offer);
                    Vertex::Offer(offer)
                }
                Vertex::Offer(offer) => match self.its_group(offer) {
                    Some(group) => {
                        self.spare[offer as usize] += 1;
                        Vertex::Group(group)
                    }
                    None => Vertex::Node(self.take_from_label(offer)),
                },
                Vertex::Group(group) => self.step_from(group, 1),
            };
        }
        if let Vertex::Node(node) = start {
            self.served[node as usize] += 1;
            self.value -= i128::from(unserved.unwrap_or_default());
        }
    }

    /// The group that an offer was reached from, if it was.
    fn its_group(&self, offer: u32) -> Option<u32> {
        let group = self.network.groups.of(offer);
        group.filter(|_| self.labels.offers[offer as usize].from == ITS_GROUP)
    }

    /// From where a group was reached. On the way out, with `sign` 1, one unit more goes through what lies below it, or one less through
    /// itself; on the way in the other way round.
    fn step_from(&mut self, group: u32, sign: i64) -> Vertex {
        match self.labels.groups[group as usize].from {
            Source::Offer(offer) => {
                self.spare[offer as usize] -= sign;
                Vertex::Offer(offer)
            }
            Source::Below(below) => {
                self.group_spare[below as usize] -= sign;
                Vertex::Group(below)
            }
            Source::Above => {
                self.group_spare[group as usize] += sign;
                // Whatever was reached from above has a group above it.
                Vertex::Group(self.network.groups.above(group).unwrap_or(group))
            }
        }
    }

    /// Gives a unit of an offer to the node that it was reached from.
    fn take_from_label(&mut self, offer: u32) -> u32 {
        let node = self.labels.offers[offer as usize].from;
        let cost = self.network.arc_cost(self.network.nodes[node as usize].row, offer).unwrap_or_default();
        self.take(node, offer, cost);
        node
    }

    /// Finds the best use of a unit of an offer that became free; or, from a node, which of what it has it gives up: one of its
    /// holdings, or one that it lacks.
    pub(super) fn lead_in(&mut self, start: Vertex) {
        self.begin();
        let (mut best, mut end) = (Length::FAR, End::Begin);
        match start {
            Vertex::Offer(offer) if self.network.groups.of(offer).is_none() => {
                best = self.offer_prices[offer as usize];
            }
            Vertex::Offer(_) | Vertex::Group(_) => {}
            Vertex::Node(node) => {
                if let Some(next) = self.penalty(node, self.served[node as usize]) {
                    best = self.node_prices[node as usize] - Length::of(next);
                }
            }
        }
        self.reach(start, u32::MAX, Length::ZERO);
        self.labels.heap.push(Reverse((Length::ZERO, start)));
        while let Some((length, vertex)) = self.settle(best) {
            match vertex {
                Vertex::Offer(offer) => {
                    let freed = length + self.offer_prices[offer as usize];
                    match self.network.groups.of(offer) {
                        Some(group) if self.used(offer) > 0 => {
                            let base = freed - self.group_prices[group as usize];
                            self.label_group(group, Source::Offer(offer), base, best);
                        }
                        None if vertex != start && freed < best => (best, end) = (freed, End::Offer(offer)),
                        _ => {}
                    }
                    self.look_at_takers(offer, length, best);
                }
                Vertex::Group(group) => {
                    let freed = length + self.group_prices[group as usize];
                    if self.through(group) > 0 {
                        match self.network.groups.above(group) {
                            Some(above) => {
                                let reached = freed - self.group_prices[above as usize];
                                self.label_group(above, Source::Below(group), reached, best);
                            }
                            None if freed < best => (best, end) = (freed, End::Group(group)),
                            None => {}
                        }
                    }
                    self.look_into(group, freed, best, Sign::Down);
                }
                Vertex::Node(node) => {
                    if let Some(next) = self.penalty(node, self.served[node as usize]).filter(|_| vertex != start) {
                        let served = length + self.node_prices[node as usize] - Length::of(next);
                        if served < best {
                            (best, end) = (served, End::Node(node));
                        }
                    }
                    self.look_at_holdings(node, length, best);
                }
            }
        }
        self.change_prices(best, Sign::Down);
        self.walk_in(start, end);
    }

    /// From an offer back to the nodes that could take it.
    fn look_at_takers(&mut self, offer: u32, length: Length, best: Length) {
        let base = length + self.offer_prices[offer as usize];
        for lead in 0..self.leads[offer as usize].len() {
            let lead = self.leads[offer as usize][lead];
            for user in 0..self.users[lead.row as usize].len() {
                let node = self.users[lead.row as usize][user];
                let mut reached = base + Length::of(lead.cost) - self.node_prices[node as usize];
                if reached.cost > best.cost {
                    continue;
                }
                reached.broken += self.taking(node, offer);
                let numbers = &self.network.nodes[node as usize];
                let has_it = numbers.helpers == Helpers::Distinct && self.units(node, offer) > 0;
                if reached < best && !has_it && self.reach(Vertex::Node(node), offer, reached) {
                    self.labels.heap.push(Reverse((reached, Vertex::Node(node))));
                }
            }
        }
    }

    /// From a node back to what it holds.
    fn look_at_holdings(&mut self, node: u32, length: Length, best: Length) {
        let base = length + self.node_prices[node as usize];
        for at in 0..self.holdings[node as usize].len() {
            let share = self.holdings[node as usize][at];
            let gives = Length { cost: -share.cost, broken: self.giving(node, share.other, share.units) };
            let reached = base + gives - self.offer_prices[share.other as usize];
            if reached < best && self.reach(Vertex::Offer(share.other), node, reached) {
                self.labels.heap.push(Reverse((reached, Vertex::Offer(share.other))));
            }
        }
    }

    /// Walks from the way's end to its start. What a node that began it lacks now is left to whoever began it.
    fn walk_in(&mut self, start: Vertex, end: End) {
        let mut at = match (end, start) {
            (End::Begin, Vertex::Offer(offer)) => {
                self.spare[offer as usize] += 1;
                return;
            }
            (End::Begin, Vertex::Node(node)) => {
                let next = self.penalty(node, self.served[node as usize]);
                self.value -= i128::from(next.unwrap_or_default());
                return;
            }
            // A search from a group has no end where it began.
            (End::Begin, Vertex::Group(_)) => return,
            (End::Offer(offer), _) => {
                self.spare[offer as usize] += 1;
                Vertex::Offer(offer)
            }
            (End::Group(group), _) => {
                self.group_spare[group as usize] += 1;
                Vertex::Group(group)
            }
            (End::Node(node), _) => {
                let next = self.penalty(node, self.served[node as usize]);
                self.value -= i128::from(next.unwrap_or_default());
                self.served[node as usize] += 1;
                Vertex::Node(node)
            }
        };
        while at != start {
            at = match at {
                Vertex::Node(node) => {
                    let offer = self.labels.nodes[node as usize].from;
                    let cost = self.network.arc_cost(self.network.nodes[node as usize].row, offer);
                    self.take(node, offer, cost.unwrap_or_default());
                    Vertex::Offer(offer)
                }
                Vertex::Offer(offer) => match self.its_group(offer) {
                    Some(group) => {
                        self.spare[offer as usize] -= 1;
                        Vertex::Group(group)
                    }
                    None => Vertex::Node(self.release_from_label(offer)),
                },
                Vertex::Group(group) => self.step_from(group, -1),
            };
        }
        if let Vertex::Node(node) = start {
            self.served[node as usize] -= 1;
        }
    }

    /// Takes a unit of an offer back from the node that it was reached from.
    fn release_from_label(&mut self, offer: u32) -> u32 {
        let node = self.labels.offers[offer as usize].from;
        self.release(node, offer);
        node
    }
}

/// The length of a way over an arc without cost, `base` being the length without the price of its end.
fn beyond(base: Length, price: Length, sign: Sign) -> Length {
    match sign {
        Sign::Up => base + price,
        Sign::Down => base - price,
    }
}
