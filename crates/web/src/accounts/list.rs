//! The list of accounts, with what waits: resets for a second person, accounts that offices asked for.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Moment;

use super::{AccountRow, home_of};
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::page::{self, Choice, Frame, Pager};
use crate::session::Role;
use crate::visit::Visit;

/// The longest that is searched for.
const LONGEST_SEARCH: usize = 40;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct AccountsAsk {
    /// One role.
    pub role: Option<String>,
    /// Closed ones too.
    pub with_closed: bool,
    /// A part of an account's or owner's name; never in an address.
    pub search: Option<String>,
    /// Which page, from 1.
    pub page: usize,
}

impl std::fmt::Debug for AccountsAsk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountsAsk({:?}, page {})", self.role, self.page)
    }
}

/// A reset that waits for the second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetRow {
    /// Its id.
    pub id: String,
    /// Whose account: the owner's name.
    pub name: String,
    /// The role of the account.
    pub role: Role,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub at: Moment,
}

/// An organisation for whose people accounts were asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// The organisation's id.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// How many wait.
    pub waiting: usize,
}

/// A page of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountsList {
    /// The accounts.
    pub rows: Vec<AccountRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The roles by which the list is narrowed.
    pub roles: Vec<Choice>,
    /// Resets that wait for the asker.
    pub resets: Vec<ResetRow>,
    /// Where accounts were asked for, for who opens them.
    pub places: Vec<PlaceRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "accounts/list.html")]
pub struct AccountsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The accounts.
    pub list: &'a AccountsList,
    /// What was asked for.
    pub ask: &'a AccountsAsk,
    /// The search as it was typed.
    pub form: &'a Form,
    /// For each reset, its form.
    pub resets: Vec<(&'a ResetRow, Form)>,
    /// The role of who looks.
    pub role: Role,
}

impl AccountsPage<'_> {
    fn home(&self) -> &'static str {
        home_of(self.role)
    }

    fn opens(&self) -> bool {
        self.role == Role::Administrator
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(role) = &self.ask.role {
            query.append_pair("role", role);
        }
        if self.ask.with_closed {
            query.append_pair("closed", "yes");
        }
        format!("{}?{}", self.home(), query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /admin`, `GET /accounts`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = AccountsAsk {
        role: visit.filter("role"),
        with_closed: visit.filter("closed").is_some(),
        search: None,
        page: visit.page_number(),
    };
    draw(&visit, ask, &visit.fresh_form()).await
}

/// `POST /admin`, `POST /accounts`: a search, whose words are nobody's address.
pub async fn search(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words_or_none("search", LONGEST_SEARCH);
    match fields.finish(words) {
        Ok(words) => {
            let search = Some(words).filter(|words| !words.is_empty());
            let ask = AccountsAsk { search, with_closed: true, page: 1, ..AccountsAsk::default() };
            draw(&visit, ask, &visit.form_again(Vec::new())).await
        }
        Err(errors) => draw(&visit, AccountsAsk { page: 1, ..AccountsAsk::default() }, &visit.form_again(errors)).await,
    }
}

async fn draw(visit: &Visit, ask: AccountsAsk, form: &Form) -> Result<Response, PageError> {
    let list = visit.office().accounts(visit.asker()?, ask.clone()).await?;
    let resets = list.resets.iter().map(|reset| (reset, visit.fresh_form())).collect();
    let role = visit.session()?.role;
    page::draw(&AccountsPage { frame: &visit.frame, list: &list, ask: &ask, form, resets, role })
}
