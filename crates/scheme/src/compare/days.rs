//! One pack on two days over the same people: for whom an allowance begins, rises, falls or ends between them, and for one of
//! them on which day and why. The records may differ between the days; they are handed in as they are known now.

use guanai_kernel::Date;
use guanai_kernel::civil::{add_months, completed_years};

use super::everybody::Side;
use super::{ChangeKind, is_open};
use crate::ahead::Effect;
use crate::assess::{Answer, Assessor, ParametersOn};
use crate::expr::program::ParameterId;
use crate::fact_set::{FactSet, Slot};
use crate::pack::Pack;
use crate::pack::measures::Measure;
use crate::subject::{FactState, Subject};
use crate::turning::passing;
use crate::value::{Type, Value};

/// What a measure comes to for somebody on two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayShift {
    /// Whose, by the place in the list of people.
    pub row: usize,
    /// The measure, by its place in [`Pack::measures`].
    pub measure: usize,
    /// What becomes of it. [`ChangeKind::Differs`] says that it is given on one of the days and cannot be said on the other, or
    /// cannot be said any more: facts are missing.
    pub kind: ChangeKind,
    /// What it comes to on the first day.
    pub before: Effect,
    /// What it comes to on the second.
    pub after: Effect,
}

/// Why a measure comes to something else on a day than on the day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnReason {
    /// Something else is recorded of these facts from that day on.
    Facts(Vec<Slot>),
    /// These figures of the standards are others from that day on.
    Figures(Vec<ParameterId>),
    /// Somebody decided that it rests, or its rest is over.
    Pause,
    /// Time passed: the dates from which is counted, each with the whole years since where it is their day.
    Time(Vec<(Slot, Date, Option<i64>)>),
}

/// A day on which a measure comes to something else for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTurn {
    /// The first such day.
    pub on: Date,
    /// Why.
    pub reason: TurnReason,
}

/// What becomes of these measures between two days for each of these people, in the order of people and measures; both lists are
/// of the same people in the same order, as the records are on each of the days. On so many threads.
pub fn shifts_between(
    pack: &Pack,
    measures: &[usize],
    before: (&[&Subject], Date),
    after: (&[&Subject], Date),
    threads: usize,
) -> Vec<DayShift> {
    let people = before.0.len().min(after.0.len());
    let answered = [before, after].map(|(subjects, on)| {
        let (side, assessor) = (Side::new(pack, measures.to_vec(), subjects), Assessor::new(pack, on));
        let answers = side.answers(&assessor, threads);
        (side, assessor, answers)
    });
    let [(old, was_on, was), (new, is_on, is)] = &answered;
    let mut shifts = Vec::new();
    for row in 0..people {
        for measure in measures.iter().copied() {
            let before = old.effect(was_on, was, row, Some(measure));
            let after = new.effect(is_on, is, row, Some(measure));
            if let Some(kind) = kind_between(before, after) {
                shifts.push(DayShift { row, measure, kind, before, after });
            }
        }
    }
    shifts
}

/// What two days say of one another; none where nobody is given more or less, and nothing came into doubt.
fn kind_between(before: Effect, after: Effect) -> Option<ChangeKind> {
    let given = |effect| matches!(effect, Effect::Given { .. });
    match (before, after) {
        (Effect::Given { amount: was, .. }, Effect::Given { amount: is, .. }) if was == is => None,
        (was, is) if is_open(was) && given(is) => Some(ChangeKind::Differs),
        (was, is) if is_open(is) => (!is_open(was)).then_some(ChangeKind::Differs),
        (was, is) if given(was) || given(is) => ChangeKind::between(was, is),
        _ => None,
    }
}

/// The days of a stretch, one after another, each with the pack as it is on it: for one person after another.
#[derive(Debug)]
pub struct DayByDay<'p> {
    days: Vec<Assessor<'p>>,
}

impl<'p> DayByDay<'p> {
    /// From a day, whose answer is the one before, to another, both with it.
    pub fn new(pack: &'p Pack, from: Date, to: Date) -> Self {
        let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| *day <= to);
        Self { days: days.map(|day| Assessor::new(pack, day)).collect() }
    }

    /// The days.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        self.days.iter().map(Assessor::as_of)
    }

    /// The first day on which a measure comes to something else than on the day before it, and why; `on` hands out the person as
    /// recorded on each day, by its place.
    ///
    /// # Panics
    /// If there is no such measure.
    pub fn first_turn<'s>(&self, measure: usize, on: impl Fn(usize) -> Option<&'s Subject>) -> Option<DayTurn> {
        let effect = |assessor: &Assessor<'_>, subject: &Subject| {
            let answer = assessor.measure(subject, measure);
            (answer.effect(assessor.as_of()), answer)
        };
        for (at, pair) in self.days.windows(2).enumerate() {
            let [yesterday, today] = pair else { continue };
            let (Some(old), Some(new)) = (on(at), on(at + 1)) else { continue };
            let ((was, _), (is, answer)) = (effect(yesterday, old), effect(today, new));
            if is_same(was, is) {
                continue;
            }
            let rule = &today.pack().measures()[measure];
            let mut same_figures = yesterday.clone();
            same_figures.move_to(today.as_of(), ParametersOn::Same);
            let rests =
                |assessor: &Assessor<'_>, subject: &Subject| subject.paused(measure, assessor.as_of()).is_some();
            let reason = if rests(yesterday, old) != rests(today, new) {
                TurnReason::Pause
            } else if effect(today, old).0 != is {
                TurnReason::Facts(rule.reads().iter().filter(|slot| !says_the_same(old, new, *slot)).collect())
            } else if effect(&same_figures, old).0 != is {
                TurnReason::Figures(figures(rule, yesterday, today))
            } else {
                TurnReason::Time(dates(rule, new, &answer, today))
            };
            return Some(DayTurn { on: today.as_of(), reason });
        }
        None
    }
}

/// Whether two days give the same: what waits for its first day is given as little as what does not hold.
fn is_same(was: Effect, is: Effect) -> bool {
    let nothing = |effect| matches!(effect, Effect::Not | Effect::Waits);
    let amount = |effect| if let Effect::Given { amount, .. } = effect { Some(amount) } else { None };
    was == is || (nothing(was) && nothing(is)) || amount(was).is_some_and(|was| amount(is) == Some(was))
}

/// Whether the same values are recorded of a fact.
fn says_the_same(a: &Subject, b: &Subject, slot: Slot) -> bool {
    let values =
        |subject: &Subject| subject.values(slot).into_iter().map(|(value, _)| value.clone()).collect::<Vec<_>>();
    values(a) == values(b)
}

/// The parameters of a measure whose value is another today than yesterday.
fn figures(rule: &Measure, yesterday: &Assessor<'_>, today: &Assessor<'_>) -> Vec<ParameterId> {
    let mut figures: Vec<ParameterId> = Vec::new();
    let value = |assessor: &Assessor<'_>, id: ParameterId| {
        let pack = assessor.pack();
        pack.parameter(id).and_then(|parameter| parameter.on(assessor.as_of())).map(|value| value.value.clone())
    };
    // A figure that an organisation below set begins or ends on its day.
    let on = today.as_of();
    let local = |id: ParameterId| {
        let own = today.pack().locals().iter().filter(|local| local.parameter == id);
        own.clone().any(|local| local.from == on) || own.into_iter().any(|local| local.until == yesterday.as_of())
    };
    for id in rule.programs().flat_map(|program| &program.parameters) {
        if !figures.contains(id) && (local(*id) || value(yesterday, *id) != value(today, *id)) {
            figures.push(*id);
        }
    }
    figures
}

/// The dates from which a measure counts to the day, or reckons its first day: those whose day it is where there are such.
fn dates(rule: &Measure, subject: &Subject, answer: &Answer, today: &Assessor<'_>) -> Vec<(Slot, Date, Option<i64>)> {
    let pack = today.pack();
    let of_tier = rule.tiers.iter().filter_map(|tier| tier.begins.as_ref());
    let reckoned = rule.begins.iter().chain(of_tier).fold(FactSet::EMPTY, |facts, begins| facts.union(begins.reads));
    let dates = passing(rule).union(reckoned);
    // What begins with the month after is counted from a day of the month before.
    let on = today.as_of();
    let begins_on = |answer: &Answer| matches!(answer, Answer::Holds(held) if held.starts_on == Some(on));
    let back = if begins_on(answer) { -1 } else { 0 };
    let known = dates.iter().filter(|slot| pack.fact(*slot).value_type == Type::Date).filter_map(|slot| {
        let FactState::Known(Value::Date(day), _) = subject.state(slot) else { return None };
        let until = on.yesterday().ok()?;
        let earlier = add_months(on, back).and_then(|day| day.yesterday().ok())?;
        let years = completed_years(*day, if back == 0 { on } else { until });
        let is_their_day = years > completed_years(*day, earlier);
        Some((slot, *day, is_their_day.then_some(years)))
    });
    let known: Vec<_> = known.collect();
    let theirs: Vec<_> = known.iter().filter(|(.., years)| years.is_some()).copied().collect();
    if theirs.is_empty() { known } else { theirs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Open;
    use guanai_kernel::Money;

    #[test]
    fn a_change_is_what_is_given_or_comes_into_doubt() {
        let given = |fen| Effect::Given { tier: Some(0), amount: Some(Money::from_fen(fen)) };
        let other_tier = Effect::Given { tier: Some(1), amount: Some(Money::from_fen(5)) };
        let kind = kind_between;
        assert_eq!(kind(Effect::Waits, given(5)), Some(ChangeKind::Begins));
        assert_eq!(kind(given(5), given(6)), Some(ChangeKind::Gains));
        assert_eq!(kind(given(6), given(5)), Some(ChangeKind::Loses));
        assert_eq!(kind(given(5), Effect::Not), Some(ChangeKind::Ends));
        assert_eq!(kind(given(5), other_tier), None, "the same money");
        assert_eq!(
            kind(Effect::Undetermined, given(5)),
            Some(ChangeKind::Differs),
            "nobody knew before: unknown is not zero"
        );
        assert_eq!(kind(Effect::Not, Effect::Undetermined), Some(ChangeKind::Differs));
        assert_eq!(kind(Effect::Undetermined, Effect::Not), None);
        assert_eq!(kind(Effect::Not, Effect::Waits), None);
        assert_eq!(Answer::Undetermined(Open::default()).effect(Date::constant(2026, 1, 1)), Effect::Undetermined);
    }
}
