//! Signature sheets that wait to be booked in the fund's books, each with what was drawn, handed over and brought back, and what was
//! booked last.

use askama::Template;
use axum::response::Response;
use guanai_app::sheet_money::{MOST_LETTERS, SheetMoneyPage, WaitingSheet};
use guanai_kernel::Money;

use super::SheetWish;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "fund/sheets.html")]
pub struct SheetsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub view: &'a SheetMoneyPage,
    /// Purses by code, with what they are called.
    pub purse_names: &'a [(String, String)],
    /// What was typed.
    pub form: &'a Form,
}

/// How the form sends free money, and before what it sends a purpose.
const FREE: &str = "free";
const BOUND: &str = "bound ";

impl SheetsPage<'_> {
    fn purse(&self, sheet: &WaitingSheet) -> String {
        let named = self.purse_names.iter().find(|(code, _)| *code == sheet.purse);
        named.map_or_else(|| sheet.purse.clone(), |(_, name)| name.clone())
    }

    fn purpose(&self, purpose: Option<&String>) -> String {
        purpose.cloned().unwrap_or_else(|| self.frame.say("web-sheets-booked-free"))
    }

    fn purposes(&self, sheet: &WaitingSheet) -> Vec<Choice> {
        let choice = |purpose: &Option<String>| Choice {
            code: purpose.as_ref().map_or_else(|| FREE.to_owned(), |name| format!("{BOUND}{name}")),
            name: self.purpose(purpose.as_ref()),
        };
        sheet.purposes.iter().map(choice).collect()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn is_back(amount: &Money) -> bool {
        *amount < Money::ZERO
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn plain(amount: &Money) -> String {
        if *amount < Money::ZERO { amount.checked_neg().unwrap_or_default().to_string() } else { amount.to_string() }
    }
}

type Read = (SheetMoneyPage, Vec<(String, String)>);

async fn read(visit: &Visit) -> Result<Read, PageError> {
    Ok(visit.office().sheet_money(visit.asker()?).await?)
}

fn draw(visit: &Visit, (view, purse_names): &Read, form: &Form) -> Result<Response, PageError> {
    page::draw(&SheetsPage { frame: &visit.frame, view, purse_names, form })
}

/// `GET /fund/sheets`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let read = read(&visit).await?;
    draw(&visit, &read, &visit.fresh_form())
}

fn again(visit: &Visit, read: &Read, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, read, &visit.form_again(errors)))
}

/// `POST /fund/sheets/{sheet}`
pub async fn book(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("sheet")?.to_owned();
    let wish = match wished(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &read(&visit).await?, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().book_sheet(visit.asker()?, operation, &id, wish).await?;
        Ok(Done { to: "/fund/sheets".to_owned(), said: "web-done-sheet-booked" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            let error = FieldError { field: "sheet_voucher".to_owned(), key, value: String::new() };
            again(&visit, &read(&visit).await?, vec![error])
        }
        other => other,
    }
}

fn wished(visit: &Visit) -> Result<SheetWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let voucher = fields.words("sheet_voucher", MOST_LETTERS);
    let booked_on = fields.date("sheet_voucher_on", Some(visit.frame.today())).unwrap_or_default();
    let chosen = visit.typed().word("sheet_purpose");
    let purpose = chosen.strip_prefix(BOUND).map(str::to_owned);
    if purpose.is_none() && chosen != FREE {
        fields.refuse("sheet_purpose", "web-error-choice", "");
    }
    let seen = visit.typed().word("seen").parse().map(Money::from_fen).unwrap_or_default();
    fields.finish(SheetWish { voucher, booked_on, purpose, seen })
}
