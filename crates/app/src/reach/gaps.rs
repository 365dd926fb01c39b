//! What the standards say that we missed with somebody: a measure that is applied for and holds, and nobody ever applied; one that may
//! hold, of somebody in hardship; and somebody in hardship of whom every measure says no.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;
use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_scheme::{Answer, Assessor, Pack, Refusal, Subject};
use guanai_store::{StoreError, Tx, households, reach};

/// What was missed with somebody, in one byte: a county keeps it of everybody.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Gaps(u8);

impl Gaps {
    /// 符合条件，从来没有申请过.
    pub const NEVER_APPLIED: Self = Self(1);
    /// In hardship, a fact is missing that stands between them and a measure, and nobody ever applied.
    pub const LIKELY: Self = Self(2);
    /// In hardship, and every measure says no.
    pub const UNSERVED: Self = Self(4);
    /// In hardship, as the pack names its classes.
    pub const IN_HARDSHIP: Self = Self(8);
    /// Of the classes that are rechecked every year.
    pub const RECHECKED: Self = Self(16);

    /// Whether all of `other` is among them.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::fmt::Debug for Gaps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gaps({:#07b})", self.0)
    }
}

/// Finds what was missed with some persons.
pub struct GapFinder<'p> {
    pack: &'p Pack,
    applied: BTreeMap<PersonId, BTreeSet<usize>>,
}

impl<'p> GapFinder<'p> {
    /// For these persons, as the records stand: for what they applied at one time or another, and for what a household is given
    /// once, whoever of it applied.
    pub async fn load(tx: &mut Tx, pack: &'p Pack, person_ids: &[PersonId], as_of: Date) -> Result<Self, StoreError> {
        let mut finder = Self::new(pack, reach::list_applied(tx, person_ids).await?);
        if !pack.measures().iter().any(|measure| measure.once_per_household) {
            return Ok(finder);
        }
        let mut homes: BTreeMap<HouseholdId, Vec<PersonId>> = BTreeMap::new();
        for member in households::list_living_on(tx, as_of, person_ids).await? {
            homes.entry(member.household_id).or_default().push(member.person_id);
        }
        let others: BTreeSet<PersonId> = homes.values().flatten().copied().collect();
        let others: Vec<PersonId> = others.into_iter().collect();
        let applied = Self::new(pack, reach::list_applied(tx, &others).await?).applied;
        for home in homes.values() {
            let of_home: BTreeSet<usize> = home.iter().filter_map(|one| applied.get(one)).flatten().copied().collect();
            let of_home = of_home.into_iter().filter(|at| finder.is_once(*at));
            let of_home: Vec<usize> = of_home.collect();
            for person_id in home.iter().filter(|_| !of_home.is_empty()) {
                finder.applied.entry(*person_id).or_default().extend(&of_home);
            }
        }
        Ok(finder)
    }

    fn is_once(&self, measure: usize) -> bool {
        self.pack.measures().get(measure).is_some_and(|found| found.once_per_household)
    }

    /// For persons who applied for these measures at one time or another.
    pub fn new(pack: &'p Pack, applied: Vec<(PersonId, String)>) -> Self {
        let mut by_person: BTreeMap<PersonId, BTreeSet<usize>> = BTreeMap::new();
        for (person_id, measure) in applied {
            by_person.entry(person_id).or_default().extend(pack.measure_index(&measure));
        }
        Self { pack, applied: by_person }
    }

    /// One of them, who belongs to these classes.
    pub fn of(&self, person_id: PersonId, classes: &[u16]) -> PersonGaps<'_> {
        let reach = self.pack.reach();
        let belongs = |to: &BTreeSet<usize>| classes.iter().any(|class| to.contains(&usize::from(*class)));
        let mut gaps = Gaps::default();
        if belongs(&reach.hardship) {
            gaps = gaps.with(Gaps::IN_HARDSHIP);
        }
        if belongs(&reach.recheck) {
            gaps = gaps.with(Gaps::RECHECKED);
        }
        PersonGaps { pack: self.pack, applied: self.applied.get(&person_id), gaps, is_served: false, open: Vec::new() }
    }

    /// What every measure says of one of them, and the measures for which nobody applied, those that hold first.
    pub(crate) fn open_of(
        &self,
        subject: &Subject,
        as_of: Date,
        person_id: PersonId,
        classes: &[u16],
    ) -> (Vec<Answer>, Vec<(usize, Gaps)>) {
        let assessor = Assessor::new(self.pack, as_of);
        let mut gaps = self.of(person_id, classes);
        let answers: Vec<Answer> = (0..self.pack.measures().len()).map(|at| assessor.measure(subject, at)).collect();
        for (at, answer) in answers.iter().enumerate() {
            match answer {
                Answer::Holds(_) => gaps.holds(at),
                Answer::Undetermined(_) => gaps.waits(at),
                Answer::DoesNotHold(Refusal::Paused) => gaps.rests(),
                _ => {}
            }
        }
        let mut open = gaps.open;
        open.sort_by_key(|(measure, gap)| (*gap != Gaps::NEVER_APPLIED, *measure));
        (answers, open)
    }
}

/// What was missed with one person, gathered answer by answer.
pub struct PersonGaps<'f> {
    pack: &'f Pack,
    applied: Option<&'f BTreeSet<usize>>,
    gaps: Gaps,
    is_served: bool,
    open: Vec<(usize, Gaps)>,
}

impl PersonGaps<'_> {
    /// A measure's conditions hold.
    pub fn holds(&mut self, measure: usize) {
        self.is_served = true;
        if self.is_open(measure) {
            self.open.push((measure, Gaps::NEVER_APPLIED));
        }
    }

    /// A measure rests: it serves them, and nobody missed anything.
    pub const fn rests(&mut self) {
        self.is_served = true;
    }

    /// A measure waits for a fact or a choice.
    pub fn waits(&mut self, measure: usize) {
        self.is_served = true;
        if self.gaps.has(Gaps::IN_HARDSHIP) && self.is_open(measure) {
            self.open.push((measure, Gaps::LIKELY));
        }
    }

    /// Whether a measure is applied for, and they never did.
    fn is_open(&self, measure: usize) -> bool {
        let found = self.pack.measures().get(measure);
        found.is_some_and(|found| self.pack.approvals().is_applied_for(&found.id))
            && !self.applied.is_some_and(|applied| applied.contains(&measure))
    }

    /// The measures for which nobody applied, each with whether it holds or may.
    pub fn open(&self) -> &[(usize, Gaps)] {
        &self.open
    }

    /// All of it, once every measure has answered. Whoever has something that holds is not told of what may.
    pub fn found(&self) -> Gaps {
        let mut gaps = self.gaps;
        if self.open.iter().any(|(_, gap)| *gap == Gaps::NEVER_APPLIED) {
            gaps = gaps.with(Gaps::NEVER_APPLIED);
        } else if !self.open.is_empty() {
            gaps = gaps.with(Gaps::LIKELY);
        }
        if gaps.has(Gaps::IN_HARDSHIP) && !self.is_served {
            gaps = gaps.with(Gaps::UNSERVED);
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};
    use guanai_scheme::Lang;

    #[test]
    fn each_gap_is_found_once_and_only_where_it_is() {
        let pack = crate::Standards::embedded(Lang::En).unwrap().pack;
        let person_id = PersonId::fresh(&mut Ids::seeded(1, Moment::from_micros(0)));
        let measure = |id| pack.measure_index(id).unwrap();
        let class = |id| u16::try_from(pack.class_index(id).unwrap()).unwrap();
        let (aid, talk) = (measure("fixed-relief"), measure("heart-to-heart-talk"));
        let (severe, watched) = ([class("hardship-severe")], [class("hardship-watched")]);
        let never = GapFinder::new(&pack, Vec::new());

        let mut gaps = never.of(person_id, &severe);
        gaps.holds(aid);
        gaps.waits(measure("medical-aid"));
        gaps.holds(talk);
        let found = gaps.found();
        assert!(found.has(Gaps::NEVER_APPLIED) && found.has(Gaps::RECHECKED) && found.has(Gaps::IN_HARDSHIP));
        assert!(!found.has(Gaps::LIKELY) && !found.has(Gaps::UNSERVED), "{found:?}");
        assert_eq!(gaps.open().len(), 2, "a talk is not applied for");

        let mut gaps = never.of(person_id, &severe);
        gaps.waits(aid);
        assert!(gaps.found().has(Gaps::LIKELY) && !gaps.found().has(Gaps::UNSERVED));
        let mut gaps = never.of(person_id, &[]);
        gaps.waits(aid);
        assert_eq!(gaps.found(), Gaps::default(), "whoever is in no hardship is not told of what may hold");

        let mut gaps = never.of(person_id, &severe);
        gaps.rests();
        assert_eq!(
            gaps.found(),
            Gaps::default().with(Gaps::IN_HARDSHIP).with(Gaps::RECHECKED),
            "what rests was not missed"
        );
        let found = never.of(person_id, &watched).found();
        assert!(found.has(Gaps::UNSERVED) && found.has(Gaps::RECHECKED));
        let applied = GapFinder::new(&pack, vec![(person_id, "fixed-relief".to_owned())]);
        let mut gaps = applied.of(person_id, &severe);
        gaps.holds(aid);
        assert!(!gaps.found().has(Gaps::NEVER_APPLIED) && !gaps.found().has(Gaps::UNSERVED));
    }
}
