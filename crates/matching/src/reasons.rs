//! Why a demand got fewer helpers than it wanted.

use crate::assignment::Reason;
use crate::candidates::Row;
use crate::problem::{Demand, Offer, Sorted};

/// How many of the best fitting offers a reason names.
const NAMED: usize = 3;

/// Units of each offer that went to each class of urgency.
pub(crate) struct Taken {
    by_offer: Vec<Vec<(u8, u64)>>,
}

impl Taken {
    fn new(offers: usize) -> Self {
        Self { by_offer: vec![Vec::new(); offers] }
    }

    /// What the helpers of each demand take.
    pub(crate) fn by<K>(sorted: &Sorted<'_, K>, helpers: &[Vec<u32>]) -> Self {
        let mut taken = Self::new(sorted.offers.len());
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
    }

    pub(crate) fn used(&self, offer: usize) -> u64 {
        self.by_offer[offer].iter().map(|(_, units)| units).sum()
    }

    /// Units of an offer of this capacity that went to nobody.
    pub(crate) fn left(&self, offer: usize, capacity: i64) -> u64 {
        capacity.unsigned_abs().saturating_sub(self.used(offer))
    }
}

/// The reason for one demand, given the offers that already help it.
pub(crate) fn explain<K: Ord + Clone>(
    demand: &Demand<K>,
    row: &Row,
    helping: &[u32],
    taken: &Taken,
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

/// The condition that was reached last by any offer is the nearest to a remedy.
fn without_candidates<K>(row: &Row) -> Reason<K> {
    let failures = &row.failures;
    if failures.consent_missing > 0 {
        Reason::ConsentMissing { offers: failures.consent_missing }
    } else if failures.kin + failures.superior > 0 {
        Reason::OnlyBarred { kin: failures.kin, superior: failures.superior }
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
