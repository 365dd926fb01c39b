//! Which years' calendars hold, which is missing, and what was drafted.

use askama::Template;
use axum::response::Response;

use super::{CalendarView, CalendarsPage, state_tag};
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "calendars/list.html")]
pub struct CalendarListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a CalendarsPage,
}

impl CalendarListPage<'_> {
    fn tag(view: &CalendarView) -> Tag {
        state_tag(view.calendar.state)
    }

    fn title<'s>(&self, source: &'s guanai_scheme::CalendarSource) -> &'s str {
        if self.frame.is_chinese() { &source.title.zh } else { &source.title.en }
    }
}

/// `GET /standards/calendar`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().calendars().calendars(visit.asker()?).await?;
    page::draw(&CalendarListPage { frame: &visit.frame, list: &list })
}
