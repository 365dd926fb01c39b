//! An organisation's trainings, and the form that writes one more down.

use askama::Template;
use axum::response::Response;
use guanai_app::trainings::{MOST_LETTERS, PAGE, TrainingsPage};
use guanai_casework::training::MOST_MINUTES;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Pager};
use crate::structure::TrainingWish;
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "trainings/list.html")]
pub struct TrainingListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a TrainingsPage,
    /// What was typed.
    pub form: &'a Form,
    /// The pages.
    pub pager: Pager,
}

impl<'a> TrainingListPage<'a> {
    fn new(frame: &'a Frame, list: &'a TrainingsPage, form: &'a Form) -> Self {
        Self { frame, list, form, pager: Pager::of(list.total, list.page, PAGE) }
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/organizations/{}/trainings?page={page}", self.list.organization_id)
    }

    fn may_record(&self) -> bool {
        !self.list.people.is_empty() && self.frame.may_send("/organizations/{organization}/trainings")
    }

    fn is_ticked(&self, person: &guanai_kernel::ids::PersonId) -> bool {
        self.form.has("trainee", &person.to_string())
    }
}

async fn read(visit: &Visit) -> Result<TrainingsPage, PageError> {
    let desk = visit.office();
    Ok(desk.trainings(visit.asker()?, visit.param("organization")?, visit.page_number()).await?)
}

/// `GET /organizations/{organization}/trainings`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = read(&visit).await?;
    page::draw(&TrainingListPage::new(&visit.frame, &list, &visit.fresh_form()))
}

/// `POST /organizations/{organization}/trainings`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let list = read(&visit).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&TrainingListPage::new(&visit.frame, &list, &form)))
    };
    let organization = visit.param("organization")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let title = fields.words("training_title", MOST_LETTERS);
    let held_on = fields.date("training_on", Some(visit.frame.today()));
    let minutes = fields.whole_number("training_minutes", 1, usize::try_from(MOST_MINUTES).unwrap_or(usize::MAX));
    let teacher = Some(fields.words_or_none("training_teacher", MOST_LETTERS)).filter(|teacher| !teacher.is_empty());
    let people: Vec<String> = visit.typed().all("trainee").map(ToOwned::to_owned).collect();
    if people.is_empty() {
        fields.refuse("trainee", "web-error-training-nobody", "");
    }
    let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or_default();
    let held_on = held_on.unwrap_or_else(|| visit.frame.today());
    let wish = TrainingWish { organization: organization.clone(), title, held_on, minutes, teacher, people };
    let wish = match fields.finish(wish) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().record_training(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/organizations/{organization}/trainings"), said: "web-done-training" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "training_title".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}
