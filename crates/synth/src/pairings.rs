//! Pairs: a helper for most members in hardship, of the same township where there is one.

use std::collections::BTreeMap;

use crate::assumed;
use crate::classes::Occupation;
use crate::county::{Health, Membership, Pairing, PersonIx, TownshipIx};
use crate::draw::{Draw, moved};
use crate::hardship::HardshipCase;
use crate::people::People;

/// A helper has three pairs at most.
const MOST_PAIRS: u32 = 3;

/// The pairs of those who are in hardship now.
pub(crate) fn draw_pairings(
    people: &People,
    memberships: &[Membership],
    cases: &[HardshipCase],
    draw: &mut Draw,
) -> Vec<Pairing> {
    let mut helpers: BTreeMap<TownshipIx, Vec<(PersonIx, u32)>> = BTreeMap::new();
    for membership in memberships {
        let one = &people.persons[membership.person.0];
        let able = (26..=65).contains(&people.age(membership.person)) && one.health <= Health::Fair;
        let apt = one.occupation.is_some_and(|occupation| {
            use Occupation as O;
            matches!(
                occupation,
                O::CivilServant
                    | O::Teacher
                    | O::Technical
                    | O::EnterpriseManager
                    | O::InstitutionStaff
                    | O::CommunityWorker
                    | O::Farmer
            )
        });
        if able && apt && membership.full_on.is_some() {
            helpers.entry(one.township).or_default().push((membership.person, 0));
        }
    }
    for near in helpers.values_mut() {
        draw.shuffle(near);
        // Farmers help where nobody else is near.
        near.sort_by_key(|(person, _)| people.persons[person.0].occupation == Some(Occupation::Farmer));
    }
    let mut pairings = Vec::new();
    for case in cases.iter().filter(|case| case.recovered_on.is_none()) {
        if !draw.chance(assumed::PAIRED.value) {
            continue;
        }
        let Some(near) = helpers.get_mut(&people.persons[case.person.0].township) else { continue };
        let home = people.persons[case.person.0].household;
        let free =
            |(person, pairs): &(PersonIx, u32)| *pairs < MOST_PAIRS && people.persons[person.0].household != home;
        let Some(at) = near.iter().position(free) else { continue };
        near[at].1 += 1;
        let since_on = draw.near(case.recognised_on, 5, 55).max(memberships[near[at].0.0].joined_on);
        let since_on = since_on.min(moved(people.as_of, -1));
        pairings.push(Pairing { helper: near[at].0, helped: case.person, since_on });
    }
    pairings
}
