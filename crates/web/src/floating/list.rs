//! Who is out and in: letters without a slip first, each with for how many days.

use askama::Template;
use axum::response::Response;
use guanai_app::floating::{FloatingList, PAGE_ROWS, Tab};

use crate::failure::PageError;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "floating/list.html")]
pub struct ListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which part.
    pub tab: Tab,
    /// What stands on it.
    pub list: &'a FloatingList,
    /// Which page.
    pub pager: Pager,
}

impl ListPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/floating?tab={}&page={page}", self.tab)
    }

    fn is_unwritten(&self) -> bool {
        self.tab == Tab::Unwritten
    }

    fn is_of_letters(&self) -> bool {
        matches!(self.tab, Tab::Out | Tab::Answered)
    }
}

/// `GET /floating?tab=…`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let tab = visit.filter("tab").and_then(|code| Tab::from_code(&code)).unwrap_or(Tab::Out);
    let page = visit.page_number();
    let list = visit.office().floating().floating(visit.asker()?, tab, page).await?;
    let pager = Pager {
        page,
        size: usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX),
        total: usize::try_from(list.total).unwrap_or(usize::MAX),
    };
    page::draw(&ListPage { frame: &visit.frame, tab, list: &list, pager })
}
