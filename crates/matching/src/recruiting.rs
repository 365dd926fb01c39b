//! What would help most: how many more one would serve with more helpers of a category in a township (the recruiting list).
//!
//! **Exact.** How many are served is a maximum flow, and a maximum flow grows one for one with the capacity of a single new offer until
//! it stops: its value is the lesser of two cuts, one of which grows with that capacity and one does not. So the number that
//! stands here holds for each of the first helpers: each serves exactly one demand more, and one beyond them serves nobody.
//! It is found by letting the served of today change hands: an unmet demand may take the place of one that the new helper
//! could serve instead. Costs play no part, because service comes before cost.
//!
//! Limits over several offers are kept, and what they free is counted: once the new helper took somebody off the hands of one who is full,
//! that one may help somebody else by any of their offers, and where a system was full, so may any helper of it who is not.
//!
//! **Soon.** Whom a thought of helper could serve is asked once for each row of demands that no condition tells apart. Those of
//! them who lack somebody are counted, not searched; ways are searched backwards from the few who are served, and taken back
//! before the next category and township.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::Assignment;
use crate::candidates::{Candidates, check, list};
use crate::limits::Bounds;
use crate::problem::{Area, Demand, Offer, Problem, ProblemError, Readiness, Sorted};
use crate::terms::{Terms, suiting};

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
/// whose system is not known, and who has whatever skills and languages each of the demands asks for.
pub fn recruiting<K: Ord + Clone>(
    problem: &Problem<K>,
    assignment: &Assignment<K>,
) -> Result<Vec<Recruit>, ProblemError<K>> {
    let sorted = problem.sort()?;
    let candidates = list(problem, &sorted);
    let mut hands = Hands::of(problem, &sorted, &candidates, assignment);
    if hands.lacking.iter().all(|lacking| *lacking == 0) {
        return Ok(Vec::new());
    }
    let unmet = count_unmet(&sorted, &hands.lacking);
    let mut recruits = Vec::new();
    for (category, township) in cells(&sorted) {
        let Some(mut offer) = thought_of(&sorted, &category, township.as_deref()) else { continue };
        let open: Vec<bool> = hands
            .members
            .iter()
            .map(|members| members.first().map(|demand| sorted.demands[*demand as usize]))
            .map(|one| {
                one.is_some_and(|demand| {
                    if offer.terms.skills.len() + offer.terms.languages.len() > 0 || asks_something(demand) {
                        offer.terms = suiting(&demand.asks);
                    }
                    check(problem, demand, &offer, false).is_ok()
                })
            })
            .collect();
        let serves = hands.gain(&candidates, &open);
        if serves > 0 {
            let unmet = unmet.get(&(category.as_str(), township.as_deref())).copied().unwrap_or(0);
            recruits.push(Recruit { category, township, serves, unmet });
        }
    }
    recruits.sort_by(|a, b| {
        let order = |r: &Recruit| (std::cmp::Reverse(r.serves), r.township.is_none());
        order(a).cmp(&order(b)).then_with(|| a.cmp(b))
    });
    Ok(recruits)
}

/// Demands that lack somebody, by category and township, and by category in the whole county.
fn count_unmet<'a, K>(sorted: &Sorted<'a, K>, lacking: &[u32]) -> BTreeMap<(&'a str, Option<&'a str>), u64> {
    let mut unmet = BTreeMap::new();
    for (demand, _) in sorted.demands.iter().zip(lacking).filter(|(_, lacking)| **lacking > 0) {
        *unmet.entry((demand.category.as_str(), None)).or_default() += 1;
        if let Some(township) = demand.township.as_deref() {
            *unmet.entry((demand.category.as_str(), Some(township))).or_default() += 1;
        }
    }
    unmet
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
        carries: 0,
        area: township.map_or(Area::Everywhere, |township| Area::Township(township.to_owned())),
        valid_until: None,
        provider: None,
        system: None,
        kind: String::new(),
        needs_contact: true,
        readiness: Readiness::Ready,
        terms: Terms::default(),
    })
}

fn asks_something<K>(demand: &Demand<K>) -> bool {
    !demand.asks.skills.is_empty() || !demand.asks.languages.is_empty()
}

/// Who holds what: the flow of service.
struct Hands {
    /// By demand, the offers that help it.
    helping: Vec<Vec<u32>>,
    /// By demand, how many helpers it lacks.
    lacking: Vec<u32>,
    /// By row, its demands.
    members: Vec<Vec<u32>>,
    /// By row, those of them that lack somebody, who lacks most first; and those that somebody helps now.
    short: Vec<Vec<u32>>,
    served: Vec<Vec<u32>>,
    /// By offer, the rows that lead there.
    rows_of: Vec<Vec<u32>>,
    /// What is left within limits; none where there are no limits.
    room: Option<Room>,
}

/// One change of hands: a demand let go of one offer and another took one, the same or, within a limit that was reached, another; it may
/// have had nobody before.
struct Passed {
    freed: u32,
    taken: u32,
    from: u32,
    to: u32,
    is_first: bool,
}

/// How a demand came by an offer: `from` let go of `freed`, which left room for `offer`.
#[derive(Clone, Copy)]
struct Step {
    from: u32,
    freed: u32,
    offer: u32,
}

type CameFrom = BTreeMap<u32, Step>;

/// What is left of offers, and within limits over several of them.
struct Room {
    /// By offer, its helper's limit and its system's.
    of: Vec<[Option<u32>; 2]>,
    /// By offer, how many it could help beside those it helps.
    slack: Vec<i64>,
    /// By limit, how many more it lets through.
    left: Vec<i64>,
    /// By limit, its offers.
    members: Vec<Vec<u32>>,
}

impl Room {
    /// As it is before anybody is helped.
    fn of<K: Ord + Clone>(problem: &Problem<K>, sorted: &Sorted<'_, K>) -> Option<Self> {
        let bounds = Bounds::of(problem, sorted);
        if bounds.count() == 0 {
            return None;
        }
        let [helpers, systems] = bounds.by_offer(sorted.offers.len());
        let of: Vec<[Option<u32>; 2]> = helpers.into_iter().zip(systems).map(|(one, other)| [one, other]).collect();
        let mut members = vec![Vec::new(); bounds.count()];
        for (offer, limits) in (0..).zip(&of) {
            for limit in limits.iter().flatten() {
                members[*limit as usize].push(offer);
            }
        }
        let left = (0..bounds.count()).map(|limit| bounds.who(limit).1.left()).collect();
        Some(Self { of, slack: sorted.offers.iter().map(|offer| offer.capacity).collect(), left, members })
    }

    /// Takes so many units of an offer, and of its limits.
    fn take(&mut self, offer: u32, units: i64) {
        self.slack[offer as usize] -= units;
        for limit in self.of[offer as usize].into_iter().flatten() {
            self.left[limit as usize] -= units;
        }
    }

    /// The offers that could help one more if an offer helped one less: those of a helper who is full, and where the system is full
    /// those of its helpers who are not. Each limit is looked at once in a search: all its offers lead to the same.
    fn opened_by(&self, freed: u32, seen: &mut Seen) -> Vec<u32> {
        let [helper, system] = self.of[freed as usize];
        let mut opened = Vec::new();
        let mut look_at = |limit: Option<u32>, may: &dyn Fn(u32) -> bool| {
            let Some(limit) = limit.filter(|limit| self.left[*limit as usize] <= 0 && !seen.limits[*limit as usize])
            else {
                return;
            };
            seen.mark(Place::Limit(limit));
            let free = self.members[limit as usize].iter().copied();
            opened.extend(free.filter(|offer| *offer != freed && self.slack[*offer as usize] > 0 && may(*offer)));
        };
        look_at(helper, &|_| true);
        look_at(system, &|offer| {
            let [other, _] = self.of[offer as usize];
            other.is_none_or(|other| self.left[other as usize] > 0)
        });
        opened
    }
}

/// Whether somebody of a row who lacks help can take an offer.
enum Taker {
    Found(u32),
    /// Whoever lacks more holds this offer already.
    OnlyOthers,
    None,
}

/// What the searches for one category and township have seen and used up.
struct Seen {
    demands: Vec<bool>,
    /// Every demand of the row was looked at.
    rows: Vec<bool>,
    /// Every offer within the limit was looked at.
    limits: Vec<bool>,
    /// Marked by the search under way; what a search saw in vain stays marked: no way leads there later either, because no change
    /// of hands can leave what no way enters.
    trail: Vec<Place>,
    /// How many helpers a demand has found by a change of hands.
    found: BTreeMap<u32, u32>,
}

#[derive(Clone, Copy)]
enum Place {
    Demand(u32),
    Row(u32),
    Limit(u32),
}

impl Hands {
    fn of<K: Ord + Clone>(
        problem: &Problem<K>,
        sorted: &Sorted<'_, K>,
        candidates: &Candidates,
        assignment: &Assignment<K>,
    ) -> Self {
        let demands: BTreeMap<&K, u32> = (0..).zip(&sorted.demands).map(|(at, demand)| (&demand.key, at)).collect();
        let offers: BTreeMap<&K, u32> = (0..).zip(&sorted.offers).map(|(at, offer)| (&offer.key, at)).collect();
        let rows = candidates.rows.len();
        let mut hands = Self {
            helping: vec![Vec::new(); demands.len()],
            lacking: sorted.demands.iter().map(|demand| demand.wanted).collect(),
            members: vec![Vec::new(); rows],
            short: vec![Vec::new(); rows],
            served: vec![Vec::new(); rows],
            rows_of: vec![Vec::new(); offers.len()],
            room: Room::of(problem, sorted),
        };
        for pair in &assignment.pairs {
            let (Some(&demand), Some(&offer)) = (demands.get(&pair.demand), offers.get(&pair.offer)) else { continue };
            hands.helping[demand as usize].push(offer);
            if let Some(room) = &mut hands.room {
                room.take(offer, 1);
            }
            let lacking = &mut hands.lacking[demand as usize];
            *lacking = lacking.saturating_sub(1);
        }
        for (demand, &row) in (0..).zip(&candidates.row_of) {
            hands.members[row].push(demand);
            if hands.lacking[demand as usize] > 0 {
                hands.short[row].push(demand);
            }
            if !hands.helping[demand as usize].is_empty() {
                hands.served[row].push(demand);
            }
        }
        for short in &mut hands.short {
            short.sort_by_key(|demand| std::cmp::Reverse(hands.lacking[*demand as usize]));
        }
        for (row, listed) in (0..).zip(&candidates.rows) {
            for arc in &listed.arcs {
                hands.rows_of[arc.offer as usize].push(row);
            }
        }
        hands
    }

    /// How many more are served with as many units as can be used of an offer that could serve the demands of the `open` rows.
    fn gain(&mut self, candidates: &Candidates, open: &[bool]) -> u64 {
        let open_rows = || open.iter().enumerate().filter(|(_, open)| **open).map(|(row, _)| row);
        // Those whom the new helper serves directly: their way needs no search.
        let mut gain: u64 = open_rows().map(|row| self.short[row].len() as u64).sum();
        let givers = open_rows().flat_map(|row| &self.served[row]).copied();
        let givers: Vec<u32> = givers.filter(|giver| self.lacking[*giver as usize] == 0).collect();
        let mut seen = Seen {
            demands: vec![false; self.helping.len()],
            rows: vec![false; self.short.len()],
            limits: vec![false; self.room.as_ref().map_or(0, |room| room.left.len())],
            trail: Vec::new(),
            found: BTreeMap::new(),
        };
        let mut log = Vec::new();
        for giver in givers {
            if self.hand_on(giver, candidates, open, &mut seen, &mut log) {
                gain += 1;
            }
        }
        for Passed { freed, taken, from, to, is_first } in log.into_iter().rev() {
            self.pass((taken, to), (freed, from));
            if is_first {
                self.served[candidates.row_of[to as usize]].pop();
            }
        }
        gain
    }

    /// Finds somebody who lacks help and can have, over some changes of hands, what the new helper frees at `giver`.
    fn hand_on(
        &mut self,
        giver: u32,
        candidates: &Candidates,
        open: &[bool],
        seen: &mut Seen,
        log: &mut Vec<Passed>,
    ) -> bool {
        if seen.demands[giver as usize] {
            return false;
        }
        seen.trail.clear();
        seen.mark(Place::Demand(giver));
        let mut came_from = CameFrom::new();
        let mut stack = vec![giver];
        while let Some(from) = stack.pop() {
            for at in 0..self.helping[from as usize].len() {
                let freed = self.helping[from as usize][at];
                let beside = self.room.as_ref().map(|room| room.opened_by(freed, seen)).unwrap_or_default();
                for offer in std::iter::once(freed).chain(beside) {
                    let step = Step { from, freed, offer };
                    if let Some(taker) = self.look(step, open, seen, &mut came_from, &mut stack) {
                        *seen.found.entry(taker).or_default() += 1;
                        seen.forget();
                        self.pass_along(giver, taker, &came_from, candidates, log);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Somebody who lacks help and could take an offer; else whoever holds another and could take it is put on the stack.
    fn look(
        &self,
        step: Step,
        open: &[bool],
        seen: &mut Seen,
        came_from: &mut CameFrom,
        stack: &mut Vec<u32>,
    ) -> Option<u32> {
        let offer = step.offer;
        for &row in &self.rows_of[offer as usize] {
            if seen.rows[row as usize] {
                continue;
            }
            let mut is_whole = match self.taker(row as usize, offer, open[row as usize], &seen.found) {
                Taker::Found(taker) => {
                    came_from.insert(taker, step);
                    return Some(taker);
                }
                Taker::OnlyOthers => false,
                Taker::None => true,
            };
            for &holder in &self.served[row as usize] {
                if seen.demands[holder as usize] {
                    continue;
                }
                if self.helping[holder as usize].contains(&offer) {
                    is_whole = false; // another offer may reach it
                    continue;
                }
                seen.mark(Place::Demand(holder));
                came_from.insert(holder, step);
                stack.push(holder);
            }
            if is_whole {
                seen.mark(Place::Row(row));
            }
        }
        None
    }

    /// Somebody of a row who still lacks help, and does not hold this offer.
    fn taker(&self, row: usize, offer: u32, is_open: bool, found: &BTreeMap<u32, u32>) -> Taker {
        let mut taker = Taker::None;
        for &demand in &self.short[row] {
            let lacks = self.lacking[demand as usize] - u32::from(is_open);
            if lacks == 0 {
                break; // so do all that follow
            }
            if lacks <= found.get(&demand).copied().unwrap_or(0) {
                continue;
            }
            if !self.helping[demand as usize].contains(&offer) {
                return Taker::Found(demand);
            }
            taker = Taker::OnlyOthers;
        }
        taker
    }

    /// Along the way back from `last`, each came_from its offer to whoever could have it.
    fn pass_along(
        &mut self,
        giver: u32,
        last: u32,
        came_from: &CameFrom,
        candidates: &Candidates,
        log: &mut Vec<Passed>,
    ) {
        let mut to = last;
        while to != giver {
            let Some(&Step { from, freed, offer: taken }) = came_from.get(&to) else { return };
            let is_first = to == last && self.helping[to as usize].is_empty();
            if is_first {
                self.served[candidates.row_of[to as usize]].push(to);
            }
            self.pass((freed, from), (taken, to));
            log.push(Passed { freed, taken, from, to, is_first });
            to = from;
        }
    }

    /// One demand lets go of an offer, and another takes one.
    fn pass(&mut self, (freed, from): (u32, u32), (taken, to): (u32, u32)) {
        self.helping[from as usize].retain(|held| *held != freed);
        self.helping[to as usize].push(taken);
        if let Some(room) = &mut self.room {
            room.take(freed, -1);
            room.take(taken, 1);
        }
    }
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
            Place::Row(at) => self.rows[at as usize] = is_seen,
            Place::Limit(at) => self.limits[at as usize] = is_seen,
        }
    }
}
