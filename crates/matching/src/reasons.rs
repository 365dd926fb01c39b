//! Why a demand got fewer helpers than it wanted.

use crate::assignment::Reason;
use crate::candidates::Row;
use crate::limits::{Bounds, LimitUse, Limited};
use crate::problem::{Demand, Offer, Sorted};

/// How many of the best fitting offers a reason names.
const NAMED: usize = 3;

/// Units of each offer that went to each class of urgency, and of each limit how many in all.
pub(crate) struct Taken<'a, K> {
    by_offer: Vec<Vec<(u8, u64)>>,
    bounds: &'a Bounds<K>,
    by_limit: Vec<u64>,
}

impl<'a, K: Ord + Clone> Taken<'a, K> {
    fn new(offers: usize, bounds: &'a Bounds<K>) -> Self {
        Self { by_offer: vec![Vec::new(); offers], bounds, by_limit: vec![0; bounds.count()] }
    }

    /// What the helpers of each demand take.
    pub(crate) fn by(sorted: &Sorted<'_, K>, helpers: &[Vec<u32>], bounds: &'a Bounds<K>) -> Self {
        let mut taken = Self::new(sorted.offers.len(), bounds);
        for (demand, helping) in sorted.demands.iter().zip(helpers) {
            for &offer in helping {
                taken.add(offer, demand.urgency);
            }
        }
        taken
    }

    fn add(&mut self, offer: u32, urgency: u8) {
        let classes = &mut self.by_offer[offer as usize];
        match classes.iter_mut().find(|(class, _)| *class == urgency) {
            Some((_, units)) => *units += 1,
            None => classes.push((urgency, 1)),
        }
        for limit in self.bounds.of_offer(offer as usize) {
            self.by_limit[limit] += 1;
        }
    }

    pub(crate) fn used(&self, offer: usize) -> u64 {
        self.by_offer[offer].iter().map(|(_, units)| units).sum()
    }

    /// Units of an offer of this capacity that went to nobody.
    pub(crate) fn left(&self, offer: usize, capacity: i64) -> u64 {
        capacity.unsigned_abs().saturating_sub(self.used(offer))
    }

    /// Units that a limit lets through still.
    fn left_of(&self, limit: usize) -> u64 {
        let (_, stated) = self.bounds.who(limit);
        stated.left().unsigned_abs().saturating_sub(self.by_limit[limit])
    }

    /// The same as [`Self::left`], within the limits.
    pub(crate) fn left_within(&self, offer: usize, capacity: i64) -> u64 {
        self.bounds.of_offer(offer).map(|limit| self.left_of(limit)).fold(self.left(offer, capacity), u64::min)
    }

    /// Whether an offer could give a unit in place of one of another offer: a limit of both is no hindrance.
    pub(crate) fn is_free_for(&self, offer: usize, capacity: i64, instead_of: usize) -> bool {
        let mut limits = self.bounds.of_offer(offer);
        let is_shared = |limit| self.bounds.of_offer(instead_of).any(|other| other == limit);
        self.left(offer, capacity) > 0 && limits.all(|limit| self.left_of(limit) > 0 || is_shared(limit))
    }

    /// The first limit of an offer that lets nothing through any more: its helper's, then its system's.
    fn full(&self, offer: usize) -> Option<usize> {
        self.bounds.of_offer(offer).find(|limit| self.left_of(*limit) == 0)
    }

    /// What became of each limit.
    pub(crate) fn limits(&self) -> Vec<LimitUse<K>> {
        let of = self.by_limit.iter().enumerate().map(|(limit, &used)| {
            let (who, limit) = self.bounds.who(limit).clone();
            LimitUse { who, limit, used }
        });
        of.collect()
    }
}

/// The reason for one demand, given the offers that already help it.
pub(crate) fn explain<K: Ord + Clone>(
    demand: &Demand<K>,
    row: &Row,
    helping: &[u32],
    taken: &Taken<'_, K>,
    offers: &[&Offer<K>],
) -> Reason<K> {
    if row.arcs.is_empty() {
        return without_candidates(row);
    }
    let mut others: Vec<_> =
        row.arcs.iter().filter(|arc| !helping.contains(&arc.offer)).map(|arc| (arc.cost, arc.offer)).collect();
    if others.is_empty() {
        return Reason::TooFewOffers { candidates: row.arcs.len() };
    }
    if let Some(reason) = beyond_limit(&others, taken, offers) {
        return reason;
    }
    let (mut by_more_urgent, mut by_as_urgent) = (0, 0);
    for (_, offer) in &others {
        for &(class, units) in &taken.by_offer[*offer as usize] {
            // A less urgent demand never holds what a more urgent one lacks: to swap them would be a better answer.
            if class < demand.urgency {
                by_more_urgent += units;
            } else {
                by_as_urgent += units;
            }
        }
    }
    let candidates = others.len();
    if candidates > NAMED {
        others.select_nth_unstable(NAMED);
        others.truncate(NAMED);
    }
    others.sort_unstable();
    let named = others.iter().map(|(_, offer)| offers[*offer as usize].key.clone()).collect();
    Reason::CapacityTaken { candidates, by_more_urgent, by_as_urgent, offers: named }
}

/// The reason where an offer that fits, by cost and offer, has capacity left and may not give it.
fn beyond_limit<K: Ord + Clone>(
    others: &[(i64, u32)],
    taken: &Taken<'_, K>,
    offers: &[&Offer<K>],
) -> Option<Reason<K>> {
    let held_back = others.iter().filter(|(_, at)| taken.left(*at as usize, offers[*at as usize].capacity) > 0);
    let (limit, at) = held_back
        .filter_map(|other| Some((other, taken.full(other.1 as usize)?)))
        .min()
        .map(|(other, limit)| (limit, other.1))?;
    let (candidates, offer) = (others.len(), offers[at as usize].key.clone());
    let (who, stated) = taken.bounds.who(limit);
    let most = stated.most;
    Some(match who {
        Limited::Helper(_) => Reason::HelperFull { candidates, offer, most },
        Limited::System(system) => Reason::SystemFull { candidates, offer, system: system.clone(), most },
    })
}

/// The condition that was reached last by any offer is the nearest to a remedy.
fn without_candidates<K>(row: &Row) -> Reason<K> {
    let failures = &row.failures;
    if failures.consent_missing > 0 {
        Reason::ConsentMissing { offers: failures.consent_missing }
    } else if failures.kin + failures.superior > 0 {
        Reason::OnlyBarred { kin: failures.kin, superior: failures.superior }
    } else if failures.helps_already > 0 {
        Reason::TooFewOffers { candidates: failures.helps_already }
    } else if failures.oneself > 0 {
        Reason::OnlyOneself
    } else if let Some((why, offers)) = failures.last_unsuited() {
        Reason::Unsuited { why, offers }
    } else if failures.behind_walls > 0 {
        Reason::BehindWalls { offers: failures.behind_walls }
    } else if failures.outside_area > 0 {
        Reason::OutsideArea { elsewhere: failures.outside_area }
    } else if failures.township_unknown > 0 {
        Reason::TownshipUnknown
    } else if failures.helper_in_hardship + failures.helper_unwilling > 0 {
        Reason::HelpersNotReady { in_hardship: failures.helper_in_hardship, unwilling: failures.helper_unwilling }
    } else if failures.exhausted > 0 {
        Reason::AllExhausted
    } else if failures.expired > 0 {
        Reason::AllExpired
    } else {
        Reason::NoOfferInCategory
    }
}
