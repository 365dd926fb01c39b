//! What was said in confidence: one at a time, for its author, its person, and whom the person allows. To anybody else the page
//! is not there.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Moment;

use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A note, to one of its readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFile {
    /// The visit.
    pub visit: String,
    /// The words.
    pub words: String,
    /// When it was written down.
    pub recorded_at: Moment,
    /// Who else may read it.
    pub readers: Vec<String>,
    /// Whether this reader may let others read it.
    pub may_allow: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "visits/note.html")]
pub struct NotePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The note.
    pub note: &'a NoteFile,
    /// The form by which somebody is allowed to read it.
    pub form: &'a Form,
}

/// `GET /visits/{visit}/note`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let note = visit.office().visit_note(visit.asker()?, visit.param("visit")?).await?;
    page::draw(&NotePage { frame: &visit.frame, note: &note, form: &visit.fresh_form() })
}

/// `POST /visits/{visit}/note`: somebody may read it, on the person's word.
pub async fn allow(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("visit")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let reader = fields.words("reader", 60);
    fields.must_tick("on_their_word", "web-error-on-their-word");
    let reader = match fields.finish(reader) {
        Ok(reader) => reader,
        Err(errors) => {
            let note = visit.office().visit_note(visit.asker()?, &id).await?;
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&NotePage { frame: &visit.frame, note: &note, form: &form }));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().allow_note_reader(visit.asker()?, operation, &id, &reader).await?;
        Ok(Done { to: format!("/visits/{id}/note"), said: "web-done-note-reader" })
    };
    visit.once(act).await
}
