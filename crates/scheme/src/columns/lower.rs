//! From the programs of a pack to operations over columns: what every part of it shares.

use std::collections::HashMap;

use guanai_kernel::Date;

use super::column::Column;
use super::day::packed;
use super::graph::{Graph, Op, Stored};
use super::locals::Locals;
use super::masks::{Faults, Mask};
use super::number::{Number, Range, Worth};
use super::population::Population;
use crate::assess::Assessor;
use crate::expr::Fault;
use crate::expr::functions::Function;
use crate::expr::program::{Node, ParameterId};
use crate::expr::syntax::Operator;
use crate::fact_set::{FactSet, Slot};
use crate::pack::Pack;
use crate::value::{Type, Value};

/// What columns cannot say of an expression: it is then asked person by person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OneByOne;

pub(super) type Lowered<T> = Result<T, OneByOne>;

/// The most ranks of faults.
const MAX_RANKS: usize = 120;

/// A condition over a block: for whom it is true, for whom false, and for whom it has no result; for all others it is unknown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Truth {
    pub yes: Mask,
    pub no: Mask,
    pub faults: Faults,
    /// Whether it is true or false of everybody.
    pub decided: bool,
}

/// What is written down while programs become operations.
#[derive(Debug)]
pub(super) struct Lowering<'a> {
    pub pack: &'a Pack,
    pub as_of: Date,
    pub parameters: &'a [Option<&'a Value>],
    pub population: &'a Population<'a>,
    pub graph: Graph,
    /// Faults by rank: the lesser fault has the lesser rank.
    pub ranks: Vec<Fault>,
    /// Texts that nobody has, by number.
    strange: HashMap<String, i64>,
    /// What is known of numbers where the conditions around them hold.
    bounds: Vec<(Slot, Range)>,
    /// The facts that are recorded where the conditions around them hold.
    recorded: FactSet,
    /// The figures of lower organisations, each person's.
    locals: Locals,
}

impl<'a> Lowering<'a> {
    pub fn new(assessor: &'a Assessor<'a>, population: &'a Population<'a>) -> Self {
        let (pack, as_of, parameters) = (assessor.pack(), assessor.as_of(), assessor.parameters());
        let locals = Locals::new(assessor, population);
        let mut ranks = vec![
            Fault::Overflow,
            Fault::DivisionByZero,
            Fault::DateOutsideCalendar,
            Fault::SeniorityInterrupted,
            Fault::NegativeWorkingDays,
            Fault::YearNotPublished,
        ];
        let ids = (0..parameters.len()).filter_map(|at| u16::try_from(at).ok()).map(ParameterId);
        ranks.extend(
            ids.filter(|id| parameters.get(id.index()).is_some_and(Option::is_none)).map(Fault::ParameterNotInForce),
        );
        ranks.push(Fault::NegativeAmount);
        let (graph, strange, bounds) = (Graph::default(), HashMap::new(), Vec::new());
        Self { pack, as_of, parameters, population, graph, ranks, strange, bounds, recorded: FactSet::EMPTY, locals }
    }

    /// The rank of a fault.
    pub fn rank(&self, fault: Fault) -> Lowered<u8> {
        let at = self.ranks.iter().position(|f| *f == fault).filter(|at| *at < MAX_RANKS).ok_or(OneByOne)?;
        u8::try_from(at).map_err(|_| OneByOne)
    }

    /// Where a fact is recorded.
    pub fn present(&mut self, slot: Slot) -> Lowered<Mask> {
        if self.population.without_column().contains(slot) {
            return Err(OneByOne);
        }
        Ok(match self.population.column(slot) {
            None => Mask::Nobody,
            Some(column) if column.present.is_none() || self.recorded.contains(slot) => Mask::Everybody,
            Some(_) => Mask::Some(self.graph.put(Op::Stored(Stored::Present(slot)))),
        })
    }

    /// A number of a fact, an amount in fen, a day or a text by its number.
    pub fn fact(&mut self, slot: Slot) -> Lowered<Number> {
        let present = self.present(slot)?;
        let Some(column) = self.population.column(slot) else {
            return Ok(Number::constant(0).only(present));
        };
        let lane = column.lane().ok_or(OneByOne)?;
        let (least, most) = column.range();
        let mut range = Range::new(least, most);
        for (_, bound) in self.bounds.iter().filter(|(of, _)| *of == slot) {
            range = range.within(*bound);
        }
        let worth = Worth::Column { at: self.graph.put(Op::Stored(Stored::Values(slot, lane))), by: 1, range };
        Ok(Number { worth, present, faults: None })
    }

    /// A value that is the same for everybody.
    pub fn constant(&mut self, value: &Value) -> Lowered<Number> {
        Ok(Number::constant(match value {
            Value::Int(number) => *number,
            Value::Money(amount) => amount.fen(),
            Value::Date(day) => i64::from(packed(*day)),
            Value::Text(text) => self.word(text),
            Value::Bool(_) | Value::List(_) => return Err(OneByOne),
        }))
    }

    /// The number of a text; one below zero where nobody has it.
    pub fn word(&mut self, text: &str) -> i64 {
        if let Some(number) = self.population.words().find(text) {
            return number;
        }
        let next = i64::try_from(self.strange.len()).map_or(i64::MIN, |n| -1 - n);
        *self.strange.entry(text.to_owned()).or_insert(next)
    }

    /// The figures of a parameter where a lower organisation set one: each person has the one that holds for them.
    pub fn local(&mut self, id: ParameterId) -> Lowered<Option<Number>> {
        let Some(found) = self.locals.find(id) else { return Ok(None) };
        let (place, column) = found?;
        let (lane, (least, most)) = (column.lane().ok_or(OneByOne)?, column.range());
        let worth = Worth::Column {
            at: self.graph.put(Op::Stored(Stored::Local(place, lane))),
            by: 1,
            range: Range::new(least, most),
        };
        Ok(Some(Number { worth, present: Mask::Everybody, faults: None }))
    }

    /// The columns of such figures, for the machine.
    pub fn into_ranks_and_locals(self) -> (Vec<Fault>, Vec<Column>) {
        (self.ranks, self.locals.into_columns())
    }

    /// The value of a parameter on the day, or the rank of the fault that it has none.
    pub fn parameter(&self, id: ParameterId) -> Lowered<Result<&'a Value, u8>> {
        match self.parameters.get(id.index()).copied().flatten() {
            Some(value) => Ok(Ok(value)),
            None => Ok(Err(self.rank(Fault::ParameterNotInForce(id))?)),
        }
    }

    /// The type of a checked node.
    pub fn type_of(&self, node: &Node) -> Type {
        match node {
            Node::Constant(value) => type_of_value(value),
            Node::Fact(slot) => self.pack.fact(*slot).value_type,
            Node::Parameter(id) => self.pack.parameter(*id).map_or(Type::Int, |p| p.value_type),
            Node::AsOf => Type::Date,
            Node::And(_) | Node::Or(_) | Node::Not(_) | Node::OneOf(..) | Node::Member(_) | Node::Known(_) => {
                Type::Bool
            }
            Node::Negate(inner) => self.type_of(inner),
            Node::Binary(operator, pair) => match operator {
                Operator::Add | Operator::Subtract | Operator::Divide => self.type_of(&pair.0),
                Operator::Multiply if self.type_of(&pair.0) == Type::Money => Type::Money,
                Operator::Multiply => self.type_of(&pair.1),
                Operator::Remainder => Type::Int,
                _ => Type::Bool,
            },
            Node::If(parts) => self.type_of(&parts.1),
            Node::Call(function, arguments) => match function {
                Function::Min | Function::Max => arguments.first().map_or(Type::Int, |a| self.type_of(a)),
                Function::Yuan | Function::Fen => Type::Money,
                function if gives_day(*function) => Type::Date,
                _ => Type::Int,
            },
        }
    }

    /// Lowers what is looked at only where all these conditions hold: their facts are recorded there, and their numbers on
    /// this side of the limits.
    pub fn where_they_hold<T>(&mut self, conditions: &[&Node], lower: impl FnOnce(&mut Self) -> T) -> T {
        for condition in conditions {
            self.note(condition);
        }
        let lowered = lower(self);
        self.bounds.clear();
        self.recorded = FactSet::EMPTY;
        lowered
    }

    fn note(&mut self, condition: &Node) {
        match condition {
            Node::And(terms) => terms.iter().for_each(|term| self.note(term)),
            Node::Binary(operator, pair) => {
                note_recorded(condition, &mut self.recorded);
                self.note_bound(*operator, &pair.0, &pair.1);
                if let Some(mirrored) = mirrored(*operator) {
                    self.note_bound(mirrored, &pair.1, &pair.0);
                }
            }
            other => note_recorded(other, &mut self.recorded),
        }
    }

    fn note_bound(&mut self, operator: Operator, fact: &Node, limit: &Node) {
        let Node::Fact(slot) = fact else { return };
        let value = match limit {
            Node::Constant(value) => value,
            // Each has their own.
            Node::Parameter(id) if self.locals.find(*id).is_some() => return,
            Node::Parameter(id) => match self.parameters.get(id.index()).copied().flatten() {
                Some(value) => value,
                None => return,
            },
            _ => return,
        };
        let limit = match value {
            Value::Int(number) => *number,
            Value::Money(amount) => amount.fen(),
            _ => return,
        };
        let all = Range::ALL;
        let limit = i128::from(limit);
        let range = match operator {
            Operator::Less => Range { most: limit - 1, ..all },
            Operator::LessOrEqual => Range { most: limit, ..all },
            Operator::Greater => Range { least: limit + 1, ..all },
            Operator::GreaterOrEqual => Range { least: limit, ..all },
            Operator::Equal => Range { least: limit, most: limit },
            _ => return,
        };
        self.bounds.push((*slot, range));
    }
}

/// The facts without which a node has no value.
fn note_recorded(node: &Node, recorded: &mut FactSet) {
    match node {
        Node::Fact(slot) => recorded.insert(*slot),
        Node::Not(inner) | Node::Negate(inner) | Node::OneOf(inner, _) => note_recorded(inner, recorded),
        Node::Binary(_, pair) | Node::Member(pair) => {
            note_recorded(&pair.0, recorded);
            note_recorded(&pair.1, recorded);
        }
        Node::Call(_, arguments) => arguments.iter().for_each(|a| note_recorded(a, recorded)),
        // These may be known where some of their parts are not.
        _ => {}
    }
}

/// Whether a function gives a day.
pub(super) const fn gives_day(function: Function) -> bool {
    matches!(
        function,
        Function::SeniorityReached
            | Function::YearsAfter
            | Function::MonthsAfter
            | Function::DaysAfter
            | Function::MonthAfter
            | Function::WorkingDaysAfter
            | Function::DateOf
    )
}

const fn mirrored(operator: Operator) -> Option<Operator> {
    Some(match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        Operator::Equal => Operator::Equal,
        _ => return None,
    })
}

const fn type_of_value(value: &Value) -> Type {
    match value {
        Value::Bool(_) => Type::Bool,
        Value::Int(_) => Type::Int,
        Value::Money(_) => Type::Money,
        Value::Date(_) => Type::Date,
        Value::Text(_) => Type::Text,
        // Lists are met where they stand, and never asked for their type.
        Value::List(_) => Type::List(&Type::Text),
    }
}
