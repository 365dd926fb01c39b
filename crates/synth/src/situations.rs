//! What is so of a member that hardship and needs follow from.

use std::collections::{BTreeMap, BTreeSet};

use crate::classes::{Occupation, Schooling};
use crate::county::{FloatingSpell, Health, Household, Membership, PersonIx};
use crate::people::People;
use crate::posts::Posts;
use guanai_kernel::civil::completed_years;
use guanai_registry::MemberKind;

/// One thing that is so of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Situation {
    Young,
    MiddleAged,
    Old,
    VeryOld,
    Widowed,
    LivesAlone,
    Retired,
    Farmer,
    InVillage,
    Floating,
    Returned,
    ElderAtHome,
    ChildLeftBehind,
    ElderLeftBehind,
    SeriousIllness,
    PoorHealth,
    Disabled,
    IllRelative,
    DisabledRelative,
    SchoolChild,
    UniversityChild,
    FormerCadre,
    Cadre,
    Unemployed,
    OnTheirOwn,
    Employed,
    Specialist,
    Student,
    Probationary,
    NoLabour,
    LongStanding,
    Hardship,
    DisasterHit,
}

/// All that is so of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Situations(u64);

impl Situations {
    pub fn set(&mut self, situation: Situation, holds: bool) {
        if holds {
            self.0 |= 1 << situation as u8;
        }
    }

    pub fn has(self, situation: Situation) -> bool {
        self.0 & (1 << situation as u8) != 0
    }

    pub fn has_all(self, situations: &[Situation]) -> bool {
        situations.iter().all(|&situation| self.has(situation))
    }
}

/// The situations of every member, by place; hardship is added once it is drawn.
pub(crate) fn see_situations(
    people: &People,
    households: &[Household],
    memberships: &[Membership],
    posts: &Posts,
    floating: &[FloatingSpell],
) -> Vec<Situations> {
    let away: BTreeMap<PersonIx, bool> =
        floating.iter().map(|spell| (spell.person, spell.period.until().is_none())).collect();
    let left: BTreeSet<PersonIx> = posts.left.iter().map(|left| left.person).collect();
    let see = |membership: &Membership| {
        let person = membership.person;
        let mut seen = Situations::default();
        see_person(&mut seen, people, person);
        see_home(&mut seen, people, &households[people.persons[person.0].household.0], person);
        seen.set(Situation::Floating, away.get(&person) == Some(&true));
        seen.set(Situation::Returned, away.get(&person) == Some(&false));
        let elder_left = seen.has_all(&[Situation::Floating, Situation::ElderAtHome]);
        seen.set(Situation::ElderLeftBehind, elder_left);
        seen.set(Situation::Cadre, posts.holders.contains(&person));
        seen.set(Situation::FormerCadre, left.contains(&person));
        seen.set(Situation::Probationary, membership.kind == MemberKind::Probationary);
        let seniority = membership.full_on.map_or(0, |full_on| completed_years(full_on, people.as_of));
        seen.set(Situation::LongStanding, seniority >= 48);
        seen
    };
    memberships.iter().map(see).collect()
}

fn see_person(seen: &mut Situations, people: &People, person: PersonIx) {
    let one = &people.persons[person.0];
    let age = people.age(person);
    seen.set(Situation::Young, age <= 35);
    seen.set(Situation::MiddleAged, (36..60).contains(&age));
    seen.set(Situation::Old, age >= 68);
    seen.set(Situation::VeryOld, age >= 80);
    seen.set(Situation::Widowed, one.widowed.is_some());
    seen.set(Situation::SeriousIllness, one.health == Health::SeriousIllness);
    seen.set(Situation::PoorHealth, one.health == Health::Poor);
    seen.set(Situation::Disabled, one.health == Health::Disabled);
    let works_as = |kinds: &[Occupation]| one.occupation.is_some_and(|occupation| kinds.contains(&occupation));
    seen.set(Situation::Retired, works_as(&[Occupation::Retired]));
    seen.set(Situation::Farmer, works_as(&[Occupation::Farmer]));
    seen.set(Situation::Unemployed, works_as(&[Occupation::Unemployed]));
    seen.set(Situation::OnTheirOwn, works_as(&[Occupation::SelfEmployed, Occupation::Flexible]));
    let employed = [Occupation::Worker, Occupation::CommunityWorker, Occupation::SocialOrganization];
    seen.set(Situation::Employed, works_as(&employed));
    let specialists =
        [Occupation::Technical, Occupation::Teacher, Occupation::EnterpriseManager, Occupation::InstitutionStaff];
    seen.set(Situation::Specialist, works_as(&specialists));
    seen.set(Situation::Student, works_as(&[Occupation::Student]));
}

fn see_home(seen: &mut Situations, people: &People, home: &Household, person: PersonIx) {
    let others: Vec<PersonIx> = home.people.iter().map(|one| one.person).filter(|other| *other != person).collect();
    let at_home = |other: &&PersonIx| home.people.iter().any(|one| one.person == **other && one.at_home);
    seen.set(Situation::InVillage, home.rural);
    seen.set(Situation::LivesAlone, home.people.len() == 1);
    seen.set(Situation::NoLabour, home.labour == 0);
    let health = |state: Health| others.iter().any(|other| people.persons[other.0].health == state);
    seen.set(Situation::IllRelative, health(Health::SeriousIllness));
    seen.set(Situation::DisabledRelative, health(Health::Disabled));
    seen.set(Situation::ElderAtHome, others.iter().filter(at_home).any(|other| people.age(*other) >= 65));
    let pupil = |other: &PersonIx| people.persons[other.0].occupation == Some(Occupation::Student);
    let grown = |other: &PersonIx| {
        people.age(*other) >= 18
            && people.persons[other.0].schooling.is_some_and(|schooling| schooling >= Schooling::SeniorMiddle)
    };
    seen.set(Situation::SchoolChild, others.iter().any(|other| pupil(other) && !grown(other)));
    seen.set(Situation::UniversityChild, others.iter().any(|other| pupil(other) && grown(other)));
    let own_away = home.people.iter().any(|one| one.person == person && !one.at_home);
    let child = |other: &&PersonIx| people.age(**other) <= 15;
    seen.set(Situation::ChildLeftBehind, own_away && others.iter().filter(at_home).any(|other| child(&other)));
}
