//! The standards in force: the scheme pack with the words of the books, the default one carried in the binary.

use std::collections::BTreeMap;

use guanai_exchange::HeadSynonyms;
use guanai_scheme::{LaidYear, Lang, Pack, Revision, RevisionProblem};
use include_dir::{Dir, include_dir};

/// `schemes/county`, as it was when the binary was built.
static COUNTY: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../schemes/county");

/// Where the words of the books stand in a pack.
const BOOKS: &str = "books.toml";

/// A pack that was read and found right.
#[derive(Debug)]
pub struct Standards {
    /// Classes, needs, measures, parameters.
    pub pack: Pack,
    /// The words by which books are known.
    pub books: HeadSynonyms,
    /// Which state they are in: how many revisions were released and undone so far; 0 is the folder alone.
    pub edition: u32,
}

/// A pack that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("\n"))]
pub struct StandardsError {
    /// Each with file, line, what was read, why it is wrong, and what to do.
    pub problems: Vec<String>,
}

impl Standards {
    /// The pack in the binary.
    pub fn embedded(lang: Lang) -> Result<Self, StandardsError> {
        let mut texts = BTreeMap::new();
        collect(&COUNTY, &mut texts);
        Self::from_texts(texts, lang)
    }

    /// A pack from its files' texts by path. Problems are told in `lang`.
    pub fn from_texts(mut texts: BTreeMap<String, String>, lang: Lang) -> Result<Self, StandardsError> {
        let mut problems = Vec::new();
        let books = if let Some(text) = texts.remove(BOOKS) {
            HeadSynonyms::from_toml(&text).map_err(|e| problems.push(e.to_string())).ok()
        } else {
            problems.push(format!("{BOOKS}: the pack has no such file; it holds the words by which books are known"));
            None
        };
        let pack = Pack::load(&texts).map_err(|e| problems.extend(e.iter().map(|p| p.describe(lang)))).ok();
        match (pack, books) {
            (Some(pack), Some(books)) => Ok(Self { pack, books, edition: 0 }),
            _ => Err(StandardsError { problems }),
        }
    }

    /// These standards of a folder with released revisions laid over them.
    pub fn revised(&self, revisions: &[Revision], edition: u32, lang: Lang) -> Result<Self, StandardsError> {
        let told = |problems: Vec<RevisionProblem>| problems.iter().map(|p| p.describe(lang)).collect();
        let pack =
            self.pack.revised(revisions, edition).map_err(|problems| StandardsError { problems: told(problems) })?;
        Ok(Self { pack, books: self.books.clone(), edition })
    }
}

impl Standards {
    /// These standards with years' calendars laid over the folder's, in the order of their release.
    pub fn with_years(mut self, laid: &[LaidYear]) -> Result<Self, StandardsError> {
        self.pack = self.pack.with_years(laid).map_err(|error| StandardsError { problems: vec![error.to_string()] })?;
        Ok(self)
    }
}

fn collect(folder: &Dir<'_>, texts: &mut BTreeMap<String, String>) {
    for file in folder.files() {
        let path = file.path();
        if path.extension().is_some_and(|e| e == "toml")
            && let Some(text) = file.contents_utf8()
        {
            texts.insert(path.to_string_lossy().replace('\\', "/"), text.to_owned());
        }
    }
    for inner in folder.dirs() {
        collect(inner, texts);
    }
}
