//! Raising a need: type, check, send. What was typed is read back to the person, since whoever types is mostly
//! somebody else.

use askama::Template;
use axum::response::Response;
use guanai_casework::MOST_HELPERS;

use super::Urgency;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::questions::heard;
use crate::visit::Visit;

const VOICES: [&str; 3] = ["person", "family", "observed"];
const CONSENTS: [&str; 2] = ["yes", "no"];

/// In whose voice a need is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The person said it; entered on behalf of, and read back.
    Person,
    /// The family said it.
    Family,
    /// Whoever enters it saw it; the person is still to be asked.
    Observed,
}

/// What the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedChoices {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The categories of the pack.
    pub categories: Vec<Choice>,
}

/// A need to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaiseNeed {
    /// Whose.
    pub person: String,
    /// Of what kind.
    pub category: String,
    /// `urgent`, `normal` or `low`.
    pub urgency: String,
    /// In the person's words.
    pub words: String,
    /// In whose voice.
    pub voice: Voice,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// How many are to help at once.
    pub wanted: u32,
    /// Whether it was read back to the person or the family.
    pub read_back: bool,
}

/// The form.
#[derive(Template)]
#[template(path = "needs/raise.html")]
pub struct RaiseNeedPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it offers.
    pub choices: &'a NeedChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl RaiseNeedPage<'_> {
    fn urgencies() -> [&'static str; 3] {
        Urgency::CODES
    }

    fn voices() -> [&'static str; 3] {
        VOICES
    }
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "needs/check.html")]
pub struct CheckNeedPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What the form offers.
    pub choices: &'a NeedChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means.
    pub need: &'a RaiseNeed,
}

impl CheckNeedPage<'_> {
    fn category(&self) -> &str {
        self.choices.categories.iter().find(|c| c.code == self.need.category).map_or("", |c| &c.name)
    }

    fn is_read_back(&self) -> bool {
        self.need.voice != Voice::Observed
    }
}

/// `GET /people/{person}/needs/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().need_choices(visit.asker()?, visit.param("person")?).await?;
    page::draw(&RaiseNeedPage { frame: &visit.frame, choices: &choices, form: &visit.fresh_form() })
}

/// `POST /people/{person}/needs/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().need_choices(visit.asker()?, visit.param("person")?).await?;
    visit.read_once_more(
        read(&visit, &choices),
        |form| page::draw(&RaiseNeedPage { frame: &visit.frame, choices: &choices, form }),
        |form, need| draw_check(&visit, &choices, form, &need),
    )
}

/// `POST /people/{person}/needs`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().need_choices(visit.asker()?, visit.param("person")?).await?;
    let need = match read(&visit, &choices) {
        Ok(need) => need,
        Err(errors) => return draw_again(&visit, &choices, errors),
    };
    let mut fields = Fields::of(visit.typed());
    if need.voice != Voice::Observed {
        fields.must_tick("read_back", "web-error-read-back");
    }
    if let Err(errors) = fields.finish(()) {
        return page::unprocessable(draw_check(&visit, &choices, &visit.form_again(errors), &need));
    }
    let operation = visit.operation()?;
    let words = need.words.clone();
    let act = async {
        let id = visit.office().raise_need(visit.asker()?, operation, need).await?;
        heard(&visit, &words, Done { to: format!("/needs/{id}"), said: "web-done-need" }).await
    };
    visit.once(act).await
}

fn read(visit: &Visit, choices: &NeedChoices) -> Result<RaiseNeed, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let voice = match fields.choice("voice", VOICES) {
        "family" => Voice::Family,
        "observed" => Voice::Observed,
        _ => Voice::Person,
    };
    let words = fields.words("words", 500);
    let category = fields.choice("category", choices.categories.iter().map(|c| c.code.as_str())).to_owned();
    let urgency = fields.choice("urgency", Urgency::CODES).to_owned();
    let consents_to_contact = fields.choice("contact", CONSENTS) == "yes";
    if consents_to_contact && voice == Voice::Observed {
        fields.refuse("contact", "web-error-consent-unasked", "");
    }
    let read_back = fields.is_ticked("read_back");
    let wanted = helpers_wanted(visit.typed(), &mut fields);
    let person = choices.person.clone();
    fields.finish(RaiseNeed { person, category, urgency, words, voice, consents_to_contact, wanted, read_back })
}

/// How many are to help at once; one where nothing is typed.
pub(super) fn helpers_wanted(typed: &Typed, fields: &mut Fields<'_>) -> u32 {
    if typed.word("need_helpers").trim().is_empty() {
        return 1;
    }
    let most = usize::try_from(MOST_HELPERS).unwrap_or(usize::MAX);
    fields.whole_number("need_helpers", 1, most).and_then(|wanted| u32::try_from(wanted).ok()).unwrap_or(1)
}

fn draw_again(visit: &Visit, choices: &NeedChoices, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&RaiseNeedPage { frame: &visit.frame, choices, form: &form }))
}

fn draw_check(visit: &Visit, choices: &NeedChoices, form: &Form, need: &RaiseNeed) -> Result<Response, PageError> {
    page::draw(&CheckNeedPage { frame: &visit.frame, choices, form, need })
}
