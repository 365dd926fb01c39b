//! What people said: what waits for an office first, by the day it is due.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::AskStanding;
use crate::failure::PageError;
use crate::me::Topic;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskShelf {
    /// What waits for the asker's office.
    Waiting,
    /// The rest.
    Others,
}

/// Something that was said, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskRow {
    /// Its id.
    pub id: String,
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// What about.
    pub topic: Topic,
    /// The beginning of its words.
    pub words: String,
    /// The day it was said.
    pub asked_on: Date,
    /// The day by which what is owed now is due.
    pub due_on: Date,
    /// How it stands.
    pub standing: AskStanding,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskList {
    /// The rows.
    pub rows: Vec<AskRow>,
    /// Which page of how many.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "asks/list.html")]
pub struct AsksPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The list.
    pub list: &'a AskList,
    /// Which of them.
    pub shelf: AskShelf,
}

impl AsksPage<'_> {
    fn waits(&self) -> bool {
        self.shelf == AskShelf::Waiting
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/asks?show={}&page={page}", if self.waits() { "waiting" } else { "others" })
    }
}

/// `GET /asks`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let shelf = if visit.filter("show").as_deref() == Some("others") { AskShelf::Others } else { AskShelf::Waiting };
    let list = visit.office().asks(visit.asker()?, shelf, visit.page_number()).await?;
    page::draw(&AsksPage { frame: &visit.frame, list: &list, shelf })
}
