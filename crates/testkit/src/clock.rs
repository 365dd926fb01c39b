//! Fixed clocks and seeded ids, so that a test says the same today and next year.

use guanai_kernel::civil::epoch_day;
use guanai_kernel::{Date, Ids, Moment};

const DAY_MICROS: i64 = 86_400_000_000;
/// Civil days begin at midnight in China, eight hours before midnight UTC.
const CHINA_OFFSET_MICROS: i64 = 8 * 3_600_000_000;
/// Nine in the morning: an office is open.
const OFFICE_OPENS_MICROS: i64 = 9 * 3_600_000_000;

/// The moment when an office opens on `date` (09:00 in China).
pub fn at(date: Date) -> Moment {
    Moment::from_micros(i64::from(epoch_day(date)) * DAY_MICROS + OFFICE_OPENS_MICROS - CHINA_OFFSET_MICROS)
}

/// A generator of ids that gives the same ids for the same number, begun on 30 June 2026.
pub fn ids(seed: u64) -> Ids {
    Ids::seeded(seed, at(Date::constant(2026, 6, 30)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_on_its_day() {
        assert_eq!(at(Date::constant(2026, 6, 30)).to_string(), "2026-06-30T01:00:00Z");
        assert_eq!(at(Date::constant(1969, 12, 31)).as_micros(), -82_800_000_000);
    }

    #[test]
    fn the_same_number_gives_the_same_ids() {
        assert_eq!(ids(3).fresh(), ids(3).fresh());
        assert_ne!(ids(3).fresh(), ids(4).fresh());
    }
}
