//! The form that puts a scan beside a paper.

use askama::Template;
use axum::response::Response;
use guanai_app::applications::SeenDocument;
use guanai_casework::application::MOST_SCAN_BYTES;

use super::{Papers, ScanAt};
use crate::applications::StepTaken;
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A scan to be put beside a paper.
#[derive(Clone, PartialEq, Eq)]
pub struct ScanWish {
    /// With what the paper is kept.
    pub at: ScanAt,
    /// Which of its papers.
    pub document: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for ScanWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScanWish({:?} {}, {} bytes)", self.at, self.document, self.bytes.len())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "scans/attach.html")]
pub struct AttachPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The papers beside which it is put.
    pub kept: &'a Papers,
    /// The paper.
    pub paper: &'a SeenDocument,
    /// The form.
    pub form: &'a Form,
}

impl AttachPage<'_> {
    fn most_megabytes() -> usize {
        MOST_SCAN_BYTES >> 20
    }
}

fn draw(visit: &Visit, kept: &Papers, form: &Form) -> Result<Response, PageError> {
    let of = visit.param("document")?;
    let mut papers = kept.papers.iter().filter(|_| kept.access.attaches());
    let paper = papers.find(|paper| paper.document.document_id.to_string() == of).ok_or(PageError::NotFound)?;
    page::draw(&AttachPage { frame: &visit.frame, kept, paper, form })
}

/// `GET /applications/{application}/originals/{document}/scan`, `GET /meetings/{meeting}/originals/{document}/scan`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &Papers::of(&visit).await?, &visit.fresh_form())
}

async fn again(visit: &Visit, error: FieldError) -> Result<Response, PageError> {
    let kept = Papers::of(visit).await?;
    page::unprocessable(draw(visit, &kept, &visit.form_again(vec![error])))
}

/// `POST` to either.
pub async fn send(mut visit: Visit) -> Result<Response, PageError> {
    let Some(upload) = visit.take_uploads().into_iter().next() else {
        let error = FieldError { field: "scan_file".to_owned(), key: "web-error-no-file", value: String::new() };
        return again(&visit, error).await;
    };
    let at = ScanAt::of(&visit)?;
    let to = at.href();
    let document = visit.param("document")?.to_owned();
    let wish = ScanWish { at, document, bytes: upload.bytes };
    // The use case keeps the operation itself: a repeat has one effect, over a restart too.
    match visit.office().scans().attach_scan(visit.asker()?, visit.operation()?, wish).await? {
        StepTaken::Refused(error) => again(&visit, error).await,
        StepTaken::Taken | StepTaken::Stale(_) => visit.go_and_say(&to, "web-done-scan"),
    }
}
