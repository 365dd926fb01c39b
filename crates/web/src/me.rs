//! The member's own page: the record, what the standards say and why, who read it; ask, correct, consent, refuse.

pub mod ask;

pub use ask::{OwnAsk, OwnAskPage, Topic};

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::people::{AnswerKind, PersonFile, Reading, WhyPage};
use crate::visit::Visit;

/// Something that needs the member's consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What is done with it, and that refusing costs nothing.
    pub about: String,
    /// Given, refused, or never asked.
    pub given: Option<bool>,
}

/// How an own question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnAskState {
    /// Waits for an answer.
    Waiting,
    /// Answered.
    Answered,
    /// The day for an answer is past.
    Overdue,
}

impl OwnAskState {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Waiting, Self::Answered, Self::Overdue];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Waiting => Tag::new(State::Info, Icon::Wait, "web-own-waiting"),
            Self::Answered => Tag::new(State::Ok, Icon::Ok, "web-own-answered"),
            Self::Overdue => Tag::new(State::Late, Icon::Late, "web-own-overdue"),
        }
    }
}

/// Something the member asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAskRow {
    /// The day.
    pub asked_on: Date,
    /// What, in the member's words.
    pub words: String,
    /// The answer.
    pub answer: Option<String>,
    /// The day by which an answer is due.
    pub due_on: Option<Date>,
    /// How it stands.
    pub state: OwnAskState,
}

/// The member's own file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// The record.
    pub file: PersonFile,
    /// What was asked.
    pub asks: Vec<OwnAskRow>,
    /// Consents.
    pub consents: Vec<Consent>,
    /// Who read it, newest first.
    pub readings: Vec<Reading>,
}

/// The page.
#[derive(Template)]
#[template(path = "me/show.html")]
pub struct OwnPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The file.
    pub own: &'a OwnFile,
    /// The consents, each with its own form.
    pub consents: Vec<(&'a Consent, Form)>,
}

/// `GET /me`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let own = visit.office().me(visit.asker()?).await?;
    let consents = own.consents.iter().map(|consent| (consent, visit.fresh_form())).collect();
    page::draw(&OwnPage { frame: &visit.frame, own: &own, consents })
}

/// `GET /me/why/{measure}`
pub async fn why(visit: Visit) -> Result<Response, PageError> {
    let person = visit.session()?.person.clone().ok_or(PageError::NotFound)?;
    let why = visit.office().why(visit.asker()?, &person, visit.param("measure")?).await?;
    page::draw(&WhyPage { frame: &visit.frame, why: &why, kind: AnswerKind::AboutOneself })
}
