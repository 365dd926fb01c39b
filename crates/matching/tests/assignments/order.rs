//! The same answer for the same problem, whatever the order of its rows.

use guanai_matching::{Area, Problem, solve};
use proptest::prelude::*;

use crate::drawn::{any_problem, demand, offer, problem};

pub fn shuffled(problem: Problem<String>) -> impl Strategy<Value = (Problem<String>, Problem<String>)> {
    let demands = Just(problem.demands.clone()).prop_shuffle();
    let offers = Just(problem.offers.clone()).prop_shuffle();
    (Just(problem), demands, offers).prop_map(|(problem, demands, offers)| {
        let other = Problem { demands, offers, ..problem.clone() };
        (problem, other)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffling_the_rows_changes_nothing((one, other) in any_problem(30, 10).prop_flat_map(shuffled)) {
        prop_assert_eq!(solve(&one).expect("small numbers"), solve(&other).expect("small numbers"));
    }
}

#[test]
fn between_equals_the_lower_keys_are_served_and_get_the_lower_offers() {
    let demands = ["c", "a", "d", "b"].map(demand).to_vec();
    let offers = ["y", "x", "z"].map(offer).to_vec();
    let answer = solve(&problem(demands, offers)).expect("small numbers");
    let pairs: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect();
    assert_eq!(pairs, [("a", "x"), ("b", "y"), ("c", "z")]);
    assert_eq!(answer.unmet.iter().map(|unmet| unmet.demand.as_str()).collect::<Vec<_>>(), ["d"]);
}

#[test]
fn between_equals_that_differ_in_candidates_the_lower_key_is_served() {
    // `b` could use either offer, `a` and `c` only one each; somebody must go without, and it is the last key.
    let mut demands = ["c", "a", "b"].map(demand).to_vec();
    demands[2].township = Some("west".into());
    let mut offers = ["x", "y"].map(offer).to_vec();
    offers[0].capacity = 2;
    offers[1].capacity = 0;
    let answer = solve(&problem(demands, offers)).expect("small numbers");
    assert_eq!(answer.unmet.iter().map(|unmet| unmet.demand.as_str()).collect::<Vec<_>>(), ["c"]);
}

#[test]
fn of_unequal_offers_the_lower_key_gets_the_cheaper() {
    let mut offers = ["x", "y"].map(offer).to_vec();
    offers[1].area = Area::Township("east".into());
    let mut problem = problem(["b", "a"].map(demand).to_vec(), offers);
    problem.costs.county_wide = 5;
    let answer = solve(&problem).expect("small numbers");
    let pairs: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect();
    assert_eq!(pairs, [("a", "y"), ("b", "x")]);
}
