//! The one source of chance: the same seed draws the same county on every machine. Each stage has a stream of its own, so
//! that a change in one leaves what the others draw.

use guanai_kernel::Date;
use guanai_kernel::civil::{add_days, add_months};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What is being drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stage {
    Strata = 1,
    Places,
    Organizations,
    Persons,
    Branches,
    Posts,
    Floating,
    Households,
    Hardship,
    Needs,
    Offers,
    Visits,
}

/// Draws from a seed.
#[derive(Debug, Clone)]
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64, stage: Stage) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8] = stage as u8;
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number below `bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let high = (u64::from(self.0.next_u32()) * u64::from(bound)) >> 32;
        u32::try_from(high).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// A place in a list of `len`.
    pub(crate) fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(u32::try_from(len).unwrap_or(u32::MAX))).unwrap_or(0)
    }

    /// True in `cases` of ten thousand.
    pub(crate) fn chance(&mut self, cases: u32) -> bool {
        self.below(10_000) < cases
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.place(from.len())]
    }

    /// A place, each as likely as its weight; the last where all weights are 0.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, &weight) in weights.iter().enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.place(last + 1));
        }
    }

    /// `count` different places, the likelier the heavier; those of weight 0 never. In order; fewer where fewer can be.
    pub(crate) fn choose(&mut self, weights: &[u32], count: usize) -> Vec<usize> {
        let mut open: Vec<usize> = (0..weights.len()).filter(|&at| weights[at] > 0).collect();
        self.shuffle(&mut open);
        let mut chosen = Vec::with_capacity(count);
        while chosen.len() < count && !open.is_empty() {
            let wanted = u64::try_from(count - chosen.len()).unwrap_or(u64::MAX);
            let whole: u64 = open.iter().map(|&at| u64::from(weights[at])).sum();
            // Steps of equal length along the running sum: a heavy place may be met twice, hence the loop.
            let step = (whole / wanted).max(1);
            let mut next = u64::from(self.below(u32::try_from(step).unwrap_or(u32::MAX)));
            let mut sum = 0;
            let mut left = Vec::with_capacity(open.len());
            for at in open {
                sum += u64::from(weights[at]);
                if next < sum && chosen.len() < count {
                    chosen.push(at);
                    while next < sum {
                        next += step;
                    }
                } else {
                    left.push(at);
                }
            }
            open = left;
        }
        chosen.sort_unstable();
        chosen
    }

    /// `day` moved forward by `low` to `high` days; negative numbers move it back.
    pub(crate) fn near(&mut self, day: Date, low: i32, high: i32) -> Date {
        let span = u32::try_from(high - low).unwrap_or(0);
        moved(day, low + i32::try_from(self.below(span + 1)).unwrap_or(0))
    }
}

/// `day` moved by days.
pub(crate) fn moved(day: Date, days: i32) -> Date {
    add_days(day, days).expect("a county's days lie within two centuries of its date, far inside the calendar")
}

/// `day` moved by months.
pub(crate) fn months_on(day: Date, months: i32) -> Date {
    add_months(day, months).expect("a county's days lie within two centuries of its date, far inside the calendar")
}

/// `day` moved by years, 29 February to the 28th in a common year.
pub(crate) fn years_on(day: Date, years: i32) -> Date {
    months_on(day, years * 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heavy_places_are_chosen_more_often_and_nobody_twice() {
        let weights: Vec<u32> = (0..1_000).map(|at| if at < 500 { 9 } else { 1 }).chain([0, 0]).collect();
        let chosen = Draw::new(1, Stage::Needs).choose(&weights, 300);
        assert_eq!(chosen.len(), 300);
        assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
        let heavy = chosen.iter().filter(|&&at| at < 500).count();
        assert!((240..=300).contains(&heavy), "{heavy}");
        assert_eq!(Draw::new(1, Stage::Needs).choose(&weights, 2_000).len(), 1_000, "weight 0 is never chosen");
        assert!(Draw::new(1, Stage::Needs).choose(&[1_000, 1], 2) == [0, 1], "a heavy one does not hide the rest");
    }

    #[test]
    fn stages_and_seeds_have_their_own_streams() {
        let first = |seed, stage| Draw::new(seed, stage).below(u32::MAX);
        assert_eq!(first(3, Stage::Posts), first(3, Stage::Posts));
        assert_ne!(first(3, Stage::Posts), first(3, Stage::Needs));
        assert_ne!(first(3, Stage::Posts), first(4, Stage::Posts));
    }

    #[test]
    fn chance_is_in_ten_thousand() {
        let mut draw = Draw::new(9, Stage::Visits);
        let hits = (0..20_000).filter(|_| draw.chance(2_500)).count();
        assert!((4_700..5_300).contains(&hits), "{hits}");
        assert!(!draw.chance(0) && draw.chance(10_000));
    }
}
