//! What a member asks: for help, for a correction, an answer, a second look; and consents given or taken back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// I need help.
    Help,
    /// Something in my record is wrong.
    Correct,
    /// I do not understand, or do not agree with, an answer.
    Object,
    /// I do not want a visit, a help, a notice.
    Refuse,
}

impl Topic {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Help, Self::Correct, Self::Object, Self::Refuse];

    /// Its code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::Correct => "correct",
            Self::Object => "object",
            Self::Refuse => "refuse",
        }
    }
}

/// What the member wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnAsk {
    /// Says something that is to be answered.
    Words {
        /// What about.
        topic: Topic,
        /// In the member's words.
        words: String,
    },
    /// Gives or takes back a consent.
    Consent {
        /// Its code.
        code: String,
        /// Given or taken back.
        given: bool,
    },
}

/// The form.
#[derive(Template)]
#[template(path = "me/ask.html")]
pub struct OwnAskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
}

impl OwnAskPage<'_> {
    fn topics() -> &'static [Topic] {
        Topic::ALL
    }
}

/// `GET /me/ask`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("topic", visit.filter("topic").unwrap_or_default());
    page::draw(&OwnAskPage { frame: &visit.frame, form: &form })
}

/// `POST /me/ask`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let ask = match read(visit.typed()) {
        Ok(ask) => ask,
        Err(errors) => {
            let form = visit.form_again(errors);
            let mut response = page::draw(&OwnAskPage { frame: &visit.frame, form: &form })?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
    };
    enter(&visit, ask, "web-done-asked").await
}

/// `POST /me/consent`
pub async fn consent(visit: Visit) -> Result<Response, PageError> {
    let given = match visit.typed().word("given") {
        "yes" => true,
        "no" => false,
        _ => return Err(PageError::Malformed { why: "a consent is given or taken back" }),
    };
    let code = visit.typed().word("code").to_owned();
    let said = if given { "web-done-consent" } else { "web-done-refusal" };
    enter(&visit, OwnAsk::Consent { code, given }, said).await
}

async fn enter(visit: &Visit, ask: OwnAsk, said: &'static str) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().me_ask(visit.asker()?, operation, ask).await?;
        Ok(Done { to: "/me".into(), said })
    };
    visit.once(act).await
}

fn read(typed: &Typed) -> Result<OwnAsk, Vec<FieldError>> {
    let mut fields = Fields::of(typed);
    let code = fields.choice("topic", Topic::ALL.iter().map(Topic::code));
    let topic = Topic::ALL.iter().copied().find(|topic| topic.code() == code).unwrap_or(Topic::Help);
    let words = fields.words("words", 1_000);
    fields.finish(OwnAsk::Words { topic, words })
}
