//! Disputes as a list: those that are their reader's to read, whatever is due first in front.

use askama::Template;
use axum::response::Response;
use guanai_app::disputes::{CountedDisputes, ListedDispute};

use crate::failure::PageError;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// A page of disputes.
#[derive(Debug, Clone)]
pub struct DisputesList {
    /// The rows.
    pub rows: Vec<ListedDispute>,
    /// Which page of how many.
    pub pager: Pager,
    /// How many there are within reach, whoever sees to them.
    pub counted: Option<CountedDisputes>,
}

/// The page.
#[derive(Template)]
#[template(path = "disputes/list.html")]
pub struct DisputesPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The disputes.
    pub list: &'a DisputesList,
    /// Whether those that are over are shown too.
    pub ended: bool,
}

impl DisputesPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/disputes?{}page={page}", if self.ended { "ended=yes&" } else { "" })
    }

    fn side(&self, name: Option<&String>) -> String {
        name.cloned().unwrap_or_else(|| self.frame.say("web-dispute-unnamed"))
    }
}

/// `GET /disputes`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ended = visit.filter("ended").is_some();
    let list = visit.office().disputes().dispute_list(visit.asker()?, ended, visit.page_number()).await?;
    page::draw(&DisputesPage { frame: &visit.frame, list: &list, ended })
}
