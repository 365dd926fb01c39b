//! The audit: who did and read what, newest first.

use askama::Template;
use axum::response::Response;
use guanai_kernel::{Date, Moment};

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager};
use crate::session::Role;
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditAsk {
    /// One kind of act.
    pub act: Option<String>,
    /// One account.
    pub account: Option<String>,
    /// From this day on.
    pub from_on: Option<Date>,
    /// Up to this day.
    pub until_on: Option<Date>,
    /// Which page, from 1.
    pub page: usize,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at: Moment,
    /// The account's id.
    pub account: String,
    /// Who, by name.
    pub who: String,
    /// In which role.
    pub role: Role,
    /// For whom it was entered, masked.
    pub on_behalf_of: Option<String>,
    /// What was done, in words.
    pub act: String,
    /// About how many people or things, in words.
    pub about: String,
    /// The person, where it is one: the id, and the name masked.
    pub person: Option<(String, String)>,
    /// For which stated purpose.
    pub purpose: Option<String>,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditList {
    /// The records.
    pub rows: Vec<AuditRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The kinds of acts.
    pub acts: Vec<Choice>,
    /// The first day that was read.
    pub from_on: Date,
    /// The last one.
    pub until_on: Date,
    /// Whom the list is narrowed to, by name.
    pub of: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "audit/show.html")]
pub struct AuditPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The records.
    pub list: &'a AuditList,
    /// What was asked for.
    pub ask: &'a AuditAsk,
}

impl AuditPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("act", &self.ask.act), ("account", &self.ask.account)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        for (name, day) in [("from", self.list.from_on), ("until", self.list.until_on)] {
            query.append_pair(name, &day.to_string());
        }
        format!("/audit?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /audit`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let day = |name: &str| visit.filter(name).and_then(|text| text.parse().ok());
    let ask = AuditAsk {
        act: visit.filter("act"),
        account: visit.filter("account"),
        from_on: day("from"),
        until_on: day("until"),
        page: visit.page_number(),
    };
    let list = visit.office().audit(visit.asker()?, ask.clone()).await?;
    page::draw(&AuditPage { frame: &visit.frame, list: &list, ask: &ask })
}
