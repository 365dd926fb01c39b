//! Trainings 培训: what was taught, on which day, for how long, and who of a branch was there (R35). One training that several
//! write down counts once for whoever was there.

use std::collections::BTreeMap;

use guanai_kernel::ids::{OrganizationId, PersonId, TrainingId};
use guanai_kernel::text::squeeze;
use guanai_kernel::{Date, Moment};

use crate::round::Hand;

/// The most minutes that one training takes on one day.
pub const MOST_MINUTES: u32 = 720;

/// A training as a branch wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Its id.
    pub training_id: TrainingId,
    /// Of which branch those who were there are.
    pub organization_id: OrganizationId,
    /// What it was about.
    pub title: String,
    /// The day.
    pub held_on: Date,
    /// How long it took.
    pub minutes: u32,
    /// Who taught, where it is told.
    pub teacher: Option<String>,
    /// Who wrote it down.
    pub recorded: Hand,
    /// Who struck it out.
    pub struck: Option<Hand>,
    /// Why it was struck out.
    pub why: Option<String>,
}

impl Training {
    /// What two records of one training have in common: its title without spaces.
    pub fn title_key(&self) -> String {
        title_key(&self.title)
    }

    /// It, struck out.
    #[must_use]
    pub fn struck(&self, hand: Hand, why: String) -> Self {
        Self { struck: Some(hand), why: Some(why), ..self.clone() }
    }
}

/// A title as it is compared.
pub fn title_key(title: &str) -> String {
    squeeze(title).to_lowercase()
}

/// Somebody who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trainee {
    /// At which training.
    pub training_id: TrainingId,
    /// Who.
    pub person_id: PersonId,
    /// When it was written down.
    pub recorded_at: Moment,
}

/// That somebody was at a training, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attended {
    /// Who.
    pub person_id: PersonId,
    /// The day.
    pub held_on: Date,
    /// The title as it is compared.
    pub title_key: String,
    /// How long.
    pub minutes: u32,
}

/// How many minutes each was taught. What has one day and one title is one training, by whomever it was written down; where they
/// state different lengths, the shorter counts: nobody gains by entering it twice.
pub fn minutes_by_person(attended: &[Attended]) -> BTreeMap<PersonId, u64> {
    let mut once: BTreeMap<(PersonId, Date, &str), u32> = BTreeMap::new();
    for one in attended {
        let minutes = once.entry((one.person_id, one.held_on, &one.title_key)).or_insert(one.minutes);
        *minutes = (*minutes).min(one.minutes);
    }
    let mut sums: BTreeMap<PersonId, u64> = BTreeMap::new();
    for ((person_id, ..), minutes) in once {
        let sum = sums.entry(person_id).or_default();
        *sum = sum.saturating_add(u64::from(minutes));
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_training_entered_twice_counts_once() {
        let [one, other] = [1, 2].map(PersonId::from_bits);
        let was = |person_id, day: &str, title: &str, minutes| Attended {
            person_id,
            held_on: day.parse().unwrap(),
            title_key: title_key(title),
            minutes,
        };
        let attended = [
            was(one, "2026-03-01", "果树修剪", 120),
            was(one, "2026-03-01", " 果树 修剪 ", 90),
            was(one, "2026-03-02", "果树修剪", 60),
            was(one, "2026-03-01", "智能手机", 30),
            was(other, "2026-03-01", "果树修剪", 120),
        ];
        let expected = BTreeMap::from([(one, 90 + 60 + 30), (other, 120)]);
        assert_eq!(minutes_by_person(&attended), expected);
        let mut backwards = attended.to_vec();
        backwards.reverse();
        assert_eq!(minutes_by_person(&backwards), expected, "the order in which they were entered does not matter");
    }
}
