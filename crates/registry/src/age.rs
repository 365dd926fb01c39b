//! Age bands of ten years, for the pyramid of an organisation (R35). An age that is not known stands in no band.

use guanai_kernel::civil::completed_years;
use guanai_kernel::{Date, words};

use crate::BirthDates;

words! {
    /// A band of ages in completed years.
    AgeBand {
        /// Under thirty.
        Under30 = "under-30",
        /// Thirty to thirty-nine.
        From30 = "30-39",
        /// Forty to forty-nine.
        From40 = "40-49",
        /// Fifty to fifty-nine.
        From50 = "50-59",
        /// Sixty to sixty-nine.
        From60 = "60-69",
        /// Seventy to seventy-nine.
        From70 = "70-79",
        /// Eighty and older.
        From80 = "80-over",
    }
}

impl AgeBand {
    /// The band of so many completed years.
    pub const fn of(years: i64) -> Self {
        match years {
            ..30 => Self::Under30,
            30..40 => Self::From30,
            40..50 => Self::From40,
            50..60 => Self::From50,
            60..70 => Self::From60,
            70..80 => Self::From70,
            _ => Self::From80,
        }
    }

    /// Whether it lies from sixty on: whom the law on the rights of the elderly calls old (老年人权益保障法第二条).
    pub const fn is_old(self) -> bool {
        matches!(self, Self::From60 | Self::From70 | Self::From80)
    }

    /// The band on a day; none where two birthdays are in dispute and stand in different bands, or the day is before the birth.
    pub fn on(birth: BirthDates, day: Date) -> Option<Self> {
        let candidates = birth.candidates();
        let mut bands = candidates.iter().map(|born| (*born <= day).then(|| Self::of(completed_years(*born, day))));
        let first = bands.next().flatten()?;
        bands.all(|band| band == Some(first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn birth(stated: Option<&str>, identity: &str) -> BirthDates {
        let day = |text: &str| text.parse().unwrap();
        BirthDates { stated_on: stated.map(day), in_identity_on: day(identity), chosen_on: None }
    }

    #[test]
    fn a_disputed_birthday_is_no_age_unless_both_say_the_same_band() {
        let on = "2026-06-30".parse().unwrap();
        assert_eq!(AgeBand::on(birth(None, "1966-06-30"), on), Some(AgeBand::From60), "sixty today");
        assert_eq!(AgeBand::on(birth(None, "1966-07-01"), on), Some(AgeBand::From50), "sixty tomorrow");
        assert_eq!(AgeBand::on(birth(Some("1965-01-01"), "1967-01-01"), on), None);
        assert_eq!(AgeBand::on(birth(Some("1965-01-01"), "1964-01-01"), on), Some(AgeBand::From60));
        assert_eq!(AgeBand::on(birth(None, "2027-01-01"), on), None, "nobody is born later than today");
    }

    #[test]
    fn bands_follow_one_another_without_a_gap() {
        for years in 0..120 {
            let (band, next) = (AgeBand::of(years), AgeBand::of(years + 1));
            let at = |band: AgeBand| AgeBand::ALL.iter().position(|other| *other == band).unwrap();
            assert!(at(next) == at(band) || at(next) == at(band) + 1, "{years}");
            assert_eq!(band.is_old(), years >= 60);
        }
    }
}
