//! One plan: what is aimed at and what was done, what it copies, and what somebody above decides on it.

use askama::Template;
use axum::response::Response;
use guanai_app::care_plans::MOST_LETTERS;

use super::{CarePlanMove, CarePlanView, points, state_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "care_plans/file.html")]
pub struct CarePlanPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The plan.
    pub view: &'a CarePlanView,
    /// What was written.
    pub form: &'a Form,
}

impl CarePlanPage<'_> {
    fn may(&self, step: &str) -> bool {
        self.view.moves.iter().any(|may| may.code() == step)
    }

    fn tag(&self) -> Tag {
        state_tag(self.view.plan.state)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn points(hundredths: &u64) -> String {
        points(*hundredths)
    }

    /// How far a bar goes: at most to its end.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn reached(target: &u32, done: &u64) -> u64 {
        (*done).min(u64::from(*target))
    }
}

/// `GET /care-plans/{care}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().care_plan(visit.asker()?, visit.param("care")?).await?;
    page::draw(&CarePlanPage { frame: &visit.frame, view: &view, form: &visit.fresh_form() })
}

/// `POST /care-plans/{care}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("care")?.to_owned();
    let view = visit.office().care_plan(visit.asker()?, &id).await?;
    let mut fields = Fields::of(visit.typed());
    let step = CarePlanMove::from_code(fields.choice("step", CarePlanMove::ALL.iter().map(|step| step.code())));
    let step = step.ok_or(PageError::NotFound)?;
    let why = (step == CarePlanMove::Return).then(|| fields.words("care_why", MOST_LETTERS));
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&CarePlanPage { frame: &visit.frame, view: &view, form: &form }))
    };
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let said = match step {
        CarePlanMove::Agree => "web-done-care-plan-agreed",
        CarePlanMove::Return => "web-done-care-plan-returned",
        CarePlanMove::Withdraw => "web-done-care-plan-withdrawn",
    };
    let act = async {
        visit.office().move_care_plan(visit.asker()?, operation, &id, step, why).await?;
        Ok(Done { to: format!("/care-plans/{id}"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "care_why".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}
