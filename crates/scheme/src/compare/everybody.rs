//! What-if over everybody in columns: each month of both packs is answered for the whole population at once. What comes out for
//! each person is what [`Comparer::person`] says of them.

use guanai_kernel::Date;

use super::homes::{Homes, HomesRunning};
use super::{Comparer, Pair, PersonShift, Running};
use crate::ahead::Effect;
use crate::assess::Assessor;
use crate::columns::{Answers, Population, Verdict};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::pack::words::GrantPeriod;
use crate::subject::Subject;

/// A month in which a measure is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Month {
    /// Its place among the months.
    pub at: usize,
    /// Its first day.
    pub day: Date,
    /// The first day of the first month.
    pub first: Date,
    /// The measure, by its place in [`Comparer::measures`].
    pub measure: usize,
    /// How often it is given.
    pub period: Option<GrantPeriod>,
}

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
    /// are of the same people in the same order. What a household is given once counts once for those who live together, and
    /// is told of one of them.
    pub fn everybody(
        &self,
        before: &[&Subject],
        after: &[&Subject],
        homes: &Homes,
        threads: usize,
    ) -> Vec<Vec<PersonShift>> {
        let (Some(old), Some(new)) = (self.before.first(), self.after.first()) else { return Vec::new() };
        let of = |pick: fn(&Pair) -> Option<usize>| self.pairs.iter().filter_map(pick).collect::<Vec<_>>();
        let old = Side::new(old.pack(), of(|pair| pair.before), before);
        let new = Side::new(new.pack(), of(|pair| pair.after), after);
        let people = before.len().min(after.len());
        let mut lives_with_others = vec![false; people];
        for row in homes.iter().flatten() {
            if let Some(lives) = lives_with_others.get_mut(*row) {
                *lives = true;
            }
        }
        let mut all: Vec<OfMeasure> = self.pairs.iter().map(|_| OfMeasure::of(people)).collect();
        for (month, (was, is)) in self.before.iter().zip(&self.after).enumerate() {
            let (answered, anew) = (old.answers(was, threads), new.answers(is, threads));
            for (at, (pair, of)) in self.pairs.iter().zip(&mut all).enumerate() {
                let month =
                    Month { at: month, day: is.as_of(), first: self.first, measure: at, period: self.period(at) };
                let effects =
                    |row: usize| (old.effect(was, &answered, row, pair.before), new.effect(is, &anew, row, pair.after));
                let shared = pair.is_once().then_some(lives_with_others.as_slice());
                of.one_by_one(&month, shared, effects);
                if pair.is_once() {
                    of.home_by_home(&month, pair, homes, effects);
                }
            }
        }
        let mut shifts: Vec<Vec<PersonShift>> = Vec::with_capacity(people);
        shifts.resize_with(people, Vec::new);
        for of in all {
            of.tell(&mut shifts);
        }
        shifts
    }
}

/// One measure over everybody.
struct OfMeasure {
    rows: Vec<Option<Box<Running>>>,
    homes: HomesRunning,
}

impl OfMeasure {
    fn of(people: usize) -> Self {
        let mut rows = Vec::new();
        rows.resize_with(people, || None);
        Self { rows, homes: HomesRunning::default() }
    }

    /// A month of those who count by themselves: everybody, but for those among `shared`.
    fn one_by_one(&mut self, month: &Month, shared: Option<&[bool]>, effects: impl Fn(usize) -> (Effect, Effect)) {
        for (row, place) in self.rows.iter_mut().enumerate() {
            if shared.is_some_and(|shared| shared.get(row) == Some(&true)) {
                continue;
            }
            let effects = effects(row);
            if place.is_none() && effects == (Effect::Not, Effect::Not) {
                continue;
            }
            let one = place.get_or_insert_with(|| Box::new(Running::new(month.measure, month.first)));
            one.pay(month.at, month.day, effects, month.period);
        }
    }

    /// A month of those who live together.
    fn home_by_home(&mut self, month: &Month, pair: &Pair, homes: &Homes, effects: impl Fn(usize) -> (Effect, Effect)) {
        let people = self.rows.len();
        for (home, rows) in homes.iter().enumerate().filter(|(_, rows)| rows.iter().all(|row| *row < people)) {
            let (was, is): (Vec<Effect>, Vec<Effect>) = rows.iter().map(|row| effects(*row)).unzip();
            let [before, after] = pair.given;
            self.homes.take(home, rows, month, [(before, &was), (after, &is)]);
        }
    }

    fn tell(self, shifts: &mut [Vec<PersonShift>]) {
        for (shifts, one) in shifts.iter_mut().zip(self.rows) {
            shifts.extend(one.map(|one| one.shift));
        }
        for (row, shift) in self.homes.shifts() {
            if let Some(shifts) = shifts.get_mut(row) {
                shifts.push(shift);
            }
        }
    }
}
