//! One change after another: each time the optimum again, with proof, and no other optimum breaks fewer pairs.

use std::collections::BTreeMap;

use guanai_matching::flow::search;
use guanai_matching::network::{Arc, Held, Helpers, Network, Ramp};
use guanai_matching::residual::{Change, ChangeError, Residual};
use proptest::prelude::*;

/// A node as the test keeps it.
#[derive(Debug, Clone)]
struct Want {
    arcs: BTreeMap<u32, i64>,
    helpers: Helpers,
    penalties: Vec<i64>,
    /// Pairs that must be, in units.
    forced: BTreeMap<u32, u32>,
}

/// What is asked, kept apart from the state under test.
#[derive(Debug, Clone)]
struct Asked {
    capacity: Vec<i64>,
    wants: Vec<Want>,
    groups: Vec<Group>,
}

/// A limit over some offers, within another where there is one before it.
#[derive(Debug, Clone)]
struct Group {
    capacity: i64,
    above: Option<u32>,
    offers: Vec<u32>,
}

type Pairs = BTreeMap<(u32, u32), u32>;

impl Asked {
    fn network(&self) -> Network {
        let mut network = Network::new(self.capacity.clone()).expect("capacities");
        for group in &self.groups {
            network.add_group(group.capacity, group.above, group.offers.iter().copied()).expect("a group");
        }
        for want in &self.wants {
            let row = network.add_row(want.arcs.iter().map(|(&offer, &cost)| Arc { cost, offer })).expect("a row");
            network.add_node(row, want.helpers, want.penalties.clone()).expect("a node");
        }
        network
    }

    /// Whether no group lets more through than it may.
    fn within_groups(&self, left: &[i64]) -> bool {
        let mut through: Vec<i64> = Vec::new();
        for group in &self.groups {
            through.push(group.offers.iter().map(|at| self.capacity[*at as usize] - left[*at as usize]).sum());
        }
        for (at, group) in self.groups.iter().enumerate().rev() {
            if let Some(above) = group.above {
                through[above as usize] += through[at];
            }
        }
        through.iter().zip(&self.groups).all(|(through, group)| *through <= group.capacity)
    }

    /// What must be, within the groups of an offer: whether one of them lets nothing more through.
    fn is_full(&self, offer: u32) -> bool {
        let forced = |offer: &u32| -> i64 {
            self.wants.iter().map(|want| i64::from(want.forced.get(offer).copied().unwrap_or(0))).sum()
        };
        let mut through: Vec<i64> = self.groups.iter().map(|group| group.offers.iter().map(forced).sum()).collect();
        for (at, group) in self.groups.iter().enumerate().rev() {
            if let Some(above) = group.above {
                through[above as usize] += through[at];
            }
        }
        let mut next = (0_u32..).zip(&self.groups).find(|(_, group)| group.offers.contains(&offer)).map(|(at, _)| at);
        while let Some(at) = next {
            if through[at as usize] >= self.groups[at as usize].capacity {
                return true;
            }
            next = self.groups[at as usize].above;
        }
        false
    }

    /// The least cost, and the fewest pairs broken among the answers of that cost.
    fn best(&self, before: &Pairs) -> (i64, u32) {
        let mut best = (i64::MAX, u32::MAX);
        let mut left = self.capacity.clone();
        self.try_all(0, &mut left, &mut Pairs::new(), 0, before, &mut best);
        best
    }

    fn try_all(
        &self,
        at: usize,
        left: &mut Vec<i64>,
        now: &mut Pairs,
        cost: i64,
        before: &Pairs,
        best: &mut (i64, u32),
    ) {
        let Some(want) = self.wants.get(at) else {
            if !self.within_groups(left) {
                return;
            }
            let broken =
                before.iter().map(|(pair, units)| units.saturating_sub(now.get(pair).copied().unwrap_or(0))).sum();
            *best = (*best).min((cost, broken));
            return;
        };
        let node = u32::try_from(at).expect("few nodes");
        let offers: Vec<(u32, i64)> = want.arcs.iter().map(|(offer, cost)| (*offer, *cost)).collect();
        let mut counts = vec![0_u32; offers.len()];
        loop {
            let served: u32 = counts.iter().sum();
            let fits = served as usize <= want.penalties.len()
                && offers.iter().zip(&counts).all(|((offer, _), units)| {
                    i64::from(*units) <= left[*offer as usize]
                        && *units >= want.forced.get(offer).copied().unwrap_or(0)
                        && (want.helpers == Helpers::Any || *units <= 1)
                });
            if fits {
                let pairs: i64 = offers.iter().zip(&counts).map(|((_, cost), units)| cost * i64::from(*units)).sum();
                let unserved: i64 = want.penalties[served as usize..].iter().sum();
                for ((offer, _), &units) in offers.iter().zip(&counts) {
                    left[*offer as usize] -= i64::from(units);
                    now.insert((node, *offer), units);
                }
                self.try_all(at + 1, left, now, cost + pairs + unserved, before, best);
                for ((offer, _), &units) in offers.iter().zip(&counts) {
                    left[*offer as usize] += i64::from(units);
                    now.remove(&(node, *offer));
                }
            }
            // The next combination of at most two units of each, or one where no more are wanted.
            let most = u32::from(want.penalties.len() > 1) + 1;
            let Some(place) = counts.iter().position(|units| *units < most) else { break };
            counts[..place].fill(0);
            counts[place] += 1;
        }
    }

    /// Makes the change, or says why the state must refuse it.
    fn apply(&mut self, change: &Change) -> Result<(), ChangeError> {
        let pinned = |wants: &[Want], offer: u32| {
            wants.iter().map(|want| i64::from(want.forced.get(&offer).copied().unwrap_or(0))).sum::<i64>()
        };
        match change {
            Change::Capacity { offer, capacity } => {
                let units = pinned(&self.wants, *offer);
                if *capacity < units {
                    return Err(ChangeError::Pinned { offer: *offer, units });
                }
                self.capacity[*offer as usize] = *capacity;
            }
            Change::Appear { arcs, helpers, penalties } => self.wants.push(Want {
                arcs: arcs.iter().map(|arc| (arc.offer, arc.cost)).collect(),
                helpers: *helpers,
                penalties: penalties.clone(),
                forced: BTreeMap::new(),
            }),
            Change::Withdraw { node } => {
                let want = &mut self.wants[*node as usize];
                want.penalties.clear();
                want.forced.clear();
            }
            &Change::Forbid { node, offer } => {
                let want = &mut self.wants[node as usize];
                if let Some(units) = want.forced.get(&offer) {
                    return Err(ChangeError::Pinned { offer, units: i64::from(*units) });
                }
                want.arcs.remove(&offer).ok_or(ChangeError::NotACandidate { node, offer })?;
            }
            &Change::Force { node, offer } => {
                let is_full = self.is_full(offer);
                let free = self.capacity[offer as usize] - pinned(&self.wants, offer);
                let want = &mut self.wants[node as usize];
                let forced = want.forced.get(&offer).copied().unwrap_or(0);
                if forced > 0 && want.helpers == Helpers::Distinct {
                    return Err(ChangeError::Pinned { offer, units: i64::from(forced) });
                }
                if !want.arcs.contains_key(&offer) {
                    return Err(ChangeError::NotACandidate { node, offer });
                }
                if want.forced.values().sum::<u32>() as usize == want.penalties.len() {
                    return Err(ChangeError::NothingWanted { node });
                }
                if free == 0 || is_full {
                    return Err(ChangeError::Exhausted { offer });
                }
                want.forced.insert(offer, forced + 1);
            }
        }
        Ok(())
    }
}

const OFFERS: u32 = 4;

fn any_want() -> impl Strategy<Value = (Vec<Arc>, Helpers, Vec<i64>)> {
    // Few distinct costs, so that optima abound.
    let arcs = prop::collection::btree_map(0..OFFERS, prop::sample::select(&[-3_i64, 0, 0, 1, 1, 2, 7][..]), 0..4);
    let penalties = prop::collection::vec(prop::sample::select(&[-2_i64, 1, 5, 5, 20, 20, 21][..]), 1..3);
    (arcs, any::<bool>(), penalties).prop_map(|(arcs, distinct, mut penalties)| {
        penalties.sort_by(|a, b| b.cmp(a));
        let arcs = arcs.into_iter().map(|(offer, cost)| Arc { cost, offer }).collect();
        (arcs, if distinct { Helpers::Distinct } else { Helpers::Any }, penalties)
    })
}

fn any_change() -> impl Strategy<Value = Change> {
    let (node, offer) = (0_u32..6, 0..OFFERS);
    prop_oneof![
        (offer.clone(), 0_i64..4).prop_map(|(offer, capacity)| Change::Capacity { offer, capacity }),
        any_want().prop_map(|(arcs, helpers, penalties)| Change::Appear { arcs, helpers, penalties }),
        node.clone().prop_map(|node| Change::Withdraw { node }),
        (node.clone(), offer.clone()).prop_map(|(node, offer)| Change::Forbid { node, offer }),
        (node, offer).prop_map(|(node, offer)| Change::Force { node, offer }),
    ]
}

fn any_asked() -> impl Strategy<Value = Asked> {
    (prop::collection::vec(0_i64..3, OFFERS as usize), prop::collection::vec(any_want(), 1..5)).prop_map(
        |(capacity, wants)| Asked {
            capacity,
            groups: Vec::new(),
            wants: wants
                .into_iter()
                .map(|(arcs, helpers, penalties)| Want {
                    arcs: arcs.into_iter().map(|arc| (arc.offer, arc.cost)).collect(),
                    helpers,
                    penalties,
                    forced: BTreeMap::new(),
                })
                .collect(),
        },
    )
}

/// Two helpers within a system, or apart; some offers in none of them.
fn any_groups() -> impl Strategy<Value = Vec<Group>> {
    let capacities = (0_i64..4, 0_i64..3, 0_i64..3);
    let of = prop::collection::vec(0_usize..4, OFFERS as usize);
    (capacities, (any::<bool>(), any::<bool>()), of).prop_map(
        |((system, one, other), (within_one, within_other), of)| {
            let members = |group| (0_u32..).zip(&of).filter(|(_, of)| **of == group).map(|(offer, _)| offer).collect();
            vec![
                Group { capacity: system, above: None, offers: members(0) },
                Group { capacity: one, above: within_one.then_some(0), offers: members(1) },
                Group { capacity: other, above: within_other.then_some(0), offers: members(2) },
            ]
        },
    )
}

fn pairs(held: &[Held]) -> Pairs {
    held.iter().map(|held| ((held.node, held.offer), held.units)).collect()
}

/// Makes the changes one after another, and holds each against every answer there is.
fn hold(mut asked: Asked, wished: Vec<Change>, most_nodes: usize) -> Result<(), TestCaseError> {
    let network = asked.network();
    let solution = search(&network).expect("small numbers");
    let mut residual = Residual::new(network, &solution).expect("proven");
    for change in wished {
        let nodes = asked.wants.len();
        let is_there = match change {
            Change::Withdraw { node } | Change::Forbid { node, .. } | Change::Force { node, .. } => {
                (node as usize) < nodes
            }
            Change::Appear { .. } => nodes < most_nodes,
            Change::Capacity { .. } => true,
        };
        if !is_there {
            continue;
        }
        let (before, value) = (pairs(&residual.held()), residual.value());
        let expected = asked.apply(&change);
        let answered = residual.change(change.clone());
        let after = pairs(&residual.held());
        match (expected, answered) {
            (Ok(()), Ok(changed)) => {
                let certificate = residual.certify();
                prop_assert!(certificate.is_ok(), "{change:?}: {certificate:?}");
                let (cost, broken) = asked.best(&before);
                let said: u32 = changed.broken.iter().map(|held| held.units).sum();
                prop_assert_eq!((residual.value(), said), (i128::from(cost), broken), "{:?}", change);
                prop_assert_eq!(changed.more, residual.value() - value);
                let mut then = before.clone();
                for held in &changed.broken {
                    *then.entry((held.node, held.offer)).or_default() -= held.units;
                }
                for held in &changed.made {
                    *then.entry((held.node, held.offer)).or_default() += held.units;
                }
                then.retain(|_, units| *units > 0);
                prop_assert_eq!(then, after);
            }
            (Err(expected), Err(answered)) => {
                prop_assert_eq!(expected, answered);
                prop_assert_eq!((before, value), (after, residual.value()));
            }
            (expected, answered) => prop_assert!(false, "{change:?}: {expected:?}, {answered:?}"),
        }
    }
    Ok(())
}

/// Many who want one helper each, at costs that hardly differ: optima abound, and a change of several units can take a way that a
/// later unit takes back.
fn any_crowd() -> impl Strategy<Value = Asked> {
    let cost = prop::sample::select(&[0_i64, 0, 0, 0, 1][..]);
    let want = (prop::collection::btree_map(0..OFFERS, cost, 1..4), prop::sample::select(&[20_i64, 20, 21, 19, 1][..]));
    (prop::collection::vec(1_i64..4, OFFERS as usize), prop::collection::vec(want, 5..7)).prop_map(
        |(capacity, wants)| {
            let wants = wants.into_iter().map(|(arcs, penalty)| Want {
                arcs,
                helpers: Helpers::Any,
                penalties: vec![penalty],
                forced: BTreeMap::new(),
            });
            Asked { capacity, groups: Vec::new(), wants: wants.collect() }
        },
    )
}

fn any_large_change() -> impl Strategy<Value = Change> {
    let offer = 0..OFFERS;
    prop_oneof![
        3 => (offer.clone(), 0_i64..2).prop_map(|(offer, capacity)| Change::Capacity { offer, capacity }),
        1 => (offer.clone(), 2_i64..4).prop_map(|(offer, capacity)| Change::Capacity { offer, capacity }),
        1 => (0_u32..6, offer.clone()).prop_map(|(node, offer)| Change::Forbid { node, offer }),
        1 => (0_u32..6, offer).prop_map(|(node, offer)| Change::Force { node, offer }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_change_ends_at_an_optimum_that_breaks_the_fewest_pairs(
        asked in any_asked(),
        changes in prop::collection::vec(any_change(), 1..6),
    ) {
        hold(asked, changes, 6)?;
    }

    #[test]
    fn so_does_each_change_within_limits_over_several_offers(
        asked in prop_oneof![any_asked(), any_crowd()],
        groups in any_groups(),
        changes in prop::collection::vec(prop_oneof![any_change(), any_large_change()], 1..6),
    ) {
        hold(Asked { groups, ..asked }, changes, 6)?;
    }

    #[test]
    fn a_change_of_several_units_breaks_no_pair_that_it_could_have_left(
        asked in any_crowd(),
        changes in prop::collection::vec(any_large_change(), 1..4),
    ) {
        hold(asked, changes, 6)?;
    }
}

#[test]
fn who_was_moved_by_the_first_unit_of_a_change_is_moved_back_by_the_second() {
    // Node 0 and 1 hold offer 0, node 2 holds offer 1, offer 2 is free. As offer 0 falls away, its first unit is found a place at no
    // cost by moving node 2; its second at 21 either way, and one of the ways brings node 2 back.
    let mut network = Network::new(vec![2, 1, 1]).expect("capacities");
    for (arcs, penalty) in [([(0, 0), (1, 0)], 20), ([(0, 0), (2, 1)], 21), ([(1, 0), (2, 0)], 20)] {
        let row = network.add_row(arcs.map(|(offer, cost)| Arc { cost, offer })).expect("a row");
        network.add_node(row, Helpers::Any, [penalty]).expect("a node");
    }
    let solution = search(&network).expect("small numbers");
    let mut residual = Residual::new(network, &solution).expect("proven");
    let stood = [(0, 0), (1, 0), (2, 1)].map(|(node, offer)| Held { node, offer, units: 1 });
    assert_eq!(residual.held(), stood);
    let changed = residual.change(Change::Capacity { offer: 0, capacity: 0 }).expect("possible");
    assert_eq!((changed.more, changed.broken), (21, stood[..2].to_vec()));
    assert_eq!(changed.made, [Held { node: 1, offer: 2, units: 1 }]);
}

#[test]
fn where_load_is_shared_evenly_a_change_begins_anew() {
    let mut network = Network::new(vec![1]).expect("capacities");
    network.set_ramp(0, Ramp { first: 1, rise: 2 }).expect("not below zero");
    let solution = search(&network).expect("small numbers");
    assert_eq!(Residual::new(network, &solution).expect_err("refused").code(), "matching-change-even-load");
}

#[test]
fn what_is_not_there_or_contradicts_itself_is_refused() {
    let mut network = Network::new(vec![1, 1]).expect("capacities");
    let row = network.add_row([Arc { cost: 3, offer: 0 }]).expect("a row");
    network.add_node(row, Helpers::Any, [50]).expect("a node");
    let solution = search(&network).expect("small numbers");
    let mut residual = Residual::new(network, &solution).expect("proven");
    let mut refused = |change| residual.change(change).expect_err("refused").code();
    assert_eq!(refused(Change::Withdraw { node: 7 }), "matching-change-unknown-node");
    assert_eq!(refused(Change::Capacity { offer: 7, capacity: 1 }), "matching-change-unknown-offer");
    assert_eq!(refused(Change::Capacity { offer: 0, capacity: -1 }), "matching-negative-capacity");
    assert_eq!(refused(Change::Forbid { node: 0, offer: 1 }), "matching-change-not-a-candidate");
    let appear = |arcs, penalties| Change::Appear { arcs, helpers: Helpers::Any, penalties };
    assert_eq!(refused(appear(vec![], vec![1, 2])), "matching-rising-penalties");
    assert_eq!(refused(appear(vec![], vec![i64::MAX / 8])), "matching-overflow");
    assert_eq!(refused(appear(vec![Arc { cost: 1, offer: 9 }], vec![2])), "matching-unknown-offer");
    assert_eq!((residual.value(), residual.held_by(0)), (3, vec![(0, 1)]));
    residual.change(Change::Force { node: 0, offer: 0 }).expect("it is held already");
    let mut refused = |change| residual.change(change).expect_err("refused").code();
    assert_eq!(refused(Change::Force { node: 0, offer: 0 }), "matching-change-nothing-wanted");
    assert_eq!(refused(Change::Forbid { node: 0, offer: 0 }), "matching-change-pinned");
    assert_eq!(refused(Change::Capacity { offer: 0, capacity: 0 }), "matching-change-pinned");
}
