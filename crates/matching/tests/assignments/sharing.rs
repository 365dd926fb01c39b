//! What more helpers would serve, and what walls cost: both against solving the changed problem anew.

use std::collections::BTreeSet;

use guanai_matching::{
    Area, Limit, Offer, Problem, Readiness, Recruit, Terms, Walls, fragmentation, recruiting, solve,
};
use proptest::prelude::*;

use crate::drawn::{LANGUAGES, SKILLS, any_limited_problem, any_problem, demand, offer, problem};

/// Helpers found in all, with so many units of a new offer.
fn served_with(problem: &Problem<String>, category: &str, township: Option<&str>, units: i64) -> usize {
    let mut richer = problem.clone();
    richer.offers.push(Offer {
        key: "offer-new".into(),
        categories: BTreeSet::from([category.to_owned()]),
        capacity: units,
        carries: 0,
        area: township.map_or(Area::Everywhere, |township| Area::Township(township.to_owned())),
        valid_until: None,
        provider: None,
        system: None,
        kind: String::new(),
        needs_contact: true,
        readiness: Readiness::Ready,
        // Whoever is looked for has what anybody asks for.
        terms: Terms {
            skills: SKILLS.iter().map(|skill| ((*skill).to_owned(), None)).collect(),
            languages: LANGUAGES.iter().map(|language| (*language).to_owned()).collect(),
            ..Terms::default()
        },
    });
    solve(&richer).expect("small numbers").pairs.len()
}

/// Each entry against solving anew with so many units of the new offer, and with one more.
fn keeps_its_word(problem: &Problem<String>) -> Result<(), TestCaseError> {
    let today = solve(problem).expect("small numbers").pairs.len();
    let found = listed(problem);
    prop_assert!(found.windows(2).all(|two| two[0].serves >= two[1].serves));
    for category in ["study", "work"] {
        for township in [Some("east"), Some("west"), None] {
            let entry = found.iter().find(|r| r.category == category && r.township.as_deref() == township);
            let serves = entry.map_or(0, |r| usize::try_from(r.serves).expect("small"));
            let is_asked = problem.demands.iter().any(|d| d.category == category)
                && (township.is_none() || problem.demands.iter().any(|d| d.township.as_deref() == township));
            if !is_asked {
                prop_assert_eq!(serves, 0);
                continue;
            }
            for units in 0..=serves + 1 {
                let found = served_with(problem, category, township, i64::try_from(units).expect("small"));
                prop_assert_eq!(found, today + units.min(serves), "{} {:?}, {} units", category, township, units);
            }
        }
    }
    Ok(())
}

fn listed(problem: &Problem<String>) -> Vec<Recruit> {
    recruiting(problem, &solve(problem).expect("small numbers")).expect("no contradiction")
}

#[test]
fn one_who_helps_here_frees_whoever_helped_for_another_place() {
    // The only helper is county-wide and serves the east; the west goes without. A helper for either place serves one more.
    let mut west = demand("b");
    west.township = Some("west".into());
    let found = listed(&problem(vec![demand("a"), west], vec![offer("x")]));
    let said: Vec<_> = found.iter().map(|r| (r.township.as_deref(), r.serves, r.unmet)).collect();
    assert_eq!(said, [(Some("east"), 1, 0), (Some("west"), 1, 1), (None, 1, 1)]);
}

#[test]
fn who_is_full_helps_another_way_once_somebody_else_takes_over() {
    // One helper offers study and work, and looks after one at once. A second hand for study frees them for the work.
    let mut work = demand("b");
    work.category = "work".into();
    let of = |key: &str, category: &str| {
        let mut offer = offer(key);
        offer.categories = BTreeSet::from([category.to_owned()]);
        offer.provider = Some("helper".to_owned());
        offer
    };
    let mut full = problem(vec![demand("a"), work], vec![of("x", "study"), of("y", "work")]);
    full.limits.helpers.insert("helper".to_owned(), Limit { most: 1, taken: 0 });
    let found = listed(&full);
    let said: Vec<_> = found.iter().map(|r| (r.category.as_str(), r.township.is_none(), r.serves)).collect();
    assert_eq!(said, [("study", false, 1), ("work", false, 1), ("study", true, 1), ("work", true, 1)]);
}

#[test]
fn where_nobody_is_unmet_nobody_need_be_found() {
    assert_eq!(listed(&problem(vec![demand("a")], vec![offer("x")])), []);
    assert_eq!(listed(&problem(vec![], vec![])), []);
}

#[test]
fn without_walls_an_enterprise_helps_the_village() {
    let of = |system: &str| Some(system.to_owned());
    let mut demands = ["a", "b"].map(demand).to_vec();
    demands[0].system = of("rural");
    demands[1].system = of("enterprise");
    let mut helper = offer("x");
    helper.system = of("enterprise");
    helper.capacity = 2;
    let both = problem(demands, vec![helper]);
    let price = fragmentation(&both, &solve(&both).expect("small")).expect("small");
    assert_eq!((price.open, price.walled, price.persons_open, price.persons_walled), (2, 1, 2, 1));
    assert_eq!((price.only_by_sharing, price.only_by_walls), (vec!["a".to_owned()], vec![]));
    assert_eq!((price.cells[0].demands, price.cells[0].open, price.cells[0].walled), (2, 2, 1));
    assert_eq!(price.cells[0].only_by_sharing, 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_recruiting_list_keeps_its_word_to_the_unit(problem in any_problem(14, 5)) {
        keeps_its_word(&problem)?;
    }

    #[test]
    fn so_it_does_where_helpers_and_systems_are_full(problem in any_limited_problem(9, 6)) {
        keeps_its_word(&problem)?;
    }

    #[test]
    fn walls_never_serve_more_and_cells_add_up(mut problem in any_problem(12, 8)) {
        problem.walls = Walls::Open;
        let open = solve(&problem).expect("small numbers");
        let price = fragmentation(&problem, &open).expect("small numbers");
        let walled = solve(&Problem { walls: Walls::BetweenSystems, start: BTreeSet::new(), ..problem.clone() }).expect("small numbers");
        prop_assert!(walled.pairs.len() <= open.pairs.len());
        let sum = |count: fn(&guanai_matching::WallCell) -> u64| price.cells.iter().map(count).sum::<u64>();
        prop_assert_eq!(sum(|cell| cell.demands), problem.demands.len() as u64);
        prop_assert_eq!((sum(|cell| cell.open), sum(|cell| cell.walled)), (price.open, price.walled));
        let only = |keys: &Vec<String>| keys.len() as u64;
        prop_assert_eq!(price.open + only(&price.only_by_walls), price.walled + only(&price.only_by_sharing));
    }
}
