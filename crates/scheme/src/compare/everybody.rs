//! What-if over everybody in columns: each month of both packs is answered for the whole population at once. What comes out for
//! each person is what [`Comparer::person`] says of them.

use super::{Comparer, Pair, PersonShift, Running};
use crate::ahead::Effect;
use crate::assess::Assessor;
use crate::columns::{Answers, Population, Verdict};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::subject::Subject;

/// One pack's side of a comparison: its people in columns, and the places of the measures that are compared.
pub(super) struct Side<'s> {
    population: Population<'s>,
    measures: Vec<usize>,
}

impl<'s> Side<'s> {
    pub fn new(pack: &Pack, measures: Vec<usize>, subjects: &[&'s Subject]) -> Self {
        let reads = measures.iter().filter_map(|at| pack.measures().get(*at));
        let reads = reads.fold(FactSet::EMPTY, |all, measure| all.union(measure.reads()));
        Self { population: Population::reading(pack, subjects.iter().copied(), reads), measures }
    }

    pub fn answers(&self, assessor: &Assessor<'_>, threads: usize) -> Answers {
        assessor.answers_of(&self.population, &self.measures, threads)
    }

    /// What a measure comes to for one row.
    pub fn effect(&self, assessor: &Assessor<'_>, answers: &Answers, row: usize, measure: Option<usize>) -> Effect {
        let Some(measure) = measure else { return Effect::Not };
        match answers.measure(row, measure) {
            Some(Verdict::Holds { tier, amount, starts_on }) if starts_on.is_none_or(|day| day <= assessor.as_of()) => {
                Effect::Given { tier, amount }
            }
            Some(Verdict::DoesNotHold(_)) => Effect::Not,
            Some(Verdict::Undetermined) => Effect::Undetermined,
            Some(Verdict::Conflict) => Effect::Conflict,
            Some(Verdict::Fault(_)) => Effect::Fault,
            // It starts later; whether a lower tier goes on until then, the trace of this one person says.
            Some(Verdict::Holds { .. }) | None => match self.population.subject(assessor.pack(), row) {
                Some(subject) => assessor.measure(&subject, measure).effect(assessor.as_of()),
                None => Effect::Not,
            },
        }
    }
}

impl Comparer<'_> {
    /// What each measure comes to for each of these people, seen through each pack's facts, on so many threads; the two lists
    /// are of the same people in the same order.
    pub fn everybody(&self, before: &[&Subject], after: &[&Subject], threads: usize) -> Vec<Vec<PersonShift>> {
        let (Some(old), Some(new)) = (self.before.first(), self.after.first()) else { return Vec::new() };
        let of = |pick: fn(&Pair) -> Option<usize>| self.pairs.iter().filter_map(pick).collect::<Vec<_>>();
        let old = Side::new(old.pack(), of(|pair| pair.before), before);
        let new = Side::new(new.pack(), of(|pair| pair.after), after);
        let people = before.len().min(after.len());
        let mut running: Vec<Vec<Option<Box<Running>>>> = Vec::with_capacity(self.pairs.len());
        running.resize_with(self.pairs.len(), || {
            let mut rows = Vec::new();
            rows.resize_with(people, || None);
            rows
        });
        for (month, (was, is)) in self.before.iter().zip(&self.after).enumerate() {
            let (answered, anew) = (old.answers(was, threads), new.answers(is, threads));
            for (at, (pair, rows)) in self.pairs.iter().zip(&mut running).enumerate() {
                for (row, place) in rows.iter_mut().enumerate() {
                    let effects =
                        (old.effect(was, &answered, row, pair.before), new.effect(is, &anew, row, pair.after));
                    if place.is_none() && effects == (Effect::Not, Effect::Not) {
                        continue;
                    }
                    let one = place.get_or_insert_with(|| Box::new(Running::new(at, self.first)));
                    one.take(month, is.as_of(), effects, self.period(at));
                }
            }
        }
        let mut shifts: Vec<Vec<PersonShift>> = Vec::with_capacity(people);
        shifts.resize_with(people, Vec::new);
        for rows in running {
            for (shifts, one) in shifts.iter_mut().zip(rows) {
                shifts.extend(one.map(|one| one.shift));
            }
        }
        shifts
    }
}
