//! The rechecks, the latest year first.

use askama::Template;
use axum::response::Response;
use guanai_app::rechecks::Progress;
use guanai_casework::Recheck;

use super::state_tag;
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The rechecks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckList {
    /// Each with how far it is within the asker's scope.
    pub rows: Vec<(Recheck, Progress)>,
    /// Who is on them: the classes of the pack, in words.
    pub classes: Vec<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "rechecks/list.html")]
pub struct RechecksPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The rechecks.
    pub list: &'a RecheckList,
}

impl RechecksPage<'_> {
    fn tag(recheck: &Recheck) -> Tag {
        state_tag(recheck.state)
    }
}

/// `GET /rechecks`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().reach().rechecks(visit.asker()?).await?;
    page::draw(&RechecksPage { frame: &visit.frame, list: &list })
}
