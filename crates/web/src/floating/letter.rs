//! The letter 流动党员接洽函: its form, its page with file and code, and the paper that the member carries.

use askama::Template;
use axum::response::Response;
use guanai_app::floating::{LetterFile, LetterForm};
use guanai_kernel::FloatingHelp;
use guanai_registry::LetterState;

use super::desk::LetterWish;
use super::{MOST_LETTERS, letter_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::imports::list::send as hand_over;
use crate::office::AskError;
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The form.
#[derive(Template)]
#[template(path = "floating/write.html")]
pub struct WritePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose.
    pub person: &'a str,
    /// What it shows.
    pub whose: &'a LetterForm,
    /// What was typed.
    pub form: &'a Form,
}

impl WritePage<'_> {
    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn helps(&self) -> &'static [FloatingHelp] {
        FloatingHelp::ALL
    }
}

/// A letter.
#[derive(Template)]
#[template(path = "floating/letter.html")]
pub struct LetterPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letter.
    pub file: &'a LetterFile,
    /// The button of telling the code.
    pub form: &'a Form,
}

impl LetterPage<'_> {
    fn tag(&self) -> Tag {
        letter_tag(self.file.letter.state)
    }

    /// The code four by four, until it was told.
    fn code(&self) -> Option<String> {
        self.file.letter.details.code.as_deref().map(told)
    }

    fn waits(&self) -> bool {
        self.file.letter.state == LetterState::Out && self.file.runs
    }

    fn is_replaced(&self) -> bool {
        self.file.letter.state == LetterState::Replaced
    }
}

/// The letter on paper.
#[derive(Template)]
#[template(path = "floating/print.html")]
pub struct PrintPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letter.
    pub file: &'a LetterFile,
}

impl PrintPage<'_> {
    fn code(&self) -> Option<String> {
        self.file.letter.details.code.as_deref().map(told)
    }
}

/// Four by four.
fn told(code: &str) -> String {
    let figures: Vec<char> = code.chars().collect();
    figures.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn draw(visit: &Visit, person: &str, whose: &LetterForm, form: &Form) -> Result<Response, PageError> {
    page::draw(&WritePage { frame: &visit.frame, person, whose, form })
}

/// `GET /people/{person}/letter`
pub async fn form(visit: Visit) -> Result<Response, PageError> {
    let person = visit.param("person")?;
    let found = visit.office().floating().letter_form(visit.asker()?, person).await?;
    let Some(whose) = found else { return Visit::go("/floating?tab=answered") };
    let mut form = visit.fresh_form();
    let known = [("fl_place", &whose.place), ("fl_home_contact", &whose.secretary), ("fl_home_phone", &whose.phone)];
    for (field, value) in known {
        form.typed = form.typed.with(field, value.clone().unwrap_or_default());
    }
    draw(&visit, person, &whose, &form)
}

fn read(visit: &Visit) -> Result<LetterWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let some = |text: String| (!text.is_empty()).then_some(text);
    let wish = LetterWish {
        organization: fields.words("fl_organization", MOST_LETTERS),
        place: fields.words("fl_place", MOST_LETTERS),
        phone: some(fields.words_or_none("fl_phone", MOST_LETTERS)),
        home_contact: fields.words("fl_home_contact", MOST_LETTERS),
        home_phone: fields.words("fl_home_phone", MOST_LETTERS),
        arrangements: some(fields.words_or_none("fl_arrangements", MOST_LETTERS)),
        helps: visit.typed().all("fl_help").filter_map(FloatingHelp::from_code).collect(),
        is_agreed: fields.is_ticked("fl_agreed"),
    };
    if wish.helps.iter().any(|help| help.needs_consent()) && !wish.is_agreed {
        fields.refuse("fl_agreed", "web-refused-floating-not-agreed", "");
    }
    fields.finish(wish)
}

/// `POST /people/{person}/letter`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let person = visit.param("person")?;
    let wish = match read(&visit) {
        Ok(wish) => wish,
        Err(errors) => {
            let found = visit.office().floating().letter_form(visit.asker()?, person).await?;
            let whose = found.ok_or(PageError::NotFound)?;
            return page::unprocessable(draw(&visit, person, &whose, &visit.form_again(errors)));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().floating().write_letter(visit.asker()?, operation, person, wish).await?;
        Ok(Done { to: format!("/floating/letters/{id}"), said: "web-done-floating-letter" })
    };
    visit.once(act).await
}

/// `GET /floating/letters/{letter}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().floating().letter(visit.asker()?, visit.param("letter")?).await?;
    page::draw(&LetterPage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `GET /floating/letters/{letter}/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().floating().letter(visit.asker()?, visit.param("letter")?).await?;
    page::draw(&PrintPage { frame: &visit.frame, file: &file })
}

/// `GET /floating/letters/{letter}/file`
pub async fn download(visit: Visit) -> Result<Response, PageError> {
    hand_over(visit.office().floating().letter_download(visit.asker()?, visit.param("letter")?).await?)
}

/// `POST /floating/letters/{letter}/told`
pub async fn told_code(visit: Visit) -> Result<Response, PageError> {
    let letter = visit.param("letter")?;
    let act = async {
        visit.office().floating().code_told(visit.asker()?, letter).await?;
        Ok::<_, PageError>(Done { to: format!("/floating/letters/{letter}"), said: "web-done-floating-told" })
    };
    visit.once(act).await
}

/// What is wrong with a file, at its field or at its code's.
pub(super) fn refused(error: AskError, file: &str, code: &str) -> Result<FieldError, PageError> {
    match error {
        AskError::Refused(key) => {
            let is_of_code = key.contains("-code");
            let field = if is_of_code { code } else { file };
            Ok(FieldError { field: field.to_owned(), key, value: String::new() })
        }
        other => Err(other.into()),
    }
}
