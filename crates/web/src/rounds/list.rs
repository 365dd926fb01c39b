//! The list of rounds, and the way from a sheet of paper back to its page.

use askama::Template;
use axum::response::Response;
use guanai_casework::round::RoundState;
use guanai_kernel::Date;

use super::state_tag;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::office::AskError;
use crate::page::{self, Frame, Pager, Tag};
use crate::visit::Visit;

/// A round in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The organisation that holds it.
    pub organization: String,
    /// The first day.
    pub opens_on: Date,
    /// The last day.
    pub closes_on: Date,
    /// Where it stands.
    pub state: RoundState,
}

impl RoundRow {
    fn tag(&self) -> Tag {
        state_tag(self.state)
    }
}

/// A page of rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundsList {
    /// The rows.
    pub rows: Vec<RoundRow>,
    /// Which page of how many.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "rounds/list.html")]
pub struct RoundsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The rounds.
    pub list: &'a RoundsList,
    /// The code that was typed.
    pub form: &'a Form,
}

impl RoundsPage<'_> {
    #[expect(clippy::unused_self, reason = "the pager asks the page")]
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/rounds?page={page}")
    }
}

/// `GET /rounds`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form()).await
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let list = visit.office().rounds(visit.asker()?, visit.page_number()).await?;
    page::draw(&RoundsPage { frame: &visit.frame, list: &list, form })
}

/// `POST /rounds/find`: from the short code on a sheet to its page.
pub async fn find(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::of(visit.typed());
    let code = fields.words("sheet_code", 20);
    if let Err(errors) = fields.finish(()) {
        return page::unprocessable(draw(&visit, &visit.form_again(errors)).await);
    }
    match visit.office().find_sheet(visit.asker()?, &code).await {
        Ok((round, sheet)) => Visit::go(&format!("/rounds/{round}/sheets/{sheet}")),
        Err(AskError::NotFound) => {
            let mut fields = Fields::of(visit.typed());
            fields.refuse("sheet_code", "web-error-sheet-code", "");
            let errors = fields.finish(()).err().unwrap_or_default();
            page::unprocessable(draw(&visit, &visit.form_again(errors)).await)
        }
        Err(error) => Err(error.into()),
    }
}
