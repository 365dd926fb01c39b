//! Reads TOML with places: every value knows its file, line and column, every key that nobody asked for is refused.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use guanai_kernel::{Date, Money};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::{Findings, Place, Placed};
use super::problem::Problem;
use crate::text::{Lang, Text};

/// One file's text, for turning byte offsets into lines.
#[derive(Debug)]
pub(crate) struct Source<'i> {
    path: Arc<str>,
    text: &'i str,
    findings: &'i Findings,
}

impl<'i> Source<'i> {
    /// Parses a file; `None` where it is no TOML, which is then among the findings.
    pub fn parse(path: &str, text: &'i str, findings: &'i Findings) -> Option<(Self, Spanned<DeTable<'i>>)> {
        let source = Self { path: path.into(), text, findings };
        match DeTable::parse(text) {
            Ok(table) => Some((source, table)),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let at = source.place(span.start);
                let line = usize::try_from(at.line).ok().and_then(|n| text.lines().nth(n - 1)).unwrap_or_default();
                findings.add(&at, line, Problem::NotToml { detail: error.message().replace('\n', ", ") });
                None
            }
        }
    }

    /// The place of a byte.
    pub fn place(&self, offset: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset = offset.saturating_sub(1);
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = before.bytes().filter(|b| *b == b'\n').count().saturating_add(1);
        let column = before[line_start..].chars().count().saturating_add(1);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place { file: Arc::clone(&self.path), line: number(line), column: number(column) }
    }

    /// The raw text of a span.
    pub fn raw(&self, span: Range<usize>) -> &'i str {
        self.text.get(span).unwrap_or_default()
    }

    fn refuse(&self, span: Range<usize>, problem: Problem) {
        self.findings.add(&self.place(span.start), self.raw(span), problem);
    }
}

/// A table being read. What is asked for is noted, so that [`Table::finish`] can refuse the rest.
pub(crate) struct Table<'a, 'i> {
    pub source: &'a Source<'i>,
    content: &'a DeTable<'i>,
    start: usize,
    asked: RefCell<Vec<&'static str>>,
}

/// A value being read, with its key's place for messages.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a, 'i> {
    pub source: &'a Source<'i>,
    value: &'a Spanned<DeValue<'i>>,
}

impl<'a, 'i> Table<'a, 'i> {
    /// The top of a file.
    pub fn top(source: &'a Source<'i>, table: &'a Spanned<DeTable<'i>>) -> Self {
        Self { source, content: table.get_ref(), start: 0, asked: RefCell::default() }
    }

    /// Where the table begins.
    pub fn place(&self) -> Place {
        self.source.place(self.start)
    }

    /// Notes a mistake at the table's beginning.
    pub fn refuse(&self, read: &str, problem: Problem) {
        self.source.findings.add(&self.place(), read, problem);
    }

    /// The value of a key that may be left out.
    pub fn get(&self, key: &'static str) -> Option<Cell<'a, 'i>> {
        self.asked.borrow_mut().push(key);
        self.content.get(key).map(|value| Cell { source: self.source, value })
    }

    /// The value of a key that must be there.
    pub fn require(&self, key: &'static str) -> Option<Cell<'a, 'i>> {
        let found = self.get(key);
        if found.is_none() {
            self.refuse("", Problem::MissingKey { key: key.to_owned() });
        }
        found
    }

    /// All entries in the order of the file; for tables whose keys the pack chooses.
    pub fn entries(&self) -> Vec<(Placed<&'a str>, Cell<'a, 'i>)> {
        let mut entries: Vec<_> = self.content.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
            .into_iter()
            .map(|(key, value)| {
                let at = self.source.place(key.span().start);
                (Placed { value: key.get_ref().as_ref(), at }, Cell { source: self.source, value })
            })
            .collect()
    }

    /// Refuses every key that nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.into_inner();
        for key in self.content.keys() {
            if !asked.contains(&key.get_ref().as_ref()) {
                let problem = Problem::UnknownKey { known: asked.join(" ") };
                self.source.findings.add(&self.source.place(key.span().start), key.get_ref().as_ref(), problem);
            }
        }
    }

    /// A required single-line string that is not empty.
    pub fn string(&self, key: &'static str) -> Option<Placed<&'a str>> {
        self.require(key)?.string()
    }

    /// A required text in both languages.
    pub fn text(&self, key: &'static str) -> Option<Text> {
        self.require(key)?.text()
    }

    /// A flag, false where it is left out.
    pub fn flag(&self, key: &'static str) -> bool {
        self.get(key).and_then(Cell::boolean).unwrap_or(false)
    }

    /// An optional list of strings.
    pub fn strings(&self, key: &'static str) -> Vec<Placed<&'a str>> {
        self.get(key).map(Cell::strings).unwrap_or_default()
    }

    /// The tables of an optional array of tables.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'a, 'i>> {
        self.get(key).map(Cell::tables).unwrap_or_default()
    }

    /// A required word of a closed list.
    pub fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.require(key)?.word(words)
    }
}

impl<'a, 'i> Cell<'a, 'i> {
    /// Where it stands.
    pub fn place(self) -> Place {
        self.source.place(self.value.span().start)
    }

    /// Where it stands in the file, in bytes.
    pub fn span(self) -> Range<usize> {
        self.value.span()
    }

    /// Notes a mistake here; what was read is the raw text.
    pub fn refuse(self, problem: Problem) {
        self.source.refuse(self.value.span(), problem);
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        self.value.get_ref().is_table()
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        self.value.get_ref().is_array()
    }

    /// A string that is not empty.
    pub fn string(self) -> Option<Placed<&'a str>> {
        let Some(text) = self.value.get_ref().as_str() else {
            self.refuse(Problem::WantsString {});
            return None;
        };
        if text.trim().is_empty() {
            self.refuse(Problem::EmptyText {});
            return None;
        }
        Some(Placed { value: text, at: self.place() })
    }

    /// A string, which may be empty.
    pub fn any_string(self) -> Option<&'a str> {
        let text = self.value.get_ref().as_str();
        if text.is_none() {
            self.refuse(Problem::WantsString {});
        }
        text
    }

    /// A string, where it is one; nothing is noted.
    pub fn quiet_string(self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    /// `true` or `false`.
    pub fn boolean(self) -> Option<bool> {
        let read = self.value.get_ref().as_bool();
        if read.is_none() {
            self.refuse(Problem::WantsFlag {});
        }
        read
    }

    /// A whole number.
    pub fn integer(self) -> Option<i64> {
        let read = self.value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        if read.is_none() {
            self.refuse(Problem::WantsNumber {});
        }
        read
    }

    /// A whole number within a range.
    pub fn integer_in(self, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let read = self.integer()?;
        if !range.contains(&read) {
            self.refuse(Problem::OutOfRange { range: format!("{}…{}", range.start(), range.end()) });
            return None;
        }
        Some(read)
    }

    /// A date, without a time.
    pub fn date(self) -> Option<Date> {
        let read = self.value.get_ref().as_datetime().filter(|d| d.time.is_none() && d.offset.is_none());
        let day = read.and_then(|d| d.date).and_then(|d| {
            let year = i16::try_from(d.year).ok()?;
            Date::new(year, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?).ok()
        });
        if day.is_none() {
            self.refuse(Problem::BadDate {});
        }
        day
    }

    /// An amount: `"yuan(150)"` or `"fen(50)"`.
    pub fn money(self) -> Option<Money> {
        let amount = self.value.get_ref().as_str().and_then(parse_money);
        if amount.is_none() {
            self.refuse(Problem::BadMoney {});
        }
        amount
    }

    /// A text in both languages.
    pub fn text(self) -> Option<Text> {
        let table = self.table()?;
        let mut read = Lang::ALL.map(|lang| {
            let cell = table.get(lang.tag());
            if cell.is_none() {
                self.refuse(Problem::MissingLanguage { lang: lang.tag().to_owned() });
            }
            cell.and_then(Cell::string).map(|t| t.value.to_owned())
        });
        table.finish();
        let [zh, en] = &mut read;
        Some(Text { zh: zh.take()?, en: en.take()? })
    }

    /// The table it is.
    pub fn table(self) -> Option<Table<'a, 'i>> {
        let Some(table) = self.value.get_ref().as_table() else {
            self.refuse(Problem::WantsTable {});
            return None;
        };
        Some(Table { source: self.source, content: table, start: self.value.span().start, asked: RefCell::default() })
    }

    /// The members of an array.
    pub fn array(self) -> Option<Vec<Cell<'a, 'i>>> {
        let Some(array) = self.value.get_ref().as_array() else {
            self.refuse(Problem::WantsList {});
            return None;
        };
        Some(array.iter().map(|value| Cell { source: self.source, value }).collect())
    }

    /// The strings of an array.
    pub fn strings(self) -> Vec<Placed<&'a str>> {
        self.array().unwrap_or_default().into_iter().filter_map(Cell::string).collect()
    }

    /// The tables of an array.
    pub fn tables(self) -> Vec<Table<'a, 'i>> {
        self.array().unwrap_or_default().into_iter().filter_map(Cell::table).collect()
    }

    /// A word of a closed list.
    pub fn word<T: Copy>(self, words: &[(&str, T)]) -> Option<T> {
        let read = self.string()?;
        let found = words.iter().find(|(word, _)| *word == read.value).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
            self.refuse(Problem::UnknownWord { known });
        }
        found
    }
}

/// `yuan(150)`, `yuan(0.50)`, `fen(50)`.
fn parse_money(text: &str) -> Option<Money> {
    let inside = |head: &str| text.trim().strip_prefix(head)?.strip_suffix(')');
    if let Some(yuan) = inside("yuan(") {
        return Money::parse_yuan(yuan).ok();
    }
    inside("fen(")?.trim().parse().ok().map(Money::from_fen)
}
