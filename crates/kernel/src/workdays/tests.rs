//! Working days: the published year 2026 day by day, and counting held against counting by hand.

use std::collections::BTreeSet;

use jiff::civil::{Weekday, date};
use proptest::prelude::*;

use super::*;
use crate::civil::days_between;

fn days(list: &[(i16, i8, i8)]) -> BTreeSet<Date> {
    list.iter().map(|&(year, month, day)| date(year, month, day)).collect()
}

/// 国办发明电〔2025〕7号.
fn year_2026() -> PublishedYear {
    let stretches = [((1, 1), 3), ((2, 15), 9), ((4, 4), 3), ((5, 1), 5), ((6, 19), 3), ((9, 25), 3), ((10, 1), 7)];
    let off = stretches
        .into_iter()
        .flat_map(|((month, first), days)| (0..days).map(move |day| add_days(date(2026, month, first), day).unwrap()));
    let worked = days(&[(2026, 1, 4), (2026, 2, 14), (2026, 2, 28), (2026, 5, 9), (2026, 9, 20), (2026, 10, 10)]);
    PublishedYear { year: 2026, off: off.collect(), worked }
}

fn calendar() -> WorkCalendar {
    WorkCalendar::new([year_2026()]).unwrap()
}

/// By the words of the notice alone.
fn works(published: &[PublishedYear], day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let off = published.iter().any(|year| year.off.contains(&day));
    let worked = published.iter().any(|year| year.worked.contains(&day));
    worked || (!weekend && !off)
}

#[test]
fn the_year_2026_has_248_working_days() {
    let calendar = calendar();
    let mut day = date(2026, 1, 1);
    while day.year() == 2026 {
        assert_eq!(calendar.is_working(day), works(&[year_2026()], day), "{day}");
        day = add_days(day, 1).unwrap();
    }
    // 261 weekdays, less 19 of the 33 days off that are weekdays, and six weekend days worked.
    assert_eq!(calendar.count_between(date(2025, 12, 31), date(2026, 12, 31)), 248);
}

#[test]
fn a_term_passes_over_the_spring_festival_and_counts_the_saturday_that_is_worked() {
    let calendar = calendar();
    let certain = |on| Some(Deadline { on, provisional: false });
    // Friday the 13th; Saturday the 14th is worked, the 15th to the 23rd are off.
    assert_eq!(calendar.after(date(2026, 2, 13), 1), certain(date(2026, 2, 14)));
    assert_eq!(calendar.after(date(2026, 2, 13), 3), certain(date(2026, 2, 25)));
    assert_eq!(calendar.after(date(2026, 2, 13), 0), certain(date(2026, 2, 13)));
    assert_eq!(calendar.working_day_from(date(2026, 2, 15)), Some(date(2026, 2, 24)));
}

#[test]
fn a_year_without_a_published_calendar_is_said_to_be_provisional() {
    let calendar = calendar();
    let late = calendar.after(date(2026, 12, 30), 2);
    assert_eq!(late, Some(Deadline { on: date(2027, 1, 1), provisional: true }), "nobody has yet said that it is off");
    assert_eq!(calendar.after(date(2026, 12, 28), 3), Some(Deadline { on: date(2026, 12, 31), provisional: false }));
    assert_eq!(WorkCalendar::default().after(date(2026, 2, 13), 1).map(|d| d.provisional), Some(true));
}

#[test]
fn years_that_make_no_calendar_are_refused() {
    let with = |change: fn(&mut PublishedYear)| {
        let mut year = year_2026();
        change(&mut year);
        WorkCalendar::new([year]).unwrap_err()
    };
    let other = with(|year| year.off.extend(days(&[(2025, 11, 30)])));
    let both = with(|year| year.off.extend(days(&[(2026, 2, 14)])));
    let weekday = with(|year| year.worked.extend(days(&[(2026, 3, 4)])));
    assert_eq!(other, CalendarError::OtherYear { year: 2026, day: date(2025, 11, 30) });
    assert_eq!(both, CalendarError::OffAndWorked { day: date(2026, 2, 14) });
    assert_eq!(weekday, CalendarError::WorkedWeekday { day: date(2026, 3, 4) });
    let twice = WorkCalendar::new([year_2026(), year_2026()]);
    assert_eq!(twice, Err(CalendarError::YearTwice { year: 2026 }));
    // A notice may give the December before.
    let mut early = year_2026();
    early.off.extend(days(&[(2025, 12, 31)]));
    assert!(!WorkCalendar::new([early]).unwrap().is_working(date(2025, 12, 31)));
}

fn some_year(year: i16) -> impl Strategy<Value = PublishedYear> {
    let day = (0..365_i32).prop_map(move |n| add_days(date(year, 1, 1), n).unwrap());
    proptest::collection::vec((day, any::<bool>()), 0..40).prop_map(move |drawn| {
        let (mut off, mut worked) = (BTreeSet::new(), BTreeSet::new());
        for (day, is_off) in drawn {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            if weekend && !is_off {
                worked.insert(day);
            } else if is_off {
                off.insert(day);
            }
        }
        off.retain(|day| !worked.contains(day));
        PublishedYear { year, off, worked }
    })
}

proptest! {
    /// The n-th working day found by halving is the one found by walking.
    #[test]
    fn counting_is_walking(a in some_year(2026), b in some_year(2027), start in 0..800_i32, n in 0..80_u32) {
        let published = [a, b];
        let calendar = WorkCalendar::new(published.clone()).unwrap();
        let from = add_days(date(2025, 12, 1), start).unwrap();
        let (mut day, mut left) = (from, n);
        while left > 0 {
            day = add_days(day, 1).unwrap();
            left -= u32::from(works(&published, day));
        }
        let found = calendar.after(from, n).unwrap();
        prop_assert_eq!(found.on, day);
        prop_assert_eq!(calendar.count_between(from, day), n);
        prop_assert_eq!(found.provisional, from.year() < 2026 || day.year() > 2027);
    }

    /// Counting back meets the last day from which so many are left.
    #[test]
    fn counting_back(year in some_year(2026), to in 0..360_i32, n in 0..90_u32) {
        let calendar = WorkCalendar::new([year]).unwrap();
        let to = add_days(date(2026, 1, 1), to).unwrap();
        let day = calendar.before(to, n).unwrap();
        prop_assert!(calendar.count_between(day, to) == n && day <= to);
        prop_assert!(n == 0 || calendar.count_between(add_days(day, 1).unwrap(), to) < n);
    }

    /// Stretches that meet have as many working days as both together, and a longer term never ends earlier.
    #[test]
    fn counts_add_up(year in some_year(2026), a in 0..300_i32, b in 0..300_i32, n in 0..60_u32) {
        let calendar = WorkCalendar::new([year]).unwrap();
        let from = date(2026, 1, 1);
        let [middle, end] = [a, a + b].map(|days| add_days(from, days).unwrap());
        let (first, second) = (calendar.count_between(from, middle), calendar.count_between(middle, end));
        prop_assert_eq!(first + second, calendar.count_between(from, end));
        prop_assert!(calendar.after(from, n).unwrap().on <= calendar.after(from, n + 1).unwrap().on);
        let worked = calendar.working_day_from(middle).unwrap();
        prop_assert!(calendar.is_working(worked) && days_between(middle, worked) >= 0);
    }
}

#[test]
fn a_calendar_that_was_noted_is_the_same_calendar() {
    let calendar = calendar();
    let noted = calendar.to_string();
    assert!(noted.starts_with("2026 -2026-01-01 -2026-01-02 +2026-01-04 "), "{noted}");
    assert_eq!(noted.parse(), Ok(calendar));
    assert_eq!("".parse(), Ok(WorkCalendar::default()));
    for wrong in ["2026 +2026-01-01", "-2026-01-04", "soon", "-2026-13-01"] {
        assert!(wrong.parse::<WorkCalendar>().is_err(), "{wrong}");
    }
}

#[test]
fn two_calendars_differ_from_the_first_day_to_the_last_that_is_not_the_same() {
    let published = calendar();
    assert_eq!(published.differs_from(&published), None);
    let whole_year = Some((date(2026, 1, 1), date(2026, 12, 31)));
    assert_eq!(published.differs_from(&WorkCalendar::default()), whole_year);
    assert_eq!(WorkCalendar::default().differs_from(&published), whole_year);
    let mut corrected = year_2026();
    corrected.off.remove(&date(2026, 10, 7));
    corrected.worked.remove(&date(2026, 9, 20));
    let corrected = WorkCalendar::new([corrected]).unwrap();
    assert_eq!(published.differs_from(&corrected), Some((date(2026, 9, 20), date(2026, 10, 7))));
    // A year with nothing but weekends differs from one that was not published in what is certain.
    let plain = PublishedYear { year: 2027, off: BTreeSet::new(), worked: BTreeSet::new() };
    let both = WorkCalendar::new([year_2026(), plain]).unwrap();
    assert_eq!(both.differs_from(&published), Some((date(2027, 1, 1), date(2027, 12, 31))));
}
