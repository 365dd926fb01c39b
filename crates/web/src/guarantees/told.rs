//! What one was told: terms at risk and late that still run, late ones first, and saying that one has taken note. A note is
//! of what stood on the page: what was told meanwhile stays new.

use askama::Template;
use axum::response::Response;
use guanai_casework::guarantee::Stage;
use guanai_kernel::{Date, Moment, Post};

use super::Mark;
use crate::failure::PageError;
use crate::form::{Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame, Icon, Pager, State, Tag};
use crate::visit::Visit;

/// Something that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Whose: id and name; nobody where it is confidential, or outside the reader's scope by now.
    pub person: Option<(String, String)>,
    /// Where they belong.
    pub organization: Option<String>,
    /// Which of the five.
    pub mark: Mark,
    /// The last of what was told.
    pub stage: Stage,
    /// At which post.
    pub post: Post,
    /// Its last day.
    pub due_on: Date,
    /// Whether that rests on a calendar that was not published.
    pub provisional: bool,
    /// When it was told.
    pub told_at: Moment,
    /// Whether nobody has taken note of it at this account.
    pub is_new: bool,
}

impl NoticeRow {
    fn tag(&self) -> Tag {
        stage_tag(self.stage)
    }

    const fn post(&self) -> &'static str {
        self.post.code()
    }

    fn href(&self) -> Option<String> {
        match &self.person {
            Some((id, _)) => Some(format!("/people/{id}/guarantees")),
            None if self.mark.code == "answer" => Some("/questions".to_owned()),
            None => None,
        }
    }
}

/// The word of what was told.
pub const fn stage_tag(stage: Stage) -> Tag {
    match stage {
        Stage::Started => Tag::new(State::Info, Icon::Plus, "web-told-started"),
        Stage::AtRisk => Tag::new(State::Risk, Icon::Risk, "web-standing-at-risk"),
        Stage::Late => Tag::new(State::Late, Icon::Late, "web-standing-late"),
    }
}

/// A page of what was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeList {
    /// The rows.
    pub rows: Vec<NoticeRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// How many are late.
    pub late: u64,
    /// How many are at risk.
    pub at_risk: u64,
    /// How many nobody has taken note of.
    pub new: u64,
    /// When it was read: what is told after is not on it.
    pub read_at: Moment,
}

/// The page.
#[derive(Template)]
#[template(path = "guarantees/told.html")]
pub struct ToldPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was told.
    pub list: &'a NoticeList,
    /// Taking note.
    pub form: Form,
}

impl ToldPage<'_> {
    #[expect(clippy::unused_self, reason = "the pager asks the page")]
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/guarantees/told?page={page}")
    }
}

/// `GET /guarantees/told`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().guarantees().told(visit.asker()?, visit.page_number()).await?;
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("read_at", list.read_at.as_micros().to_string());
    page::draw(&ToldPage { frame: &visit.frame, list: &list, form })
}

/// `POST /guarantees/told`
pub async fn note(visit: Visit) -> Result<Response, PageError> {
    let read_at = visit.typed().word("read_at").parse().map_err(|_| PageError::Malformed { why: "no moment" })?;
    let read_at = Moment::from_micros(read_at).min(visit.frame.now);
    let act = async {
        visit.office().guarantees().take_note(visit.asker()?, read_at).await?;
        Ok(Done { to: "/guarantees/told".to_owned(), said: "web-done-noted" })
    };
    visit.once(act).await
}
