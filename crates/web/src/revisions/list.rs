//! Every revision, the latest first.

use askama::Template;
use axum::response::Response;
use guanai_casework::RevisionState;
use guanai_kernel::Date;

use super::state_tag;
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// One revision in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// Its id.
    pub id: String,
    /// Its number.
    pub no: u32,
    /// What it is called.
    pub title: String,
    /// The document.
    pub document: String,
    /// The measures that it changes, by name.
    pub measures: String,
    /// The township that sets them for itself; none where they hold in the whole county.
    pub organization: Option<String>,
    /// Its first day.
    pub from: Option<Date>,
    /// Where it stands.
    pub state: RevisionState,
}

impl RevisionRow {
    /// Its tag.
    pub const fn tag(&self) -> Tag {
        state_tag(self.state)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "revisions/list.html")]
pub struct RevisionsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The revisions.
    pub rows: &'a [RevisionRow],
}

/// `GET /standards/revisions`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().revisions().revisions(visit.asker()?).await?;
    page::draw(&RevisionsPage { frame: &visit.frame, rows: &rows })
}
