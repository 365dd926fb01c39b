//! When an answer changes by itself: the same facts, a later day. Somebody comes of age, seniority completes another step,
//! a figure of the standard changes.

use std::collections::BTreeSet;

use guanai_kernel::Money;
use guanai_kernel::civil::{self, Date};

use crate::assess::{Answer, Assessor, ParametersOn};
use crate::expr::program::Node;
use crate::pack::Pack;
use crate::pack::measures::Measure;
use crate::subject::Subject;

/// What an answer comes to on a day: a tier that has not started yet gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It is given.
    Given {
        /// The tier, by its place in [`Measure::tiers`].
        tier: Option<usize>,
        /// The amount for each period.
        amount: Option<Money>,
    },
    /// The conditions hold; it starts later.
    Waits,
    /// The conditions do not hold.
    Not,
    /// Facts are missing or contested.
    Undetermined,
    /// Two tiers hold at once.
    Conflict,
    /// It cannot be calculated.
    Fault,
}

impl Answer {
    /// What the answer comes to on the day for which it was given.
    pub fn effect(&self, on: Date) -> Effect {
        match self {
            Self::Holds(entitled) if entitled.starts_on.is_none_or(|day| day <= on) => {
                Effect::Given { tier: entitled.tier, amount: entitled.amount }
            }
            Self::Holds(entitled) => match entitled.meanwhile {
                Some(meanwhile) => Effect::Given { tier: Some(meanwhile.tier), amount: meanwhile.amount },
                None => Effect::Waits,
            },
            Self::DoesNotHold(_) => Effect::Not,
            Self::Undetermined(_) => Effect::Undetermined,
            Self::Conflict { .. } => Effect::Conflict,
            Self::Fault(_) => Effect::Fault,
        }
    }
}

/// A day on which an answer comes to something else than on the day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The first such day.
    pub on: Date,
    /// The answer from then on.
    pub answer: Answer,
}

/// The first day within so many months after `as_of` on which the answer, with the same facts, comes to something else;
/// `measure` is its place in [`Pack::measures`]. Every day is looked at, so that none is passed over.
///
/// # Panics
/// If there is no such measure.
pub fn next_turn(pack: &Pack, subject: &Subject, as_of: Date, measure: usize, months: u32) -> Option<Turn> {
    let last = civil::add_months(as_of, i32::try_from(months).ok()?)?;
    let rule = &pack.measures()[measure];
    let mut steps = steps(pack, rule, as_of, last);
    steps.extend(subject.pauses().iter().filter(|pause| pause.measure == measure).flat_map(|p| [p.since, p.until]));
    let every_day = reckons_by_day(rule);
    let mut assessor = Assessor::new(pack, as_of);
    let now = assessor.measure(subject, measure).effect(as_of);
    let mut day = as_of;
    while day < last {
        day = day.tomorrow().ok()?;
        let step = steps.contains(&day);
        if !step && !every_day {
            continue;
        }
        assessor.move_to(day, if step { ParametersOn::Changed } else { ParametersOn::Same });
        let answer = assessor.measure(subject, measure);
        if answer.effect(day) != now {
            return Some(Turn { on: day, answer });
        }
    }
    None
}

/// The days on which a parameter of the measure takes another value.
fn steps(pack: &Pack, measure: &Measure, after: Date, until: Date) -> BTreeSet<Date> {
    let used = measure.programs().flat_map(|program| &program.parameters);
    let values = used.filter_map(|id| pack.parameter(*id)).flat_map(|parameter| &parameter.values);
    let own = pack.locals().iter().filter(|local| measure.programs().any(|p| p.parameters.contains(&local.parameter)));
    let own = own.flat_map(|local| [Some(local.from), local.until.tomorrow().ok()]).flatten();
    values.map(|value| value.from).chain(own).filter(|from| *from > after && *from <= until).collect()
}

/// Whether the answer may differ between two days of the same parameters.
fn reckons_by_day(measure: &Measure) -> bool {
    let mut reckons = measure.starts.is_some();
    for program in measure.programs() {
        program.root.visit(&mut |node| reckons |= *node == Node::AsOf);
    }
    reckons
}

#[cfg(test)]
mod tests;
