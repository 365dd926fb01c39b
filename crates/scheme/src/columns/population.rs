//! Everybody at once: a column a fact. Made of columns that somebody has, or of people with their facts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use guanai_kernel::ids::OrganizationId;

use super::column::{Column, ColumnError, SET};
use super::day::packed;
use crate::fact_set::{FactSet, Slot};
use crate::pack::Pack;
use crate::subject::{FactState, Provenance, Subject, SubjectBuilder};
use crate::value::{Type, Value};

/// Everybody's facts in columns, for one pack. A fact without a column is recorded of nobody.
#[derive(Debug, Clone)]
pub struct Population<'a> {
    rows: usize,
    columns: Vec<Option<Column>>,
    words: Words,
    subjects: Option<Vec<&'a Subject>>,
    /// [`SET`] where somebody has contested facts or interruptions: columns cannot hold those, so such people are answered
    /// one by one. None where nobody has.
    apart: Option<Vec<u8>>,
    /// Facts that no column could hold.
    without_column: FactSet,
    /// The organisations that answer for people, each list once.
    chains: Vec<Arc<[OrganizationId]>>,
    /// Which of those is whose, a row a person; none where nobody was said to belong anywhere.
    chain_of: Option<Vec<u32>>,
}

/// Texts by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    numbers: HashMap<Arc<str>, u32>,
    all: Vec<Arc<str>>,
}

impl Words {
    /// The number of a text that somebody has.
    pub fn find(&self, text: &str) -> Option<i64> {
        self.numbers.get(text).map(|n| i64::from(*n))
    }

    fn number(&mut self, text: &Arc<str>) -> i64 {
        if let Some(found) = self.find(text) {
            return found;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.clone(), number);
        self.all.push(text.clone());
        i64::from(number)
    }
}

impl<'a> Population<'a> {
    /// So many people of whom nothing is recorded yet.
    pub fn new(pack: &Pack, people: usize) -> Self {
        Self {
            rows: people,
            columns: vec![None; pack.facts_by_slot().count()],
            words: Words::default(),
            subjects: None,
            apart: None,
            without_column: FactSet::EMPTY,
            chains: Vec::new(),
            chain_of: None,
        }
    }

    /// Takes in what is recorded of a fact, a row a person. Texts and lists come with people ([`Population::of`]).
    pub fn set(&mut self, pack: &Pack, slot: Slot, mut column: Column) -> Result<(), ColumnError> {
        let wanted = pack.fact(slot).value_type;
        if column.value_type != wanted {
            return Err(ColumnError::WrongType { wanted, found: column.value_type });
        }
        if column.rows() != self.rows {
            return Err(ColumnError::Length { rows: column.rows(), wanted: self.rows });
        }
        column.shrink();
        if let Some(place) = self.columns.get_mut(slot.index()) {
            *place = Some(column);
        }
        Ok(())
    }

    /// The columns of people with their facts.
    pub fn of(pack: &Pack, subjects: impl IntoIterator<Item = &'a Subject>) -> Self {
        Self::reading(pack, subjects, pack.facts_by_slot().map(|(slot, _)| slot).collect())
    }

    /// The columns of the facts of `reads` alone: enough for what reads no more.
    pub(crate) fn reading(pack: &Pack, subjects: impl IntoIterator<Item = &'a Subject>, reads: FactSet) -> Self {
        let all: Vec<&'a Subject> = subjects.into_iter().collect();
        let subjects = all.as_slice();
        let mut population = Self::new(pack, subjects.len());
        for (slot, fact) in pack.facts_by_slot().filter(|(slot, _)| reads.contains(*slot)) {
            let column = population.gathered(slot, fact.value_type, subjects);
            if column.is_none() {
                population.without_column.insert(slot);
            }
            if let Some(place) = population.columns.get_mut(slot.index()) {
                *place = column;
            }
        }
        let apart = |s: &Subject| {
            !s.contested().intersection(reads).is_empty() || !s.interruptions().is_empty() || !s.pauses().is_empty()
        };
        let apart: Vec<u8> = subjects.iter().map(|s| if apart(s) { SET } else { 0 }).collect();
        population.apart = apart.contains(&SET).then_some(apart);
        population.take_chains(subjects);
        population.subjects = Some(all);
        population
    }

    fn take_chains(&mut self, subjects: &[&Subject]) {
        if subjects.iter().all(|subject| subject.answered_by().is_empty()) {
            return;
        }
        let mut known: HashMap<Arc<[OrganizationId]>, u32> = HashMap::new();
        let mut last: Option<(Arc<[OrganizationId]>, u32)> = None;
        let mut each = Vec::with_capacity(subjects.len());
        for chain in subjects.iter().map(|subject| subject.chain()) {
            // Those of one branch stand side by side and share one list.
            let number = match &last {
                Some((same, number)) if Arc::ptr_eq(same, chain) => *number,
                _ => *known.entry(Arc::clone(chain)).or_insert_with(|| {
                    self.chains.push(Arc::clone(chain));
                    u32::try_from(self.chains.len() - 1).unwrap_or(u32::MAX)
                }),
            };
            last = Some((Arc::clone(chain), number));
            each.push(number);
        }
        self.chain_of = Some(each);
    }

    /// How many different lists of organisations answer for somebody.
    pub(super) const fn chains(&self) -> usize {
        self.chains.len()
    }

    pub(super) fn chain(&self, at: usize) -> Option<&[OrganizationId]> {
        self.chains.get(at).map(AsRef::as_ref)
    }

    /// Which list is a person's.
    pub(super) fn chain_of(&self, row: usize) -> Option<usize> {
        usize::try_from(*self.chain_of.as_ref()?.get(row)?).ok()
    }

    fn gathered(&mut self, slot: Slot, value_type: Type, subjects: &[&Subject]) -> Option<Column> {
        let mut column = Column::empty(value_type);
        for subject in subjects {
            match subject.state(slot) {
                FactState::Known(value, _) => {
                    if !self.push(&mut column, value) {
                        return None;
                    }
                    column.note_present();
                }
                FactState::Unknown | FactState::Contested(_) => column.push_missing(),
            }
        }
        Some(column)
    }

    fn push(&mut self, column: &mut Column, value: &Value) -> bool {
        match value {
            Value::Bool(value) => column.push_flag(*value),
            Value::Int(number) => column.push_number(*number),
            Value::Money(amount) => column.push_number(amount.fen()),
            Value::Date(day) => column.push_number(i64::from(packed(*day))),
            Value::Text(text) => column.push_number(self.words.number(text)),
            Value::List(members) => return column.push_list(members),
        }
        true
    }

    /// How many people there are.
    pub const fn people(&self) -> usize {
        self.rows
    }

    /// Bytes of memory that all columns take.
    pub fn bytes(&self) -> usize {
        self.columns.iter().flatten().map(Column::bytes).sum::<usize>() + self.apart.as_ref().map_or(0, Vec::len)
    }

    pub(super) fn column(&self, slot: Slot) -> Option<&Column> {
        self.columns.get(slot.index()).and_then(Option::as_ref)
    }

    pub(super) fn apart(&self) -> Option<&[u8]> {
        self.apart.as_deref()
    }

    pub(super) const fn without_column(&self) -> FactSet {
        self.without_column
    }

    pub(super) const fn words(&self) -> &Words {
        &self.words
    }

    /// One person, to be traced; none where there is no such row.
    pub fn subject(&self, pack: &Pack, row: usize) -> Option<Cow<'a, Subject>> {
        if let Some(subjects) = &self.subjects {
            return subjects.get(row).copied().map(Cow::Borrowed);
        }
        if row >= self.rows {
            return None;
        }
        let mut builder = SubjectBuilder::new(pack);
        for (slot, _) in pack.facts_by_slot() {
            let value = self.column(slot).and_then(|column| column.value(row, &self.words.all));
            if let Some(value) = value {
                // `set` took the column only because its type is the fact's.
                let _ = builder.set(slot, value, Provenance::new(COLUMN, None));
            }
        }
        Some(Cow::Owned(builder.build()))
    }
}

/// The source of values that stand in a column and nowhere else.
const COLUMN: &str = "column";
