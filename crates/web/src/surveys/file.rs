//! One survey: how it was drawn, its strata with weights and what came back, what somebody may do with it now.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;

use super::{MOST_LETTERS, StratumLine, SurveyFile, SurveyMove, state_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// How the field of a stratum's returns begins.
const RETURNED: &str = "returned_";

/// The page.
#[derive(Template)]
#[template(path = "surveys/file.html")]
pub struct SurveyPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The survey.
    pub file: &'a SurveyFile,
    /// What was written.
    pub form: &'a Form,
}

impl SurveyPage<'_> {
    fn tag(&self) -> Tag {
        state_tag(self.file.view.survey.state)
    }

    fn may(&self, step: &str) -> bool {
        self.file.view.moves.iter().any(|may| may.code() == step)
    }

    fn seed(&self) -> String {
        format!("{:016x}", self.file.view.survey.seed)
    }

    /// How many strata were joined of several.
    fn joined(&self) -> usize {
        self.file.strata.iter().filter(|line| line.parts.len() > 1).count()
    }

    /// What stands in the field of a stratum's returns: as typed, else as counted.
    fn typed(&self, line: &StratumLine) -> String {
        let typed = self.form.value(&format!("{RETURNED}{}", line.no));
        let counted = || line.returned.map(|count| count.to_string()).unwrap_or_default();
        if typed.is_empty() { counted() } else { typed.to_owned() }
    }
}

async fn read(visit: &Visit) -> Result<SurveyFile, PageError> {
    Ok(visit.office().surveys().survey(visit.asker()?, visit.param("survey")?).await?)
}

/// `GET /surveys/{survey}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    page::draw(&SurveyPage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let file = read(visit).await?;
    let form = &visit.form_again(errors);
    page::unprocessable(page::draw(&SurveyPage { frame: &visit.frame, file: &file, form }))
}

/// `POST /surveys/{survey}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("survey")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let step = SurveyMove::from_code(fields.choice("step", SurveyMove::ALL.iter().map(|step| step.code())));
    let step = step.ok_or(PageError::NotFound)?;
    let why = (step == SurveyMove::Withdraw).then(|| fields.words("survey_why", MOST_LETTERS));
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    let said = match step {
        SurveyMove::Release => "web-done-survey-released",
        SurveyMove::Withdraw => "web-done-survey-withdrawn",
        SurveyMove::Close => "web-done-survey-closed",
    };
    let act = async {
        visit.office().surveys().move_survey(visit.asker()?, operation, &id, step, why).await?;
        Ok(Done { to: format!("/surveys/{id}"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, vec![FieldError { field: "survey_why".to_owned(), key, value: String::new() }]).await
        }
        other => other,
    }
}

/// `POST /surveys/{survey}/returns`
pub async fn count(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("survey")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let mut returned = BTreeMap::new();
    for (no, value) in visit.typed().beginning(RETURNED) {
        let Ok(no) = no.parse::<u32>() else { continue };
        if value.trim().is_empty() {
            continue;
        }
        match value.trim().parse::<u64>() {
            Ok(count) => drop(returned.insert(no, count)),
            Err(_) => fields.refuse("survey_returned", "web-error-survey-returned", no.to_string()),
        }
    }
    let returned = match fields.finish(returned) {
        Ok(returned) => returned,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().surveys().count_returns(visit.asker()?, operation, &id, returned).await?;
        Ok(Done { to: format!("/surveys/{id}"), said: "web-done-survey-counted" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, vec![FieldError { field: "survey_returned".to_owned(), key, value: String::new() }]).await
        }
        other => other,
    }
}

/// `GET /surveys/{survey}/people`
pub async fn people(visit: Visit) -> Result<Response, PageError> {
    let download = visit.office().surveys().survey_list(visit.asker()?, visit.param("survey")?).await?;
    crate::imports::list::send(download)
}
