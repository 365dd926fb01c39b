//! One import: how far it is, what it would change, what is refused and why, what somebody has to settle.

use askama::Template;
use axum::response::Response;
use guanai_kernel::{Date, Moment};

use super::list::send;
use super::rows::{Part, Rows, Tab};
use super::{ImportState, Step};
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// A sheet that was taken for a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRead {
    /// Which book.
    pub kind: String,
    /// The file, and its sheet where it has several.
    pub place: String,
    /// Its rows.
    pub rows: usize,
    /// What to know of it: that the sheet is hidden, which columns were not understood.
    pub note: Option<String>,
}

/// A file or sheet that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub place: String,
    /// Why, and what to do.
    pub why: String,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, in words.
    pub stage: String,
    /// Rows read so far.
    pub rows: usize,
    /// Readings of files that are done, and how many there are in all; none where they are not counted yet.
    pub readings: Option<(usize, usize)>,
}

/// What an import would do, or did: rows by their outcome; `absent` counts people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Not known before.
    pub new: usize,
    /// Something differs.
    pub changed: usize,
    /// Everything as known.
    pub same: usize,
    /// Somebody must choose.
    pub conflict: usize,
    /// Known, and not in these books.
    pub absent: usize,
    /// Cannot be taken.
    pub refused: usize,
}

/// One import, with one page of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile {
    /// The id.
    pub id: String,
    /// When the books came.
    pub at: Moment,
    /// Who brought them.
    pub by: String,
    /// The day for which they speak.
    pub as_of: Date,
    /// The organisation to which they are held; none is the whole county.
    pub whose: Option<String>,
    /// Where it stands.
    pub state: ImportState,
    /// The sheets that were taken for books.
    pub books: Vec<BookRead>,
    /// Files and sheets that were left out.
    pub left_out: Vec<LeftOut>,
    /// Files that should be books and could not be read: why, and what to do.
    pub unreadable: Vec<String>,
    /// How far it is, while it runs.
    pub progress: Option<Progress>,
    /// Why it came to nothing, or waits once more: what happened, what to do.
    pub failure: Option<String>,
    /// What it would do, or did.
    pub counts: Counts,
    /// How many stand in each list.
    pub parts: Vec<Part>,
    /// Conflicts upon which nobody has decided.
    pub undecided: usize,
    /// Decisions that no longer applied when it was published.
    pub lapsed: usize,
    /// The list that is shown.
    pub rows: Rows,
    /// Which page of it.
    pub pager: Pager,
}

impl ImportFile {
    /// How many stand in a list.
    pub fn count(&self, tab: Tab) -> usize {
        self.parts.iter().find(|part| part.tab == tab).map_or(0, |part| part.count)
    }

    /// Whether the lists may be read.
    pub const fn has_result(&self) -> bool {
        matches!(self.state, ImportState::Ready | ImportState::Publishing | ImportState::Published)
    }

    /// Whether somebody may decide upon what waits.
    pub const fn takes_decisions(&self) -> bool {
        matches!(self.state, ImportState::Ready | ImportState::Published)
    }

    /// Rows of all books.
    pub fn all_rows(&self) -> usize {
        self.books.iter().map(|book| book.rows).sum()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "imports/file.html")]
pub struct ImportPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The import.
    pub file: &'a ImportFile,
    /// The form for settling.
    pub settle: &'a Form,
    /// The form for giving up.
    pub abandon: &'a Form,
}

impl ImportPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/imports/{}?show={}&page={page}", self.file.id, self.file.rows.tab().code())
    }

    fn title_key(&self) -> &'static str {
        match self.file.state {
            ImportState::Running => "web-import-title-running",
            ImportState::Ready => "web-import-title-ready",
            ImportState::Publishing => "web-import-title-publishing",
            ImportState::Published => "web-import-title-published",
            ImportState::Failed => "web-import-title-failed",
            ImportState::Abandoned => "web-import-title-abandoned",
        }
    }

    /// The steps of an import, and how each of this one stands.
    fn steps(&self) -> Vec<Step> {
        Step::all(self.file.state, self.file.undecided)
    }

    fn is_ready(&self) -> bool {
        self.file.state == ImportState::Ready
    }

    fn may_be_given_up(&self) -> bool {
        matches!(self.file.state, ImportState::Ready | ImportState::Running)
    }
}

/// The list that an address asks for.
pub(super) fn tab_of(visit: &Visit) -> Option<Tab> {
    let asked = visit.filter("show");
    Tab::ALL.iter().copied().find(|tab| Some(tab.code()) == asked.as_deref())
}

/// `GET /imports/{import}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let import = visit.param("import")?;
    let file = visit.office().import(visit.asker()?, import, tab_of(&visit), visit.page_number()).await?;
    let (settle, abandon) = (visit.fresh_form(), visit.fresh_form());
    page::draw(&ImportPage { frame: &visit.frame, file: &file, settle: &settle, abandon: &abandon })
}

/// `GET /imports/{import}/refused`
pub async fn refused(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().refused_rows(visit.asker()?, visit.param("import")?).await?;
    send(file)
}
