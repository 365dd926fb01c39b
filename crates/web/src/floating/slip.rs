//! The slip 回执 that came back: read, it says with its letter who takes the person in.

use askama::Template;
use axum::response::Response;

use super::letter::refused;
use super::one_file;
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::office::AskError;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The form of the upload.
#[derive(Template)]
#[template(path = "floating/slip.html")]
pub struct SlipPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
}

/// `GET /floating/slip`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    page::draw(&SlipPage { frame: &visit.frame, form: &visit.fresh_form() })
}

fn again(visit: &Visit, error: FieldError) -> Result<Response, PageError> {
    let form = visit.form_again(vec![error]);
    page::unprocessable(page::draw(&SlipPage { frame: &visit.frame, form: &form }))
}

/// `POST /floating/slip`
pub async fn read(mut visit: Visit) -> Result<Response, PageError> {
    let Some(file) = one_file(visit.take_uploads()) else {
        let key = "web-error-no-file";
        return again(&visit, FieldError { field: "slip_file".to_owned(), key, value: String::new() });
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().floating().slip(visit.asker()?, operation, file).await?;
        Ok::<_, PageError>(Done { to: format!("/floating/letters/{id}"), said: "web-done-floating-slip" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) if key != "web-refused-already-sent" => {
            again(&visit, refused(AskError::Refused(key), "slip_file", "slip_file")?)
        }
        other => other,
    }
}
