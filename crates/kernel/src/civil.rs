//! Civil dates, moments, periods, and the counting of years and months as offices count them.

use std::fmt;

pub use jiff::civil::Date;

/// A moment: microseconds since 1970-01-01 UTC. Birthdays and deadlines are [`Date`]s and never moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// Microseconds since 1970-01-01 UTC.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01 UTC.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The day on the calendar of China's offices, which keep one time all year: eight hours before UTC.
    pub fn day_in_china(self) -> Date {
        let days = self.0.saturating_add(CHINA_MICROS).div_euclid(DAY_MICROS);
        i32::try_from(days).ok().and_then(|days| add_days(EPOCH, days)).unwrap_or(EPOCH)
    }

    /// When a day begins there.
    pub fn at_dawn_in_china(day: Date) -> Self {
        Self(i64::from(epoch_day(day)).saturating_mul(DAY_MICROS).saturating_sub(CHINA_MICROS))
    }
}

const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;
const CHINA_MICROS: i64 = 8 * 3_600 * 1_000_000;
const EPOCH: Date = Date::constant(1970, 1, 1);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

/// A stretch of days, from its first day up to, and without, its end. An open end is still running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Period {
    from: Date,
    until: Option<Date>,
}

/// A period that would end before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period from {from} cannot end on {until}")]
pub struct PeriodError {
    /// Its first day.
    pub from: Date,
    /// The day it would end.
    pub until: Date,
}

impl Period {
    /// A period; `until` is the first day that no longer belongs to it.
    pub fn new(from: Date, until: Option<Date>) -> Result<Self, PeriodError> {
        match until {
            Some(until) if until < from => Err(PeriodError { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// A period that is still running.
    pub const fn since(from: Date) -> Self {
        Self { from, until: None }
    }

    /// Its first day.
    pub const fn from(self) -> Date {
        self.from
    }

    /// The first day after it, or none while it runs.
    pub const fn until(self) -> Option<Date> {
        self.until
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|end| day < end)
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.until.is_none_or(|end| other.from < end)
            && other.until.is_none_or(|end| self.from < end)
            && !self.is_empty()
            && !other.is_empty()
    }

    /// Whether no day lies in it.
    pub fn is_empty(self) -> bool {
        self.until == Some(self.from)
    }
}

/// The anniversary of `since` in `year`. Somebody born, or admitted, on 29 February has it on 28 February in a common year:
/// the Civil Code counts a year's term to the day before, and to a month's last day where the day is missing.
/// A year outside the calendar (−9999 to 9999) counts as its first or last.
pub fn anniversary(since: Date, year: i16) -> Date {
    let within = year.clamp(Date::MIN.year(), Date::MAX.year());
    let first = jiff::civil::date(within, since.month(), 1);
    jiff::civil::date(within, since.month(), since.day().min(first.days_in_month()))
}

/// Whole years completed from `since` up to and on `on`; negative where `since` lies after it.
pub fn completed_years(since: Date, on: Date) -> i64 {
    let years = i64::from(on.year()).saturating_sub(i64::from(since.year()));
    if anniversary(since, on.year()) > on { years.saturating_sub(1) } else { years }
}

/// Whole months completed from `since` up to and on `on`; negative where `since` lies after it.
pub fn completed_months(since: Date, on: Date) -> i64 {
    let month_number = |day: Date| i64::from(day.year()).saturating_mul(12).saturating_add(i64::from(day.month()));
    let months = month_number(on).saturating_sub(month_number(since));
    let due = since.day().min(on.days_in_month());
    if on.day() < due { months.saturating_sub(1) } else { months }
}

/// The first day of the month after `day`, the start of an allowance whose rule says "from the month after".
/// `None` only at the calendar's last month.
pub fn month_after(day: Date) -> Option<Date> {
    day.first_of_month().checked_add(jiff::Span::new().months(1)).ok()
}

/// `day` moved by whole months, to the month's last day where the day is missing; `None` outside the calendar.
pub fn add_months(day: Date, months: i32) -> Option<Date> {
    jiff::Span::new().try_months(months).ok().and_then(|span| day.checked_add(span).ok())
}

/// `day` moved by whole days; `None` outside the calendar.
pub fn add_days(day: Date, days: i32) -> Option<Date> {
    jiff::Span::new().try_days(days).ok().and_then(|span| day.checked_add(span).ok())
}

/// Days from `a` to `b`; negative where `b` lies before `a`.
pub fn days_between(a: Date, b: Date) -> i64 {
    i64::from(epoch_day(b)).saturating_sub(i64::from(epoch_day(a)))
}

/// Days since 1970-01-01, for columns of dates.
pub fn epoch_day(day: Date) -> i32 {
    day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours().div_euclid(24).try_into().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn years_are_completed_on_the_anniversary() {
        assert_eq!(completed_years(date(1966, 7, 1), date(2026, 6, 30)), 59);
        assert_eq!(completed_years(date(1966, 7, 1), date(2026, 7, 1)), 60);
        assert_eq!(completed_years(date(2004, 2, 29), date(2026, 2, 27)), 21);
        assert_eq!(completed_years(date(2004, 2, 29), date(2026, 2, 28)), 22);
        assert_eq!(completed_years(date(2026, 7, 1), date(2026, 6, 30)), -1);
    }

    #[test]
    fn years_beyond_the_calendar_are_its_last() {
        assert_eq!(anniversary(date(2000, 2, 29), i16::MAX), date(9999, 2, 28));
        assert_eq!(anniversary(date(2000, 2, 29), i16::MIN), date(-9999, 2, 28));
        assert_eq!(completed_years(Date::MIN, Date::MAX), 19_998);
        assert_eq!(completed_months(Date::MIN, Date::MAX), 239_987);
    }

    #[test]
    fn a_day_in_china_begins_eight_hours_before_it_does_in_greenwich() {
        let dawn = Moment::at_dawn_in_china(date(2026, 7, 1));
        assert_eq!(dawn.to_string(), "2026-06-30T16:00:00Z");
        assert_eq!(dawn.day_in_china(), date(2026, 7, 1));
        assert_eq!(Moment::from_micros(dawn.as_micros() - 1).day_in_china(), date(2026, 6, 30));
        assert_eq!(Moment::from_micros(-1).day_in_china(), date(1970, 1, 1));
        assert_eq!(Moment::at_dawn_in_china(date(1949, 10, 1)).day_in_china(), date(1949, 10, 1));
    }

    #[test]
    fn months() {
        assert_eq!(completed_months(date(2026, 1, 31), date(2026, 2, 27)), 0);
        assert_eq!(completed_months(date(2026, 1, 31), date(2026, 2, 28)), 1);
        assert_eq!(completed_months(date(2024, 5, 2), date(2026, 5, 1)), 23);
        assert_eq!(month_after(date(2026, 12, 31)), Some(date(2027, 1, 1)));
        assert_eq!(add_months(date(2026, 1, 31), 1), Some(date(2026, 2, 28)));
    }

    #[test]
    fn periods_hold_their_first_day_and_not_their_end() {
        let spell = Period::new(date(2026, 1, 1), Some(date(2026, 2, 1))).unwrap();
        assert!(
            spell.contains(date(2026, 1, 1)) && spell.contains(date(2026, 1, 31)) && !spell.contains(date(2026, 2, 1))
        );
        assert!(!spell.overlaps(Period::since(date(2026, 2, 1))));
        assert!(spell.overlaps(Period::since(date(2026, 1, 31))));
        assert!(Period::new(date(2026, 2, 1), Some(date(2026, 1, 1))).is_err());
        assert_eq!(days_between(date(2026, 1, 1), date(2027, 1, 1)), 365);
        assert_eq!(epoch_day(date(1969, 12, 31)), -1);
    }
}
