//! The values of one fact, cut where a measure's conditions can tell them apart: the lines that it is compared with, and for a date
//! from which years are counted the days on which the count changes sides.

use guanai_kernel::Money;
use guanai_kernel::civil::{self, Date};

use super::Values;
use crate::assess::Assessor;
use crate::expr::evaluate::{Known, order};
use crate::expr::functions::Function;
use crate::expr::program::Node;
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;
use crate::pack::measures::Measure;
use crate::pack::words::OffsetRule;
use crate::subject::{FactState, Subject};
use crate::value::{Type, Val, Value};

/// Codes of an open list that are tried in every combination.
const MOST_CODES: usize = 5;
/// How many years back a date may lie, and ahead.
const YEARS: (i32, i32) = (130, 10);

/// The place of a cell.
pub(super) struct Cell(pub usize);

/// What can be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cells {
    /// Values one by one; the last stands for all that are not named, where there are such.
    Each(Vec<Value>),
    /// Runs of numbers, amounts or days, both ends with them, in order, leaving nothing out.
    Runs(Vec<(Value, Value)>),
}

impl Cells {
    pub fn len(&self) -> usize {
        match self {
            Self::Each(values) => values.len(),
            Self::Runs(runs) => runs.len(),
        }
    }

    /// A value of the cell; of a run the end that lies nearer to the others.
    pub fn value(&self, cell: usize) -> Option<Value> {
        match self {
            Self::Each(values) => values.get(cell).cloned(),
            Self::Runs(runs) => {
                let (from, to) = runs.get(cell)?;
                match (cell, runs.len()) {
                    // Nothing tells its values apart: the nearest to nought, or to the year 2000.
                    (_, 1) => {
                        let of = kind_of(from)?;
                        of_ordinal(of, 0_i64.clamp(ordinal(from)?, ordinal(to)?))
                    }
                    (0, _) => Some(to.clone()),
                    _ => Some(from.clone()),
                }
            }
        }
    }

    /// The cell in which a value lies.
    pub(super) fn find(&self, value: &Value) -> Option<Cell> {
        let at = match self {
            Self::Each(values) => values.iter().position(|v| v == value),
            Self::Runs(runs) => runs.iter().position(|(from, to)| from <= value && value <= to),
        };
        at.map(Cell)
    }

    /// The values of some cells, runs that meet joined into one.
    pub fn values(&self, cells: &[usize]) -> Values {
        match self {
            Self::Each(values) => Values::Each(cells.iter().filter_map(|cell| values.get(*cell).cloned()).collect()),
            Self::Runs(runs) => {
                let last = runs.len().saturating_sub(1);
                let mut joined: Vec<(usize, usize)> = Vec::new();
                for cell in cells {
                    match joined.last_mut() {
                        Some((_, to)) if *to + 1 == *cell => *to = *cell,
                        _ => joined.push((*cell, *cell)),
                    }
                }
                let end = |from: usize, to: usize| {
                    let first = runs.get(from).filter(|_| from > 0).map(|(first, _)| first.clone());
                    let end = runs.get(to).filter(|_| to < last).map(|(_, end)| end.clone());
                    (first, end)
                };
                Values::Runs(joined.into_iter().map(|(from, to)| end(from, to)).collect())
            }
        }
    }
}

/// Cuts a fact's values for a measure, and says whether nothing was missed.
pub(super) fn cut(assessor: &Assessor<'_>, subject: &Subject, measure: &Measure, slot: Slot) -> (Cells, bool) {
    let fact = assessor.pack().fact(slot);
    let mut cutting = Cutting { assessor, subject, slot, marks: Vec::new(), named: 0, read: 0 };
    cutting.see_all(measure);
    // What is given for amounts alone settles by being there, whatever it is.
    let mut is_whole = cutting.named == cutting.read;
    let cells = match fact.value_type {
        Type::Bool => {
            is_whole = true;
            Cells::Each(vec![Value::Bool(false), Value::Bool(true)])
        }
        Type::Text if !fact.values.is_empty() => {
            is_whole = true;
            Cells::Each(fact.values.iter().map(|v| Value::text(v.code.clone())).collect())
        }
        Type::Text => Cells::Each(with_own(subject, slot, cutting.marks)),
        Type::List(_) => {
            let (sets, all) = sets(subject, slot, cutting.marks);
            is_whole &= all;
            Cells::Each(sets)
        }
        Type::Int | Type::Money | Type::Date => Cells::Runs(runs(assessor, fact.value_type, &cutting.marks)),
    };
    (cells, is_whole)
}

/// The named texts, what is on record, and one that is neither.
fn with_own(subject: &Subject, slot: Slot, mut named: Vec<Value>) -> Vec<Value> {
    named.extend(subject.values(slot).into_iter().map(|(value, _)| value.clone()));
    named.sort();
    named.dedup();
    named.push(Value::text("–"));
    named
}

/// Lists that differ from the one on record in the codes that the measure looks for, and whether that is every combination.
fn sets(subject: &Subject, slot: Slot, mut codes: Vec<Value>) -> (Vec<Value>, bool) {
    codes.sort();
    codes.dedup();
    let whole = codes.len() <= MOST_CODES;
    let own: Vec<Value> = match subject.state(slot) {
        FactState::Known(Value::List(members), _) => members.to_vec(),
        _ => Vec::new(),
    };
    let others: Vec<Value> = own.iter().filter(|code| !codes.contains(code)).cloned().collect();
    let list = |chosen: Vec<&Value>| {
        // In the order on record, so that the list on record is found among them.
        let kept = own.iter().filter(|code| others.contains(code) || chosen.contains(code));
        let added = chosen.iter().copied().filter(|code| !own.contains(code));
        Value::List(kept.chain(added).cloned().collect())
    };
    let mut lists: Vec<Value> = if whole {
        let of =
            |bits: u32| codes.iter().enumerate().filter(move |(at, _)| bits & (1 << at) != 0).map(|(_, code)| code);
        (0..1u32 << codes.len()).map(|bits| list(of(bits).collect())).collect()
    } else {
        let now = |code: &&Value| own.contains(code);
        let toggled =
            codes.iter().map(|toggled| list(codes.iter().filter(|code| now(code) != (*code == toggled)).collect()));
        let ends = [codes.iter().filter(now).collect(), Vec::new(), codes.iter().collect()].map(list);
        toggled.chain(ends).collect()
    };
    if let FactState::Contested(values) = subject.state(slot) {
        lists.extend(values.iter().map(|(value, _)| value.clone()));
    }
    lists.sort();
    lists.dedup();
    (lists, whole)
}

/// A number, amount or day as a number.
fn ordinal(value: &Value) -> Option<i64> {
    match value {
        Value::Int(n) => Some(*n),
        Value::Money(amount) => Some(amount.fen()),
        Value::Date(day) => Some(civil::days_between(Date::constant(2000, 1, 1), *day)),
        _ => None,
    }
}

/// The type of what has an order.
const fn kind_of(value: &Value) -> Option<Type> {
    match value {
        Value::Int(_) => Some(Type::Int),
        Value::Money(_) => Some(Type::Money),
        Value::Date(_) => Some(Type::Date),
        _ => None,
    }
}

fn of_ordinal(of: Type, n: i64) -> Option<Value> {
    match of {
        Type::Money => Some(Value::Money(Money::from_fen(n))),
        Type::Date => civil::add_days(Date::constant(2000, 1, 1), i32::try_from(n).ok()?).map(Value::Date),
        _ => Some(Value::Int(n)),
    }
}

/// From which value to which a fact is looked at.
fn domain(assessor: &Assessor<'_>, of: Type) -> (i64, i64) {
    let most = 1_i64 << 40;
    let day = |years: i32| {
        civil::add_months(assessor.as_of(), years * 12).and_then(|day| ordinal(&Value::Date(day))).unwrap_or_default()
    };
    match of {
        Type::Date => (day(-YEARS.0), day(YEARS.1)),
        _ => (-most, most),
    }
}

/// Runs that begin at the marks.
fn runs(assessor: &Assessor<'_>, of: Type, marks: &[Value]) -> Vec<(Value, Value)> {
    let (low, high) = domain(assessor, of);
    let mut starts: Vec<i64> = marks.iter().filter_map(ordinal).filter(|n| *n > low && *n <= high).collect();
    starts.push(low);
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([high]);
    starts.iter().zip(ends).filter_map(|(from, to)| Some((of_ordinal(of, *from)?, of_ordinal(of, to)?))).collect()
}

/// Looks for the places where a fact is compared.
struct Cutting<'a> {
    assessor: &'a Assessor<'a>,
    subject: &'a Subject,
    slot: Slot,
    /// Lines, codes; of runs their first values.
    marks: Vec<Value>,
    /// How often the conditions name it.
    named: usize,
    /// How often of those it was understood.
    read: usize,
}

impl Cutting<'_> {
    fn see_all(&mut self, measure: &Measure) {
        let conditions = std::iter::once(&measure.condition).chain(measure.tiers.iter().map(|tier| &tier.when));
        for program in conditions {
            program.root.visit(&mut |node| self.see(node));
        }
        if let Some(offset) = measure.offset.filter(|offset| offset.benefit == self.slot) {
            match offset.rule {
                // Beside it something is given only where nothing is drawn.
                OffsetRule::Exclusive => self.marks.push(Value::Money(Money::from_fen(1))),
                OffsetRule::TopUp => self.named += 1,
                OffsetRule::Stack => {}
            }
        }
        // What a top-up leaves hangs on the amount, which is calculated.
        if measure.offset.is_some_and(|offset| offset.rule == OffsetRule::TopUp) {
            let amounts = measure.tiers.iter().filter_map(|tier| tier.amount.as_ref());
            let reads = amounts.chain(&measure.cap).chain(&measure.floor).any(|p| p.reads.contains(self.slot));
            self.named += usize::from(reads);
        }
    }

    fn see(&mut self, node: &Node) {
        match node {
            Node::Fact(slot) if *slot == self.slot => self.named += 1,
            // What is added up over the household goes with it, and where that turns is not looked for.
            Node::Fact(slot) if self.assessor.pack().fact(*slot).over == Some(self.slot) => self.named += 1,
            Node::Binary(operator, pair) if is_comparison(*operator) => {
                for (side, other) in [(&pair.0, &pair.1), (&pair.1, &pair.0)] {
                    self.compared(side, other);
                }
            }
            Node::OneOf(item, list) if **item == Node::Fact(self.slot) => {
                let members: Option<Vec<Value>> = list.iter().map(|member| self.constant(member)).collect();
                if let Some(members) = members {
                    self.read += 1;
                    for member in &members {
                        self.mark(member);
                    }
                }
            }
            Node::Member(pair) => {
                if let (true, Some(Value::List(members))) = (pair.0 == Node::Fact(self.slot), self.constant(&pair.1)) {
                    self.read += 1;
                    members.iter().for_each(|member| self.mark(member));
                }
                if let (true, Some(code)) = (pair.1 == Node::Fact(self.slot), self.constant(&pair.0)) {
                    self.read += 1;
                    self.marks.push(code);
                }
            }
            _ => {}
        }
    }

    /// What depends on no fact.
    fn constant(&self, node: &Node) -> Option<Value> {
        let mut names = false;
        node.visit(&mut |n| names |= matches!(n, Node::Fact(_) | Node::Known(_)));
        let frame = self.assessor.frame(self.subject, &[]);
        match frame.value(node) {
            Ok(Known::Value(value)) if !names => Some(value.to_value()),
            _ => None,
        }
    }

    /// A value and what lies over it begin new runs; a code is told apart.
    fn mark(&mut self, value: &Value) {
        self.marks.push(value.clone());
        let Some(kind) = kind_of(value) else { return };
        let next = ordinal(value).and_then(|n| n.checked_add(1)).and_then(|n| of_ordinal(kind, n));
        self.marks.extend(next);
    }

    fn compared(&mut self, side: &Node, other: &Node) {
        let mut named = 0usize;
        side.visit(&mut |node| named += usize::from(*node == Node::Fact(self.slot)));
        if named == 0 {
            return;
        }
        let branches = branches(other);
        let lines: Option<Vec<Value>> = branches.into_iter().map(|line| self.constant(line)).collect();
        let Some(lines) = lines else { return };
        if *side == Node::Fact(self.slot) {
            self.read += 1;
            for line in &lines {
                self.mark(line);
            }
        } else if self.rises(side) {
            self.read += named;
            for line in &lines {
                self.bisect(side, line);
            }
        }
    }

    /// Whether the expression names the fact once, rises or falls with it, and hangs on nothing else of the person.
    fn rises(&self, node: &Node) -> bool {
        match node {
            Node::Fact(slot) => *slot == self.slot,
            Node::Call(
                Function::YearsSince
                | Function::MonthsSince
                | Function::DaysBetween
                | Function::SeniorityYears
                | Function::SeniorityReached
                | Function::YearsAfter
                | Function::MonthsAfter
                | Function::DaysAfter
                | Function::MonthAfter
                | Function::Year,
                arguments,
            ) => {
                let (of, rest): (Vec<&Node>, Vec<&Node>) =
                    arguments.iter().partition(|node| self.constant(node).is_none());
                matches!(of.as_slice(), [one] if self.rises(one)) && rest.len() + 1 == arguments.len()
            }
            Node::Binary(Operator::Add | Operator::Subtract, pair) => match (&pair.0, &pair.1) {
                (a, b) if self.constant(b).is_some() => self.rises(a),
                (a, b) => self.constant(a).is_some() && self.rises(b),
            },
            Node::Negate(inner) => self.rises(inner),
            _ => false,
        }
    }

    /// Marks where an expression that rises or falls with the fact passes a line.
    fn bisect(&mut self, side: &Node, line: &Value) {
        let of = self.assessor.pack().fact(self.slot).value_type;
        let (low, high) = domain(self.assessor, of);
        let mut probe = self.subject.clone();
        let mut standing = |n: i64| {
            probe.put(self.slot, of_ordinal(of, n)?);
            match self.assessor.frame(&probe, &[]).value(side) {
                Ok(Known::Value(value)) => Some(order(value, Val::from(line))),
                _ => None,
            }
        };
        let mut spans = vec![(low, standing(low), high, standing(high))];
        let mut found = Vec::new();
        while let Some((low, at_low, high, at_high)) = spans.pop() {
            if at_low == at_high {
                continue;
            }
            if high - low == 1 {
                found.push(high);
                continue;
            }
            let middle = low + (high - low) / 2;
            let at_middle = standing(middle);
            spans.push((low, at_low, middle, at_middle));
            spans.push((middle, at_middle, high, at_high));
        }
        self.marks.extend(found.into_iter().filter_map(|n| of_ordinal(of, n)));
    }
}

/// An expression's results where it chooses between some.
fn branches(node: &Node) -> Vec<&Node> {
    match node {
        Node::If(parts) => branches(&parts.1).into_iter().chain(branches(&parts.2)).collect(),
        other => vec![other],
    }
}

const fn is_comparison(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
    )
}
