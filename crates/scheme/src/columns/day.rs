//! Days as whole numbers that are in the order of the calendar: year, month and day side by side in one `i32`.

use guanai_kernel::Date;

/// The number of a day.
pub(super) fn packed(day: Date) -> i32 {
    (i32::from(day.year()) << 9) | (i32::from(day.month()) << 5) | i32::from(day.day())
}

/// The day of a number; none where no day has it.
pub(super) fn unpacked(number: i64) -> Option<Date> {
    let year = i16::try_from(number >> 9).ok()?;
    let part = |n: i64| i8::try_from(n).ok();
    Date::new(year, part((number >> 5) & 15)?, part(number & 31)?).ok()
}

/// Completed years from the day of a number up to and on `on`: what `civil::completed_years` says, without a branch.
#[inline]
pub(super) const fn years_since(since: i32, on: On) -> i32 {
    let within = since & 0x1FF;
    // Somebody born on 29 February has the anniversary on 28 February of a common year.
    let due = within - ((within == LEAP_DAY && !on.leap) as i32);
    on.year - (since >> 9) - ((due > on.within) as i32)
}

const LEAP_DAY: i32 = (2 << 5) + 29;

/// The day up to which years are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct On {
    year: i32,
    within: i32,
    leap: bool,
}

impl On {
    /// The day of a number.
    pub const fn of(number: i32) -> Self {
        let year = number >> 9;
        Self { year, within: number & 0x1FF, leap: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::civil;
    use proptest::prelude::*;

    fn date() -> impl Strategy<Value = Date> {
        let year = prop_oneof![8 => 1880i16..2100, 1 => Just(-9999i16), 1 => Just(9999i16), 1 => any::<i16>()];
        (year, 1i8..13, prop_oneof![3 => 1i8..32, 1 => 28i8..30])
            .prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d).ok())
    }

    proptest! {
        #[test]
        fn numbers_are_in_the_order_of_days(a in date(), b in date()) {
            prop_assert_eq!(packed(a).cmp(&packed(b)), a.cmp(&b));
            prop_assert_eq!(unpacked(i64::from(packed(a))), Some(a));
        }

        #[test]
        fn years_are_counted_as_the_calendar_counts_them(since in date(), on in date()) {
            let years = years_since(packed(since), On::of(packed(on)));
            prop_assert_eq!(i64::from(years), civil::completed_years(since, on));
        }
    }

    #[test]
    fn what_is_no_day_has_none() {
        assert_eq!(unpacked(0), None);
        assert_eq!(unpacked(i64::MAX), None);
        let day: Date = "2023-02-28".parse().unwrap();
        assert_eq!(unpacked(i64::from(packed(day)) + 1), None);
    }
}
