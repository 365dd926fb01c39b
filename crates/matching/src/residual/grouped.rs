//! Changes to what is in a group: limits over several offers at once.

use super::{Length, Residual, Vertex};

impl Residual {
    /// So many units more of an offer in a group, or fewer where it is below zero. One unit more comes with a unit more of each group that it passes, which is then taken
    /// away again; of each the best use is found, and so is that of all.
    pub(super) fn set_capacity_in_group(&mut self, offer: u32, more: i64) {
        for left in (1..=more).rev() {
            self.level(offer);
            let group = self.network.groups.of(offer);
            let bound = group.map_or(Length::ZERO, |group| self.group_prices[group as usize]);
            if self.offer_prices[offer as usize] <= bound {
                self.network.capacity[offer as usize] += left;
                self.spare[offer as usize] += left;
                break;
            }
            self.network.capacity[offer as usize] += 1;
            self.network.groups.widen(offer, 1);
            self.lead_in(Vertex::Offer(offer));
            let passed: Vec<u32> = self.network.groups.passed_by(offer).collect();
            for group in passed {
                self.network.groups.capacity[group as usize] -= 1;
                self.lessen_group(group);
            }
        }
        for _ in 0..-more {
            self.network.capacity[offer as usize] -= 1;
            if self.spare[offer as usize] > 0 {
                self.spare[offer as usize] -= 1;
            } else {
                self.lead_out(Vertex::Offer(offer), None);
                // What the offer does not give any more, its group may let through of others.
                self.refill_group(self.network.groups.of(offer));
            }
        }
    }

    /// Raises the prices of an offer and of its groups to those above them, where nothing goes through: then a unit may be led back
    /// through them. Nothing else is bound by such a price from above.
    pub(super) fn level(&mut self, offer: u32) {
        let groups: Vec<u32> = self.network.groups.passed_by(offer).collect();
        let mut above = Length::ZERO;
        for &group in groups.iter().rev() {
            if self.through(group) == 0 {
                let price = &mut self.group_prices[group as usize];
                *price = above.max(*price);
                self.priced.push(Vertex::Group(group));
            }
            above = self.group_prices[group as usize];
        }
        if !groups.is_empty() && self.used(offer) == 0 {
            let price = &mut self.offer_prices[offer as usize];
            *price = above.max(*price);
            self.priced.push(Vertex::Offer(offer));
        }
    }

    /// One unit less through a group, which has one.
    fn lessen_group(&mut self, group: u32) {
        if self.group_spare[group as usize] > 0 {
            self.group_spare[group as usize] -= 1;
        } else {
            self.lead_out(Vertex::Group(group), None);
            self.refill_group(self.network.groups.above(group));
        }
    }

    /// Finds the best use of a unit that a group may let through again.
    fn refill_group(&mut self, group: Option<u32>) {
        if let Some(group) = group {
            self.lead_in(Vertex::Group(group));
        }
    }
}
