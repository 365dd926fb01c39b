//! The list of a round, part by part: who is visited and why, who must be asked about first, who is left out, what was changed,
//! whom to come to again. From here somebody is put on the list or taken off it.

use askama::Template;
use axum::response::Response;
use guanai_app::rounds::{ListedPerson, RoundPeople, RoundTab};
use guanai_casework::round::{Listing, Outcome};

use super::{listing_tag, outcome_tag};
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::page::{self, Frame, Pager, Tag};
use crate::people::{PeopleAsk, PeopleList};
use crate::visit::Visit;

/// Somebody of a list, with why in words.
#[derive(Debug, Clone)]
pub struct RoundPersonRow {
    /// How they stand.
    pub person: ListedPerson,
    /// Why, by the names of rules.
    pub reasons: Vec<String>,
    /// What is missing, by the titles of facts.
    pub ask: Vec<String>,
    /// Whether the row before is of the same household.
    pub is_same_house: bool,
}

impl RoundPersonRow {
    /// How they stand on the list.
    pub const fn listing(&self) -> Tag {
        listing_tag(self.person.listing)
    }

    /// What came of the visit.
    pub const fn outcome(&self) -> Tag {
        outcome_tag(self.person.outcome)
    }

    fn is_on(&self) -> bool {
        self.person.listing.is_on() || self.person.listing == Listing::Proposed
    }
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct RoundPeopleView {
    /// What was read.
    pub people: RoundPeople,
    /// The rows.
    pub rows: Vec<RoundPersonRow>,
    /// Which part.
    pub tab: RoundTab,
    /// Which page of how many.
    pub pager: Pager,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Whether the reader may decide on additions.
    pub may_decide: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "rounds/people.html")]
pub struct RoundPeoplePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The list.
    pub view: &'a RoundPeopleView,
    /// Whom a search found.
    pub found: Option<&'a PeopleList>,
    /// What was typed.
    pub form: &'a Form,
    /// An operation for each row, for its buttons.
    pub operations: Vec<String>,
}

impl RoundPeoplePage<'_> {
    /// The rows, each with an operation for its buttons.
    fn rows(&self) -> impl Iterator<Item = (&RoundPersonRow, &str)> {
        self.view.rows.iter().zip(self.operations.iter().map(String::as_str))
    }

    fn shows_gift(&self) -> bool {
        self.view.rows.iter().any(|row| row.person.gift.is_some() || row.person.has_goods)
    }

    fn opens_people(&self) -> bool {
        self.frame.opens("/people/{person}")
    }

    fn id(&self) -> String {
        self.view.people.round.round_id.to_string()
    }

    fn shows_outcome(&self) -> bool {
        matches!(self.view.tab, RoundTab::On | RoundTab::Unreached)
            && self.view.rows.iter().any(|row| row.person.outcome != Outcome::Open)
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/rounds/{}/people?show={}&page={page}", self.id(), self.view.tab.code())
    }
}

/// `GET /rounds/{round}/people`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, None, &visit.fresh_form()).await
}

async fn draw(visit: &Visit, found: Option<&PeopleList>, form: &Form) -> Result<Response, PageError> {
    let tab = visit.filter("show").and_then(|code| RoundTab::from_code(&code)).unwrap_or(RoundTab::On);
    let round = visit.param("round")?;
    let view = visit.office().round_people(visit.asker()?, round, tab, visit.page_number()).await?;
    let operations = view.rows.iter().map(|_| visit.fresh_form().operation.to_string()).collect();
    page::draw(&RoundPeoplePage { frame: &visit.frame, view: &view, found, form, operations })
}

/// `POST /rounds/{round}/people`: a search for somebody to be put on the list. Names stand in no address.
pub async fn search(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("add_name", 40);
    if let Err(errors) = fields.finish(()) {
        return page::unprocessable(draw(&visit, None, &visit.form_again(errors)).await);
    }
    let ask = PeopleAsk { search: Some(words), page: 1, ..PeopleAsk::default() };
    let found = visit.office().people(visit.asker()?, ask).await?;
    draw(&visit, Some(&found), &visit.form_again(Vec::new())).await
}
