//! Small problems against every assignment there is.

use std::collections::{BTreeMap, BTreeSet};

use guanai_matching::candidates::screen;
use guanai_matching::{
    Across, Area, Assignment, Demand, Guardian, Limit, Limits, Load, Offer, Pair, Problem, Readiness, Side, Tilt,
    Walls, solve,
};
use proptest::prelude::*;

use crate::drawn::any_problem;

/// The objective, said again from the pairs alone; less is better. Service is negated; load is the
/// sum of squares where it counts; cost is in parts of a point, of which a pair of an earlier answer takes one; the places are those of the units
/// served, by class, number of the helper, key: of two lists of equal length the lower one serves lower keys first.
pub type Objective = (Vec<i64>, i64, i128, Vec<(u8, usize, u8, String)>);

/// Parts of a cost point: more than pairs of an earlier answer are ever kept.
const PARTS: i128 = 64;

/// What a pair adds to the objective.
pub fn parts(problem: &Problem<String>, demand: &str, offer: &str, cost: i128) -> i128 {
    cost * PARTS - i128::from(problem.start.contains(&(demand.to_owned(), offer.to_owned())))
}

/// What one pair costs, or `None` where it must not be: written apart from the crate's own screening.
pub fn naive_cost(problem: &Problem<String>, demand: &Demand<String>, offer: &Offer<String>) -> Option<i128> {
    let costs = &problem.costs;
    let no_others = BTreeMap::new();
    let others = costs.substitutes.get(&demand.category).unwrap_or(&no_others);
    let category = if offer.categories.contains(&demand.category) {
        0
    } else {
        offer.categories.iter().filter_map(|category| others.get(category)).copied().min()?
    };
    let lives_in = |township: &String| demand.township.as_ref() == Some(township);
    let area = match &offer.area {
        Area::Everywhere => costs.county_wide,
        Area::Township(one) if lives_in(one) => costs.own_township,
        Area::Townships(many) if many.iter().any(lives_in) => costs.shared_townships,
        Area::Township(_) | Area::Townships(_) => return None,
    };
    let over = offer.valid_until.is_some_and(|until| until < problem.on) || offer.capacity == 0;
    let oneself = offer.provider.as_ref() == Some(&demand.beneficiary);
    let barred = offer.provider.iter().chain([&offer.key]).any(|who| demand.barred.contains_key(who));
    let ready = offer.readiness == Readiness::Ready;
    if over || oneself || barred || !ready || (offer.needs_contact && !demand.consents_to_contact) {
        return None;
    }
    let crosses = demand.system.is_some() && offer.system.is_some() && demand.system != offer.system;
    if crosses && problem.walls == Walls::BetweenSystems {
        return None;
    }
    if !naively_suited(problem, demand, offer) {
        return None;
    }
    let keeps = problem.existing.contains(&(demand.key.clone(), offer.key.clone()));
    let system = if crosses { costs.other_system } else { 0 };
    let kind = costs.kinds.get(&offer.kind).copied().unwrap_or(0);
    let bonus = if keeps { costs.keeps_pair } else { 0 };
    let km = naive_metres(demand, offer).map_or(0, |metres| metres / 1_000);
    Some([category, area, system, kind, bonus, costs.per_km * km].into_iter().map(i128::from).sum())
}

/// How far it is, which the kernel holds against the great circle.
fn naive_metres(demand: &Demand<String>, offer: &Offer<String>) -> Option<i64> {
    let (here, there) = (demand.asks.place?, offer.terms.place?);
    i64::try_from(here.metres_to(there)).ok()
}

fn naively_suited(problem: &Problem<String>, demand: &Demand<String>, offer: &Offer<String>) -> bool {
    let (asks, terms) = (&demand.asks, &offer.terms);
    let begins = asks.from.filter(|from| *from > problem.on).unwrap_or(problem.on);
    let ends = asks.until.filter(|until| *until > begins).unwrap_or(begins);
    let in_time = terms.from.is_none_or(|from| from <= begins) && offer.valid_until.is_none_or(|until| until >= ends);
    let near = match (terms.reach_m, naive_metres(demand, offer)) {
        (None, _) => true,
        (Some(reach), Some(metres)) => metres <= i64::from(reach),
        (Some(_), None) => false,
    };
    let across = match terms.across {
        Across::Either => true,
        Across::OtherSide => terms.side.is_some() && asks.side.is_some() && terms.side != asks.side,
    };
    let skilled = asks.skills.iter().all(|skill| match terms.skills.get(skill) {
        Some(Some(until)) => *until >= ends,
        Some(None) => true,
        None => false,
    });
    let speaks = asks.languages.is_empty() || asks.languages.iter().any(|language| terms.languages.contains(language));
    let meant = terms.only_for.is_empty() || terms.only_for.iter().any(|group| asks.groups.contains(group));
    in_time && near && across && skilled && speaks && meant && asks.guardian != Guardian::Missing
}

/// The same, of the one offer that counts of each person's where several helpers are wanted.
pub fn naive_fit(problem: &Problem<String>, demand: &Demand<String>, offer: &Offer<String>) -> Option<i128> {
    let own = naive_cost(problem, demand, offer)?;
    let is_better = |other: &&Offer<String>| {
        let cost = naive_cost(problem, demand, other);
        other.provider == offer.provider && cost.is_some_and(|cost| (cost, &other.key) < (own, &offer.key))
    };
    let has_better = offer.provider.is_some() && problem.offers.iter().any(|other| is_better(&other));
    (demand.wanted == 1 || !has_better).then_some(own)
}

pub fn objective(problem: &Problem<String>, served: &[usize], used: &[i64], cost: i128) -> Objective {
    let squares = problem.offers.iter().zip(used).map(|(offer, used)| (i64::from(offer.carries) + used).pow(2));
    let uneven = if problem.load == Load::Even { squares.sum() } else { 0 };
    let mut service = vec![0; 18];
    let mut places = Vec::new();
    for (demand, &served) in problem.demands.iter().zip(served) {
        for helper in (0..served).map(|helper| helper + demand.has as usize) {
            let rank = u8::from(problem.tilt == Tilt::RuralFirst && demand.asks.side != Some(Side::Rural));
            service[(usize::from(demand.urgency) * 3 + helper) * 2 + usize::from(rank)] -= 1;
            places.push((demand.urgency, helper, rank, demand.key.clone()));
        }
    }
    places.sort();
    (service, uneven, cost, places)
}

/// Whether no helper and no system carries more than it takes on, counted offer by offer.
pub fn within_limits(problem: &Problem<String>, used: &[i64]) -> bool {
    let sum = |is: &dyn Fn(&Offer<String>) -> bool| {
        problem.offers.iter().zip(used).filter(|(offer, _)| is(offer)).map(|(_, used)| *used).sum::<i64>()
    };
    let fits = |limit: &Limit, sum: i64| sum == 0 || i64::from(limit.taken) + sum <= i64::from(limit.most);
    let limits = &problem.limits;
    limits.helpers.iter().all(|(helper, limit)| fits(limit, sum(&|offer| offer.provider.as_ref() == Some(helper))))
        && limits.systems.iter().all(|(system, limit)| fits(limit, sum(&|offer| offer.system.as_ref() == Some(system))))
}

/// Tries every set of helpers for the demand at `served.len()`, then for the rest.
fn try_all(
    problem: &Problem<String>,
    left: &mut Vec<i64>,
    served: &mut Vec<usize>,
    cost: i128,
    table: &[Vec<Option<i128>>],
    forced: &BTreeSet<(usize, usize)>,
    best: &mut Option<Objective>,
) {
    let at = served.len();
    let Some(demand) = problem.demands.get(at) else {
        let used: Vec<i64> =
            problem.offers.iter().zip(left.iter()).map(|(offer, left)| offer.capacity - left).collect();
        if !within_limits(problem, &used) {
            return;
        }
        let found = objective(problem, served, &used, cost);
        if best.as_ref().is_none_or(|best| found < *best) {
            *best = Some(found);
        }
        return;
    };
    for set in 0_u32..1 << problem.offers.len() {
        let helpers: Vec<usize> = (0..problem.offers.len()).filter(|offer| set & (1 << offer) != 0).collect();
        let sum: Option<i128> = helpers.iter().map(|&offer| table[at][offer]).sum();
        let is_forced = forced.range((at, 0)..(at + 1, 0)).all(|(_, offer)| helpers.contains(offer));
        let fits = helpers.len() <= demand.wanted as usize && helpers.iter().all(|&offer| left[offer] > 0);
        let (Some(sum), true, true) = (sum, fits, is_forced) else {
            continue;
        };
        for &offer in &helpers {
            left[offer] -= 1;
        }
        served.push(helpers.len());
        try_all(problem, left, served, cost + sum, table, forced, best);
        served.pop();
        for &offer in &helpers {
            left[offer] += 1;
        }
    }
}

pub fn brute_force(problem: &Problem<String>) -> Objective {
    best_with(problem, &BTreeSet::new(), &BTreeSet::new()).expect("to serve nobody is always possible")
}

/// The best answer without the forbidden pairs and with the forced ones, by places in the lists; none where that cannot be.
pub fn best_with(
    problem: &Problem<String>,
    forbidden: &BTreeSet<(usize, usize)>,
    forced: &BTreeSet<(usize, usize)>,
) -> Option<Objective> {
    let mut table: Vec<Vec<_>> = problem
        .demands
        .iter()
        .map(|demand| {
            let fit = |offer: &Offer<String>| {
                Some(parts(problem, &demand.key, &offer.key, naive_fit(problem, demand, offer)?))
            };
            problem.offers.iter().map(fit).collect()
        })
        .collect();
    for &(demand, offer) in forbidden {
        table[demand][offer] = None;
    }
    let mut best = None;
    let mut left = problem.offers.iter().map(|offer| offer.capacity).collect();
    try_all(problem, &mut left, &mut Vec::new(), 0, &table, forced, &mut best);
    best
}

/// The answer's objective, after checking each pair against the problem.
pub fn answered(problem: &Problem<String>, answer: &Assignment<String>) -> Result<Objective, TestCaseError> {
    let mut served = vec![0; problem.demands.len()];
    let mut used: BTreeMap<&String, i64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let (mut cost, mut in_parts) = (0, 0);
    for pair in &answer.pairs {
        let at = problem.demands.iter().position(|demand| demand.key == pair.demand).expect("a demand of the problem");
        let offer = problem.offers.iter().find(|offer| offer.key == pair.offer).expect("an offer of the problem");
        prop_assert_eq!(naive_cost(problem, &problem.demands[at], offer), Some(i128::from(pair.cost)));
        prop_assert_eq!(pair.parts.iter().map(|part| part.amount).sum::<i64>(), pair.cost);
        prop_assert!(seen.insert((&pair.demand, &pair.offer)), "helpers are distinct");
        served[at] += 1;
        *used.entry(&pair.offer).or_default() += 1;
        cost += i128::from(pair.cost);
        in_parts += parts(problem, &pair.demand, &pair.offer, i128::from(pair.cost));
    }
    prop_assert_eq!(answer.cost, cost);
    for (entry, offer) in answer.offers.iter().zip(&problem.offers) {
        prop_assert_eq!((&entry.offer, entry.used), (&offer.key, used.get(&offer.key).copied().unwrap_or(0)));
        let expired = offer.valid_until.is_some_and(|until| until < problem.on);
        let most = if expired { 0 } else { offer.capacity - entry.used };
        let is_limited = problem.limits != Limits::default();
        prop_assert!(entry.left == most || (is_limited && entry.left < most));
        prop_assert!(entry.left >= 0);
    }
    for (demand, &served) in problem.demands.iter().zip(&served) {
        let unmet = answer.unmet.iter().find(|unmet| unmet.demand == demand.key);
        prop_assert_eq!(unmet.map(|unmet| unmet.served as usize), (served < demand.wanted as usize).then_some(served));
    }
    let used: Vec<i64> = problem.offers.iter().map(|offer| used.get(&offer.key).copied().unwrap_or(0)).collect();
    prop_assert!(within_limits(problem, &used));
    Ok(objective(problem, &served, &used, in_parts))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_the_best_of_all(problem in any_problem(5, 4)) {
        let answer = solve(&problem).expect("small numbers");
        prop_assert_eq!(answered(&problem, &answer)?, brute_force(&problem));
    }

    #[test]
    fn one_more_unit_of_an_unpriced_offer_changes_nothing(problem in any_problem(5, 4)) {
        let answer = solve(&problem).expect("small numbers");
        let before = answered(&problem, &answer)?;
        for (at, entry) in answer.offers.iter().enumerate().filter(|(_, entry)| entry.price.levels == 0 && entry.price.cost == 0) {
            // An exhausted offer was never in the search: a unit of it is not priced.
            if problem.offers[at].capacity > 0 {
                let mut richer = problem.clone();
                richer.offers[at].capacity += 1;
                let after = answered(&richer, &solve(&richer).expect("small numbers"))?;
                prop_assert_eq!((&after.0, after.1, after.2.div_euclid(PARTS)), (&before.0, before.1, before.2.div_euclid(PARTS)), "{:?}", entry);
            }
        }
    }

    #[test]
    fn screening_in_bulk_is_screening_one_by_one(problem in any_problem(12, 8)) {
        let answer = solve(&problem).expect("small numbers");
        for unmet in &answer.unmet {
            let demand = problem.demands.iter().find(|demand| demand.key == unmet.demand).expect("a demand of the problem");
            let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
            for offer in &problem.offers {
                if let Err(failure) = screen(&problem, demand, offer) {
                    *codes.entry(failure.code()).or_default() += 1;
                }
            }
            prop_assert_eq!(codes, unmet.failures.by_code().collect());
        }
    }

    #[test]
    fn what_an_unmet_demand_lacks_is_not_held_by_a_less_urgent_one(problem in any_problem(14, 8)) {
        let answer = solve(&problem).expect("small numbers");
        let urgency: BTreeMap<&String, u8> = problem.demands.iter().map(|demand| (&demand.key, demand.urgency)).collect();
        for unmet in &answer.unmet {
            let demand = problem.demands.iter().find(|demand| demand.key == unmet.demand).expect("a demand of the problem");
            let helping: BTreeSet<_> = answer.pairs.iter().filter(|pair| pair.demand == demand.key).map(|pair| &pair.offer).collect();
            for offer in problem.offers.iter().filter(|offer| !helping.contains(&offer.key) && naive_fit(&problem, demand, offer).is_some()) {
                let holders: Vec<&Pair<String>> = answer.pairs.iter().filter(|pair| pair.offer == offer.key).collect();
                prop_assert_eq!(i64::try_from(holders.len()).ok(), Some(offer.capacity), "capacity is left beside an unmet demand");
                prop_assert!(holders.iter().all(|pair| urgency[&pair.demand] <= demand.urgency));
            }
        }
    }
}
