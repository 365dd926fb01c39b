//! How far the figures lie apart that lower organisations set for themselves (R24, R26): each figure over all organisations that
//! may set it, those that set none with the pack's own, and whose lies far outside.

use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;

use crate::expr::program::ParameterId;
use crate::local::{LocalValue, count};
use crate::pack::Pack;
use crate::value::Value;

/// How far outside the middle half a figure must lie to be told as far outside: so many tenths of the width of that half.
/// It is the usual rule, one and a half times; where the middle half has no width, whatever differs lies outside.
const FENCE_TENTHS: i128 = 15;

/// What one organisation's figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadOne<'p> {
    /// Whose.
    pub organization: OrganizationId,
    /// The figure, as a number or in fen.
    pub figure: i64,
    /// What it set; none where the pack's own holds.
    pub own: Option<&'p LocalValue>,
    /// Whether it lies far outside.
    pub is_outlier: bool,
}

/// One figure over all organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread<'p> {
    /// Which.
    pub parameter: ParameterId,
    /// The pack's own on the day; none before its first.
    pub usual: Option<i64>,
    /// The bounds.
    pub bounds: (i64, i64),
    /// The least of all.
    pub least: i64,
    /// The lower quarter, the middle and the upper quarter: values that somebody has.
    pub quarters: [i64; 3],
    /// The most of all.
    pub most: i64,
    /// Each organisation, the lowest figure first.
    pub all: Vec<SpreadOne<'p>>,
}

/// The spread of every figure that may be set, over organisations with those above each, the nearest first. A figure without a
/// value on the day, and one that nobody may set, is left out.
pub fn spread<'p>(pack: &'p Pack, day: Date, organizations: &[Vec<OrganizationId>]) -> Vec<Spread<'p>> {
    let figures = pack.local_parameters().filter_map(|(id, parameter, bounds)| {
        let usual = parameter.on(day).and_then(|value| count(&value.value));
        let mut all: Vec<SpreadOne<'p>> = organizations
            .iter()
            .filter_map(|chain| {
                let own = pack.local_value(id, chain, day);
                let figure = own.map_or(usual, |own| count(&own.value))?;
                Some(SpreadOne { organization: *chain.first()?, figure, own, is_outlier: false })
            })
            .collect();
        all.sort_by_key(|one| (one.figure, one.organization));
        let ordered: Vec<i64> = all.iter().map(|one| one.figure).collect();
        let (least, most) = (*ordered.first()?, *ordered.last()?);
        let quarters = [quarter(&ordered, 1)?, quarter(&ordered, 2)?, quarter(&ordered, 3)?];
        for one in &mut all {
            one.is_outlier = lies_outside(one.figure, quarters);
        }
        let bounds = (count(&bounds.least)?, count(&bounds.most)?);
        Some(Spread { parameter: id, usual, bounds, least, quarters, most, all })
    });
    figures.collect()
}

/// The value at so many quarters of an ordered list, by nearest rank: the smallest that at least so many quarters reach.
fn quarter(ordered: &[i64], quarters: usize) -> Option<i64> {
    let rank = ordered.len().saturating_mul(quarters).div_ceil(4).max(1);
    ordered.get(rank.saturating_sub(1)).copied()
}

fn lies_outside(figure: i64, [lower, _, upper]: [i64; 3]) -> bool {
    let (figure, lower, upper) = (i128::from(figure), i128::from(lower), i128::from(upper));
    let reach = (upper - lower) * FENCE_TENTHS;
    (lower - figure) * 10 > reach || (figure - upper) * 10 > reach
}

/// A figure as a value of its parameter.
pub fn as_value(pack: &Pack, parameter: ParameterId, figure: i64) -> Value {
    match pack.parameter(parameter).map(|one| one.value_type) {
        Some(crate::value::Type::Money) => Value::Money(guanai_kernel::Money::from_fen(figure)),
        _ => Value::Int(figure),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn quarters_are_values_in_order_and_order_of_input_does_not_matter(mut list in prop::collection::vec(-50i64..50, 1..40)) {
            list.sort_unstable();
            let [a, b, c] = [1, 2, 3].map(|n| quarter(&list, n).unwrap());
            prop_assert!(list[0] <= a && a <= b && b <= c && c <= list[list.len() - 1]);
            for (part, value) in [(1, a), (2, b), (3, c)] {
                let reached = list.iter().filter(|n| **n <= value).count() * 4;
                let below = list.iter().filter(|n| **n < value).count() * 4;
                prop_assert!(reached >= list.len() * part && below < list.len() * part);
            }
            prop_assert!(list.iter().filter(|n| a <= **n && **n <= c).all(|n| !lies_outside(*n, [a, b, c])));
        }
    }

    #[test]
    fn one_and_a_half_times_the_middle_half_is_still_inside() {
        assert!(!lies_outside(250, [100, 120, 160]));
        assert!(lies_outside(251, [100, 120, 160]));
        assert!(!lies_outside(10, [100, 120, 160]));
        assert!(lies_outside(9, [100, 120, 160]));
        // Where nearly all have the same, whatever differs is told.
        assert!(lies_outside(101, [100, 100, 100]) && !lies_outside(100, [100, 100, 100]));
        assert_eq!(quarter(&[], 2), None);
    }
}
