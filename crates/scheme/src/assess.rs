//! Who qualifies for what, how much, and from when: every class and measure of a pack for one person on one day.

use guanai_kernel::Money;
use guanai_kernel::civil::Date;

use crate::answer::answer;
use crate::expr::Fault;
use crate::expr::evaluate::{Frame, Known};
use crate::fact_set::FactSet;
use crate::local::LocalsOn;
use crate::pack::Pack;
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
    /// Several tiers hold though they should exclude one another; their places in [`crate::Measure::tiers`].
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
    /// The tier, by its place in [`crate::Measure::tiers`].
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
    /// The tier, by its place in [`crate::Measure::tiers`].
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
    /// Somebody decided that it rests for this person, for whom it does not fail by itself.
    Paused,
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

/// Whether the parameters are the same as on the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParametersOn {
    /// None has another value.
    Same,
    /// One has.
    Changed,
}

/// A pack on one day: its parameters are looked up once for everybody.
#[derive(Debug, Clone)]
pub struct Assessor<'p> {
    pack: &'p Pack,
    as_of: Date,
    parameters: Vec<Option<&'p Value>>,
    locals: LocalsOn<'p>,
}

impl<'p> Assessor<'p> {
    /// The pack on a day.
    pub fn new(pack: &'p Pack, as_of: Date) -> Self {
        let parameters = pack.parameters().iter().map(|p| p.on(as_of).map(|v| &v.value)).collect();
        Self { pack, as_of, parameters, locals: LocalsOn::new(pack, as_of) }
    }

    /// Moves to another day; `change` is whether a parameter has another value there.
    pub(crate) fn move_to(&mut self, day: Date, change: ParametersOn) {
        self.as_of = day;
        if change == ParametersOn::Changed {
            self.parameters = self.pack.parameters().iter().map(|p| p.on(day).map(|v| &v.value)).collect();
            self.locals = LocalsOn::new(self.pack, day);
        }
    }

    /// The pack.
    pub const fn pack(&self) -> &'p Pack {
        self.pack
    }

    /// The day.
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// The parameters' values on the day, by place.
    pub(crate) fn parameters(&self) -> &[Option<&'p Value>] {
        &self.parameters
    }

    /// The figures of lower organisations on the day.
    pub(crate) const fn locals(&self) -> &LocalsOn<'p> {
        &self.locals
    }

    /// The classes to which somebody belongs, by place.
    pub fn classes(&self, subject: &Subject) -> impl Iterator<Item = usize> {
        (0..self.pack.classes().len()).filter(|class| self.class(subject, *class) == Belonging::Belongs)
    }

    /// All answers for one person.
    pub fn assess(&self, subject: &Subject) -> Assessment {
        let classes =
            (0..self.pack.classes().len()).map(|class| ClassAnswer { class, answer: self.class(subject, class) });
        let measures = (0..self.pack.measures().len())
            .map(|measure| MeasureAnswer { measure, answer: self.measure(subject, measure) });
        Assessment { as_of: self.as_of, classes: classes.collect(), measures: measures.collect() }
    }

    /// Whether a person belongs to a class, by its place in [`Pack::classes`].
    ///
    /// # Panics
    /// If there is no such class.
    pub fn class(&self, subject: &Subject, class: usize) -> Belonging {
        let when = &self.pack.classes()[class].when;
        self.over_contested(subject, when.reads, |frame| match frame.value(&when.root) {
            Ok(Known::Value(Val::Bool(true))) => Belonging::Belongs,
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
        let rests = subject.paused(measure, self.as_of).is_some();
        let measure = &self.pack.measures()[measure];
        let answered = self.over_contested(subject, measure.reads(), |frame| answer(frame, measure));
        match answered {
            // What does not hold anyway does not for its own reason.
            Answer::DoesNotHold(_) => answered,
            _ if rests => Answer::DoesNotHold(Refusal::Paused),
            _ => answered,
        }
    }

    /// A subject on this day.
    pub(crate) fn frame<'a>(&'a self, subject: &'a Subject, choices: &'a [(crate::Slot, usize)]) -> Frame<'a> {
        Frame {
            as_of: self.as_of,
            parameters: &self.parameters,
            locals: Some(&self.locals),
            calendar: &self.pack.guarantees().calendar,
            subject,
            choices,
        }
    }
}

#[cfg(test)]
mod tests;
