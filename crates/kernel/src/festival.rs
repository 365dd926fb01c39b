//! The festivals of the year, lunar and civil, on which people are visited (R86).

use crate::civil::{Date, add_days};
use crate::lunar::{LunarDay, LunarMonth};
use crate::words;

words! {
    /// A festival.
    Festival {
        /// 元旦
        NewYear = "new-year",
        /// 除夕: the day before the first of the first month, be the twelfth month of 29 days or of 30.
        NewYearsEve = "new-years-eve",
        /// 春节, the first of the first month.
        SpringFestival = "spring-festival",
        /// 端午节, the fifth of the fifth month.
        DragonBoat = "dragon-boat",
        /// 七一
        PartyDay = "party-day",
        /// 八一
        ArmyDay = "army-day",
        /// 中秋节, the fifteenth of the eighth month.
        MidAutumn = "mid-autumn",
        /// 国庆节
        NationalDay = "national-day",
        /// 重阳节, the ninth of the ninth month.
        DoubleNinth = "double-ninth",
    }
}

impl Festival {
    /// Its day in a civil year; none for a lunar one outside [`crate::lunar::LUNAR_YEARS`].
    pub fn day(self, year: i16) -> Option<Date> {
        let lunar = |month, day| LunarDay { year, month: LunarMonth::Plain(month), day }.civil();
        let civil = |month, day| Date::new(year, month, day).ok();
        match self {
            Self::NewYear => civil(1, 1),
            Self::NewYearsEve => lunar(1, 1).and_then(|first| add_days(first, -1)),
            Self::SpringFestival => lunar(1, 1),
            Self::DragonBoat => lunar(5, 5),
            Self::PartyDay => civil(7, 1),
            Self::ArmyDay => civil(8, 1),
            Self::MidAutumn => lunar(8, 15),
            Self::NationalDay => civil(10, 1),
            Self::DoubleNinth => lunar(9, 9),
        }
    }

    /// The first time it comes on or after a day.
    pub fn next(self, from: Date) -> Option<Date> {
        let years = [from.year(), from.year().saturating_add(1)];
        years.into_iter().filter_map(|year| self.day(year)).find(|day| *day >= from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// 春节, 中秋节, 重阳节: held against the State Council's holiday notices (2022 to 2026) and Hong Kong's general holidays.
    const PUBLISHED: &[(i16, [(i8, i8); 3])] = &[
        (2022, [(2, 1), (9, 10), (10, 4)]),
        (2023, [(1, 22), (9, 29), (10, 23)]),
        (2024, [(2, 10), (9, 17), (10, 11)]),
        (2025, [(1, 29), (10, 6), (10, 29)]),
        (2026, [(2, 17), (9, 25), (10, 18)]),
        (2027, [(2, 6), (9, 15), (10, 8)]),
        (2028, [(1, 26), (10, 3), (10, 26)]),
        (2029, [(2, 13), (9, 22), (10, 16)]),
        (2030, [(2, 3), (9, 12), (10, 5)]),
    ];

    #[test]
    fn the_published_festivals() {
        for &(year, days) in PUBLISHED {
            let read = [Festival::SpringFestival, Festival::MidAutumn, Festival::DoubleNinth].map(|f| f.day(year));
            assert_eq!(read, days.map(|(month, day)| Some(date(year, month, day))), "{year}");
        }
    }

    #[test]
    fn new_years_eve_is_the_day_before_whatever_the_month_has() {
        // The twelfth month of 2025 has 29 days, that of 2023 has 30.
        assert_eq!(Festival::NewYearsEve.day(2026), Some(date(2026, 2, 16)));
        assert_eq!(LunarDay::of(date(2026, 2, 16)).map(|d| d.day), Some(29));
        assert_eq!(Festival::NewYearsEve.day(2024), Some(date(2024, 2, 9)));
        assert_eq!(LunarDay::of(date(2024, 2, 9)).map(|d| d.day), Some(30));
    }

    #[test]
    fn the_next_one_may_lie_in_the_next_year() {
        assert_eq!(Festival::SpringFestival.next(date(2026, 2, 17)), Some(date(2026, 2, 17)));
        assert_eq!(Festival::SpringFestival.next(date(2026, 2, 18)), Some(date(2027, 2, 6)));
        assert_eq!(Festival::PartyDay.next(date(2026, 7, 2)), Some(date(2027, 7, 1)));
        for festival in Festival::ALL {
            assert_eq!(Festival::from_code(festival.code()), Some(*festival));
        }
    }
}
