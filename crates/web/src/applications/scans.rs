//! Scans of an application's signed papers: put beside a paper that is filed, and opened by those who work on the application.
//! A file is handed out to be kept, never shown within a page, and by no cache: the frame of every answer says so.

use askama::Template;
use axum::response::Response;
use guanai_app::applications::SeenDocument;
use guanai_casework::application::MOST_SCAN_BYTES;

use super::desk::StepTaken;
use super::file::{ApplicationFile, told};
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::imports;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A scan to be put beside a paper.
#[derive(Clone, PartialEq, Eq)]
pub struct ScanWish {
    /// Of which application.
    pub application: String,
    /// Of which of its papers.
    pub document: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for ScanWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScanWish({} {}, {} bytes)", self.application, self.document, self.bytes.len())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "applications/scan.html")]
pub struct ScanPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The application.
    pub file: &'a ApplicationFile,
    /// The paper.
    pub paper: &'a SeenDocument,
    /// The form.
    pub form: &'a Form,
}

impl ScanPage<'_> {
    fn measure(&self) -> &str {
        told(self.frame, &self.file.view.row.measure)
    }

    fn most_megabytes() -> usize {
        MOST_SCAN_BYTES >> 20
    }
}

async fn file_of(visit: &Visit) -> Result<ApplicationFile, PageError> {
    Ok(visit.office().decisions().application(visit.asker()?, visit.param("application")?).await?)
}

fn draw(visit: &Visit, file: &ApplicationFile, form: &Form) -> Result<Response, PageError> {
    let of = visit.param("document")?;
    let mut own = file.view.documents.iter().filter(|paper| file.takes_scans(paper));
    let paper = own.find(|paper| paper.document.document_id.to_string() == of).ok_or(PageError::NotFound)?;
    page::draw(&ScanPage { frame: &visit.frame, file, paper, form })
}

/// `GET /applications/{application}/originals/{document}/scan`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &file_of(&visit).await?, &visit.fresh_form())
}

async fn again(visit: &Visit, error: FieldError) -> Result<Response, PageError> {
    let file = file_of(visit).await?;
    page::unprocessable(draw(visit, &file, &visit.form_again(vec![error])))
}

/// `POST /applications/{application}/originals/{document}/scan`
pub async fn send(mut visit: Visit) -> Result<Response, PageError> {
    let Some(upload) = visit.take_uploads().into_iter().next() else {
        let error = FieldError { field: "scan_file".to_owned(), key: "web-error-no-file", value: String::new() };
        return again(&visit, error).await;
    };
    let application = visit.param("application")?.to_owned();
    let document = visit.param("document")?.to_owned();
    let wish = ScanWish { application: application.clone(), document, bytes: upload.bytes };
    // The use case keeps the operation itself: a repeat has one effect, over a restart too.
    match visit.office().decisions().attach_scan(visit.asker()?, visit.operation()?, wish).await? {
        StepTaken::Refused(error) => again(&visit, error).await,
        StepTaken::Taken | StepTaken::Stale(_) => {
            visit.go_and_say(&format!("/applications/{application}"), "web-done-scan")
        }
    }
}

/// `GET /applications/{application}/scans/{scan}`
pub async fn open(visit: Visit) -> Result<Response, PageError> {
    let (application, scan) = (visit.param("application")?, visit.param("scan")?);
    let file = visit.office().decisions().open_scan(visit.asker()?, application, scan).await?;
    imports::list::send(file)
}
