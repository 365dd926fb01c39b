//! The Chinese calendar 农历 (GB/T 33661-2017), for the years whose tables were published: the one place where lunar days are
//! turned into civil ones and back.

use icu_calendar::Date as Lunisolar;
use icu_calendar::cal::{ChineseTraditional, Gregorian};
use icu_calendar::types::Month;

use crate::civil::Date;

/// The first and last lunar year: those of the Hong Kong Observatory's tables, less the last, whose end lies beyond them.
pub const LUNAR_YEARS: (i16, i16) = (1901, 2099);

/// A month 月 of a lunar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LunarMonth {
    /// 正月 is 1.
    Plain(u8),
    /// 闰月: the one that repeats the number of the month before.
    Leap(u8),
}

/// A day of the Chinese calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LunarDay {
    /// The civil year in which its lunar year begins.
    pub year: i16,
    /// Its month.
    pub month: LunarMonth,
    /// Its day, from 1.
    pub day: u8,
}

impl LunarDay {
    /// The lunar day of a civil one; none outside [`LUNAR_YEARS`].
    pub fn of(day: Date) -> Option<Self> {
        let (month_no, day_no) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
        let civil = Lunisolar::try_new_gregorian(i32::from(day.year()), month_no, day_no).ok()?;
        let lunar = civil.to_calendar(ChineseTraditional::new());
        let year = i16::try_from(lunar.cyclic_year().related_iso).ok()?;
        let month = lunar.month().to_input();
        let number = month.number();
        let month = if month.is_leap() { LunarMonth::Leap(number) } else { LunarMonth::Plain(number) };
        is_published(year).then(|| Self { year, month, day: lunar.day_of_month().0 })
    }

    /// Its civil day; none where the year has no such month, the month no such day, or outside [`LUNAR_YEARS`].
    pub fn civil(self) -> Option<Date> {
        if !is_published(self.year) {
            return None;
        }
        let month = match self.month {
            LunarMonth::Plain(number) => Month::new(number),
            LunarMonth::Leap(number) => Month::leap(number),
        };
        let lunar = Lunisolar::try_new_chinese_traditional(i32::from(self.year), month, self.day).ok()?;
        let civil = lunar.to_calendar(Gregorian);
        let year = i16::try_from(civil.year().extended_year()).ok()?;
        let (month, day) = (i8::try_from(civil.month().number()).ok()?, i8::try_from(civil.day_of_month().0).ok()?);
        Date::new(year, month, day).ok()
    }
}

fn is_published(year: i16) -> bool {
    (LUNAR_YEARS.0..=LUNAR_YEARS.1).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::{add_days, days_between};
    use jiff::civil::date;

    fn lunar(year: i16, month: u8, day: u8) -> LunarDay {
        LunarDay { year, month: LunarMonth::Plain(month), day }
    }

    #[test]
    fn the_published_new_year_days() {
        for published in [
            date(2020, 1, 25),
            date(2021, 2, 12),
            date(2022, 2, 1),
            date(2023, 1, 22),
            date(2024, 2, 10),
            date(2025, 1, 29),
            date(2026, 2, 17),
            date(2027, 2, 6),
            date(2028, 1, 26),
            date(2029, 2, 13),
            date(2030, 2, 3),
        ] {
            let first = lunar(published.year(), 1, 1);
            assert_eq!((first.civil(), LunarDay::of(published)), (Some(published), Some(first)));
        }
    }

    #[test]
    fn a_leap_month_repeats_the_number_of_the_month_before() {
        // 2025 has a leap sixth month, from 25 July to 22 August.
        let leap = |day| LunarDay { year: 2025, month: LunarMonth::Leap(6), day };
        assert_eq!(leap(1).civil(), Some(date(2025, 7, 25)));
        assert_eq!(LunarDay::of(date(2025, 8, 22)), Some(leap(29)));
        assert_eq!(LunarDay::of(date(2025, 7, 24)), Some(lunar(2025, 6, 30)));
        assert_eq!(LunarDay { year: 2026, ..leap(1) }.civil(), None);
    }

    #[test]
    fn what_is_no_day_has_none() {
        assert_eq!(lunar(2026, 13, 1).civil(), None);
        assert_eq!(lunar(2026, 1, 31).civil(), None);
        assert_eq!(lunar(2026, 0, 1).civil(), None);
        assert_eq!(lunar(2100, 1, 1).civil(), None);
        assert_eq!(LunarDay::of(Date::MIN), None);
        assert_eq!(LunarDay::of(Date::MAX), None);
    }

    #[test]
    fn every_day_reads_back_and_new_years_are_as_far_apart_as_the_moon_makes_them() {
        let mut day = date(1901, 2, 19);
        assert_eq!(LunarDay::of(day), Some(lunar(1901, 1, 1)));
        while day.year() < 2099 {
            assert_eq!(LunarDay::of(day).and_then(LunarDay::civil), Some(day), "{day}");
            day = add_days(day, 1).unwrap();
        }
        for year in LUNAR_YEARS.0..LUNAR_YEARS.1 {
            let [this, next] = [year, year + 1].map(|year| lunar(year, 1, 1).civil().unwrap());
            assert!(matches!(days_between(this, next), 353..=355 | 383..=385), "{year}");
            assert!(date(year, 1, 21) <= this && this <= date(year, 2, 21), "{year}: {this}");
        }
    }
}
