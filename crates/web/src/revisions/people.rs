//! For whom a revision changes something, a page at a time.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// One person and measure.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// The measure.
    pub measure: String,
    /// What becomes of them: a code of the comparison.
    pub kind: &'static str,
    /// The first month.
    pub from: Date,
    /// What they are given now.
    pub before: Option<String>,
    /// What they would be given.
    pub after: Option<String>,
}

impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PersonRow({} {})", self.person, self.kind)
    }
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionPeopleView {
    /// The revision.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The rows.
    pub rows: Vec<PersonRow>,
    /// Which page.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "revisions/people.html")]
pub struct RevisionPeoplePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The people.
    pub view: &'a RevisionPeopleView,
}

impl RevisionPeoplePage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/standards/revisions/{}/people?page={page}", self.view.id)
    }
}

/// `GET /standards/revisions/{revision}/people`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let page = visit.page_number();
    let view = visit.office().revisions().revision_people(visit.asker()?, visit.param("revision")?, page).await?;
    page::draw(&RevisionPeoplePage { frame: &visit.frame, view: &view })
}
