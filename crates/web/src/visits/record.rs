//! Recording a visit: as before in one tap, or a form. It may be begun in one place and ended in another: what was typed is
//! kept as a draft, and a form that arrives twice records one visit.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::response::Response;
use guanai_casework::{GiftKind, VisitAct, VisitManner};
use guanai_kernel::{Date, Moment, Money};

use super::read;
use crate::failure::PageError;
use crate::form::{FieldError, Form, Typed};
use crate::operation::{Done, OperationId};
use crate::page::{self, Choice, Frame};
use crate::plans::{GrantsBox, TaskLine};
use crate::visit::Visit;

/// The last visit, as far as it may be repeated by a tap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsBefore {
    /// Its day.
    pub made_on: Date,
    /// Its act.
    pub act: VisitAct,
    /// How.
    pub manner: VisitManner,
    /// What for, as codes of the pack.
    pub occasions: BTreeSet<String>,
    /// What for, in words.
    pub what_for: String,
}

/// A promise that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPromise {
    /// The visit at which it was made.
    pub visit: String,
    /// What was promised.
    pub words: String,
    /// By when.
    pub due_on: Option<Date>,
}

/// What is typed for a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// Yes or no.
    YesNo,
    /// One of these.
    OneOf(Vec<Choice>),
    /// A count.
    Count,
    /// An amount in yuan.
    Yuan,
    /// A day.
    Day,
    /// Words.
    Words,
}

/// A fact that a visit may state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactField {
    /// Its name in the pack.
    pub name: String,
    /// Its field in the form.
    pub field: String,
    /// What it is called.
    pub title: String,
    /// What is typed.
    pub kind: FactKind,
}

/// A form that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDraft {
    /// The id of the form.
    pub operation: OperationId,
    /// What was typed.
    pub typed: Typed,
    /// When it was kept.
    pub kept_at: Moment,
}

/// What the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitChoices {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The day of death: then only the family is visited.
    pub died_on: Option<Date>,
    /// The last visit.
    pub as_before: Option<AsBefore>,
    /// What was promised and waits.
    pub promises: Vec<OpenPromise>,
    /// Tasks that wait in the plans of everybody who lives there.
    pub tasks: Vec<TaskLine>,
    /// Who lives with them.
    pub household: Vec<Choice>,
    /// What somebody is visited for, ordinary contact first.
    pub occasions: Vec<Choice>,
    /// What may be found.
    pub facts: Vec<FactField>,
    /// What the household was given this year, for whoever may read it.
    pub grants: Option<GrantsBox>,
    /// What was begun and not sent.
    pub draft: Option<VisitDraft>,
}

/// A gift as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedGift {
    /// What it is.
    pub kind: GiftKind,
    /// Its worth.
    pub worth: Option<Money>,
    /// The goods.
    pub goods: Option<String>,
}

/// A visit to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordVisit {
    /// Whose.
    pub person: String,
    /// Which act.
    pub act: VisitAct,
    /// How.
    pub manner: VisitManner,
    /// The day.
    pub made_on: Date,
    /// When it began, in minutes of the day.
    pub begun_minute: Option<u16>,
    /// How many minutes it took.
    pub duration_min: Option<u16>,
    /// What for.
    pub occasions: BTreeSet<String>,
    /// Who came, where it is not whoever enters it.
    pub visitor: Option<String>,
    /// Who came along.
    pub companions: Option<String>,
    /// Who else was seen, as ids.
    pub also_seen: BTreeSet<String>,
    /// The reason in words.
    pub reason: Option<String>,
    /// What was learned.
    pub found: Option<String>,
    /// What was promised, and by when.
    pub promise: Option<(String, Option<Date>)>,
    /// What was given.
    pub gift: Option<TypedGift>,
    /// What was said in confidence.
    pub note: Option<String>,
    /// Facts that were found: names and what was typed.
    pub facts: Vec<(String, String)>,
    /// Tasks of plans that the visit did, as ids.
    pub tasks: BTreeSet<String>,
}

/// What became of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It was recorded: the visit's id.
    Visit(String),
    /// A field is wrong in a way that only the records show.
    Wrong(FieldError),
}

/// The form.
#[derive(Template)]
#[template(path = "visits/record.html")]
pub struct RecordVisitPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it offers.
    pub choices: &'a VisitChoices,
    /// What was typed.
    pub form: &'a Form,
    /// The form of “as before”.
    pub again: &'a Form,
    /// The visit that is corrected.
    pub corrects: Option<&'a str>,
    /// Whether what was typed comes from a draft.
    pub restored: bool,
}

impl RecordVisitPage<'_> {
    fn acts() -> Vec<&'static str> {
        VisitAct::ALL.iter().map(|act| act.code()).collect()
    }

    fn manners() -> Vec<&'static str> {
        VisitManner::ALL.iter().map(|manner| manner.code()).collect()
    }

    fn gifts() -> Vec<&'static str> {
        GiftKind::ALL.iter().map(|kind| kind.code()).collect()
    }

    /// Whether something stands in one of these fields, or is wrong there: then their part is open.
    fn any(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.form.value(field).is_empty() || self.form.error(field).is_some())
    }

    /// What the household was given this year, in a few words.
    fn given(&self, grants: &GrantsBox) -> String {
        let times = grants.given.len();
        match grants.total {
            _ if times == 0 => self.frame.say("web-grants-short-none"),
            Some(total) => self.frame.with2("web-grants-short", "count", times, "amount", total.to_string()),
            None => self.frame.with("web-grants-short-times", "count", times),
        }
    }

    fn any_fact(&self) -> bool {
        self.any(&self.choices.facts.iter().map(|fact| fact.field.as_str()).collect::<Vec<_>>())
    }

    fn action(&self) -> String {
        match self.corrects {
            Some(visit) => format!("/visits/{visit}/correct"),
            None => format!("/people/{}/visits", self.choices.person),
        }
    }
}

/// `GET /people/{person}/visits/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().visit_choices(visit.asker()?, visit.param("person")?).await?;
    let (form, restored) = match &choices.draft {
        Some(draft) => {
            let form = Form { typed: draft.typed.clone(), errors: Vec::new(), operation: draft.operation };
            (form, true)
        }
        None => (Form { typed: begun(&visit, &choices), ..visit.fresh_form() }, false),
    };
    draw(&visit, &choices, &form, restored, None)
}

/// What a form says before anybody has typed: today, the last visit's act and manner, and the pack's first occasion, which is
/// ordinary contact: what brought somebody there the last time is seldom why they come today.
fn begun(visit: &Visit, choices: &VisitChoices) -> Typed {
    let typed = Typed::default().with("made_on", visit.frame.today().to_string());
    // From a yearly recheck the form is that of a check at home, for that occasion.
    if visit.filter("for").as_deref() == Some(guanai_app::rechecks::OCCASION) {
        let (act, manner) = (VisitAct::HomeCheck.code(), VisitManner::InPerson.code());
        return typed.with("act", act).with("manner", manner).with("occasion", guanai_app::rechecks::OCCASION);
    }
    let Some(last) = &choices.as_before else { return typed };
    let typed = typed.with("act", last.act.code()).with("manner", last.manner.code());
    match choices.occasions.first() {
        Some(ordinary) => typed.with("occasion", ordinary.code.clone()),
        None => typed,
    }
}

/// `POST /people/{person}/visits`: the form, or “as before”, whose fields stand in the one button's form.
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().visit_choices(visit.asker()?, visit.param("person")?).await?;
    record(&visit, &choices, None).await
}

pub(super) async fn record(
    visit: &Visit,
    choices: &VisitChoices,
    corrects: Option<&str>,
) -> Result<Response, PageError> {
    let wish = match read::visit(visit.typed(), choices, visit.frame.today()) {
        Ok(wish) => wish,
        Err(errors) => return draw_again(visit, choices, errors, corrects),
    };
    let raises_need = visit.typed().word("need") == "yes";
    let operation = visit.operation()?;
    let wrong = Mutex::new(None);
    let act = async {
        let recorded = match corrects {
            Some(old) => visit.office().correct_visit(visit.asker()?, operation, old, wish).await?,
            None => visit.office().record_visit(visit.asker()?, operation, wish).await?,
        };
        match recorded {
            Recorded::Visit(_) if raises_need => {
                Ok(Done { to: format!("/people/{}/needs/new", choices.person), said: "web-done-visit-need" })
            }
            Recorded::Visit(id) => Ok(Done { to: format!("/visits/{id}"), said: "web-done-visit" }),
            Recorded::Wrong(error) => {
                *wrong.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Err(PageError::Refused { key: "web-refused-visit" })
            }
        }
    };
    let outcome = visit.once(act).await;
    match wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => draw_again(visit, choices, vec![error], corrects),
        None => outcome,
    }
}

fn draw_again(
    visit: &Visit,
    choices: &VisitChoices,
    errors: Vec<FieldError>,
    corrects: Option<&str>,
) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, choices, &visit.form_again(errors), false, corrects))
}

pub(super) fn draw(
    visit: &Visit,
    choices: &VisitChoices,
    form: &Form,
    restored: bool,
    corrects: Option<&str>,
) -> Result<Response, PageError> {
    let again = &visit.fresh_form();
    page::draw(&RecordVisitPage { frame: &visit.frame, choices, form, again, corrects, restored })
}
