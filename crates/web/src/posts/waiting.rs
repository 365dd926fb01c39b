//! What waits for whoever is over others: appointments to be confirmed, and organisations that have no secretary.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// An appointment that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLine {
    /// Where.
    pub organization: String,
    /// By name.
    pub place: String,
    /// Who.
    pub name: String,
    /// As what.
    pub title: String,
    /// From when.
    pub since_on: Date,
}

/// What waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostsWaiting {
    /// To be confirmed.
    pub to_confirm: Vec<WaitingLine>,
    /// Organisations without a secretary: id and name.
    pub gaps: Vec<(String, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "posts/waiting.html")]
pub struct WaitingPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub waiting: &'a PostsWaiting,
}

/// `GET /posts`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let waiting = visit.office().posts().waiting(visit.asker()?).await?;
    page::draw(&WaitingPage { frame: &visit.frame, waiting: &waiting })
}
