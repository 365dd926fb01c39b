//! One person as the standards see them: a state for every fact the pack declares, each value with its source and day.

use std::sync::Arc;

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Period};

use crate::fact_set::{FactSet, Slot};
use crate::household::Home;
use crate::pack::Pack;
use crate::value::{Type, Value};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Provenance {
    /// The book, sheet and row, or the record, in words that are shown: `党员花名册 农村 第12行`.
    pub source: Arc<str>,
    /// The day the source speaks of, where it says one.
    pub on: Option<Date>,
}

impl Provenance {
    /// A source that may say its day.
    pub fn new(source: impl Into<Arc<str>>, on: Option<Date>) -> Self {
        Self { source: source.into(), on }
    }
}

/// The place of a [`Provenance`] in its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvenanceIndex(u16);

impl ProvenanceIndex {
    /// Of a value that nobody recorded.
    pub(crate) const NOWHERE: Self = Self(u16::MAX);
}

/// What is recorded of one fact.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum FactState {
    /// Nobody has recorded it.
    #[default]
    Unknown,
    /// One value.
    Known(Value, ProvenanceIndex),
    /// Several values that wait for somebody to choose.
    Contested(Box<[(Value, ProvenanceIndex)]>),
}

/// That a measure rests for one person: somebody decided so, whatever the standard says of their facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// The measure, by its place in the pack.
    pub measure: usize,
    /// The first day.
    pub since: Date,
    /// The day from which it is given again.
    pub until: Date,
    /// Why, in words.
    pub reason: Arc<str>,
}

impl Pause {
    /// Whether it rests on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since <= day && day < self.until
    }
}

/// One person's facts for one pack, built by a [`SubjectBuilder`].
#[derive(Debug, Clone)]
pub struct Subject {
    states: Box<[FactState]>,
    provenances: Box<[Provenance]>,
    interruptions: Box<[Period]>,
    contested: FactSet,
    answered_by: Arc<[OrganizationId]>,
    home: Option<Arc<Home>>,
    pauses: Box<[Pause]>,
}

impl Subject {
    /// What is recorded of a fact.
    pub fn state(&self, slot: Slot) -> &FactState {
        const UNKNOWN: &FactState = &FactState::Unknown;
        self.states.get(slot.index()).unwrap_or(UNKNOWN)
    }

    /// Where a value comes from.
    pub fn provenance(&self, index: ProvenanceIndex) -> Option<&Provenance> {
        self.provenances.get(usize::from(index.0))
    }

    /// The values of a fact with their sources: none, one, or several that differ.
    pub fn values(&self, slot: Slot) -> Vec<(&Value, &Provenance)> {
        let with_source = |(value, index)| Some((value, self.provenance(index)?));
        match self.state(slot) {
            FactState::Unknown => Vec::new(),
            FactState::Known(value, index) => with_source((value, *index)).into_iter().collect(),
            FactState::Contested(values) => values.iter().filter_map(|(v, i)| with_source((v, *i))).collect(),
        }
    }

    /// Somebody of whom nothing is known, for a pack with so many facts.
    pub(crate) fn blank(facts: usize) -> Self {
        Self {
            states: vec![FactState::Unknown; facts].into(),
            provenances: Box::default(),
            interruptions: Box::default(),
            contested: FactSet::EMPTY,
            answered_by: Arc::default(),
            home: None,
            pauses: Box::default(),
        }
    }

    /// The same person with one value of a fact, in place of what is recorded.
    pub(crate) fn with(&self, slot: Slot, value: Value) -> Self {
        let mut other = self.clone();
        other.put(slot, value);
        other
    }

    /// Puts one value of a fact in place of what is recorded.
    pub(crate) fn put(&mut self, slot: Slot, value: Value) {
        if let Some(state) = self.states.get_mut(slot.index()) {
            *state = FactState::Known(value, ProvenanceIndex::NOWHERE);
        }
        self.contested = self.contested.without(slot);
        self.add_up(Some(slot));
    }

    /// Puts back what somebody's records say of a fact.
    pub(crate) fn put_back(&mut self, slot: Slot, from: &Self) {
        if let Some(state) = self.states.get_mut(slot.index()) {
            *state = from.state(slot).clone();
        }
        if from.contested.contains(slot) {
            self.contested.insert(slot);
        }
        self.add_up(Some(slot));
    }

    /// What is added up over the household, where something of it changed.
    fn add_up(&mut self, changed: Option<Slot>) {
        let Some(home) = self.home.clone() else { return };
        for (slot, state) in home.anew(self, changed) {
            if let Some(place) = self.states.get_mut(slot.index()) {
                *place = state;
            }
        }
    }

    /// The household, where it was said who lives there.
    pub(crate) fn home(&self) -> Option<&Home> {
        self.home.as_deref()
    }

    /// Says who lives there.
    pub(crate) fn set_home(&mut self, home: Arc<Home>) {
        self.home = Some(home);
        self.add_up(None);
    }

    /// One source more.
    pub(crate) fn add_provenance(&mut self, provenance: Provenance) -> ProvenanceIndex {
        let at = self.provenances.len();
        self.provenances = std::mem::take(&mut self.provenances).into_iter().chain([provenance]).collect();
        ProvenanceIndex(u16::try_from(at).unwrap_or(u16::MAX))
    }

    /// Interruptions of membership, in order, sharing no day.
    pub fn interruptions(&self) -> &[Period] {
        &self.interruptions
    }

    /// The organisations that answer for them, the nearest first: theirs are the figures that were set below the pack.
    pub fn answered_by(&self) -> &[OrganizationId] {
        &self.answered_by
    }

    /// The same, shared.
    pub(crate) const fn chain(&self) -> &Arc<[OrganizationId]> {
        &self.answered_by
    }

    /// The measures that rest for them, now or at another time.
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }

    /// That a measure rests on a day; none where it does not.
    pub fn paused(&self, measure: usize, on: Date) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.measure == measure && pause.holds_on(on))
    }

    /// The same person, for whom nothing rests: what the standards say by themselves.
    #[must_use]
    pub fn without_pauses(&self) -> Self {
        Self { pauses: Box::default(), ..self.clone() }
    }

    /// The facts with several values.
    pub const fn contested(&self) -> FactSet {
        self.contested
    }
}

/// A value that a fact cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    /// Another type than the pack declares.
    #[error("{fact} is a {wanted}, and {read:?} was given")]
    WrongType {
        /// The fact.
        fact: String,
        /// Its declared type.
        wanted: Type,
        /// The value given.
        read: Value,
    },
    /// A code that its closed list does not have.
    #[error("{fact} has no code {read:?}; its codes are {known}")]
    UnknownCode {
        /// The fact.
        fact: String,
        /// The code given.
        read: String,
        /// The codes it has.
        known: String,
    },
}

impl SubjectError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongType { .. } => "fact-wrong-type",
            Self::UnknownCode { .. } => "fact-unknown-code",
        }
    }
}

/// Builds a [`Subject`]; a fact that is never set stays unknown.
#[derive(Debug, Clone)]
pub struct SubjectBuilder<'p> {
    pack: &'p Pack,
    states: Vec<FactState>,
    provenances: Vec<Provenance>,
    interruptions: Vec<Period>,
    answered_by: Arc<[OrganizationId]>,
    pauses: Vec<Pause>,
}

impl<'p> SubjectBuilder<'p> {
    /// Nothing recorded yet.
    pub fn new(pack: &'p Pack) -> Self {
        let states = vec![FactState::Unknown; pack.facts_by_slot().count()];
        Self {
            pack,
            states,
            provenances: Vec::new(),
            interruptions: Vec::new(),
            answered_by: Arc::default(),
            pauses: Vec::new(),
        }
    }

    /// Records a value. A second, different value of the same fact makes it contested; the same value again changes nothing.
    pub fn set(
        &mut self,
        slot: Slot,
        value: impl Into<Value>,
        provenance: Provenance,
    ) -> Result<&mut Self, SubjectError> {
        let value = value.into();
        self.check(slot, &value)?;
        let index = self.index_of(provenance);
        if let Some(state) = self.states.get_mut(slot.index()) {
            *state = match std::mem::take(state) {
                FactState::Unknown => FactState::Known(value, index),
                FactState::Known(first, at) if first == value => FactState::Known(first, at),
                FactState::Known(first, at) => FactState::Contested([(first, at), (value, index)].into()),
                FactState::Contested(values) if values.iter().any(|(v, _)| *v == value) => FactState::Contested(values),
                FactState::Contested(values) => {
                    FactState::Contested(values.into_iter().chain([(value, index)]).collect())
                }
            };
        }
        Ok(self)
    }

    /// Records that the person does not stand in a book that was read: each fact that the pack closes with this book, and
    /// that is still unknown, takes the value the pack gives for absence.
    pub fn absent_from(&mut self, book: &str, provenance: &Provenance) -> &mut Self {
        for (slot, fact) in self.pack.facts_by_slot() {
            let Some(absence) = fact.absent.as_ref().filter(|a| a.book == book) else { continue };
            if self.states.get(slot.index()) == Some(&FactState::Unknown) {
                let index = self.index_of(provenance.clone());
                self.states[slot.index()] = FactState::Known(absence.means.clone(), index);
            }
        }
        self
    }

    /// Records a time in which membership was interrupted; it does not count as seniority.
    pub fn interrupt(&mut self, period: Period) -> &mut Self {
        self.interruptions.push(period);
        self
    }

    /// Says which organisations answer for the person, the nearest first; they share one list where they belong together.
    pub fn answered_by(&mut self, chain: Arc<[OrganizationId]>) -> &mut Self {
        self.answered_by = chain;
        self
    }

    /// Records that a measure rests for the person.
    pub fn pause(&mut self, pause: Pause) -> &mut Self {
        self.pauses.push(pause);
        self
    }

    /// The subject.
    pub fn build(self) -> Subject {
        let contested = self
            .states
            .iter()
            .enumerate()
            .filter(|(_, state)| matches!(state, FactState::Contested(_)))
            .filter_map(|(at, _)| Slot::of(at))
            .collect();
        Subject {
            states: self.states.into(),
            provenances: self.provenances.into(),
            interruptions: merged(self.interruptions),
            contested,
            answered_by: self.answered_by,
            home: None,
            pauses: self.pauses.into(),
        }
    }

    fn check(&self, slot: Slot, value: &Value) -> Result<(), SubjectError> {
        let fact = self.pack.fact(slot);
        if !value.is_of(fact.value_type) {
            let (fact, wanted) = (fact.name.clone(), fact.value_type);
            return Err(SubjectError::WrongType { fact, wanted, read: value.clone() });
        }
        match fact.foreign_code(value) {
            Some(read) => Err(SubjectError::UnknownCode { fact: fact.name.clone(), read, known: fact.codes() }),
            None => Ok(()),
        }
    }

    /// Facts of one row share their provenance, so the latest few are looked at.
    fn index_of(&mut self, provenance: Provenance) -> ProvenanceIndex {
        let at = self.provenances.iter().rposition(|p| *p == provenance).unwrap_or_else(|| {
            self.provenances.push(provenance);
            self.provenances.len() - 1
        });
        ProvenanceIndex(u16::try_from(at).unwrap_or(u16::MAX))
    }
}

/// In order, sharing no day.
fn merged(mut periods: Vec<Period>) -> Box<[Period]> {
    periods.retain(|p| !p.is_empty());
    periods.sort();
    let mut result: Vec<Period> = Vec::with_capacity(periods.len());
    for period in periods {
        match result.last().copied() {
            Some(last) if last.until().is_none_or(|end| end >= period.from()) => {
                let until = match (last.until(), period.until()) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
                if let (Ok(joined), Some(place)) = (Period::new(last.from(), until), result.last_mut()) {
                    *place = joined;
                }
            }
            _ => result.push(period),
        }
    }
    result.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interruptions_are_merged() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let spell = |a: &str, b: &str| Period::new(day(a), Some(day(b))).unwrap();
        let periods = vec![
            spell("1980-01-01", "1981-01-01"),
            spell("1970-01-01", "1972-01-01"),
            spell("1971-01-01", "1971-06-01"),
            spell("1972-01-01", "1973-01-01"),
            spell("1990-01-01", "1990-01-01"),
            Period::since(day("1980-06-01")),
        ];
        assert_eq!(*merged(periods), [spell("1970-01-01", "1973-01-01"), Period::since(day("1980-01-01"))]);
    }
}
