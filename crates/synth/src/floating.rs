//! Members who are away from home without a transfer, and those who came back.

use std::collections::BTreeSet;

use guanai_kernel::Period;

use crate::assumed;
use crate::classes::{Occupation, Sector};
use crate::county::{FloatingSpell, Membership, Organization, PersonIx};
use crate::draw::{Draw, moved, years_on};
use crate::people::People;

/// General words, since nothing here is a real place.
const PLACES: &[&str] =
    &["省外沿海城市", "省城", "邻县工业园", "省外某制造业园区", "市区", "邻省建筑工地", "省外物流园区", "境外劳务"];

/// Spells that run, and spells that ended within the two years before the county's day.
pub(crate) fn draw_floating(
    people: &People,
    organizations: &[Organization],
    memberships: &[Membership],
    holders: &BTreeSet<PersonIx>,
    draw: &mut Draw,
) -> Vec<FloatingSpell> {
    let weights: Vec<u32> = memberships
        .iter()
        .map(|membership| {
            let sector = organizations[membership.branch.0].sector;
            let at_home = holders.contains(&membership.person)
                || !matches!(sector, Sector::Rural | Sector::Community)
                || !(20..=60).contains(&people.age(membership.person));
            match people.persons[membership.person.0].occupation {
                _ if at_home => 0,
                Some(Occupation::Farmer) => 10,
                Some(Occupation::Flexible | Occupation::Unemployed | Occupation::Worker) => 14,
                Some(Occupation::SelfEmployed) => 8,
                Some(Occupation::Retired) => 1,
                _ => 2,
            }
        })
        .collect();
    let share = |assumed: assumed::Assumed| memberships.len() * usize::try_from(assumed.value).unwrap_or(0) / 10_000;
    let away = share(assumed::FLOATING);
    let mut chosen = draw.choose(&weights, away + share(assumed::RETURNED));
    draw.shuffle(&mut chosen);

    let as_of = people.as_of;
    let two_years_ago = years_on(as_of, -2);
    let mut spells: Vec<FloatingSpell> = chosen
        .into_iter()
        .enumerate()
        .map(|(at, person)| {
            let until = (at >= away).then(|| draw.near(two_years_ago, 10, 700));
            // Floating is being away for half a year at least (opinion of the CPC General Office, November 2024).
            let last_start = moved(until.unwrap_or(as_of), -184);
            let from = draw.near(last_start, -2_200, 0).max(memberships[person].joined_on).min(last_start);
            let period = Period::new(from, until).unwrap_or(Period::since(from));
            FloatingSpell { person: PersonIx(person), period, receiving_place: draw.pick(PLACES) }
        })
        .collect();
    spells.sort_by_key(|spell| spell.person);
    spells
}
