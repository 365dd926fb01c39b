//! Somebody on a recheck: what the register says that is looked at again, one tap where nothing changed, the form of a visit where
//! something did, and what is said where they were not seen.

use askama::Template;
use axum::response::Response;
use guanai_app::rechecks::RecheckPerson;
use guanai_casework::{CountedAs, ItemMove};
use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;

use super::counted_tag;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::people::RecordedFact;
use crate::reach::Saved;
use crate::reach::desk::Say;
use crate::visit::Visit;

/// Letters of what is said.
const MOST_LETTERS: usize = 500;

/// Somebody on a recheck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckPersonView {
    /// They, with what is looked at.
    pub person: RecheckPerson,
    /// What is recorded of it, in words, and whether it is to be looked at again.
    pub facts: Vec<(RecordedFact, bool)>,
    /// What nobody recorded, by name.
    pub missing: Vec<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "rechecks/person.html")]
pub struct RecheckPersonPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// They.
    pub view: &'a RecheckPersonView,
    /// What was typed.
    pub form: &'a Form,
}

impl RecheckPersonPage<'_> {
    fn person(&self) -> &RecheckPerson {
        &self.view.person
    }

    fn tag(&self) -> Tag {
        counted_tag(self.person().counted_as.unwrap_or(CountedAs::Waiting), self.person().is_late)
    }

    fn may(&self, code: &str) -> bool {
        self.person().moves.iter().any(|step| step.code() == code)
    }

    /// What may be said by word.
    fn by_word(&self) -> Vec<&'static str> {
        let seen = [ItemMove::SayUnchanged, ItemMove::SayChanged, ItemMove::Reopen];
        self.person().moves.iter().filter(|step| !seen.contains(step)).map(|step| step.code()).collect()
    }

    /// What comes next for whoever was not seen, as the codes of how they are counted.
    fn next(&self) -> &'static str {
        self.person().counted_as.map_or("", CountedAs::code)
    }

    fn says_something_else(&self) -> bool {
        self.form.has("recheck_what", "other") || !self.form.errors.is_empty()
    }
}

async fn drawn(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let (recheck, person) = (visit.param("recheck")?, visit.param("person")?);
    let view = visit.office().reach().recheck_person(visit.asker()?, recheck, person).await?;
    page::draw(&RecheckPersonPage { frame: &visit.frame, view: &view, form })
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(drawn(visit, &visit.form_again(errors)).await)
}

/// `GET /rechecks/{recheck}/people/{person}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("seen_on", visit.frame.today().to_string());
    drawn(&visit, &form).await
}

/// What the one form says: that nothing changed, or how else it stands.
fn read(visit: &Visit) -> Result<(ItemMove, Date, Option<String>), Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let on = fields.date("seen_on", Some(visit.frame.today()));
    let unchanged = visit.typed().word("recheck_what") != "other";
    let said = [
        ItemMove::SayNotFound.code(),
        ItemMove::SayRefused.code(),
        ItemMove::SayAway.code(),
        ItemMove::SayInHospital.code(),
    ];
    let (step, words) = if unchanged {
        (Some(ItemMove::SayUnchanged), None)
    } else {
        let step = ItemMove::from_code(fields.choice("recheck_step", said));
        let words = if step == Some(ItemMove::SayNotFound) {
            fields.words("recheck_words", MOST_LETTERS)
        } else {
            fields.words_or_none("recheck_words", MOST_LETTERS)
        };
        (step, Some(words).filter(|words| !words.is_empty()))
    };
    let (step, on) = fields.finish((step, on))?;
    // What is missing was refused above.
    Ok((step.unwrap_or(ItemMove::SayUnchanged), on.unwrap_or(visit.frame.today()), words))
}

/// `POST /rechecks/{recheck}/people/{person}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (recheck, person) = (visit.param("recheck")?.to_owned(), visit.param("person")?.to_owned());
    let (step, on, words) = match read(&visit) {
        Ok(read) => read,
        Err(errors) => return again(&visit, errors).await,
    };
    let seen = step == ItemMove::SayUnchanged;
    let say = Say { recheck: recheck.clone(), person: person.clone(), step, on, words };
    let operation = visit.operation()?;
    match visit.office().reach().say_of_recheck(visit.asker()?, operation, say).await? {
        Saved::Wrong(error) => again(&visit, vec![error]).await,
        Saved::Kept(_) => {
            // From the list one goes on with the list; what else was said has a next step on their page.
            let place = visit.typed().word("place").parse::<OrganizationId>();
            let to = match (seen, place) {
                (true, Ok(place)) => format!("/rechecks/{recheck}?organization={place}"),
                (true, Err(_)) => format!("/rechecks/{recheck}"),
                (false, _) => format!("/rechecks/{recheck}/people/{person}"),
            };
            let said = if seen { "web-done-recheck-seen" } else { "web-done-recheck-said" };
            visit.once(async { Ok(Done { to, said }) }).await
        }
    }
}
