//! The list of imports, the upload, and empty workbooks to fill in.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use guanai_kernel::{Date, Moment};

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Upload};
use crate::office::Download;
use crate::operation::Done;
use crate::page::{self, Frame, Icon, Pager, State, Tag};
use crate::visit::Visit;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportState {
    /// Being read and checked; nothing is changed.
    Running,
    /// Checked; waits for somebody to settle and publish.
    Ready,
    /// Being published.
    Publishing,
    /// Published.
    Published,
    /// Could not be read.
    Failed,
    /// Given up.
    Abandoned,
}

impl ImportState {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Running, Self::Ready, Self::Publishing, Self::Published, Self::Failed, Self::Abandoned];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Running => Tag::new(State::Info, Icon::Doing, "web-import-running"),
            Self::Ready => Tag::new(State::Risk, Icon::Todo, "web-import-ready"),
            Self::Publishing => Tag::new(State::Info, Icon::Doing, "web-import-publishing"),
            Self::Published => Tag::new(State::Ok, Icon::Ok, "web-import-published"),
            Self::Failed => Tag::new(State::Late, Icon::Late, "web-import-failed"),
            Self::Abandoned => Tag::new(State::Calm, Icon::Same, "web-import-abandoned"),
        }
    }

    /// Whether something is still going on, so that the page looks again by itself.
    pub const fn is_moving(&self) -> bool {
        matches!(self, Self::Running | Self::Publishing)
    }
}

/// One import in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The id.
    pub id: String,
    /// When the books came.
    pub at: Moment,
    /// Who brought them.
    pub by: String,
    /// The organisation to which they are held; none is the whole county.
    pub whose: Option<String>,
    /// Which books, by kind; the files, while nobody has read them.
    pub books: Vec<String>,
    /// Rows in all; none while they are being counted.
    pub rows: Option<usize>,
    /// Where it stands.
    pub state: ImportState,
}

/// A kind of book that can be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookKind {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
}

/// Books that somebody brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BringBooks {
    /// The files.
    pub books: Vec<Upload>,
    /// The day for which they speak.
    pub as_of: Date,
}

/// A page of imports, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportsList {
    /// The rows.
    pub rows: Vec<ImportRow>,
    /// Which page.
    pub pager: Pager,
    /// The office whose people may be brought in; none is the whole county.
    pub whose: Option<String>,
    /// Which books there are.
    pub books: Vec<BookKind>,
}

/// The page.
#[derive(Template)]
#[template(path = "imports/list.html")]
pub struct ImportsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The imports.
    pub list: &'a ImportsList,
    /// The form of the upload.
    pub form: &'a Form,
    /// The most that one upload may have, in megabytes.
    pub most_megabytes: usize,
    /// Today, for which books speak unless somebody says otherwise.
    pub today: Date,
}

impl ImportsPage<'_> {
    #[expect(clippy::unused_self, reason = "the pager's macro asks every page alike")]
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/imports?page={page}")
    }

    /// The day that stands in the form.
    fn as_of(&self) -> String {
        match self.form.value("as_of") {
            "" => self.today.to_string(),
            typed => typed.to_owned(),
        }
    }
}

/// `GET /imports`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form()).await
}

/// `POST /imports`: takes the books in and shows the import, which runs on by itself.
pub async fn upload(mut visit: Visit) -> Result<Response, PageError> {
    let books = visit.take_uploads();
    let mut fields = Fields::of(visit.typed());
    if books.is_empty() {
        fields.refuse("books", "web-error-no-file", "");
    }
    let as_of = fields.date("as_of", Some(visit.frame.today()));
    let bring = match (fields.finish(()), as_of) {
        (Ok(()), Some(as_of)) => BringBooks { books, as_of },
        (outcome, _) => return draw_again(&visit, outcome.err().unwrap_or_default()).await,
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().upload(visit.asker()?, operation, bring).await?;
        Ok(Done { to: format!("/imports/{id}"), said: "web-done-upload" })
    };
    visit.once(act).await
}

/// `GET /imports/templates/{book}`
pub async fn template(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().template(visit.asker()?, visit.param("book")?).await?;
    send(file)
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let list = visit.office().imports(visit.asker()?, visit.page_number()).await?;
    let most_megabytes = visit.site.limits().upload_bytes / 1024 / 1024;
    page::draw(&ImportsPage { frame: &visit.frame, list: &list, form, most_megabytes, today: visit.frame.today() })
}

async fn draw_again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, &visit.form_again(errors)).await)
}

/// A file for the reader to keep. Its name is sent in the way that any browser reads and no name can break out of.
pub(crate) fn send(file: Download) -> Result<Response, PageError> {
    use std::fmt::Write as _;
    let mut name = String::from("attachment; filename*=UTF-8''");
    for byte in file.name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            name.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
    }
    let name = HeaderValue::from_str(&name).map_err(|_| PageError::Broken("a file name that is none".into()))?;
    let mut response = Response::new(Body::from(file.bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
