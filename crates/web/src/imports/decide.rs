//! What somebody decides about an import: which of two values holds, publishing, giving up.

use askama::Template;
use axum::response::Response;

use super::file::{ImportFile, tab_of};
use super::rows::{Tab, Verdict};
use crate::failure::PageError;
use crate::form::Form;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Something that waits, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// By what it is decided upon.
    pub key: String,
    /// What was decided.
    pub verdict: Verdict,
}

/// The page on which an import is checked before it is published.
#[derive(Template)]
#[template(path = "imports/publish.html")]
pub struct PublishPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The import.
    pub file: &'a ImportFile,
    /// The form.
    pub form: &'a Form,
}

/// `POST /imports/{import}/settle`
pub async fn settle(visit: Visit) -> Result<Response, PageError> {
    let import = visit.param("import")?;
    let mut settled = Vec::new();
    for (key, code) in visit.typed().beginning("verdict_") {
        if let Some(verdict) = Verdict::from_code(code) {
            settled.push(Settled { key: key.to_owned(), verdict });
        }
    }
    if settled.is_empty() {
        return Err(PageError::Refused { key: "web-refused-nothing-chosen" });
    }
    let tab = Tab::ALL.iter().find(|tab| tab.code() == visit.typed().word("show")).unwrap_or(&Tab::Conflicts);
    let to = format!("/imports/{import}?show={}&page={}", tab.code(), visit.page_number());
    let operation = visit.operation()?;
    let act = async {
        visit.office().settle(visit.asker()?, operation, import, settled).await?;
        Ok(Done { to, said: "web-done-settled" })
    };
    visit.once(act).await
}

/// `GET /imports/{import}/publish`
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let import = visit.param("import")?;
    let file = visit.office().import(visit.asker()?, import, tab_of(&visit), 1).await?;
    page::draw(&PublishPage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `POST /imports/{import}/publish`
pub async fn publish(visit: Visit) -> Result<Response, PageError> {
    let import = visit.param("import")?;
    let operation = visit.operation()?;
    let act = async {
        visit.office().publish(visit.asker()?, operation, import).await?;
        Ok(Done { to: format!("/imports/{import}"), said: "web-done-publish" })
    };
    visit.once(act).await
}

/// `POST /imports/{import}/abandon`
pub async fn abandon(visit: Visit) -> Result<Response, PageError> {
    let import = visit.param("import")?;
    let operation = visit.operation()?;
    let act = async {
        visit.office().abandon(visit.asker()?, operation, import).await?;
        Ok(Done { to: "/imports".into(), said: "web-done-abandon" })
    };
    visit.once(act).await
}
