//! The six books of a county, and the words by which they are known. The words come from the pack's `books.toml`; this
//! crate has none of its own.
//!
//! How to add a column: name it in [`Book::fields`], give it heads in `books.toml`, and read it in `rows`.

pub mod heads;
mod source;
pub mod terms;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use heads::{Head, Layout, NoBook};
pub use source::BooksError;
pub use terms::Term;

use crate::cells::Cell;
use crate::rows::{Reason, RefusedRow};

/// One of the six books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Book {
    /// 党组织: the tree of organisations.
    Organizations,
    /// 党员花名册.
    Roster,
    /// 困难党员台账.
    Hardship,
    /// 需求调查.
    Survey,
    /// 帮扶资源.
    Resources,
    /// 关爱资金收支.
    Cash,
}

impl Book {
    /// Every one, in the order in which they are imported.
    pub const ALL: &'static [Self] =
        &[Self::Organizations, Self::Roster, Self::Hardship, Self::Survey, Self::Resources, Self::Cash];

    /// The stable code, as in `books.toml`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organizations => "organizations",
            Self::Roster => "roster",
            Self::Hardship => "hardship",
            Self::Survey => "survey",
            Self::Resources => "resources",
            Self::Cash => "cash",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|book| book.code() == code)
    }

    /// The columns it may have.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Organizations => &[
                "serial",
                "code",
                "name",
                "superior",
                "superior_name",
                "kind",
                "system",
                "enterprise_kind",
                "settlement",
                "township",
                "longitude",
                "latitude",
                "credit_code",
                "secretary",
                "phone",
                "remarks",
            ],
            Self::Roster => &[
                "serial",
                "name",
                "sex",
                "ethnicity",
                "identity",
                "birth_on",
                "education",
                "joined_on",
                "full_on",
                "branch",
                "kind",
                "occupation",
                "post",
                "phone",
                "address",
                "floating",
                "remarks",
            ],
            Self::Hardship => &[
                "serial",
                "name",
                "identity",
                "branch",
                "health",
                "household_size",
                "labour",
                "income",
                "income_month",
                "degree",
                "cause",
                "medical_self_paid",
                "school_children",
                "dibao",
                "preferential",
                "aid_received",
                "current",
                "remarks",
            ],
            Self::Survey => &[
                "number",
                "name",
                "identity",
                "branch",
                "category",
                "text",
                "urgency",
                "help_form",
                "consent",
                "filled_on",
                "remarks",
            ],
            Self::Resources => &[
                "serial",
                "provider_kind",
                "name",
                "certificate",
                "organization",
                "offers",
                "quantity",
                "area",
                "contact",
                "phone",
                "valid_until",
                "remarks",
            ],
            Self::Cash => &[
                "serial",
                "on",
                "voucher",
                "summary",
                "counterpart",
                "income",
                "expense",
                "restriction",
                "handled_by",
                "reviewed_by",
                "balance",
                "remarks",
            ],
        }
    }

    /// The columns without which it is no book: who or what a row is about, and where they belong.
    pub(crate) const fn vital(self) -> &'static [&'static str] {
        match self {
            Self::Organizations => &["code", "name", "system"],
            Self::Roster => &["name", "identity", "branch"],
            Self::Hardship => &["name", "identity", "current"],
            Self::Survey => &["name", "identity", "category", "text", "consent"],
            Self::Resources => &["provider_kind", "name", "offers", "quantity"],
            Self::Cash => &["on", "summary", "income", "expense"],
        }
    }

    /// The column in which rows are numbered, which says nothing of its own.
    pub(crate) const fn serial(self) -> &'static str {
        match self {
            Self::Survey => "number",
            _ => "serial",
        }
    }

    /// The column without which a row cannot be somebody's or something's.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Organizations => "code",
            Self::Roster | Self::Hardship | Self::Survey => "identity",
            Self::Resources => "offers",
            Self::Cash => "summary",
        }
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// `zh-CN`, the first.
    #[default]
    Chinese,
    /// `en`.
    English,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Text {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The words of templates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemplateWords {
    pub instructions: Text,
    pub options: Text,
    pub column: Text,
    pub required: Text,
    pub sample: Text,
    pub allowed: Text,
    pub yes: Text,
    pub no: Text,
    pub lines: Vec<Text>,
}

/// A column of a book, as the pack describes it.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name within the program.
    pub field: &'static str,
    /// Its heads; templates bear the first.
    pub heads: Vec<String>,
    /// Parts of heads, folded: a head that holds one and is no other column's means this one, if no better is there.
    pub(crate) contains: Vec<String>,
    /// Whether a sheet without it is not this book.
    pub mandatory: bool,
    /// Whether each row must state it; templates mark it.
    pub required: bool,
    /// The list its words come from.
    pub list: Option<String>,
    /// Whether its cells are to be formatted as text.
    pub text: bool,
    /// What the template's sample row states.
    pub sample: String,
}

/// A book, as the pack describes it.
#[derive(Debug, Clone)]
pub struct Description {
    /// Which one.
    pub book: Book,
    /// Its name.
    pub name: Text,
    /// Its columns, in the order of templates.
    pub columns: Vec<Column>,
    /// Of each group one column must be there.
    pub any: Vec<Vec<&'static str>>,
}

/// The words of the books: heads, what words in cells mean, and what is said of a row.
#[derive(Debug, Clone)]
pub struct HeadSynonyms {
    pub(crate) books: Vec<Description>,
    pub(crate) heads: BTreeMap<(Book, String), (usize, usize)>,
    pub(crate) lists: BTreeMap<String, terms::List>,
    pub(crate) error_heads: Vec<String>,
    pub(crate) error_column: String,
    pub(crate) sample_mark: String,
    pub(crate) samples: Vec<String>,
    pub(crate) totals: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) whole_area: Vec<String>,
    pub(crate) blank_marks: Vec<String>,
    pub(crate) no_end: Vec<String>,
    pub(crate) faults: BTreeMap<&'static str, Text>,
    pub(crate) template: TemplateWords,
}

impl HeadSynonyms {
    /// The words of a pack's `books.toml`.
    pub fn from_toml(text: &str) -> Result<Self, BooksError> {
        source::read(text)
    }

    /// A book as the pack describes it.
    pub fn description(&self, book: Book) -> &Description {
        // `from_toml` refuses a pack that lacks one, and keeps them in order.
        &self.books[Book::ALL.iter().position(|b| *b == book).unwrap_or(0)]
    }

    /// The name of a column: its first head, or in English its last, where that is English.
    pub fn column_name(&self, book: Book, field: &str, language: Language) -> Option<&str> {
        let column = self.description(book).columns.iter().find(|column| column.field == field)?;
        let (first, last) = (column.heads.first()?, column.heads.last()?);
        Some(if language == Language::English && last.is_ascii() { last } else { first })
    }

    /// The cell of a refused row under a column, by its field.
    pub fn cell_of<'r>(&self, row: &'r RefusedRow, field: &str) -> Option<&'r Cell> {
        let columns = &self.description(row.book).columns;
        let is_it = |head: &Arc<str>| {
            let found = self.heads.get(&(row.book, heads::fold_head(head)));
            found.is_some_and(|(column, _)| columns[*column].field == field)
        };
        row.cells.get(row.heads.iter().position(is_it)?)
    }

    /// What is said of a row: a fault, a warning or a note, with what to do about it.
    pub fn explain(&self, reason: Reason, column: &str, read: &str, language: Language) -> String {
        let Some(text) = self.faults.get(reason.code()) else { return reason.code().to_owned() };
        text.in_language(language).replace("{column}", column).replace("{read}", read)
    }

    /// What a word in a cell means, by the list's name; `None` for words the list does not hold.
    pub fn term(&self, list: &str, text: &str) -> Option<&Term> {
        self.lists.get(list).and_then(|list| list.find(text))
    }

    /// The words of a list, as drop-downs show them.
    pub fn words(&self, list: &str) -> Vec<Arc<str>> {
        self.lists.get(list).map(|list| list.terms.iter().map(|t| t.word.clone()).collect()).unwrap_or_default()
    }

    /// Whether a word is a yes or a no; `None` for other words and for blanks.
    pub fn yes_or_no(&self, text: &str) -> Option<bool> {
        self.term("yes_no", text).and_then(|term| term.code.as_deref()).map(|code| code == "yes")
    }

    pub(crate) fn means_whole_area(&self, text: &str) -> bool {
        self.whole_area.contains(&terms::fold(text))
    }

    pub(crate) fn is_blank_mark(&self, text: &str) -> bool {
        self.blank_marks.contains(&terms::fold(text))
    }

    pub(crate) fn means_no_end(&self, text: &str) -> bool {
        self.is_blank_mark(text) || self.no_end.contains(&terms::fold(text))
    }
}
