//! What is refused, and how it is said.

use guanai_matching::{MatchError, NetworkError, ProblemError, solve};

use crate::drawn::{demand, offer, problem};

#[test]
fn contradictions_are_named_with_their_key() {
    let twice = solve(&problem(vec![demand("a"), demand("b"), demand("a")], vec![]));
    assert_eq!(twice, Err(MatchError::Problem(ProblemError::RepeatedDemand { demand: "a".to_owned() })));
    let twice = solve(&problem(vec![], vec![offer("x"), offer("x")]));
    assert_eq!(twice, Err(MatchError::Problem(ProblemError::RepeatedOffer { offer: "x".to_owned() })));

    let mut nobody = problem(vec![demand("a")], vec![]);
    nobody.demands[0].wanted = 0;
    assert_eq!(solve(&nobody), Err(MatchError::Problem(ProblemError::WantsNobody { demand: "a".to_owned() })));

    let mut negative = problem(vec![], vec![offer("x")]);
    negative.offers[0].capacity = -1;
    let refused = solve(&negative).expect_err("a negative capacity");
    assert_eq!(refused, MatchError::Problem(ProblemError::NegativeCapacity { offer: "x".to_owned(), capacity: -1 }));
    assert_eq!(refused.code(), "matching-negative-capacity");
}

#[test]
fn weights_that_could_overflow_are_refused_before_the_search() {
    for weight in [i64::MAX, i64::MIN, i64::MAX / 100] {
        let mut problem = problem(vec![demand("a"), demand("b")], vec![offer("x"), offer("y")]);
        problem.costs.county_wide = weight;
        let refused = solve(&problem).expect_err("too large");
        assert!(matches!(refused, MatchError::Network(NetworkError::Overflow { .. })), "{refused}");
        assert_eq!(refused.code(), "matching-overflow");
    }
}

#[test]
fn large_weights_that_fit_are_computed() {
    let mut problem = problem(vec![demand("a"), demand("b")], vec![offer("x"), offer("y")]);
    problem.costs.county_wide = 1_000_000_000_000_000;
    let answer = solve(&problem).expect("fits");
    assert_eq!((answer.pairs.len(), answer.cost), (2, 2_000_000_000_000_000));
}

#[test]
fn no_demands_or_no_offers_is_an_answer_too() {
    assert_eq!(solve(&problem(vec![], vec![])).expect("nothing to do").pairs, []);
    assert_eq!(solve(&problem(vec![], vec![offer("x")])).expect("nothing to do").offers[0].left, 1);
    assert_eq!(solve(&problem(vec![demand("a")], vec![])).expect("nobody to help").unmet.len(), 1);
}

#[test]
fn a_demand_for_more_helpers_than_there_are_people_costs_nothing() {
    let mut problem = problem(vec![demand("a")], vec![offer("x")]);
    problem.demands[0].wanted = u32::MAX;
    problem.offers[0].capacity = i64::MAX;
    let answer = solve(&problem).expect("one helper");
    assert_eq!((answer.unmet[0].served, answer.offers[0].left), (1, i64::MAX - 1));
}
