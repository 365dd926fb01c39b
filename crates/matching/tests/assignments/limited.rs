//! What a helper and a system take on at most over all their offers: against every answer there is, told, and refused where they cross.

use std::collections::BTreeSet;

use guanai_matching::network::{Arc, Held, Helpers, Network};
use guanai_matching::{
    Area, Limit, LimitUse, Limited, Limits, Offer, Problem, ProblemError, Reason, Review, Wish, certificate, flow,
    solve,
};
use proptest::prelude::*;

use crate::drawn::{any_limited_problem, demand, offer, problem};
use crate::exact::{answered, brute_force};
use crate::order::shuffled;

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn within_limits_the_answer_is_the_best_of_all(problem in any_limited_problem(5, 4)) {
        let answer = solve(&problem).expect("small numbers");
        prop_assert_eq!(answered(&problem, &answer)?, brute_force(&problem));
        for LimitUse { who, limit, used } in &answer.limits {
            let counts = |offer: &Offer<String>| match who {
                Limited::Helper(helper) => offer.provider.as_ref() == Some(helper),
                Limited::System(system) => offer.system.as_ref() == Some(system),
            };
            let of: BTreeSet<&String> = problem.offers.iter().filter(|offer| counts(offer)).map(|offer| &offer.key).collect();
            let pairs = answer.pairs.iter().filter(|pair| of.contains(&pair.offer)).count() as u64;
            prop_assert_eq!(*used, pairs);
            prop_assert!(*used == 0 || u64::from(limit.taken) + *used <= u64::from(limit.most));
        }
    }

    #[test]
    fn whoever_is_held_back_by_a_limit_is_told_which(problem in any_limited_problem(6, 5)) {
        let answer = solve(&problem).expect("small numbers");
        for unmet in &answer.unmet {
            let who = match &unmet.why {
                Reason::HelperFull { offer, most, .. } => {
                    let of = problem.offers.iter().find(|one| one.key == *offer).and_then(|one| one.provider.clone());
                    Some((Limited::Helper(of.expect("an offer of somebody")), *most))
                }
                Reason::SystemFull { system, most, .. } => Some((Limited::System(system.clone()), *most)),
                _ => None,
            };
            if let Some((who, most)) = who {
                let limit = answer.limits.iter().find(|limit| limit.who == who).expect("a limit of the problem");
                prop_assert!(limit.is_reached() && limit.limit.most == most, "{:?} {:?}", unmet, limit);
            }
        }
    }

    #[test]
    fn limits_that_do_not_bind_change_nothing(problem in any_limited_problem(6, 5)) {
        let wide = |limits: &Limits<String>| Limits {
            helpers: limits.helpers.keys().map(|key| (key.clone(), Limit { most: 99, taken: 0 })).collect(),
            systems: limits.systems.keys().map(|key| (key.clone(), Limit { most: 99, taken: 0 })).collect(),
        };
        let free = solve(&Problem { limits: Limits::default(), ..problem.clone() }).expect("small numbers");
        let limited = solve(&Problem { limits: wide(&problem.limits), ..problem }).expect("small numbers");
        prop_assert_eq!((free.pairs, free.unmet, free.offers), (limited.pairs, limited.unmet, limited.offers));
    }

    #[test]
    fn shuffling_the_rows_changes_nothing((one, other) in any_limited_problem(12, 8).prop_flat_map(shuffled)) {
        prop_assert_eq!(solve(&one).expect("small numbers"), solve(&other).expect("small numbers"));
    }
}

/// Two offers of one person, one of another; three who ask.
fn few() -> Problem<String> {
    let mut offers = ["x", "y", "z"].map(offer).to_vec();
    for (offer, provider) in offers.iter_mut().zip(["li", "li", "wang"]) {
        offer.provider = Some(provider.into());
        offer.system = Some("rural".into());
    }
    problem(["a", "b", "c"].map(demand).to_vec(), offers)
}

fn at_most(most: u32, taken: u32) -> Limit {
    Limit { most, taken }
}

#[test]
fn a_helper_with_two_offers_takes_on_no_more_than_was_said() {
    let mut few = few();
    few.limits.helpers.insert("li".into(), at_most(3, 2));
    let answer = solve(&few).expect("small");
    let pairs: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect();
    assert_eq!(pairs, [("a", "x"), ("b", "z")]);
    assert_eq!(answer.unmet[0].why, Reason::HelperFull { candidates: 3, offer: "y".into(), most: 3 });
    // The next for `a` is the same person's other offer, which may take the pair's place; for `b` it may not.
    let free: Vec<_> =
        answer.pairs.iter().filter_map(|pair| pair.next_best.as_ref()).map(|next| next.is_free).collect();
    assert_eq!(free, [true, false]);
    let left: Vec<_> = answer.offers.iter().map(|offer| (offer.used, offer.left)).collect();
    assert_eq!(left, [(1, 0), (0, 0), (1, 0)]);
}

#[test]
fn a_system_takes_on_no_more_than_was_said() {
    let mut few = few();
    few.limits.systems.insert("rural".into(), at_most(2, 0));
    few.limits.helpers.insert("li".into(), at_most(1, 0));
    let answer = solve(&few).expect("small");
    assert_eq!(answer.pairs.len(), 2);
    assert!(answer.limits.iter().all(LimitUse::is_reached), "{:?}", answer.limits);
    few.offers.truncate(2);
    few.limits.systems.insert("rural".into(), at_most(4, 4));
    let full = Reason::SystemFull { candidates: 2, offer: "x".into(), system: "rural".into(), most: 4 };
    assert_eq!(solve(&few).expect("small").unmet[0].why, full);
}

#[test]
fn a_change_by_hand_keeps_within_the_limit() {
    let mut few = few();
    few.offers[1].area = Area::Township("east".into());
    few.limits.helpers.insert("li".into(), at_most(1, 0));
    let (mut review, _) = Review::begin(few).expect("small");
    let key = str::to_owned;
    let effect = review.grant(Wish::Force, &key("c"), &key("y")).expect("possible");
    assert_eq!(effect.made.iter().map(|pair| pair.demand.as_str()).collect::<Vec<_>>(), ["c"]);
    assert_eq!(effect.lose.len(), 1, "the one whom the same person helped by another offer: {effect:?}");
    let refused = review.grant(Wish::Force, &key("a"), &key("x")).expect_err("the person takes on nobody else");
    assert_eq!(refused.code(), "matching-change-exhausted");
}

#[test]
fn limits_that_cross_are_refused() {
    let mut few = few();
    few.offers[1].system = Some("enterprise".into());
    few.limits.helpers.insert("li".into(), at_most(1, 0));
    assert!(solve(&few).is_ok(), "no system has a limit");
    few.limits.systems.insert("enterprise".into(), at_most(9, 0));
    let refused = guanai_matching::MatchError::Problem(ProblemError::LimitsCross { offer: "y".to_owned() });
    assert_eq!(solve(&few), Err(refused));
}

#[test]
fn groups_that_cannot_be_are_refused_and_a_flow_beyond_one_is_no_answer() {
    let network = || {
        let mut network = Network::new(vec![1, 1]).expect("capacities");
        let row = network.add_row([0, 1].map(|offer| Arc { cost: 1, offer })).expect("a row");
        network.add_node(row, Helpers::Any, [9, 9]).expect("a node");
        network
    };
    let mut tried = network();
    let mut refused = |capacity, above, offers: &[u32]| {
        tried.add_group(capacity, above, offers.iter().copied()).expect_err("refused").code()
    };
    assert_eq!(refused(-1, None, &[0]), "matching-negative-capacity");
    assert_eq!(refused(1, Some(0), &[0]), "matching-unknown-group");
    assert_eq!(refused(1, None, &[7]), "matching-unknown-offer");
    assert_eq!(refused(1, None, &[0, 0]), "matching-two-groups");
    let mut limited = network();
    let system = limited.add_group(1, None, []).expect("a group");
    limited.add_group(2, Some(system), [0, 1]).expect("a group");
    assert_eq!(limited.add_group(1, None, [1]).expect_err("refused").code(), "matching-two-groups");
    let mut solution = flow::search(&limited).expect("small numbers");
    assert_eq!(solution.served(), 1);
    assert_eq!(certificate::certify(&limited, &solution).map(|proof| proof.primal), Ok(10));
    let mut negative = solution.clone();
    negative.group_prices[1] = -1;
    let code = |solution: &_| certificate::certify(&limited, solution).expect_err("no proof").code();
    assert_eq!(code(&negative), "matching-certificate-limit-price");
    solution.held = [0, 1].map(|offer| Held { node: 0, offer, units: 1 }).to_vec();
    assert_eq!(code(&solution), "matching-certificate-limit");
}
