//! Against brute force over every way of pairing: as many as can be, then the fewest of which the town alone gains, then the most both ways.

use std::collections::BTreeSet;

use guanai_casework::PartnerWish;
use guanai_casework::round::Hand;
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Moment, Settlement};

use super::pose::{Fit, Wisher, fit};
use super::{Found, Partner, WhyAlone, match_wishers};

fn on() -> Date {
    "2026-07-01".parse().unwrap()
}

fn wisher(at: u128, lies_in: Option<Settlement>, gives: &[&str], asks_for: &[&str]) -> Wisher {
    let organization_id = OrganizationId::from_bits(at);
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    Wisher {
        partner: Partner { organization_id, code: at.to_string(), name: at.to_string(), secretary: None },
        wish: PartnerWish {
            organization_id,
            kind: "urban-rural".to_owned(),
            gives: codes(gives),
            asks_for: codes(asks_for),
            is_open: true,
            said: Hand { by: "x".to_owned(), at: Moment::from_micros(0) },
        },
        lies_in,
        township: None,
        above: BTreeSet::new(),
        is_paired: false,
    }
}

/// (pairs, how few the town alone gains of, how few go one way): the larger the better.
type Worth = (usize, std::cmp::Reverse<usize>, std::cmp::Reverse<usize>);

fn worth(pairs: &[(&Wisher, &Wisher)], rural_first: bool) -> Worth {
    let fits: Vec<Fit> = pairs.iter().map(|(one, other)| fit(&one.wish, &other.wish, &[]).unwrap()).collect();
    let to_town = fits.iter().filter(|fit| **fit == Fit::ToSecond).count();
    let one_way = fits.iter().filter(|fit| **fit != Fit::BothWays).count();
    (pairs.len(), std::cmp::Reverse(if rural_first { to_town } else { 0 }), std::cmp::Reverse(one_way))
}

/// Every way of pairing those of the country with those of the town, the best of them.
fn best(country: &[&Wisher], town: &[&Wisher], rural_first: bool) -> Worth {
    fn go<'a>(
        country: &[&'a Wisher],
        town: &[&'a Wisher],
        pairs: &mut Vec<(&'a Wisher, &'a Wisher)>,
        rural_first: bool,
    ) -> Worth {
        let Some((first, rest)) = country.split_first() else { return worth(pairs, rural_first) };
        let mut best = go(rest, town, pairs, rural_first);
        for (at, other) in town.iter().enumerate() {
            if first.is_paired || other.is_paired || first.is_over_or_below(other) {
                continue;
            }
            if fit(&first.wish, &other.wish, &[]).is_none() {
                continue;
            }
            let mut left = town.to_vec();
            left.remove(at);
            pairs.push((first, other));
            best = best.max(go(rest, &left, pairs, rural_first));
            pairs.pop();
        }
        best
    }
    go(country, town, &mut Vec::new(), rural_first)
}

/// A drawn county: a small generator, so that a failure names its seed.
fn drawn(seed: u64) -> Vec<Wisher> {
    let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let codes = ["medical", "food", "work", "study"];
    let count = 2 + next(8);
    (0..count)
        .map(|at| {
            let lies_in = match next(9) {
                0 => None,
                side if side % 2 == 0 => Some(Settlement::Rural),
                _ => Some(Settlement::Urban),
            };
            let gives: Vec<&str> = codes.iter().copied().filter(|_| next(3) == 0).collect();
            let asks_for: Vec<&str> = codes.iter().copied().filter(|_| next(3) == 0).collect();
            let mut drawn = wisher(u128::from(at) + 1, lies_in, &gives, &asks_for);
            drawn.is_paired = next(8) == 0;
            if at > 0 && next(6) == 0 {
                drawn.above.insert(OrganizationId::from_bits(u128::from(next(at)) + 1));
            }
            drawn
        })
        .collect()
}

#[test]
fn the_pairs_are_the_best_of_all_and_the_order_plays_no_part() {
    let mut seen = BTreeSet::new();
    for seed in 0..600 {
        let wishers = drawn(seed);
        let of = |side| wishers.iter().filter(|wisher| wisher.lies_in == Some(side)).collect::<Vec<_>>();
        let (country, town) = (of(Settlement::Rural), of(Settlement::Urban));
        for rural_first in [true, false] {
            let found = match_wishers(&wishers, &[], rural_first, on()).unwrap();
            let by = |id: OrganizationId| wishers.iter().find(|wisher| wisher.wish.organization_id == id).unwrap();
            let pairs: Vec<_> = found.pairs.iter().map(|(one, other)| (by(*one), by(*other))).collect();
            assert_eq!(worth(&pairs, rural_first), best(&country, &town, rural_first), "{seed} {rural_first}");
            for (one, other) in &pairs {
                assert_eq!((one.lies_in, other.lies_in), (Some(Settlement::Rural), Some(Settlement::Urban)), "{seed}");
                assert!(!one.is_over_or_below(other) && !one.is_paired && !other.is_paired, "{seed}");
            }
            assert_eq!(found.pairs.len() * 2 + found.alone.len(), wishers.len(), "{seed}: each is told once");
            seen.extend(found.alone.iter().map(|(_, why)| *why));
            let mut turned = wishers.clone();
            turned.reverse();
            let again = match_wishers(&turned, &[], rural_first, on()).unwrap();
            assert_eq!(again.pairs, found.pairs, "{seed}");
        }
    }
    assert_eq!(seen, BTreeSet::from(WhyAlone::ALL), "every reason comes up");
}

#[test]
fn the_country_gains_before_the_town_alone_and_never_at_the_cost_of_a_pair() {
    let (rural, urban) = (Some(Settlement::Rural), Some(Settlement::Urban));
    // One village, two in town: one asks for what the village gives, the other gives what the village asks for.
    let mut wishers = vec![
        wisher(1, rural, &["food"], &["medical"]),
        wisher(2, urban, &[], &["food"]),
        wisher(3, urban, &["medical"], &[]),
    ];
    let pairs = |wishers: &[Wisher], rural_first| match_wishers(wishers, &[], rural_first, on()).unwrap();
    let id = OrganizationId::from_bits;
    assert_eq!(pairs(&wishers, true), Found { pairs: vec![(id(1), id(3))], alone: vec![(id(2), WhyAlone::Taken)] });
    assert_eq!(pairs(&wishers, false).pairs, [(id(1), id(2))], "without the tilt the lower key");
    // A second village takes the other: two pairs are more than one.
    wishers.push(wisher(4, rural, &[], &["medical"]));
    assert_eq!(pairs(&wishers, true).pairs, [(id(1), id(2)), (id(4), id(3))]);
}

#[test]
fn whoever_is_alone_hears_why() {
    let (rural, urban) = (Some(Settlement::Rural), Some(Settlement::Urban));
    let alone = |wishers: &[Wisher], at: u128| {
        let found = match_wishers(wishers, &[], true, on()).unwrap();
        found.alone.iter().find(|(id, _)| *id == OrganizationId::from_bits(at)).map(|(_, why)| *why)
    };
    let asks = wisher(1, rural, &[], &["medical"]);
    let gives = |at, lies_in| wisher(at, lies_in, &["medical"], &[]);
    assert_eq!(alone(&[asks.clone()], 1), Some(WhyAlone::NobodyFits));
    assert_eq!(alone(&[asks.clone(), wisher(2, urban, &["food"], &[])], 1), Some(WhyAlone::NobodyFits));
    assert_eq!(alone(&[asks.clone(), gives(2, rural)], 1), Some(WhyAlone::OnlySameSide));
    assert_eq!(alone(&[asks.clone(), gives(2, None)], 1), Some(WhyAlone::OthersUnknown));
    assert_eq!(alone(&[asks.clone(), gives(2, None)], 2), Some(WhyAlone::SideUnknown));
    let over = Wisher { above: BTreeSet::from([OrganizationId::from_bits(2)]), ..asks.clone() };
    assert_eq!(alone(&[over, gives(2, urban)], 1), Some(WhyAlone::OnlyAbove));
    let paired = Wisher { is_paired: true, ..asks.clone() };
    assert_eq!(alone(&[paired, gives(2, urban)], 1), Some(WhyAlone::HasOne));
    let other = wisher(3, rural, &[], &["medical"]);
    assert_eq!(alone(&[asks, gives(2, urban), other], 3), Some(WhyAlone::Taken), "the lower key is served first");
}
