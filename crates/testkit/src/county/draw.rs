//! The one source of chance of a generated county: the same seed draws the same county on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use guanai_kernel::Date;
use guanai_kernel::civil::{add_days, add_months};

/// Draws from a seed.
#[derive(Debug, Clone)]
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.0.next_u64() % bound).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Whole days from `low` to `high`, both included.
    pub(crate) fn days(&mut self, low: usize, high: usize) -> i32 {
        i32::try_from(self.between(low, high)).unwrap_or(i32::MAX)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    pub(crate) fn copy<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// `count` of the numbers below `bound`, or all of them, in drawn order.
    pub(crate) fn sample(&mut self, bound: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..bound).collect();
        self.shuffle(&mut all);
        all.truncate(count);
        all
    }

    /// A mobile number.
    pub(crate) fn phone(&mut self) -> String {
        format!("1{}{:09}", self.between(3, 9), self.below(1_000_000_000))
    }
}

/// `day` moved by days; generated days lie within two centuries of today, far inside the calendar.
pub(crate) fn moved(day: Date, days: i32) -> Date {
    add_days(day, days).expect("generated days lie inside the calendar")
}

/// `day` moved by whole months, to the month's last day where the day is missing.
pub(crate) fn months_on(day: Date, months: i32) -> Date {
    add_months(day, months).expect("generated days lie inside the calendar")
}

/// `day` moved by whole years, 29 February to the 28th in a common year.
pub(crate) fn years_on(day: Date, years: i32) -> Date {
    months_on(day, years * 12)
}
