//! Scans of signed papers, of an application's own and of a meeting's record: put beside a paper that is filed, opened by those
//! who work on it, taken down by a second person. A file is handed out to be kept, never shown within a page, and by no cache:
//! the frame of every answer says so.

pub mod attach;
pub mod take_down;

use axum::response::Response;
use guanai_app::applications::SeenDocument;
use guanai_app::scans::{ScanAccess, SeenScan};
use guanai_casework::application::{ScanState, ScanStep};

use crate::applications::StepTaken;
use crate::applications::file::told;
use crate::failure::PageError;
use crate::imports;
use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;
use crate::page::{Icon, State, Tag};
use crate::visit::Visit;

pub use attach::{AttachPage, ScanWish};
pub use take_down::TakeDownPage;

/// With what a paper is kept, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanAt {
    /// An application.
    Application(String),
    /// A meeting.
    Meeting(String),
}

impl ScanAt {
    fn of(visit: &Visit) -> Result<Self, PageError> {
        match visit.param("application") {
            Ok(application) => Ok(Self::Application(application.to_owned())),
            Err(_) => Ok(Self::Meeting(visit.param("meeting")?.to_owned())),
        }
    }

    /// Where its page is.
    pub fn href(&self) -> String {
        match self {
            Self::Application(id) => format!("/applications/{id}"),
            Self::Meeting(id) => format!("/meetings/{id}"),
        }
    }
}

/// The use cases of scans, as the pages ask for them.
pub trait ScanDesk: Send + Sync {
    /// Puts a scan beside a paper.
    fn attach_scan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ScanWish) -> Answer<'a, StepTaken>;
    /// Opens a scan.
    fn open_scan<'a>(&'a self, who: Asker<'a>, at: &'a ScanAt, scan: &'a str) -> Answer<'a, Download>;
    /// Asks for a scan to be taken down, takes it down, or leaves it.
    fn move_scan<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        at: &'a ScanAt,
        scan: &'a str,
        step: ScanStep,
    ) -> Answer<'a, StepTaken>;
}

/// The papers of a place that are its own, and what the reader may do with their scans.
#[derive(Debug, Clone)]
pub struct Papers {
    /// Where they are kept.
    pub at: ScanAt,
    /// What that is called.
    pub name: String,
    /// The list in which it stands.
    pub list: (&'static str, &'static str),
    /// The papers.
    pub papers: Vec<SeenDocument>,
    /// What the reader may do.
    pub access: ScanAccess,
}

impl Papers {
    /// Those of the place that an address names.
    async fn of(visit: &Visit) -> Result<Self, PageError> {
        let at = ScanAt::of(visit)?;
        let desk = visit.office().decisions();
        match &at {
            ScanAt::Application(id) => {
                let view = desk.application(visit.asker()?, id).await?.view;
                let mut papers = view.documents;
                papers.retain(|paper| paper.document.is_own_of(view.row.application_id));
                let what = told(&visit.frame, &view.row.measure);
                let name = format!("{}{}{what}", view.row.name, visit.frame.say("web-colon"));
                let list = ("/applications", "web-menu-applications");
                Ok(Self { at, name, list, papers, access: view.scan_access })
            }
            ScanAt::Meeting(id) => {
                let file = desk.meeting(visit.asker()?, id).await?;
                let held_on = visit.frame.day(file.view.held_on);
                let name = format!("{}{}{held_on}", file.kind, visit.frame.say("web-comma"));
                let (list, access) = (("/meetings", "web-meetings"), file.view.scan_access);
                Ok(Self { at, name, list, papers: file.view.documents, access })
            }
        }
    }

    fn href(&self) -> String {
        self.at.href()
    }
}

/// The tag of a scan that is no longer simply kept.
pub const fn state_tag(state: ScanState) -> Tag {
    match state {
        ScanState::Kept => Tag::new(State::Ok, Icon::Ok, "web-scan-state-kept"),
        ScanState::Asked => Tag::new(State::Risk, Icon::Wait, "web-scan-state-asked"),
        ScanState::Destroyed => Tag::new(State::Calm, Icon::Same, "web-scan-state-destroyed"),
    }
}

/// The tag of a scan in a list; none where it is kept and nothing more.
pub fn tag_of(seen: &SeenScan) -> Option<Tag> {
    (seen.scan.state != ScanState::Kept).then(|| state_tag(seen.scan.state))
}

/// The first figures of its hash: enough to tell one from another.
pub fn short_hash(seen: &SeenScan) -> &str {
    seen.scan.sha256.get(..12).unwrap_or_default()
}

/// Its size in thousands of bytes.
pub const fn kilobytes(seen: &SeenScan) -> u32 {
    seen.scan.size_bytes.div_ceil(1024)
}

/// `GET /applications/{application}/scans/{scan}`, `GET /meetings/{meeting}/scans/{scan}`
pub async fn open(visit: Visit) -> Result<Response, PageError> {
    let at = ScanAt::of(&visit)?;
    let file = visit.office().scans().open_scan(visit.asker()?, &at, visit.param("scan")?).await?;
    imports::list::send(file)
}
