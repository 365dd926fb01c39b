//! Applying for a measure: by the member, or by the branch's contact for somebody, read back to them. Typed, read once more, sent.

use askama::Template;
use axum::response::Response;
use guanai_casework::application::{Frozen, Said};
use guanai_kernel::Date;

use super::file::told;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::questions::heard;
use crate::visit::Visit;

/// The longest reason.
const LONGEST: usize = 1_000;

/// A measure that may be applied for.
#[derive(Debug, Clone)]
pub struct EntryOffer {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What the standard says, as a code: `holds`, `undetermined`, `not`, …
    pub answer: &'static str,
    /// Why; none where the reader does not see it.
    pub frozen: Option<Frozen>,
    /// The application that stands in the way.
    pub already: Option<String>,
    /// Whether the household was given it for an event of the last twelve months: another event must be stated.
    pub wants_event: bool,
}

/// What somebody may apply for.
#[derive(Debug, Clone)]
pub struct EntryChoices {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The measures.
    pub offers: Vec<EntryOffer>,
}

/// An application to be entered.
#[derive(Clone, PartialEq, Eq)]
pub struct EnterApplication {
    /// Whose.
    pub person: String,
    /// For which measure.
    pub measure: String,
    /// Why.
    pub words: String,
    /// What happened anew, where the household was given the same not long ago.
    pub new_event: Option<String>,
    /// The day on which the person applied.
    pub applied_on: Date,
    /// Whether it was read back.
    pub was_read_back: bool,
}

impl std::fmt::Debug for EnterApplication {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EnterApplication({} {})", self.person, self.measure)
    }
}

/// The form.
#[derive(Template)]
#[template(path = "applications/apply.html")]
pub struct ApplyPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What may be applied for.
    pub choices: &'a EntryChoices,
    /// What was typed.
    pub form: &'a Form,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

impl ApplyPage<'_> {
    fn wants_event(&self) -> bool {
        self.choices.offers.iter().any(|offer| offer.wants_event)
    }

    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    fn action(&self) -> String {
        action(self.is_own, &self.choices.person)
    }
}

/// What was typed, to be read once more, and read back where it is somebody else's.
#[derive(Template)]
#[template(path = "applications/apply_check.html")]
pub struct ApplyCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What may be applied for.
    pub choices: &'a EntryChoices,
    /// The measure that was chosen.
    pub offer: &'a EntryOffer,
    /// What was typed.
    pub form: &'a Form,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

impl ApplyCheckPage<'_> {
    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    fn action(&self) -> String {
        action(self.is_own, &self.choices.person)
    }
}

fn action(is_own: bool, person: &str) -> String {
    if is_own { "/me/apply".to_owned() } else { format!("/people/{person}/apply") }
}

/// Whose application the address is for.
fn person(visit: &Visit) -> Result<(String, bool), PageError> {
    if visit.frame.path.starts_with("/me/") {
        let own = visit.session()?.person.clone().ok_or(PageError::NotFound)?;
        return Ok((own, true));
    }
    Ok((visit.param("person")?.to_owned(), false))
}

async fn choices(visit: &Visit) -> Result<(EntryChoices, bool), PageError> {
    let (person, is_own) = person(visit)?;
    Ok((visit.office().decisions().entry_choices(visit.asker()?, &person).await?, is_own))
}

/// `GET /people/{person}/apply`, `GET /me/apply`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (choices, is_own) = choices(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("applied_on", visit.frame.today().to_string());
    page::draw(&ApplyPage { frame: &visit.frame, choices: &choices, form: &form, is_own })
}

fn read(visit: &Visit, choices: &EntryChoices, is_own: bool) -> Result<EnterApplication, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let measure = fields.choice("apply_measure", choices.offers.iter().map(|offer| offer.code.as_str())).to_owned();
    let words = fields.words("apply_words", LONGEST);
    // Asked for where it matters, and left out where another measure was chosen.
    let wants_event = choices.offers.iter().any(|offer| offer.code == measure && offer.wants_event);
    let new_event = wants_event.then(|| fields.words("apply_event", LONGEST));
    let today = visit.frame.today();
    let applied_on = if is_own { Some(today) } else { fields.date("applied_on", Some(today)) };
    let wish = EnterApplication {
        person: choices.person.clone(),
        measure,
        words,
        new_event,
        applied_on: applied_on.unwrap_or(today),
        was_read_back: fields.is_ticked("app_read_back"),
    };
    fields.finish(wish)
}

/// `POST /people/{person}/apply`, `POST /me/apply`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let (choices, is_own) = choices(&visit).await?;
    let read = read(&visit, &choices, is_own);
    let offer = choices.offers.iter().find(|offer| offer.code == visit.typed().word("apply_measure"));
    match (read, offer) {
        (Ok(_), Some(offer)) if offer.already.is_some() => {
            let key = "web-error-apply-already";
            let error = FieldError { field: "apply_measure".into(), key, value: String::new() };
            again(&visit, &choices, is_own, vec![error])
        }
        (Ok(_), Some(offer)) if !visit.mends() => {
            let form = visit.form_again(Vec::new());
            page::draw(&ApplyCheckPage { frame: &visit.frame, choices: &choices, offer, form: &form, is_own })
        }
        (Ok(_), _) => again(&visit, &choices, is_own, Vec::new()),
        (Err(errors), _) => again(&visit, &choices, is_own, errors),
    }
}

fn again(visit: &Visit, choices: &EntryChoices, is_own: bool, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let is_wrong = !errors.is_empty();
    let form = visit.form_again(errors);
    let page = page::draw(&ApplyPage { frame: &visit.frame, choices, form: &form, is_own });
    if is_wrong { page::unprocessable(page) } else { page }
}

/// `POST /people/{person}/apply/send`, `POST /me/apply/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (choices, is_own) = choices(&visit).await?;
    let operation = visit.operation()?;
    let wish = match read(&visit, &choices, is_own) {
        Ok(wish) if is_own || wish.was_read_back => wish,
        Ok(_) => {
            // What is entered for somebody is read back to them first.
            let offer = choices.offers.iter().find(|offer| offer.code == visit.typed().word("apply_measure"));
            let offer = offer.ok_or(PageError::Malformed { why: "sent past its check" })?;
            let key = "web-error-read-back";
            let error = FieldError { field: "app_read_back".into(), key, value: String::new() };
            let form = visit.form_again(vec![error]);
            let page = ApplyCheckPage { frame: &visit.frame, choices: &choices, offer, form: &form, is_own };
            return page::unprocessable(page::draw(&page));
        }
        Err(errors) => return again(&visit, &choices, is_own, errors),
    };
    let words = wish.words.clone();
    let act = async {
        let application = visit.office().decisions().enter_application(visit.asker()?, operation, wish).await?;
        heard(&visit, &words, Done { to: format!("/applications/{application}"), said: "web-done-applied" }).await
    };
    visit.once(act).await
}
