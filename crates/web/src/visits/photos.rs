//! The photographs of a visit: put in, opened, deleted. A file is handed out to be kept, never shown within a page, and by no cache:
//! the frame of every answer says so.

use askama::Template;
use axum::response::Response;
use guanai_app::visits::{PhotoDoor, SeenPhoto, TermOver, VisitPhotos};
use guanai_casework::{MOST_PHOTO_BYTES, PhotoEnd};

use super::VisitFile;
use crate::applications::StepTaken;
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::imports;
use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The use cases of photographs, as the pages ask for them.
pub trait PhotoDesk: Send + Sync {
    /// Puts one beside a visit.
    fn put_photo<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        bytes: Vec<u8>,
    ) -> Answer<'a, StepTaken>;
    /// Opens one.
    fn open_photo<'a>(&'a self, who: Asker<'a>, visit: &'a str, photo: &'a str) -> Answer<'a, Download>;
    /// Deletes one.
    fn remove_photo<'a>(&'a self, who: Asker<'a>, op: OperationId, visit: &'a str, photo: &'a str) -> Answer<'a, ()>;
}

/// The page.
#[derive(Template)]
#[template(path = "visits/photos.html")]
pub struct PhotosPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The visit.
    pub file: &'a VisitFile,
    /// Its photographs.
    pub photos: &'a VisitPhotos,
    /// The form.
    pub form: &'a Form,
}

impl PhotosPage<'_> {
    const fn most_megabytes() -> usize {
        MOST_PHOTO_BYTES >> 20
    }

    const fn kilobytes(seen: &SeenPhoto) -> u32 {
        seen.photo.size_bytes.div_ceil(1024)
    }

    /// What is said of those that ended so.
    fn ended_key(why: &str) -> &'static str {
        match PhotoEnd::from_code(why) {
            Some(PhotoEnd::ConsentWithdrawn) => "web-photo-ended-consent-withdrawn",
            Some(PhotoEnd::VisitStruck) => "web-photo-ended-visit-struck",
            Some(PhotoEnd::Removed | PhotoEnd::TermOver) | None => "web-photo-ended-removed",
        }
    }

    fn term_over(&self, gone: &TermOver) -> String {
        term_over(self.frame, gone)
    }

    /// Why none may be put in.
    const fn closed(&self) -> Option<&'static str> {
        closed_key(self.photos.door)
    }

    fn is_to_be_asked(&self) -> bool {
        self.photos.door == PhotoDoor::Unasked
    }
}

/// What is said of those whose term was over.
pub(super) fn term_over(frame: &Frame, gone: &TermOver) -> String {
    let (day, months, count) = (frame.day(gone.on), gone.months.to_string(), gone.count.to_string());
    frame.with3("web-photo-ended-term", ("day", &day), ("months", &months), ("count", &count))
}

/// What is said where none may be put in.
pub const fn closed_key(door: PhotoDoor) -> Option<&'static str> {
    match door {
        PhotoDoor::Open => None,
        PhotoDoor::Closed => Some("web-photo-door-closed"),
        PhotoDoor::Struck => Some("web-photo-door-struck"),
        PhotoDoor::Apart => Some("web-photo-door-apart"),
        PhotoDoor::Unasked => Some("web-photo-door-unasked"),
        PhotoDoor::Refused => Some("web-photo-door-refused"),
        PhotoDoor::Full => Some("web-photo-door-full"),
    }
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let file = visit.office().visit_file(visit.asker()?, visit.param("visit")?).await?;
    let photos = file.photos.as_ref().ok_or(PageError::NotFound)?;
    page::draw(&PhotosPage { frame: &visit.frame, file: &file, photos, form })
}

/// `GET /visits/{visit}/photos`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form()).await
}

async fn again(visit: &Visit, error: FieldError) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, &visit.form_again(vec![error])).await)
}

/// `POST /visits/{visit}/photos`
pub async fn send(mut visit: Visit) -> Result<Response, PageError> {
    let Some(upload) = visit.take_uploads().into_iter().next() else {
        let error = FieldError { field: "photo_file".to_owned(), key: "web-error-no-file", value: String::new() };
        return again(&visit, error).await;
    };
    let of = visit.param("visit")?.to_owned();
    // The use case keeps the operation itself: a repeat has one effect, over a restart too.
    match visit.office().photos().put_photo(visit.asker()?, visit.operation()?, &of, upload.bytes).await? {
        StepTaken::Refused(error) => again(&visit, error).await,
        StepTaken::Taken | StepTaken::Stale(_) => visit.go_and_say(&format!("/visits/{of}/photos"), "web-done-photo"),
    }
}

/// `GET /visits/{visit}/photos/{photo}`
pub async fn open(visit: Visit) -> Result<Response, PageError> {
    let desk = visit.office().photos();
    let file = desk.open_photo(visit.asker()?, visit.param("visit")?, visit.param("photo")?).await?;
    imports::list::send(file)
}

/// `POST /visits/{visit}/photos/{photo}`
pub async fn remove(visit: Visit) -> Result<Response, PageError> {
    let (of, photo) = (visit.param("visit")?.to_owned(), visit.param("photo")?.to_owned());
    visit.office().photos().remove_photo(visit.asker()?, visit.operation()?, &of, &photo).await?;
    visit.go_and_say(&format!("/visits/{of}/photos"), "web-done-photo-removed")
}
