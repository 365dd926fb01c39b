//! What a condition lets through, as far as it compares with constants and parameters: stretches of whole numbers, amounts and
//! days, flags and codes. What it does beyond that is left out of account, so that nothing is told that is not so.

use guanai_kernel::{Date, Money, civil};

use crate::expr::program::Node;
use crate::expr::syntax::Operator;
use crate::pack::Pack;
use crate::value::Value;

/// The most alternatives that are looked at.
const MOST: usize = 256;

const LEAST: i128 = i64::MIN as i128;
const MOST_NUMBER: i128 = i64::MAX as i128;

/// Whole numbers, fen or days from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: i128,
    pub to: i128,
}

impl Span {
    const ALL: Self = Self { from: LEAST, to: MOST_NUMBER };

    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    pub const fn is_open_below(self) -> bool {
        self.from <= LEAST
    }

    pub const fn is_open_above(self) -> bool {
        self.to >= MOST_NUMBER
    }
}

/// What a stretch counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Number,
    Fen,
    Day,
}

impl Unit {
    /// A stretch in figures, alike in both languages.
    pub fn told(self, span: Span) -> String {
        let one = |n: i128| {
            let n = i64::try_from(n).unwrap_or(if n < 0 { i64::MIN } else { i64::MAX });
            match self {
                Self::Number => n.to_string(),
                Self::Fen => Money::from_fen(n).to_string(),
                Self::Day => day_of(n).map(|day| day.to_string()).unwrap_or_default(),
            }
        };
        match (span.is_open_below(), span.is_open_above(), span.from == span.to) {
            (_, _, true) => one(span.from),
            (true, _, _) => format!("≤ {}", one(span.to)),
            (_, true, _) => format!("≥ {}", one(span.from)),
            _ => format!("{} – {}", one(span.from), one(span.to)),
        }
    }
}

/// The day of its number, counted from 1 January 1970.
fn day_of(n: i64) -> Option<Date> {
    civil::add_days(Date::new(1970, 1, 1).ok()?, i32::try_from(n).ok()?)
}

/// What must be so for one way in which conditions hold.
#[derive(Default, Clone)]
struct Terms<'n> {
    spans: Vec<(&'n Node, Unit, Span)>,
    flags: Vec<(&'n Node, bool)>,
    codes: Vec<(&'n Node, &'n str)>,
    /// Something else was asked, or nothing at all can hold.
    more: usize,
    never: bool,
}

/// Reads conditions with the parameters of one day.
pub(super) struct Reader<'p> {
    pack: &'p Pack,
    on: Date,
}

impl<'p> Reader<'p> {
    pub const fn new(pack: &'p Pack, on: Date) -> Self {
        Self { pack, on }
    }

    /// The amount that an expression plainly is.
    pub fn amount(&self, node: &Node) -> Option<Money> {
        match self.figure(node)? {
            (Unit::Fen, fen) => i64::try_from(fen).ok().map(Money::from_fen),
            _ => None,
        }
    }

    /// Whether no facts at all make these hold together, as far as can be seen.
    pub fn is_impossible(&self, nodes: &[&Node]) -> bool {
        let mut ways = vec![Terms::default()];
        for node in nodes {
            ways = self.with(ways, node);
        }
        ways.iter().all(Terms::contradict)
    }

    /// The one expression that a condition bounds, and how; none where it asks anything else.
    pub fn only_span<'n>(&self, node: &'n Node) -> Option<(&'n Node, Unit, Span)> {
        let mut ways = self.with(vec![Terms::default()], node);
        let terms = ways.pop().filter(|_| ways.is_empty())?;
        let plain = terms.flags.is_empty() && terms.codes.is_empty() && terms.more == 0 && !terms.never;
        let (first, unit, mut span) = *terms.spans.first().filter(|_| plain)?;
        for (other, _, more) in terms.spans.get(1..).unwrap_or_default() {
            if *other != first {
                return None;
            }
            span = span.within(*more);
        }
        Some((first, unit, span))
    }

    /// What a condition lets through of an expression; everything where it says nothing of it.
    pub fn span_of(&self, condition: &Node, subject: &Node) -> Span {
        let ways = self.with(vec![Terms::default()], condition);
        match ways.as_slice() {
            [terms] => {
                let own = terms.spans.iter().filter(|(node, ..)| *node == subject);
                own.fold(Span::ALL, |all, (_, _, span)| all.within(*span))
            }
            _ => Span::ALL,
        }
    }

    /// Each way with what a node asks, or one way more for each alternative.
    fn with<'n>(&self, ways: Vec<Terms<'n>>, node: &'n Node) -> Vec<Terms<'n>> {
        match node {
            Node::And(terms) => terms.iter().fold(ways, |ways, term| self.with(ways, term)),
            Node::Or(terms) if ways.len().saturating_mul(terms.len()) <= MOST => {
                terms.iter().flat_map(|term| self.with(ways.clone(), term)).collect()
            }
            other => {
                let mut ways = ways;
                for terms in &mut ways {
                    self.note(terms, other);
                }
                ways
            }
        }
    }

    fn note<'n>(&self, terms: &mut Terms<'n>, node: &'n Node) {
        match node {
            Node::Constant(Value::Bool(true)) => {}
            Node::Constant(Value::Bool(false)) => terms.never = true,
            Node::Not(inner) => match inner.as_ref() {
                Node::Constant(Value::Bool(true)) => terms.never = true,
                inner @ Node::Fact(_) => terms.flags.push((inner, false)),
                _ => terms.more += 1,
            },
            Node::Fact(_) => terms.flags.push((node, true)),
            Node::Binary(operator, pair) => match self.compared(*operator, &pair.0, &pair.1) {
                Some(span) => terms.spans.push(span),
                None => match (operator, &pair.0, &pair.1) {
                    (Operator::Equal, fact @ Node::Fact(_), Node::Constant(Value::Text(code)))
                    | (Operator::Equal, Node::Constant(Value::Text(code)), fact @ Node::Fact(_)) => {
                        terms.codes.push((fact, code));
                    }
                    _ => terms.more += 1,
                },
            },
            _ => terms.more += 1,
        }
    }

    fn compared<'n>(&self, operator: Operator, a: &'n Node, b: &'n Node) -> Option<(&'n Node, Unit, Span)> {
        let (subject, (unit, n), operator) = match (self.figure(a), self.figure(b)) {
            (None, Some(figure)) => (a, figure, operator),
            (Some(figure), None) => (b, figure, mirrored(operator)),
            (Some((_, x)), Some((unit, y))) => {
                // Two figures: it holds of everybody or of nobody.
                let holds = Span::of(operator, y)?;
                let empty = Span { from: 1, to: 0 };
                return Some((a, unit, if holds.from <= x && x <= holds.to { Span::ALL } else { empty }));
            }
            (None, None) => return None,
        };
        Some((subject, unit, Span::of(operator, n)?))
    }

    /// A number, amount or day that is written out or that a parameter has on the day.
    fn figure(&self, node: &Node) -> Option<(Unit, i128)> {
        let value = match node {
            Node::Constant(value) => value,
            Node::Parameter(id) => &self.pack.parameter(*id)?.on(self.on)?.value,
            _ => return None,
        };
        match value {
            Value::Int(n) => Some((Unit::Number, i128::from(*n))),
            Value::Money(amount) => Some((Unit::Fen, i128::from(amount.fen()))),
            Value::Date(day) => Some((Unit::Day, i128::from(civil::epoch_day(*day)))),
            _ => None,
        }
    }
}

impl Span {
    fn of(operator: Operator, n: i128) -> Option<Self> {
        Some(match operator {
            Operator::Less => Self { from: LEAST, to: n - 1 },
            Operator::LessOrEqual => Self { from: LEAST, to: n },
            Operator::Greater => Self { from: n + 1, to: MOST_NUMBER },
            Operator::GreaterOrEqual => Self { from: n, to: MOST_NUMBER },
            Operator::Equal => Self { from: n, to: n },
            _ => return None,
        })
    }
}

impl Terms<'_> {
    fn contradict(&self) -> bool {
        let empty = self.spans.iter().any(|(node, _, _)| {
            let own = self.spans.iter().filter(|(other, ..)| other == node);
            let all = own.fold(Span::ALL, |all, (_, _, span)| all.within(*span));
            all.from > all.to
        });
        let both = self.flags.iter().any(|(node, is)| self.flags.iter().any(|(other, was)| node == other && is != was));
        let codes =
            self.codes.iter().any(|(node, is)| self.codes.iter().any(|(other, was)| node == other && is != was));
        self.never || empty || both || codes
    }
}

const fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}
