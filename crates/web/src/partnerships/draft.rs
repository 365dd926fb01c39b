//! Proposing an agreement: the two, of which kind, until when, what each promises, and up to three tasks to begin with.

use askama::Template;
use axum::response::Response;
use guanai_app::partnerships::MOST_LETTERS;
use guanai_kernel::civil::add_days;

use super::desk::PartnershipChoices;
use super::{PartnerSide, PartnerTask, PartnershipTerms, ProposePartnership, SideTerms};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Tasks that the form has room for.
const TASKS: usize = 3;

/// Letters of an organisation's code or name.
const MOST_NAME: usize = 100;

/// The form.
#[derive(Template)]
#[template(path = "partnerships/draft.html")]
pub struct DraftPartnershipPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What is offered.
    pub choices: &'a PartnershipChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl DraftPartnershipPage<'_> {
    fn sides() -> Vec<&'static str> {
        PartnerSide::ALL.iter().map(|side| side.code()).collect()
    }

    /// The fields of each task: which side, what, who, by when.
    fn tasks() -> Vec<[String; 4]> {
        (1..=TASKS).map(task_fields).collect()
    }
}

fn task_fields(no: usize) -> [String; 4] {
    ["side", "what", "who", "due"].map(|part| format!("partner_task_{part}_{no}"))
}

/// `GET /partnerships/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().partnership_choices(visit.asker()?, visit.filter("organization")).await?;
    let mut form = visit.fresh_form();
    let today = visit.frame.today();
    let on = |days: u32| i32::try_from(days).ok().and_then(|days| add_days(today, days)).unwrap_or(today).to_string();
    let mut typed = form.typed.clone().with("partner_from_on", today.to_string());
    typed = typed.with("partner_until_on", on(365)).with("partner_review_on", on(choices.review_after_days.min(365)));
    if let Some((name, secretary)) = &choices.one {
        typed = typed.with("partner_one", name.clone());
        typed = typed.with("partner_one_contact", secretary.clone().unwrap_or_default());
    }
    form.typed = typed;
    page::draw(&DraftPartnershipPage { frame: &visit.frame, choices: &choices, form: &form })
}

/// `POST /partnerships`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().partnership_choices(visit.asker()?, None).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&DraftPartnershipPage { frame: &visit.frame, choices: &choices, form: &form }))
    };
    let wish = match read(&visit, &choices) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().propose_partnership(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/partnerships/{id}"), said: "web-done-partnership" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "partner_other".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

fn read(visit: &Visit, choices: &PartnershipChoices) -> Result<ProposePartnership, Vec<FieldError>> {
    let today = visit.frame.today();
    let mut fields = Fields::of(visit.typed());
    let one = fields.words("partner_one", MOST_NAME);
    let other = fields.words("partner_other", MOST_NAME);
    let kind = fields.choice("partner_kind", choices.kinds.iter().map(|kind| kind.code.as_str())).to_owned();
    let from_on = fields.date("partner_from_on", None).unwrap_or(today);
    let until_on = fields.date("partner_until_on", None).unwrap_or(today);
    let review_on = fields.date("partner_review_on", None).unwrap_or(today);
    let mut side = |of: &str| SideTerms {
        duties: fields.words(&format!("partner_{of}_duties"), MOST_LETTERS),
        contact: fields.words(&format!("partner_{of}_contact"), MOST_LETTERS),
    };
    let (one_terms, other_terms) = (side("one"), side("other"));
    let mut tasks = Vec::new();
    for no in 1..=TASKS {
        let [side, what, who, due] = task_fields(no);
        if [&side, &what, &who, &due].iter().all(|field| visit.typed().word(field).trim().is_empty()) {
            continue;
        }
        let by = PartnerSide::from_code(fields.choice(&side, PartnerSide::ALL.iter().map(|side| side.code())));
        let (what, who) = (fields.words(&what, MOST_LETTERS), fields.words(&who, MOST_LETTERS));
        if let (Some(side), Some(due_on)) = (by, fields.date(&due, None)) {
            tasks.push(PartnerTask { side, what, who, due_on, done: None });
        }
    }
    let terms = PartnershipTerms {
        kind,
        from_on,
        until_on,
        review_on,
        one: one_terms,
        other: other_terms,
        tasks,
        reviewed: None,
    };
    let days = std::iter::once(review_on).chain(terms.tasks.iter().map(|task| task.due_on));
    if from_on >= until_on || until_on < today || days.into_iter().any(|day| day < from_on || day > until_on) {
        fields.refuse("partner_until_on", "web-error-partner-days", "");
    }
    fields.finish(ProposePartnership { one, other, terms })
}
