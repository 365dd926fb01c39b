//! The days of the festivals on which people are visited.
//!
//! Lunar ones stand in a table for 2022 to 2030. It was computed (PyPI lunardate 0.2.2) and held against what was
//! published: 春节 and 中秋 of 2022 to 2026 against the State Council's holiday notices (as data in PyPI
//! chinesecalendar), 中秋 and 重阳 of all its years against Hong Kong's general holidays (as data in PyPI holidays).

use guanai_kernel::Date;

/// 春节, 中秋节, 重阳节 of a year.
const LUNAR: &[(i16, [(i8, i8); 3])] = &[
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

/// A festival on which people are visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Festival {
    /// 春节
    SpringFestival,
    /// 七一
    PartyDay,
    /// 中秋节
    MidAutumn,
    /// 重阳节
    DoubleNinth,
}

impl Festival {
    /// Every one, in the order of the year.
    pub const ALL: [Self; 4] = [Self::SpringFestival, Self::PartyDay, Self::MidAutumn, Self::DoubleNinth];

    /// Its day in `year`; none outside the table.
    pub fn day(self, year: i16) -> Option<Date> {
        let (_, lunar) = LUNAR.iter().find(|(of, _)| *of == year)?;
        let (month, day) = match self {
            Self::SpringFestival => lunar[0],
            Self::PartyDay => (7, 1),
            Self::MidAutumn => lunar[1],
            Self::DoubleNinth => lunar[2],
        };
        Date::new(year, month, day).ok()
    }
}

/// The first and last year of the table.
pub const FESTIVAL_YEARS: (i16, i16) = (2022, 2030);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_gap_and_its_days_lie_where_the_moon_allows() {
        for year in FESTIVAL_YEARS.0..=FESTIVAL_YEARS.1 {
            let [spring, _, autumn, ninth] = Festival::ALL.map(|festival| festival.day(year).unwrap());
            assert!(Date::constant(year, 1, 21) <= spring && spring <= Date::constant(year, 2, 20), "{year}");
            // 8/15 and 9/9 are 23 or 24 days apart, unless a leap month lies between.
            let apart = guanai_kernel::civil::days_between(autumn, ninth);
            assert!((23..=24).contains(&apart), "{year}: {apart}");
        }
        assert_eq!(Festival::SpringFestival.day(2031), None);
        assert_eq!(Festival::MidAutumn.day(2026), Some(Date::constant(2026, 9, 25)));
    }
}
