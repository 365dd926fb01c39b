//! Drawing a recheck up: its days. Who is on it, the standards say; somebody else approves it.

use askama::Template;
use axum::response::Response;
use guanai_app::rechecks::DraftRecheck;

use super::RecheckList;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::reach::Saved;
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "rechecks/draft.html")]
pub struct DraftPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who is on it.
    pub list: &'a RecheckList,
    /// What was typed.
    pub form: &'a Form,
}

async fn drawn(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let list = visit.office().reach().rechecks(visit.asker()?).await?;
    page::draw(&DraftPage { frame: &visit.frame, list: &list, form })
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(drawn(visit, &visit.form_again(errors)).await)
}

/// `GET /rechecks/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("recheck_from", visit.frame.today().to_string());
    drawn(&visit, &form).await
}

/// `POST /rechecks`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::of(visit.typed());
    let (from_on, until_on) = (fields.date("recheck_from", None), fields.date("recheck_until", None));
    let (from_on, until_on) = match (fields.finish(()), from_on, until_on) {
        (Ok(()), Some(from_on), Some(until_on)) => (from_on, until_on),
        (Err(errors), ..) => return again(&visit, errors).await,
        _ => return Err(PageError::Malformed { why: "no days" }),
    };
    let wish = DraftRecheck { year: from_on.year(), from_on, until_on };
    let operation = visit.operation()?;
    match visit.office().reach().draft_recheck(visit.asker()?, operation, wish).await? {
        Saved::Wrong(error) => again(&visit, vec![error]).await,
        Saved::Kept(id) => {
            let done = async { Ok(Done { to: format!("/rechecks/{id}"), said: "web-done-recheck-drafted" }) };
            visit.once(done).await
        }
    }
}
