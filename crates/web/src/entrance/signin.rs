//! Signing in.

use askama::Template;
use axum::http::header;
use axum::response::Response;

use super::{Attempt, Device, Secret, SignIn};
use crate::cookie::{self, Keep};
use crate::dress::SESSION_COOKIE;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::guard::PASSWORD_PAGE;
use crate::page::{self, Frame};
use crate::session::{PasswordState, SessionToken};
use crate::visit::{Visit, own_path};

/// The sign-in page.
#[derive(Template)]
#[template(path = "entrance/signin.html")]
pub struct SignInPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The form.
    pub form: &'a Form,
}

/// What was typed before the session was over, to be sent again.
#[derive(Template)]
#[template(path = "entrance/resend.html")]
pub struct ResendPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub kept: &'a Typed,
    /// Where it goes.
    pub action: &'a str,
}

/// `GET /signin`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    if visit.frame.who.is_some() {
        return Visit::go(own_path(visit.query.word("to")));
    }
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("to", own_path(visit.query.word("to"))).with("shared", "yes");
    page::draw(&SignInPage { frame: &visit.frame, form: &form })
}

/// `POST /signin`
pub async fn enter(visit: Visit) -> Result<Response, PageError> {
    let attempt = match read(visit.typed()) {
        Ok(attempt) => attempt,
        Err(errors) => return again(&visit, errors),
    };
    let refuse = |key, value: String| FieldError { field: "account".into(), key, value };
    let refused = match visit.office().sign_in(attempt).await? {
        SignIn::Welcome { token, password } => return welcome(&visit, &token, password).await,
        SignIn::Wrong => refuse("web-error-sign-in", String::new()),
        SignIn::CodeOver => refuse("web-error-code-over", String::new()),
        SignIn::Blocked { minutes } => refuse("web-error-blocked", minutes.to_string()),
        SignIn::Locked => refuse("web-error-locked", String::new()),
    };
    again(&visit, vec![refused])
}

fn read(typed: &Typed) -> Result<Attempt, Vec<FieldError>> {
    let mut fields = Fields::of(typed);
    let account = fields.words("account", 40).split_whitespace().collect::<String>();
    let secret = typed.word("secret");
    if secret.is_empty() {
        fields.refuse("secret", "web-error-required", "");
    } else if secret.len() > 256 {
        fields.refuse("secret", "web-error-too-long", "256");
    }
    let device = if fields.is_ticked("shared") { Device::Shared } else { Device::Own };
    fields.finish(Attempt { account, secret: Secret::new(secret), device })
}

fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(page::draw(&SignInPage { frame: &visit.frame, form: &visit.form_again(errors) }))
}

async fn welcome(visit: &Visit, token: &SessionToken, password: PasswordState) -> Result<Response, PageError> {
    let kept = Typed::parse(visit.typed().word("kept").as_bytes()).unwrap_or_default();
    let to = own_path(visit.typed().word("to"));
    let mut response = if password == PasswordState::OneTime {
        Visit::go(PASSWORD_PAGE)?
    } else if kept.is_empty() {
        Visit::go(to)?
    } else {
        let mut frame = Frame::clone(&visit.frame);
        frame.proof = visit.site.key().prove(token.as_str(), visit.site.chance());
        frame.who = visit.office().session(token).await?.map(std::sync::Arc::new);
        page::draw(&ResendPage { frame: &frame, kept: &kept, action: to })?
    };
    keep_session(visit, token, &mut response)?;
    Ok(response)
}

/// Hands the browser its session.
pub(crate) fn keep_session(visit: &Visit, token: &SessionToken, response: &mut Response) -> Result<(), PageError> {
    let line = cookie::write(SESSION_COOKIE, token.as_str(), Keep::Visit, visit.site.transport());
    let line = line.ok_or_else(|| PageError::Broken("a session token that no cookie can hold".into()))?;
    response.headers_mut().append(header::SET_COOKIE, line);
    Ok(())
}
