//! Who stands in for whom, and who is on duty: what is told of terms reaches somebody who is there.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

const KINDS: [&str; 2] = ["deputy", "duty"];

/// An absence, or a turn of duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandinRow {
    /// Who is away, or on duty.
    pub who: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub last_on: Date,
    /// Who stands in; none where nobody does, so that the next post hears.
    pub deputy: Option<String>,
}

/// Absences and turns of duty that hold or are to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standins {
    /// Who is away.
    pub away: Vec<StandinRow>,
    /// Who is on duty.
    pub duty: Vec<StandinRow>,
    /// Who may be said to be away: accounts by id, oneself first.
    pub accounts: Vec<Choice>,
    /// Who may stand in or be on duty: sign-in names.
    pub deputies: Vec<Choice>,
    /// Whether the reader names who is on duty.
    pub may_name_duty: bool,
    /// The day.
    pub today: Date,
}

/// Somebody to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameStandin {
    /// While somebody is away.
    Deputy {
        /// Who is away, by the account's id.
        away: String,
        /// Who stands in, by sign-in name.
        deputy: Option<String>,
        /// The first day.
        from_on: Date,
        /// The last day.
        last_on: Date,
    },
    /// On duty.
    Duty {
        /// Who, by sign-in name.
        who: String,
        /// The first day.
        from_on: Date,
        /// The last day.
        last_on: Date,
    },
}

/// The page, with its form, and the page on which that is checked.
#[derive(Template)]
#[template(path = "guarantees/standins.html")]
pub struct StandinsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands.
    pub standins: &'a Standins,
    /// `deputy` or `duty`.
    pub kind: &'static str,
    /// What was typed.
    pub form: &'a Form,
    /// What is to be checked, as it is read back: field and answer.
    pub answers: Vec<(&'static str, String)>,
}

fn kind_of(visit: &Visit, standins: &Standins) -> Result<&'static str, PageError> {
    let typed = visit.typed().word("kind");
    let asked = if typed.is_empty() { visit.filter("kind") } else { Some(typed.to_owned()) };
    let kind = asked.map_or(Some(KINDS[0]), |asked| KINDS.into_iter().find(|kind| *kind == asked));
    kind.filter(|kind| *kind == KINDS[0] || standins.may_name_duty).ok_or(PageError::NotFound)
}

/// `GET /guarantees/standins`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let standins = visit.office().guarantees().standins(visit.asker()?).await?;
    let kind = kind_of(&visit, &standins)?;
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("kind", kind).with("standin_from", standins.today.to_string());
    if let Some(own) = standins.accounts.first() {
        form.typed = form.typed.with("away", own.code.clone());
    }
    draw(&visit, &standins, kind, &form, Vec::new())
}

/// `POST /guarantees/standins`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let standins = visit.office().guarantees().standins(visit.asker()?).await?;
    let kind = kind_of(&visit, &standins)?;
    match read(&visit, &standins, kind) {
        Ok(wish) => {
            let is_checked = !visit.mends();
            let answers = if is_checked { answers(&visit, &standins, &wish) } else { Vec::new() };
            draw(&visit, &standins, kind, &visit.form_again(Vec::new()), answers)
        }
        Err(errors) => again(&visit, &standins, kind, errors),
    }
}

/// `POST /guarantees/standins/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let standins = visit.office().guarantees().standins(visit.asker()?).await?;
    let kind = kind_of(&visit, &standins)?;
    let wish = match read(&visit, &standins, kind) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &standins, kind, errors),
    };
    let act = async {
        visit.office().guarantees().name_standin(visit.asker()?, wish).await?;
        Ok(Done { to: "/guarantees/standins".to_owned(), said: "web-done-standin" })
    };
    visit.once(act).await
}

fn read(visit: &Visit, standins: &Standins, kind: &str) -> Result<NameStandin, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let codes = |choices: &'_ [Choice]| choices.iter().map(|choice| choice.code.clone()).collect::<Vec<_>>();
    let (accounts, deputies) = (codes(&standins.accounts), codes(&standins.deputies));
    let chosen = |fields: &mut Fields<'_>, field: &str, codes: &[String]| {
        fields.choice(field, codes.iter().map(String::as_str)).to_owned()
    };
    let away = if kind == "deputy" { chosen(&mut fields, "away", &accounts) } else { String::new() };
    let deputy = match (kind, visit.typed().word("standin")) {
        ("deputy", "") => None,
        _ => Some(chosen(&mut fields, "standin", &deputies)),
    };
    let from = fields.date("standin_from", None).unwrap_or(standins.today);
    let last = fields.date("standin_last", None).unwrap_or(standins.today);
    if last < from {
        fields.refuse("standin_last", "web-error-rest-backwards", "");
    } else if last < standins.today {
        fields.refuse("standin_last", "web-error-standin-past", standins.today.to_string());
    }
    let (from_on, last_on) = (from, last);
    fields.finish(match (kind, deputy) {
        ("duty", who) => NameStandin::Duty { who: who.unwrap_or_default(), from_on, last_on },
        (_, deputy) => NameStandin::Deputy { away, deputy, from_on, last_on },
    })
}

fn answers(visit: &Visit, standins: &Standins, wish: &NameStandin) -> Vec<(&'static str, String)> {
    let named = |choices: &[Choice], code: &str| {
        choices.iter().find(|choice| choice.code == code).map_or_else(String::new, |choice| choice.name.clone())
    };
    let nobody = || visit.frame.say("web-standin-nobody");
    let (mut answers, from, last) = match wish {
        NameStandin::Deputy { away, deputy, from_on, last_on } => {
            let deputy = deputy.as_deref().map_or_else(nobody, |code| named(&standins.deputies, code));
            (vec![("away", named(&standins.accounts, away)), ("standin", deputy)], from_on, last_on)
        }
        NameStandin::Duty { who, from_on, last_on } => {
            (vec![("on_duty", named(&standins.deputies, who))], from_on, last_on)
        }
    };
    answers.push(("standin_from", visit.frame.day(*from)));
    answers.push(("standin_last", visit.frame.day(*last)));
    answers
}

fn again(
    visit: &Visit,
    standins: &Standins,
    kind: &'static str,
    errors: Vec<FieldError>,
) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, standins, kind, &visit.form_again(errors), Vec::new()))
}

fn draw(
    visit: &Visit,
    standins: &Standins,
    kind: &'static str,
    form: &Form,
    answers: Vec<(&'static str, String)>,
) -> Result<Response, PageError> {
    page::draw(&StandinsPage { frame: &visit.frame, standins, kind, form, answers })
}
