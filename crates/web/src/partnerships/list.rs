//! The agreements within the asker's scope: what waits for an answer or is due stands in front.

use askama::Template;
use axum::response::Response;

use super::desk::{ListAsk, PartnershipList};
use super::{ListedPartnership, state_tag};
use crate::failure::PageError;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "partnerships/list.html")]
pub struct PartnershipListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a PartnershipList,
    /// What was asked for.
    pub ask: &'a ListAsk,
}

impl PartnershipListPage<'_> {
    fn tags(row: &ListedPartnership) -> Vec<Tag> {
        let mut tags = vec![state_tag(row.partnership.state)];
        if row.awaits_me {
            tags.push(Tag::new(State::Late, Icon::Late, "web-partnership-awaits-me"));
        }
        if row.is_due {
            tags.push(Tag::new(State::Risk, Icon::Wait, "web-partnership-due"));
        }
        tags
    }

    fn new_href(&self) -> String {
        match &self.ask.organization {
            Some(id) => format!("/partnerships/new?organization={id}"),
            None => "/partnerships/new".to_owned(),
        }
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(id) = &self.ask.organization {
            query.append_pair("organization", id);
        }
        for (name, is) in [("over", self.ask.over), ("due", self.ask.due)] {
            if is {
                query.append_pair(name, "yes");
            }
        }
        format!("/partnerships?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /partnerships`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let is = |name: &str| visit.filter(name).is_some_and(|said| said == "yes");
    let page = visit.filter("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let ask = ListAsk { organization: visit.filter("organization"), over: is("over"), due: is("due"), page };
    let list = visit.office().partnerships(visit.asker()?, &ask).await?;
    page::draw(&PartnershipListPage { frame: &visit.frame, list: &list, ask: &ask })
}
