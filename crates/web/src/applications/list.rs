//! The list of applications, and a member's own.

use askama::Template;
use axum::response::Response;
use guanai_app::applications::ListedApplication;
use guanai_casework::application::ApplicationState;

use super::file::state_tag;
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::office::AskError;
use crate::page::{self, Choice, Frame, Pager, Tag};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Where they stand.
    pub state: Option<ApplicationState>,
    /// A measure of the pack.
    pub measure: Option<String>,
    /// Which page, from 1.
    pub page: usize,
}

/// A page of applications.
#[derive(Debug, Clone)]
pub struct ApplicationsList {
    /// The rows.
    pub rows: Vec<ListedApplication>,
    /// Which page of how many.
    pub pager: Pager,
    /// How many stand where.
    pub by_state: Vec<(ApplicationState, u64)>,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
    /// The measures that are applied for.
    pub measures: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "applications/list.html")]
pub struct ApplicationsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The applications.
    pub list: &'a ApplicationsList,
    /// What was asked for.
    pub ask: &'a ApplicationsAsk,
    /// The form that finds one by its code.
    pub form: &'a Form,
}

impl ApplicationsPage<'_> {
    fn states() -> &'static [ApplicationState] {
        ApplicationState::ALL
    }

    fn state(&self) -> &'static str {
        self.ask.state.map_or("", ApplicationState::code)
    }

    fn tag(row: &ListedApplication) -> Tag {
        state_tag(row.state)
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let state = self.ask.state.map(|state| state.code().to_owned());
        for (name, value) in
            [("organization", &self.ask.organization), ("measure", &self.ask.measure), ("state", &state)]
        {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/applications?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// A member's own applications.
#[derive(Template)]
#[template(path = "applications/own.html")]
pub struct OwnApplicationsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The applications, latest first.
    pub rows: &'a [ListedApplication],
}

impl OwnApplicationsPage<'_> {
    fn tag(row: &ListedApplication) -> Tag {
        state_tag(row.state)
    }
}

fn asked(visit: &Visit) -> ApplicationsAsk {
    ApplicationsAsk {
        organization: visit.filter("organization"),
        state: visit.filter("state").and_then(|code| ApplicationState::from_code(&code)),
        measure: visit.filter("measure"),
        page: visit.page_number(),
    }
}

/// `GET /applications`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = asked(&visit);
    let list = visit.office().decisions().applications(visit.asker()?, ask.clone()).await?;
    page::draw(&ApplicationsPage { frame: &visit.frame, list: &list, ask: &ask, form: &visit.fresh_form() })
}

/// `POST /applications`: to the application whose papers carry the code.
pub async fn find(visit: Visit) -> Result<Response, PageError> {
    let code = visit.typed().word("paper_code").to_owned();
    match visit.office().decisions().find_application(visit.asker()?, &code).await {
        Ok(application) => Visit::go(&format!("/applications/{application}")),
        Err(AskError::NotFound) => {
            let ask = ApplicationsAsk { page: 1, ..ApplicationsAsk::default() };
            let list = visit.office().decisions().applications(visit.asker()?, ask.clone()).await?;
            let error = FieldError { field: "paper_code".into(), key: "web-error-paper-code", value: String::new() };
            let form = visit.form_again(vec![error]);
            let page = ApplicationsPage { frame: &visit.frame, list: &list, ask: &ask, form: &form };
            page::unprocessable(page::draw(&page))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /me/applications`
pub async fn own(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().decisions().own_applications(visit.asker()?).await?;
    page::draw(&OwnApplicationsPage { frame: &visit.frame, rows: &rows })
}
