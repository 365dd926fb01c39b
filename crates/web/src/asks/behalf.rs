//! Speaking for who does not sign in: what they said and consented to; type, read back, send.

use askama::Template;
use axum::response::Response;

use super::Said;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::me::{Consent, OwnAsk, Topic};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What one person said and consented to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAsks {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// What they said, newest first, as far as the asker's role hears it.
    pub said: Vec<Said>,
    /// Their consents.
    pub consents: Vec<Consent>,
}

/// The page of one person.
#[derive(Template)]
#[template(path = "asks/behalf.html")]
pub struct BehalfPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The person.
    pub voice: &'a PersonAsks,
}

/// The form.
#[derive(Template)]
#[template(path = "asks/new.html")]
pub struct AskForPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The person.
    pub voice: &'a PersonAsks,
    /// What was typed.
    pub form: &'a Form,
}

impl AskForPage<'_> {
    fn topics() -> Vec<&'static str> {
        Topic::ALL.iter().map(Topic::code).collect()
    }
}

/// The page on which it is read back before it is sent.
#[derive(Template)]
#[template(path = "asks/check.html")]
pub struct CheckAskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The person.
    pub voice: &'a PersonAsks,
    /// What was typed.
    pub form: &'a Form,
}

/// `GET /people/{person}/asks`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let voice = voice(&visit).await?;
    page::draw(&BehalfPage { frame: &visit.frame, voice: &voice })
}

pub(super) async fn voice(visit: &Visit) -> Result<PersonAsks, PageError> {
    Ok(visit.office().person_asks(visit.asker()?, visit.param("person")?).await?)
}

/// `GET /people/{person}/asks/new`
pub async fn new(visit: Visit) -> Result<Response, PageError> {
    let voice = voice(&visit).await?;
    page::draw(&AskForPage { frame: &visit.frame, voice: &voice, form: &visit.fresh_form() })
}

/// `POST /people/{person}/asks/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let voice = voice(&visit).await?;
    let typed = crate::me::ask::read(visit.typed());
    let mends = visit.mends();
    let form = visit.form_again(typed.as_ref().err().cloned().unwrap_or_default());
    if typed.is_ok() && !mends {
        return page::draw(&CheckAskPage { frame: &visit.frame, voice: &voice, form: &form });
    }
    let page = page::draw(&AskForPage { frame: &visit.frame, voice: &voice, form: &form });
    if typed.is_err() { page::unprocessable(page) } else { page }
}

/// `POST /people/{person}/asks`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let ask = match crate::me::ask::read(visit.typed()) {
        Ok(ask) => ask,
        Err(errors) => {
            let voice = voice(&visit).await?;
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&AskForPage { frame: &visit.frame, voice: &voice, form: &form }));
        }
    };
    if let Err(errors) = read_back(&visit) {
        let voice = voice(&visit).await?;
        let form = visit.form_again(errors);
        return page::unprocessable(page::draw(&CheckAskPage { frame: &visit.frame, voice: &voice, form: &form }));
    }
    enter(&visit, ask, "web-done-asked-for").await
}

/// Whether it was read back to the person.
pub(super) fn read_back(visit: &Visit) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    fields.must_tick("read_back", "web-error-read-back");
    fields.finish(())
}

pub(super) async fn enter(visit: &Visit, ask: OwnAsk, said: &'static str) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let person = visit.param("person")?;
        visit.office().ask_for(visit.asker()?, operation, person, ask).await?;
        Ok(Done { to: format!("/people/{person}/asks"), said })
    };
    visit.once(act).await
}
