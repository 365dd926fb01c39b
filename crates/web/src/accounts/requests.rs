//! What an office asked for: the administrator opens it and prints the slips, or declines.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Moment;

use super::ask::MOST;
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::session::Role;
use crate::visit::Visit;

/// An account that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Its id.
    pub id: String,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Who asked, and of which office.
    pub asked_by: String,
    /// When.
    pub at: Moment,
}

/// What one organisation's office asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests {
    /// The organisation's id.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// The requests, oldest first.
    pub rows: Vec<RequestRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "accounts/requests.html")]
pub struct RequestsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The requests.
    pub requests: &'a Requests,
    /// What was ticked.
    pub form: &'a Form,
}

impl RequestsPage<'_> {
    /// Everybody is ticked until somebody ticks otherwise.
    fn is_ticked(&self, request: &RequestRow) -> bool {
        self.form.typed.is_empty() || self.form.has("request", &request.id)
    }
}

/// `GET /admin/requests/{organization}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form()).await
}

/// `POST /admin/requests/{organization}`
pub async fn settle(visit: Visit) -> Result<Response, PageError> {
    let ids: Vec<String> = visit.typed().all("request").map(str::to_owned).collect();
    if ids.is_empty() || ids.len() > MOST {
        let error = FieldError { field: "request".to_owned(), key: "web-error-people-number", value: MOST.to_string() };
        return page::unprocessable(draw(&visit, &visit.form_again(vec![error])).await);
    }
    let operation = visit.operation()?;
    let declines = visit.typed().word("step") == "decline";
    let act = async {
        if declines {
            visit.office().decline_requests(visit.asker()?, operation, ids).await?;
            return Ok(Done { to: "/admin".to_owned(), said: "web-done-requests-declined" });
        }
        visit.office().open_requested(visit.asker()?, operation, ids).await?;
        Ok(Done { to: format!("/slips/{operation}"), said: "web-done-account" })
    };
    visit.once(act).await
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let requests = visit.office().requests(visit.asker()?, visit.param("organization")?).await?;
    page::draw(&RequestsPage { frame: &visit.frame, requests: &requests, form })
}
