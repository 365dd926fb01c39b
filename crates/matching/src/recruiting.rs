//! What would help most: how many more one would serve with more helpers of a category in a township (the recruiting list).
//!
//! **Exact.** How many are served is a maximum flow, and a maximum flow grows one for one with the capacity of a single new offer until
//! it stops: its value is the lesser of two cuts, one of which grows with that capacity and one does not. So the number that
//! stands here holds for each of the first helpers: each serves exactly one demand more, and one beyond them serves nobody.
//! It is found by letting the served of today change hands: an unmet demand may take the place of one that the new helper
//! could serve instead. Costs play no part, because service comes before cost.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::Assignment;
use crate::candidates::{Candidates, check, list};
use crate::problem::{Area, Offer, Problem, ProblemError, Readiness, Sorted};

/// More helpers that would serve more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recruit {
    /// What they would help with: a category of demands.
    pub category: String,
    /// For which township; none is the whole county.
    pub township: Option<String>,
    /// How many units of such help would each serve one demand more; at least 1.
    pub serves: u64,
    /// How many demands of this category are unmet there today; that `serves` is more means that others could then be helped by
    /// whoever helps here now.
    pub unmet: u64,
}

/// The list, the most helpful first; then townships before the whole county, by category and township.
///
/// `assignment` must be the answer to `problem`. A helper is thought of as one who learns contact data, who is nobody's kin,
/// and whose system is not known.
pub fn recruiting<K: Ord + Clone>(
    problem: &Problem<K>,
    assignment: &Assignment<K>,
) -> Result<Vec<Recruit>, ProblemError<K>> {
    let sorted = problem.sort()?;
    let candidates = list(problem, &sorted);
    let today = Hands::of(&sorted, assignment);
    if today.lacking.iter().all(|lacking| *lacking == 0) {
        return Ok(Vec::new());
    }
    let mut recruits = Vec::new();
    for (category, township) in cells(&sorted) {
        let offer = thought_of(&sorted, &category, township.as_deref());
        let Some(offer) = offer else { continue };
        let eligible: Vec<bool> =
            sorted.demands.iter().map(|demand| check(problem, demand, &offer, false).is_ok()).collect();
        let serves = today.clone().gain(&candidates, eligible);
        if serves > 0 {
            let here = |at: usize| {
                let demand = sorted.demands[at];
                demand.category == category && (township.is_none() || demand.township == township)
            };
            let unmet = today.lacking.iter().enumerate().filter(|(at, lacking)| **lacking > 0 && here(*at)).count();
            recruits.push(Recruit { category, township, serves, unmet: unmet as u64 });
        }
    }
    recruits.sort_by(|a, b| {
        let order = |r: &Recruit| (std::cmp::Reverse(r.serves), r.township.is_none());
        order(a).cmp(&order(b)).then_with(|| a.cmp(b))
    });
    Ok(recruits)
}

/// Each category with each township where somebody wants help, and with the whole county.
fn cells<K>(sorted: &Sorted<'_, K>) -> BTreeSet<(String, Option<String>)> {
    let townships: BTreeSet<Option<&String>> =
        sorted.demands.iter().map(|d| d.township.as_ref()).chain([None]).collect();
    let categories: BTreeSet<&String> = sorted.demands.iter().map(|d| &d.category).collect();
    let pairs = categories.iter().flat_map(|c| townships.iter().map(|t| ((*c).clone(), t.cloned())));
    pairs.collect()
}

/// An offer of the category for the township. It has a key of somebody's only because it must have one: nothing looks at it.
fn thought_of<K: Clone>(sorted: &Sorted<'_, K>, category: &str, township: Option<&str>) -> Option<Offer<K>> {
    Some(Offer {
        key: sorted.demands.first()?.key.clone(),
        categories: BTreeSet::from([category.to_owned()]),
        capacity: 1,
        area: township.map_or(Area::Everywhere, |township| Area::Township(township.to_owned())),
        valid_until: None,
        provider: None,
        system: None,
        kind: String::new(),
        needs_contact: true,
        readiness: Readiness::Ready,
    })
}

/// Who holds what: the flow of service.
#[derive(Clone)]
struct Hands {
    /// By demand, the offers that help it.
    helping: Vec<Vec<u32>>,
    /// By offer, the demands it helps.
    holders: Vec<Vec<u32>>,
    /// By demand, how many helpers it lacks.
    lacking: Vec<u32>,
}

impl Hands {
    fn of<K: Ord>(sorted: &Sorted<'_, K>, assignment: &Assignment<K>) -> Self {
        let demands: BTreeMap<&K, u32> = (0..).zip(&sorted.demands).map(|(at, demand)| (&demand.key, at)).collect();
        let offers: BTreeMap<&K, u32> = (0..).zip(&sorted.offers).map(|(at, offer)| (&offer.key, at)).collect();
        let mut hands = Self {
            helping: vec![Vec::new(); demands.len()],
            holders: vec![Vec::new(); offers.len()],
            lacking: sorted.demands.iter().map(|demand| demand.wanted).collect(),
        };
        for pair in &assignment.pairs {
            let (Some(&demand), Some(&offer)) = (demands.get(&pair.demand), offers.get(&pair.offer)) else { continue };
            hands.helping[demand as usize].push(offer);
            hands.holders[offer as usize].push(demand);
            let lacking = &mut hands.lacking[demand as usize];
            *lacking = lacking.saturating_sub(1);
        }
        hands
    }

    /// How many more are served with as many units as can be used of an offer that could serve the `open`.
    fn gain(mut self, candidates: &Candidates, mut open: Vec<bool>) -> u64 {
        let mut seen = Seen {
            demands: vec![false; self.helping.len()],
            offers: vec![false; self.holders.len()],
            rows: vec![false; candidates.rows.len()],
            trail: Vec::new(),
        };
        let mut gain = 0;
        let mut short: Vec<u32> =
            (0..).zip(&self.lacking).filter(|(_, lacking)| **lacking > 0).map(|(at, _)| at).collect();
        // Those whom the new helper serves directly come first: their way needs no search.
        short.sort_by_key(|at| (!open[*at as usize], *at));
        for demand in short {
            while self.lacking[demand as usize] > 0 && self.extend(demand, candidates, &mut open, &mut seen) {
                self.lacking[demand as usize] -= 1;
                gain += 1;
            }
        }
        gain
    }

    /// Finds hands to change so that `start` gets one more helper. What was searched in vain stays seen: no way leads on from
    /// there later either, because no change of hands can enter what no way leaves.
    fn extend(&mut self, start: u32, candidates: &Candidates, open: &mut [bool], seen: &mut Seen) -> bool {
        let mut came_from: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        let mut stack = vec![start];
        if std::mem::take(&mut open[start as usize]) {
            return true;
        }
        seen.trail.clear();
        seen.mark(Place::Demand(start));
        while let Some(demand) = stack.pop() {
            let row = candidates.row_of[demand as usize];
            if seen.rows[row] {
                continue;
            }
            let mut is_whole = true;
            for arc in &candidates.rows[row].arcs {
                if seen.offers[arc.offer as usize] {
                    continue;
                }
                if self.helping[demand as usize].contains(&arc.offer) {
                    is_whole = false;
                    continue;
                }
                seen.mark(Place::Offer(arc.offer));
                for &holder in &self.holders[arc.offer as usize] {
                    if seen.demands[holder as usize] {
                        continue;
                    }
                    came_from.insert(holder, (demand, arc.offer));
                    if std::mem::take(&mut open[holder as usize]) {
                        seen.forget();
                        self.change_hands(start, holder, &came_from);
                        return true;
                    }
                    seen.mark(Place::Demand(holder));
                    stack.push(holder);
                }
            }
            if is_whole {
                seen.mark(Place::Row(row));
            }
        }
        false
    }

    /// Along the way back from `end`, each gives its offer to whoever came for it.
    fn change_hands(&mut self, start: u32, end: u32, came_from: &BTreeMap<u32, (u32, u32)>) {
        let mut giver = end;
        while giver != start {
            let Some(&(taker, offer)) = came_from.get(&giver) else { return };
            self.helping[giver as usize].retain(|held| *held != offer);
            self.helping[taker as usize].push(offer);
            if let Some(place) = self.holders[offer as usize].iter_mut().find(|holder| **holder == giver) {
                *place = taker;
            }
            giver = taker;
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Demand(u32),
    Offer(u32),
    /// Every offer of the row was seen.
    Row(usize),
}

/// What searches have seen, and in what order the last one did.
struct Seen {
    demands: Vec<bool>,
    offers: Vec<bool>,
    rows: Vec<bool>,
    trail: Vec<Place>,
}

impl Seen {
    fn mark(&mut self, place: Place) {
        self.set(place, true);
        self.trail.push(place);
    }

    /// A way was found: what the search saw may be passed again.
    fn forget(&mut self) {
        while let Some(place) = self.trail.pop() {
            self.set(place, false);
        }
    }

    fn set(&mut self, place: Place, is_seen: bool) {
        match place {
            Place::Demand(at) => self.demands[at as usize] = is_seen,
            Place::Offer(at) => self.offers[at as usize] = is_seen,
            Place::Row(at) => self.rows[at] = is_seen,
        }
    }
}
