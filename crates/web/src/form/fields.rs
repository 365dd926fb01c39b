//! Reading typed fields into what they mean, gathering everything that is wrong instead of stopping at the first.

use guanai_kernel::text::narrow;
use guanai_kernel::{Date, Money};

use super::Typed;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also its anchor on the page.
    pub field: String,
    /// The key of the sentence that says how to mend it.
    pub key: &'static str,
    /// What the sentence puts in as `value`: a limit, a date.
    pub value: String,
}

/// A reader of typed fields.
#[derive(Debug)]
pub struct Fields<'t> {
    typed: &'t Typed,
    errors: Vec<FieldError>,
}

impl<'t> Fields<'t> {
    /// Reads what was typed.
    pub fn of(typed: &'t Typed) -> Self {
        Self { typed, errors: Vec::new() }
    }

    /// Says that a field is wrong.
    pub fn refuse(&mut self, field: &str, key: &'static str, value: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), key, value: value.into() });
    }

    /// Words that must be there: trimmed, without what cannot be seen, at most `most` letters.
    pub fn words(&mut self, field: &str, most: usize) -> String {
        let words = self.words_or_none(field, most);
        if words.is_empty() && self.errors.last().is_none_or(|e| e.field != field) {
            self.refuse(field, "web-error-required", "");
        }
        words
    }

    /// Words that may be missing.
    pub fn words_or_none(&mut self, field: &str, most: usize) -> String {
        let words: String =
            self.typed.word(field).trim().chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
        if words.chars().count() > most {
            self.refuse(field, "web-error-too-long", most.to_string());
            return String::new();
        }
        words
    }

    /// One of the given codes; must be chosen.
    pub fn choice<'c>(&mut self, field: &str, codes: impl IntoIterator<Item = &'c str>) -> &'c str {
        let typed = self.typed.word(field);
        let found = codes.into_iter().find(|code| *code == typed);
        if found.is_none() {
            self.refuse(field, "web-error-choice", "");
        }
        found.unwrap_or("")
    }

    /// A day, written `2026-11-23`, `2026/11/23`, `2026.11.23`, `20261123` or `2026年11月23日`; not after `last`.
    pub fn date(&mut self, field: &str, last: Option<Date>) -> Option<Date> {
        let typed = narrow(self.typed.word(field));
        let typed = typed.trim();
        if typed.is_empty() {
            self.refuse(field, "web-error-required", "");
            return None;
        }
        let Some(day) = read_date(typed) else {
            self.refuse(field, "web-error-date", "");
            return None;
        };
        if let Some(last) = last.filter(|last| day > *last) {
            self.refuse(field, "web-error-date-late", last.to_string());
            return None;
        }
        Some(day)
    }

    /// A whole number from `least` to `most`, thousands separators allowed.
    pub fn whole_number(&mut self, field: &str, least: usize, most: usize) -> Option<usize> {
        let typed = narrow(self.typed.word(field)).replace(',', "");
        let typed = typed.trim();
        if typed.is_empty() {
            self.refuse(field, "web-error-required", "");
            return None;
        }
        let number = typed.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.refuse(field, "web-error-number", format!("{least}–{most}"));
        }
        number
    }

    /// The same of a field that may be left blank.
    pub fn whole_number_or_none(&mut self, field: &str, least: usize, most: usize) -> Option<usize> {
        if self.typed.word(field).trim().is_empty() { None } else { self.whole_number(field, least, most) }
    }

    /// Whether a box is ticked.
    pub fn is_ticked(&self, field: &str) -> bool {
        self.typed.word(field) == "yes"
    }

    /// A box that must be ticked.
    pub fn must_tick(&mut self, field: &str, key: &'static str) {
        if !self.is_ticked(field) {
            self.refuse(field, key, "");
        }
    }

    /// An amount in yuan, not below nothing; must be there.
    pub fn money(&mut self, field: &str) -> Option<Money> {
        let amount = self.money_or_none(field);
        if amount.is_none() && self.errors.last().is_none_or(|e| e.field != field) {
            self.refuse(field, "web-error-required", "");
        }
        amount
    }

    /// An amount in yuan, not below nothing, that may be missing.
    pub fn money_or_none(&mut self, field: &str) -> Option<Money> {
        let typed = narrow(self.typed.word(field)).replace(['¥', '￥', '元', '−'], "");
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let amount = Money::parse_yuan(typed).ok().filter(|amount| amount.fen() >= 0);
        if amount.is_none() {
            self.refuse(field, "web-error-money", "");
        }
        amount
    }

    /// What it all means, or everything that is wrong.
    pub fn finish<T>(self, meant: T) -> Result<T, Vec<FieldError>> {
        if self.errors.is_empty() { Ok(meant) } else { Err(self.errors) }
    }
}

fn read_date(typed: &str) -> Option<Date> {
    let figures: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let marks = typed.chars().filter(|c| !c.is_ascii_digit()).all(|c| "-/.年月日 ".contains(c));
    let (year, month, day) = match figures.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [all] if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    if !marks {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(value: &str) -> Typed {
        Typed::default().with("f", value)
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = Date::constant(2026, 11, 3);
        for good in ["2026-11-03", "2026/11/3", "2026.11.3", "20261103", "2026年11月3日", "２０２６－１１－０３"]
        {
            assert_eq!(Fields::of(&typed(good)).date("f", None), Some(day), "{good}");
        }
        for (wrong, key) in [
            ("", "web-error-required"),
            ("2026-02-30", "web-error-date"),
            ("3-11-2026", "web-error-date"),
            ("2026-11", "web-error-date"),
            ("2026-11-03x", "web-error-date"),
            ("2026-11-04", "web-error-date-late"),
        ] {
            let typed = typed(wrong);
            let mut fields = Fields::of(&typed);
            fields.date("f", Some(day));
            assert_eq!(fields.finish(()).unwrap_err()[0].key, key, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_read_within_their_bounds() {
        for (written, number) in
            [("12", Some(12)), ("１２", Some(12)), ("1,200", Some(1_200)), ("0", None), ("-3", None)]
        {
            assert_eq!(Fields::of(&typed(written)).whole_number("f", 1, 9_999), number, "{written}");
        }
        assert_eq!(Fields::of(&typed("10000")).whole_number("f", 1, 9_999), None);
    }

    #[test]
    fn every_wrong_field_is_named_once() {
        let typed = Typed::default().with("long", "屋".repeat(6)).with("kind", "c").with("blank", "  \u{0}");
        let mut fields = Fields::of(&typed);
        fields.words("long", 5);
        fields.words("blank", 5);
        fields.choice("kind", ["a", "b"]);
        fields.must_tick("read_back", "web-error-read-back");
        let errors = fields.finish(()).unwrap_err();
        let got: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.key)).collect();
        assert_eq!(
            got,
            [
                ("long", "web-error-too-long"),
                ("blank", "web-error-required"),
                ("kind", "web-error-choice"),
                ("read_back", "web-error-read-back")
            ]
        );
    }
}
