//! Error pages: what happened, whether anything is lost, and a way on. A fault of ours has an incident number that the
//! log has too; the page says nothing else about it.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use crate::failure::PageError;
use crate::form::Typed;
use crate::page::Frame;
use crate::site::Site;
use crate::visit::own_path;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: &'a Frame,
    error: &'a PageError,
    title: String,
    text: String,
    incident: Option<&'a str>,
    /// What was typed, to be sent again.
    kept: Option<&'a Typed>,
    /// Where it goes.
    action: &'a str,
}

impl ErrorPage<'_> {
    fn wants_sign_in(&self) -> bool {
        matches!(self.error, PageError::SignInAgain(_))
    }
}

/// The page of an error.
pub(crate) fn draw(site: &Site, frame: &Frame, error: &PageError) -> Response {
    let incident = matches!(error, PageError::Broken(_)).then(|| incident_number(site));
    match (&incident, error) {
        (Some(incident), _) => tracing::error!(incident, path = %path_only(frame), fault = %error, "a page broke"),
        (None, PageError::OtherSite | PageError::FormExpired(_)) => {
            tracing::warn!(path = %path_only(frame), %error, "a form was refused");
        }
        _ => tracing::debug!(path = %path_only(frame), %error, "a page was not shown"),
    }
    let page = page(frame, error, incident.as_deref());
    let mut response = match page.render() {
        Ok(text) => text.into_response(),
        Err(fault) => {
            tracing::error!(%fault, "the error page itself could not be drawn");
            page.title.clone().into_response()
        }
    };
    *response.status_mut() = error.status();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if matches!(error, PageError::Busy) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn page<'a>(frame: &'a Frame, error: &'a PageError, incident: Option<&'a str>) -> ErrorPage<'a> {
    let title = frame.say(&format!("web-failure-{}", error.code()));
    let text = match error {
        PageError::Refused { key } => frame.say(key),
        PageError::TooLarge { most } => frame.with("web-failure-too-large-text", "value", (most / 1024 / 1024).max(1)),
        _ => frame.say(&format!("web-failure-{}-text", error.code())),
    };
    let kept = match error {
        PageError::FormExpired(typed) | PageError::SignInAgain(typed) => Some(typed),
        _ => None,
    };
    ErrorPage { frame, error, title, text, incident, kept, action: own_path(&frame.path) }
}

/// The page of an error as it is drawn, for tests that look at every page.
pub fn sample(frame: &Frame, error: &PageError) -> Result<String, askama::Error> {
    page(frame, error, matches!(error, PageError::Broken(_)).then_some("7F3A-21C8")).render()
}

fn path_only(frame: &Frame) -> &str {
    frame.path.split('?').next().unwrap_or("")
}

/// Eight letters and figures, in two groups to be read out on the telephone.
fn incident_number(site: &Site) -> String {
    let token = site.chance().token().to_ascii_uppercase();
    format!("{}-{}", token.get(..4).unwrap_or(""), token.get(4..8).unwrap_or(""))
}
