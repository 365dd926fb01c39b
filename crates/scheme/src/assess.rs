//! Who qualifies for what, how much, and from when: every class and measure of a pack for one person on one day.

use guanai_kernel::civil::{self, Date};
use guanai_kernel::Money;

use crate::expr::Fault;
use crate::expr::evaluate::{Frame, Known};
use crate::expr::program::Program;
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::pack::measures::Measure;
use crate::pack::words::{OffsetRule, Starts, TierRule};
use crate::subject::Subject;
use crate::value::{Val, Value};

/// All answers for one person on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The day.
    pub as_of: Date,
    /// One answer a class, in the order of [`Pack::classes`].
    pub classes: Vec<ClassAnswer>,
    /// One answer a measure, in the order of [`Pack::measures`].
    pub measures: Vec<MeasureAnswer>,
}

/// Whether somebody belongs to a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassAnswer {
    /// The class, by its place in [`Pack::classes`].
    pub class: usize,
    /// The answer.
    pub answer: Belonging,
}

/// Whether somebody belongs to a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belonging {
    /// Yes.
    Belongs,
    /// No.
    DoesNotBelong,
    /// It cannot be said before these facts are there.
    Undetermined(Open),
    /// The class's condition has no result for this person.
    Fault(Fault),
}

/// What a measure's standard says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureAnswer {
    /// The measure, by its place in [`Pack::measures`].
    pub measure: usize,
    /// The answer.
    pub answer: Answer,
}

/// What a measure's standard says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The conditions hold. For an allowance that is 应发待遇; for aid 符合条件, still to be approved.
    Holds(Entitled),
    /// They do not.
    DoesNotHold(Refusal),
    /// It cannot be said before these facts are there.
    Undetermined(Open),
    /// Several tiers hold though they should exclude one another; their places in [`Measure::tiers`].
    Conflict {
        /// The tiers that hold.
        tiers: Vec<usize>,
    },
    /// A calculation has no result for this person.
    Fault(Fault),
}

impl Answer {
    /// The stable code: `holds`, `not`, `undetermined`, `conflict`, `fault`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Holds(_) => "holds",
            Self::DoesNotHold(_) => "not",
            Self::Undetermined(_) => "undetermined",
            Self::Conflict { .. } => "conflict",
            Self::Fault(_) => "fault",
        }
    }

    /// The open facts of an undetermined answer.
    pub const fn open(&self) -> Option<Open> {
        match self {
            Self::Undetermined(open) => Some(*open),
            _ => None,
        }
    }
}

/// What somebody qualifies for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entitled {
    /// The tier, by its place in [`Measure::tiers`].
    pub tier: Option<usize>,
    /// The amount for each period, after floor, cap and offset.
    pub amount: Option<Money>,
    /// The first day of it, where the measure says; it may lie after the day of assessment.
    pub starts_on: Option<Date>,
    /// What is given until then, where the tier starts after the day of assessment and a lower one has started.
    pub meanwhile: Option<Meanwhile>,
}

/// The tier that counts until a higher one starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meanwhile {
    /// The tier, by its place in [`Measure::tiers`].
    pub tier: usize,
    /// Its amount.
    pub amount: Option<Money>,
    /// Its first day.
    pub starts_on: Date,
}

/// Why a measure does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its condition is false.
    Condition,
    /// No tier holds.
    NoTier,
    /// Another benefit excludes it or covers all of it.
    Benefit,
}

/// The facts that would settle an undetermined answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    /// Facts that nobody has recorded.
    pub ask: FactSet,
    /// Facts with several values, of which one must be chosen.
    pub contested: FactSet,
}

/// Answers every class and measure of a pack for one person on one day. For many people make one [`Assessor`].
pub fn assess(pack: &Pack, subject: &Subject, as_of: Date) -> Assessment {
    Assessor::new(pack, as_of).assess(subject)
}

/// A pack on one day: its parameters are looked up once for everybody.
#[derive(Debug, Clone)]
pub struct Assessor<'p> {
    pack: &'p Pack,
    as_of: Date,
    parameters: Vec<Option<&'p Value>>,
}

/// Why there is no plain result yet.
pub(crate) enum Stop {
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

impl<'p> Assessor<'p> {
    /// The pack on a day.
    pub fn new(pack: &'p Pack, as_of: Date) -> Self {
        let parameters = pack.parameters().iter().map(|p| p.on(as_of).map(|v| &v.value)).collect();
        Self { pack, as_of, parameters }
    }

    /// The pack.
    pub const fn pack(&self) -> &'p Pack {
        self.pack
    }

    /// The day.
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// All answers for one person.
    pub fn assess(&self, subject: &Subject) -> Assessment {
        let classes =
            (0..self.pack.classes().len()).map(|class| ClassAnswer { class, answer: self.class(subject, class) });
        let measures =
            (0..self.pack.measures().len()).map(|measure| MeasureAnswer { measure, answer: self.measure(subject, measure) });
        Assessment { as_of: self.as_of, classes: classes.collect(), measures: measures.collect() }
    }

    /// Whether a person belongs to a class, by its place in [`Pack::classes`].
    ///
    /// # Panics
    /// If there is no such class.
    pub fn class(&self, subject: &Subject, class: usize) -> Belonging {
        let when = &self.pack.classes()[class].when;
        self.over_contested(subject, when.reads, |frame| match frame.value(&when.root) {
            Ok(Known::Value(value)) if value == Val::Bool(true) => Belonging::Belongs,
            Ok(Known::Value(_)) => Belonging::DoesNotBelong,
            Ok(Known::Unknown(ask)) => Belonging::Undetermined(Open { ask, contested: FactSet::EMPTY }),
            Err(fault) => Belonging::Fault(fault),
        })
    }

    /// What a measure's standard says of a person, by its place in [`Pack::measures`].
    ///
    /// # Panics
    /// If there is no such measure.
    pub fn measure(&self, subject: &Subject, measure: usize) -> Answer {
        let measure = &self.pack.measures()[measure];
        self.over_contested(subject, measure.reads(), |frame| answer(frame, measure))
    }

    /// A subject on this day.
    pub(crate) fn frame<'a>(&'a self, subject: &'a Subject, choices: &'a [(crate::Slot, usize)]) -> Frame<'a> {
        Frame { as_of: self.as_of, parameters: &self.parameters, subject, choices }
    }
}

/// The answer of one measure where every contested fact has taken one of its values.
///
/// Condition, other benefit and tier are joined like the terms of `&&`: what is surely false decides, then a fault shows
/// itself, then the open facts of all of them are asked for.
fn answer(frame: &Frame<'_>, measure: &Measure) -> Answer {
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

#[cfg(test)]
mod tests;
