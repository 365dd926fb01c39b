//! An office asks for accounts of its people: choose a branch, tick its people, send.

use askama::Template;
use axum::response::Response;

use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::plan::Plans;
use crate::session::Role;
use crate::visit::Visit;

/// As many as are asked for at once.
pub const MOST: usize = 60;

/// Whether somebody has an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CandidateState {
    /// Neither an account nor a request.
    Nothing,
    /// One was asked for.
    Asked,
    /// They have one, by its sign-in name.
    Has(String),
}

/// Somebody for whom an account may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateRow {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// Whether they have one.
    pub state: CandidateState,
}

/// The people of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// The organisation's id.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// Of which role the accounts are to be.
    pub role: Role,
    /// Its people.
    pub rows: Vec<CandidateRow>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskPeople {
    /// For whom.
    pub people: Vec<String>,
    /// In which role.
    pub role: Role,
}

/// The way to a branch.
#[derive(Template)]
#[template(path = "accounts/places.html")]
pub struct PlacesPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The organisations.
    pub plans: &'a Plans,
}

/// The form.
#[derive(Template)]
#[template(path = "accounts/ask.html")]
pub struct AskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The people.
    pub candidates: &'a Candidates,
    /// What was ticked.
    pub form: &'a Form,
}

impl AskPage<'_> {
    fn is_for_contacts(&self) -> bool {
        self.candidates.role == Role::BranchContact
    }

    fn open(&self) -> usize {
        self.candidates.rows.iter().filter(|row| row.state == CandidateState::Nothing).count()
    }
}

/// `GET /accounts/ask`
pub async fn choose(visit: Visit) -> Result<Response, PageError> {
    let under = visit.filter("under");
    let plans = visit.office().plans(visit.asker()?, under.as_deref()).await?;
    page::draw(&PlacesPage { frame: &visit.frame, plans: &plans })
}

fn role_of(code: &str) -> Role {
    if code == Role::BranchContact.code() { Role::BranchContact } else { Role::Member }
}

/// `GET /accounts/ask/{organization}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let role = role_of(&visit.filter("role").unwrap_or_default());
    draw(&visit, role, &visit.fresh_form()).await
}

/// `POST /accounts/ask/{organization}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let role = role_of(visit.typed().word("role"));
    let people: Vec<String> = visit.typed().all("person").map(str::to_owned).collect();
    if people.is_empty() || people.len() > MOST {
        let error = FieldError { field: "person".to_owned(), key: "web-error-people-number", value: MOST.to_string() };
        return page::unprocessable(draw(&visit, role, &visit.form_again(vec![error])).await);
    }
    let operation = visit.operation()?;
    let act = async {
        visit.office().ask_accounts(visit.asker()?, operation, AskPeople { people, role }).await?;
        Ok(Done { to: format!("/accounts/ask/{}", visit.param("organization")?), said: "web-done-accounts-asked" })
    };
    visit.once(act).await
}

async fn draw(visit: &Visit, role: Role, form: &Form) -> Result<Response, PageError> {
    let candidates = visit.office().candidates(visit.asker()?, visit.param("organization")?, role).await?;
    page::draw(&AskPage { frame: &visit.frame, candidates: &candidates, form })
}
