//! One visit: what was found and promised, for those who may read people's words; a way to what was confided, for nobody but
//! its readers; and a call-back, which is a question and no verdict.

use askama::Template;
use axum::response::Response;
use guanai_app::visits::{TermOver, VisitPhotos};
use guanai_kernel::{Date, Moment};

use super::VisitRow;
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Choice, Fact, Frame};
use crate::plans::TaskLine;
use crate::visit::Visit;

/// What was promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseFile {
    /// In words.
    pub words: String,
    /// By when.
    pub due_on: Option<Date>,
    /// When it was kept.
    pub kept_on: Option<Date>,
}

/// The call-back of a visit, for those outside the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBackFile {
    /// Why somebody asks, as a code.
    pub cause: &'static str,
    /// What the person said: a code, their words, and when; none while nobody has asked.
    pub answer: Option<(&'static str, Option<String>, Moment)>,
}

/// What of a visit the reader may see or do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitSight {
    /// Whether people's words are shown.
    pub words: bool,
    /// Whether there is a note that this reader may open.
    pub note: bool,
    /// Whether this reader may strike it out, or correct it.
    pub strike: bool,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitFile {
    /// As lists show it.
    pub row: VisitRow,
    /// When it began, and how long it took, in words.
    pub time: Option<String>,
    /// Who came along.
    pub companions: Option<String>,
    /// Who else was seen.
    pub also_seen: Vec<Choice>,
    /// The reason in words.
    pub reason: Option<String>,
    /// What was learned.
    pub found: Option<String>,
    /// What was promised.
    pub promise: Option<PromiseFile>,
    /// What was given, in words.
    pub gift: Option<String>,
    /// Facts that were found.
    pub facts: Vec<Fact>,
    /// Tasks of plans that it did.
    pub tasks: Vec<TaskLine>,
    /// Needs that were raised there.
    pub needs: Vec<String>,
    /// The call-back.
    pub call_back: Option<CallBackFile>,
    /// Who entered it.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: Moment,
    /// Its photographs; none for whoever may not open them.
    pub photos: Option<VisitPhotos>,
    /// What the reader may see or do.
    pub sight: VisitSight,
}

impl VisitFile {
    /// Whether a promise waits.
    pub fn has_open_promise(&self) -> bool {
        !matches!(self.row.state, super::VisitState::Struck | super::VisitState::Awaiting)
            && self.promise.as_ref().is_some_and(|p| p.kept_on.is_none())
    }
}

/// The page.
#[derive(Template)]
#[template(path = "visits/file.html")]
pub struct VisitFilePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The visit.
    pub file: &'a VisitFile,
    /// The form by which a promise is kept.
    pub form: &'a Form,
}

impl VisitFilePage<'_> {
    fn term_over(&self, gone: &TermOver) -> String {
        super::photos::term_over(self.frame, gone)
    }
}

/// `GET /visits/{visit}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().visit_file(visit.asker()?, visit.param("visit")?).await?;
    draw(&visit, &file, &visit.fresh_form())
}

/// The page, with a form about its promise.
pub(super) fn draw(visit: &Visit, file: &VisitFile, form: &Form) -> Result<Response, PageError> {
    page::draw(&VisitFilePage { frame: &visit.frame, file, form })
}
