//! Letting a guarantee rest: filled in, checked, sent; and ending a rest. A pause's days are not counted, an exemption says
//! that nothing is owed; both begin today at the earliest, since what was late stays late. A member declines for themselves.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;
use guanai_kernel::civil::days_between;

use super::Mark;
use super::person::Whose;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

const KINDS: [&str; 2] = ["pause", "exemption"];

/// A reason that the pack knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestReason {
    /// Its code.
    pub code: String,
    /// In words.
    pub name: String,
    /// The most days at once.
    pub longest_days: u32,
}

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestChoices {
    /// The person's name.
    pub name: String,
    /// Which of the five.
    pub mark: Mark,
    /// Why, of this kind and for this guarantee.
    pub reasons: Vec<RestReason>,
    /// The first day that may be said.
    pub today: Date,
}

impl RestChoices {
    fn list(&self) -> Vec<Choice> {
        let reasons = self.reasons.iter();
        reasons.map(|reason| Choice { code: reason.code.clone(), name: reason.name.clone() }).collect()
    }

    fn reason(&self, code: &str) -> Option<&RestReason> {
        self.reasons.iter().find(|reason| reason.code == code)
    }
}

/// A rest to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestWish {
    /// Whose.
    pub person: String,
    /// Of which guarantee.
    pub guarantee: String,
    /// `pause` or `exemption`.
    pub kind: &'static str,
    /// Why.
    pub reason: String,
    /// Its first day.
    pub from_on: Date,
    /// Its last day.
    pub last_on: Date,
}

/// The form, and the page on which it is checked.
#[derive(Template)]
#[template(path = "guarantees/rest.html")]
pub struct RestPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose.
    pub whose: &'a Whose,
    /// `pause` or `exemption`.
    pub kind: &'static str,
    /// What it gives to choose.
    pub choices: &'a RestChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means, once it is to be checked.
    pub wish: Option<&'a RestWish>,
}

impl RestPage<'_> {
    fn reason(&self, wish: &RestWish) -> &str {
        self.choices.reason(&wish.reason).map_or("", |reason| &reason.name)
    }
}

struct Asked {
    whose: Whose,
    guarantee: String,
    kind: &'static str,
    choices: RestChoices,
}

async fn asked(visit: &Visit) -> Result<Asked, PageError> {
    let whose = Whose::of(visit)?;
    let typed = |name: &str| {
        let word = visit.typed().word(name);
        if word.is_empty() { visit.filter(name) } else { Some(word.to_owned()) }
    };
    let guarantee = typed("guarantee").unwrap_or_else(|| "visit".to_owned());
    let kind = typed("kind")
        .map_or(Some(KINDS[usize::from(whose.is_own)]), |kind| KINDS.into_iter().find(|code| *code == kind));
    let kind = kind.filter(|kind| !whose.is_own || *kind == "exemption").ok_or(PageError::NotFound)?;
    let desk = visit.office().guarantees();
    let choices = desk.rest_choices(visit.asker()?, &whose.person, &guarantee, kind).await?;
    Ok(Asked { whose, guarantee, kind, choices })
}

/// `GET …/guarantees/rest`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let asked = asked(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = Typed::default()
        .with("guarantee", asked.guarantee.clone())
        .with("kind", asked.kind)
        .with("rest_from", asked.choices.today.to_string());
    if let [only] = asked.choices.reasons.as_slice() {
        form.typed = form.typed.with("rest_reason", only.code.clone());
    }
    draw(&visit, &asked, &form, None)
}

/// `POST …/guarantees/rest`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let asked = asked(&visit).await?;
    match read(&visit, &asked) {
        Ok(wish) => {
            let wish = (!visit.mends()).then_some(&wish);
            draw(&visit, &asked, &visit.form_again(Vec::new()), wish)
        }
        Err(errors) => again(&visit, &asked, errors),
    }
}

/// `POST …/guarantees/rest/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let asked = asked(&visit).await?;
    let wish = match read(&visit, &asked) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &asked, errors),
    };
    let operation = visit.operation()?;
    let said = if wish.kind == "pause" { "web-done-paused" } else { "web-done-exempted" };
    let act = async {
        visit.office().guarantees().rest(visit.asker()?, operation, wish).await?;
        Ok(Done { to: asked.whose.base.clone(), said })
    };
    visit.once(act).await
}

/// `POST …/guarantees/rests/{rest}/end`
pub async fn end(visit: Visit) -> Result<Response, PageError> {
    let whose = Whose::of(&visit)?;
    let act = async {
        visit.office().guarantees().end_rest(visit.asker()?, visit.param("rest")?).await?;
        Ok(Done { to: whose.base.clone(), said: "web-done-rest-ended" })
    };
    visit.once(act).await
}

fn read(visit: &Visit, asked: &Asked) -> Result<RestWish, Vec<FieldError>> {
    let choices = &asked.choices;
    let mut fields = Fields::of(visit.typed());
    let reason = fields.choice("rest_reason", choices.reasons.iter().map(|reason| reason.code.as_str()));
    let (from, last) = (fields.date("rest_from", None), fields.date("rest_last", None));
    if from.is_some_and(|from| from < choices.today) {
        fields.refuse("rest_from", "web-error-rest-past", choices.today.to_string());
    }
    if let (Some(from), Some(last)) = (from, last) {
        let longest = choices.reason(reason).map_or(0, |reason| reason.longest_days);
        let days = days_between(from, last) + 1;
        if last < from {
            fields.refuse("rest_last", "web-error-rest-backwards", "");
        } else if longest > 0 && days > i64::from(longest) {
            fields.refuse("rest_last", "web-error-rest-too-long", longest.to_string());
        }
    }
    let today = choices.today;
    fields.finish(RestWish {
        person: asked.whose.person.clone(),
        guarantee: asked.guarantee.clone(),
        kind: asked.kind,
        reason: reason.to_owned(),
        from_on: from.unwrap_or(today),
        last_on: last.unwrap_or(today),
    })
}

fn again(visit: &Visit, asked: &Asked, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, asked, &visit.form_again(errors), None))
}

fn draw(visit: &Visit, asked: &Asked, form: &Form, wish: Option<&RestWish>) -> Result<Response, PageError> {
    let Asked { whose, kind, choices, .. } = asked;
    page::draw(&RestPage { frame: &visit.frame, whose, kind, choices, form, wish })
}
