//! Another day for a visit: with a reason, for two weeks at most. The card comes back on its day.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The days that the form offers, from today.
const DAYS: [i32; 4] = [1, 3, 7, 14];

/// What the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeferChoices {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The reasons of the pack.
    pub reasons: Vec<Choice>,
}

/// A visit to be put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeferVisit {
    /// Whose.
    pub person: String,
    /// The day on which the card comes back.
    pub until_on: Date,
    /// Why, as a code of the pack.
    pub reason: String,
}

/// The form.
#[derive(Template)]
#[template(path = "day/defer.html")]
pub struct DeferPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it offers.
    pub choices: &'a DeferChoices,
    /// The days it offers.
    pub days: &'a [Date],
    /// What was typed.
    pub form: &'a Form,
}

impl DeferPage<'_> {
    fn is_chosen(&self, day: impl std::fmt::Display) -> bool {
        self.form.has("later_on", &day.to_string())
    }
}

/// `GET /people/{person}/defer`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().defer_choices(visit.asker()?, visit.param("person")?).await?;
    draw(&visit, &choices, &visit.fresh_form())
}

/// `POST /people/{person}/defer`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().defer_choices(visit.asker()?, visit.param("person")?).await?;
    let wish = match read(&visit, &choices) {
        Ok(wish) => wish,
        Err(errors) => {
            return page::unprocessable(draw(&visit, &choices, &visit.form_again(errors)));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().defer_visit(visit.asker()?, operation, wish).await?;
        Ok(Done { to: "/day".to_owned(), said: "web-done-deferred" })
    };
    visit.once(act).await
}

fn draw(visit: &Visit, choices: &DeferChoices, form: &Form) -> Result<Response, PageError> {
    let today = visit.frame.today();
    let days: Vec<Date> = DAYS.iter().filter_map(|days| add_days(today, *days)).collect();
    page::draw(&DeferPage { frame: &visit.frame, choices, days: &days, form })
}

fn read(visit: &Visit, choices: &DeferChoices) -> Result<DeferVisit, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let until_on = fields.date("later_on", None);
    let reason = fields.choice("pause", choices.reasons.iter().map(|reason| reason.code.as_str())).to_owned();
    let until_on = until_on.unwrap_or(Date::MIN);
    fields.finish(DeferVisit { person: choices.person.clone(), until_on, reason })
}
