//! Putting somebody on the list of a round, taking somebody off it, and deciding on who was put on it after the approval.

use askama::Template;
use axum::response::Response;
use guanai_app::rounds::{AddToRound, ChangeRound};
use guanai_casework::round::{Listing, Round, RoundState};
use guanai_kernel::Money;

use super::listing_tag;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::plans::GrantsBox;
use crate::visit::Visit;

/// How one person stands on a round's list.
#[derive(Debug, Clone)]
pub struct RoundPersonView {
    /// The round.
    pub round: Round,
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// How they stand; none where no rule spoke for them.
    pub listing: Option<Listing>,
    /// Why, by the names of rules.
    pub reasons: Vec<String>,
    /// What is missing, by the titles of facts.
    pub ask: Vec<String>,
    /// Why they were left out, as a code.
    pub left_out: Option<&'static str>,
    /// The gift meant for them.
    pub gift: Option<Money>,
    /// Of which of the states in which they stood this is.
    pub state_no: u64,
    /// What their household was given this year.
    pub grants: GrantsBox,
}

impl RoundPersonView {
    /// Whether they are on the list, or wait to be.
    pub fn is_on(&self) -> bool {
        self.listing.is_some_and(|listing| listing.is_on() || listing == Listing::Proposed)
    }

    fn tag(&self) -> Option<Tag> {
        self.listing.map(listing_tag)
    }

    fn is_frozen(&self) -> bool {
        self.round.state == RoundState::Approved
    }
}

/// The form.
#[derive(Template)]
#[template(path = "rounds/change.html")]
pub struct ChangePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The person.
    pub view: &'a RoundPersonView,
    /// What was typed.
    pub form: &'a Form,
}

impl ChangePage<'_> {
    fn id(&self) -> String {
        self.view.round.round_id.to_string()
    }
}

/// `GET /rounds/{round}/people/{listed}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().round_person(visit.asker()?, visit.param("round")?, visit.param("listed")?).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("state_no", view.state_no.to_string());
    if let Some(gift) = view.gift {
        form.typed = form.typed.with("round_gift", gift.to_string());
    }
    page::draw(&ChangePage { frame: &visit.frame, view: &view, form: &form })
}

/// `POST /rounds/{round}/people/{listed}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (round, person) = (visit.param("round")?.to_owned(), visit.param("listed")?.to_owned());
    let view = visit.office().round_person(visit.asker()?, &round, &person).await?;
    let change = match read(&visit) {
        Ok(change) => change,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&ChangePage { frame: &visit.frame, view: &view, form: &form }));
        }
    };
    let operation = visit.operation()?;
    let said = match (&change, view.is_frozen()) {
        (ChangeRound::Add(_), true) => "web-done-round-proposed",
        (ChangeRound::Add(_), false) => "web-done-round-added",
        _ => "web-done-round-removed",
    };
    let of = (person.as_str(), state_no(&visit));
    let act = async {
        visit.office().change_round(visit.asker()?, operation, &round, of, change).await?;
        Ok(Done { to: format!("/rounds/{round}/people?show=changed"), said })
    };
    visit.once(act).await
}

/// Of which of the states in which they stood whoever sent the form decided.
fn state_no(visit: &Visit) -> u64 {
    visit.typed().word("state_no").parse().unwrap_or(u64::MAX)
}

fn read(visit: &Visit) -> Result<ChangeRound, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let removes = visit.typed().word("step") == "remove";
    let words = fields.words("list_why", 200);
    let gift = if removes { None } else { fields.money_or_none("round_gift") };
    fields.finish(if removes { ChangeRound::Remove(words) } else { ChangeRound::Add(AddToRound { gift, words }) })
}

/// `POST /rounds/{round}/people/{listed}/decide`
pub async fn decide(visit: Visit) -> Result<Response, PageError> {
    let (round, person) = (visit.param("round")?.to_owned(), visit.param("listed")?.to_owned());
    let (change, said) = match visit.typed().word("step") {
        "approve" => (ChangeRound::ApproveAddition, "web-done-round-addition"),
        "refuse" => (ChangeRound::RefuseAddition, "web-done-round-addition-refused"),
        _ => return Err(PageError::Malformed { why: "no decision" }),
    };
    let operation = visit.operation()?;
    let of = (person.as_str(), state_no(&visit));
    let act = async {
        visit.office().change_round(visit.asker()?, operation, &round, of, change).await?;
        Ok(Done { to: format!("/rounds/{round}/people?show=changed"), said })
    };
    visit.once(act).await
}
