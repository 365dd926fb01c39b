//! Showing a masked number: for a stated purpose, which the audit keeps and the person may read.

use askama::Template;
use axum::response::Response;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What may be shown.
const FIELDS: [&str; 2] = ["identity", "phone"];

/// Why somebody may want it.
const PURPOSES: [&str; 4] = ["verify", "pay", "contact", "correct"];

/// A masked value that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmaskAsk {
    /// The person's id.
    pub person: String,
    /// `identity` or `phone`.
    pub field: String,
    /// `verify`, `pay`, `contact` or `correct`.
    pub purpose: String,
    /// More on it, in the asker's words; may be empty.
    pub words: String,
}

/// The value in clear.
#[derive(Clone, PartialEq, Eq)]
pub struct Unmasked {
    /// Whose.
    pub name: String,
    /// The value; gets into no log.
    pub value: String,
}

impl std::fmt::Debug for Unmasked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unmasked(…)")
    }
}

/// The page that asks for the purpose.
#[derive(Template)]
#[template(path = "people/unmask.html")]
pub struct UnmaskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The form.
    pub form: &'a Form,
    /// The person's id.
    pub person: &'a str,
    /// The person's name.
    pub name: &'a str,
}

impl UnmaskPage<'_> {
    fn fields() -> [&'static str; 2] {
        FIELDS
    }

    fn purposes() -> [&'static str; 4] {
        PURPOSES
    }
}

/// The page that shows the value, once.
#[derive(Template)]
#[template(path = "people/unmasked.html")]
pub struct UnmaskedPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The person's id.
    pub person: &'a str,
    /// `identity` or `phone`.
    pub field: &'a str,
    /// The value.
    pub shown: &'a Unmasked,
}

/// `GET /people/{person}/unmask`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("field", visit.filter("field").unwrap_or_default());
    draw(&visit, &form).await
}

/// `POST /people/{person}/unmask`. The value is in the reply itself: a page to be redirected to would have to be able
/// to show it again.
pub async fn reveal(visit: Visit) -> Result<Response, PageError> {
    let ask = match read(&visit) {
        Ok(ask) => ask,
        Err(errors) => {
            return page::unprocessable(draw(&visit, &visit.form_again(errors)).await);
        }
    };
    let (person, field) = (ask.person.clone(), ask.field.clone());
    let shown = visit.office().unmask(visit.asker()?, visit.operation()?, ask).await?;
    page::draw(&UnmaskedPage { frame: &visit.frame, person: &person, field: &field, shown: &shown })
}

fn read(visit: &Visit) -> Result<UnmaskAsk, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let field = fields.choice("field", FIELDS).to_owned();
    let purpose = fields.choice("purpose", PURPOSES).to_owned();
    let words = fields.words_or_none("words", 200);
    let person = visit.param("person").unwrap_or_default().to_owned();
    fields.finish(UnmaskAsk { person, field, purpose, words })
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let person = visit.param("person")?;
    let file = visit.office().person(visit.asker()?, person).await?;
    page::draw(&UnmaskPage { frame: &visit.frame, form, person, name: &file.name })
}
