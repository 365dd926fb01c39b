//! The runs, the latest first, and the button that runs the matching.

use askama::Template;
use axum::response::Response;
use guanai_casework::RunCounts;
use guanai_kernel::{Date, Moment};

use crate::failure::PageError;
use crate::form::Form;
use crate::operation::Done;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// A run in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// Its number.
    pub no: u32,
    /// The day for which it holds.
    pub as_of: Date,
    /// When it was run.
    pub at: Moment,
    /// By whom, by name.
    pub by: Option<String>,
    /// For whose needs, by name; none is the whole county.
    pub organization: Option<String>,
    /// The version of the standards.
    pub standards: String,
    /// The number of the run that it differs from by a change by hand.
    pub revises: Option<u32>,
    /// What is otherwise than in the run before, and why in words; none where it began anew, or is for more than the asker reaches.
    pub since: Option<SinceView>,
    /// Its figures; none where it is for more than the asker reaches.
    pub counts: Option<RunCounts>,
}

/// What is otherwise than in the run before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceView {
    /// Proposals that stand as they did, and that are new, in a sentence.
    pub said: String,
    /// Proposals that are no more: how many and why, each a sentence.
    pub gone: Vec<String>,
}

/// A page of runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunsList {
    /// The rows.
    pub rows: Vec<RunRow>,
    /// Which page of how many.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "matching/list.html")]
pub struct RunsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The runs.
    pub list: &'a RunsList,
    /// The form of the button.
    pub form: &'a Form,
}

impl RunsPage<'_> {
    #[expect(clippy::unused_self, reason = "the pager asks the page")]
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/matching?page={page}")
    }
}

/// `GET /matching`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().matching().matching_runs(visit.asker()?, visit.page_number()).await?;
    page::draw(&RunsPage { frame: &visit.frame, list: &list, form: &visit.fresh_form() })
}

/// `POST /matching`
pub async fn run(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let run = visit.office().matching().run_matching(visit.asker()?, operation).await?;
        Ok(Done { to: format!("/matching/{run}"), said: "web-done-matching-run" })
    };
    visit.once(act).await
}
