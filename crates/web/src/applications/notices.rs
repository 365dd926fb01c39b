//! Public notices that reach whoever is signed in, and objecting to one.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_app::applications::NoticeView;
use guanai_casework::application::Said;
use guanai_kernel::Date;

use super::desk::StepTaken;
use super::file::told;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::page::{self, Frame};
use crate::session::Role;
use crate::visit::Visit;

/// The longest objection.
const LONGEST: usize = 1_000;

/// An objection to be entered.
#[derive(Clone, PartialEq, Eq)]
pub struct RaiseObjection {
    /// To which notice.
    pub notice: String,
    /// In their words.
    pub words: String,
    /// The day it was said.
    pub said_on: Date,
    /// Who says it, where it is entered for somebody else.
    pub on_behalf_of: Option<String>,
    /// Whether it was read back.
    pub was_read_back: bool,
}

impl std::fmt::Debug for RaiseObjection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RaiseObjection({})", self.notice)
    }
}

/// The notices.
#[derive(Template)]
#[template(path = "applications/notices.html")]
pub struct NoticesPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The notices, the one that hangs longest first.
    pub notices: &'a [NoticeView],
}

impl NoticesPage<'_> {
    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }
}

/// One notice.
#[derive(Template)]
#[template(path = "applications/notice.html")]
pub struct NoticePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The notice.
    pub notice: &'a NoticeView,
    /// Whether the reader may object.
    pub may_object: bool,
}

impl NoticePage<'_> {
    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }
}

/// The form of an objection.
#[derive(Template)]
#[template(path = "applications/object.html")]
pub struct ObjectPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The notice.
    pub notice: &'a NoticeView,
    /// Whether it may be entered for somebody else.
    pub may_speak_for_others: bool,
    /// What was typed.
    pub form: &'a Form,
}

impl ObjectPage<'_> {
    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }
}

/// `GET /notices`
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    let notices = visit.office().decisions().notices(visit.asker()?).await?;
    page::draw(&NoticesPage { frame: &visit.frame, notices: &notices })
}

/// `GET /notices/{notice}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let notice = notice(&visit).await?;
    let may_object = visit.frame.opens("/notices/{notice}/object");
    page::draw(&NoticePage { frame: &visit.frame, notice: &notice, may_object })
}

async fn notice(visit: &Visit) -> Result<NoticeView, PageError> {
    Ok(visit.office().decisions().notice(visit.asker()?, visit.param("notice")?).await?)
}

/// Whether whoever is signed in works in an office, and may enter what others say.
fn speaks_for_others(visit: &Visit) -> Result<bool, PageError> {
    let role = visit.session()?.role;
    Ok(matches!(role, Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer))
}

/// `GET /notices/{notice}/object`
pub async fn object(visit: Visit) -> Result<Response, PageError> {
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("said_on", visit.frame.today().to_string());
    draw(&visit, &form, StatusCode::OK).await
}

async fn draw(visit: &Visit, form: &Form, status: StatusCode) -> Result<Response, PageError> {
    let notice = notice(visit).await?;
    let may_speak_for_others = speaks_for_others(visit)?;
    let mut response = page::draw(&ObjectPage { frame: &visit.frame, notice: &notice, may_speak_for_others, form })?;
    *response.status_mut() = status;
    Ok(response)
}

/// `POST /notices/{notice}/object`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let wish = match read(&visit)? {
        Ok(wish) => wish,
        Err(errors) => return draw(&visit, &visit.form_again(errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    match visit.office().decisions().raise_objection(visit.asker()?, operation, wish).await? {
        StepTaken::Refused(error) => draw(&visit, &visit.form_again(vec![error]), StatusCode::CONFLICT).await,
        StepTaken::Taken | StepTaken::Stale(_) => visit.go_and_say("/notices", "web-done-objected"),
    }
}

fn read(visit: &Visit) -> Result<Result<RaiseObjection, Vec<FieldError>>, PageError> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("objection_words", LONGEST);
    let said_on = fields.date("said_on", Some(visit.frame.today()));
    let name = fields.words_or_none("objector_name", 40);
    let on_behalf_of = Some(name).filter(|name| !name.is_empty() && speaks_for_others(visit).unwrap_or(false));
    if on_behalf_of.is_some() {
        fields.must_tick("app_read_back", "web-error-read-back");
    }
    let wish = RaiseObjection {
        notice: visit.param("notice")?.to_owned(),
        words,
        said_on: said_on.unwrap_or_else(|| visit.frame.today()),
        was_read_back: on_behalf_of.is_some(),
        on_behalf_of,
    };
    Ok(fields.finish(wish))
}
