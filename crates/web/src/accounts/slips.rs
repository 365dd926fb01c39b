//! The printed slips: A4, to be cut. They are shown for a few minutes to whoever printed them, so that a lost reply or a jammed
//! printer needs no reset, and are kept in memory alone.

use askama::Template;
use axum::response::Response;
use guanai_i18n::Texts;
use guanai_kernel::Date;

use super::home_of;
use crate::failure::PageError;
use crate::form::Form;
use crate::operation::OperationId;
use crate::page::{self, Frame};
use crate::session::{Role, role_key};
use crate::visit::Visit;

/// A slip. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// What to type.
    pub sign_in: String,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Over which organisation, or where the member belongs.
    pub place: Option<String>,
    /// The one-time code.
    pub code: String,
    /// The day on which the code is over.
    pub until_on: Date,
}

impl Slip {
    fn role_key(&self) -> &'static str {
        role_key(self.role)
    }
}

impl std::fmt::Debug for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Slip(…)")
    }
}

/// The slips of one printing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slips {
    /// The slips.
    pub rows: Vec<Slip>,
    /// For how many minutes they may still be printed.
    pub minutes: usize,
}

/// The sheet.
#[derive(Template)]
#[template(path = "accounts/slips.html")]
pub struct SlipsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The slips.
    pub slips: &'a Slips,
    /// The printing.
    pub operation: OperationId,
    /// The form that forgets them.
    pub form: &'a Form,
    /// Where the site is found, as this browser found it.
    pub host: &'a str,
    /// The role of who printed.
    pub role: Role,
    /// Both languages.
    pub chinese: &'static Texts,
    /// Both languages.
    pub english: &'static Texts,
}

impl SlipsPage<'_> {
    /// Labels stand in both languages, whatever the page's: who is handed a slip reads one of them.
    fn in_chinese(&self, key: &str) -> String {
        self.chinese.text(key, &[])
    }

    fn in_english(&self, key: &str) -> String {
        self.english.text(key, &[])
    }

    fn home(&self) -> &'static str {
        home_of(self.role)
    }
}

fn printing(visit: &Visit) -> Result<OperationId, PageError> {
    visit.param("print")?.parse().map_err(|_| PageError::NotFound)
}

/// `GET /slips/{print}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let operation = printing(&visit)?;
    let slips = visit.office().slips(visit.asker()?, operation).await?;
    let role = visit.session()?.role;
    let form = visit.fresh_form();
    let [chinese, english] = visit.site.both_texts();
    page::draw(&SlipsPage {
        frame: &visit.frame,
        slips: &slips,
        operation,
        form: &form,
        host: visit.host(),
        role,
        chinese,
        english,
    })
}

/// `POST /slips/{print}`: they are on paper.
pub async fn forget(visit: Visit) -> Result<Response, PageError> {
    visit.office().forget_slips(visit.asker()?, printing(&visit)?).await?;
    visit.go_and_say(home_of(visit.session()?.role), "web-done-slips")
}
