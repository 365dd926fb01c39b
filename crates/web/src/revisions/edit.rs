//! Writing a revision: first the measure, then its values as an office types them, the first day and the document.

use askama::Template;
use axum::response::Response;

use super::{WriteRevision, Written};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// What fields of values begin with.
const NEW: &str = "new_";
/// The most letters of a text.
const LONGEST: usize = 500;

/// A parameter as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditRow {
    /// Its name in the pack.
    pub parameter: String,
    /// What it is called.
    pub title: String,
    /// In what it is typed: yuan, years, a day.
    pub unit: String,
    /// The value in force.
    pub in_force: String,
    /// Since when, and where it is laid down.
    pub origin: String,
    /// What is laid down for later already.
    pub coming: Vec<String>,
    /// Whether figures are typed.
    pub is_number: bool,
    /// Within which bounds a township may set it, and until when; none where the county sets it.
    pub bounds: Option<String>,
}

impl EditRow {
    /// The name of its field.
    pub fn field(&self) -> String {
        format!("{NEW}{}", self.parameter)
    }
}

/// What the form stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditView {
    /// The draft that is written anew, in which version.
    pub revision: Option<(String, u32)>,
    /// The measures that have figures, to choose from.
    pub measures: Vec<Choice>,
    /// The one that is chosen.
    pub measure: Option<Choice>,
    /// Its parameters.
    pub parameters: Vec<EditRow>,
    /// Whether a township sets figures of its own, which have a last day.
    pub is_local: bool,
    /// What the draft says already, by field.
    pub kept: Vec<(String, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "revisions/edit.html")]
pub struct EditPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it stands on.
    pub view: &'a EditView,
    /// What was typed.
    pub form: &'a Form,
}

impl EditPage<'_> {
    fn here(&self) -> String {
        match &self.view.revision {
            Some((id, _)) => format!("/standards/revisions/{id}/edit"),
            None => "/standards/revisions/new".to_owned(),
        }
    }

    fn to(&self) -> String {
        match &self.view.revision {
            Some((id, _)) => format!("/standards/revisions/{id}"),
            None => "/standards/revisions".to_owned(),
        }
    }

    fn chosen(&self, code: &str) -> bool {
        self.view.measure.as_ref().is_some_and(|measure| measure.code == code)
    }
}

async fn drawn(visit: &Visit, revision: Option<&str>, form: Option<Form>) -> Result<Response, PageError> {
    let measure = visit.filter("measure").or_else(|| {
        let typed = visit.typed().word("measure");
        (!typed.is_empty()).then(|| typed.to_owned())
    });
    let view = visit.office().revisions().revision_form(visit.asker()?, revision, measure.as_deref()).await?;
    let form = form.unwrap_or_else(|| {
        let mut form = visit.fresh_form();
        for (field, value) in &view.kept {
            form.typed = form.typed.with(field, value.clone());
        }
        form
    });
    page::draw(&EditPage { frame: &visit.frame, view: &view, form: &form })
}

/// `GET /standards/revisions/new`
pub async fn new(visit: Visit) -> Result<Response, PageError> {
    drawn(&visit, None, None).await
}

/// `GET /standards/revisions/{revision}/edit`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let revision = visit.param("revision")?.to_owned();
    drawn(&visit, Some(&revision), None).await
}

/// `POST /standards/revisions`
pub async fn draft(visit: Visit) -> Result<Response, PageError> {
    send(visit, None).await
}

/// `POST /standards/revisions/{revision}`
pub async fn rewrite(visit: Visit) -> Result<Response, PageError> {
    let revision = visit.param("revision")?.to_owned();
    send(visit, Some(revision)).await
}

async fn send(visit: Visit, revision: Option<String>) -> Result<Response, PageError> {
    let wish = match read(&visit, revision.as_deref()) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, revision.as_deref(), errors).await,
    };
    let operation = visit.operation()?;
    match visit.office().revisions().write_revision(visit.asker()?, operation, wish).await? {
        Written::Wrong(errors) => again(&visit, revision.as_deref(), errors).await,
        Written::Kept(id) => {
            let done =
                async { Ok(Done { to: format!("/standards/revisions/{id}"), said: "web-done-revision-drafted" }) };
            visit.once(done).await
        }
    }
}

async fn again(visit: &Visit, revision: Option<&str>, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(drawn(visit, revision, Some(visit.form_again(errors))).await)
}

fn read(visit: &Visit, revision: Option<&str>) -> Result<WriteRevision, Vec<FieldError>> {
    let typed = visit.typed();
    let version = typed.word("version").parse().unwrap_or(0);
    let mut fields = Fields::of(typed);
    let mut values = Vec::new();
    for (parameter, value) in typed.beginning(NEW) {
        if !value.trim().is_empty() {
            values.push((parameter.to_owned(), value.trim().to_owned()));
        }
    }
    if values.is_empty() {
        fields.refuse("revision_values", "web-error-revision-empty", "");
    }
    let from = fields.date("revision_from", None);
    let until = if typed.word("revision_until").is_empty() { None } else { fields.date("revision_until", None) };
    let title = fields.words("revision_title", LONGEST);
    let document = fields.words("revision_document", LONGEST);
    let place = fields.words("revision_place", LONGEST);
    let reason = fields.words("revision_reason", LONGEST);
    let measure = typed.word("measure").to_owned();
    let Some(from) = from else {
        return Err(fields.finish(()).err().unwrap_or_default());
    };
    let revision = revision.map(|id| (id.to_owned(), version));
    fields.finish(WriteRevision { revision, measure, title, document, place, reason, from, until, values })
}
