//! That an organisation wants a partner: what it gives and asks for.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use guanai_app::partnerships::OwnWish;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The wish with what is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishFile {
    /// Whose it is, and what stands.
    pub own: OwnWish,
    /// The kinds that pair town with country.
    pub kinds: Vec<Choice>,
    /// The categories of the standards.
    pub categories: Vec<Choice>,
}

/// A wish as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentWish {
    /// The kind.
    pub kind: String,
    /// What it gives.
    pub gives: BTreeSet<String>,
    /// What it asks for.
    pub asks_for: BTreeSet<String>,
    /// Whether it stands.
    pub is_open: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "partnerships/wish.html")]
pub struct WishPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The wish.
    pub file: &'a WishFile,
    /// What was chosen.
    pub form: &'a Form,
}

impl WishPage<'_> {
    fn both() -> [&'static str; 2] {
        ["wish_gives", "wish_asks_for"]
    }

    fn has(&self, field: &str, code: &str) -> bool {
        self.form.typed.all(field).any(|said| said == code)
    }
}

async fn opened(visit: &Visit) -> Result<WishFile, PageError> {
    Ok(visit.office().partner_wish(visit.asker()?, visit.param("organization")?).await?)
}

/// `GET /organizations/{organization}/partner`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let mut form = visit.fresh_form();
    let mut typed = Vec::new();
    if let Some(wish) = &file.own.wish {
        typed.push(("wish_kind".to_owned(), wish.kind.clone()));
        typed.extend(wish.gives.iter().map(|code| ("wish_gives".to_owned(), code.clone())));
        typed.extend(wish.asks_for.iter().map(|code| ("wish_asks_for".to_owned(), code.clone())));
    } else if let [only] = file.kinds.as_slice() {
        typed.push(("wish_kind".to_owned(), only.code.clone()));
    }
    form.typed = Typed::from_pairs(typed).unwrap_or_default();
    page::draw(&WishPage { frame: &visit.frame, file: &file, form: &form })
}

/// `POST /organizations/{organization}/partner`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&WishPage { frame: &visit.frame, file: &file, form: &form }))
    };
    let wish = match read(&visit, &file) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let id = visit.param("organization")?.to_owned();
    let said = if wish.is_open { "web-done-partner-wish" } else { "web-done-partner-wish-back" };
    let act = async {
        visit.office().wish_partner(visit.asker()?, operation, &id, wish).await?;
        Ok(Done { to: format!("/organizations/{id}"), said })
    };
    visit.once(act).await
}

fn read(visit: &Visit, file: &WishFile) -> Result<SentWish, Vec<FieldError>> {
    let is_known = |code: &&str| file.categories.iter().any(|known| known.code == **code);
    let codes = |field| visit.typed().all(field).filter(is_known).map(str::to_owned).collect::<BTreeSet<_>>();
    let (gives, asks_for) = (codes("wish_gives"), codes("wish_asks_for"));
    let mut fields = Fields::of(visit.typed());
    let is_open = fields.choice("step", ["say", "back"]) == "say";
    let kind = fields.choice("wish_kind", file.kinds.iter().map(|kind| kind.code.as_str())).to_owned();
    if gives.is_empty() && asks_for.is_empty() {
        fields.refuse("wish_gives", "web-error-partner-wish", "");
    }
    fields.finish(SentWish { kind, gives, asks_for, is_open })
}
