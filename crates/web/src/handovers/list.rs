//! The hand-overs that concern the reader: open ones first, by their last day.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{Party, Tally, progress_tag};
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverLine {
    /// Its id.
    pub id: String,
    /// Where.
    pub organization: String,
    /// Who leaves.
    pub leaver: String,
    /// Which post.
    pub title: String,
    /// The last day of the post.
    pub last_on: Date,
    /// The last day of the hand-over.
    pub due_on: Date,
    /// How far it is.
    pub tally: Tally,
    /// On which side the reader is.
    pub side: Party,
    /// Whether its day is over and something is open.
    pub is_overdue: bool,
}

impl HandoverLine {
    /// How far it is, in a word.
    pub const fn tag(&self) -> Tag {
        progress_tag(self.tally, self.is_overdue)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "handovers/list.html")]
pub struct ListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub rows: &'a [HandoverLine],
}

/// `GET /handovers`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().handovers().handovers(visit.asker()?).await?;
    page::draw(&ListPage { frame: &visit.frame, rows: &rows })
}
