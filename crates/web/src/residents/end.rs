//! The end of a resident's care, in one step: they are well, have moved, or do not wish it.

use askama::Template;
use axum::response::Response;

use super::CareOf;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "residents/end.html")]
pub struct EndPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose care.
    pub care: &'a CareOf,
    /// What was typed.
    pub form: &'a Form,
}

/// `GET /people/{person}/care/end`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let care = visit.office().residents().care(visit.asker()?, visit.param("person")?).await?;
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("care_until", visit.frame.today().to_string());
    page::draw(&EndPage { frame: &visit.frame, care: &care, form: &form })
}

/// `POST /people/{person}/care/end`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let person = visit.param("person")?;
    let today = visit.frame.today();
    let mut fields = Fields::of(visit.typed());
    let on = fields.date("care_until", Some(today)).unwrap_or(today);
    let errors = match fields.finish(on) {
        Ok(on) => {
            let operation = visit.operation()?;
            let act = async {
                visit.office().residents().end(visit.asker()?, operation, person, on).await?;
                Ok(Done { to: "/people".to_owned(), said: "web-done-care-ended" })
            };
            match visit.once(act).await {
                Err(PageError::Refused { key }) => {
                    vec![FieldError { field: "care_until".into(), key, value: String::new() }]
                }
                other => return other,
            }
        }
        Err(errors) => errors,
    };
    let care = visit.office().residents().care(visit.asker()?, person).await?;
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&EndPage { frame: &visit.frame, care: &care, form: &form }))
}
