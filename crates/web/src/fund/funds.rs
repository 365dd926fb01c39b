//! Funds that are set up (R27): each with its charter, sources, committee and account, what the books hold of it, and the next step.

use askama::Template;
use axum::response::Response;
use guanai_app::care_funds::{CareFundMove, CareFundState, FundsPage, MOST_LETTERS, SeenFund};

use super::{FundStep, FundWish};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// Letters of a committee's names together.
const MOST_NAMES: usize = 400;

/// The page.
#[derive(Template)]
#[template(path = "fund/funds.html")]
pub struct FundsListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub view: &'a FundsPage,
    /// Purses by code, with what they are called.
    pub purse_names: &'a [(String, String)],
    /// What was typed.
    pub form: &'a Form,
}

impl FundsListPage<'_> {
    fn purses(&self) -> Vec<Choice> {
        let choice = |(code, name): &(String, String)| Choice { code: code.clone(), name: name.clone() };
        self.purse_names.iter().map(choice).collect()
    }

    fn purse(&self, fund: &SeenFund) -> String {
        let named = self.purse_names.iter().find(|(code, _)| *code == fund.purse);
        named.map_or_else(|| fund.purse.clone(), |(_, name)| name.clone())
    }

    fn sources(&self) -> Vec<Choice> {
        let choice = |(id, name): &(guanai_kernel::ids::FundSourceId, String)| Choice {
            code: id.to_string(),
            name: name.clone(),
        };
        self.view.sources.iter().map(choice).collect()
    }

    fn closes(step: &str) -> bool {
        step == CareFundMove::AskClose.code()
    }

    fn wants_words(step: &str) -> bool {
        [CareFundMove::Return, CareFundMove::AskClose, CareFundMove::Keep].iter().any(|wants| wants.code() == step)
    }

    fn tag(fund: &SeenFund) -> Tag {
        match fund.state {
            CareFundState::Approved if fund.is_active => Tag::new(State::Ok, Icon::Ok, "web-fund-active"),
            CareFundState::Approved => Tag::new(State::Calm, Icon::Wait, "web-fund-begins"),
            CareFundState::Proposed => Tag::new(State::Risk, Icon::Wait, "web-fund-proposed"),
            CareFundState::Checked => Tag::new(State::Risk, Icon::Wait, "web-fund-checked"),
            CareFundState::Closing => Tag::new(State::Risk, Icon::Wait, "web-fund-closing"),
            CareFundState::Returned => Tag::new(State::Calm, Icon::Same, "web-fund-returned"),
            CareFundState::Closed => Tag::new(State::Calm, Icon::Same, "web-fund-closed"),
        }
    }
}

type Read = (FundsPage, Vec<(String, String)>);

async fn read(visit: &Visit) -> Result<Read, PageError> {
    Ok(visit.office().funds(visit.asker()?).await?)
}

fn draw(visit: &Visit, (view, purse_names): &Read, form: &Form) -> Result<Response, PageError> {
    page::draw(&FundsListPage { frame: &visit.frame, view, purse_names, form })
}

/// `GET /fund/funds`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let read = read(&visit).await?;
    draw(&visit, &read, &visit.fresh_form())
}

fn again(visit: &Visit, read: &Read, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, read, &visit.form_again(errors)))
}

/// `POST /fund/funds`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let read = read(&visit).await?;
    let wish = match wished(&visit, &read) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &read, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().propose_fund(visit.asker()?, operation, wish).await?;
        Ok(Done { to: "/fund/funds".to_owned(), said: "web-done-fund-proposed" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, &read, vec![FieldError { field: "fund_name".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

fn wished(visit: &Visit, (view, purse_names): &Read) -> Result<FundWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("fund_name", MOST_LETTERS);
    let purse = fields.choice("fund_purse", purse_names.iter().map(|(code, _)| code.as_str())).to_owned();
    let charter = fields.words("fund_charter", MOST_LETTERS);
    let aim = fields.words("fund_aim", MOST_LETTERS);
    let ids: Vec<String> = view.sources.iter().map(|(id, _)| id.to_string()).collect();
    let chosen: Vec<&str> = visit.typed().all("fund_source").collect();
    let sources: Vec<String> = ids.into_iter().filter(|id| chosen.contains(&id.as_str())).collect();
    if sources.is_empty() {
        fields.refuse("fund_source", "web-error-fund-source", "");
    }
    let names = fields.words("fund_committee", MOST_NAMES);
    let committee: Vec<String> = names
        .split(['、', '，', ',', ';', '；'])
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let mut once = committee.clone();
    once.sort();
    once.dedup();
    if !names.is_empty() && (committee.len() < 3 || once.len() != committee.len()) {
        fields.refuse("fund_committee", "web-error-fund-committee", "");
    }
    let account: String = fields.words("fund_account", MOST_LETTERS).chars().filter(|c| !c.is_whitespace()).collect();
    if !account.is_empty() && (!(8..=32).contains(&account.len()) || !account.bytes().all(|b| b.is_ascii_digit())) {
        fields.refuse("fund_account", "web-error-fund-account", "");
    }
    let active_from = fields.date("fund_from", None);
    if active_from.is_some_and(|day| day < visit.frame.today()) {
        fields.refuse("fund_from", "web-error-source-expired", "");
    }
    let active_from = active_from.unwrap_or_default();
    fields.finish(FundWish { name, purse, charter, aim, sources, committee, account, active_from })
}

/// `POST /fund/funds/{fund}`
pub async fn step(visit: Visit) -> Result<Response, PageError> {
    let read = read(&visit).await?;
    let id = visit.param("fund")?.to_owned();
    let step = CareFundMove::from_code(visit.typed().word("step")).ok_or(PageError::NotFound)?;
    let mut fields = Fields::of(visit.typed());
    let words =
        if FundsListPage::wants_words(step.code()) { fields.words("fund_words", MOST_LETTERS) } else { String::new() };
    let to = visit.typed().word("fund_to");
    let to = (FundsListPage::closes(step.code()) && to != "givers").then(|| to.to_owned());
    let wish = match fields.finish(FundStep { step, to, words }) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &read, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().move_fund(visit.asker()?, operation, &id, wish).await?;
        Ok(Done { to: "/fund/funds".to_owned(), said: "web-done-fund-moved" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, &read, vec![FieldError { field: "fund_words".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}
