//! The stay of whoever came from outside: where they are at home, who looks after them here, the slip, and the end.

use askama::Template;
use axum::response::Response;
use guanai_app::floating::GuestFile;
use guanai_kernel::FloatingOver;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::imports::list::send as hand_over;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "floating/guest.html")]
pub struct GuestPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The stay.
    pub file: &'a GuestFile,
    /// What was typed.
    pub form: &'a Form,
}

impl GuestPage<'_> {
    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn overs(&self) -> Vec<&'static str> {
        FloatingOver::ALL.iter().map(|over| over.code()).collect()
    }
}

async fn read(visit: &Visit) -> Result<GuestFile, PageError> {
    Ok(visit.office().floating().guest(visit.asker()?, visit.param("guest")?).await?)
}

/// `GET /floating/guests/{guest}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    page::draw(&GuestPage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `GET /floating/guests/{guest}/slip`
pub async fn download(visit: Visit) -> Result<Response, PageError> {
    hand_over(visit.office().floating().slip_download(visit.asker()?, visit.param("guest")?).await?)
}

/// `POST /floating/guests/{guest}/end`
pub async fn end(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    let mut fields = Fields::of(visit.typed());
    let on = fields.date("fl_over_on", Some(visit.frame.today()));
    let over = fields.choice("fl_over", FloatingOver::ALL.iter().map(|over| over.code())).to_owned();
    if on.is_some_and(|on| on < file.guest.since_on) {
        fields.refuse("fl_over_on", "web-refused-floating-too-early", "");
    }
    let (on, over) = match (fields.finish(()), on, FloatingOver::from_code(&over)) {
        (Ok(()), Some(on), Some(over)) => (on, over),
        (outcome, ..) => return again(&visit, &file, outcome.err().unwrap_or_default()),
    };
    let (guest, operation) = (file.guest.guest_id.to_string(), visit.operation()?);
    let act = async {
        visit.office().floating().end_stay(visit.asker()?, operation, &guest, on, over).await?;
        Ok::<_, PageError>(Done { to: format!("/floating/guests/{guest}"), said: "web-done-floating-ended" })
    };
    visit.once(act).await
}

fn again(visit: &Visit, file: &GuestFile, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = &visit.form_again(errors);
    page::unprocessable(page::draw(&GuestPage { frame: &visit.frame, file, form }))
}
