//! One training with who was there, and striking it out.

use askama::Template;
use axum::response::Response;
use guanai_app::trainings::{MOST_LETTERS, TrainingView};

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "trainings/file.html")]
pub struct TrainingPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The training.
    pub view: &'a TrainingView,
    /// What was written.
    pub form: &'a Form,
}

/// `GET /trainings/{course}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().training(visit.asker()?, visit.param("course")?).await?;
    page::draw(&TrainingPage { frame: &visit.frame, view: &view, form: &visit.fresh_form() })
}

/// `POST /trainings/{course}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("course")?.to_owned();
    let view = visit.office().training(visit.asker()?, &id).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&TrainingPage { frame: &visit.frame, view: &view, form: &form }))
    };
    let mut fields = Fields::of(visit.typed());
    let why = fields.words("training_why", MOST_LETTERS);
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let to = format!("/organizations/{}/trainings", view.training.organization_id);
    let act = async {
        visit.office().strike_training(visit.asker()?, operation, &id, why).await?;
        Ok(Done { to, said: "web-done-training-struck" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "training_why".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}
