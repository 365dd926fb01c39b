//! Entering what happened to somebody, where no other record tells it: illness and hospital, work lost or found, arrears of
//! pay, a disaster. It starts, keeps or ends terms; what was entered by mistake is struck out and stays to be read.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::person::Whose;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HappenedChoices {
    /// The person's name.
    pub name: String,
    /// What may have happened, in the order of the form.
    pub occasions: Vec<&'static str>,
    /// What it may be about: terms that run.
    pub matters: Vec<Choice>,
    /// The last day that may be said.
    pub today: Date,
}

/// Something to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// To whom.
    pub person: String,
    /// What.
    pub occasion: &'static str,
    /// The day.
    pub on: Date,
    /// What it is about; none where it is new, or about all of the person's.
    pub matter: Option<String>,
}

/// The form, and the page on which it is checked.
#[derive(Template)]
#[template(path = "guarantees/happened.html")]
pub struct HappenedPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose.
    pub whose: &'a Whose,
    /// What it gives to choose.
    pub choices: &'a HappenedChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means, once it is to be checked.
    pub wish: Option<&'a Happened>,
}

impl HappenedPage<'_> {
    fn occasion_choices(&self) -> Vec<Choice> {
        let occasions = self.choices.occasions.iter();
        occasions
            .map(|code| Choice { code: (*code).to_owned(), name: self.frame.named("web-occasion-", code) })
            .collect()
    }

    fn matter(&self, wish: &Happened) -> String {
        let found = self.choices.matters.iter().find(|choice| Some(&choice.code) == wish.matter.as_ref());
        found.map_or_else(|| self.frame.say("web-happened-no-matter"), |choice| choice.name.clone())
    }
}

async fn asked(visit: &Visit) -> Result<(Whose, HappenedChoices), PageError> {
    let whose = Whose::of(visit)?;
    let choices = visit.office().guarantees().happened_choices(visit.asker()?, &whose.person).await?;
    Ok((whose, choices))
}

/// `GET /people/{person}/guarantees/happened`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (whose, choices) = asked(&visit).await?;
    draw(&visit, &whose, &choices, &visit.fresh_form(), None)
}

/// `POST /people/{person}/guarantees/happened`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let (whose, choices) = asked(&visit).await?;
    match read(&visit, &whose, &choices) {
        Ok(wish) => {
            let wish = (!visit.mends()).then_some(&wish);
            draw(&visit, &whose, &choices, &visit.form_again(Vec::new()), wish)
        }
        Err(errors) => again(&visit, &whose, &choices, errors),
    }
}

/// `POST /people/{person}/guarantees/happened/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (whose, choices) = asked(&visit).await?;
    let wish = match read(&visit, &whose, &choices) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &whose, &choices, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().guarantees().record_happening(visit.asker()?, operation, wish).await?;
        Ok(Done { to: whose.base.clone(), said: "web-done-happened" })
    };
    visit.once(act).await
}

/// `POST /people/{person}/guarantees/entries/{entry}/strike`
pub async fn strike(visit: Visit) -> Result<Response, PageError> {
    let whose = Whose::of(&visit)?;
    let act = async {
        visit.office().guarantees().strike_happening(visit.asker()?, visit.param("entry")?).await?;
        Ok(Done { to: whose.base.clone(), said: "web-done-happened-struck" })
    };
    visit.once(act).await
}

fn read(visit: &Visit, whose: &Whose, choices: &HappenedChoices) -> Result<Happened, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let occasion = fields.choice("event", choices.occasions.iter().copied());
    let on = fields.date("happened_on", Some(choices.today));
    let matter = if visit.typed().word("matter").is_empty() {
        None
    } else {
        Some(fields.choice("matter", choices.matters.iter().map(|choice| choice.code.as_str())).to_owned())
    };
    fields.finish(Happened { person: whose.person.clone(), occasion, on: on.unwrap_or(choices.today), matter })
}

fn again(
    visit: &Visit,
    whose: &Whose,
    choices: &HappenedChoices,
    errors: Vec<FieldError>,
) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, whose, choices, &visit.form_again(errors), None))
}

fn draw(
    visit: &Visit,
    whose: &Whose,
    choices: &HappenedChoices,
    form: &Form,
    wish: Option<&Happened>,
) -> Result<Response, PageError> {
    page::draw(&HappenedPage { frame: &visit.frame, whose, choices, form, wish })
}
