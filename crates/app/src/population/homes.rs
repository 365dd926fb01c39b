//! Who lives with whom, where the standards add something up over a household. Of those who live there and are not asked about
//! no more is read than what is added up, and nothing of them leaves here but the sum.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::HouseholdMember;
use guanai_scheme::{Effect, FactSet, Pack, Subject, SubjectBuilder, counted_once};
use guanai_store::{Tx, households, persons};

use super::{AT_ONCE, Population, PopulationError, Records, Resident};

/// The households of some persons on a day.
#[derive(Debug, Default)]
pub(super) struct Homes {
    /// Who lives with each, in the order of their numbers from the second on.
    with: BTreeMap<PersonId, Vec<PersonId>>,
    /// Those among them of whom nobody asked.
    pub beside: Vec<PersonId>,
}

/// What a pack adds up over households, as far as a class or a measure asks for it.
pub(super) fn totals(pack: &Pack) -> FactSet {
    let all: FactSet = pack.totals().map(|(slot, _)| slot).collect();
    if all.is_empty() {
        return all;
    }
    let (classes, measures): (Vec<usize>, Vec<usize>) =
        ((0..pack.classes().len()).collect(), (0..pack.measures().len()).collect());
    pack.facts_read(&classes, &measures).intersection(all)
}

/// Who lives together of these persons, as far as a household is given something once, by their places in the list: everybody in
/// one home, the one that they came to last.
pub(crate) fn shared(members: &[HouseholdMember], as_of: Date, people: &[PersonId]) -> guanai_scheme::Homes {
    let places: BTreeMap<PersonId, usize> = people.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let lives = |one: &&HouseholdMember| one.since_on <= as_of && one.until_on.is_none_or(|until| until > as_of);
    let mut last: BTreeMap<PersonId, &HouseholdMember> = BTreeMap::new();
    for member in members.iter().filter(lives).filter(|one| places.contains_key(&one.person_id)) {
        let of = last.entry(member.person_id).or_insert(member);
        if (member.since_on, member.household_id) > (of.since_on, of.household_id) {
            *of = member;
        }
    }
    let mut homes: BTreeMap<HouseholdId, Vec<&HouseholdMember>> = BTreeMap::new();
    for member in last.into_values() {
        homes.entry(member.household_id).or_default().push(member);
    }
    guanai_scheme::Homes::new(homes.into_values().map(|mut home| {
        home.sort_by_key(|one| (one.relation.clone(), one.since_on, one.person_id));
        home.iter().filter_map(|one| places.get(&one.person_id)).copied().collect()
    }))
}

/// Whoever is given what another of the household counts for, of what a household is given once: by their place and the measure's,
/// with the place of that other.
pub(crate) fn counted_with(
    pack: &Pack,
    homes: &guanai_scheme::Homes,
    effect: impl Fn(usize, usize) -> Effect,
) -> BTreeMap<(usize, usize), usize> {
    let mut aside = BTreeMap::new();
    let once = pack.measures().iter().enumerate().filter(|(_, measure)| measure.once_per_household);
    for (measure, home) in once.flat_map(|(at, _)| homes.iter().map(move |home| (at, home))) {
        let effects: Vec<Effect> = home.iter().map(|row| effect(*row, measure)).collect();
        let Some(of) = counted_once(effects.iter().copied()).and_then(|place| home.get(place)).copied() else {
            continue;
        };
        for (row, effect) in home.iter().zip(&effects) {
            if *row != of && matches!(effect, Effect::Given { .. }) {
                aside.insert((*row, measure), of);
            }
        }
    }
    aside
}

impl Homes {
    /// Of these persons, from who belongs to a household.
    pub fn of(members: &[HouseholdMember], as_of: Date, asked: &BTreeSet<PersonId>) -> Self {
        let mut homes: BTreeMap<HouseholdId, Vec<&HouseholdMember>> = BTreeMap::new();
        let lives = |one: &&HouseholdMember| one.since_on <= as_of && one.until_on.is_none_or(|until| until > as_of);
        for member in members.iter().filter(lives) {
            homes.entry(member.household_id).or_default().push(member);
        }
        let mut all = Self::default();
        let mut beside = BTreeSet::new();
        for home in homes.values_mut() {
            home.sort_by_key(|one| (one.relation.clone(), one.since_on, one.person_id));
            for one in home.iter().filter(|one| asked.contains(&one.person_id)) {
                let with = all.with.entry(one.person_id).or_default();
                for other in home.iter().filter(|other| other.person_id != one.person_id) {
                    if !with.contains(&other.person_id) {
                        with.push(other.person_id);
                    }
                    if !asked.contains(&other.person_id) {
                        beside.insert(other.person_id);
                    }
                }
            }
        }
        all.beside = beside.into_iter().collect();
        all
    }

    /// Says to everybody's subject who lives there. Of whom nothing could be read, everything is unknown.
    pub fn tell(&self, pack: &Pack, residents: &mut [Resident], beside: &[Resident]) {
        let nothing = SubjectBuilder::new(pack).build();
        let known: BTreeMap<PersonId, &Subject> =
            residents.iter().chain(beside).map(|one| (one.person.person_id, &one.subject)).collect();
        let told: Vec<Subject> = residents
            .iter()
            .map(|one| {
                let with = self.with.get(&one.person.person_id).map(Vec::as_slice).unwrap_or_default();
                let others: Vec<&Subject> =
                    with.iter().map(|other| known.get(other).copied().unwrap_or(&nothing)).collect();
                one.subject.clone().in_household(pack, &others)
            })
            .collect();
        for (resident, subject) in residents.iter_mut().zip(told) {
            resident.subject = subject;
        }
    }
}

impl Population {
    /// Says to everybody who lives with them, with what is added up of those, and no more.
    pub(super) async fn live_together(
        &mut self,
        tx: &mut Tx,
        pack: &Pack,
        noted: &Records,
        (over, known_at): (FactSet, Moment),
    ) -> Result<(), PopulationError> {
        let asked: BTreeSet<PersonId> = self.residents.iter().map(|r| r.person.person_id).collect();
        let ids: Vec<PersonId> = asked.iter().copied().collect();
        let homes = Homes::of(&households::list_living_on(tx, self.as_of, &ids).await?, self.as_of, &asked);
        let names: BTreeSet<&str> = pack.fact_names(pack.recorded(over)).collect();
        let mut beside = Vec::new();
        for some in homes.beside.chunks(AT_ONCE) {
            let records = noted.load_of(tx, some, Some(&names), (self.as_of, known_at)).await?;
            let persons = persons::list_by_ids(tx, some).await?;
            beside.extend(Self::assemble(pack, self.as_of, records, Vec::new(), persons, Vec::new())?.residents);
        }
        homes.tell(pack, &mut self.residents, &beside);
        Ok(())
    }
}
