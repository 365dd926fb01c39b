//! A calendar noted down in a line of text, and what of it differs from another: so that whoever reckoned with one knows, when
//! another is published, which days to look at again.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::{WorkCalendar, is_weekday};
use crate::civil::{Date, add_days, epoch_day};

/// A text that notes no calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is neither a year nor a day of a calendar, such as 2026, -2026-01-01 or +2026-01-04")]
pub struct UnreadableCalendar {
    /// What could not be read.
    pub word: String,
}

impl WorkCalendar {
    /// The first and the last day between which this calendar and another say different things: a day is worked in one alone,
    /// or its year was published in one alone. None where they say the same.
    pub fn differs_from(&self, other: &Self) -> Option<(Date, Date)> {
        let (own, others): (BTreeSet<_>, BTreeSet<_>) = (self.changes().collect(), other.changes().collect());
        let days = own.symmetric_difference(&others).filter_map(|(day, _)| civil(*day)).map(|day| (day, day));
        let years = self.years.symmetric_difference(&other.years);
        let years = years.filter_map(|year| Date::new(*year, 1, 1).ok().zip(Date::new(*year, 12, 31).ok()));
        let both = |a: (Date, Date), b: (Date, Date)| (a.0.min(b.0), a.1.max(b.1));
        days.chain(years).reduce(both)
    }

    /// The days that are not what their weekday makes them: a weekday off with −1, a weekend day that is worked with +1.
    fn changes(&self) -> impl Iterator<Item = (i32, i32)> {
        let before = std::iter::once(0).chain(self.exceptions.iter().map(|(_, sum)| *sum));
        self.exceptions.iter().zip(before).map(|((day, sum), before)| (*day, sum.saturating_sub(before)))
    }
}

fn civil(day: i32) -> Option<Date> {
    add_days(Date::constant(1970, 1, 1), day)
}

/// The published years, then weekdays off with a minus and weekend days that are worked with a plus.
impl fmt::Display for WorkCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut apart = "";
        for year in &self.years {
            write!(f, "{apart}{year}")?;
            apart = " ";
        }
        for (day, change) in self.changes() {
            let Some(day) = civil(day) else { continue };
            write!(f, "{apart}{}{day}", if change < 0 { '-' } else { '+' })?;
            apart = " ";
        }
        Ok(())
    }
}

impl FromStr for WorkCalendar {
    type Err = UnreadableCalendar;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mut years, mut days) = (BTreeSet::new(), BTreeSet::new());
        for word in text.split_whitespace() {
            let unreadable = || UnreadableCalendar { word: word.to_owned() };
            let (day, change) = match (word.strip_prefix('-'), word.strip_prefix('+')) {
                (Some(day), _) => (day, -1),
                (None, Some(day)) => (day, 1),
                (None, None) => {
                    years.insert(word.parse().map_err(|_| unreadable())?);
                    continue;
                }
            };
            let day = epoch_day(day.parse().map_err(|_| unreadable())?);
            // A weekday alone can be off instead of worked, a weekend day alone worked instead of off.
            if is_weekday(day) != (change < 0) {
                return Err(unreadable());
            }
            days.insert((day, change));
        }
        Ok(Self::of(years, days.into_iter().collect()))
    }
}
