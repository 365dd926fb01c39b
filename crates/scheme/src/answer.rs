//! The answer of one measure for one person: condition, other benefit, tier, amount, start.

use guanai_kernel::Money;
use guanai_kernel::civil::{self, Date};

use crate::assess::{Answer, Entitled, Meanwhile, Open, Refusal};
use crate::expr::Fault;
use crate::expr::evaluate::{Frame, Known};
use crate::expr::program::Program;
use crate::fact_set::FactSet;
use crate::pack::measures::Measure;
use crate::pack::words::{OffsetRule, Starts, TierRule};
use crate::value::Val;

/// Why there is no plain result yet.
enum Stop {
    Fault(Fault),
    Open(FactSet),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Which tier counts.
enum Grade {
    One(usize),
    Several(Vec<usize>),
    None,
}

/// The answer of one measure where every contested fact has taken one of its values.
///
/// Condition, other benefit and tier are joined like the terms of `&&`: what is surely false decides, then a fault shows
/// itself, then the open facts of all of them are asked for.
pub(crate) fn answer(frame: &Frame<'_>, measure: &Measure) -> Answer {
    let condition = truth(frame, &measure.condition);
    if matches!(condition, Ok(false)) {
        return Answer::DoesNotHold(Refusal::Condition);
    }
    let uncovered = uncovered(frame, measure);
    let grade = grade(frame, measure);
    if matches!(grade, Ok(Grade::None)) && !measure.tiers.is_empty() {
        return Answer::DoesNotHold(Refusal::NoTier);
    }
    if matches!(uncovered, Ok(false)) {
        return Answer::DoesNotHold(Refusal::Benefit);
    }
    let stops = [condition.err(), uncovered.err(), grade.as_ref().err().map(Stop::copied)];
    if let Some(stopped) = gathered(stops) {
        return stopped;
    }
    match grade {
        Ok(Grade::Several(tiers)) => Answer::Conflict { tiers },
        Ok(Grade::One(tier)) => entitled(frame, measure, Some(tier)),
        _ => entitled(frame, measure, None),
    }
}

impl Stop {
    const fn copied(&self) -> Self {
        match self {
            Self::Fault(fault) => Self::Fault(*fault),
            Self::Open(facts) => Self::Open(*facts),
        }
    }
}

/// A fault wins, then the open facts together.
fn gathered(stops: impl IntoIterator<Item = Option<Stop>>) -> Option<Answer> {
    let mut open: Option<FactSet> = None;
    let mut fault: Option<Fault> = None;
    for stop in stops.into_iter().flatten() {
        match stop {
            Stop::Fault(found) => fault = Some(fault.map_or(found, |f| f.min(found))),
            Stop::Open(facts) => open = Some(open.unwrap_or_default().union(facts)),
        }
    }
    let asking = open.map(|ask| Answer::Undetermined(Open { ask, contested: FactSet::EMPTY }));
    fault.map(Answer::Fault).or(asking)
}

fn truth(frame: &Frame<'_>, program: &Program) -> Result<bool, Stop> {
    match frame.value(&program.root)? {
        Known::Value(value) => Ok(value == Val::Bool(true)),
        Known::Unknown(facts) => Err(Stop::Open(facts)),
    }
}

fn money(frame: &Frame<'_>, program: &Program) -> Result<i64, Stop> {
    match frame.value(&program.root)? {
        Known::Value(Val::Money(fen)) => Ok(fen),
        // The checker lets no other type through.
        Known::Value(_) => Err(Stop::Fault(Fault::Overflow)),
        Known::Unknown(facts) => Err(Stop::Open(facts)),
    }
}

/// Whether no other benefit excludes the measure.
fn uncovered(frame: &Frame<'_>, measure: &Measure) -> Result<bool, Stop> {
    match measure.offset {
        Some(offset) if offset.rule == OffsetRule::Exclusive => match frame.fact(offset.benefit) {
            Known::Value(Val::Bool(drawn)) => Ok(!drawn),
            Known::Value(Val::Money(fen)) => Ok(fen <= 0),
            Known::Value(_) => Ok(true),
            Known::Unknown(facts) => Err(Stop::Open(facts)),
        },
        _ => Ok(true),
    }
}

fn grade(frame: &Frame<'_>, measure: &Measure) -> Result<Grade, Stop> {
    let (mut holding, mut open, mut fault) = (Vec::new(), None::<FactSet>, None::<Fault>);
    for (at, tier) in measure.tiers.iter().enumerate() {
        match truth(frame, &tier.when) {
            Ok(false) => {}
            Ok(true) => {
                holding.push(at);
                if measure.tier_rule == TierRule::FirstMatch {
                    break;
                }
            }
            Err(Stop::Open(facts)) => open = Some(open.unwrap_or_default().union(facts)),
            Err(Stop::Fault(found)) => fault = Some(fault.map_or(found, |f| f.min(found))),
        }
    }
    match (fault, open, holding.as_slice()) {
        (Some(fault), ..) => Err(Stop::Fault(fault)),
        // Two that hold stay two, whatever the open ones turn out to be.
        (None, _, [_, _, ..]) => Ok(Grade::Several(holding)),
        (None, Some(facts), _) => Err(Stop::Open(facts)),
        (None, None, [one]) => Ok(Grade::One(*one)),
        (None, None, []) => Ok(Grade::None),
    }
}

fn entitled(frame: &Frame<'_>, measure: &Measure, tier: Option<usize>) -> Answer {
    let amount = amount(frame, measure, tier);
    let starts = starts_on(frame, measure, tier);
    let (amount, starts_on) = match (amount, starts) {
        (Ok(Some(fen)), _) if covered_whole(measure, fen) => return Answer::DoesNotHold(Refusal::Benefit),
        (Ok(amount), Ok(starts_on)) => (amount, starts_on),
        (amount, starts) => {
            let fallback = Answer::Fault(Fault::Overflow);
            return gathered([amount.err(), starts.err()]).unwrap_or(fallback);
        }
    };
    let meanwhile = match meanwhile(frame, measure, tier, starts_on) {
        Ok(meanwhile) => meanwhile,
        Err(stop) => return gathered([Some(stop)]).unwrap_or(Answer::Fault(Fault::Overflow)),
    };
    Answer::Holds(Entitled { tier, amount: amount.map(Money::from_fen), starts_on, meanwhile })
}

/// Whether a top-up leaves nothing to give.
fn covered_whole(measure: &Measure, fen: i64) -> bool {
    measure.offset.is_some_and(|o| o.rule == OffsetRule::TopUp) && fen <= 0
}

/// The tier's amount, not under the floor, not over the cap, less what a top-up is set against.
fn amount(frame: &Frame<'_>, measure: &Measure, tier: Option<usize>) -> Result<Option<i64>, Stop> {
    let Some(program) = tier.and_then(|at| measure.tiers[at].amount.as_ref()) else {
        return Ok(None);
    };
    let amount = money(frame, program);
    let floor = measure.floor.as_ref().map(|p| money(frame, p)).transpose();
    let cap = measure.cap.as_ref().map(|p| money(frame, p)).transpose();
    let drawn = match measure.offset {
        Some(offset) if offset.rule == OffsetRule::TopUp => match frame.fact(offset.benefit) {
            Known::Value(Val::Money(fen)) => Ok(fen),
            Known::Value(_) => Ok(0),
            Known::Unknown(facts) => Err(Stop::Open(facts)),
        },
        _ => Ok(0),
    };
    let (amount, floor, cap, drawn) = match (amount, floor, cap, drawn) {
        (Ok(amount), Ok(floor), Ok(cap), Ok(drawn)) => (amount, floor, cap, drawn),
        (amount, floor, cap, drawn) => {
            return Err(match gathered([amount.err(), floor.err(), cap.err(), drawn.err()]) {
                Some(Answer::Undetermined(open)) => Stop::Open(open.ask),
                Some(Answer::Fault(fault)) => Stop::Fault(fault),
                _ => Stop::Fault(Fault::Overflow),
            });
        }
    };
    if amount < 0 {
        return Err(Stop::Fault(Fault::NegativeAmount));
    }
    let bounded = amount.max(floor.unwrap_or(amount)).min(cap.unwrap_or(i64::MAX));
    if bounded < 0 {
        return Err(Stop::Fault(Fault::NegativeAmount));
    }
    Ok(Some(bounded.checked_sub(drawn).ok_or(Fault::Overflow)?.max(0)))
}

/// The first day of the entitlement, where the measure says how it is reckoned.
fn starts_on(frame: &Frame<'_>, measure: &Measure, tier: Option<usize>) -> Result<Option<Date>, Stop> {
    let of_tier = tier.and_then(|at| measure.tiers[at].begins.as_ref());
    let (Some(begins), Some(starts)) = (of_tier.or(measure.begins.as_ref()), measure.starts) else {
        return Ok(None);
    };
    let began = match frame.value(&begins.root)? {
        Known::Value(Val::Date(day)) => day,
        // The checker lets no other type through.
        Known::Value(_) => return Err(Stop::Fault(Fault::DateOutsideCalendar)),
        Known::Unknown(facts) => return Err(Stop::Open(facts)),
    };
    let day = match starts {
        Starts::AtOnce => Some(began),
        Starts::MonthAfter => civil::month_after(began),
        Starts::CalendarYear => Date::new(began.year(), 1, 1).ok(),
    };
    Ok(Some(day.ok_or(Fault::DateOutsideCalendar)?))
}

/// What is given until the chosen tier starts: the next tier in order that holds and has started.
fn meanwhile(
    frame: &Frame<'_>,
    measure: &Measure,
    tier: Option<usize>,
    starts_on_day: Option<Date>,
) -> Result<Option<Meanwhile>, Stop> {
    let waiting = starts_on_day.is_some_and(|day| day > frame.as_of) && measure.tier_rule == TierRule::FirstMatch;
    let Some(chosen) = tier.filter(|_| waiting) else {
        return Ok(None);
    };
    for at in chosen + 1..measure.tiers.len() {
        if !truth(frame, &measure.tiers[at].when)? {
            continue;
        }
        if let Some(day) = starts_on(frame, measure, Some(at))?.filter(|day| *day <= frame.as_of) {
            let amount = amount(frame, measure, Some(at))?.map(Money::from_fen);
            return Ok(Some(Meanwhile { tier: at, amount, starts_on: day }));
        }
    }
    Ok(None)
}
