//! Working days 工作日: weekends, public holidays and make-up working days, counted forwards, with a mark on every answer that
//! rests on a year whose calendar was not yet published.
//!
//! Counting is that of the Civil Code: the day on which something begins is not counted (article 201), and where a term in
//! calendar days ends on a day off it ends on the next working day (article 203).

use std::collections::BTreeSet;

use crate::civil::{Date, add_days, epoch_day};

mod noted;

pub use noted::UnreadableCalendar;

/// A year's calendar as it was published: the days off, and the weekend days that are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedYear {
    /// The year.
    pub year: i16,
    /// Days off 放假: of the year, or of the December before it.
    pub off: BTreeSet<Date>,
    /// Weekend days that are worked 调休上班.
    pub worked: BTreeSet<Date>,
}

/// Why years make no calendar. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A day that is not of the year, nor of the December before.
    #[error("{day} does not belong to the calendar of {year}")]
    OtherYear {
        /// The year.
        year: i16,
        /// The day.
        day: Date,
    },
    /// A day that is both off and worked.
    #[error("{day} is both a day off and a working day")]
    OffAndWorked {
        /// The day.
        day: Date,
    },
    /// A weekday among the days worked instead: it is one anyway.
    #[error("{day} is no weekend day: it is worked anyway")]
    WorkedWeekday {
        /// The day.
        day: Date,
    },
    /// The year stands twice.
    #[error("the calendar of {year} stands twice")]
    YearTwice {
        /// The year.
        year: i16,
    },
}

impl CalendarError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherYear { .. } => "calendar-other-year",
            Self::OffAndWorked { .. } => "calendar-off-and-worked",
            Self::WorkedWeekday { .. } => "calendar-worked-weekday",
            Self::YearTwice { .. } => "calendar-year-twice",
        }
    }
}

/// A day that was counted out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// The last day of the term.
    pub on: Date,
    /// Whether a year without a published calendar had a part in it: weekends alone were counted as days off there.
    pub provisional: bool,
}

/// All published years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeSet<i16>,
    /// Where a day is not what its weekday makes it: the epoch day, and the sum of all such days up to and with it, a
    /// weekday off counting −1 and a weekend day worked +1.
    exceptions: Vec<(i32, i32)>,
}

impl WorkCalendar {
    /// The calendar of these years.
    pub fn new(years: impl IntoIterator<Item = PublishedYear>) -> Result<Self, CalendarError> {
        let (mut known, mut off, mut worked) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for published in years {
            let year = published.year;
            for &day in published.off.iter().chain(&published.worked) {
                let december = day.month() == 12 && day.year().checked_add(1) == Some(year);
                if day.year() != year && !december {
                    return Err(CalendarError::OtherYear { year, day });
                }
            }
            if let Some(&day) = published.off.intersection(&published.worked).next() {
                return Err(CalendarError::OffAndWorked { day });
            }
            if let Some(&day) = published.worked.iter().find(|day| is_weekday(epoch_day(**day))) {
                return Err(CalendarError::WorkedWeekday { day });
            }
            if !known.insert(year) {
                return Err(CalendarError::YearTwice { year });
            }
            off.extend(published.off);
            worked.extend(published.worked);
        }
        if let Some(&day) = off.intersection(&worked).next() {
            return Err(CalendarError::OffAndWorked { day });
        }
        let off = off.iter().map(|day| epoch_day(*day)).filter(|day| is_weekday(*day)).map(|day| (day, -1));
        Ok(Self::of(known, off.chain(worked.iter().map(|day| (epoch_day(*day), 1))).collect()))
    }

    /// Of days that are not what their weekday makes them, each with its change.
    fn of(years: BTreeSet<i16>, mut days: Vec<(i32, i32)>) -> Self {
        days.sort_unstable();
        let mut sum: i32 = 0;
        for (_, change) in &mut days {
            sum = sum.saturating_add(*change);
            *change = sum;
        }
        Self { years, exceptions: days }
    }

    /// Whether the calendar of a year was published.
    pub fn is_published(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// The published years.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: Date) -> bool {
        let day = epoch_day(day);
        self.up_to(day) > self.up_to(day.saturating_sub(1))
    }

    /// The day itself if it is worked, else the next one that is; none at the end of the calendar.
    pub fn working_day_from(&self, day: Date) -> Option<Date> {
        let mut day = day;
        while !self.is_working(day) {
            day = add_days(day, 1)?;
        }
        Some(day)
    }

    /// How many working days lie after `from`, up to and with `to`; 0 where `to` does not lie after it.
    pub fn count_between(&self, from: Date, to: Date) -> u32 {
        let days = self.up_to(epoch_day(to)).saturating_sub(self.up_to(epoch_day(from)));
        u32::try_from(days).unwrap_or(0)
    }

    /// The last day of a term of working days; the day of its beginning is not counted. A term of none ends the same day.
    /// None at the end of the calendar.
    pub fn after(&self, from: Date, working_days: u32) -> Option<Deadline> {
        if working_days == 0 {
            return Some(self.deadline(from, from));
        }
        let reaches = |days| add_days(from, days).is_none_or(|day| self.count_between(from, day) >= working_days);
        let (mut low, mut high) = (1_i32, i32::try_from(working_days).ok()?.max(8));
        while !reaches(high) {
            low = high;
            high = high.checked_mul(2)?;
        }
        while low < high {
            let middle = low.saturating_add(high).checked_div(2)?;
            if reaches(middle) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        let on = add_days(from, low)?;
        Some(self.deadline(from, on))
    }

    /// The last day on which so many working days are still left up to `to`; `to` itself for none. None at the calendar's
    /// beginning.
    pub fn before(&self, to: Date, working_days: u32) -> Option<Date> {
        let mut day = to;
        // Steps of a week pass four to seven working days; the rest is walked.
        while working_days.saturating_sub(self.count_between(day, to)) > 14 {
            day = add_days(day, -7)?;
        }
        while self.count_between(day, to) < working_days {
            day = add_days(day, -1)?;
        }
        Some(day)
    }

    /// A deadline that was counted from `from` on, with whether each year it passes was published.
    pub fn deadline(&self, from: Date, on: Date) -> Deadline {
        Deadline { on, provisional: !self.covers(from, on) }
    }

    /// Whether the calendar of every year from one day's to another's was published.
    pub fn covers(&self, from: Date, to: Date) -> bool {
        (from.year()..=to.year()).all(|year| self.is_published(year))
    }

    /// Working days from the Monday of 29 December 1969 up to and with a day.
    fn up_to(&self, day: i32) -> i64 {
        let from_monday = i64::from(day).saturating_add(3);
        let (weeks, weekday) = (from_monday.div_euclid(7), from_monday.rem_euclid(7));
        let plain = weeks.saturating_mul(5).saturating_add(weekday.saturating_add(1).min(5));
        let before = self.exceptions.partition_point(|(at, _)| *at <= day);
        let changed = before.checked_sub(1).and_then(|at| self.exceptions.get(at)).map_or(0, |(_, sum)| *sum);
        plain.saturating_add(i64::from(changed))
    }
}

fn is_weekday(day: i32) -> bool {
    day.saturating_add(3).rem_euclid(7) < 5
}

#[cfg(test)]
mod tests;
