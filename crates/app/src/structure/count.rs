//! Counting an organisation's structure from what is known of each member.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_registry::AgeBand;
use guanai_store::structure::{Duty, StructureMember};

/// Members of one band of ages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgeRow {
    /// Women.
    pub women: u64,
    /// Men.
    pub men: u64,
    /// Those whose sex is not stated.
    pub unstated: u64,
}

impl AgeRow {
    /// All of them.
    pub const fn all(self) -> u64 {
        self.women.saturating_add(self.men).saturating_add(self.unstated)
    }

    fn add(&mut self, sex: Option<&str>) {
        let of_sex = match sex {
            Some("female") => &mut self.women,
            Some("male") => &mut self.men,
            _ => &mut self.unstated,
        };
        *of_sex = of_sex.saturating_add(1);
    }
}

/// What members were taught in the last twelve months, as far as it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Learning {
    /// Minutes of all of them.
    pub minutes: u64,
    /// Members who were at one training at least.
    pub trained: u64,
    /// Members of branches that ever wrote a training down, and whoever was at one elsewhere.
    pub of: u64,
    /// The other members: of them nothing is known.
    pub unknown: u64,
}

impl Learning {
    /// One more member: of a branch that wrote trainings down, and so many minutes at one or another.
    fn add(&mut self, records: bool, minutes: Option<u64>) {
        let sum = if records || minutes.is_some() { &mut self.of } else { &mut self.unknown };
        *sum = sum.saturating_add(1);
        if let Some(minutes) = minutes {
            self.minutes = self.minutes.saturating_add(minutes);
            self.trained = self.trained.saturating_add(1);
        }
    }

    /// Tenths of an hour for each member of whom something is known, rounded down; none where nothing is known.
    pub fn tenth_hours_each(self) -> Option<u64> {
        self.minutes.checked_div(self.of.saturating_mul(6))
    }
}

/// What those who can carry something carry for others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Platform {
    /// Who can: under sixty and at home, or whoever carries something already, however old.
    pub able: u64,
    /// Who of them carries something.
    pub carrying: u64,
    /// How many of each duty all of them carry.
    pub duties: BTreeMap<Duty, u64>,
}

impl Platform {
    /// Duties together.
    pub fn duties(&self) -> u64 {
        self.duties.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Duties for ten able members, rounded down; none where nobody is able.
    pub fn for_ten(&self) -> Option<u64> {
        self.duties().saturating_mul(10).checked_div(self.able)
    }
}

/// What is known of how one member was taught.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taught {
    /// Whether their branch ever wrote a training down.
    pub records: bool,
    /// How many minutes; none where they stand on no record.
    pub minutes: Option<u64>,
}

/// What was counted of a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Structure {
    /// Living members of ours, whether at home or floating out.
    pub members: u64,
    /// By band of ages, those of whom it is known.
    pub ages: BTreeMap<AgeBand, AgeRow>,
    /// Those of whom it is not: two birthdays are in dispute.
    pub age_unknown: AgeRow,
    /// What they were taught.
    pub learning: Learning,
    /// What they carry.
    pub platform: Platform,
}

impl Structure {
    pub(super) fn add(&mut self, member: &StructureMember, on: Date, taught: Taught, duties: &[(Duty, u64)]) {
        self.members = self.members.saturating_add(1);
        let band = AgeBand::on(member.birth, on);
        let row = band.map_or(&mut self.age_unknown, |band| self.ages.entry(band).or_default());
        row.add(member.sex.as_deref());
        self.learning.add(taught.records, taught.minutes);
        let carries = !duties.is_empty();
        if carries || (!member.is_away && band.is_some_and(|band| !band.is_old())) {
            self.platform.able = self.platform.able.saturating_add(1);
            self.platform.carrying = self.platform.carrying.saturating_add(u64::from(carries));
        }
        for (duty, count) in duties {
            let sum = self.platform.duties.entry(*duty).or_default();
            *sum = sum.saturating_add(*count);
        }
    }

    /// Those from sixty on.
    pub fn old(&self) -> u64 {
        let old = self.ages.iter().filter(|(band, _)| band.is_old());
        old.fold(0, |sum, (_, row)| sum.saturating_add(row.all()))
    }

    /// Those whose age is known.
    pub fn age_known(&self) -> u64 {
        self.ages.values().fold(0, |sum, row| sum.saturating_add(row.all()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::ids::{OrganizationId, PersonId};
    use guanai_registry::BirthDates;

    fn member(sex: Option<&str>, stated: Option<&str>, identity: &str, is_away: bool) -> StructureMember {
        let day = |text: &str| text.parse().unwrap();
        StructureMember {
            person_id: PersonId::from_bits(1),
            organization_id: OrganizationId::from_bits(1),
            sex: sex.map(str::to_owned),
            birth: BirthDates { stated_on: stated.map(day), in_identity_on: day(identity), chosen_on: None },
            is_away,
        }
    }

    #[test]
    fn what_is_not_known_is_counted_apart_and_never_as_nought() {
        let on = "2026-06-30".parse().unwrap();
        let mut counted = Structure::default();
        let taught = |records, minutes| Taught { records, minutes };
        let [man, woman] = [Some("male"), Some("female")];
        counted.add(&member(man, None, "1950-01-01", false), on, taught(true, None), &[]);
        counted.add(&member(woman, None, "1950-01-01", false), on, taught(true, Some(120)), &[(Duty::Post, 2)]);
        counted.add(&member(man, None, "1990-01-01", false), on, taught(false, Some(60)), &[]);
        counted.add(&member(man, None, "1990-01-01", true), on, taught(true, None), &[]);
        counted.add(&member(None, Some("1965-01-01"), "1967-01-01", false), on, taught(false, None), &[]);
        let two = [(Duty::Skill, 1), (Duty::Pair, 1)];
        counted.add(&member(None, None, "1990-01-01", false), on, taught(false, None), &two);
        assert_eq!((counted.members, counted.old(), counted.age_known()), (6, 2, 5));
        assert_eq!(counted.age_unknown, AgeRow { unstated: 1, ..AgeRow::default() });
        assert_eq!(counted.ages[&AgeBand::From30], AgeRow { women: 0, men: 2, unstated: 1 });
        assert_eq!((counted.learning.trained, counted.learning.of, counted.learning.unknown), (2, 4, 2));
        assert_eq!(counted.learning.tenth_hours_each(), Some(7), "three hours for four");
        // An old woman in a post, a young man at home, whoever offers a skill; not the one who is away, nor the one in dispute.
        assert_eq!((counted.platform.able, counted.platform.carrying, counted.platform.duties()), (3, 2, 4));
        assert_eq!(counted.platform.for_ten(), Some(13));
        assert_eq!(Structure::default().learning.tenth_hours_each(), None);
        assert_eq!(Structure::default().platform.for_ten(), None);
    }
}
