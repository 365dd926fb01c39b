//! One import: how far it is, what it would change, what is refused and why, what somebody has to settle.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Moment;

use super::ImportState;
use super::list::send;
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// A book as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRead {
    /// The file's name.
    pub file: String,
    /// What it is; none where its heads are those of no book, so that it is left aside.
    pub kind: Option<String>,
    /// Its rows.
    pub rows: usize,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Rows done.
    pub done: usize,
    /// Rows in all; none while they are being counted.
    pub total: Option<usize>,
    /// What is being done, in words.
    pub stage: String,
}

/// What an import would do, or did.
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
    /// Taken, with a warning that stays until somebody settles it.
    pub warned: usize,
}

/// What was chosen for a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    Open,
    /// What is here stays.
    Keep,
    /// What the book says is taken.
    Take,
    /// The branch is asked.
    AskBranch,
}

impl Verdict {
    /// Every one that can be chosen, with its code.
    pub const CODES: [(&'static str, Self); 3] = [("keep", Self::Keep), ("take", Self::Take), ("ask", Self::AskBranch)];

    /// The key of its words.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open => "web-verdict-open",
            Self::Keep => "web-verdict-keep",
            Self::Take => "web-verdict-take",
            Self::AskBranch => "web-verdict-ask",
        }
    }
}

/// Two values for one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The matter's id.
    pub id: String,
    /// Whose.
    pub name: String,
    /// Of which column.
    pub column: String,
    /// What is known.
    pub here: String,
    /// Where that comes from.
    pub here_source: String,
    /// What the book says.
    pub there: String,
    /// What it would change.
    pub effect: String,
    /// What was chosen.
    pub verdict: Verdict,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The file and sheet.
    pub book: String,
    /// The row, as a table program counts.
    pub row: usize,
    /// The name in it.
    pub name: String,
    /// The column.
    pub column: String,
    /// What stands there, numbers masked.
    pub written: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

/// A row that is taken with a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarnedRow {
    /// The person's id, once published.
    pub person: Option<String>,
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// What is odd, and what it means until somebody settles it.
    pub warning: String,
    /// What to do.
    pub remedy: String,
}

/// Somebody new or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// What is new or different, each a short line.
    pub what: Vec<String>,
}

/// Somebody who is known and not in these books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentRow {
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// Which book named them last.
    pub last_seen: String,
}

/// What of the result is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// To be settled.
    Conflicts,
    /// Cannot be taken.
    Refused,
    /// Taken with a warning.
    Warned,
    /// New and changed.
    Changed,
    /// Not in these books.
    Absent,
}

impl Tab {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Conflicts, Self::Refused, Self::Warned, Self::Changed, Self::Absent];

    /// Its code in the address.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflicts => "conflicts",
            Self::Refused => "refused",
            Self::Warned => "warned",
            Self::Changed => "changed",
            Self::Absent => "absent",
        }
    }

    /// The key of its name.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Conflicts => "web-import-tab-conflicts",
            Self::Refused => "web-import-tab-refused",
            Self::Warned => "web-import-tab-warned",
            Self::Changed => "web-import-tab-changed",
            Self::Absent => "web-import-tab-absent",
        }
    }

    /// How many stand in it.
    pub const fn count(&self, counts: &Counts) -> usize {
        match self {
            Self::Conflicts => counts.conflict,
            Self::Refused => counts.refused,
            Self::Warned => counts.warned,
            Self::Changed => counts.new + counts.changed,
            Self::Absent => counts.absent,
        }
    }
}

/// One import. The lists hold one page of the tab that is asked for; the others may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile {
    /// The id.
    pub id: String,
    /// When the books came.
    pub at: Moment,
    /// Who brought them.
    pub by: String,
    /// Where it stands.
    pub state: ImportState,
    /// The books.
    pub books: Vec<BookRead>,
    /// How far it is, while it runs.
    pub progress: Option<Progress>,
    /// Why it could not be read: what was read, where, what to do.
    pub failure: Option<String>,
    /// What it would do, or did.
    pub counts: Counts,
    /// Conflicts still without a choice.
    pub open_conflicts: usize,
    /// To be settled.
    pub conflicts: Vec<Conflict>,
    /// Cannot be taken.
    pub refused: Vec<RefusedRow>,
    /// Taken with a warning.
    pub warned: Vec<WarnedRow>,
    /// New and changed.
    pub changed: Vec<ChangedRow>,
    /// Not in these books.
    pub absent: Vec<AbsentRow>,
    /// Which page of the tab.
    pub pager: Pager,
}

impl ImportFile {
    /// How far, for a bar: done and all.
    pub fn percent(&self) -> Option<usize> {
        let progress = self.progress.as_ref()?;
        let total = progress.total.filter(|total| *total > 0)?;
        Some((progress.done.saturating_mul(100) / total).min(100))
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
    /// What of the result is shown.
    pub tab: Tab,
    /// The form for settling.
    pub settle: &'a Form,
    /// The form for giving up.
    pub abandon: &'a Form,
}

impl ImportPage<'_> {
    fn tabs() -> &'static [Tab] {
        Tab::ALL
    }

    fn verdicts() -> [(&'static str, Verdict); 3] {
        Verdict::CODES
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/imports/{}?show={}&page={page}", self.file.id, self.tab.code())
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

    fn is_ready(&self) -> bool {
        self.file.state == ImportState::Ready
    }

    fn has_result(&self) -> bool {
        matches!(self.file.state, ImportState::Ready | ImportState::Publishing | ImportState::Published)
    }
}

/// The tab that an address asks for; without one, the first that has something in it.
pub(super) fn tab_of(visit: &Visit) -> Option<Tab> {
    let asked = visit.filter("show");
    Tab::ALL.iter().copied().find(|tab| Some(tab.code()) == asked.as_deref())
}

/// `GET /imports/{import}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file =
        visit.office().import(visit.asker()?, visit.param("import")?, tab_of(&visit), visit.page_number()).await?;
    let tab = tab_of(&visit).or_else(|| Tab::ALL.iter().copied().find(|tab| tab.count(&file.counts) > 0));
    page::draw(&ImportPage {
        frame: &visit.frame,
        file: &file,
        tab: tab.unwrap_or(Tab::Conflicts),
        settle: &visit.fresh_form(),
        abandon: &visit.fresh_form(),
    })
}

/// `GET /imports/{import}/refused`
pub async fn refused(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().refused_rows(visit.asker()?, visit.param("import")?).await?;
    send(file)
}
