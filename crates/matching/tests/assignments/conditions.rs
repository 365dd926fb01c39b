//! Kin, superiors, helpers who may not be asked, walls; and who would come next.

use guanai_matching::{Area, Bar, Readiness, Reason, Walls, solve};
use proptest::prelude::*;

use crate::drawn::{any_problem, demand, offer, problem};
use crate::exact::naive_cost;

#[test]
fn kin_and_superiors_do_not_help_and_are_counted() {
    let mut barred = demand("a");
    barred.barred.insert("person-x".into(), Bar::Kin);
    barred.barred.insert("person-y".into(), Bar::Superior);
    let answer = solve(&problem(vec![barred, demand("b")], vec![offer("x"), offer("y")])).expect("small");
    assert_eq!(answer.unmet[0].why, Reason::OnlyBarred { kin: 1, superior: 1 });
    assert_eq!((answer.unmet[0].failures.kin, answer.unmet[0].failures.superior), (1, 1));
    assert_eq!(answer.pairs[0].demand, "b");
}

#[test]
fn whoever_is_in_hardship_or_unwilling_is_not_asked() {
    let mut offers = vec![offer("x"), offer("y"), offer("z")];
    offers[0].readiness = Readiness::InHardship;
    offers[1].readiness = Readiness::Unwilling;
    offers[2].readiness = Readiness::Unwilling;
    let answer = solve(&problem(vec![demand("a")], offers)).expect("small");
    assert_eq!(answer.unmet[0].why, Reason::HelpersNotReady { in_hardship: 1, unwilling: 2 });
}

#[test]
fn walls_part_known_systems_only() {
    let mut rural = demand("a");
    rural.system = Some("rural".into());
    let mut other = offer("x");
    other.system = Some("enterprise".into());
    let mut walled = problem(vec![rural, demand("b")], vec![other]);
    walled.walls = Walls::BetweenSystems;
    let answer = solve(&walled).expect("small");
    assert_eq!(answer.pairs[0].demand, "b", "whose system is not known stands outside the walls");
    assert_eq!(answer.unmet[0].why, Reason::BehindWalls { offers: 1 });
    walled.walls = Walls::Open;
    assert_eq!(solve(&walled).expect("small").pairs[0].demand, "a");
}

#[test]
fn a_pair_names_who_would_come_next_and_whether_they_are_free() {
    let mut offers = ["x", "y"].map(offer).to_vec();
    offers[0].area = Area::Township("east".into());
    let mut two = problem(["a", "b"].map(demand).to_vec(), offers);
    two.costs.county_wide = 5;
    let answer = solve(&two).expect("small");
    let next: Vec<_> = answer.pairs.iter().map(|pair| pair.next_best.clone().expect("two offers")).collect();
    assert_eq!((next[0].offer.as_str(), next[0].more, next[0].is_free), ("y", 5, false));
    assert_eq!((next[1].offer.as_str(), next[1].more, next[1].is_free), ("x", -5, false));
    two.demands.pop();
    let answer = solve(&two).expect("small");
    let next = answer.pairs[0].next_best.clone().expect("two offers");
    assert_eq!((next.offer.as_str(), next.cost, next.more, next.is_free), ("y", 5, 5, true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_next_best_is_the_cheapest_of_the_others_and_never_better_where_it_is_free(problem in any_problem(12, 8)) {
        let answer = solve(&problem).expect("small numbers");
        for pair in &answer.pairs {
            let demand = problem.demands.iter().find(|demand| demand.key == pair.demand).expect("a demand of the problem");
            let helps = |key: &String| answer.pairs.iter().any(|other| other.demand == pair.demand && other.offer == *key);
            let others = problem.offers.iter().filter(|offer| !helps(&offer.key));
            let cheapest = others.filter_map(|offer| Some((naive_cost(&problem, demand, offer)?, &offer.key))).min();
            let next = pair.next_best.as_ref();
            prop_assert_eq!(next.map(|next| (i128::from(next.cost), &next.offer)), cheapest);
            let Some(next) = next else { continue };
            prop_assert_eq!(next.more, next.cost - pair.cost);
            let left = answer.offers.iter().find(|entry| entry.offer == next.offer).map(|entry| entry.left > 0);
            prop_assert_eq!(left, Some(next.is_free));
            prop_assert!(!next.is_free || next.more >= 0, "a free offer that fits better would have been taken");
        }
    }
}
