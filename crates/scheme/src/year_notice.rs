//! A year's calendar as somebody pastes it: the lines of the State Council's notice (`二、春节：2月15日至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。`),
//! or days typed one stretch a line (`2026-02-15 至 2026-02-23 春节`, `2026-02-14 上班`). What is read is shown before it is kept: nothing is guessed that the
//! line does not say, and a count that the notice states must come out.

use std::collections::BTreeSet;

use guanai_kernel::Date;
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::workdays::{CalendarError, PublishedYear, WorkCalendar};

/// A stretch of days off, with what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffDays {
    /// The festival; empty where the line names none.
    pub name: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A year's calendar as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticedDays {
    /// The days off, in the order of the text.
    pub off: Vec<OffDays>,
    /// The weekend days that are worked.
    pub worked: BTreeSet<Date>,
}

/// Why a text is no calendar of a year. Checked line by line, then as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Nothing in it.
    #[error("no day off is in it: paste the notice's lines of the festivals")]
    Empty,
    /// A line that names no day.
    #[error("line {line}: no day is read from it; write it like 2月15日至23日, or 2026-02-15 至 2026-02-23")]
    NoDay {
        /// Which, from 1.
        line: usize,
    },
    /// A day that the calendar does not have.
    #[error("line {line}: {month}月{day}日 is no day of the calendar")]
    NoSuchDay {
        /// Which, from 1.
        line: usize,
        /// The month.
        month: i8,
        /// The day.
        day: i8,
    },
    /// A stretch that ends before it begins, or is longer than a festival.
    #[error("line {line}: it ends before it begins, or lasts longer than {MOST_DAYS} days")]
    Stretch {
        /// Which, from 1.
        line: usize,
    },
    /// The count of days that the line states is not what its days come to.
    #[error("line {line}: it says {said} days and names {found}")]
    Count {
        /// Which, from 1.
        line: usize,
        /// What it says.
        said: i64,
        /// What its days come to.
        found: i64,
    },
    /// The days make no calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// The most days of one festival.
const MOST_DAYS: i64 = 15;

impl NoticeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "notice-empty",
            Self::NoDay { .. } => "notice-no-day",
            Self::NoSuchDay { .. } => "notice-no-such-day",
            Self::Stretch { .. } => "notice-stretch",
            Self::Count { .. } => "notice-count",
            Self::Calendar(error) => error.code(),
        }
    }

    /// The line that is wrong, from 1; none where the whole is.
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::NoDay { line } | Self::NoSuchDay { line, .. } | Self::Stretch { line } | Self::Count { line, .. } => {
                Some(*line)
            }
            Self::Empty | Self::Calendar(_) => None,
        }
    }
}

impl NoticedDays {
    /// Reads a text for a year, and checks that its days make a calendar of it.
    pub fn read(year: i16, text: &str) -> Result<Self, NoticeError> {
        let mut days = Self::default();
        for (at, line) in text.lines().enumerate() {
            let line_text = without_brackets(line);
            if !line_text.trim().is_empty() {
                days.take(year, at + 1, line_text.trim())?;
            }
        }
        if days.off.is_empty() {
            return Err(NoticeError::Empty);
        }
        days.check(year)?;
        Ok(days)
    }

    /// Checks that the days make a calendar of the year: all of it or of the December before, none both off and worked, none
    /// worked that is anyway.
    pub fn check(&self, year: i16) -> Result<(), NoticeError> {
        WorkCalendar::new([self.published(year)])?;
        Ok(())
    }

    /// The days as a year's calendar.
    pub fn published(&self, year: i16) -> PublishedYear {
        let mut off = BTreeSet::new();
        for stretch in &self.off {
            let mut day = Some(stretch.from);
            while let Some(this) = day.filter(|day| *day <= stretch.to) {
                off.insert(this);
                day = add_days(this, 1);
            }
        }
        PublishedYear { year, off, worked: self.worked.clone() }
    }

    fn take(&mut self, year: i16, line: usize, text: &str) -> Result<(), NoticeError> {
        let (name, rest) = match text.split_once(['：', ':']) {
            Some((name, rest)) => (without_number(name), rest),
            None => (String::new(), text),
        };
        let mut found = 0;
        for part in rest.split(['。', '；', ';']).filter(|part| !part.trim().is_empty()) {
            let marks = marks_of(year, line, part)?;
            if part.contains("上班") {
                self.worked.extend(marks.iter().map(|mark| mark.day));
                found += marks.len();
                continue;
            }
            let name = if name.is_empty() { name_in(part) } else { name.clone() };
            let before = self.off.len();
            self.stretches(line, &name, &marks)?;
            let of_part: i64 = self.off.iter().skip(before).map(|off| days_between(off.from, off.to) + 1).sum();
            found += self.off.len() - before;
            if let Some(said) = said_count(part).filter(|said| *said != of_part) {
                return Err(NoticeError::Count { line, said, found: of_part });
            }
        }
        if found == 0 { Err(NoticeError::NoDay { line }) } else { Ok(()) }
    }

    fn stretches(&mut self, line: usize, name: &str, marks: &[Mark]) -> Result<(), NoticeError> {
        let mut open: Option<Date> = None;
        for (at, mark) in marks.iter().enumerate() {
            if marks.get(at + 1).is_some_and(|next| next.ends_stretch) {
                open = Some(mark.day);
                continue;
            }
            let from = open.take().unwrap_or(mark.day);
            let days = days_between(from, mark.day);
            if !(0..MOST_DAYS).contains(&days) {
                return Err(NoticeError::Stretch { line });
            }
            self.off.push(OffDays { name: name.to_owned(), from, to: mark.day });
        }
        Ok(())
    }
}

/// A day of a line, and whether it ends a stretch that the day before it begins.
struct Mark {
    day: Date,
    ends_stretch: bool,
}

/// The days that a part of a line names, in their order. A day without a month is of the month before it.
fn marks_of(year: i16, line: usize, part: &str) -> Result<Vec<Mark>, NoticeError> {
    let letters: Vec<char> = part.chars().map(narrow).collect();
    let mut marks = Vec::new();
    let (mut at, mut month, mut of_year, mut ends_stretch) = (0, None, year, false);
    while let Some(letter) = letters.get(at) {
        if matches!(letter, '至' | '到' | '~' | '—') {
            ends_stretch = !marks.is_empty();
            at += 1;
            continue;
        }
        if !letter.is_ascii_digit() {
            at += 1;
            continue;
        }
        let (number, after) = number_at(&letters, at);
        match letters.get(after) {
            Some('年') => of_year = i16::try_from(number).unwrap_or(year),
            Some('月') => month = i8::try_from(number).ok(),
            Some('日') => {
                let day = i8::try_from(number).unwrap_or(0);
                let named = month.ok_or(NoticeError::NoDay { line })?;
                marks.push(Mark { day: date(of_year, named, day, line)?, ends_stretch });
                ends_stretch = false;
            }
            // 2月15至23日: the first day goes without its letter.
            Some('至' | '到' | '~' | '—') if month.is_some() => {
                let (day, named) = (i8::try_from(number).unwrap_or(0), month.unwrap_or(0));
                marks.push(Mark { day: date(of_year, named, day, line)?, ends_stretch });
                ends_stretch = false;
                at = after;
                continue;
            }
            Some('-' | '/' | '.') if after - at == 4 => {
                let (of_month, after_month) = number_at(&letters, after + 1);
                let (of_day, end) = number_at(&letters, after_month + 1);
                let of_year = i16::try_from(number).unwrap_or(0);
                let (of_month, of_day) = (i8::try_from(of_month).unwrap_or(0), i8::try_from(of_day).unwrap_or(0));
                marks.push(Mark { day: date(of_year, of_month, of_day, line)?, ends_stretch });
                ends_stretch = false;
                at = end;
                continue;
            }
            _ => {}
        }
        at = after + 1;
    }
    Ok(marks)
}

fn date(year: i16, month: i8, day: i8, line: usize) -> Result<Date, NoticeError> {
    Date::new(year, month, day).map_err(|_| NoticeError::NoSuchDay { line, month, day })
}

/// The number that begins at a place, and the place after it.
fn number_at(letters: &[char], from: usize) -> (u32, usize) {
    let mut number = 0_u32;
    let mut at = from;
    while let Some(digit) = letters.get(at).and_then(|letter| letter.to_digit(10)) {
        number = number.saturating_mul(10).saturating_add(digit);
        at += 1;
    }
    (number, at)
}

const fn narrow(letter: char) -> char {
    match letter {
        '０' => '0',
        '１' => '1',
        '２' => '2',
        '３' => '3',
        '４' => '4',
        '５' => '5',
        '６' => '6',
        '７' => '7',
        '８' => '8',
        '９' => '9',
        '－' => '-',
        '～' | '〜' => '~',
        other => other,
    }
}

/// What stands in brackets explains the weekday, or the day by the moon.
fn without_brackets(line: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for letter in line.chars() {
        match letter {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept
}

/// A festival's name without the number that the notice gives its paragraph.
fn without_number(name: &str) -> String {
    let is_number = |letter: char| "一二三四五六七八九十0123456789、.． ".contains(letter);
    name.trim().trim_start_matches(is_number).trim().to_owned()
}

/// The name on a line of typed days: what is neither day nor sign.
fn name_in(part: &str) -> String {
    let is_sign =
        |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || "-/.年月日至到~～—、，,".contains(letter);
    part.trim_matches(is_sign).chars().filter(|letter| !is_sign(*letter)).take(20).collect()
}

/// How many days a part says that it has: 共9天.
fn said_count(part: &str) -> Option<i64> {
    let tail: Vec<char> = part.split_once('共')?.1.chars().map(narrow).collect();
    let (number, after) = number_at(&tail, 0);
    (after > 0 && tail.get(after) == Some(&'天')).then_some(i64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(month: i8, day: i8) -> Date {
        Date::constant(2026, month, day)
    }

    /// The notice of 2026, as it was published, comes out as the pack has it.
    #[test]
    fn the_notice_of_2026_is_read_as_it_was_published() {
        let text = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
             二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n\
             三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n\
             四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。\n\
             五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n\
             六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n\
             七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。";
        let read = NoticedDays::read(2026, text).unwrap();
        assert_eq!(read.off.len(), 7);
        assert_eq!(read.off[1], OffDays { name: "春节".to_owned(), from: day(2, 15), to: day(2, 23) });
        let worked = [day(1, 4), day(2, 14), day(2, 28), day(5, 9), day(9, 20), day(10, 10)];
        assert_eq!(read.worked, BTreeSet::from(worked));
        assert_eq!(read.published(2026).off.len(), 3 + 9 + 3 + 5 + 3 + 3 + 7);
    }

    #[test]
    fn typed_days_are_read_and_what_cannot_be_is_told_with_its_line() {
        let typed = "2026-02-15 至 2026-02-23 春节\n2026/10/01 节日\n\n2026-02-14、2026.02.28 上班";
        let read = NoticedDays::read(2026, typed).unwrap();
        assert_eq!((read.off.len(), read.worked.len()), (2, 2));
        assert_eq!((read.off[0].name.as_str(), read.off[1].from, read.off[1].to), ("春节", day(10, 1), day(10, 1)));
        // The December before belongs to the year's calendar.
        let december = NoticedDays::read(2026, "元旦：2025年12月31日至2026年1月2日放假，共3天。").unwrap();
        assert_eq!(december.off[0].from, Date::constant(2025, 12, 31));
        for (text, code, line) in [
            ("", "notice-empty", None),
            ("2026-02-14 上班", "notice-empty", None),
            ("春节：放假\n", "notice-no-day", Some(1)),
            ("元旦：1月1日放假，共1天。\n春节：2月31日放假。", "notice-no-such-day", Some(2)),
            ("春节：2月15至23日放假，共8天。", "notice-count", Some(1)),
            ("春节：2月15日至3月23日放假。", "notice-stretch", Some(1)),
            ("春节：2月15日至23日放假。2月16日上班。", "calendar-off-and-worked", None),
            ("春节：2月15日至23日放假。2月27日上班。", "calendar-worked-weekday", None),
            ("春节：2025年2月15日放假。", "calendar-other-year", None),
        ] {
            let error = NoticedDays::read(2026, text).unwrap_err();
            assert_eq!((error.code(), error.line()), (code, line), "{text}");
        }
    }
}
