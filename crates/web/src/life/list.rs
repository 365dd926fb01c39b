//! The life events that concern an office: letters without a receipt first, then the latest entered.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;
use guanai_registry::life_event::{LifeEventKind, LifeEventState};

use super::state_tag;
use crate::failure::PageError;
use crate::page::{self, Frame, Pager, Tag};
use crate::visit::Visit;

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// The event.
    pub id: String,
    /// Whose.
    pub person: String,
    /// The name.
    pub name: String,
    /// What happened.
    pub kind: LifeEventKind,
    /// The day.
    pub happened_on: Date,
    /// Where it stands.
    pub state: LifeEventState,
    /// Where the person belonged.
    pub from: Option<String>,
    /// Where a transfer leads, within the county.
    pub to: Option<String>,
    /// Whether the reader may enter the receipt.
    pub may_receive: bool,
}

impl EventRow {
    /// The code of what happened.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Whether somebody floats: a destination is who receives them, and the membership stays.
    pub fn is_floating(&self) -> bool {
        self.kind == LifeEventKind::FloatingOut
    }

    /// How it stands, in a word.
    pub const fn tag(&self) -> Tag {
        state_tag(self.state)
    }
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventList {
    /// Its lines.
    pub rows: Vec<EventRow>,
    /// Which page.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "life/list.html")]
pub struct ListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a EventList,
}

impl ListPage<'_> {
    #[expect(clippy::unused_self, reason = "the pager asks the page that it stands on")]
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/events?page={page}")
    }
}

/// `GET /events`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().life().events(visit.asker()?, visit.page_number()).await?;
    page::draw(&ListPage { frame: &visit.frame, list: &list })
}
