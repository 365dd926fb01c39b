//! What was typed into the form for a visit, kept until it is sent. The page's script keeps it from time to time; without
//! script a button does.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::failure::PageError;
use crate::form::Typed;
use crate::operation::OperationId;
use crate::visit::Visit;

/// `POST /people/{person}/visits/draft`
pub async fn keep(visit: Visit) -> Result<Response, PageError> {
    let person = visit.param("person")?;
    let operation: OperationId = visit.operation()?;
    let of_the_form = visit.typed().kept().filter(|(name, _)| *name != "by" && *name != crate::operation::FIELD);
    let pairs = of_the_form.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let typed = Typed::from_pairs(pairs).map_err(|_| PageError::Malformed { why: "too many fields" })?;
    visit.office().keep_visit_draft(visit.asker()?, person, operation, typed).await?;
    if visit.typed().word("by") == "script" {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    visit.go_and_say(&format!("/people/{person}/visits/new"), "web-done-draft")
}

/// `POST /people/{person}/visits/draft/discard`
pub async fn discard(visit: Visit) -> Result<Response, PageError> {
    let person = visit.param("person")?;
    visit.office().discard_visit_draft(visit.asker()?, person).await?;
    visit.go_and_say(&format!("/people/{person}/visits/new"), "web-done-draft-discarded")
}
