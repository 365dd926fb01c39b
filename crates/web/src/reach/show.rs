//! The four lists at a glance: each titled by our missed duty, with how much of it is done.

use askama::Template;
use axum::response::Response;
use guanai_app::reach::{ReachOverview, ReachTable};
use guanai_casework::reach::ShownCount;

use super::{is_whole, reached};
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "reach/show.html")]
pub struct ReachPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The lists.
    pub board: &'a ReachOverview,
}

impl ReachPage<'_> {
    fn reached(table: &ReachTable) -> Option<(u64, u64)> {
        reached(table)
    }

    fn is_whole(table: &ReachTable) -> bool {
        is_whole(table)
    }

    fn is_none(count: &ShownCount) -> bool {
        *count == ShownCount::Told(0)
    }
}

/// `GET /reach`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let board = visit.office().reach().reach(visit.asker()?).await?;
    page::draw(&ReachPage { frame: &visit.frame, board: &board })
}
