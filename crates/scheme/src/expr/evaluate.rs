//! Evaluation with three values. `false && unknown` is false and `true || unknown` is true, in either order; every other
//! operation on an unknown is unknown and carries the facts that would settle it. Overflow, division by zero and dates
//! outside the calendar are faults: they win over unknown, so that they are seen, and lose against `false &&` and
//! `true ||`, so that they can be guarded against.

use std::cmp::Ordering;

use guanai_kernel::{Date, Period, WorkCalendar, civil};

use super::functions::Function;
use super::program::{Node, ParameterId};
use super::syntax::Operator;
use super::{seniority, working};
use crate::fact_set::{FactSet, Slot};
use crate::local::{LocalValue, LocalsOn};
use crate::subject::{FactState, Subject};
use crate::value::{Val, Value};

/// A calculation that has no result: an error of one standard for one person, never "undetermined".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Fault {
    /// A number or amount larger than 64 bits hold.
    #[error("a number overflowed")]
    Overflow,
    /// A division by zero.
    #[error("a division by zero")]
    DivisionByZero,
    /// A date that the calendar does not have.
    #[error("a date outside the calendar")]
    DateOutsideCalendar,
    /// Seniority that an interruption, still running, keeps from being reached.
    #[error("seniority is not reached while an interruption still runs")]
    SeniorityInterrupted,
    /// A term of working days below zero.
    #[error("a term of working days came out negative")]
    NegativeWorkingDays,
    /// Working days of a year whose calendar is not published.
    #[error("working days are counted in published years alone")]
    YearNotPublished,
    /// A parameter that has no value yet on the day of assessment.
    #[error("a parameter is not yet in force on the day of assessment")]
    ParameterNotInForce(ParameterId),
    /// An amount below zero.
    #[error("an amount came out negative")]
    NegativeAmount,
}

impl Fault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overflow => "overflow",
            Self::DivisionByZero => "division-by-zero",
            Self::DateOutsideCalendar => "date-outside-calendar",
            Self::SeniorityInterrupted => "seniority-interrupted",
            Self::NegativeWorkingDays => "negative-working-days",
            Self::YearNotPublished => "year-not-published",
            Self::ParameterNotInForce(_) => "parameter-not-in-force",
            Self::NegativeAmount => "negative-amount",
        }
    }
}

/// What an expression is worth for one subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Known<'a> {
    Value(Val<'a>),
    /// It depends on facts that nobody has recorded.
    Unknown(FactSet),
}

#[cfg(test)]
thread_local! {
    /// How many nodes were evaluated on this thread: tests hold it against what was foreseen.
    pub(crate) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

pub(crate) type Outcome<'a> = Result<Known<'a>, Fault>;

/// One subject on one day: what a program is evaluated against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub as_of: Date,
    /// The parameters' values on that day, by place.
    pub parameters: &'a [Option<&'a Value>],
    /// The figures of lower organisations on that day; none where nobody is asked for theirs.
    pub locals: Option<&'a LocalsOn<'a>>,
    /// The published calendars, by which working days are counted.
    pub calendar: &'a WorkCalendar,
    pub subject: &'a Subject,
    /// Which of its values each contested fact takes in this evaluation, in order of slots; the first where it is not named.
    pub choices: &'a [(Slot, usize)],
}

const fn yes_or_no<'a>(value: bool) -> Known<'a> {
    Known::Value(Val::Bool(value))
}

impl<'a> Frame<'a> {
    /// The figure that an organisation that answers for the subject set.
    pub fn local(&self, id: ParameterId) -> Option<&'a LocalValue> {
        self.locals?.of(id, self.subject.answered_by())
    }

    /// A parameter's value for the subject; none where it has none yet.
    pub fn parameter(&self, id: ParameterId) -> Option<&'a Value> {
        match self.local(id) {
            Some(local) => Some(&local.value),
            None => self.parameters.get(id.index()).copied().flatten(),
        }
    }

    /// The value of a program's node.
    pub fn value(&self, node: &'a Node) -> Outcome<'a> {
        #[cfg(test)]
        STEPS.with(|steps| steps.set(steps.get() + 1));
        match node {
            Node::Constant(value) => Ok(Known::Value(value.into())),
            Node::Fact(slot) => Ok(self.fact(*slot)),
            Node::Known(slot) => Ok(yes_or_no(!matches!(self.subject.state(*slot), FactState::Unknown))),
            Node::Parameter(id) => match self.parameter(*id) {
                Some(value) => Ok(Known::Value(value.into())),
                None => Err(Fault::ParameterNotInForce(*id)),
            },
            Node::AsOf => Ok(Known::Value(Val::Date(self.as_of))),
            Node::And(terms) => chain(terms.iter().map(|t| self.value(t)), false),
            Node::Or(terms) => chain(terms.iter().map(|t| self.value(t)), true),
            Node::Not(inner) => match self.value(inner)? {
                Known::Value(Val::Bool(value)) => Ok(yes_or_no(!value)),
                other => Ok(other),
            },
            Node::Negate(inner) => match self.value(inner)? {
                Known::Value(Val::Int(n)) => n.checked_neg().map(Val::Int).map(Known::Value).ok_or(Fault::Overflow),
                Known::Value(Val::Money(n)) => n.checked_neg().map(Val::Money).map(Known::Value).ok_or(Fault::Overflow),
                other => Ok(other),
            },
            Node::Binary(operator, pair) => {
                let (a, b) = (self.value(&pair.0), self.value(&pair.1));
                joined(a, b, |a, b| binary(*operator, a, b))
            }
            Node::OneOf(item, list) => {
                let item = self.value(item)?;
                if list.is_empty() && matches!(item, Known::Unknown(_)) {
                    return Ok(item);
                }
                let equal = |member| joined(Ok(item), self.value(member), |a, b| Ok(Val::Bool(a == b)));
                chain(list.iter().map(equal), true)
            }
            Node::Member(pair) => {
                let (item, list) = (self.value(&pair.0), self.value(&pair.1));
                joined(item, list, |item, list| match list {
                    Val::List(members) => Ok(Val::Bool(members.iter().any(|m| Val::from(m) == item))),
                    _ => Ok(Val::Bool(false)),
                })
            }
            Node::If(parts) => match self.value(&parts.0)? {
                Known::Value(Val::Bool(true)) => self.value(&parts.1),
                Known::Value(_) => self.value(&parts.2),
                // Undetermined even where both branches agree; all that may be needed is asked for in one go.
                Known::Unknown(facts) => {
                    Ok(Known::Unknown(facts.union(self.open(&parts.1)).union(self.open(&parts.2))))
                }
            },
            Node::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// The facts that keep the node from having a value.
    fn open(&self, node: &'a Node) -> FactSet {
        match self.value(node) {
            Ok(Known::Unknown(facts)) => facts,
            _ => FactSet::EMPTY,
        }
    }

    /// The value of a fact.
    pub fn fact(&self, slot: Slot) -> Known<'a> {
        match self.subject.state(slot) {
            FactState::Known(value, _) => Known::Value(value.into()),
            FactState::Unknown => Known::Unknown(FactSet::one(slot)),
            FactState::Contested(values) => {
                let choice = self.choices.iter().find(|(s, _)| *s == slot).map_or(0, |(_, at)| *at);
                match values.get(choice) {
                    Some((value, _)) => Known::Value(value.into()),
                    None => Known::Unknown(FactSet::one(slot)),
                }
            }
        }
    }

    fn call(&self, function: Function, arguments: &'a [Node]) -> Outcome<'a> {
        let (mut values, mut open, mut fault) = ([Val::Int(0); 3], FactSet::EMPTY, None);
        for (place, argument) in values.iter_mut().zip(arguments) {
            match self.value(argument) {
                Ok(Known::Value(value)) => *place = value,
                Ok(Known::Unknown(facts)) => open = open.union(facts),
                Err(found) => fault = Some(fault.map_or(found, |f: Fault| f.min(found))),
            }
        }
        match fault {
            Some(fault) => Err(fault),
            None if !open.is_empty() => Ok(Known::Unknown(open)),
            None => apply(function, values, self.subject.interruptions(), self.calendar).map(Known::Value),
        }
    }
}

/// What a function gives for values that are all there; places it does not take are not looked at. One person and a
/// whole population in columns call the same one.
pub(crate) fn apply<'a>(
    function: Function,
    values: [Val<'a>; 3],
    interruptions: &[Period],
    calendar: &WorkCalendar,
) -> Result<Val<'a>, Fault> {
    use Function as F;
    let there = |day: Option<Date>| day.map(Val::Date).ok_or(Fault::DateOutsideCalendar);
    let small = |n: i64| i32::try_from(n).map_err(|_| Fault::DateOutsideCalendar);
    Ok(match (function, values) {
        (F::YearsSince, [Val::Date(since), Val::Date(on), _]) => Val::Int(civil::completed_years(since, on)),
        (F::MonthsSince, [Val::Date(since), Val::Date(on), _]) => Val::Int(civil::completed_months(since, on)),
        (F::DaysBetween, [Val::Date(a), Val::Date(b), _]) => Val::Int(civil::days_between(a, b)),
        (F::SeniorityYears, [Val::Date(full), Val::Date(on), _]) => {
            Val::Int(seniority::years(full, on, interruptions)?)
        }
        (F::SeniorityReached, [Val::Date(full), Val::Int(years), _]) => {
            Val::Date(seniority::reached(full, years, interruptions)?)
        }
        (F::YearsAfter, [Val::Date(day), Val::Int(years), _]) => Val::Date(seniority::years_after(day, years)?),
        (F::MonthsAfter, [Val::Date(day), Val::Int(n), _]) => there(civil::add_months(day, small(n)?))?,
        (F::DaysAfter, [Val::Date(day), Val::Int(n), _]) => there(civil::add_days(day, small(n)?))?,
        (F::MonthAfter, [Val::Date(day), ..]) => there(civil::month_after(day))?,
        (F::WorkingDaysBetween, [Val::Date(a), Val::Date(b), _]) => Val::Int(working::between(calendar, a, b)?),
        (F::WorkingDaysAfter, [Val::Date(day), Val::Int(n), _]) => Val::Date(working::after(calendar, day, n)?),
        (F::Year, [Val::Date(day), ..]) => Val::Int(i64::from(day.year())),
        (F::Month, [Val::Date(day), ..]) => Val::Int(i64::from(day.month())),
        (F::DateOf, [Val::Int(y), Val::Int(m), Val::Int(d)]) => there(date_of(y, m, d))?,
        (F::Min, [a, b, _]) => {
            if order(a, b) == Ordering::Greater {
                b
            } else {
                a
            }
        }
        (F::Max, [a, b, _]) => {
            if order(a, b) == Ordering::Less {
                b
            } else {
                a
            }
        }
        (F::Size, [Val::List(members), ..]) => Val::Int(i64::try_from(members.len()).map_err(|_| Fault::Overflow)?),
        (F::Yuan, [Val::Int(n), ..]) => Val::Money(n.checked_mul(100).ok_or(Fault::Overflow)?),
        (F::Fen, [Val::Int(n), ..]) => Val::Money(n),
        // The checker lets no other types through.
        _ => return Err(Fault::Overflow),
    })
}

/// `&&` where `absorbing` is false, `||` where it is true: the absorbing value wins over all, a fault over unknown.
fn chain<'a>(terms: impl Iterator<Item = Outcome<'a>>, absorbing: bool) -> Outcome<'a> {
    let mut open = FactSet::EMPTY;
    let mut fault: Option<Fault> = None;
    for term in terms {
        match term {
            Ok(Known::Value(Val::Bool(value))) if value == absorbing => return Ok(yes_or_no(absorbing)),
            Ok(Known::Value(_)) => {}
            Ok(Known::Unknown(facts)) => open = open.union(facts),
            // The least of several faults, so that order does not matter.
            Err(found) => fault = Some(fault.map_or(found, |f| f.min(found))),
        }
    }
    match fault {
        Some(fault) => Err(fault),
        None if open.is_empty() => Ok(yes_or_no(!absorbing)),
        None => Ok(Known::Unknown(open)),
    }
}

fn date_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|y| (1..=9999).contains(y))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Both known, or the facts that are missing; a fault on either side wins.
fn joined<'a>(
    a: Outcome<'a>,
    b: Outcome<'a>,
    join: impl FnOnce(Val<'a>, Val<'a>) -> Result<Val<'a>, Fault>,
) -> Outcome<'a> {
    match (a, b) {
        (Ok(Known::Value(a)), Ok(Known::Value(b))) => join(a, b).map(Known::Value),
        (Err(a), Err(b)) => Err(a.min(b)),
        (Err(fault), _) | (_, Err(fault)) => Err(fault),
        (Ok(Known::Unknown(a)), Ok(Known::Unknown(b))) => Ok(Known::Unknown(a.union(b))),
        (Ok(Known::Unknown(facts)), _) | (_, Ok(Known::Unknown(facts))) => Ok(Known::Unknown(facts)),
    }
}

/// The order of two values of one ordered type.
pub(crate) fn order(a: Val<'_>, b: Val<'_>) -> Ordering {
    match (a, b) {
        (Val::Int(a), Val::Int(b)) | (Val::Money(a), Val::Money(b)) => a.cmp(&b),
        (Val::Date(a), Val::Date(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    }
}

fn binary<'a>(operator: Operator, a: Val<'a>, b: Val<'a>) -> Result<Val<'a>, Fault> {
    use Operator as O;
    Ok(match operator {
        O::Equal => Val::Bool(a == b),
        O::NotEqual => Val::Bool(a != b),
        O::Less => Val::Bool(order(a, b) == Ordering::Less),
        O::LessOrEqual => Val::Bool(order(a, b) != Ordering::Greater),
        O::Greater => Val::Bool(order(a, b) == Ordering::Greater),
        O::GreaterOrEqual => Val::Bool(order(a, b) != Ordering::Less),
        O::Add | O::Subtract | O::Multiply | O::Divide | O::Remainder => {
            let (x, y, money) = match (a, b) {
                (Val::Int(x), Val::Int(y)) => (x, y, false),
                (Val::Money(x), Val::Money(y) | Val::Int(y)) | (Val::Int(x), Val::Money(y)) => (x, y, true),
                // The checker lets no other types through.
                _ => return Err(Fault::Overflow),
            };
            let number = arithmetic(operator, x, y)?;
            if money { Val::Money(number) } else { Val::Int(number) }
        }
    })
}

/// A calculation with two numbers; a fault where it has no result in 64 bits.
pub(crate) fn arithmetic(operator: Operator, x: i64, y: i64) -> Result<i64, Fault> {
    let result = match operator {
        Operator::Add => x.checked_add(y),
        Operator::Subtract => x.checked_sub(y),
        Operator::Multiply => x.checked_mul(y),
        Operator::Divide | Operator::Remainder if y == 0 => return Err(Fault::DivisionByZero),
        Operator::Divide => x.checked_div(y),
        _ => x.checked_rem(y),
    };
    result.ok_or(Fault::Overflow)
}
