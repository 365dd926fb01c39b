//! Another county's letter: the file and its code, a reading that keeps nothing, then who takes the person in.

use askama::Template;
use axum::response::Response;
use guanai_app::floating::LetterRead;
use guanai_kernel::Date;
use guanai_kernel::hex::{in_hex, of_hex};

use super::desk::{Opening, TakeWish};
use super::letter::refused;
use super::{MOST_LETTERS, one_file};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The form of the upload.
#[derive(Template)]
#[template(path = "floating/open.html")]
pub struct OpenPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
}

/// What the letter says, and the form of taking in.
#[derive(Template)]
#[template(path = "floating/take.html")]
pub struct TakePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letter.
    pub read: &'a LetterRead,
    /// The file, as the form carries it on.
    pub file: String,
    /// The code, as the form carries it on.
    pub code: &'a str,
    /// What was typed.
    pub form: &'a Form,
}

impl TakePage<'_> {
    fn who(&self) -> String {
        self.read.known.map(|(person_id, _)| person_id.to_string()).unwrap_or_default()
    }

    fn is_within(&self) -> bool {
        self.read.known.is_some_and(|(_, is_within)| is_within)
    }
}

/// `GET /floating/in`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    page::draw(&OpenPage { frame: &visit.frame, form: &visit.fresh_form() })
}

fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&OpenPage { frame: &visit.frame, form: &form }))
}

/// `POST /floating/in`: reads the letter; nothing is kept.
pub async fn read(mut visit: Visit) -> Result<Response, PageError> {
    let file = one_file(visit.take_uploads());
    let mut fields = Fields::of(visit.typed());
    let code = fields.words("letter_code", MOST_LETTERS);
    if file.is_none() {
        fields.refuse("letter_file", "web-error-no-file", "");
    }
    let opening = match (fields.finish(()), file) {
        (Ok(()), Some(file)) => Opening { file, code },
        (outcome, _) => return again(&visit, outcome.err().unwrap_or_default()),
    };
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("fl_since_on", visit.frame.today().to_string());
    drawn(&visit, opening, &form).await
}

async fn drawn(visit: &Visit, opening: Opening, form: &Form) -> Result<Response, PageError> {
    let (file, code) = (in_hex(&opening.file), opening.code.clone());
    match visit.office().floating().open_letter(visit.asker()?, opening).await {
        Ok(read) => {
            let page = TakePage { frame: &visit.frame, read: &read, file, code: &code, form };
            page::draw(&page)
        }
        Err(error) => again(visit, vec![refused(error, "letter_file", "letter_code")?]),
    }
}

fn wish(visit: &Visit, opening: &Opening) -> Result<TakeWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let some = |text: String| (!text.is_empty()).then_some(text);
    let today = visit.frame.today();
    let identity = match visit.typed().word("fl_known") {
        "" => Some(fields.words("fl_identity", MOST_LETTERS)),
        _ => None,
    };
    let branch = fields.words("fl_branch", MOST_LETTERS);
    let since_on: Option<Date> = fields.date("fl_since_on", Some(today));
    let contact = fields.words("fl_contact", MOST_LETTERS);
    let phone = fields.words("fl_contact_phone", MOST_LETTERS);
    let own_phone = some(fields.words_or_none("fl_own_phone", MOST_LETTERS));
    let opening = opening.clone();
    fields.finish(TakeWish {
        opening,
        identity,
        branch,
        since_on: since_on.unwrap_or(today),
        contact,
        phone,
        own_phone,
    })
}

/// At which field a refusal stands.
fn field_of(key: &str) -> &'static str {
    match key {
        "web-refused-floating-no-branch" => "fl_branch",
        "web-refused-floating-too-early" | "web-refused-floating-future" => "fl_since_on",
        _ => "fl_identity",
    }
}

/// `POST /floating/in/take`
pub async fn take(visit: Visit) -> Result<Response, PageError> {
    let file = of_hex(visit.typed().word("fl_file")).ok_or(PageError::Malformed { why: "no file" })?;
    let opening = Opening { file, code: visit.typed().word("fl_code").to_owned() };
    let wish = match wish(&visit, &opening) {
        Ok(wish) => wish,
        Err(errors) => return page::unprocessable(drawn(&visit, opening, &visit.form_again(errors)).await),
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().floating().take_in(visit.asker()?, operation, wish).await?;
        Ok::<_, PageError>(Done { to: format!("/floating/guests/{id}"), said: "web-done-floating-taken" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) if key != "web-refused-already-sent" => {
            let error = FieldError { field: field_of(key).to_owned(), key, value: String::new() };
            page::unprocessable(drawn(&visit, opening, &visit.form_again(vec![error])).await)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_carried_on_as_it_came() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(of_hex(&in_hex(&bytes)), Some(bytes));
        assert_eq!(of_hex(""), Some(Vec::new()));
        assert_eq!(of_hex("0"), None);
        assert_eq!(of_hex("zz"), None);
    }
}
