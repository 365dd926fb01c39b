//! Who has read one person's record.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Moment;

use crate::failure::PageError;
use crate::page::{self, Crumb, Frame};
use crate::session::Role;
use crate::visit::Visit;

/// What somebody did on one day, as often as they did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When they last did.
    pub at: Moment,
    /// How often.
    pub times: usize,
    /// Who, by name.
    pub who: String,
    /// In which role.
    pub role: Role,
    /// Of which organisation.
    pub place: String,
    /// What was read, in words.
    pub what: String,
    /// For which stated purpose.
    pub purpose: Option<String>,
}

/// Who has read a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadBy {
    /// What others did, newest first.
    pub rows: Vec<Reading>,
    /// How often the person did.
    pub own: usize,
    /// How many earlier records were not looked through.
    pub earlier: usize,
}

/// The readings of one person's record, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readers {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// The way to the file.
    pub crumbs: Vec<Crumb>,
    /// Who has read it.
    pub read_by: ReadBy,
}

/// The page.
#[derive(Template)]
#[template(path = "people/readers.html")]
pub struct ReadersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who has read.
    pub readers: &'a Readers,
}

/// `GET /people/{person}/readers`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let readers = visit.office().readers(visit.asker()?, visit.param("person")?).await?;
    page::draw(&ReadersPage { frame: &visit.frame, readers: &readers })
}
