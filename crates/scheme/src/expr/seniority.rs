//! 党龄: from the day somebody became a full member 转正, less the time in which membership was interrupted.

use guanai_kernel::civil::{self, Date, Period};

use super::evaluate::Fault;

/// The anniversary `years` later; an error outside the calendar.
pub(crate) fn years_after(since: Date, years: i64) -> Result<Date, Fault> {
    let year = i64::from(since.year()).checked_add(years).and_then(|y| i16::try_from(y).ok());
    match year {
        Some(year) if (1..=9999).contains(&year) => Ok(civil::anniversary(since, year)),
        _ => Err(Fault::DateOutsideCalendar),
    }
}

/// The day from which seniority is reckoned once `spell` is over: as long before its end as had passed when it began, so
/// that an interruption neither adds a day nor takes one.
fn reckoned_after(origin: Date, from: Date, until: Date) -> Option<Date> {
    let months = i32::try_from(civil::completed_months(origin, from).max(0)).ok()?;
    let days = i32::try_from(civil::days_between(civil::add_months(origin, months)?, from).max(0)).ok()?;
    civil::add_months(civil::add_days(until, days.checked_neg()?)?, months.checked_neg()?)
}

/// Completed years of full membership on a day; negative before it began. The interruptions are in order and share no day.
pub(crate) fn years(full_on: Date, on: Date, interruptions: &[Period]) -> Result<i64, Fault> {
    let mut origin = full_on;
    for spell in interruptions.iter().filter(|s| s.until().is_none_or(|end| end > full_on)) {
        let from = spell.from().max(full_on);
        if from >= on {
            break;
        }
        match spell.until().filter(|end| *end <= on) {
            None => return Ok(civil::completed_years(origin, from)),
            Some(until) => origin = reckoned_after(origin, from, until).ok_or(Fault::DateOutsideCalendar)?,
        }
    }
    Ok(civil::completed_years(origin, on))
}

/// The first day on which seniority is `wanted` years; an error where an interruption that still runs keeps it from coming.
pub(crate) fn reached(full_on: Date, wanted: i64, interruptions: &[Period]) -> Result<Date, Fault> {
    let mut origin = full_on;
    for spell in interruptions.iter().filter(|s| s.until().is_none_or(|end| end > full_on)) {
        let from = spell.from().max(full_on);
        if years_after(origin, wanted)? <= from {
            break;
        }
        let until = spell.until().ok_or(Fault::SeniorityInterrupted)?;
        origin = reckoned_after(origin, from, until).ok_or(Fault::DateOutsideCalendar)?;
    }
    years_after(origin, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::civil::Date;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn spell(from: &str, until: &str) -> Period {
        Period::new(day(from), Some(day(until))).unwrap()
    }

    #[test]
    fn without_interruption_it_is_plain_years() {
        assert_eq!(years(day("1966-07-01"), day("2026-06-30"), &[]), Ok(59));
        assert_eq!(years(day("1966-07-01"), day("2026-07-01"), &[]), Ok(60));
        assert_eq!(reached(day("1966-07-01"), 60, &[]), Ok(day("2026-07-01")));
        assert_eq!(reached(day("2004-02-29"), 22, &[]), Ok(day("2026-02-28")));
    }

    #[test]
    fn an_interruption_moves_the_mark_by_its_days() {
        let gaps = [spell("1970-01-01", "1972-01-01")];
        assert_eq!(years(day("1966-07-01"), day("2026-07-01"), &gaps), Ok(58));
        let mark = reached(day("1966-07-01"), 60, &gaps).unwrap();
        assert_eq!(years(day("1966-07-01"), mark, &gaps), Ok(60));
        assert_eq!(years(day("1966-07-01"), mark.yesterday().unwrap(), &gaps), Ok(59));
    }

    #[test]
    fn the_mark_is_the_first_day_on_which_the_years_are_there() {
        let gaps =
            [spell("1976-06-20", "1976-07-10"), spell("1976-07-15", "1977-02-01"), spell("1990-03-01", "1990-03-02")];
        for start in ["1966-07-01", "1964-02-29", "1975-12-31", "1976-07-01"] {
            for wanted in [1, 5, 10, 11, 12, 30, 50] {
                let mark = reached(day(start), wanted, &gaps).unwrap();
                assert!(years(day(start), mark, &gaps).unwrap() >= wanted, "{start} {wanted} {mark}");
                assert!(
                    years(day(start), mark.yesterday().unwrap(), &gaps).unwrap() < wanted,
                    "{start} {wanted} {mark}"
                );
            }
        }
    }

    #[test]
    fn an_interruption_that_still_runs_keeps_the_mark_away() {
        let gaps = [Period::since(day("2000-01-01"))];
        assert_eq!(reached(day("1990-01-01"), 50, &gaps), Err(Fault::SeniorityInterrupted));
        assert_eq!(reached(day("1990-01-01"), 5, &gaps), Ok(day("1995-01-01")));
        assert_eq!(years(day("1990-01-01"), day("2026-01-01"), &gaps), Ok(10));
        assert_eq!(years_after(day("1990-01-01"), 9000), Err(Fault::DateOutsideCalendar));
    }
}
