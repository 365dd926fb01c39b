//! Exact fractions: a weight is `N/n`, and is told as such.

use std::fmt;

/// A fraction in its lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    /// The fraction; none where it would divide by nothing.
    pub const fn new(numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Some(Self { numerator: numerator / a, denominator: denominator / a })
    }

    /// Above the line.
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// Below the line.
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// In whole units of `1/scale`, rounded half up.
    pub fn in_units(self, scale: u64) -> u64 {
        let (n, d) = (u128::from(self.numerator) * u128::from(scale), u128::from(self.denominator));
        u64::try_from((2 * n + d) / (2 * d)).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_told_in_its_lowest_terms() {
        let said = |n, d| Fraction::new(n, d).map(|f| f.to_string());
        assert_eq!(said(10, 4).as_deref(), Some("5/2"));
        assert_eq!(said(10, 5).as_deref(), Some("2"));
        assert_eq!(said(0, 5).as_deref(), Some("0"));
        assert_eq!(said(1, 0), None);
        assert_eq!(Fraction::new(2, 3).map(|f| f.in_units(1000)), Some(667));
        assert_eq!(Fraction::new(1, 8).map(|f| f.in_units(100)), Some(13), "half goes up");
    }
}
