//! The arrivals of the reader's scope: those that wait first.

use askama::Template;
use axum::response::Response;

use super::{ArrivalView, state_tag};
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "arrivals/list.html")]
pub struct ArrivalsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The arrivals.
    pub rows: &'a [ArrivalView],
}

impl ArrivalsPage<'_> {
    fn tag(row: &ArrivalView) -> Tag {
        state_tag(row.state)
    }
}

/// `GET /arrivals`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().arrivals().arrivals(visit.asker()?).await?;
    page::draw(&ArrivalsPage { frame: &visit.frame, rows: &rows })
}
