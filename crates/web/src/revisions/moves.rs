//! Submitting, releasing, sending back, undoing: a page that says what follows.

use askama::Template;
use axum::response::Response;
use guanai_casework::RevisionMove;

use super::{RevisionView, ValueView};
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "revisions/move.html")]
pub struct RevisionMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The revision.
    pub view: &'a RevisionView,
    /// Which move.
    pub step: RevisionMove,
    /// The form.
    pub form: &'a Form,
}

impl RevisionMovePage<'_> {
    fn asks_why(&self) -> bool {
        asks_why(self.step)
    }

    fn change(&self, value: &ValueView) -> String {
        let day = self.frame.day(value.from);
        self.frame.with3("web-revision-from-to", ("before", &value.before), ("after", &value.after), ("day", &day))
    }

    fn version(&self) -> String {
        let typed = self.form.value("version");
        if typed.is_empty() { self.view.version.to_string() } else { typed.to_owned() }
    }
}

const fn asks_why(step: RevisionMove) -> bool {
    matches!(step, RevisionMove::SendBack | RevisionMove::AskUndo)
}

fn step_of(visit: &Visit) -> Result<RevisionMove, PageError> {
    RevisionMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)
}

async fn drawn(visit: &Visit, form: Form) -> Result<Response, PageError> {
    let step = step_of(visit)?;
    let view = visit.office().revisions().revision(visit.asker()?, visit.param("revision")?).await?;
    if !view.moves.contains(&step) {
        return Visit::go(&format!("/standards/revisions/{}", view.id));
    }
    page::draw(&RevisionMovePage { frame: &visit.frame, view: &view, step, form: &form })
}

/// `GET /standards/revisions/{revision}/moves/{move}`; a move that may not be made now leads back to the revision.
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let form = visit.fresh_form();
    drawn(&visit, form).await
}

/// `POST /standards/revisions/{revision}/moves/{move}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let revision = visit.param("revision")?.to_owned();
    let version = visit.typed().word("version").parse().map_err(|_| PageError::Malformed { why: "no version" })?;
    let mut fields = Fields::of(visit.typed());
    let words =
        if asks_why(step) { fields.words("revision_words", 500) } else { fields.words_or_none("revision_words", 500) };
    let words = match fields.finish(words) {
        Ok(words) => Some(words).filter(|words| !words.is_empty()),
        Err(errors) => return page::unprocessable(drawn(&visit, visit.form_again(errors)).await),
    };
    let operation = visit.operation()?;
    let said = match step {
        RevisionMove::Submit => "web-done-revision-submit",
        RevisionMove::SendBack => "web-done-revision-send-back",
        RevisionMove::Release => "web-done-revision-release",
        RevisionMove::Drop => "web-done-revision-drop",
        RevisionMove::AskUndo => "web-done-revision-ask-undo",
        RevisionMove::Undo => "web-done-revision-undo",
        RevisionMove::Keep => "web-done-revision-keep",
    };
    let act = async {
        visit.office().revisions().move_revision(visit.asker()?, operation, &revision, version, step, words).await?;
        Ok(Done { to: format!("/standards/revisions/{revision}"), said })
    };
    visit.once(act).await
}
