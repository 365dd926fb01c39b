//! Problems by hand and at random. Keys are texts; random problems have few distinct values, so that ties abound.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;
use guanai_matching::{Area, Bar, Costs, Demand, Offer, Problem, Readiness, Walls};
use proptest::prelude::*;

pub fn day(day: i8) -> Date {
    Date::new(2026, 6, day).expect("a day of June")
}

/// A demand of category `study` in township `east`, consenting, for one helper.
pub fn demand(key: &str) -> Demand<String> {
    Demand {
        key: key.into(),
        category: "study".into(),
        township: Some("east".into()),
        system: None,
        urgency: 1,
        consents_to_contact: true,
        beneficiary: format!("person-{key}"),
        barred: BTreeMap::new(),
        wanted: 1,
    }
}

/// A county-wide offer of category `study` without end, for one demand.
pub fn offer(key: &str) -> Offer<String> {
    Offer {
        key: key.into(),
        categories: BTreeSet::from(["study".into()]),
        capacity: 1,
        area: Area::Everywhere,
        valid_until: None,
        provider: Some(format!("person-{key}")),
        system: None,
        kind: "member".into(),
        needs_contact: true,
        readiness: Readiness::Ready,
    }
}

pub fn problem(demands: Vec<Demand<String>>, offers: Vec<Offer<String>>) -> Problem<String> {
    Problem { demands, offers, existing: BTreeSet::new(), on: day(30), costs: Costs::default(), walls: Walls::Open }
}

fn code(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

// Uneven on purpose: demands that compete for few offers are where an answer can go wrong.
const CATEGORIES: &[&str] = &["study", "study", "study", "work"];
const TOWNSHIPS: &[&str] = &["east", "east", "west"];
const SYSTEMS: &[&str] = &["rural", "enterprise"];
const PERSONS: &[&str] = &["li", "wang", "zhao", "chen", "sun", "he", "xu", "lin"];

fn any_demand() -> impl Strategy<Value = Demand<String>> {
    let place = (code(CATEGORIES), prop::option::weighted(0.9, code(TOWNSHIPS)), prop::option::of(code(SYSTEMS)));
    let person = (prop::sample::select(&[0_u8, 1, 1, 1, 2][..]), prop::bool::weighted(0.9), code(PERSONS), 1_u32..=2);
    let bar = prop::sample::select(&[Bar::Kin, Bar::Superior][..]);
    let barred = prop::collection::btree_map(code(PERSONS), bar, 0..=2);
    (place, person, barred).prop_map(
        |((category, township, system), (urgency, consents_to_contact, beneficiary, wanted), barred)| Demand {
            key: String::new(),
            category,
            township,
            system,
            urgency,
            consents_to_contact,
            beneficiary,
            barred,
            wanted,
        },
    )
}

fn any_area() -> impl Strategy<Value = Area> {
    prop_oneof![
        Just(Area::Everywhere),
        code(TOWNSHIPS).prop_map(Area::Township),
        prop::collection::btree_set(code(TOWNSHIPS), 1..=2).prop_map(Area::Townships),
    ]
}

fn any_offer() -> impl Strategy<Value = Offer<String>> {
    let what = (
        prop::collection::btree_set(code(CATEGORIES), 1..=2),
        prop::sample::select(&[0_i64, 1, 1, 1, 2, 3][..]),
        any_area(),
    );
    let term = prop::option::weighted(0.2, prop::sample::select(&[28_i8, 29, 30][..]));
    let who = (
        prop::option::of(code(PERSONS)),
        prop::option::of(code(SYSTEMS)),
        code(&["member", "department"]),
        any::<bool>(),
    );
    let readiness = prop::sample::select(
        &[Readiness::Ready, Readiness::Ready, Readiness::Ready, Readiness::Unwilling, Readiness::InHardship][..],
    );
    (what, term, who, readiness).prop_map(
        |((categories, capacity, area), term, (provider, system, kind, needs_contact), readiness)| Offer {
            key: String::new(),
            categories,
            capacity,
            area,
            valid_until: term.map(day),
            provider,
            system,
            kind,
            needs_contact,
            readiness,
        },
    )
}

fn any_costs() -> impl Strategy<Value = Costs> {
    let substitute = prop::option::of((code(CATEGORIES), code(CATEGORIES), -1_i64..=3));
    (prop::collection::vec(-1_i64..=3, 5), substitute).prop_map(|(weights, substitute)| Costs {
        own_township: weights[0],
        shared_townships: weights[1],
        county_wide: weights[2],
        other_system: weights[3],
        keeps_pair: -2,
        kinds: BTreeMap::from([("department".to_owned(), weights[4])]),
        substitutes: substitute
            .map(|(own, other, amount)| (own, BTreeMap::from([(other, amount)])))
            .into_iter()
            .collect(),
    })
}

/// Up to this many demands and offers, every feature in play.
pub fn any_problem(demands: usize, offers: usize) -> impl Strategy<Value = Problem<String>> {
    let existing = prop::collection::vec((0..demands, 0..offers), 0..3);
    let lists = (prop::collection::vec(any_demand(), 0..=demands), prop::collection::vec(any_offer(), 0..=offers));
    let walls = prop::sample::select(&[Walls::Open, Walls::Open, Walls::BetweenSystems][..]);
    (lists, existing, any_costs(), walls).prop_map(|((mut demands, mut offers), existing, costs, walls)| {
        demands.iter_mut().enumerate().for_each(|(at, demand)| demand.key = format!("need-{at:02}"));
        offers.iter_mut().enumerate().for_each(|(at, offer)| offer.key = format!("offer-{at:02}"));
        let existing = existing.into_iter().map(|(d, o)| (format!("need-{d:02}"), format!("offer-{o:02}"))).collect();
        Problem { demands, offers, existing, on: day(29), costs, walls }
    })
}
