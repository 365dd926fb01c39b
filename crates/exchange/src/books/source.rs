//! Reading `books.toml`. Whatever would make a head or a word mean two things is refused here, not met in a county's book.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::heads::fold_head;
use super::terms::{List, Term, fold};
use super::{Book, Column, Description, HeadSynonyms, TemplateWords, Text};
use crate::rows::Reason;

/// Why a pack's `books.toml` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BooksError {
    /// It is no TOML of the expected shape.
    #[error("books.toml: {why}")]
    Malformed {
        /// What the parser said, with the place.
        why: String,
    },
    /// A book that the program does not know.
    #[error(
        "books.toml: there is no book {book:?}; there are organizations, roster, hardship, survey, resources, cash"
    )]
    UnknownBook {
        /// Its code.
        book: String,
    },
    /// A book is missing.
    #[error("books.toml: book {book:?} is missing")]
    MissingBook {
        /// Its code.
        book: &'static str,
    },
    /// A column that the program does not know.
    #[error("books.toml: book {book} has no column {field:?}")]
    UnknownField {
        /// The book.
        book: Book,
        /// The column.
        field: String,
    },
    /// A column is missing.
    #[error("books.toml: book {book} lacks the column {field:?}")]
    MissingField {
        /// The book.
        book: Book,
        /// The column.
        field: &'static str,
    },
    /// A head names two columns of one book.
    #[error("books.toml: in book {book} the head {head:?} names {first:?} and {second:?}")]
    RepeatedHead {
        /// The book.
        book: Book,
        /// The head.
        head: String,
        /// One column.
        first: String,
        /// The other.
        second: String,
    },
    /// A word means two things in one list.
    #[error("books.toml: in list {list:?} the word {word:?} means {first:?} and {second:?}")]
    RepeatedWord {
        /// The list.
        list: String,
        /// The word.
        word: String,
        /// One meaning.
        first: String,
        /// The other.
        second: String,
    },
    /// A column names a list that is not there.
    #[error("books.toml: book {book}, column {field:?}: there is no list {list:?}")]
    UnknownList {
        /// The book.
        book: Book,
        /// The column.
        field: String,
        /// The list.
        list: String,
    },
    /// A reason has no words.
    #[error("books.toml: [fault.{code}] is missing")]
    MissingWords {
        /// The reason's code.
        code: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    error_column: Vec<String>,
    sample_mark: Vec<String>,
    total: Vec<String>,
    note: Vec<String>,
    whole_area: Vec<String>,
    blank_mark: Vec<String>,
    no_end: Vec<String>,
    book: BTreeMap<String, BookSource>,
    list: Vec<ListSource>,
    fault: BTreeMap<String, Text>,
    template: TemplateWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BookSource {
    name: Text,
    #[serde(default)]
    any: Vec<Vec<String>>,
    column: Vec<ColumnSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnSource {
    field: String,
    heads: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    mandatory: bool,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    text: bool,
    list: Option<String>,
    #[serde(default)]
    sample: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListSource {
    name: String,
    values: Vec<ValueSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueSource {
    code: String,
    word: String,
    #[serde(default)]
    also: Vec<String>,
}

pub(super) fn read(text: &str) -> Result<HeadSynonyms, BooksError> {
    let source: Source = toml::from_str(text).map_err(|e| BooksError::Malformed { why: e.to_string() })?;
    let lists =
        source.list.iter().map(|l| Ok((l.name.clone(), read_list(l)?))).collect::<Result<BTreeMap<_, _>, _>>()?;
    if let Some(book) = source.book.keys().find(|code| Book::from_code(code).is_none()) {
        return Err(BooksError::UnknownBook { book: book.clone() });
    }
    let mut books = Vec::new();
    let mut heads = BTreeMap::new();
    for &book in Book::ALL {
        let described = source.book.get(book.code()).ok_or(BooksError::MissingBook { book: book.code() })?;
        let description = read_book(book, described, &lists)?;
        gather_heads(&description, &mut heads)?;
        books.push(description);
    }
    let mut faults = BTreeMap::new();
    for reason in Reason::ALL {
        let code = reason.code();
        let text = source.fault.get(code).ok_or(BooksError::MissingWords { code })?;
        faults.insert(code, text.clone());
    }
    let folded = |words: &[String]| words.iter().map(|w| fold(w)).collect::<Vec<_>>();
    Ok(HeadSynonyms {
        books,
        heads,
        lists,
        error_heads: source.error_column.iter().map(|h| fold_head(h)).collect(),
        error_column: source.error_column.first().cloned().unwrap_or_default(),
        sample_mark: source.sample_mark.first().cloned().unwrap_or_default(),
        samples: folded(&source.sample_mark),
        totals: folded(&source.total),
        notes: folded(&source.note),
        whole_area: folded(&source.whole_area),
        blank_marks: folded(&source.blank_mark),
        no_end: folded(&source.no_end),
        faults,
        template: source.template,
    })
}

fn read_list(source: &ListSource) -> Result<List, BooksError> {
    let mut list = List::default();
    for value in &source.values {
        let at = list.terms.len();
        list.terms.push(Term { code: Some(Arc::from(value.code.as_str())), word: Arc::from(value.word.as_str()) });
        for word in std::iter::once(&value.word).chain(&value.also) {
            match list.by_word.insert(fold(word), at) {
                Some(other) if other != at => {
                    return Err(BooksError::RepeatedWord {
                        list: source.name.clone(),
                        word: word.clone(),
                        first: list.terms[other].word.to_string(),
                        second: value.word.clone(),
                    });
                }
                _ => {}
            }
        }
    }
    Ok(list)
}

fn read_book(book: Book, source: &BookSource, lists: &BTreeMap<String, List>) -> Result<Description, BooksError> {
    let known = |field: &str| {
        let found = book.fields().iter().copied().find(|f| *f == field);
        found.ok_or_else(|| BooksError::UnknownField { book, field: field.to_owned() })
    };
    let mut columns = Vec::new();
    for column in &source.column {
        if let Some(list) = &column.list
            && !lists.contains_key(list)
        {
            return Err(BooksError::UnknownList { book, field: column.field.clone(), list: list.clone() });
        }
        columns.push(Column {
            field: known(&column.field)?,
            heads: column.heads.clone(),
            contains: column.contains.iter().map(|part| fold_head(part)).collect(),
            mandatory: column.mandatory,
            required: column.required,
            list: column.list.clone(),
            text: column.text,
            sample: column.sample.clone(),
        });
    }
    // What the pack describes has heads; what the book cannot do without is described. Another column may be left out: an
    // organisation that keeps no such thing has no words for it.
    let has_heads = |field: &str| columns.iter().any(|column| column.field == field && !column.heads.is_empty());
    let described = columns.iter().map(|column| column.field);
    if let Some(field) = described.chain(book.vital().iter().copied()).find(|field| !has_heads(field)) {
        return Err(BooksError::MissingField { book, field });
    }
    let group = |fields: &Vec<String>| fields.iter().map(|f| known(f)).collect::<Result<Vec<_>, _>>();
    let any = source.any.iter().map(group).collect::<Result<Vec<_>, _>>()?;
    Ok(Description { book, name: source.name.clone(), columns, any })
}

fn gather_heads(
    description: &Description,
    heads: &mut BTreeMap<(Book, String), (usize, usize)>,
) -> Result<(), BooksError> {
    let book = description.book;
    for (at, column) in description.columns.iter().enumerate() {
        for (rank, head) in column.heads.iter().enumerate() {
            match heads.entry((book, fold_head(head))) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert((at, rank));
                }
                std::collections::btree_map::Entry::Occupied(entry) if entry.get().0 != at => {
                    return Err(BooksError::RepeatedHead {
                        book,
                        head: head.clone(),
                        first: description.columns[entry.get().0].field.to_owned(),
                        second: column.field.to_owned(),
                    });
                }
                std::collections::btree_map::Entry::Occupied(_) => {}
            }
        }
    }
    Ok(())
}
