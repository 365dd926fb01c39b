//! Days and hours as people read them. Offices in China keep one time all year: eight hours before UTC.

use guanai_i18n::Language;
use guanai_kernel::civil::add_days;
use guanai_kernel::{Date, Moment};

const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;
const AHEAD_MICROS: i64 = 8 * 3_600 * 1_000_000;
const EPOCH: Date = Date::constant(1970, 1, 1);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment on the office's wall: a day and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// The day.
    pub day: Date,
    /// The hour, 0 to 23.
    pub hour: i64,
    /// The minute.
    pub minute: i64,
}

impl LocalTime {
    /// What the office's clock shows at `moment`.
    pub fn of(moment: Moment) -> Self {
        let local = moment.as_micros().saturating_add(AHEAD_MICROS);
        let days = i32::try_from(local.div_euclid(DAY_MICROS)).unwrap_or(0);
        let minutes = local.rem_euclid(DAY_MICROS) / 60_000_000;
        Self { day: add_days(EPOCH, days).unwrap_or(EPOCH), hour: minutes / 60, minute: minutes % 60 }
    }

    /// `09:05`.
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }
}

/// A day in full.
pub fn full(day: Date, language: Language) -> String {
    match language {
        Language::Chinese => chinese(day),
        Language::English => english(day),
    }
}

/// `2026年11月2日`.
fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `2 November 2026`.
fn english(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day), day.year())
}

/// A day in a sentence: without its year where that is `today`'s.
pub fn short(day: Date, today: Date, language: Language) -> String {
    match (language, day.year() == today.year()) {
        (Language::Chinese, true) => format!("{}月{}日", day.month(), day.day()),
        (Language::Chinese, false) => chinese(day),
        (Language::English, true) => format!("{} {}", day.day(), month_name(day)),
        (Language::English, false) => english(day),
    }
}

/// `November`.
pub fn month_name(day: Date) -> &'static str {
    usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_on_the_wall() {
        let shown = LocalTime::of(Moment::from_micros(1_795_453_500_000_000));
        assert_eq!((shown.day.to_string().as_str(), shown.clock().as_str()), ("2026-11-24", "01:05"));
        let before = LocalTime::of(Moment::from_micros(-1));
        assert_eq!((before.day, before.clock()), (EPOCH, "07:59".to_owned()));
    }

    #[test]
    fn days_in_words() {
        let day = Date::constant(2026, 11, 2);
        assert_eq!(chinese(day), "2026年11月2日");
        assert_eq!(english(day), "2 November 2026");
        let next = Date::constant(2027, 1, 3);
        assert_eq!(
            (short(day, day, Language::Chinese), short(next, day, Language::Chinese)),
            ("11月2日".into(), "2027年1月3日".into())
        );
        assert_eq!(
            (short(day, day, Language::English), short(next, day, Language::English)),
            ("2 November".into(), "3 January 2027".into())
        );
    }
}
