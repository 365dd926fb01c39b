//! One resource: what it is, whom to ask, what is booked of it, and whom it helps.

use askama::Template;
use axum::response::Response;
use guanai_casework::Availability;

use super::list::ResourceRow;
use crate::bookings::BookingRow;
use crate::failure::PageError;
use crate::needs::NeedRow;
use crate::page::{self, Fact, Frame};
use crate::visit::Visit;

/// One resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceFile {
    /// The resource as lists show it.
    pub row: ResourceRow,
    /// Whom to ask, where the reader may see it.
    pub contact: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// What else is told of it: each with its label.
    pub told: Vec<Fact>,
    /// Why it is paused or has ended.
    pub why: Option<String>,
    /// Whether it is given.
    pub availability: Availability,
    /// Which of its states this is.
    pub state_no: u64,
    /// Whether the reader answers for it.
    pub answers: bool,
    /// What stands in the fields of the form that changes it.
    pub typed: Vec<(&'static str, String)>,
    /// What is booked of it, as far as the reader sees.
    pub bookings: Vec<BookingRow>,
    /// The needs that it serves or is proposed for, within the reader's scope.
    pub needs: Vec<NeedRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "resources/file.html")]
pub struct ResourcePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The resource.
    pub file: &'a ResourceFile,
}

/// `GET /resources/{offer}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().resources().resource(visit.asker()?, visit.param("offer")?).await?;
    page::draw(&ResourcePage { frame: &visit.frame, file: &file })
}
