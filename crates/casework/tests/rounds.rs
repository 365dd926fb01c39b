//! Properties of a round: everybody on its way has one group and one sheet, groups are of about one size, the answer does not
//! depend on the order in which people are handed in, and no yuan is lost.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{Drawn, Visitee, cut, divide, settle, stops};
use guanai_kernel::ids::{HouseholdId, OrganizationId, PersonId};
use guanai_kernel::{Ids, Moment, Money};
use proptest::prelude::*;

/// People of some villages and houses: `(village, house, number of the house)` each, none living alone where the house is 0.
fn people(drawn: &[(u8, u8, u8)]) -> Vec<Visitee> {
    let mut ids = Ids::seeded(3, Moment::from_micros(0));
    let houses: Vec<HouseholdId> = (0..=u8::MAX).map(|_| HouseholdId::fresh(&mut ids)).collect();
    drawn
        .iter()
        .map(|(village, house, number)| Visitee {
            person_id: PersonId::fresh(&mut ids),
            household_id: (*house > 0).then(|| houses[usize::from(*house)]),
            organization_id: OrganizationId::from_bits(u128::from(*village)),
            village: format!("{village:03}"),
            address: (*number > 0).then(|| format!("{number}组")),
        })
        .collect()
}

/// Villages as they stand along a way, each with so many stops.
fn along(sizes: &[usize]) -> Vec<usize> {
    sizes.iter().enumerate().flat_map(|(village, size)| std::iter::repeat_n(village, *size)).collect()
}

fn cuts<V: PartialEq>(villages: &[V], stretches: &[std::ops::Range<usize>]) -> usize {
    let inner = stretches.iter().skip(1).map(|stretch| stretch.start);
    inner.filter(|at| villages[at - 1] == villages[*at]).count()
}

/// The fewest villages that must be cut where every stretch is within the bounds, by trying every way.
fn fewest_cuts(villages: &[usize], groups: usize, least: usize, most: usize) -> Option<usize> {
    let mut ways: BTreeMap<usize, usize> = BTreeMap::from([(0, 0)]);
    for _ in 0..groups {
        let mut next: BTreeMap<usize, usize> = BTreeMap::new();
        for (from, cost) in ways {
            for to in from + least..=(from + most).min(villages.len()) {
                let is_inside = to < villages.len() && villages[to - 1] == villages[to];
                let cost = cost + usize::from(is_inside);
                next.entry(to).and_modify(|known| *known = (*known).min(cost)).or_insert(cost);
            }
        }
        ways = next;
    }
    ways.get(&villages.len()).copied()
}

proptest! {
    #[test]
    fn everybody_has_one_stop_and_the_order_of_people_plays_no_part(
        drawn in prop::collection::vec((0_u8..6, 0_u8..12, 0_u8..20), 0..80),
        turn in 0_usize..80,
    ) {
        let list = people(&drawn);
        let way = stops(&list);
        let mut walked: Vec<PersonId> = way.iter().flat_map(|stop| stop.people.clone()).collect();
        walked.sort_unstable();
        let mut all: Vec<PersonId> = list.iter().map(|person| person.person_id).collect();
        all.sort_unstable();
        prop_assert_eq!(walked, all);
        let of: BTreeMap<PersonId, Option<HouseholdId>> =
            list.iter().map(|person| (person.person_id, person.household_id)).collect();
        for stop in &way {
            let houses: BTreeSet<Option<HouseholdId>> = stop.people.iter().map(|id| of[id]).collect();
            prop_assert_eq!(houses.len(), 1);
            prop_assert!(stop.people.len() == 1 || !houses.contains(&None));
        }
        prop_assert!(way.windows(2).all(|pair| pair[0].village <= pair[1].village));
        let mut turned = list.clone();
        turned.rotate_left(turn.checked_rem(list.len()).unwrap_or(0));
        turned.reverse();
        prop_assert_eq!(stops(&turned), way);
    }

    #[test]
    fn groups_are_stretches_of_about_one_size_and_cut_as_few_villages_as_can_be(
        sizes in prop::collection::vec(1_usize..30, 1..12),
        groups in 1_usize..9,
    ) {
        let villages = along(&sizes);
        prop_assume!(groups <= villages.len());
        let stretches = divide(&villages, groups).unwrap();
        prop_assert_eq!(stretches.len(), groups);
        prop_assert_eq!(stretches[0].start, 0);
        prop_assert_eq!(stretches[groups - 1].end, villages.len());
        prop_assert!(stretches.windows(2).all(|pair| pair[0].end == pair[1].start));
        let share = villages.len() / groups;
        let least = (share - share / 10).max(1);
        let most = villages.len().div_ceil(groups) + share / 10;
        prop_assert!(stretches.iter().all(|stretch| (least..=most).contains(&stretch.len())), "{:?}", stretches);
        prop_assert_eq!(Some(cuts(&villages, &stretches)), fewest_cuts(&villages, groups, least, most));
    }

    #[test]
    fn sheets_are_short_and_cut_no_village_that_one_sheet_holds(
        sizes in prop::collection::vec(1_usize..45, 1..12),
        most in 1_usize..25,
    ) {
        let villages = along(&sizes);
        let sheets = cut(&villages, most);
        prop_assert_eq!(sheets[0].start, 0);
        prop_assert_eq!(sheets[sheets.len() - 1].end, villages.len());
        prop_assert!(sheets.windows(2).all(|pair| pair[0].end == pair[1].start));
        prop_assert!(sheets.iter().all(|sheet| !sheet.is_empty() && sheet.len() <= most));
        for sheet in sheets.iter().skip(1) {
            let village = villages[sheet.start];
            prop_assert!(villages[sheet.start - 1] != village || sizes[village] > most);
        }
    }

    #[test]
    fn a_sheet_settles_exactly_when_nothing_is_wanting(
        gifts in prop::collection::vec(prop::option::of(1_i64..200_000), 1..30),
        missed in prop::collection::vec(any::<bool>(), 30),
        off in -3_i64..4,
    ) {
        let mut ids = Ids::seeded(9, Moment::from_micros(0));
        let gifts: BTreeMap<PersonId, Option<Money>> =
            gifts.iter().map(|fen| (PersonId::fresh(&mut ids), fen.map(Money::from_fen))).collect();
        let except: BTreeSet<PersonId> =
            gifts.keys().zip(&missed).filter(|(_, missed)| **missed).map(|(id, _)| *id).collect();
        let total = |of: &dyn Fn(&PersonId) -> bool| -> i64 {
            gifts.iter().filter(|(id, _)| of(id)).filter_map(|(_, gift)| gift.map(Money::fen)).sum()
        };
        let (drawn, returned) = (total(&|_| true), total(&|id| except.contains(id)) + off);
        let money = Drawn { drawn: Money::from_fen(drawn), returned: Money::from_fen(returned) };
        let settled = settle(&gifts, &except, money);
        prop_assert_eq!(settled.is_ok(), off == 0);
        if let Ok(settled) = settled {
            prop_assert_eq!(settled.delivered.fen() + returned, drawn);
            prop_assert_eq!(settled.reached.len() + except.len(), gifts.len());
        }
    }
}
