//! Needs that the standards find: how many by measure, and the press that raises them. Nobody is named before; once raised they
//! stand among the needs that wait, each said to be found by the standards.

use askama::Template;
use axum::response::Response;

use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What one measure would raise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// The measure's id.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// For how many it holds.
    pub holds: u64,
    /// For how many it may hold once a fact is known.
    pub may_hold: u64,
}

/// The page.
#[derive(Template)]
#[template(path = "needs/find.html")]
pub struct FindNeedsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What each measure would raise.
    pub rows: &'a [FoundRow],
    /// What was ticked.
    pub form: &'a Form,
}

/// `GET /needs/find`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().found_needs(visit.asker()?).await?;
    page::draw(&FindNeedsPage { frame: &visit.frame, rows: &rows, form: &visit.fresh_form() })
}

/// `POST /needs/find`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let measures: Vec<String> = visit.typed().all("found_measure").map(ToOwned::to_owned).collect();
    let mut fields = Fields::of(visit.typed());
    if measures.is_empty() {
        fields.refuse("found_measure", "web-error-found-none", "");
    }
    if let Err(errors) = fields.finish(()) {
        let rows = visit.office().found_needs(visit.asker()?).await?;
        let form = visit.form_again(errors);
        return page::unprocessable(page::draw(&FindNeedsPage { frame: &visit.frame, rows: &rows, form: &form }));
    }
    let operation = visit.operation()?;
    let act = async {
        visit.office().raise_found_needs(visit.asker()?, operation, measures).await?;
        Ok(Done { to: "/needs?state=raised".to_owned(), said: "web-done-needs-found" })
    };
    visit.once(act).await
}
