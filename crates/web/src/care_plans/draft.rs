//! Proposing a year's plan: who leads, its weight, and what is aimed at. What is left blank is not planned.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use guanai_app::care_plans::MOST_LETTERS;
use guanai_casework::care_plan::MOST;

use super::{Aim, CarePlanContent, CarePlanWish, CarePlansPage};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The form.
#[derive(Template)]
#[template(path = "care_plans/draft.html")]
pub struct DraftCarePlanPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose plan it will be.
    pub list: &'a CarePlansPage,
    /// What was typed.
    pub form: &'a Form,
}

impl DraftCarePlanPage<'_> {
    fn organization(&self) -> String {
        self.list.path.last().map(|(id, _)| id.to_string()).unwrap_or_default()
    }

    fn name(&self) -> String {
        self.list.path.last().map(|(_, name)| name.clone()).unwrap_or_default()
    }

    fn aims() -> Vec<String> {
        Aim::ALL.iter().map(|aim| field(*aim)).collect()
    }
}

/// The field of an aim.
fn field(aim: Aim) -> String {
    format!("aim_{}", aim.code().replace('-', "_"))
}

async fn whose(visit: &Visit, organization: Option<String>) -> Result<CarePlansPage, PageError> {
    Ok(visit.office().care_plans(visit.asker()?, organization, None).await?)
}

/// `GET /care-plans/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = whose(&visit, visit.filter("organization")).await?;
    let mut form = visit.fresh_form();
    let year = visit.filter("year").unwrap_or_else(|| visit.frame.today().year().to_string());
    form.typed = Typed::default().with("care_year", year);
    page::draw(&DraftCarePlanPage { frame: &visit.frame, list: &list, form: &form })
}

/// `POST /care-plans`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let organization = visit.typed().word("care_organization").to_owned();
    let list = whose(&visit, Some(organization.clone())).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&DraftCarePlanPage { frame: &visit.frame, list: &list, form: &form }))
    };
    let (year, content) = match read(&visit) {
        Ok(meant) => meant,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let wish = CarePlanWish { organization, year, content };
    let act = async {
        let id = visit.office().propose_care_plan(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/care-plans/{id}"), said: "web-done-care-plan" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "care_year".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

fn read(visit: &Visit) -> Result<(i16, CarePlanContent), Vec<FieldError>> {
    let this = usize::try_from(visit.frame.today().year()).unwrap_or(0);
    let mut fields = Fields::of(visit.typed());
    let year = fields.whole_number("care_year", this, this + 1).and_then(|year| i16::try_from(year).ok());
    let lead = fields.words("care_lead", MOST_LETTERS);
    let weight = fields.whole_number("care_weight", 1, 100).and_then(|weight| u32::try_from(weight).ok());
    let mut targets = BTreeMap::new();
    for aim in Aim::ALL {
        let name = field(*aim);
        if visit.typed().word(&name).trim().is_empty() {
            continue;
        }
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        if let Some(target) = fields.whole_number(&name, 0, most).and_then(|target| u32::try_from(target).ok()) {
            targets.insert(*aim, target);
        }
    }
    let zero_why = Some(fields.words_or_none("care_zero_why", MOST_LETTERS)).filter(|why| !why.is_empty());
    if zero_why.is_none() && targets.values().any(|target| *target == 0) {
        fields.refuse("care_zero_why", "web-error-care-zero", "");
    }
    if targets.values().all(|target| *target == 0) {
        fields.refuse(&field(Aim::Visits), "web-error-care-nothing", "");
    }
    let weight_percent = weight.unwrap_or_default();
    let content = CarePlanContent { lead, weight_percent, targets, zero_why };
    fields.finish((year.unwrap_or_default(), content))
}
