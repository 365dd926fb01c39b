//! One item of a hand-over: accepted at a touch from the list, or on its own page with a reason.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::file::{beside, read};
use super::{HandoverSheet, ItemLine, ItemMove, MOST_LETTERS};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "handovers/item.html")]
pub struct ItemPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The hand-over.
    pub file: &'a HandoverSheet,
    /// The item.
    pub item: &'a ItemLine,
    /// What was written.
    pub form: &'a Form,
}

fn found<'f>(visit: &Visit, file: &'f HandoverSheet) -> Result<&'f ItemLine, PageError> {
    let id = visit.param("item")?;
    file.items.iter().find(|item| item.id == id).ok_or(PageError::NotFound)
}

/// `GET /handovers/{handover}/items/{item}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    let item = found(&visit, &file)?;
    page::draw(&ItemPage { frame: &visit.frame, file: &file, item, form: &visit.fresh_form() })
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let file = read(visit).await?;
    let item = found(visit, &file)?;
    let form = &visit.form_again(errors);
    let mut response = page::draw(&ItemPage { frame: &visit.frame, file: &file, item, form })?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// `POST /handovers/{handover}/items/{item}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (handover, id) = (visit.param("handover")?.to_owned(), visit.param("item")?.to_owned());
    let mut fields = Fields::of(visit.typed());
    let steps = ItemMove::ALL.iter().filter(|step| **step != ItemMove::Lapse).map(|step| step.code());
    let step = ItemMove::from_code(fields.choice("item_move", steps));
    let words = match step {
        Some(step) if step.wants_words() => Some(fields.words("item_why", MOST_LETTERS)),
        _ => None,
    };
    let (step, words) = match fields.finish((step, words)) {
        Ok((Some(step), words)) => (step, words),
        Ok((None, _)) => return again(&visit, beside("item_move", "web-error-choice")).await,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    let said = match step {
        ItemMove::Accept | ItemMove::Assign => "web-done-item-accepted",
        ItemMove::Return => "web-done-item-returned",
        ItemMove::Mend => "web-done-item-mended",
        ItemMove::Release | ItemMove::Settle | ItemMove::Lapse => "web-done-item-settled",
    };
    let act = async {
        let at = (handover.as_str(), id.as_str());
        visit.office().handovers().move_item(visit.asker()?, operation, at, step, words).await?;
        Ok(Done { to: format!("/handovers/{handover}"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => again(&visit, beside("item_move", key)).await,
        other => other,
    }
}
