//! Numbers over a block: facts, parameters, arithmetic, and the functions of the pack language.

use super::column::Cells;
use super::day::{On, packed, unpacked, years_since};
use super::graph::{At, Called, Lane, Op, Plain, Stored};
use super::lower::{Lowered, Lowering, OneByOne, gives_day};
use super::masks::Mask;
use super::number::{Number, Range, Worth};
use crate::expr::evaluate::apply;
use crate::expr::functions::Function;
use crate::expr::program::Node;
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;
use crate::value::{Type, Val, Value};

impl Lowering<'_> {
    /// A number, an amount in fen, a day or a text by its number.
    pub fn number(&mut self, node: &Node) -> Lowered<Number> {
        match node {
            Node::Constant(value) => self.constant(value),
            Node::Fact(slot) => self.fact(*slot),
            Node::Parameter(id) => match self.local(*id)? {
                Some(number) => Ok(number),
                None => match self.parameter(*id)? {
                    Ok(value) => self.constant(value),
                    Err(rank) => Ok(self.only_fault(rank)),
                },
            },
            Node::AsOf => Ok(Number::constant(i64::from(packed(self.as_of)))),
            Node::Negate(inner) => {
                let inner = self.number(inner)?;
                self.negated(&inner)
            }
            Node::Binary(operator, pair) => {
                let (a, b) = (self.number(&pair.0)?, self.number(&pair.1)?);
                self.arithmetic(*operator, &a, &b)
            }
            Node::If(parts) => self.either(&parts.0, &parts.1, &parts.2),
            Node::Call(function, arguments) => self.call(*function, arguments),
            _ => Err(OneByOne),
        }
    }

    fn either(&mut self, condition: &Node, yes: &Node, no: &Node) -> Lowered<Number> {
        let condition = self.truth(condition)?;
        let (yes, no) = (self.number(yes)?, self.number(no)?);
        let worth = self.chosen(condition.yes, &yes, &no);
        let g = &mut self.graph;
        let (a, b) = (g.and(condition.yes, yes.present), g.and(condition.no, no.present));
        let present = if condition.decided && yes.present == Mask::Everybody && no.present == Mask::Everybody {
            Mask::Everybody
        } else {
            g.or(a, b)
        };
        let (a, b) = (g.faults_within(yes.faults, condition.yes), g.faults_within(no.faults, condition.no));
        let faults = g.lesser(a, b);
        let faults = g.lesser(condition.faults, faults);
        Ok(Number { worth, present, faults })
    }

    fn call(&mut self, function: Function, arguments: &[Node]) -> Lowered<Number> {
        if function == Function::Size {
            return self.size(arguments.first().ok_or(OneByOne)?);
        }
        let mut numbers = Vec::with_capacity(arguments.len());
        for argument in arguments {
            numbers.push(self.number(argument)?);
        }
        let mut days = [false; 3];
        for (day, node) in days.iter_mut().zip(arguments) {
            *day = self.type_of(node) == Type::Date;
        }
        match (function, numbers.as_slice()) {
            (Function::Min, [a, b]) => Ok(self.lesser_or_larger(Plain::Least, a, b)),
            (Function::Max, [a, b]) => Ok(self.lesser_or_larger(Plain::Most, a, b)),
            (Function::Yuan, [a]) => self.arithmetic(Operator::Multiply, a, &Number::constant(100)),
            (Function::Fen, [a]) => Ok(*a),
            // Whose membership was interrupted is answered one by one.
            (Function::YearsSince | Function::SeniorityYears, [since, on]) => match (since.worth, on.worth) {
                (Worth::Column { at, by: 1, range }, Worth::Constant(day))
                    if self.graph.lane(at) != Lane::Long && range.fits_int() =>
                {
                    self.years(at, range, day, since, on)
                }
                _ => self.called(function, days, &numbers),
            },
            _ => self.called(function, days, &numbers),
        }
    }

    fn years(&mut self, at: At, range: Range, on: i64, since: &Number, day: &Number) -> Lowered<Number> {
        let (present, faults) = self.joined(since, day);
        let on = i32::try_from(on).map_err(|_| OneByOne)?;
        let int = |n: i128| i32::try_from(n).map_err(|_| OneByOne);
        let (latest, earliest) =
            (years_since(int(range.most)?, On::of(on)), years_since(int(range.least)?, On::of(on)));
        let at = self.graph.widened(at, Lane::Int);
        let at = self.graph.put(Op::YearsSince(at, on));
        // 29 February is the one day that a later start may overtake: a year more on either side is room enough.
        let range = Range::new(i64::from(latest) - 1, i64::from(earliest) + 1);
        Ok(Number { worth: Worth::Column { at, by: 1, range }, present, faults })
    }

    fn size(&mut self, list: &Node) -> Lowered<Number> {
        match list {
            Node::Fact(slot) => self.size_of(*slot),
            Node::Parameter(id) => match self.parameter(*id)? {
                Ok(Value::List(members)) => Ok(Number::constant(i64::try_from(members.len()).map_err(|_| OneByOne)?)),
                Ok(_) => Err(OneByOne),
                Err(rank) => Ok(self.only_fault(rank)),
            },
            _ => Err(OneByOne),
        }
    }

    fn size_of(&mut self, slot: Slot) -> Lowered<Number> {
        let present = self.present(slot)?;
        match self.population.column(slot).map(|c| &c.cells) {
            None => Ok(Number::constant(0).only(present)),
            Some(Cells::Lists { .. }) => {
                let at = self.graph.put(Op::Stored(Stored::Sizes(slot)));
                let worth = Worth::Column { at, by: 1, range: Range::new(0, i64::from(i32::MAX)) };
                Ok(Number { worth, present, faults: None })
            }
            Some(_) => Err(OneByOne),
        }
    }

    /// What a function gives for one day.
    pub fn day_of(&mut self, function: Function, day: &Number) -> Lowered<Number> {
        self.called(function, [true, false, false], &[*day])
    }

    /// A function that is called person by person.
    fn called(&mut self, function: Function, days: [bool; 3], numbers: &[Number]) -> Lowered<Number> {
        let (mut present, mut faults) = (Mask::Everybody, None);
        for number in numbers {
            present = self.graph.and(present, number.present);
            faults = self.graph.lesser(faults, number.faults);
        }
        let constants: Option<Vec<i64>> = numbers
            .iter()
            .map(|n| match n.worth {
                Worth::Constant(n) => Some(n),
                Worth::Column { .. } => None,
            })
            .collect();
        if let Some(constants) = constants {
            return self.settled(function, &constants, days, Number { worth: Worth::Constant(0), present, faults });
        }
        let mut arguments = [None; 3];
        for (place, number) in arguments.iter_mut().zip(numbers) {
            *place = Some(self.column(number, Lane::Long));
        }
        let known = match present {
            Mask::Nobody => return Ok(Number { worth: Worth::Constant(0), present, faults }),
            Mask::Everybody => None,
            Mask::Some(at) => Some(at),
        };
        let called = Called { function, arguments, days, present: known };
        let at = self.graph.put(Op::Call(called));
        let number = Number { worth: Worth::Column { at, by: 1, range: range_of(function) }, present, faults };
        if !may_fault(function) {
            return Ok(number);
        }
        let own = Some(self.graph.put(Op::FaultsOfCall(called)));
        let without = self.graph.faulty(own);
        let present = self.graph.and_not(present, without);
        let faults = self.graph.lesser(faults, own);
        Ok(Number { present, faults, ..number })
    }

    /// A function whose arguments are the same for everybody.
    fn settled(&mut self, function: Function, numbers: &[i64], days: [bool; 3], known: Number) -> Lowered<Number> {
        let mut values = [Val::Int(0); 3];
        for ((value, number), day) in values.iter_mut().zip(numbers).zip(days) {
            *value = argument(*number, day).ok_or(OneByOne)?;
        }
        match apply(function, values, &[], &self.pack.guarantees().calendar) {
            Ok(value) => {
                let worth = Worth::Constant(number_of(value).ok_or(OneByOne)?);
                Ok(Number { worth, ..known })
            }
            Err(fault) => {
                let everybody = known.present;
                self.faulting(&known, everybody, fault)
            }
        }
    }
}

/// A cell as the functions take it; none where no day has its number.
pub(super) fn argument<'a>(number: i64, day: bool) -> Option<Val<'a>> {
    if day { unpacked(number).map(Val::Date) } else { Some(Val::Int(number)) }
}

/// What a function gave, as a cell.
pub(super) fn number_of(value: Val<'_>) -> Option<i64> {
    match value {
        Val::Int(number) | Val::Money(number) => Some(number),
        Val::Date(day) => Some(i64::from(packed(day))),
        Val::Bool(_) | Val::Text(_) | Val::List(_) => None,
    }
}

/// Whether a function may have no result though all its arguments are there; seniority without interruptions always has one.
const fn may_fault(function: Function) -> bool {
    gives_day(function) || matches!(function, Function::WorkingDaysBetween)
}

/// What a function may give.
fn range_of(function: Function) -> Range {
    match function {
        Function::Month => Range::new(1, 12),
        Function::Year => Range::new(-9_999, 9_999),
        _ if gives_day(function) => {
            let (first, last) = (packed(guanai_kernel::Date::MIN), packed(guanai_kernel::Date::MAX));
            Range::new(i64::from(first), i64::from(last))
        }
        // All months and days of the calendar, on either side.
        _ => Range::new(-8_000_000, 8_000_000),
    }
}
