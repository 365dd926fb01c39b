//! Working days 工作日, by published calendars alone. A clock of the guarantees may count a year whose calendar is not yet
//! published by its weekends and say that its end is provisional; an answer that somebody is given has no such mark, so that
//! here nothing comes out where a year is not published.

use guanai_kernel::{Date, WorkCalendar};

use super::evaluate::Fault;

/// How many working days lie after `from`, up to and with `to`; less than zero where `to` lies before it.
pub(crate) fn between(calendar: &WorkCalendar, from: Date, to: Date) -> Result<i64, Fault> {
    let (first, last) = (from.min(to), from.max(to));
    if !calendar.covers(first, last) {
        return Err(Fault::YearNotPublished);
    }
    let days = i64::from(calendar.count_between(first, last));
    Ok(if from <= to { days } else { -days })
}

/// The last day of a term of so many working days; the day on which it begins is not counted, and a term of none ends on it.
pub(crate) fn after(calendar: &WorkCalendar, from: Date, days: i64) -> Result<Date, Fault> {
    if days < 0 {
        return Err(Fault::NegativeWorkingDays);
    }
    if !calendar.covers(from, from) {
        return Err(Fault::YearNotPublished);
    }
    // However far it is, it passes the last published year first.
    let days = u32::try_from(days).map_err(|_| Fault::YearNotPublished)?;
    match calendar.after(from, days) {
        Some(end) if !end.provisional => Ok(end.on),
        _ => Err(Fault::YearNotPublished),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_pack::small_pack;
    use guanai_kernel::civil::add_days;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_term_passes_over_days_off_and_counts_the_weekend_days_that_are_worked() {
        let pack = small_pack();
        let calendar = &pack.guarantees().calendar;
        // Friday the 13th; Saturday the 14th is worked, the 15th to the 23rd are off.
        for (days, end) in [(0, "2026-02-13"), (1, "2026-02-14"), (2, "2026-02-24"), (3, "2026-02-25")] {
            assert_eq!(after(calendar, day("2026-02-13"), days), Ok(day(end)), "{days}");
            assert_eq!(between(calendar, day("2026-02-13"), day(end)), Ok(days), "{end}");
            assert_eq!(between(calendar, day(end), day("2026-02-13")), Ok(-days), "{end}");
        }
    }

    #[test]
    fn a_year_that_is_not_published_gives_no_answer() {
        let pack = small_pack();
        let calendar = &pack.guarantees().calendar;
        let open = Err(Fault::YearNotPublished);
        assert_eq!(after(calendar, day("2026-12-30"), 1), Ok(day("2026-12-31")));
        assert_eq!(after(calendar, day("2026-12-30"), 2), open);
        for far in [300, 1 << 20, 1 << 40, i64::MAX] {
            assert_eq!(after(calendar, day("2026-12-30"), far), open, "{far}");
        }
        assert_eq!(after(calendar, day("2025-12-31"), 0), open);
        assert_eq!(after(calendar, day("2026-03-02"), -1), Err(Fault::NegativeWorkingDays));
        for (from, to) in [("2025-12-31", "2026-01-05"), ("2026-12-31", "2027-01-01"), ("2026-06-01", "2025-06-01")] {
            assert_eq!(between(calendar, day(from), day(to)).map_err(|_| ()), Err(()), "{from} {to}");
        }
        assert_eq!(
            between(&WorkCalendar::default(), day("2026-03-02"), day("2026-03-02")),
            Err(Fault::YearNotPublished)
        );
    }

    proptest! {
        /// Against counting on one's fingers.
        #[test]
        fn counting_is_walking(start in 0..365_i32, length in 0..365_i32) {
            let pack = small_pack();
            let calendar = &pack.guarantees().calendar;
            let from = add_days(day("2026-01-01"), start).unwrap();
            let to = add_days(from, length.min(364 - start)).unwrap();
            let (mut walked, mut at) = (0, from);
            while at < to {
                at = add_days(at, 1).unwrap();
                walked += i64::from(calendar.is_working(at));
            }
            prop_assert_eq!(between(calendar, from, to), Ok(walked));
            let end = after(calendar, from, walked).unwrap();
            prop_assert!(end <= to && (walked == 0 || calendar.is_working(end)));
            prop_assert_eq!(between(calendar, from, end), Ok(walked));
        }
    }
}
