//! One arrival: what was recorded, what somebody else decides on it, and the receipt that the sending side gets.

use askama::Template;
use axum::response::Response;

use super::{ArrivalKind, ArrivalMove, ArrivalState, ArrivalView, MOST_LETTERS, state_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "arrivals/file.html")]
pub struct ArrivalPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The arrival.
    pub arrival: &'a ArrivalView,
    /// What was written.
    pub form: &'a Form,
}

impl ArrivalPage<'_> {
    fn may(&self, step: &str) -> bool {
        self.arrival.moves.iter().any(|may| may.code() == step)
    }

    fn tag(&self) -> Tag {
        state_tag(self.arrival.state)
    }

    fn has_receipt(&self) -> bool {
        has_receipt(self.arrival)
    }
}

/// Whether there is somebody to whom a receipt goes: whoever sent a letter, once they are a member here.
fn has_receipt(arrival: &ArrivalView) -> bool {
    arrival.kind == ArrivalKind::Transfer && arrival.state == ArrivalState::Confirmed
}

/// The receipt 回执, on A4.
#[derive(Template)]
#[template(path = "arrivals/receipt.html")]
pub struct ReceiptPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The arrival.
    pub arrival: &'a ArrivalView,
}

impl ReceiptPage<'_> {
    fn told(&self) -> String {
        let (name, letter) = (("name", self.arrival.name.as_str()), ("letter", self.arrival.letter.as_str()));
        self.frame.with3("web-arrival-receipt-words", name, letter, ("branch", self.arrival.organization.as_str()))
    }
}

async fn read(visit: &Visit) -> Result<ArrivalView, PageError> {
    Ok(visit.office().arrivals().arrival(visit.asker()?, visit.param("arrival")?).await?)
}

/// `GET /arrivals/{arrival}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let arrival = read(&visit).await?;
    page::draw(&ArrivalPage { frame: &visit.frame, arrival: &arrival, form: &visit.fresh_form() })
}

/// `POST /arrivals/{arrival}`
pub async fn decide(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("arrival")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let step = ArrivalMove::from_code(fields.choice("step", ArrivalMove::ALL.iter().map(|step| step.code())));
    let step = step.ok_or(PageError::NotFound)?;
    let why = (step == ArrivalMove::Decline).then(|| fields.words("arrival_why", MOST_LETTERS));
    let again = |errors: Vec<FieldError>| async {
        let arrival = read(&visit).await?;
        let form = &visit.form_again(errors);
        page::unprocessable(page::draw(&ArrivalPage { frame: &visit.frame, arrival: &arrival, form }))
    };
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return again(errors).await,
    };
    let operation = visit.operation()?;
    let said = match step {
        ArrivalMove::Confirm => "web-done-arrival-confirmed",
        ArrivalMove::Decline => "web-done-arrival-declined",
        ArrivalMove::Withdraw => "web-done-arrival-withdrawn",
    };
    let act = async {
        visit.office().arrivals().decide(visit.asker()?, operation, &id, step, why).await?;
        Ok(Done { to: format!("/arrivals/{id}"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "arrival_why".to_owned(), key, value: String::new() }]).await
        }
        other => other,
    }
}

/// `GET /arrivals/{arrival}/receipt`
pub async fn receipt(visit: Visit) -> Result<Response, PageError> {
    let arrival = read(&visit).await?;
    if !has_receipt(&arrival) {
        return Err(PageError::NotFound);
    }
    page::draw(&ReceiptPage { frame: &visit.frame, arrival: &arrival })
}
