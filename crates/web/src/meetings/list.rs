//! The list of meetings, latest first.

use askama::Template;
use axum::response::Response;
use guanai_app::meetings::ListedMeeting;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeetingsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Which page, from 1.
    pub page: usize,
}

/// A page of meetings.
#[derive(Debug, Clone)]
pub struct MeetingsList {
    /// The rows.
    pub rows: Vec<ListedMeeting>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
    /// The kinds of meeting.
    pub kinds: Vec<Choice>,
    /// Whether the asker records meetings of an own branch.
    pub has_own_branch: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "meetings/list.html")]
pub struct MeetingsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The meetings.
    pub list: &'a MeetingsList,
    /// What was asked for.
    pub ask: &'a MeetingsAsk,
}

impl MeetingsPage<'_> {
    fn kind(&self, code: &str) -> String {
        let kind = self.list.kinds.iter().find(|kind| kind.code == code);
        kind.map_or_else(|| code.to_owned(), |kind| kind.name.clone())
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(organization) = &self.ask.organization {
            query.append_pair("organization", organization);
        }
        format!("/meetings?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /meetings`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = MeetingsAsk { organization: visit.filter("organization"), page: visit.page_number() };
    let list = visit.office().decisions().meetings(visit.asker()?, ask.clone()).await?;
    page::draw(&MeetingsPage { frame: &visit.frame, list: &list, ask: &ask })
}
