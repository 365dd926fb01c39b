//! The running terms behind a count, whatever is due first in front. Over a whole county it names places; people are named
//! where the reader goes down, and never for what is asked in confidence.

use askama::Template;
use axum::response::Response;
use guanai_casework::guarantee::Standing;
use guanai_kernel::Date;

use super::{Mark, standing_tag};
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame, Pager, Tag};
use crate::visit::Visit;

/// How the terms of a list stand, as the address says it.
pub const STANDINGS: [&str; 4] = ["late", "at-risk", "before-unknown", "running"];

/// What list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAsk {
    /// Under which organisation.
    pub organization: Option<String>,
    /// Of which system alone.
    pub system: Option<String>,
    /// Of which guarantee alone.
    pub guarantee: Option<String>,
    /// One of [`STANDINGS`].
    pub standing: &'static str,
    /// Which page, from 1.
    pub page: usize,
}

/// A running term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRow {
    /// Whose: id and name.
    pub person: Option<(String, String)>,
    /// Who answers: id and name.
    pub organization: Option<(String, String)>,
    /// Which of the five.
    pub mark: Mark,
    /// The rule, in words.
    pub rule: String,
    /// The day from which it is counted.
    pub started_on: Date,
    /// Its last day.
    pub due_on: Date,
    /// Whether that rests on a calendar that was not published.
    pub provisional: bool,
    /// How it stands.
    pub standing: Standing,
}

impl TermRow {
    fn tag(&self) -> Tag {
        standing_tag(self.standing)
    }
}

/// A page of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermList {
    /// The day.
    pub as_of: Date,
    /// What is shown.
    pub place: Option<String>,
    /// The way down to it.
    pub crumbs: Vec<Crumb>,
    /// The rows.
    pub rows: Vec<TermRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// Whether names are shown here.
    pub is_named: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "guarantees/list.html")]
pub struct TermsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a ListAsk,
    /// The terms.
    pub list: &'a TermList,
}

impl TermsPage<'_> {
    fn standings() -> [&'static str; 4] {
        STANDINGS
    }

    fn href(&self, standing: &str, organization: Option<&str>, page: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let parts = [
            ("organization", organization.or(self.ask.organization.as_deref())),
            ("system", self.ask.system.as_deref()),
            ("guarantee", self.ask.guarantee.as_deref()),
            ("standing", Some(standing)),
            ("page", page),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/guarantees/list?{}", query.finish())
    }

    fn is_shown(&self, standing: &str) -> bool {
        standing == self.ask.standing
    }

    fn tab_href(&self, standing: &str) -> String {
        self.href(standing, None, None)
    }

    fn place_href(&self, organization: &str) -> String {
        self.href(self.ask.standing, Some(organization), None)
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        self.href(self.ask.standing, None, Some(&page.to_string()))
    }
}

/// `GET /guarantees/list`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let asked = visit.filter("standing");
    let standing = match asked.as_deref() {
        None => STANDINGS[0],
        Some(asked) => STANDINGS.into_iter().find(|code| *code == asked).ok_or(PageError::NotFound)?,
    };
    let ask = ListAsk {
        organization: visit.filter("organization"),
        system: visit.filter("system"),
        guarantee: visit.filter("guarantee"),
        standing,
        page: visit.page_number(),
    };
    let list = visit.office().guarantees().terms(visit.asker()?, ask.clone()).await?;
    page::draw(&TermsPage { frame: &visit.frame, ask: &ask, list: &list })
}
