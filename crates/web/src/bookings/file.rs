//! One booking: of what, for what, until when it is held, and what may be done about it.

use askama::Template;
use axum::response::Response;
use guanai_app::resources::BookingView;
use guanai_casework::BookingMove;

use super::row_tag;
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// A booking as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingFile {
    /// The booking.
    pub view: BookingView,
    /// The kind of need, in words.
    pub category: String,
}

/// The page.
#[derive(Template)]
#[template(path = "bookings/file.html")]
pub struct BookingPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The booking.
    pub file: &'a BookingFile,
}

impl BookingPage<'_> {
    fn tag(&self) -> Tag {
        row_tag(&self.file.view.row)
    }

    /// The moves that stand as buttons: what moves it on catches the eye, a no or a taking back never does.
    fn buttons(&self) -> Vec<(BookingMove, bool)> {
        let moves = self.file.view.moves.iter().copied();
        moves.map(|step| (step, matches!(step, BookingMove::Confirm | BookingMove::Use))).collect()
    }
}

/// `GET /bookings/{booking}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().resources().booking(visit.asker()?, visit.param("booking")?).await?;
    page::draw(&BookingPage { frame: &visit.frame, file: &file })
}
