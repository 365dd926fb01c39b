//! Choosing an own password: after the one-time code of a slip, or at any time.

use askama::Template;
use axum::response::Response;

use super::signin::keep_session;
use super::{Chosen, LONGEST_PASSWORD, NewPassword, SHORTEST_PASSWORD, Secret, WeakPassword};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::page::{self, Frame};
use crate::session::PasswordState;
use crate::visit::Visit;

/// The page of the new password.
#[derive(Template)]
#[template(path = "entrance/password.html")]
pub struct PasswordPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The form.
    pub form: &'a Form,
    /// Whether the current one is the code of a slip.
    pub is_first: bool,
    /// The shortest that is taken.
    pub shortest: usize,
}

/// `GET /signin/password`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form())
}

/// `POST /signin/password`
pub async fn choose(visit: Visit) -> Result<Response, PageError> {
    let new = match read(visit.typed()) {
        Ok(new) => new,
        Err(errors) => return again(&visit, errors),
    };
    let refuse = |field: &str, key, value: String| vec![FieldError { field: field.into(), key, value }];
    match visit.office().choose_password(visit.asker()?, new).await? {
        Chosen::Done { token } => {
            let mut response = visit.go_and_say("/", "web-done-password")?;
            keep_session(&visit, &token, &mut response)?;
            Ok(response)
        }
        Chosen::WrongCurrent => again(&visit, refuse("secret", "web-error-password-wrong", String::new())),
        Chosen::Weak(weak) => again(&visit, refuse("secret_new", weak_key(weak), weak_limit(weak))),
        Chosen::Blocked { minutes } => again(&visit, refuse("secret", "web-error-blocked", minutes.to_string())),
        Chosen::Locked => again(&visit, refuse("secret", "web-error-locked", String::new())),
    }
}

const fn weak_key(weak: WeakPassword) -> &'static str {
    match weak {
        WeakPassword::TooShort => "web-error-password-short",
        WeakPassword::TooLong => "web-error-too-long",
        WeakPassword::SameAsBefore => "web-error-password-same",
        WeakPassword::TheName => "web-error-password-name",
        WeakPassword::TooCommon => "web-error-password-common",
    }
}

fn weak_limit(weak: WeakPassword) -> String {
    match weak {
        WeakPassword::TooShort => SHORTEST_PASSWORD.to_string(),
        WeakPassword::TooLong => LONGEST_PASSWORD.to_string(),
        _ => String::new(),
    }
}

fn read(typed: &Typed) -> Result<NewPassword, Vec<FieldError>> {
    let mut fields = Fields::of(typed);
    let (current, new) = (typed.word("secret"), typed.word("secret_new"));
    if current.is_empty() {
        fields.refuse("secret", "web-error-required", "");
    }
    if new.chars().count() < SHORTEST_PASSWORD {
        fields.refuse("secret_new", "web-error-password-short", SHORTEST_PASSWORD.to_string());
    } else if new.len() > LONGEST_PASSWORD {
        fields.refuse("secret_new", "web-error-too-long", LONGEST_PASSWORD.to_string());
    } else if new == current {
        fields.refuse("secret_new", "web-error-password-same", "");
    } else if new != typed.word("secret_again") {
        fields.refuse("secret_again", "web-error-password-differs", "");
    }
    fields.finish(NewPassword { current: Secret::new(current), new: Secret::new(new) })
}

fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let is_first = visit.session()?.password == PasswordState::OneTime;
    page::draw(&PasswordPage { frame: &visit.frame, form, is_first, shortest: SHORTEST_PASSWORD })
}

fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, &visit.form_again(errors)))
}
