//! Jobs as a list: whatever is to be looked at first in front; for the county, how many lasted.

use askama::Template;
use axum::response::Response;
use guanai_app::jobs::{Kept, ListedJob};

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Those alone that are to be looked at.
    pub due: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// A page of jobs.
#[derive(Debug, Clone)]
pub struct JobsList {
    /// The rows.
    pub rows: Vec<ListedJob>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
    /// How many lasted, for whoever reaches everything.
    pub kept: Option<Vec<Kept>>,
}

/// The page.
#[derive(Template)]
#[template(path = "jobs/list.html")]
pub struct JobsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The jobs.
    pub list: &'a JobsList,
    /// What was asked for.
    pub ask: &'a JobsAsk,
}

impl JobsPage<'_> {
    /// What is known at a mark, in a sentence.
    fn kept(&self, kept: &Kept) -> String {
        let Some((all, still, left, unknown)) = kept.counts else { return self.frame.say("web-jobs-kept-few") };
        let percent = (still * 100).checked_div(all).unwrap_or(0);
        let [all, still, left, unknown, percent] =
            [all, still, left, unknown, percent].map(|count| self.frame.count(page::shown(count)));
        let share = self.frame.with3("web-jobs-kept", ("all", &all), ("still", &still), ("percent", &percent));
        let rest = self.frame.with2("web-jobs-kept-rest", "left", &left, "unknown", &unknown);
        format!("{share}{rest}")
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let due = self.ask.due.then(|| "yes".to_owned());
        for (name, value) in [("organization", &self.ask.organization), ("due", &due)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/jobs?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /jobs`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = JobsAsk {
        organization: visit.filter("organization"),
        due: visit.filter("due").is_some(),
        page: visit.page_number(),
    };
    let list = visit.office().jobs().job_list(visit.asker()?, ask.clone()).await?;
    page::draw(&JobsPage { frame: &visit.frame, list: &list, ask: &ask })
}
