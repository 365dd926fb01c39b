//! Days as offices write them: 1983/1/22, 1983-01-22, 1983.1.22, 19830122, 1983年1月22日, 一九八三年一月二十二日, cells in a
//! date's format and Excel's serial numbers.

use guanai_kernel::Date;
use guanai_kernel::text::narrow;

use crate::cells::{Cell, serial_day};

/// What stands in a cell for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    Blank,
    /// A day.
    Day(Date),
    /// A month without its day, like 1983.01 or 198301.
    Month(i16, i8),
    /// No day of the calendar.
    NoDay,
}

/// Serial numbers below this one (1910) are taken for mistyped years.
const FIRST_SERIAL: f64 = 3_654.0;
/// Nobody who is in a book was born, and nothing in it was dated, outside these years.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;

/// What a cell says.
pub fn read_day(cell: &Cell, from_1904: bool) -> Written {
    match cell {
        _ if cell.is_blank() => Written::Blank,
        Cell::Date(day) => bounded(*day),
        Cell::Text(text) => read_text(text),
        Cell::Number(number) => read_number(*number, from_1904),
        _ => Written::NoDay,
    }
}

fn bounded(day: Date) -> Written {
    if YEARS.contains(&day.year()) { Written::Day(day) } else { Written::NoDay }
}

fn read_number(number: f64, from_1904: bool) -> Written {
    let typed = Cell::Number(number).shown().into_owned();
    if number.fract() == 0.0 && number >= 180_001.0 {
        return read_text(&typed);
    }
    if number >= FIRST_SERIAL {
        return serial_day(number, from_1904).map_or(Written::NoDay, bounded);
    }
    read_text(&typed)
}

fn read_text(text: &str) -> Written {
    let narrowed = narrow(text);
    let written = narrowed.trim().trim_start_matches(['\'', '’', '‘']).trim();
    let written = without_hour(written);
    let figures = chinese_figures(written);
    let written = figures.as_deref().unwrap_or(written);
    let mut parts: Vec<&str> = Vec::new();
    for part in written.split(is_separator).filter(|part| !part.is_empty()) {
        if !part.bytes().all(|b| b.is_ascii_digit()) {
            return Written::NoDay;
        }
        parts.push(part);
    }
    match parts.as_slice() {
        [whole] if whole.len() == 8 => day_of(&whole[..4], &whole[4..6], &whole[6..]),
        [whole] if whole.len() == 6 => month_of(&whole[..4], &whole[4..]),
        [year, month] if year.len() == 4 => month_of(year, month),
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        _ => Written::NoDay,
    }
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '-' | '/' | '.' | '\\' | '_' | ',' | '年' | '月' | '日' | '号' | '。' | '、' | '·' | '‐' | '–' | '—' | '−'
    ) || c.is_whitespace()
}

/// Without `0:00`, `00:00:00`, `T00:00:00.000` behind the day.
fn without_hour(text: &str) -> &str {
    match text.find(':') {
        Some(colon) => match text[..colon].rfind([' ', 'T']) {
            Some(gap) if gap >= 8 => text[..gap].trim_end(),
            _ => text,
        },
        None => text,
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Written {
    let parts = (year.parse(), month.parse(), day.parse());
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Written::NoDay };
    Date::new(year, month, day).map_or(Written::NoDay, bounded)
}

fn month_of(year: &str, month: &str) -> Written {
    match (year.parse::<i16>(), month.parse::<i8>()) {
        (Ok(year), Ok(month)) if YEARS.contains(&year) && (1..=12).contains(&month) => Written::Month(year, month),
        _ => Written::NoDay,
    }
}

/// 一九八三年一月二十二日 as 1983年1月22日; none for other texts.
fn chinese_figures(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('年')?;
    let figure = |c: char| "〇一二三四五六七八九".chars().position(|f| f == c);
    let figure = |c: char| if matches!(c, '零' | '○' | 'Ｏ') { Some(0) } else { figure(c) };
    let year: Option<String> = year.trim().chars().map(|c| figure(c).map(|f| f.to_string())).collect();
    let year = year.filter(|y| y.len() == 4)?;
    let number = |text: &str| -> Option<String> {
        let (tens, units) = match text.split_once('十') {
            None => (0, figure(text.chars().next()?)?),
            Some((tens, units)) => {
                let tens = if tens.is_empty() { 1 } else { figure(tens.chars().next()?)? };
                (tens, if units.is_empty() { 0 } else { figure(units.chars().next()?)? })
            }
        };
        Some((tens * 10 + units).to_string())
    };
    let (month, day) = rest.split_once('月')?;
    let day = day.trim().trim_end_matches(['日', '号']);
    let day = if day.is_empty() { String::new() } else { number(day)? };
    Some(format!("{year}年{}月{day}", number(month.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn text(text: &str) -> Written {
        read_day(&Cell::Text(text.into()), false)
    }

    #[test]
    fn one_day_in_every_habit() {
        let day = Written::Day(date(1983, 1, 22));
        for written in [
            "1983/1/22",
            "1983-01-22",
            "1983.1.22",
            "19830122",
            "1983年1月22日",
            "１９８３年０１月２２日",
            " 1983 年 1 月 22 日 ",
            "1983/01/22 0:00",
            "1983-01-22 00:00:00",
            "1983-01-22T00:00:00",
            "'1983-1-22",
            "1983—1—22",
            "1983。1。22",
            "1983.1.22.",
            "一九八三年一月二十二日",
            "1983\\1\\22",
        ] {
            assert_eq!(text(written), day, "{written}");
        }
        assert_eq!(read_day(&Cell::Date(date(1983, 1, 22)), false), day);
        assert_eq!(read_day(&Cell::Number(30_338.0), false), day);
        assert_eq!(read_day(&Cell::Number(30_338.75), false), day);
        assert_eq!(read_day(&Cell::Number(28_876.0), true), day);
        assert_eq!(read_day(&Cell::Number(19_830_122.0), false), day);
        assert_eq!(text("一九四九年十月一日"), Written::Day(date(1949, 10, 1)));
        assert_eq!(text("二〇〇三年十二月三十一日"), Written::Day(date(2003, 12, 31)));
    }

    #[test]
    fn a_month_is_no_day() {
        for written in ["1983.01", "198301", "1983年1月", "1983-1", "一九八三年一月"] {
            assert_eq!(text(written), Written::Month(1983, 1), "{written}");
        }
        assert_eq!(read_day(&Cell::Number(1983.01), false), Written::Month(1983, 1));
        assert_eq!(read_day(&Cell::Number(198_301.0), false), Written::Month(1983, 1));
    }

    #[test]
    fn what_is_no_day() {
        for written in [
            "1987年13月40日",
            "1987-02-30",
            "1987",
            "83.1.22",
            "不详",
            "0000-00-00",
            "22/1/1983",
            "1983.13",
            "#N/A",
            "19871340",
        ] {
            assert_eq!(text(written), Written::NoDay, "{written}");
        }
        assert_eq!(read_day(&Cell::Number(1983.0), false), Written::NoDay);
        assert_eq!(read_day(&Cell::Number(-1.0), false), Written::NoDay);
        assert_eq!(read_day(&Cell::Bool(true), false), Written::NoDay);
        assert_eq!(text(" \u{3000}"), Written::Blank);
    }
}
