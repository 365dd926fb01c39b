//! One thing that was said, and the form of its answer.

use askama::Template;
use axum::response::Response;

use super::Said;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The longest answer.
pub const LONGEST: usize = 1_000;

/// Something that was said, as an office reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskFile {
    /// What was said.
    pub said: Said,
    /// Whose: the person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Whether the asker may answer it.
    pub may_answer: bool,
    /// Whether the asker may hand it to the county.
    pub may_pass_up: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "asks/file.html")]
pub struct AskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was said.
    pub file: &'a AskFile,
    /// The answer so far.
    pub form: &'a Form,
    /// The form that hands it on.
    pub pass: &'a Form,
}

/// `GET /asks/{ask}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form()).await
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let file = visit.office().ask(visit.asker()?, visit.param("ask")?).await?;
    page::draw(&AskPage { frame: &visit.frame, file: &file, form, pass: &visit.fresh_form() })
}

/// `POST /asks/{ask}/answer`
pub async fn answer(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("reply", LONGEST);
    let words = match fields.finish(words) {
        Ok(words) => words,
        Err(errors) => {
            return page::unprocessable(draw(&visit, &visit.form_again(errors)).await);
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().answer_ask(visit.asker()?, operation, visit.param("ask")?, words).await?;
        Ok(Done { to: format!("/asks/{}", visit.param("ask")?), said: "web-done-answered" })
    };
    visit.once(act).await
}

/// `POST /asks/{ask}/pass`
pub async fn pass(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().pass_up_ask(visit.asker()?, operation, visit.param("ask")?).await?;
        Ok(Done { to: "/asks".to_owned(), said: "web-done-passed" })
    };
    visit.once(act).await
}
