//! Limits over several offers at once, as a network knows them: a helper's offers together, and a system's helpers together.
//!
//! A *group* holds offers and other groups, and lets so many units through in all. Every offer and every group is in one group at
//! most, so that the groups are laminar and the problem stays a flow: a unit goes from its node to an offer, from there to its
//! group, and from group to group until it leaves the network. A network without groups has nothing of it, and its search is the
//! same as if there were none.

use crate::network::{Network, NetworkError, index};

const NONE: u32 = u32::MAX;

/// From where a group was reached in a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Source {
    /// An offer in it.
    Offer(u32),
    /// A group in it.
    Below(u32),
    /// The group that it is in, or no other: a search began there.
    #[default]
    Above,
}

/// The groups of a network.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    /// By offer, its group; empty where there are no groups.
    of: Vec<u32>,
    above: Vec<u32>,
    /// By group, how many units it lets through.
    pub(crate) capacity: Vec<i64>,
    /// By group, the offers that are in it directly.
    pub(crate) offers: Vec<Vec<u32>>,
    /// By group, the groups that are in it directly.
    pub(crate) below: Vec<Vec<u32>>,
}

impl Groups {
    /// The group of an offer.
    pub(crate) fn of(&self, offer: u32) -> Option<u32> {
        self.of.get(offer as usize).copied().filter(|group| *group != NONE)
    }

    /// The group of a group.
    pub(crate) fn above(&self, group: u32) -> Option<u32> {
        self.above.get(group as usize).copied().filter(|above| *above != NONE)
    }

    /// The groups that a unit of an offer passes, from the nearest.
    pub(crate) fn passed_by(&self, offer: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(self.of(offer), |group| self.above(*group))
    }

    pub(crate) const fn count(&self) -> usize {
        self.capacity.len()
    }

    /// Gives every group on the way of an offer's units so many units more.
    pub(crate) fn widen(&mut self, offer: u32, units: i64) {
        let mut next = self.of(offer);
        while let Some(group) = next {
            self.capacity[group as usize] += units;
            next = self.above(group);
        }
    }
}

impl Network {
    /// Adds a group of offers that lets `capacity` units through in all, within the group `above` where there is one; answers its
    /// index. An offer may be in one group only.
    pub fn add_group(
        &mut self,
        capacity: i64,
        above: Option<u32>,
        offers: impl IntoIterator<Item = u32>,
    ) -> Result<u32, NetworkError> {
        let groups = &mut self.groups;
        let group = index(groups.count())?;
        if capacity < 0 {
            return Err(NetworkError::NegativeCapacity { capacity });
        }
        if let Some(above) = above.filter(|above| *above >= group) {
            return Err(NetworkError::UnknownGroup { group: above });
        }
        let mut members: Vec<u32> = offers.into_iter().collect();
        members.sort_unstable();
        if let Some(&offer) = members.iter().find(|offer| **offer as usize >= self.capacity.len()) {
            return Err(NetworkError::UnknownOffer { offer });
        }
        let taken = members.iter().find(|offer| groups.of(**offer).is_some()).copied();
        let twice = members.windows(2).find(|two| two[0] == two[1]).map(|two| two[0]);
        if let Some(offer) = taken.or(twice) {
            return Err(NetworkError::TwoGroups { offer });
        }
        groups.of.resize(self.capacity.len(), NONE);
        for &offer in &members {
            groups.of[offer as usize] = group;
        }
        if let Some(above) = above {
            groups.below[above as usize].push(group);
        }
        groups.above.push(above.unwrap_or(NONE));
        groups.capacity.push(capacity);
        groups.offers.push(members);
        groups.below.push(Vec::new());
        Ok(group)
    }
}
