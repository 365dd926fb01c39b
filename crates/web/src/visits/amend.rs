//! What is still done with a recorded visit: its promise is kept, it is struck out, or another takes its place.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::file::{self, VisitFile};
use super::record::{self, VisitChoices};
use crate::failure::PageError;
use crate::form::{Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What is done with a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amend {
    /// What was promised was done on a day.
    KeepPromise(Date),
    /// It was entered by mistake.
    Strike,
}

/// A visit that is corrected: the form, as the record fills it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What the form offers.
    pub choices: VisitChoices,
    /// What the record says.
    pub typed: Typed,
}

/// The page that asks before a record is struck out.
#[derive(Template)]
#[template(path = "visits/strike.html")]
pub struct StrikePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The visit.
    pub file: &'a VisitFile,
    /// The form.
    pub form: &'a Form,
}

/// `POST /visits/{visit}/promise`
pub async fn promise(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("visit")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let kept_on = fields.date("kept_on", Some(visit.frame.today()));
    let kept_on = match fields.finish(kept_on) {
        Ok(Some(kept_on)) => kept_on,
        Ok(None) => return Err(PageError::Malformed { why: "no day" }),
        Err(errors) => {
            let file = visit.office().visit_file(visit.asker()?, &id).await?;
            return page::unprocessable(file::draw(&visit, &file, &visit.form_again(errors)));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().amend_visit(visit.asker()?, operation, &id, Amend::KeepPromise(kept_on)).await?;
        Ok(Done { to: format!("/visits/{id}"), said: "web-done-promise" })
    };
    visit.once(act).await
}

/// `GET /visits/{visit}/strike`
pub async fn ask(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().visit_file(visit.asker()?, visit.param("visit")?).await?;
    if !file.sight.strike {
        return Err(PageError::NotFound);
    }
    page::draw(&StrikePage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `POST /visits/{visit}/strike`
pub async fn strike(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("visit")?.to_owned();
    let operation = visit.operation()?;
    let act = async {
        visit.office().amend_visit(visit.asker()?, operation, &id, Amend::Strike).await?;
        Ok(Done { to: format!("/visits/{id}"), said: "web-done-struck" })
    };
    visit.once(act).await
}

/// `GET /visits/{visit}/correct`
pub async fn correct(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("visit")?;
    let correction = visit.office().visit_correction(visit.asker()?, id).await?;
    let form = Form { typed: correction.typed, ..visit.fresh_form() };
    record::draw(&visit, &correction.choices, &form, false, Some(id))
}

/// `POST /visits/{visit}/correct`
pub async fn send_correction(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("visit")?;
    let correction = visit.office().visit_correction(visit.asker()?, id).await?;
    record::record(&visit, &correction.choices, Some(id)).await
}
