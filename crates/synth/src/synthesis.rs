//! Drawing a county, stage by stage.

use std::collections::BTreeSet;

use guanai_kernel::Date;

use crate::county::{County, PersonIx};
use crate::draw::{Draw, Stage};
use crate::floating::draw_floating;
use crate::hardship::{draw_hardship, record_facts};
use crate::households::draw_households;
use crate::members::{add_member, assign_branches, assign_sectors, draw_home};
use crate::needs::draw_needs;
use crate::offers::draw_offers;
use crate::organizations::{draw_organizations, plan};
use crate::pairings::draw_pairings;
use crate::people::People;
use crate::places::draw_places;
use crate::posts::draw_posts;
use crate::raking::RakingError;
use crate::situations::see_situations;
use crate::strata::draw_strata;
use crate::visits::{Occasions, draw_visits};

/// The fewest and most members of a county. Below, a sector may be left without a branch; above, no county is.
pub const MEMBERS: (u32, u32) = (1_000, 1_000_000);

/// The first and last day for which a county can be drawn: the published totals say nothing of years far from their own.
pub const DATES: (Date, Date) = (Date::constant(2024, 1, 1), Date::constant(2030, 12, 31));

/// What a county is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blueprint {
    /// How many members; 20,000 is a middling county.
    pub members: u32,
    /// The same seed draws the same county.
    pub seed: u64,
    /// The day for which it stands. Published shares are those of the last bulletin, whatever the day.
    pub as_of: Date,
}

impl Blueprint {
    /// A county of 20,000 members.
    pub const fn of_seed(seed: u64, as_of: Date) -> Self {
        Self { members: 20_000, seed, as_of }
    }
}

/// Why a county cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SynthesisError {
    /// Too few or too many members.
    #[error("a county of {asked} members cannot be drawn: ask for {least} to {most}")]
    Members {
        /// What was asked for.
        asked: u32,
        /// The fewest.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A day far from those of the published totals.
    #[error("a county cannot be drawn for {asked}: the published totals stand for days from {first} to {last}")]
    AsOf {
        /// What was asked for.
        asked: Date,
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
    /// The published totals and what can be do not go together.
    #[error("the published totals cannot be met: {0}")]
    Raking(#[from] RakingError),
}

impl SynthesisError {
    /// The stable code, also the key of the message.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Members { .. } => "synthesis-members",
            Self::AsOf { .. } => "synthesis-as-of",
            Self::Raking(_) => "synthesis-raking",
        }
    }
}

/// Draws the county of a blueprint.
pub fn draw_county(blueprint: Blueprint) -> Result<County, SynthesisError> {
    let Blueprint { members, seed, as_of } = blueprint;
    let (least, most) = MEMBERS;
    if !(least..=most).contains(&members) {
        return Err(SynthesisError::Members { asked: members, least, most });
    }
    let (first, until) = DATES;
    if !(first..=until).contains(&as_of) {
        return Err(SynthesisError::AsOf { asked: as_of, first, last: until });
    }
    let stage = |stage| Draw::new(seed, stage);

    let strata = draw_strata(members, as_of, &mut stage(Stage::Strata))?;
    let (name, townships) = draw_places(members, &mut stage(Stage::Places));
    let planned = plan(members, &townships);
    let organizations = draw_organizations(&name, &townships, &planned, &mut stage(Stage::Organizations));

    let mut branching = stage(Stage::Branches);
    let sectors = assign_sectors(&strata, &mut branching);
    let branches = assign_branches(&strata, &sectors, &organizations, &mut branching);

    let mut people = People::new(as_of);
    let mut drawing = stage(Stage::Persons);
    let mut memberships = Vec::with_capacity(strata.len());
    for ((&stratum, &sector), &branch) in strata.iter().zip(&sectors).zip(&branches) {
        let home = draw_home(&name, &organizations[branch.0], &townships, &mut drawing);
        memberships.push(add_member(stratum, sector, branch, home, &mut people, &mut drawing));
    }

    let posts = draw_posts(&people, &organizations, &memberships, &mut stage(Stage::Posts));
    let floating = draw_floating(&people, &organizations, &memberships, &posts.holders, &mut stage(Stage::Floating));
    let away: BTreeSet<PersonIx> =
        floating.iter().filter(|spell| spell.period.until().is_none()).map(|spell| spell.person).collect();
    let rural: Vec<bool> = people.persons.iter().map(|person| person.address.contains('组')).collect();
    let mut homes = draw_households(&mut people, &rural, &away, &mut stage(Stage::Households));
    for person in &away {
        homes.households[people.persons[person.0].household.0].on_file = true;
    }

    let mut situations = see_situations(&people, &homes.households, &memberships, &posts, &floating);
    let mut hardship = stage(Stage::Hardship);
    let cases = draw_hardship(&people, &mut homes.households, &mut situations, &mut hardship);
    let facts = record_facts(&people, &homes.households, &memberships, &cases, &posts.left, &mut hardship);
    let needs = draw_needs(&people, &mut homes.households, &memberships, &situations, &mut stage(Stage::Needs));
    let offers = draw_offers(&name, townships.len(), &people, &organizations, &memberships, &mut stage(Stage::Offers));
    let mut visiting = stage(Stage::Visits);
    let pairings = draw_pairings(&people, &memberships, &cases, &mut visiting);
    let occasions = Occasions {
        people: &people,
        memberships: &memberships,
        posts: &posts.held,
        situations: &situations,
        cases: &cases,
        floating: &floating,
        pairings: &pairings,
    };
    let visits = draw_visits(&occasions, &mut visiting);

    Ok(County {
        name,
        as_of,
        seed,
        townships,
        organizations,
        members: memberships.len(),
        persons: people.persons,
        memberships,
        posts: posts.held,
        floating,
        households: homes.households,
        kin: homes.kin,
        facts,
        needs,
        offers,
        pairings,
        visits,
    })
}
