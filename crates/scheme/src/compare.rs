//! What-if: two packs over the same people, month by month. Who begins, gains, loses or ends, and what it costs in each calendar
//! year. Every month is assessed under both packs on its first day with the facts that are known now, so that what follows from
//! ages and seniority alone is in both and cancels out.
//!
//! Only what is given by the month or by the year has a cost that can be foreseen; what is given once or on an occasion is
//! counted by people and not by money. What a household is given once is counted once a household where everybody is compared.

mod days;
mod everybody;
mod homes;

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::civil;

use crate::ahead::Effect;
use crate::assess::Assessor;
use crate::pack::Pack;
use crate::pack::words::GrantPeriod;
use crate::subject::Subject;

pub use self::days::{DayByDay, DayShift, DayTurn, TurnReason, shifts_between};
use self::homes::Given;
pub use self::homes::{Homes, counted_once};

/// What becomes of somebody under the other pack, read off the first month that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Nothing before, something after.
    Begins,
    /// More than before.
    Gains,
    /// Less than before.
    Loses,
    /// Something before, nothing after.
    Ends,
    /// The same amount in another tier, or an answer that becomes open or settled.
    Differs,
}

impl ChangeKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Begins, Self::Gains, Self::Loses, Self::Ends, Self::Differs];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begins => "begins",
            Self::Gains => "gains",
            Self::Loses => "loses",
            Self::Ends => "ends",
            Self::Differs => "differs",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What two effects say of one another; none where they are the same.
    fn between(before: Effect, after: Effect) -> Option<Self> {
        if before == after {
            return None;
        }
        let given = |effect| match effect {
            Effect::Given { amount, .. } => Some(amount),
            _ => None,
        };
        Some(match (given(before), given(after)) {
            (None, Some(_)) => Self::Begins,
            (Some(_), None) => Self::Ends,
            (Some(before), Some(after)) if after > before => Self::Gains,
            (Some(before), Some(after)) if after < before => Self::Loses,
            _ => Self::Differs,
        })
    }
}

/// What a measure costs of somebody in a calendar year, as far as the months that were looked at reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearCost {
    /// Under the first pack, in fen.
    pub before_fen: i128,
    /// Under the second, in fen.
    pub after_fen: i128,
}

/// What one measure comes to for somebody under both packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonShift {
    /// The measure, by its place in [`Comparer::measures`].
    pub measure: usize,
    /// What becomes of them; none where nothing does.
    pub kind: Option<ChangeKind>,
    /// The first month that differs; the first of all where none does.
    pub from: Date,
    /// What it comes to then under the first pack.
    pub before: Effect,
    /// What it comes to then under the second.
    pub after: Effect,
    /// Whether it cannot be said in some month under one of the packs.
    pub is_open: bool,
    /// What it costs by calendar year; empty where it has no foreseeable cost.
    pub years: BTreeMap<i16, YearCost>,
    /// How many others of the household are given it as well in some month, and are not counted: a household is given it once.
    pub beside: usize,
}

/// Why two packs cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComparerError {
    /// There is no month to look at.
    #[error("there is no month to compare")]
    NoMonth,
}

/// A measure as both packs have it.
#[derive(Debug, Clone, Copy)]
struct Pair {
    before: Option<usize>,
    after: Option<usize>,
    /// To whom it is given under each.
    given: [Given; 2],
}

impl Pair {
    fn is_once(&self) -> bool {
        self.given.contains(&Given::Once)
    }
}

/// Two packs over some months.
#[derive(Debug)]
pub struct Comparer<'p> {
    before: Vec<Assessor<'p>>,
    after: Vec<Assessor<'p>>,
    pairs: Vec<Pair>,
    ids: Vec<&'p str>,
    periods: Vec<Option<GrantPeriod>>,
    first: Date,
}

impl<'p> Comparer<'p> {
    /// Compares measures by id; `measures` names those that are looked at, all where it is none.
    pub fn new(
        before: &'p Pack,
        after: &'p Pack,
        months: &[Date],
        measures: Option<&[&str]>,
    ) -> Result<Self, ComparerError> {
        let first = *months.first().ok_or(ComparerError::NoMonth)?;
        let wanted = |id: &&str| measures.is_none_or(|wanted| wanted.contains(id));
        let mut ids: Vec<&'p str> =
            before.measures().iter().chain(after.measures()).map(|m| m.id.as_str()).filter(wanted).collect();
        ids.sort_unstable();
        ids.dedup();
        let given = |pack: &Pack, at: Option<usize>| {
            let once = at.and_then(|at| pack.measures().get(at)).is_some_and(|measure| measure.once_per_household);
            if once { Given::Once } else { Given::Each }
        };
        let pair = |id: &&str| {
            let (old, new) = (before.measure_index(id), after.measure_index(id));
            // A pack that lacks it gives nobody anything.
            let [was, is] = [given(before, old), given(after, new)];
            let given = [if old.is_some() { was } else { is }, if new.is_some() { is } else { was }];
            Pair { before: old, after: new, given }
        };
        let period = |pair: &Pair| {
            let of = |pack: &Pack, at: Option<usize>| at.and_then(|at| pack.measures().get(at)).and_then(|m| m.period);
            of(after, pair.after).or_else(|| of(before, pair.before))
        };
        let pairs: Vec<Pair> = ids.iter().map(pair).collect();
        Ok(Self {
            before: months.iter().map(|day| Assessor::new(before, *day)).collect(),
            after: months.iter().map(|day| Assessor::new(after, *day)).collect(),
            periods: pairs.iter().map(period).collect(),
            pairs,
            ids,
            first,
        })
    }

    /// The ids of the measures, in order.
    pub fn measures(&self) -> &[&'p str] {
        &self.ids
    }

    /// Whether a household is given any of them once under one of the packs: who lives together must be told then.
    pub fn asks_who_lives_together(&self) -> bool {
        self.pairs.iter().any(Pair::is_once)
    }

    /// What each measure comes to for one person by themselves, seen through each pack's facts; measures that come to nothing in any month
    /// under both are left out.
    pub fn person(&self, before: &Subject, after: &Subject) -> Vec<PersonShift> {
        (0..self.pairs.len()).filter_map(|at| self.measure(at, before, after)).collect()
    }

    fn measure(&self, at: usize, before: &Subject, after: &Subject) -> Option<PersonShift> {
        let pair = self.pairs.get(at)?;
        let effect = |assessor: &Assessor<'_>, subject: &Subject, measure: Option<usize>| match measure {
            Some(measure) => assessor.measure(subject, measure).effect(assessor.as_of()),
            None => Effect::Not,
        };
        let mut running = Running::new(at, self.first);
        let mut comes_to_anything = false;
        for (month, (old, new)) in self.before.iter().zip(&self.after).enumerate() {
            let effects = (effect(old, before, pair.before), effect(new, after, pair.after));
            comes_to_anything |= effects != (Effect::Not, Effect::Not);
            running.pay(month, new.as_of(), effects, self.period(at));
        }
        comes_to_anything.then_some(running.shift)
    }

    fn period(&self, at: usize) -> Option<GrantPeriod> {
        self.periods.get(at).copied().flatten()
    }
}

/// One measure of one person, month after month.
#[derive(Debug)]
struct Running {
    shift: PersonShift,
    /// The year in which what is given by the year was counted last, under each pack.
    counted: [Option<i16>; 2],
}

impl Running {
    fn new(measure: usize, first: Date) -> Self {
        let shift = PersonShift {
            measure,
            kind: None,
            from: first,
            before: Effect::Not,
            after: Effect::Not,
            is_open: false,
            years: BTreeMap::new(),
            beside: 0,
        };
        Self { shift, counted: [None, None] }
    }

    /// Takes in a month; one of nothing under both packs may be left out.
    fn pay(&mut self, month: usize, day: Date, (was, is): (Effect, Effect), period: Option<GrantPeriod>) {
        let [old_counted, new_counted] = &mut self.counted;
        let costs = (cost(was, period, day.year(), old_counted), cost(is, period, day.year(), new_counted));
        self.take(month, day, (was, is), costs);
    }

    /// The same where what it costs is known; whether it is the month that is told.
    fn take(&mut self, month: usize, day: Date, (was, is): (Effect, Effect), costs: (i128, i128)) -> bool {
        let shift = &mut self.shift;
        shift.is_open |= is_open(was) || is_open(is);
        let kind = ChangeKind::between(was, is);
        let is_told = month == 0 || (shift.kind.is_none() && kind.is_some());
        if is_told {
            (shift.kind, shift.from, shift.before, shift.after) = (kind, day, was, is);
        }
        if costs != (0, 0) {
            let cost = shift.years.entry(day.year()).or_default();
            cost.before_fen += costs.0;
            cost.after_fen += costs.1;
        }
        is_told
    }
}

const fn is_open(effect: Effect) -> bool {
    matches!(effect, Effect::Undetermined | Effect::Conflict | Effect::Fault)
}

/// What is paid in a month: every month what is given by the month, once a calendar year what is given by the year.
fn cost(effect: Effect, period: Option<GrantPeriod>, year: i16, counted: &mut Option<i16>) -> i128 {
    let Effect::Given { amount: Some(amount), .. } = effect else { return 0 };
    match period {
        Some(GrantPeriod::Month) => i128::from(amount.fen()),
        Some(GrantPeriod::Year) if *counted != Some(year) => {
            *counted = Some(year);
            i128::from(amount.fen())
        }
        _ => 0,
    }
}

/// The first days of the months from a day on until the end of the next whole calendar year.
pub fn month_starts(from: Date) -> Vec<Date> {
    let Ok(mut month) = Date::new(from.year(), from.month(), 1) else { return Vec::new() };
    let whole_from = if from.month() == 1 && from.day() == 1 { from.year() } else { from.year().saturating_add(1) };
    // A revision from New Year on is seen over that year and the next; from another day, over the rest and a whole year.
    let last = if whole_from == from.year() { whole_from.saturating_add(1) } else { whole_from };
    let mut months = Vec::new();
    while month.year() <= last {
        if month >= from {
            months.push(month);
        }
        match civil::add_months(month, 1) {
            Some(next) => month = next,
            None => break,
        }
    }
    months
}

#[cfg(test)]
mod tests;
