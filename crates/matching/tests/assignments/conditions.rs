//! Kin, superiors, helpers who may not be asked, walls; and who would come next.

use guanai_kernel::{Coordinates, Date};
use guanai_matching::{
    Across, Area, Asks, Bar, Demand, Guardian, Load, Offer, Price, Readiness, Reason, Side, Terms, Tilt, Unsuited,
    Walls, solve,
};
use proptest::prelude::*;

use crate::drawn::{any_problem, day, demand, offer, problem};
use crate::exact::naive_fit;

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
            let cheapest = others.filter_map(|offer| Some((naive_fit(&problem, demand, offer)?, &offer.key))).min();
            let next = pair.next_best.as_ref();
            prop_assert_eq!(next.map(|next| (i128::from(next.cost), &next.offer)), cheapest);
            let Some(next) = next else { continue };
            prop_assert_eq!(next.more, next.cost - pair.cost);
            let left = answer.offers.iter().find(|entry| entry.offer == next.offer).map(|entry| entry.left > 0);
            prop_assert_eq!(left, Some(next.is_free));
            let may_be_better = !next.is_free || problem.load == Load::Even;
            prop_assert!(may_be_better || next.more >= 0, "a free offer that fits better would have been taken");
        }
    }
}

#[test]
fn load_is_shared_evenly_before_cost_and_after_service() {
    let mut offers = ["x", "y"].map(offer).to_vec();
    offers[0].capacity = 4;
    offers[0].area = Area::Township("east".into());
    offers[1].capacity = 4;
    let mut four = problem(["a", "b", "c", "d"].map(demand).to_vec(), offers);
    four.costs.county_wide = 9;
    let used = |problem: &_| solve(problem).expect("small").offers.iter().map(|offer| offer.used).collect::<Vec<_>>();
    assert_eq!(used(&four), [4, 0], "the nearer one at less cost");
    four.load = Load::Even;
    assert_eq!(used(&four), [2, 2]);
    four.offers[0].carries = 2;
    assert_eq!(used(&four), [1, 3], "whom it helps already counts");
    four.offers[1].capacity = 1;
    let answer = solve(&four).expect("small");
    assert_eq!(answer.pairs.len(), 4, "service comes first");
    assert_eq!(answer.offers[0].price, Price::default(), "it has capacity left, and one more unit is worth nothing");
}

#[test]
fn the_country_comes_first_within_a_class_and_not_before_a_more_urgent_one() {
    let mut demands = ["a", "b", "c"].map(demand).to_vec();
    demands[0].asks.side = Some(Side::Urban);
    demands[1].asks.side = Some(Side::Rural);
    demands[2].urgency = 0;
    let mut tilted = problem(demands, ["x", "y"].map(offer).to_vec());
    let served =
        |problem: &_| solve(problem).expect("small").pairs.into_iter().map(|pair| pair.demand).collect::<Vec<_>>();
    assert_eq!(served(&tilted), ["a", "c"]);
    tilted.tilt = Tilt::RuralFirst;
    assert_eq!(served(&tilted), ["b", "c"]);
}

/// One thing set right.
type Mending = fn(&mut Demand<String>, &mut Offer<String>);

fn at(longitude_e6: i32, latitude_e6: i32) -> Coordinates {
    Coordinates::new(longitude_e6, latitude_e6).expect("a place")
}

#[test]
fn each_of_the_terms_is_asked_in_its_order_and_named() {
    let mut asks = demand("a");
    asks.asks = Asks {
        from: Some(day(30)),
        until: Some(day(30)),
        skills: ["nurse".into()].into(),
        languages: ["hakka".into()].into(),
        groups: ["veteran".into()].into(),
        side: Some(Side::Rural),
        guardian: Guardian::Missing,
        place: Some(at(110_000_000, 27_000_000)),
    };
    // An offer that fails at everything, mended one by one.
    let mut helper = offer("x");
    helper.valid_until = Some(day(29));
    helper.terms = Terms {
        from: Some(Date::new(2026, 7, 1).expect("a day")),
        only_for: ["widow".into()].into(),
        across: Across::OtherSide,
        reach_m: Some(499),
        ..Terms::default()
    };
    let mut mended: Vec<(&str, Mending)> = vec![
        ("not-yet", |_, offer| offer.terms.from = None),
        ("term-too-short", |_, offer| offer.valid_until = Some(day(30))),
        ("place-unknown", |_, offer| offer.terms.place = Some(at(110_000_000, 27_004_500))),
        ("too-far", |_, offer| offer.terms.reach_m = Some(500)),
        ("side-unknown", |_, offer| offer.terms.side = Some(Side::Rural)),
        ("same-side", |_, offer| offer.terms.side = Some(Side::Urban)),
        ("skill-missing", |_, offer| {
            offer.terms.skills.insert("nurse".into(), Some(day(29)));
        }),
        ("certificate-expired", |_, offer| {
            offer.terms.skills.insert("nurse".into(), Some(day(30)));
        }),
        ("language-missing", |_, offer| {
            offer.terms.languages.insert("hakka".into());
        }),
        ("not-for-them", |_, offer| {
            offer.terms.only_for.insert("veteran".into());
        }),
        ("guardian-missing", |demand, _| demand.asks.guardian = Guardian::Agreed),
    ];
    assert_eq!(mended.iter().map(|(code, _)| *code).collect::<Vec<_>>(), Unsuited::ALL.map(Unsuited::code));
    for (code, mend) in mended.drain(..) {
        let mut one = problem(vec![asks.clone()], vec![helper.clone()]);
        one.on = day(28);
        let answer = solve(&one).expect("small");
        assert_eq!(answer.unmet[0].why.code(), code);
        assert_eq!(answer.unmet[0].failures.by_code().collect::<Vec<_>>(), [(code, 1)]);
        mend(&mut asks, &mut helper);
    }
    let mut one = problem(vec![asks], vec![helper]);
    one.costs.per_km = 7;
    one.offers[0].terms.reach_m = None;
    one.offers[0].terms.place = Some(at(110_000_000, 27_018_500));
    assert_eq!(solve(&one).expect("small").pairs[0].cost, 14, "two whole kilometres");
}
