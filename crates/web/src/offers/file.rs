//! One offer, and whom it serves.

use askama::Template;
use axum::response::Response;

use super::OfferRow;
use crate::failure::PageError;
use crate::needs::NeedRow;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// One offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferFile {
    /// The offer as lists show it.
    pub row: OfferRow,
    /// Whom to ask, where the reader may see it.
    pub contact: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The needs that it serves or is proposed for, within the reader's scope.
    pub needs: Vec<NeedRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "offers/file.html")]
pub struct OfferPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The offer.
    pub file: &'a OfferFile,
}

/// `GET /offers/{offer}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().offer(visit.asker()?, visit.param("offer")?).await?;
    page::draw(&OfferPage { frame: &visit.frame, file: &file })
}
