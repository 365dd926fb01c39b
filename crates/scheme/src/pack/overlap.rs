//! Tiers that surely hold together: both compare one expression with constants, and some value satisfies both.
//! Conditions of another shape are left to the assessment, where two tiers that hold are a conflict.

use super::measures::Tier;
use crate::expr::program::Node;
use crate::expr::syntax::Operator;
use crate::value::Value;

/// The whole numbers or fen that a condition lets through.
#[derive(Debug, Clone, Copy)]
struct Range {
    from: i128,
    to: i128,
}

/// Whether some value lets both tiers hold.
pub(super) fn surely(a: &Tier, b: &Tier) -> bool {
    match (range_of(&a.when.root), range_of(&b.when.root)) {
        (Some((x, a)), Some((y, b))) => x == y && a.from.max(b.from) <= a.to.min(b.to),
        _ => false,
    }
}

/// The expression that a condition bounds, and its bounds; none where it does more than that.
fn range_of(node: &Node) -> Option<(&Node, Range)> {
    match node {
        Node::Binary(operator, pair) => {
            let (subject, bound, operator) = match (number(&pair.0), number(&pair.1)) {
                (None, Some(bound)) => (&pair.0, bound, *operator),
                (Some(bound), None) => (&pair.1, bound, mirrored(*operator)),
                _ => return None,
            };
            let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
            let range = match operator {
                Operator::Less => Range { from: least, to: bound - 1 },
                Operator::LessOrEqual => Range { from: least, to: bound },
                Operator::Greater => Range { from: bound + 1, to: most },
                Operator::GreaterOrEqual => Range { from: bound, to: most },
                Operator::Equal => Range { from: bound, to: bound },
                _ => return None,
            };
            Some((subject, range))
        }
        Node::And(terms) => {
            let mut ranges = terms.iter().map(range_of);
            let (subject, first) = ranges.next()??;
            ranges.try_fold((subject, first), |(subject, range), next| {
                let (other, bounds) = next?;
                let both = Range { from: range.from.max(bounds.from), to: range.to.min(bounds.to) };
                (other == subject).then_some((subject, both))
            })
        }
        _ => None,
    }
}

fn number(node: &Node) -> Option<i128> {
    match node {
        Node::Constant(Value::Int(n)) => Some(i128::from(*n)),
        Node::Constant(Value::Money(amount)) => Some(i128::from(amount.fen())),
        Node::Constant(Value::Date(day)) => Some(i128::from(guanai_kernel::civil::epoch_day(*day))),
        _ => None,
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
