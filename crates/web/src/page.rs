//! What every page is drawn with: the frame around it, the menu, and the small parts that pages are put together from.

mod civil_text;
mod frame;
mod menu;
mod part;

pub use civil_text::{LocalTime, full as full_day, short as short_day};
pub use frame::{CivilDay, Frame, OfficeRole, Said, Shown};
pub use menu::{MenuItem, Place};
pub use part::{Choice, Crumb, Fact, Figure, Icon, Pager, State, Tag, short, shown};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::failure::PageError;

/// Draws a page.
pub fn draw(page: &impl askama::Template) -> Result<Response, PageError> {
    let mut response = page.render()?.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(response)
}

/// A page that says what is wrong with a form.
pub fn unprocessable(page: Result<Response, PageError>) -> Result<Response, PageError> {
    let mut response = page?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
