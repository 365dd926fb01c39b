//! Recording an offer: type, check, send.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The most that one offer can serve; more is mostly a slip of the finger.
const MOST_SERVED: usize = 9_999;

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferChoices {
    /// Of what kind the helper is.
    pub kinds: Vec<Choice>,
    /// What is offered.
    pub categories: Vec<Choice>,
    /// Where it holds: the whole county, or one township or street of the asker's scope.
    pub areas: Vec<Choice>,
}

/// An offer to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordOffer {
    /// Who helps.
    pub helper: String,
    /// Of what kind.
    pub kind: String,
    /// What is offered.
    pub category: String,
    /// For how many.
    pub capacity: usize,
    /// Where.
    pub area: String,
    /// The last day; none is until further notice.
    pub until: Option<Date>,
    /// A remark; may be empty.
    pub note: String,
}

/// The form.
#[derive(Template)]
#[template(path = "offers/record.html")]
pub struct RecordOfferPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a OfferChoices,
    /// What was typed.
    pub form: &'a Form,
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "offers/check.html")]
pub struct CheckOfferPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What the form gives to choose.
    pub choices: &'a OfferChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means.
    pub offer: &'a RecordOffer,
}

impl CheckOfferPage<'_> {
    fn name<'c>(choices: &'c [Choice], code: &str) -> &'c str {
        choices.iter().find(|c| c.code == code).map_or("", |c| &c.name)
    }
}

/// `GET /offers/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().offer_choices(visit.asker()?).await?;
    page::draw(&RecordOfferPage { frame: &visit.frame, choices: &choices, form: &visit.fresh_form() })
}

/// `POST /offers/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().offer_choices(visit.asker()?).await?;
    let frame = &visit.frame;
    visit.read_once_more(
        read(&visit, &choices),
        |form| page::draw(&RecordOfferPage { frame, choices: &choices, form }),
        |form, offer| page::draw(&CheckOfferPage { frame, choices: &choices, form, offer: &offer }),
    )
}

/// `POST /offers`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().offer_choices(visit.asker()?).await?;
    let offer = match read(&visit, &choices) {
        Ok(offer) => offer,
        Err(errors) => return again(&visit, &choices, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().record_offer(visit.asker()?, operation, offer).await?;
        Ok(Done { to: format!("/offers/{id}"), said: "web-done-offer" })
    };
    visit.once(act).await
}

fn read(visit: &Visit, choices: &OfferChoices) -> Result<RecordOffer, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let helper = fields.words("helper", 60);
    let kind = fields.choice("helper_kind", choices.kinds.iter().map(|c| c.code.as_str())).to_owned();
    let category = fields.choice("category", choices.categories.iter().map(|c| c.code.as_str())).to_owned();
    let capacity = fields.whole_number("capacity", 1, MOST_SERVED).unwrap_or(0);
    let area = fields.choice("area", choices.areas.iter().map(|c| c.code.as_str())).to_owned();
    let until = if visit.typed().word("until").trim().is_empty() { None } else { fields.date("until", None) };
    if until.is_some_and(|until| until < visit.frame.today()) {
        fields.refuse("until", "web-error-date-past", visit.frame.today().to_string());
    }
    let note = fields.words_or_none("note", 300);
    fields.finish(RecordOffer { helper, kind, category, capacity, area, until, note })
}

fn again(visit: &Visit, choices: &OfferChoices, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&RecordOfferPage { frame: &visit.frame, choices, form: &form }))
}
