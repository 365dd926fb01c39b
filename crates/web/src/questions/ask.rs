//! Asking in doubt: a member for themselves, at once; or somebody on behalf of a person who does not sign in, with the words
//! read back before they are sent. Words of distress reach whoever is on duty in the same moment, and the page says so.

use askama::Template;
use axum::response::Response;

use super::{MOST_LETTERS, POSTS};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// For whom a question is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskChoices {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
}

/// A question to be asked.
#[derive(Clone, PartialEq, Eq)]
pub struct AskWish {
    /// Whose.
    pub person: String,
    /// At which post.
    pub post: String,
    /// The words.
    pub words: String,
}

impl std::fmt::Debug for AskWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AskWish({})", self.person)
    }
}

/// A question as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Whether somebody on duty was told at once.
    pub is_distress: bool,
}

/// The form, and the page on which it is checked.
#[derive(Template)]
#[template(path = "questions/ask.html")]
pub struct AskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// For whom; none is the reader.
    pub behalf: Option<&'a AskChoices>,
    /// What was typed.
    pub form: &'a Form,
    /// What it means, once it is to be checked.
    pub wish: Option<&'a AskWish>,
}

impl AskPage<'_> {
    fn posts() -> [&'static str; 3] {
        POSTS
    }

    fn base(&self) -> String {
        match self.behalf {
            Some(choices) => format!("/people/{}/question", choices.person),
            None => "/me/questions/new".to_owned(),
        }
    }
}

/// `GET /me/questions/new`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn own(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, None, &visit.fresh_form(), None)
}

/// `POST /me/questions/new`
pub async fn send_own(visit: Visit) -> Result<Response, PageError> {
    let person = visit.session()?.person.clone().ok_or(PageError::NotFound)?;
    let wish = match read(&visit, &person) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, None, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        let asked = visit.office().questions().ask_question(visit.asker()?, operation, wish).await?;
        let said = if asked.is_distress { "web-done-question-crisis" } else { "web-done-question" };
        Ok(Done { to: format!("/me/questions/{}", asked.id), said })
    };
    visit.once(act).await
}

async fn on_behalf(visit: &Visit) -> Result<AskChoices, PageError> {
    Ok(visit.office().questions().ask_choices(visit.asker()?, visit.param("person")?).await?)
}

/// `GET /people/{person}/question`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = on_behalf(&visit).await?;
    draw(&visit, Some(&choices), &visit.fresh_form(), None)
}

/// `POST /people/{person}/question`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = on_behalf(&visit).await?;
    match read(&visit, &choices.person) {
        Ok(wish) => {
            let wish = (!visit.mends()).then_some(&wish);
            draw(&visit, Some(&choices), &visit.form_again(Vec::new()), wish)
        }
        Err(errors) => again(&visit, Some(&choices), errors),
    }
}

/// `POST /people/{person}/question/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = on_behalf(&visit).await?;
    let wish = match read(&visit, &choices.person) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, Some(&choices), errors),
    };
    let mut fields = Fields::of(visit.typed());
    fields.must_tick("read_back", "web-error-read-back");
    if let Err(errors) = fields.finish(()) {
        return page::unprocessable(draw(&visit, Some(&choices), &visit.form_again(errors), Some(&wish)));
    }
    let operation = visit.operation()?;
    let act = async {
        let asked = visit.office().questions().ask_question(visit.asker()?, operation, wish).await?;
        let said = if asked.is_distress { "web-done-question-crisis" } else { "web-done-question" };
        Ok(Done { to: format!("/people/{}/guarantees", choices.person), said })
    };
    visit.once(act).await
}

fn read(visit: &Visit, person: &str) -> Result<AskWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("doubt", MOST_LETTERS);
    let post = fields.choice("post", POSTS).to_owned();
    fields.finish(AskWish { person: person.to_owned(), post, words })
}

fn again(visit: &Visit, behalf: Option<&AskChoices>, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, behalf, &visit.form_again(errors), None))
}

fn draw(
    visit: &Visit,
    behalf: Option<&AskChoices>,
    form: &Form,
    wish: Option<&AskWish>,
) -> Result<Response, PageError> {
    page::draw(&AskPage { frame: &visit.frame, behalf, form, wish })
}
