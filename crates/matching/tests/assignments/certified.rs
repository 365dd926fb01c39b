//! The proof: it holds for what the search finds, and for nothing that was tampered with.

use guanai_matching::certificate::{CertificateError, certify};
use guanai_matching::flow::search;
use guanai_matching::network::{Arc, Held, Helpers, Network, NetworkError, Ramp, Solution};
use proptest::prelude::*;

fn arcs(costs: &[(u32, i64)]) -> Vec<Arc> {
    costs.iter().map(|&(offer, cost)| Arc { cost, offer }).collect()
}

/// Three offers; a node of three demands, and a demand for two distinct helpers.
fn example() -> (Network, Solution) {
    let mut network = Network::new(vec![2, 1, 1]).expect("capacities");
    let crowd = network.add_row(arcs(&[(0, 5), (1, 2)])).expect("a row");
    let pair = network.add_row(arcs(&[(0, 1), (2, 9)])).expect("a row");
    network.add_node(crowd, Helpers::Any, [100, 99, 98]).expect("a node");
    network.add_node(pair, Helpers::Distinct, [100, 90]).expect("a node");
    let solution = search(&network).expect("small numbers");
    (network, solution)
}

#[test]
fn the_search_is_proven() {
    let (network, solution) = example();
    let held: Vec<_> = solution.held.iter().map(|held| (held.node, held.offer, held.units)).collect();
    assert_eq!(held, [(0, 0, 2), (0, 1, 1), (1, 2, 1)]);
    let certificate = certify(&network, &solution).expect("optimal");
    assert_eq!((certificate.primal, certificate.dual), (2 * 5 + 2 + 9 + 90, 111));
}

#[test]
fn a_unit_left_out_opens_a_gap() {
    let (network, mut solution) = example();
    solution.held.pop();
    assert!(matches!(certify(&network, &solution), Err(CertificateError::Gap { primal: 202, dual: 111 })));
}

#[test]
fn units_that_cannot_be_are_named() {
    let (network, solution) = example();
    let tampered = |held: Vec<(u32, u32, u32)>| {
        let held = held.into_iter().map(|(node, offer, units)| Held { node, offer, units }).collect();
        certify(&network, &Solution { held, ..solution.clone() }).expect_err("tampered with")
    };
    assert_eq!(tampered(vec![(0, 2, 1)]), CertificateError::NotACandidate { node: 0, offer: 2 });
    assert_eq!(tampered(vec![(1, 0, 2)]), CertificateError::WrongUnits { node: 1, offer: 0, units: 2 });
    assert_eq!(tampered(vec![(0, 0, 0)]), CertificateError::WrongUnits { node: 0, offer: 0, units: 0 });
    assert_eq!(tampered(vec![(0, 0, 1), (0, 0, 1)]), CertificateError::WrongUnits { node: 0, offer: 0, units: 1 });
    assert_eq!(tampered(vec![(0, 0, 4)]), CertificateError::OverServed { node: 0, served: 4, wanted: 3 });
    assert_eq!(tampered(vec![(0, 1, 2)]), CertificateError::OverCapacity { offer: 1, used: 2, capacity: 1 });
    assert_eq!(tampered(vec![(7, 1, 1)]), CertificateError::Shape);
}

#[test]
fn wrong_prices_prove_nothing() {
    let (network, solution) = example();
    let mut negative = solution.clone();
    negative.offer_prices[0] = -1;
    assert_eq!(certify(&network, &negative), Err(CertificateError::WrongPrice { node: None, offer: 0 }));
    let mut greedy = solution.clone();
    greedy.node_prices[0] += 1;
    assert!(matches!(certify(&network, &greedy), Err(CertificateError::WrongPrice { node: Some(0), .. })));
    let mut modest = solution.clone();
    modest.node_prices[0] -= 1;
    assert!(matches!(certify(&network, &modest), Err(CertificateError::Gap { .. })));
    let mut short = solution;
    short.offer_prices.pop();
    assert_eq!(certify(&network, &short), Err(CertificateError::Shape));
}

#[test]
fn a_network_refuses_what_it_cannot_mean() {
    let mut network = Network::new(vec![1]).expect("capacities");
    assert_eq!(Network::new(vec![-1]).err(), Some(NetworkError::NegativeCapacity { capacity: -1 }));
    assert_eq!(network.add_row(arcs(&[(1, 0)])), Err(NetworkError::UnknownOffer { offer: 1 }));
    assert_eq!(network.add_row(arcs(&[(0, 0), (0, 1)])), Err(NetworkError::RepeatedArc { offer: 0 }));
    assert_eq!(network.add_node(0, Helpers::Any, [1]), Err(NetworkError::UnknownRow { row: 0 }));
    let falling = network.set_ramp(0, Ramp { first: 1, rise: -1 });
    assert_eq!(falling.map_err(|error| error.code()), Err("matching-falling-ramp"));
    let row = network.add_row(arcs(&[(0, i64::MAX / 8)])).expect("a row");
    assert_eq!(network.add_node(row, Helpers::Any, [1, 2]), Err(NetworkError::RisingPenalties));
    network.add_node(row, Helpers::Any, [1_000]).expect("a node");
    assert!(matches!(search(&network), Err(NetworkError::Overflow { .. })));
}

fn any_network() -> impl Strategy<Value = Network> {
    let node = (
        prop::collection::btree_map(0_u32..8, -20_i64..60, 0..8),
        any::<bool>(),
        prop::collection::vec(-10_i64..90, 0..5),
    );
    let ramps = prop::option::of(prop::collection::vec((0_i64..9, 0_i64..9), 8));
    (prop::collection::vec(0_i64..4, 8), ramps, prop::collection::vec(node, 0..30)).prop_map(
        |(capacity, ramps, nodes)| {
            let mut network = Network::new(capacity).expect("capacities");
            for (offer, (first, rise)) in (0..).zip(ramps.into_iter().flatten()) {
                network.set_ramp(offer, Ramp { first, rise }).expect("not below zero");
            }
            for (arcs, distinct, mut penalties) in nodes {
                let row = network.add_row(arcs.into_iter().map(|(offer, cost)| Arc { cost, offer })).expect("a row");
                penalties.sort_by(|a, b| b.cmp(a));
                network
                    .add_node(row, if distinct { Helpers::Distinct } else { Helpers::Any }, penalties)
                    .expect("a node");
            }
            network
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_network_is_solved_with_proof(network in any_network()) {
        let solution = search(&network).expect("small numbers");
        if let Err(error) = certify(&network, &solution) {
            prop_assert!(false, "{error}");
        }
    }
}
