//! Problems by hand and at random. Keys are texts; random problems have few distinct values, so that ties abound.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::{Coordinates, Date};
use guanai_matching::{
    Across, Area, Asks, Bar, Costs, Demand, Guardian, Limit, Limits, Load, Offer, Problem, Readiness, Side, Terms,
    Tilt, Walls,
};
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
        has: 0,
        asks: Asks::default(),
    }
}

/// A county-wide offer of category `study` without end, for one demand.
pub fn offer(key: &str) -> Offer<String> {
    Offer {
        key: key.into(),
        categories: BTreeSet::from(["study".into()]),
        capacity: 1,
        carries: 0,
        area: Area::Everywhere,
        valid_until: None,
        provider: Some(format!("person-{key}")),
        system: None,
        kind: "member".into(),
        needs_contact: true,
        readiness: Readiness::Ready,
        terms: Terms::default(),
    }
}

pub fn problem(demands: Vec<Demand<String>>, offers: Vec<Offer<String>>) -> Problem<String> {
    Problem {
        demands,
        offers,
        existing: BTreeSet::new(),
        start: BTreeSet::new(),
        on: day(30),
        costs: Costs::default(),
        walls: Walls::Open,
        tilt: Tilt::Level,
        load: Load::Free,
        limits: Limits::default(),
    }
}

fn code(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

// Uneven on purpose: demands that compete for few offers are where an answer can go wrong.
const CATEGORIES: &[&str] = &["study", "study", "study", "work"];
const TOWNSHIPS: &[&str] = &["east", "east", "west"];
const SYSTEMS: &[&str] = &["rural", "enterprise"];
const PERSONS: &[&str] = &["li", "wang", "zhao", "chen", "sun", "he", "xu", "lin"];
// Persons and offers.
const BARRED: &[&str] = &["li", "wang", "zhao", "chen", "sun", "he", "xu", "lin", "offer-00", "offer-01"];

fn any_demand() -> impl Strategy<Value = Demand<String>> {
    let place = (code(CATEGORIES), prop::option::weighted(0.9, code(TOWNSHIPS)), prop::option::of(code(SYSTEMS)));
    let person = (
        prop::sample::select(&[0_u8, 1, 1, 1, 2][..]),
        prop::bool::weighted(0.9),
        code(PERSONS),
        (1_u32..=2, seldom(1_u32..=1)),
    );
    let bar = prop::sample::select(&[Bar::Kin, Bar::Superior, Bar::Helping][..]);
    let barred = prop::collection::btree_map(code(BARRED), bar, 0..=2);
    (place, person, barred, any_asks()).prop_map(
        |((category, township, system), (urgency, consents_to_contact, beneficiary, (wanted, has)), barred, asks)| {
            Demand {
                key: String::new(),
                category,
                township,
                system,
                urgency,
                consents_to_contact,
                beneficiary,
                barred,
                wanted,
                has: has.unwrap_or(0),
                asks,
            }
        },
    )
}

pub const SKILLS: &[&str] = &["nurse", "driver"];
pub const LANGUAGES: &[&str] = &["hakka", "sign"];
const GROUPS: &[&str] = &["veteran", "widow"];

/// One value in a few, so that most offers still suit most demands.
fn seldom<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.12, value)
}

fn any_side() -> impl Strategy<Value = Option<Side>> {
    prop::option::weighted(0.8, prop::sample::select(&[Side::Rural, Side::Urban][..]))
}

fn any_place() -> impl Strategy<Value = Option<Coordinates>> {
    let place = |(east, north)| Coordinates::new(110_000_000 + east * 9_000, 27_000_000 + north * 11_000).ok();
    prop::option::weighted(0.7, (0_i32..4, 0_i32..4)).prop_map(move |at| at.and_then(place))
}

fn any_asks() -> impl Strategy<Value = Asks> {
    let span = (seldom(28_i8..=30), seldom(28_i8..=30));
    let who = (any_side(), any_place(), prop::collection::btree_set(code(GROUPS), 0..=1));
    let guardian = prop::sample::select(
        &[
            Guardian::NotNeeded,
            Guardian::NotNeeded,
            Guardian::NotNeeded,
            Guardian::NotNeeded,
            Guardian::Agreed,
            Guardian::Missing,
        ][..],
    );
    (span, seldom(code(SKILLS)), seldom(code(LANGUAGES)), who, guardian).prop_map(
        |((from, until), skill, language, (side, place, groups), guardian)| Asks {
            from: from.map(day),
            until: until.map(day),
            skills: skill.into_iter().collect(),
            languages: language.into_iter().collect(),
            groups,
            side,
            guardian,
            place,
        },
    )
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let skills =
        prop::collection::btree_map(code(SKILLS), prop::option::weighted(0.4, (28_i8..=30).prop_map(day)), 0..=2);
    let languages = prop::collection::btree_set(code(LANGUAGES), 0..=2);
    let across = prop::sample::select(&[Across::Either, Across::Either, Across::Either, Across::OtherSide][..]);
    let from = seldom((28_i8..=30).prop_map(day));
    let reach = (any_place(), seldom(0_u32..5_000));
    (from, skills, languages, seldom(code(GROUPS)), (any_side(), across), reach).prop_map(
        |(from, skills, languages, only_for, (side, across), (place, reach_m))| Terms {
            from,
            skills,
            languages,
            only_for: only_for.into_iter().collect(),
            side,
            across,
            place,
            reach_m,
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
        (prop::sample::select(&[0_i64, 1, 1, 1, 2, 3][..]), 0_u32..3),
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
    (what, term, who, (readiness, any_terms())).prop_map(
        |(
            (categories, (capacity, carries), area),
            term,
            (provider, system, kind, needs_contact),
            (readiness, terms),
        )| Offer {
            key: String::new(),
            categories,
            capacity,
            carries,
            area,
            valid_until: term.map(day),
            provider,
            system,
            kind,
            needs_contact,
            readiness,
            terms,
        },
    )
}

fn any_costs() -> impl Strategy<Value = Costs> {
    let substitute = prop::option::of((code(CATEGORIES), code(CATEGORIES), -1_i64..=3));
    (prop::collection::vec(-1_i64..=3, 6), substitute).prop_map(|(weights, substitute)| Costs {
        own_township: weights[0],
        shared_townships: weights[1],
        county_wide: weights[2],
        other_system: weights[3],
        keeps_pair: -2,
        per_km: weights[5],
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
    let start = prop_oneof![Just(Vec::new()), prop::collection::vec((0..demands, 0..offers), 0..=demands)];
    let lists = (prop::collection::vec(any_demand(), 0..=demands), prop::collection::vec(any_offer(), 0..=offers));
    let walls = prop::sample::select(&[Walls::Open, Walls::Open, Walls::BetweenSystems][..]);
    let load = prop::sample::select(&[Load::Free, Load::Even][..]);
    let tilt = prop::sample::select(&[Tilt::Level, Tilt::RuralFirst][..]);
    (lists, (existing, start), any_costs(), (walls, tilt, load)).prop_map(
        |((mut demands, mut offers), (existing, start), costs, (walls, tilt, load))| {
            demands.iter_mut().enumerate().for_each(|(at, demand)| demand.key = format!("need-{at:02}"));
            offers.iter_mut().enumerate().for_each(|(at, offer)| offer.key = format!("offer-{at:02}"));
            let named = |pairs: Vec<(usize, usize)>| {
                pairs.into_iter().map(|(d, o)| (format!("need-{d:02}"), format!("offer-{o:02}"))).collect()
            };
            let (existing, start) = (named(existing), named(start));
            Problem {
                demands,
                offers,
                existing,
                start,
                on: day(29),
                costs,
                walls,
                tilt,
                load,
                limits: Limits::default(),
            }
        },
    )
}

/// The same with few helpers, who have several offers each, and with limits that bind.
pub fn any_limited_problem(demands: usize, offers: usize) -> impl Strategy<Value = Problem<String>> {
    let who = prop::collection::vec((prop::option::weighted(0.8, 0_usize..2), 0_usize..2), offers);
    let limit = || (0_u32..4, 0_u32..2).prop_map(|(most, taken)| Limit { most, taken });
    let helpers = prop::collection::vec(prop::option::weighted(0.8, limit()), 2);
    let systems = prop::collection::vec(prop::option::weighted(0.6, limit()), 2);
    (any_problem(demands, offers), who, helpers, systems).prop_map(|(mut problem, who, helpers, systems)| {
        for (offer, (helper, system)) in problem.offers.iter_mut().zip(who) {
            offer.capacity = offer.capacity.max(1);
            offer.valid_until = None;
            offer.readiness = Readiness::Ready;
            // A helper is within one system; somebody else, in either.
            offer.provider = helper.map(|helper| format!("helper-{helper}"));
            offer.system = Some(SYSTEMS[helper.unwrap_or(system)].to_owned());
        }
        for demand in &mut problem.demands {
            demand.asks = Asks { side: demand.asks.side, ..Asks::default() };
        }
        let named = |(at, limit): (usize, Option<Limit>)| Some((format!("helper-{at}"), limit?));
        let of_system = |(at, limit): (usize, Option<Limit>)| Some((SYSTEMS[at].to_owned(), limit?));
        problem.limits = Limits {
            helpers: helpers.into_iter().enumerate().filter_map(named).collect(),
            systems: systems.into_iter().enumerate().filter_map(of_system).collect(),
        };
        problem
    })
}
