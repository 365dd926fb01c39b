//! Reasons: what a pair rests on, and why a demand is unmet.

use std::collections::{BTreeMap, BTreeSet};

use guanai_matching::{Area, Bar, CostRule, Costs, Demand, Offer, Price, Problem, Reason, Unmet, solve};

use crate::drawn::{day, demand, offer, problem};

/// The reason for the one unmet demand of a problem.
fn only_unmet(problem: &Problem<String>) -> Unmet<String> {
    let answer = solve(problem).expect("small numbers");
    assert_eq!(answer.unmet.len(), 1, "{:?}", answer.unmet);
    answer.unmet.into_iter().next().expect("one")
}

fn why(demand: Demand<String>, offers: Vec<Offer<String>>) -> Reason<String> {
    only_unmet(&problem(vec![demand], offers)).why
}

fn with(key: &str, change: impl FnOnce(&mut Offer<String>)) -> Offer<String> {
    let mut offer = offer(key);
    change(&mut offer);
    offer
}

#[test]
fn nobody_offers_the_category() {
    assert_eq!(why(demand("a"), vec![]), Reason::NoOfferInCategory);
    let other = with("x", |offer| offer.categories = BTreeSet::from(["work".into()]));
    assert_eq!(why(demand("a"), vec![other]), Reason::NoOfferInCategory);
}

#[test]
fn an_offer_counts_on_its_last_day_and_not_after() {
    let last_day = with("x", |offer| offer.valid_until = Some(day(30)));
    assert_eq!(solve(&problem(vec![demand("a")], vec![last_day])).expect("small").pairs.len(), 1);
    let expired = |key, on| with(key, |offer| offer.valid_until = Some(day(on)));
    let unmet = only_unmet(&problem(vec![demand("a")], vec![expired("x", 29), expired("y", 12)]));
    assert_eq!(unmet.why, Reason::AllExpired);
    assert_eq!((unmet.failures.expired, unmet.failures.last_expired_on), (2, Some(day(29))));
}

#[test]
fn the_condition_nearest_to_a_remedy_is_named_and_all_are_counted() {
    let expired = with("u", |offer| offer.valid_until = Some(day(1)));
    let empty = with("v", |offer| offer.capacity = 0);
    assert_eq!(why(demand("a"), vec![expired.clone(), empty.clone()]), Reason::AllExhausted);

    let west = with("w", |offer| offer.area = Area::Township("west".into()));
    let both = vec![expired, empty, west];
    assert_eq!(why(demand("a"), both.clone()), Reason::OutsideArea { elsewhere: 1 });
    let unmet = only_unmet(&problem(vec![demand("a")], both));
    assert_eq!((unmet.failures.expired, unmet.failures.exhausted, unmet.failures.outside_area), (1, 1, 1));
}

#[test]
fn an_unrecorded_township_fits_county_wide_offers_only() {
    let nowhere = Demand { township: None, ..demand("a") };
    let west = with("w", |offer| offer.area = Area::Township("west".into()));
    assert_eq!(why(nowhere.clone(), vec![west]), Reason::TownshipUnknown);
    assert_eq!(solve(&problem(vec![nowhere], vec![offer("x")])).expect("small").pairs.len(), 1);
}

#[test]
fn nobody_is_paired_with_himself() {
    let own = with("x", |offer| offer.provider = Some("person-a".into()));
    assert_eq!(why(demand("a"), vec![own.clone()]), Reason::OnlyOneself);
    // The same offer serves somebody else in the same place.
    let answer = solve(&problem(vec![demand("a"), demand("b")], vec![own])).expect("small");
    assert_eq!(answer.pairs.iter().map(|pair| pair.demand.as_str()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn without_consent_only_help_without_contact() {
    let silent = Demand { consents_to_contact: false, ..demand("a") };
    assert_eq!(why(silent.clone(), vec![offer("x"), offer("y")]), Reason::ConsentMissing { offers: 2 });
    let remote = with("z", |offer| offer.needs_contact = false);
    let answer = solve(&problem(vec![silent], vec![offer("x"), remote])).expect("small");
    assert_eq!(answer.pairs[0].offer, "z");
    assert_eq!(answer.pairs[0].candidates, 1);
}

#[test]
fn capacity_taken_says_by_whom_and_names_three_offers() {
    let mut demands: Vec<_> = (0..5).map(|at| demand(&format!("need-{at}"))).collect();
    demands[0].urgency = 0;
    demands[1].urgency = 0;
    demands[4].urgency = 2;
    let mut offers: Vec<_> = ["s", "t", "u", "v"].map(offer).to_vec();
    offers[0].area = Area::Township("east".into());
    let mut problem = problem(demands, offers);
    problem.costs = Costs { own_township: 5, ..Costs::default() };
    let unmet = only_unmet(&problem);
    assert_eq!((unmet.demand.as_str(), unmet.wanted, unmet.served), ("need-4", 1, 0));
    let named = ["t", "u", "v"].map(str::to_owned).to_vec(); // `s` fits, at a higher cost
    assert_eq!(unmet.why, Reason::CapacityTaken { candidates: 4, by_more_urgent: 4, by_as_urgent: 0, offers: named });

    problem.demands[4].urgency = 1;
    let named = ["t", "u", "v"].map(str::to_owned).to_vec();
    assert_eq!(
        only_unmet(&problem).why,
        Reason::CapacityTaken { candidates: 4, by_more_urgent: 2, by_as_urgent: 2, offers: named }
    );
}

#[test]
fn several_helpers_are_distinct_and_a_shortage_is_a_partly_met_demand() {
    let three = Demand { wanted: 3, ..demand("a") };
    let roomy = with("x", |offer| offer.capacity = 9);
    let unmet = only_unmet(&problem(vec![three.clone()], vec![roomy, offer("y")]));
    assert_eq!((unmet.served, unmet.wanted, unmet.why), (2, 3, Reason::TooFewOffers { candidates: 2 }));

    // Everybody's first helper comes before anybody's second.
    let answer = solve(&problem(vec![three, demand("b")], vec![offer("x"), offer("y")])).expect("small");
    assert_eq!(answer.pairs.iter().map(|pair| pair.demand.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let taken = Reason::CapacityTaken { candidates: 1, by_more_urgent: 0, by_as_urgent: 1, offers: vec!["y".into()] };
    assert_eq!((answer.unmet[0].served, &answer.unmet[0].why), (1, &taken));
}

#[test]
fn one_person_is_one_helper_however_many_offers_they_make() {
    let two = Demand { wanted: 2, ..demand("a") };
    let mut near = with("y", |offer| offer.provider = Some("person-x".into()));
    near.area = Area::Township("east".into());
    let mut problem = problem(vec![two], vec![offer("x"), near]);
    problem.costs.county_wide = 5;
    let unmet = only_unmet(&problem);
    assert_eq!((unmet.served, unmet.why), (1, Reason::TooFewOffers { candidates: 1 }));
    let pairs = solve(&problem).expect("small").pairs;
    assert_eq!(pairs.iter().map(|pair| pair.offer.as_str()).collect::<Vec<_>>(), ["y"], "the one that fits best");
    problem.demands.push(demand("b"));
    problem.demands[0].urgency = 0;
    assert_eq!(solve(&problem).expect("small").pairs.len(), 2, "the other one serves somebody else");
}

#[test]
fn who_helps_already_is_no_other_helper_and_the_next_one_waits_for_everybodys_first() {
    let second = Demand { has: 1, barred: BTreeMap::from([("x".into(), Bar::Helping)]), ..demand("a") };
    assert_eq!(why(second.clone(), vec![offer("x")]), Reason::TooFewOffers { candidates: 1 });
    let mut person = second.clone();
    person.barred = BTreeMap::from([("person-x".into(), Bar::Helping)]);
    let unmet = only_unmet(&problem(vec![person], vec![offer("x")]));
    assert_eq!((unmet.failures.helps_already, unmet.why), (1, Reason::TooFewOffers { candidates: 1 }));
    // Its key is lower, but it has a helper.
    let answer = solve(&problem(vec![second, demand("b")], vec![offer("x"), offer("y")])).expect("small");
    let pairs: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect();
    assert_eq!(pairs, [("a", "y"), ("b", "x")], "there is room for both");
    let answer = solve(&problem(vec![Demand { has: 1, ..demand("a") }, demand("b")], vec![offer("y")])).expect("small");
    assert_eq!(answer.pairs[0].demand, "b");
}

#[test]
fn a_first_helper_comes_before_a_second_one_however_dear() {
    let two = Demand { wanted: 2, ..demand("a") };
    let elsewhere = Demand { township: Some("west".into()), ..demand("b") };
    let near = with("x", |offer| offer.area = Area::Township("east".into()));
    let mut problem = problem(vec![two, elsewhere], vec![near, offer("y")]);
    problem.existing.insert(("a".into(), "y".into()));
    problem.costs = Costs { own_township: -50, county_wide: 900, keeps_pair: -800, ..Costs::default() };
    let answer = solve(&problem).expect("small");
    let pairs: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect();
    assert_eq!(pairs, [("a", "x"), ("b", "y")]);
}

#[test]
fn a_pair_names_the_rules_that_made_its_cost() {
    let mut problem = problem(vec![Demand { system: Some("rural".into()), ..demand("a") }], vec![]);
    problem.offers.push(with("x", |offer| {
        offer.categories = BTreeSet::from(["work".into()]);
        offer.area = Area::Townships(BTreeSet::from(["east".into(), "west".into()]));
        offer.system = Some("enterprise".into());
        offer.kind = "department".into();
    }));
    problem.existing.insert(("a".into(), "x".into()));
    problem.costs = Costs {
        shared_townships: 2,
        other_system: 0,
        keeps_pair: -40,
        kinds: BTreeMap::from([("department".into(), 3)]),
        substitutes: BTreeMap::from([("study".into(), BTreeMap::from([("work".into(), 20)]))]),
        ..Costs::default()
    };
    let answer = solve(&problem).expect("small");
    let parts: Vec<_> = answer.pairs[0].parts.iter().map(|part| (part.rule, part.amount)).collect();
    let expected = [
        (CostRule::OtherCategory, 20),
        (CostRule::SharedTownships, 2),
        (CostRule::OtherSystem, 0),
        (CostRule::ProviderKind, 3),
        (CostRule::KeepsPair, -40),
    ];
    assert_eq!(parts, expected);
    assert_eq!((answer.pairs[0].cost, answer.cost), (-15, -15));
}

#[test]
fn a_working_pair_is_kept_where_nothing_else_speaks_against_it() {
    let mut problem = problem(["a", "b"].map(demand).to_vec(), ["x", "y"].map(offer).to_vec());
    problem.existing.insert(("a".into(), "y".into()));
    problem.costs.keeps_pair = -1;
    let answer = solve(&problem).expect("small");
    let pairs: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect();
    assert_eq!(pairs, [("a", "y"), ("b", "x")]);
}

#[test]
fn of_answers_as_good_as_one_another_the_one_that_moves_the_fewest_is_it() {
    let mut problem = problem(["a", "b", "c"].map(demand).to_vec(), ["x", "y", "z"].map(offer).to_vec());
    let pairs = |problem: &Problem<String>| -> Vec<(String, String)> {
        solve(problem).expect("small").pairs.into_iter().map(|pair| (pair.demand, pair.offer)).collect()
    };
    let start = [("a", "z"), ("b", "x"), ("c", "y"), ("gone", "x"), ("a", "gone")];
    problem.start = start.iter().map(|(demand, offer)| ((*demand).to_owned(), (*offer).to_owned())).collect();
    let kept: Vec<_> = start[..3].iter().map(|(demand, offer)| ((*demand).to_owned(), (*offer).to_owned())).collect();
    assert_eq!(pairs(&problem), kept, "nothing else was asked for");
    // A helper drops out, and the need that had none comes first by its key: the two others stay where they are.
    problem.offers.retain(|offer| offer.key != "z");
    assert_eq!(pairs(&problem), kept[1..]);
    // A cost point is worth more than whoever is kept.
    problem.offers[0].kind = "far".into();
    problem.costs.kinds.insert("far".into(), 1);
    problem.demands.pop();
    assert!(pairs(&problem).contains(&("b".to_owned(), "x".to_owned())), "both places are needed");
    problem.offers[1].capacity = 2;
    assert!(pairs(&problem).iter().all(|(_, offer)| offer == "y"));
}

#[test]
fn a_price_says_that_one_more_unit_would_serve_one_more() {
    let mut problem =
        problem(["a", "b"].map(demand).to_vec(), vec![offer("x"), with("y", |offer| offer.categories.clear())]);
    problem.costs.county_wide = 4;
    let answer = solve(&problem).expect("small");
    assert_eq!(answer.offers[0].price, Price { levels: 1, cost: -4 });
    assert_eq!(answer.offers[1].price, Price { levels: 0, cost: 0 });
}
