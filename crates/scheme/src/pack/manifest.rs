//! `scheme.toml`: which pack this is, from when it is valid, and the sources that its clauses cite.

use guanai_kernel::{Date, Serves};

use super::findings::{Findings, Placed, Seen, check_id};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::text::Text;

/// Which pack this is.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Its id.
    pub id: String,
    /// Its version, as its owner counts.
    pub version: String,
    /// Its name.
    pub name: Text,
    /// What it is, and where its amounts come from.
    pub about: Text,
    /// The first day of its validity.
    pub valid_from: Date,
    /// What clauses may cite.
    pub sources: Vec<ClauseSource>,
    /// The purses that measures may be paid from.
    pub purses: Vec<Purse>,
}

/// A purse that measures may be paid from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purse {
    /// Its id, as measures write it.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// Whom it may be spent on.
    pub serves: Serves,
}

impl Manifest {
    /// The purse of an id.
    pub fn purse(&self, id: &str) -> Option<&Purse> {
        self.purses.iter().find(|p| p.id == id)
    }
}

/// A rule, example or statistic that clauses cite.
#[derive(Debug, Clone)]
pub struct ClauseSource {
    /// Its id in clauses.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it is, and how far it may be trusted.
    pub note: Option<Text>,
    /// Where it is published; empty where it is not.
    pub url: String,
    /// Which kind of source it is.
    pub kind: SourceKind,
    /// Places in it that have a name in each language; others are written alike in both.
    pub places: Vec<Text>,
    /// The places that it has, as clauses write them; empty where the pack does not list them, and any may be cited.
    pub sections: Vec<String>,
    /// The first day on which it is in force; none where the pack does not say.
    pub from: Option<Date>,
    /// The last day; none where it is in force still.
    pub until: Option<Date>,
}

/// How a source binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A rule that is in force somewhere.
    Rule,
    /// An example for configuration.
    Example,
    /// A published figure.
    Statistic,
}

/// A place in a source: `example-care-rule §5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The id of the source.
    pub source: String,
    /// The place in it.
    pub place: String,
}

impl std::fmt::Display for Clause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.source, self.place)
    }
}

/// Reads `scheme.toml`.
pub(crate) fn read(top: Table<'_, '_>, findings: &Findings) -> Option<Manifest> {
    let id = top.string("id").filter(|id| check_id(id, findings));
    let version = top.string("version");
    let (name, about) = (top.text("name"), top.text("about"));
    let valid_from = top.require("valid_from").and_then(Cell::date);
    let mut seen = Seen::default();
    let sources = top.tables("source").into_iter().filter_map(|t| read_source(t, &mut seen, findings)).collect();
    let mut named = Seen::default();
    let purses = top.tables("purse").into_iter().filter_map(|t| read_purse(t, &mut named, findings)).collect();
    top.finish();
    Some(Manifest {
        id: id?.value.to_owned(),
        version: version?.value.to_owned(),
        name: name?,
        about: about?,
        valid_from: valid_from?,
        sources,
        purses,
    })
}

fn read_source(table: Table<'_, '_>, seen: &mut Seen, findings: &Findings) -> Option<ClauseSource> {
    let id = table.string("id").filter(|id| check_id(id, findings) && seen.note(id, findings));
    let title = table.text("title");
    let note = table.get("note").and_then(Cell::text);
    let url = table.get("url").and_then(Cell::any_string).unwrap_or_default().to_owned();
    let kinds = [("rule", SourceKind::Rule), ("example", SourceKind::Example), ("statistic", SourceKind::Statistic)];
    let kind = table.word("kind", &kinds);
    let places = table.get("places").and_then(Cell::array).unwrap_or_default();
    let places = places.into_iter().filter_map(Cell::text).collect();
    let sections = table.strings("sections").iter().map(|section| section.value.to_owned()).collect();
    let day = |key| table.get(key).and_then(Cell::date);
    let (from, until) = (day("from"), day("until"));
    table.finish();
    let (id, title, kind) = (id?.value.to_owned(), title?, kind?);
    Some(ClauseSource { id, title, note, url, kind, places, sections, from, until })
}

fn read_purse(table: Table<'_, '_>, seen: &mut Seen, findings: &Findings) -> Option<Purse> {
    let id = table.string("id").filter(|id| check_id(id, findings) && seen.note(id, findings));
    let name = table.text("name");
    let serves = table.require("serves").and_then(super::recipients::read);
    table.finish();
    Some(Purse { id: id?.value.to_owned(), name: name?, serves: serves? })
}

/// Reads the `clause` of a table; its source must be listed, and have the place where it lists its own.
pub(crate) fn read_clause(table: &Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> Option<Clause> {
    let Placed { value, at } = table.string("clause")?;
    let Some((source, place)) = value.split_once(' ').filter(|(_, place)| !place.trim().is_empty()) else {
        findings.add(&at, value, Problem::BadClause {});
        return None;
    };
    let Some(listed) = sources.iter().find(|s| s.id == source) else {
        let known = sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(" ");
        findings.add(&at, value, Problem::UnknownSource { known });
        return None;
    };
    let place = place.trim();
    if !listed.sections.is_empty() && listed.sections.iter().all(|section| section != place) {
        let (of, known) = (source.to_owned(), listed.sections.join(" "));
        findings.add(&at, value, Problem::UnknownSection { of, known });
        return None;
    }
    Some(Clause { source: source.to_owned(), place: place.to_owned() })
}
