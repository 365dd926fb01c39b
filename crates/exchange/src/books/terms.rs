//! Words in cells that stand for one of a few things.

use std::collections::BTreeMap;
use std::sync::Arc;

use guanai_kernel::text::squeeze;

/// One of a list's things, or a word the list does not hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The stable code, as in facts.toml and needs.toml; none for a word the list does not hold.
    pub code: Option<Arc<str>>,
    /// The list's own word for it, or the word as written.
    pub word: Arc<str>,
}

impl Term {
    /// A word that the list does not hold.
    pub fn unlisted(word: &str) -> Self {
        Self { code: None, word: word.into() }
    }

    /// Whether it has this code.
    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

/// A list of terms.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub(crate) terms: Vec<Term>,
    pub(crate) by_word: BTreeMap<String, usize>,
}

impl List {
    /// What a word means.
    pub fn find(&self, text: &str) -> Option<&Term> {
        self.by_word.get(&fold(text)).map(|at| &self.terms[*at])
    }
}

/// What two spellings of a word share: half width, small letters, no blanks.
pub fn fold(text: &str) -> String {
    squeeze(text).to_lowercase()
}
