//! A consent of who does not sign in, read back before it is recorded.

use askama::Template;
use axum::response::Response;

use super::behalf::{PersonAsks, enter, read_back, voice};
use crate::failure::PageError;
use crate::form::{Form, Typed};
use crate::me::{Consent, OwnAsk};
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentWish {
    /// The consent's code.
    pub code: String,
    /// Given or refused.
    pub given: bool,
}

/// The page on which it is read back.
#[derive(Template)]
#[template(path = "asks/consent.html")]
pub struct ConsentPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The person.
    pub voice: &'a PersonAsks,
    /// The consent.
    pub consent: &'a Consent,
    /// What is to be recorded.
    pub wish: &'a ConsentWish,
    /// The form.
    pub form: &'a Form,
}

/// What is to be recorded, as an address or a form says it.
pub(crate) fn wish(typed: &Typed) -> Option<ConsentWish> {
    let given = match typed.word("given") {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    Some(ConsentWish { code: typed.word("code").to_owned(), given })
}

/// `GET /people/{person}/consent`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let voice = voice(&visit).await?;
    match wish(&visit.query) {
        Some(wish) => draw(&visit, &voice, &wish, &visit.fresh_form()),
        None => Visit::go(&format!("/people/{}/asks", voice.person)),
    }
}

/// `POST /people/{person}/consent`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let wish = wish(visit.typed()).ok_or(PageError::Malformed { why: "a consent is given or refused" })?;
    if let Err(errors) = read_back(&visit) {
        return page::unprocessable(draw(&visit, &voice(&visit).await?, &wish, &visit.form_again(errors)));
    }
    let said = if wish.given { "web-done-consent-for" } else { "web-done-refusal-for" };
    enter(&visit, OwnAsk::Consent { code: wish.code, given: wish.given }, said).await
}

fn draw(visit: &Visit, voice: &PersonAsks, wish: &ConsentWish, form: &Form) -> Result<Response, PageError> {
    let consent = voice.consents.iter().find(|consent| consent.code == wish.code).ok_or(PageError::NotFound)?;
    page::draw(&ConsentPage { frame: &visit.frame, voice, consent, wish, form })
}
