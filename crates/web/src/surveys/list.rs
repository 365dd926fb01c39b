//! Surveys as a list, the latest draw first.

use askama::Template;
use axum::response::Response;

use super::{SurveyRow, state_tag};
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "surveys/list.html")]
pub struct SurveysPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The surveys.
    pub rows: &'a [SurveyRow],
}

impl SurveysPage<'_> {
    fn tag(row: &SurveyRow) -> Tag {
        state_tag(row.survey.state)
    }
}

/// `GET /surveys`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().surveys().surveys(visit.asker()?).await?;
    page::draw(&SurveysPage { frame: &visit.frame, rows: &rows })
}
