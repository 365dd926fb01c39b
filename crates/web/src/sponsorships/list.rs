//! Sponsorships as a list: whatever is to be looked at first in front.

use askama::Template;
use axum::response::Response;
use guanai_app::sponsorships::ListedSponsorship;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SponsorshipsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Those that have stopped, too.
    pub stopped: bool,
    /// Those alone that are to be looked at.
    pub due: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// A page of sponsorships.
#[derive(Debug, Clone)]
pub struct SponsorshipsList {
    /// The rows.
    pub rows: Vec<ListedSponsorship>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "sponsorships/list.html")]
pub struct SponsorshipsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The sponsorships.
    pub list: &'a SponsorshipsList,
    /// What was asked for.
    pub ask: &'a SponsorshipsAsk,
}

impl SponsorshipsPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let yes = |is: bool| is.then(|| "yes".to_owned());
        let (due, stopped) = (yes(self.ask.due), yes(self.ask.stopped));
        for (name, value) in [("organization", &self.ask.organization), ("stopped", &stopped), ("due", &due)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/sponsorships?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /sponsorships`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = SponsorshipsAsk {
        organization: visit.filter("organization"),
        stopped: visit.filter("stopped").is_some(),
        due: visit.filter("due").is_some(),
        page: visit.page_number(),
    };
    let list = visit.office().sponsorships().sponsorship_list(visit.asker()?, ask.clone()).await?;
    page::draw(&SponsorshipsPage { frame: &visit.frame, list: &list, ask: &ask })
}
