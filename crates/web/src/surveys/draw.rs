//! The form that draws a sample.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{ChoosableClass, MOST_ASKED, MOST_LETTERS, Method};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::reach::Saved;
use crate::visit::Visit;

/// How the field of a class's share begins.
const SHARE: &str = "survey_share_";
/// The code of whoever is in none of the classes, in the field of their share.
const OTHERS: &str = "others";

/// A sample to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyWish {
    /// What the survey is called.
    pub title: String,
    /// The last day by which questionnaires come back.
    pub due_on: Date,
    /// How many are asked.
    pub size: u64,
    /// How they are shared among the strata.
    pub method: Method,
    /// The classes, as codes of the pack.
    pub classes: Vec<String>,
    /// Of a class, how many percent said yes before.
    pub shares: BTreeMap<String, u64>,
}

/// The page.
#[derive(Template)]
#[template(path = "surveys/draw.html")]
pub struct DrawSurveyPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
    /// The classes that may be chosen.
    pub classes: &'a [ChoosableClass],
}

impl DrawSurveyPage<'_> {
    fn methods() -> Vec<&'static str> {
        Method::ALL.iter().map(|method| method.code()).collect()
    }

    /// Each class with the field of its share, and whoever is in none at the end.
    fn shares(&self) -> Vec<(String, String)> {
        let of_class = |class: &ChoosableClass| (format!("{SHARE}{}", class.code), class.name.clone());
        let mut all: Vec<_> = self.classes.iter().map(of_class).collect();
        all.push((format!("{SHARE}{OTHERS}"), self.frame.say("web-survey-others")));
        all
    }
}

/// `GET /surveys/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let classes = visit.office().surveys().survey_classes(visit.asker()?).await?;
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("survey_method", Method::Proportional.code());
    page::draw(&DrawSurveyPage { frame: &visit.frame, form: &form, classes: &classes })
}

/// `POST /surveys`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let wish = match read(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    match visit.office().surveys().draw_survey(visit.asker()?, operation, wish).await.map_err(PageError::from) {
        Ok(Saved::Kept(id)) => {
            let done = async { Ok(Done { to: format!("/surveys/{id}"), said: "web-done-survey-drawn" }) };
            visit.once(done).await
        }
        Ok(Saved::Wrong(error)) => again(&visit, vec![error]).await,
        Err(PageError::Refused { key }) => {
            again(&visit, vec![FieldError { field: "survey_size".to_owned(), key, value: String::new() }]).await
        }
        Err(other) => Err(other),
    }
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let classes = visit.office().surveys().survey_classes(visit.asker()?).await?;
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&DrawSurveyPage { frame: &visit.frame, form: &form, classes: &classes }))
}

fn read(visit: &Visit) -> Result<SurveyWish, Vec<FieldError>> {
    let typed = visit.typed();
    let mut fields = Fields::of(typed);
    let title = fields.words("survey_title", MOST_LETTERS);
    let due_on = fields.date("survey_due", None);
    if due_on.is_some_and(|due| due <= visit.frame.today()) {
        fields.refuse("survey_due", "web-error-survey-due", "");
    }
    let most = usize::try_from(MOST_ASKED).unwrap_or(usize::MAX);
    let size = fields.whole_number("survey_size", 2, most);
    let method = Method::from_code(fields.choice("survey_method", Method::ALL.iter().map(|method| method.code())));
    let classes: Vec<String> = typed.all("survey_class").map(str::to_owned).collect();
    let mut shares = BTreeMap::new();
    for (code, value) in typed.beginning(SHARE) {
        let is_parted = code == OTHERS || classes.iter().any(|class| class == code);
        if value.trim().is_empty() || !is_parted {
            continue;
        }
        let code = if code == OTHERS { String::new() } else { code.to_owned() };
        match value.trim().trim_end_matches(['%', '％']).parse::<u64>().ok().filter(|percent| *percent <= 100) {
            Some(percent) => drop(shares.insert(code, percent)),
            None => fields.refuse("survey_shares", "web-error-survey-share", ""),
        }
    }
    let wish = due_on.zip(size).zip(method).map(|((due_on, size), method)| SurveyWish {
        title,
        due_on,
        size: u64::try_from(size).unwrap_or(u64::MAX),
        method,
        classes,
        shares,
    });
    fields.finish(wish)?.ok_or_else(Vec::new)
}
