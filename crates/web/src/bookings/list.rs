//! Bookings as a list: those that wait for an answer in front.

use askama::Template;
use axum::response::Response;
use guanai_app::resources::ListedBooking;
use guanai_casework::BookingState;

use crate::failure::PageError;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BookingsAsk {
    /// Where they stand; none is those that are still open.
    pub state: Option<BookingState>,
    /// Which page, from 1.
    pub page: usize,
}

/// A booking in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingRow {
    /// The booking.
    pub listed: ListedBooking,
    /// The kind of need, in words.
    pub category: String,
}

/// A page of bookings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingsList {
    /// The rows.
    pub rows: Vec<BookingRow>,
    /// Which page of how many.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "bookings/list.html")]
pub struct BookingsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The bookings.
    pub list: &'a BookingsList,
    /// What was asked for.
    pub ask: &'a BookingsAsk,
}

impl BookingsPage<'_> {
    fn states() -> &'static [BookingState] {
        BookingState::ALL
    }

    fn state(&self) -> &'static str {
        self.ask.state.map_or("", BookingState::code)
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(state) = self.ask.state {
            query.append_pair("state", state.code());
        }
        format!("/bookings?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /bookings`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = BookingsAsk {
        state: visit.filter("state").and_then(|code| BookingState::from_code(&code)),
        page: visit.page_number(),
    };
    let list = visit.office().resources().bookings(visit.asker()?, ask.clone()).await?;
    page::draw(&BookingsPage { frame: &visit.frame, list: &list, ask: &ask })
}
