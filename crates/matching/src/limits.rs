//! How much one helper, and one of the four systems, takes on at most at once, over all offers together 限量 (R79).
//!
//! An offer says how many it serves; somebody with three offers may still look after two people and no more, and a system may have
//! said how much it gives. Both are counted in units of one helper for one demand, beside what is carried already.
//! What is not said is no limit. A helper is within a system, so that the limits are laminar (`groups`) and the answer exact.

use std::collections::BTreeMap;

use crate::network::{Network, NetworkError};
use crate::problem::{Problem, ProblemError, Sorted};

/// At most so many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Limit {
    /// In all.
    pub most: u32,
    /// Of those, how many are carried already.
    pub taken: u32,
}

impl Limit {
    /// How many more.
    pub fn left(self) -> i64 {
        i64::from(self.most.saturating_sub(self.taken))
    }
}

/// The limits of a problem.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(bound(deserialize = "K: serde::Deserialize<'de> + Ord"))]
pub struct Limits<K> {
    /// By [`crate::Offer::provider`].
    pub helpers: BTreeMap<K, Limit>,
    /// By [`crate::Offer::system`]; an offer whose system is not known counts for none.
    pub systems: BTreeMap<String, Limit>,
}

impl<K> Default for Limits<K> {
    fn default() -> Self {
        Self { helpers: BTreeMap::new(), systems: BTreeMap::new() }
    }
}

/// Who takes on so much at most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limited<K> {
    /// One helper.
    Helper(K),
    /// One system.
    System(String),
}

/// What became of a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitUse<K> {
    /// Whose it is.
    pub who: Limited<K>,
    /// As it was stated.
    pub limit: Limit,
    /// Units that the answer adds to those carried already.
    pub used: u64,
}

impl<K> LimitUse<K> {
    /// Whether nothing more is taken on.
    pub fn is_reached(&self) -> bool {
        u64::from(self.limit.taken) + self.used >= u64::from(self.limit.most)
    }
}

/// The limits that concern a problem's offers, by the offers' places.
pub(crate) struct Bounds<K> {
    /// Those of helpers, by key; then those of systems, by code.
    who: Vec<(Limited<K>, Limit)>,
    /// Of each offer the limits that it counts for: its helper's, and its system's.
    of: Vec<[Option<usize>; 2]>,
}

/// Refuses a helper with a limit whose offers count for different systems: such limits cross.
pub(crate) fn check<K: Ord + Clone>(problem: &Problem<K>, sorted: &Sorted<'_, K>) -> Result<(), ProblemError<K>> {
    let mut system_of: BTreeMap<&K, Option<&String>> = BTreeMap::new();
    for offer in &sorted.offers {
        let Some(provider) = offer.provider.as_ref().filter(|one| problem.limits.helpers.contains_key(one)) else {
            continue;
        };
        let system = offer.system.as_ref().filter(|code| problem.limits.systems.contains_key(*code));
        if *system_of.entry(provider).or_insert(system) != system {
            return Err(ProblemError::LimitsCross { offer: offer.key.clone() });
        }
    }
    Ok(())
}

impl<K: Ord + Clone> Bounds<K> {
    pub(crate) fn of(problem: &Problem<K>, sorted: &Sorted<'_, K>) -> Self {
        let limits = &problem.limits;
        let helpers = limits.helpers.iter().map(|(helper, limit)| (Limited::Helper(helper.clone()), *limit));
        let systems = limits.systems.iter().map(|(system, limit)| (Limited::System(system.clone()), *limit));
        let who: Vec<_> = helpers.chain(systems).collect();
        if who.is_empty() {
            return Self { who, of: Vec::new() };
        }
        let place = |limited: &Limited<K>| who.binary_search_by(|(one, _)| one.cmp(limited)).ok();
        let of = sorted.offers.iter().map(|offer| {
            let helper = offer.provider.clone().and_then(|provider| place(&Limited::Helper(provider)));
            let system = offer.system.clone().and_then(|system| place(&Limited::System(system)));
            [helper, system]
        });
        let of = of.collect();
        Self { who, of }
    }

    /// The limits that an offer counts for, the helper's first.
    pub(crate) fn of_offer(&self, offer: usize) -> impl Iterator<Item = usize> + use<K> {
        self.of.get(offer).copied().unwrap_or_default().into_iter().flatten()
    }

    /// By offer, its helper's limit, and its system's.
    pub(crate) fn by_offer(&self, offers: usize) -> [Vec<Option<u32>>; 2] {
        let place = |at: usize, which: usize| {
            let limit = self.of.get(at).and_then(|of| of[which]);
            limit.and_then(|limit| u32::try_from(limit).ok())
        };
        [0, 1].map(|which| (0..offers).map(|at| place(at, which)).collect())
    }

    pub(crate) fn who(&self, limit: usize) -> &(Limited<K>, Limit) {
        &self.who[limit]
    }

    pub(crate) const fn count(&self) -> usize {
        self.who.len()
    }

    /// What an offer has at most, if a limit is its alone.
    pub(crate) fn capacities(&self, sorted: &Sorted<'_, K>) -> Vec<i64> {
        let members = self.members(sorted.offers.len());
        let of_offer = sorted.offers.iter().enumerate().map(|(at, offer)| {
            let alone = self.of_offer(at).filter(|limit| members[*limit].len() == 1);
            alone.map(|limit| self.who[limit].1.left()).fold(offer.capacity, i64::min)
        });
        of_offer.collect()
    }

    fn members(&self, offers: usize) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.who.len()];
        for (offer, at) in (0_u32..).zip(0..offers) {
            for limit in self.of_offer(at) {
                members[limit].push(offer);
            }
        }
        members
    }

    /// Adds the limits that can bind to a network of offers with [`Self::capacities`]. One that holds for a single offer is in its
    /// capacity already, and one that is no less than what lies below it never binds.
    pub(crate) fn lay(&self, network: &mut Network) -> Result<(), NetworkError> {
        let members = self.members(network.capacity.len());
        let most = |limit: usize| {
            let sum: i128 = members[limit].iter().map(|offer| i128::from(network.capacity[*offer as usize])).sum();
            sum.min(i128::from(self.who[limit].1.left()))
        };
        let is_helper = |limit: usize| matches!(self.who[limit].0, Limited::Helper(_));
        let binds =
            |limit: usize, through: i128| members[limit].len() > 1 && i128::from(self.who[limit].1.left()) < through;
        // What the offers of each limit can give at most.
        let mut through = vec![0_i128; self.who.len()];
        let mut system_of = vec![None; self.who.len()];
        let mut helped = vec![false; network.capacity.len()];
        for (limit, members) in members.iter().enumerate().filter(|(limit, _)| is_helper(*limit)) {
            let sum: i128 = members.iter().map(|offer| i128::from(network.capacity[*offer as usize])).sum();
            if !binds(limit, sum) {
                continue;
            }
            through[limit] = sum;
            let first = members.first().map_or(0, |offer| *offer as usize);
            system_of[limit] = self.of.get(first).and_then(|of| of[1]);
            if let Some(system) = system_of[limit] {
                through[system] += most(limit);
            }
            for &offer in members {
                helped[offer as usize] = true;
            }
        }
        for (at, of) in self.of.iter().enumerate().filter(|(at, _)| !helped[*at]) {
            if let Some(system) = of[1] {
                through[system] += i128::from(network.capacity[at]);
            }
        }
        let mut group_of = vec![None; self.who.len()];
        for limit in (0..self.who.len()).filter(|limit| !is_helper(*limit) && binds(*limit, through[*limit])) {
            let own = members[limit].iter().copied().filter(|offer| !helped[*offer as usize]);
            let own: Vec<u32> = own.collect();
            group_of[limit] = Some(network.add_group(self.who[limit].1.left(), None, own)?);
        }
        for limit in (0..self.who.len()).filter(|limit| is_helper(*limit) && through[*limit] > 0) {
            let above = system_of[limit].and_then(|system| group_of[system]);
            network.add_group(self.who[limit].1.left(), above, members[limit].iter().copied())?;
        }
        Ok(())
    }
}
