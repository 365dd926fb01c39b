//! Numbers over a block, and the arithmetic of them: with what is known of their size, most calculations are shown never to
//! overflow and are done in narrow cells; the others are done in 64 bits and looked at one by one.

use super::graph::{At, Lane, Op, Plain, Side};
use super::lower::{Lowered, Lowering};
use super::masks::{Faults, Mask};
use crate::expr::Fault;
use crate::expr::evaluate::arithmetic;
use crate::expr::syntax::Operator;

/// From the least to the largest value that a number may have where it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub least: i128,
    pub most: i128,
}

impl Range {
    pub const ALL: Self = Self::new(i64::MIN, i64::MAX);

    pub const fn new(least: i64, most: i64) -> Self {
        Self { least: least as i128, most: most as i128 }
    }

    /// What lies in both; where nothing does, nobody is looked at, and the first stays.
    pub fn within(self, other: Self) -> Self {
        let both = Self { least: self.least.max(other.least), most: self.most.min(other.most) };
        if both.least <= both.most { both } else { self }
    }

    fn over(corners: [i128; 4]) -> Self {
        let [a, b, c, d] = corners;
        Self { least: a.min(b).min(c).min(d), most: a.max(b).max(c).max(d) }
    }

    pub fn union(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }

    fn times(self, factor: i64) -> Self {
        let factor = i128::from(factor);
        Self::over([self.least * factor, self.most * factor, self.least * factor, self.most * factor])
    }

    const fn fits(self, other: Self) -> bool {
        other.least <= self.least && self.most <= other.most
    }

    /// Whether 64 bits hold it.
    pub const fn fits_long(self) -> bool {
        self.fits(Self::ALL)
    }

    /// Whether 32 bits hold it.
    pub const fn fits_int(self) -> bool {
        self.fits(Self::new(i32::MIN as i64, i32::MAX as i64))
    }
}

/// What a number is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// The same for everybody.
    Constant(i64),
    /// A column, times `by`, which is more than zero: an amount of whole yuan stays a column of yuan until fen are needed.
    Column { at: At, by: i64, range: Range },
}

/// A number over a block: who has it, and whose calculation has no result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub worth: Worth,
    /// Who has a value: nobody who has a fault.
    pub present: Mask,
    pub faults: Faults,
}

impl Number {
    pub const fn constant(number: i64) -> Self {
        Self { worth: Worth::Constant(number), present: Mask::Everybody, faults: None }
    }

    pub const fn only(self, present: Mask) -> Self {
        Self { present, ..self }
    }

    /// The values that it may have.
    pub fn range(&self) -> Range {
        match self.worth {
            Worth::Constant(number) => Range::new(number, number),
            Worth::Column { by, range, .. } => range.times(by),
        }
    }
}

impl Lowering<'_> {
    /// Two numbers of which both are needed.
    pub fn joined(&mut self, a: &Number, b: &Number) -> (Mask, Faults) {
        (self.graph.and(a.present, b.present), self.graph.lesser(a.faults, b.faults))
    }

    /// The number as a column in fen, days or whatever it counts.
    pub fn column(&mut self, number: &Number, least: Lane) -> At {
        match number.worth {
            Worth::Constant(value) => {
                let lane = if Range::new(value, value).fits_int() { Lane::Int } else { Lane::Long };
                self.graph.put(Op::Splat(lane.max(least), value))
            }
            Worth::Column { at, by: 1, .. } => self.graph.widened(at, least),
            Worth::Column { at, by, range } => {
                let lane = if range.times(by).fits_int() { Lane::Int } else { Lane::Long };
                let wide = self.graph.widened(at, lane.max(least));
                self.graph.put(Op::Plain(Plain::Multiply, wide, Side::Number(by)))
            }
        }
    }

    /// A calculation with two numbers.
    pub fn arithmetic(&mut self, operator: Operator, a: &Number, b: &Number) -> Lowered<Number> {
        let (present, faults) = self.joined(a, b);
        if let (Worth::Constant(x), Worth::Constant(y)) = (a.worth, b.worth) {
            return match arithmetic(operator, x, y) {
                Ok(value) => Ok(Number { worth: Worth::Constant(value), present, faults }),
                Err(fault) => {
                    let rank = self.rank(fault)?;
                    let own = self.graph.fault(present, rank);
                    let faults = self.graph.lesser(faults, own);
                    Ok(Number { worth: Worth::Constant(0), present: Mask::Nobody, faults })
                }
            };
        }
        let shown = match operator {
            Operator::Add => self.sum(Plain::Add, a, b),
            Operator::Subtract => self.sum(Plain::Subtract, a, b),
            Operator::Multiply => self.product(a, b),
            Operator::Divide => self.share(a, b),
            _ => None,
        };
        match shown {
            Some(worth) => Ok(Number { worth, present, faults }),
            None => Ok(self.checked(operator, a, b)),
        }
    }

    /// In 64 bits, looked at one by one.
    fn checked(&mut self, operator: Operator, a: &Number, b: &Number) -> Number {
        let (present, faults) = self.joined(a, b);
        let (x, y) = (self.column(a, Lane::Long), self.column(b, Lane::Long));
        let at = self.graph.put(Op::Checked(operator, x, y));
        let own = Some(self.graph.put(Op::FaultsOf(operator, x, y)));
        let own = self.graph.faults_within(own, present);
        let without = self.graph.faulty(own);
        let present = self.graph.and_not(present, without);
        let faults = self.graph.lesser(faults, own);
        Number { worth: Worth::Column { at, by: 1, range: Range::ALL }, present, faults }
    }

    /// `a + b` or `a - b`, if it never overflows.
    fn sum(&mut self, op: Plain, a: &Number, b: &Number) -> Option<Worth> {
        let (x, y) = (a.range(), b.range());
        let range = match op {
            Plain::Add => Range { least: x.least + y.least, most: x.most + y.most },
            _ => Range { least: x.least - y.most, most: x.most - y.least },
        };
        range.fits_long().then_some(())?;
        let (a, b, by) = self.in_one_unit(a, b);
        let range = Range { least: range.least / i128::from(by), most: range.most / i128::from(by) };
        Some(self.plain(op, a, b, by, range))
    }

    /// `a * b`, if it never overflows.
    fn product(&mut self, a: &Number, b: &Number) -> Option<Worth> {
        let (x, y) = (a.range(), b.range());
        let range = Range::over([x.least * y.least, x.least * y.most, x.most * y.least, x.most * y.most]);
        range.fits_long().then_some(())?;
        let (column, factor) = match (a.worth, b.worth) {
            (Worth::Column { .. }, Worth::Constant(factor)) => (a, factor),
            (Worth::Constant(factor), Worth::Column { .. }) => (b, factor),
            _ => {
                let (a, b) = (Operand::Column(self.column(a, Lane::Int)), Operand::Column(self.column(b, Lane::Int)));
                return Some(self.plain(Plain::Multiply, a, b, 1, range));
            }
        };
        if factor == 0 {
            return Some(Worth::Constant(0));
        }
        let Worth::Column { at, by, range: base } = column.worth else { return None };
        if let Some(by) = by.checked_mul(factor).filter(|by| *by > 0) {
            return Some(Worth::Column { at, by, range: base });
        }
        let a = Operand::Column(self.column(column, Lane::Int));
        Some(self.plain(Plain::Multiply, a, Operand::Number(factor), 1, range))
    }

    /// `a / b` by a constant of what is never negative, as a multiplication and a shift.
    fn share(&mut self, a: &Number, b: &Number) -> Option<Worth> {
        let (Worth::Column { at, by, range }, Worth::Constant(divisor)) = (a.worth, b.worth) else { return None };
        if divisor <= 0 || range.least < 0 {
            return None;
        }
        let (by, divisor) = (u64::try_from(by).ok()?, u64::try_from(divisor).ok()?);
        let common = greatest_common(by, divisor);
        let (by, divisor) = (by / common, divisor / common);
        if divisor == 1 {
            return Some(Worth::Column { at, by: i64::try_from(by).ok()?, range });
        }
        let quotient = |n: i128| n * i128::from(by) / i128::from(divisor);
        let shared = Range { least: quotient(range.least), most: quotient(range.most) };
        let (factor, shift) = factor_of(u64::try_from(range.most).ok()?, by, divisor)?;
        if !shared.fits_int() || !range.fits_int() {
            return None;
        }
        let of = self.graph.widened(at, Lane::Int);
        (self.graph.lane(of) == Lane::Int).then(|| Worth::Column {
            at: self.graph.put(Op::Share { of, factor, shift }),
            by: 1,
            range: shared,
        })
    }

    /// The lesser or the larger of two.
    pub fn lesser_or_larger(&mut self, op: Plain, a: &Number, b: &Number) -> Number {
        let (present, faults) = self.joined(a, b);
        let (x, y) = (a.range(), b.range());
        let range = match op {
            Plain::Least => Range { least: x.least.min(y.least), most: x.most.min(y.most) },
            _ => Range { least: x.least.max(y.least), most: x.most.max(y.most) },
        };
        let worth = if let (Worth::Constant(one), Worth::Constant(other)) = (a.worth, b.worth) {
            Worth::Constant(if op == Plain::Least { one.min(other) } else { one.max(other) })
        } else {
            let (a, b, by) = self.in_one_unit(a, b);
            let range = Range { least: range.least / i128::from(by), most: range.most / i128::from(by) };
            self.plain(op, a, b, by, range)
        };
        Number { worth, present, faults }
    }

    /// `-a`.
    pub fn negated(&mut self, a: &Number) -> Lowered<Number> {
        self.arithmetic(Operator::Subtract, &Number::constant(0), a)
    }

    /// The first where the condition is true, the second where it is false.
    pub fn chosen(&mut self, yes: Mask, a: &Number, b: &Number) -> Worth {
        if a.worth == b.worth {
            return a.worth;
        }
        let at = match yes {
            Mask::Everybody => return a.worth,
            Mask::Nobody => return b.worth,
            Mask::Some(at) => at,
        };
        let range = a.range().union(b.range());
        let (a, b, by) = self.in_one_unit(a, b);
        let (a, b) = (self.operand(a, Lane::Int), self.operand(b, Lane::Int));
        let (a, b) = self.graph.alike(a, b, Lane::Int);
        let range = Range { least: range.least / i128::from(by), most: range.most / i128::from(by) };
        Worth::Column { at: self.graph.put(Op::Select(at, a, b)), by, range }
    }

    fn operand(&mut self, operand: Operand, least: Lane) -> At {
        match operand {
            Operand::Column(at) => at,
            Operand::Number(number) => self.column(&Number::constant(number), least),
        }
    }

    /// Two numbers as multiples of one unit.
    fn in_one_unit(&mut self, a: &Number, b: &Number) -> (Operand, Operand, i64) {
        match (a.worth, b.worth) {
            (Worth::Column { at: x, by, .. }, Worth::Column { at: y, by: other, .. }) if by == other => {
                (Operand::Column(x), Operand::Column(y), by)
            }
            (Worth::Column { at, by, .. }, Worth::Constant(n)) if n % by == 0 => {
                (Operand::Column(at), Operand::Number(n / by), by)
            }
            (Worth::Constant(n), Worth::Column { at, by, .. }) if n % by == 0 => {
                (Operand::Number(n / by), Operand::Column(at), by)
            }
            _ => (self.in_fen(a), self.in_fen(b), 1),
        }
    }

    fn in_fen(&mut self, number: &Number) -> Operand {
        match number.worth {
            Worth::Constant(n) => Operand::Number(n),
            Worth::Column { .. } => Operand::Column(self.column(number, Lane::Int)),
        }
    }

    /// A calculation that never overflows.
    fn plain(&mut self, op: Plain, a: Operand, b: Operand, by: i64, range: Range) -> Worth {
        let fits = |n: i64| Range::new(n, n).fits_int();
        let wide = !range.fits_int()
            || matches!(a, Operand::Number(n) if !fits(n))
            || matches!(b, Operand::Number(n) if !fits(n));
        let lane = if wide { Lane::Long } else { Lane::Int };
        // What can be read in either order has its constant on the right.
        let (a, b) = match (a, b) {
            (Operand::Number(_), Operand::Column(_)) if op != Plain::Subtract => (b, a),
            other => other,
        };
        let a = self.operand(a, lane);
        let at = match b {
            Operand::Number(number) => {
                let a = self.graph.widened(a, lane);
                self.graph.put(Op::Plain(op, a, Side::Number(number)))
            }
            Operand::Column(b) => {
                let (a, b) = self.graph.alike(a, b, lane);
                self.graph.put(Op::Plain(op, a, Side::Column(b)))
            }
        };
        Worth::Column { at, by, range }
    }

    /// A number that is a fault where the mask holds.
    pub fn faulting(&mut self, number: &Number, mask: Mask, fault: Fault) -> Lowered<Number> {
        let rank = self.rank(fault)?;
        let mask = self.graph.and(mask, number.present);
        let own = self.graph.fault(mask, rank);
        let faults = self.graph.lesser(number.faults, own);
        let present = self.graph.and_not(number.present, mask);
        Ok(Number { worth: number.worth, present, faults })
    }

    /// A number that everybody has as a fault of this rank.
    pub fn only_fault(&mut self, rank: u8) -> Number {
        let faults = self.graph.fault(Mask::Everybody, rank);
        Number { worth: Worth::Constant(0), present: Mask::Nobody, faults }
    }
}

#[derive(Debug, Clone, Copy)]
enum Operand {
    Column(At),
    Number(i64),
}

const fn greatest_common(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common(b, a % b) }
}

/// `factor` and `shift` such that `n * factor >> shift` is `n * by / divisor` for every n from 0 to `most`.
fn factor_of(most: u64, by: u64, divisor: u64) -> Option<(u32, u8)> {
    (0u8..=62).rev().find_map(|shift| {
        let scaled = u128::from(by) << shift;
        let factor = scaled.div_ceil(u128::from(divisor));
        let error = factor * u128::from(divisor) - scaled;
        let exact = u128::from(most) * error < 1u128 << shift;
        let factor = u32::try_from(factor).ok()?;
        exact.then_some((factor, shift))
    })
}

#[cfg(test)]
mod tests {
    use super::factor_of;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_share_is_a_division(most in 0u64..1 << 31, by in 1u64..10_000, divisor in 1u64..10_000, n in any::<prop::sample::Index>()) {
            if let Some((factor, shift)) = factor_of(most, by, divisor) {
                let near = n.index(usize::try_from(most).unwrap() + 1) as u64;
                for n in [0, near, near / divisor * divisor, (near / divisor * divisor).saturating_sub(1), most] {
                    prop_assert_eq!((n * u64::from(factor)) >> shift, n * by / divisor, "{} {} {}", n, by, divisor);
                }
            }
        }
    }

    #[test]
    fn the_usual_shares_are_found() {
        for (most, by, divisor) in [(80_000, 3, 10), (2_000_000, 1, 3), (100_000, 40, 100), (i32::MAX as u64, 1, 2)] {
            assert!(factor_of(most, by, divisor).is_some(), "{most} {by} {divisor}");
        }
    }
}
