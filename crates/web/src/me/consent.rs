//! A consent that a member gives or refuses for themselves: what it means is read before it is said.

use askama::Template;
use axum::response::Response;

use super::Consent;
use super::ask::{OwnAsk, enter};
use crate::asks::consent::{ConsentWish, wish};
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page on which it is read before it is said.
#[derive(Template)]
#[template(path = "me/consent.html")]
pub struct OwnConsentPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The consent.
    pub consent: &'a Consent,
    /// What is to be said.
    pub wish: &'a ConsentWish,
    /// The form.
    pub form: &'a Form,
}

/// `GET /me/consent`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let Some(wish) = wish(&visit.query) else { return Visit::go("/me") };
    let own = visit.office().me(visit.asker()?).await?;
    let consent = own.consents.iter().find(|consent| consent.code == wish.code).ok_or(PageError::NotFound)?;
    page::draw(&OwnConsentPage { frame: &visit.frame, consent, wish: &wish, form: &visit.fresh_form() })
}

/// `POST /me/consent`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let wish = wish(visit.typed()).ok_or(PageError::Malformed { why: "a consent is given or taken back" })?;
    let said = if wish.given { "web-done-consent" } else { "web-done-refusal" };
    enter(&visit, OwnAsk::Consent { code: wish.code, given: wish.given }, said).await
}
