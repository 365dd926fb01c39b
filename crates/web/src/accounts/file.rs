//! One account: what it is; closing it, resetting its password.

use askama::Template;
use axum::response::Response;
use guanai_kernel::{Date, Moment};

use super::{AccountRow, AccountState, home_of};
use crate::failure::PageError;
use crate::form::Form;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::session::Role;
use crate::visit::Visit;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFile {
    /// The account.
    pub row: AccountRow,
    /// When it was opened.
    pub made_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// The day on which the slip is over, where it was not used.
    pub slip_until_on: Option<Date>,
    /// Whether it is the asker's own: nobody closes or resets their own.
    pub is_own: bool,
}

impl AccountFile {
    /// Whether the asker may have it reset or closed.
    fn may_change(&self) -> bool {
        !self.is_own && self.row.state != AccountState::Closed
    }
}

/// The page.
#[derive(Template)]
#[template(path = "accounts/file.html")]
pub struct AccountPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The account.
    pub file: &'a AccountFile,
    /// The form of the reset.
    pub reset: &'a Form,
    /// The role of who looks.
    pub role: Role,
}

impl AccountPage<'_> {
    fn home(&self) -> &'static str {
        home_of(self.role)
    }

    fn closes(&self) -> bool {
        self.role == Role::Administrator && self.file.may_change()
    }
}

/// The page on which a closing, which nothing undoes, is read once more.
#[derive(Template)]
#[template(path = "accounts/close.html")]
pub struct ClosePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The account.
    pub file: &'a AccountFile,
    /// The form.
    pub form: &'a Form,
}

/// `GET /accounts/{account}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().account(visit.asker()?, visit.param("account")?).await?;
    let reset = visit.fresh_form();
    let role = visit.session()?.role;
    page::draw(&AccountPage { frame: &visit.frame, file: &file, reset: &reset, role })
}

/// `GET /accounts/{account}/close`
pub async fn check_close(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().account(visit.asker()?, visit.param("account")?).await?;
    if !file.may_change() {
        return Visit::go(&format!("/accounts/{}", file.row.id));
    }
    page::draw(&ClosePage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `POST /accounts/{account}/close`
pub async fn close(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().close_account(visit.asker()?, operation, visit.param("account")?).await?;
        Ok(Done { to: format!("/accounts/{}", visit.param("account")?), said: "web-done-account-closed" })
    };
    visit.once(act).await
}

/// `POST /accounts/{account}/reset`
pub async fn ask_reset(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().ask_reset(visit.asker()?, operation, visit.param("account")?).await?;
        Ok(Done { to: format!("/accounts/{}", visit.param("account")?), said: "web-done-reset-asked" })
    };
    visit.once(act).await
}

/// `POST /resets/{reset}`
pub async fn confirm_reset(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().confirm_reset(visit.asker()?, operation, visit.param("reset")?).await?;
        Ok(Done { to: format!("/slips/{operation}"), said: "web-done-reset" })
    };
    visit.once(act).await
}
