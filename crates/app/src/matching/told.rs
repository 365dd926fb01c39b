//! What the matcher answered, as a run keeps it.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Finding, Lack, NextBest, ProposedPair, RunCounts, RunRecruit, RunWall};
use guanai_kernel::ids::{NeedId, OfferId};
use guanai_matching::{Fragmentation, Recruit, WallCell};

use crate::pairing::{Key, Pair, Reason, Unmet};

pub(super) const fn need_of(key: Key) -> Option<NeedId> {
    match key {
        Key::Need(need_id) => Some(need_id),
        Key::Offer(_) | Key::Person(_) => None,
    }
}

pub(super) const fn offer_of(key: Key) -> Option<OfferId> {
    match key {
        Key::Offer(offer_id) => Some(offer_id),
        Key::Need(_) | Key::Person(_) => None,
    }
}

/// A count that a list gave.
fn counted(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A proposed pair; none where its keys are not what they must be.
pub(super) fn proposed(pair: &Pair<Key>, is_by_sharing: bool) -> Option<Finding> {
    let next_best = pair
        .next_best
        .as_ref()
        .and_then(|next| Some(NextBest { offer_id: offer_of(next.offer)?, more: next.more, is_free: next.is_free }));
    let detail = ProposedPair {
        cost: pair.cost,
        parts: pair.parts.iter().map(|part| (part.rule.code().to_owned(), part.amount)).collect(),
        candidates: counted(pair.candidates),
        next_best,
        is_by_sharing,
    };
    Some(Finding::Proposed(offer_of(pair.offer)?, detail))
}

/// Why nobody.
pub(super) fn lack(unmet: &Unmet<Key>) -> Lack {
    let (count, more_urgent) = match &unmet.why {
        Reason::OutsideArea { elsewhere } => (*elsewhere, 0),
        Reason::ConsentMissing { offers } | Reason::BehindWalls { offers } | Reason::Unsuited { offers, .. } => {
            (*offers, 0)
        }
        Reason::HelpersNotReady { in_hardship, unwilling } => (in_hardship + unwilling, 0),
        Reason::OnlyBarred { kin, superior } => (kin + superior, 0),
        Reason::RuledOut { offers } => (*offers, 0),
        Reason::TooFewOffers { candidates } => (*candidates, 0),
        Reason::CapacityTaken { candidates, by_more_urgent, .. } => (*candidates, *by_more_urgent),
        // How many they take on, not how many there are: that is what is read of a limit.
        Reason::HelperFull { most, .. } | Reason::SystemFull { most, .. } => {
            (usize::try_from(*most).unwrap_or(usize::MAX), 0)
        }
        Reason::NoOfferInCategory
        | Reason::AllExpired
        | Reason::AllExhausted
        | Reason::TownshipUnknown
        | Reason::OnlyOneself => (0, 0),
    };
    let offers = match &unmet.why {
        Reason::CapacityTaken { offers, .. } => offers.iter().filter_map(|key| offer_of(*key)).collect(),
        Reason::HelperFull { offer, .. } | Reason::SystemFull { offer, .. } => offer_of(*offer).into_iter().collect(),
        _ => Vec::new(),
    };
    Lack {
        why: unmet.why.code().to_owned(),
        count: counted(count),
        more_urgent,
        offers,
        last_expired_on: unmet.failures.last_expired_on,
        failures: unmet.failures.by_code().map(|(code, count)| (code.to_owned(), counted(count))).collect(),
    }
}

/// The recruiting list of some townships; all of it where none are named.
pub(super) fn recruits(found: Vec<Recruit>, townships: Option<&BTreeSet<String>>) -> Vec<RunRecruit> {
    let is_within = |township: Option<&String>| within(townships, township);
    let found = found.into_iter().filter(|recruit| is_within(recruit.township.as_ref()));
    let told =
        found.map(|Recruit { category, township, serves, unmet }| RunRecruit { category, township, serves, unmet });
    told.collect()
}

/// The walls of some townships; all of them where none are named.
pub(super) fn walls(found: Vec<WallCell>, townships: Option<&BTreeSet<String>>) -> Vec<RunWall> {
    let found = found.into_iter().filter(|cell| within(townships, cell.township.as_ref()));
    let told = found.map(|cell| RunWall {
        category: cell.category,
        township: cell.township,
        needs: cell.demands,
        open: cell.open,
        walled: cell.walled,
        only_by_sharing: cell.only_by_sharing,
    });
    told.collect()
}

pub(super) fn within(townships: Option<&BTreeSet<String>>, township: Option<&String>) -> bool {
    townships.is_none_or(|all| township.is_some_and(|township| all.contains(township)))
}

/// What is counted of the needs that a run is for.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: RunCounts,
    persons: BTreeSet<Key>,
    persons_walled: BTreeSet<Key>,
}

impl Tally {
    /// A need that was looked for: how urgent its class is, whose it is, and when it is served.
    pub fn looked_for(&mut self, urgency: u8, person: Key, served: Served) {
        let is_proposed = matches!(served, Served::Anyway | Served::BySharing);
        self.counts.needs += 1;
        self.counts.urgent += u64::from(urgency == 0);
        self.counts.urgent_proposed += u64::from(urgency == 0 && is_proposed);
        if is_proposed {
            self.counts.proposed += 1;
            self.persons.insert(person);
        } else {
            self.counts.unmet += 1;
        }
        if matches!(served, Served::Anyway | Served::ByWalls) {
            self.counts.walled += 1;
            self.persons_walled.insert(person);
        }
    }

    /// A need that somebody is proposed for, and not everybody whom it lacks.
    pub const fn partly(&mut self) {
        self.counts.partly += 1;
    }

    /// A need without a category.
    pub const fn without_category(&mut self) {
        self.counts.needs += 1;
        self.counts.without_category += 1;
    }

    /// The figures.
    pub fn finish(self, arranged: usize, offers: usize, set_aside: usize) -> RunCounts {
        RunCounts {
            arranged: counted(arranged),
            offers: counted(offers),
            set_aside: counted(set_aside),
            persons: counted(self.persons.len()),
            persons_walled: counted(self.persons_walled.len()),
            ..self.counts
        }
    }
}

/// Which needs are served with walls and which without.
pub(super) struct Sharing {
    by_sharing: BTreeSet<Key>,
    by_walls: BTreeSet<Key>,
}

impl Sharing {
    pub fn of(price: &Fragmentation<Key>) -> Self {
        Self {
            by_sharing: price.only_by_sharing.iter().copied().collect(),
            by_walls: price.only_by_walls.iter().copied().collect(),
        }
    }

    /// When a need is served, of which is known whether it is served without walls.
    pub fn served(&self, need: Key, is_proposed: bool) -> Served {
        match is_proposed {
            true if self.by_sharing.contains(&need) => Served::BySharing,
            true => Served::Anyway,
            false if self.by_walls.contains(&need) => Served::ByWalls,
            false => Served::Never,
        }
    }
}

/// When a need is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Served {
    /// With walls and without.
    Anyway,
    /// Only because systems help one another.
    BySharing,
    /// Only if none did: what would help it goes to somebody else.
    ByWalls,
    /// Not at all.
    Never,
}

/// Pairs by need.
pub(super) fn by_need(pairs: &[Pair<Key>]) -> BTreeMap<Key, Vec<&Pair<Key>>> {
    let mut found: BTreeMap<Key, Vec<&Pair<Key>>> = BTreeMap::new();
    for pair in pairs {
        found.entry(pair.demand).or_default().push(pair);
    }
    found
}
