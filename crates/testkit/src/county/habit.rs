//! Habits: the ways in which offices write one and the same value. None of them is a mistake.

use guanai_kernel::Date;

use super::draw::Draw;
use super::number::fifteen_digits;
use super::person::{Floating, Person};
use super::sheet::Cell;

/// The habits of one book's writers: a workbook has number cells and real dates, a CSV file only text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    pub(crate) workbook: bool,
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}

/// Spaces after, before or on both sides of a text, now and then; or none.
pub(crate) fn spaced(draw: &mut Draw, text: &str) -> Cell {
    Cell::Text(match draw.below(40) {
        0 | 1 => format!("{text} "),
        2 => format!("{text}\u{3000}"),
        3 => format!(" {text}"),
        4 => format!("\u{3000}{text} "),
        _ => text.to_owned(),
    })
}

/// A name; one of two characters is sometimes spread over three, as in printed lists.
pub(crate) fn name(draw: &mut Draw, name: &str, spread: bool) -> Cell {
    let letters: Vec<char> = name.chars().collect();
    match letters[..] {
        [first, second] if spread && draw.chance(12) => {
            Cell::Text(format!("{first}{}{second}", draw.pick(&["\u{3000}", " ", "  "])))
        }
        _ => spaced(draw, name),
    }
}

/// A date in one of eight ways; a ninth is to fill figures up with zeros.
pub(crate) fn day(draw: &mut Draw, day: Date) -> Cell {
    let (y, m, d) = (day.year(), day.month(), day.day());
    Cell::Text(match draw.below(10) {
        0 | 1 => return Cell::Day(day),
        2 => format!("{y}-{m:02}-{d:02}"),
        3 => format!("{y}/{m}/{d}"),
        4 => format!("{y}.{m}.{d}"),
        5 => format!("{y}年{m}月{d}日"),
        6 => format!("{y}{m:02}{d:02}"),
        7 => format!("{y}/{m:02}/{d:02}"),
        8 => format!("{y}.{m:02}.{d:02}"),
        _ => format!("{y}年{m:02}月{d:02}日"),
    })
}

/// A date that no calendar has.
pub(crate) fn impossible_day(draw: &mut Draw) -> Cell {
    Cell::text(draw.pick(&[
        "1987年13月40日",
        "2001-02-30",
        "1999/6/31",
        "20030229",
        "1995.13.1",
        "2010年4月31日",
        "1900-02-29",
        "2008-00-10",
    ]))
}

impl Habits {
    /// An identity number as the person's roster row has it.
    pub(crate) fn identity_of(self, draw: &mut Draw, person: &Person) -> Cell {
        if person.old_number {
            self.identity(draw, &fifteen_digits(&person.identity))
        } else {
            self.identity(draw, &person.identity)
        }
    }

    /// An identity number or credit code.
    pub(crate) fn identity(self, draw: &mut Draw, number: &str) -> Cell {
        let split = number.len().min(6);
        Cell::Text(match draw.below(60) {
            0..4 => number.to_lowercase(),
            4 | 5 => full_width(number),
            6..9 => format!(" {} {} ", &number[..split], &number[split..]),
            9 if number.len() == 18 => format!("{} {} {}", &number[..6], &number[6..14], &number[14..]),
            10 => format!("{number}\u{3000}"),
            11..16 => format!("'{number}"),
            16 if !self.workbook => format!("\t{number}"),
            _ => number.to_owned(),
        })
    }

    pub(crate) fn phone(self, draw: &mut Draw, phone: &str) -> Cell {
        let (a, b, c) = (&phone[..3], &phone[3..7], &phone[7..]);
        Cell::Text(match draw.below(20) {
            0 | 1 => format!("+86 {phone}"),
            2 => format!("+86{phone}"),
            3 | 4 => format!("{a}-{b}-{c}"),
            5 => format!("{a} {b} {c}"),
            6 => format!(" {phone}"),
            7 => full_width(phone),
            8..11 if self.workbook => return phone.parse().map_or(Cell::Blank, Cell::Whole),
            _ => phone.to_owned(),
        })
    }

    /// 男, 女, or the code of GB/T 2261.1.
    pub(crate) fn sex(self, draw: &mut Draw, woman: bool) -> Cell {
        match draw.below(10) {
            0 | 1 => Cell::text(if woman { "2" } else { "1" }),
            2 if self.workbook => Cell::Whole(if woman { 2 } else { 1 }),
            3 => spaced(draw, if woman { "女" } else { "男" }),
            _ => Cell::text(if woman { "女" } else { "男" }),
        }
    }

    /// A count or an amount in whole yuan.
    pub(crate) fn count(self, count: usize) -> Cell {
        if self.workbook { Cell::whole(count) } else { Cell::Text(count.to_string()) }
    }

    /// An amount in whole yuan: 3000, 3,000, 3000元, 0.30万.
    pub(crate) fn yuan(self, draw: &mut Draw, yuan: usize) -> Cell {
        Cell::Text(match draw.below(9) {
            0 => thousands(yuan),
            1 => format!("{yuan}元"),
            2 if yuan.is_multiple_of(100) => format!("{}.{:02}万", yuan / 10_000, yuan % 10_000 / 100),
            3 => format!(" {yuan} "),
            4 => full_width(&yuan.to_string()),
            5 => format!("{}元", thousands(yuan)),
            _ => return self.count(yuan),
        })
    }
}

fn thousands(number: usize) -> String {
    let figures = number.to_string();
    let mut shown = String::new();
    for (at, figure) in figures.chars().enumerate() {
        if at > 0 && (figures.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(figure);
    }
    shown
}

/// 汉 or 汉族; any other people as the roster has it.
pub(crate) fn ethnic(draw: &mut Draw, word: &str) -> Cell {
    Cell::text(if word == "汉" { draw.pick(&["汉", "汉族"]) } else { word })
}

/// 本科 or 大学本科, 大专 or 大学专科.
pub(crate) fn degree(draw: &mut Draw, word: &str) -> Cell {
    match word {
        "本科" => Cell::text(draw.pick(&["本科", "大学本科"])),
        "大专" => Cell::text(draw.pick(&["大专", "大学专科"])),
        _ => spaced(draw, word),
    }
}

/// 是, √, Y, y; or 否, N, n.
pub(crate) fn yes_no(draw: &mut Draw, yes: bool) -> Cell {
    Cell::text(if yes {
        draw.pick(&["是", "是", "是", "√", "Y", "y"])
    } else {
        draw.pick(&["否", "否", "否", "N", "n"])
    })
}

/// The same, where a blank is no.
pub(crate) fn floating(draw: &mut Draw, floating: Floating) -> Cell {
    match floating {
        Floating::Blank => Cell::Blank,
        Floating::No => yes_no(draw, false),
        Floating::Yes => yes_no(draw, true),
    }
}
