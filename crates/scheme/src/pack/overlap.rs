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

#[cfg(test)]
mod tests {
    use crate::pack::Pack;
    use crate::small_pack::{measure_text, small_files};

    fn codes(first: &str, second: &str, rule: &str) -> Vec<&'static str> {
        let tiers = [first, second].map(|when| format!("[[tier]]\nwhen = '{when}'\namount = 'yuan(1)'\n"));
        let mut files = small_files();
        files.insert("measures/m.toml".to_owned(), measure_text(&format!("for = 'true'\n{rule}\n{}", tiers.concat())));
        Pack::load(&files).err().unwrap_or_default().iter().map(|e| e.problem.code()).collect()
    }

    #[test]
    fn tiers_that_surely_overlap_are_refused_unless_they_are_ordered() {
        for (first, second, overlap) in [
            ("test.x >= 55", "test.x >= 40", true),
            ("test.x >= 55", "test.x >= 40 && test.x < 55", false),
            ("test.x >= 55", "test.x >= 40 && test.x <= 55", true),
            ("test.x == 1", "test.x == 2", false),
            ("3 < test.x", "test.x == 4", true),
            ("test.x < 3", "test.x > 2", false),
            ("test.money <= yuan(3000)", "test.money < yuan(5000)", true),
            ("test.money <= yuan(3000)", "test.money > yuan(3000)", false),
            ("person.full_on <= date(\"1945-09-02\")", "person.full_on <= date(\"1949-09-30\")", true),
            ("seniority_years(person) >= 50", "seniority_years(person) >= 40", true),
            ("test.a", "test.a", true),
            ("test.a", "true", true),
            ("test.a", "!test.a", false),
            ("test.x > 1", "test.y > 1", false),
        ] {
            let refused: &[&str] = if overlap { &["tiers-overlap"] } else { &[] };
            assert_eq!(codes(first, second, ""), refused, "{first} | {second}");
            assert_eq!(codes(first, second, "tiers = \"first-match\""), [""; 0], "{first} | {second}");
        }
    }
}
