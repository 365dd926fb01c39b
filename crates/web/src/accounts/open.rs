//! Opening an account for somebody of an office. Accounts of members are opened as an office asked for them.

use askama::Template;
use axum::response::Response;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::session::Role;
use crate::visit::Visit;

/// The roles that are opened here, in the order of a county's offices.
pub const ROLES: &[Role] = &[
    Role::BranchContact,
    Role::TownshipOfficer,
    Role::CountyOfficer,
    Role::CountyApprover,
    Role::Accountant,
    Role::Cashier,
    Role::Auditor,
    Role::Administrator,
];

/// An account to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenWish {
    /// What its owner will type at the door.
    pub sign_in: String,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The organisation over which it acts, by name or code; may be empty.
    pub organization: String,
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It is open.
    Done,
    /// A field is wrong: which, and the key of the sentence that says how to mend it.
    Refused {
        /// The field.
        field: &'static str,
        /// The key.
        key: &'static str,
    },
}

/// The form.
#[derive(Template)]
#[template(path = "accounts/open.html")]
pub struct OpenPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
}

impl OpenPage<'_> {
    fn roles() -> Vec<&'static str> {
        ROLES.iter().map(|role| role.code()).collect()
    }
}

/// `GET /admin/open`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    page::draw(&OpenPage { frame: &visit.frame, form: &visit.fresh_form() })
}

/// `POST /admin/open`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let wish = match read(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, errors),
    };
    let operation = visit.operation()?;
    let mut refused = None;
    let act = async {
        match visit.office().open_account(visit.asker()?, operation, wish).await? {
            Opened::Done => Ok(Done { to: format!("/slips/{operation}"), said: "web-done-account" }),
            Opened::Refused { field, key } => {
                refused = Some(FieldError { field: field.to_owned(), key, value: String::new() });
                // Nothing was done, so that the same form may be sent again once it is mended.
                Err(PageError::Refused { key })
            }
        }
    };
    let outcome = visit.once(act).await;
    match refused {
        Some(error) => again(&visit, vec![error]),
        None => outcome,
    }
}

fn read(visit: &Visit) -> Result<OpenWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("owner", 60);
    let sign_in = fields.words("sign_in", 40);
    let code = fields.choice("role", ROLES.iter().map(|role| role.code()));
    let organization = fields.words_or_none("organization", 100);
    let role = Role::from_code(code).unwrap_or(Role::BranchContact);
    fields.finish(OpenWish { sign_in, name, role, organization })
}

fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(page::draw(&OpenPage { frame: &visit.frame, form: &visit.form_again(errors) }))
}
