//! The standards in plain reading: who gets what, how much, from when, under which clause.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Fact, Frame};
use crate::visit::Visit;

/// One measure in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardRow {
    /// The measure's id.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// Of which dimension of care, in words.
    pub dimension: String,
    /// How much, in words; none where it is no money.
    pub amount: Option<String>,
    /// The clause.
    pub clause: String,
}

/// Measures of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardGroup {
    /// The kind (allowance, grant, …), in words.
    pub kind: String,
    /// The measures.
    pub rows: Vec<StandardRow>,
}

/// How often one form gives one content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAs {
    /// The form, in words.
    pub form: String,
    /// By how many measures.
    pub measures: usize,
}

/// A content of care with the forms that fit it (R23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentRow {
    /// The content, in words.
    pub content: String,
    /// The forms in which a measure gives it.
    pub given: Vec<GivenAs>,
    /// Forms that fit it, in which no measure gives it yet, in a row; none where every one is used.
    pub open: Option<String>,
    /// Why other forms do not fit.
    pub note: Option<String>,
}

/// Every measure of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardsList {
    /// The pack's name.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// The measures by kind.
    pub groups: Vec<StandardGroup>,
    /// What care is about, and in which forms it is given.
    pub contents: Vec<ContentRow>,
}

/// A tier: for whom, how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// For whom.
    pub when: String,
    /// How much.
    pub amount: String,
    /// Where the figure comes from, or that it is an invented example.
    pub source: String,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The condition, or what introduces the alternatives.
    pub text: String,
    /// Alternatives, of which one is enough.
    pub any_of: Vec<String>,
}

/// A figure of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Where it comes from, or that it is an example.
    pub source: String,
}

/// A value that was released and begins later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its first day.
    pub from: Date,
    /// What it is.
    pub title: String,
    /// The value.
    pub value: String,
    /// Where it is laid down.
    pub clause: String,
}

/// One measure in plain reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// The measure's id.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// Kind, dimension and mechanism, in one grey line.
    pub headline: String,
    /// What it is, in the pack's own words.
    pub told: Option<String>,
    /// Who gets it: all of these must hold.
    pub who: Vec<Who>,
    /// How much.
    pub tiers: Vec<Tier>,
    /// Every figure, with where each comes from.
    pub figures: Vec<Figure>,
    /// What is laid down for later, earliest first.
    pub coming: Vec<Coming>,
    /// Start, stop, offsets, floor, cap, purse: label and words.
    pub rules: Vec<Fact>,
    /// The clause.
    pub clause: String,
    /// Its words, where the pack holds them.
    pub clause_text: Option<String>,
    /// What the pack says of its source.
    pub clause_note: Option<String>,
    /// The facts that are looked at.
    pub facts: Vec<String>,
    /// Whether a figure in it is an invented example.
    pub has_example: bool,
    /// The pack's version.
    pub version: String,
}

/// The page of all measures.
#[derive(Template)]
#[template(path = "standards/list.html")]
pub struct StandardsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The measures.
    pub list: &'a StandardsList,
}

/// The page of one measure.
#[derive(Template)]
#[template(path = "standards/show.html")]
pub struct StandardPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The measure.
    pub standard: &'a Standard,
}

impl StandardPage<'_> {
    fn coming(&self, coming: &Coming) -> String {
        let day = self.frame.day(coming.from);
        self.frame.with3("web-standard-coming-from", ("day", &day), ("title", &coming.title), ("value", &coming.value))
    }
}

/// `GET /standards`
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().standards(visit.asker()?).await?;
    page::draw(&StandardsPage { frame: &visit.frame, list: &list })
}

/// `GET /standards/{measure}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let standard = visit.office().standard(visit.asker()?, visit.param("measure")?).await?;
    page::draw(&StandardPage { frame: &visit.frame, standard: &standard })
}
