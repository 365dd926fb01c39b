//! One person's five guarantees in full: what runs and why, by when, who was told, what was kept, what rests. The same page
//! for whoever cares for the person and for the person, each with what they may do.

use askama::Template;
use axum::response::Response;
use guanai_casework::guarantee::{Stage, Standing};
use guanai_kernel::{Date, Moment, Post};

use super::{Face, Left, Mark, standing_tag};
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// Whose guarantees a page is about, and under which address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// The person.
    pub person: String,
    /// Where their guarantees stand.
    pub base: String,
    /// Whether it is the reader.
    pub is_own: bool,
}

impl Whose {
    /// The person whom the address names, or who is signed in.
    pub fn of(visit: &Visit) -> Result<Self, PageError> {
        if let Ok(person) = visit.param("person") {
            let base = format!("/people/{person}/guarantees");
            return Ok(Self { person: person.to_owned(), base, is_own: false });
        }
        let person = visit.session()?.person.clone().ok_or(PageError::NotFound)?;
        Ok(Self { person, base: "/me/guarantees".to_owned(), is_own: true })
    }
}

/// That somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Of what.
    pub stage: Stage,
    /// At which post.
    pub post: Post,
    /// Who; none for the person's own reading.
    pub who: Option<String>,
    /// When.
    pub at: Moment,
}

impl Told {
    const fn stage(&self) -> &'static str {
        self.stage.code()
    }

    const fn post(&self) -> &'static str {
        self.post.code()
    }
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What began it, as a code; none is the end of an exemption.
    pub occasion: Option<&'static str>,
    /// The rule, in words.
    pub rule: String,
    /// How it stands.
    pub standing: Standing,
    /// The day from which it is counted.
    pub started_on: Date,
    /// Its last day.
    pub due_on: Date,
    /// Whether that rests on a calendar that was not published.
    pub provisional: bool,
    /// Whether nobody knows what was done before.
    pub before_unknown: bool,
    /// What is left.
    pub left: Option<Left>,
    /// The day it was kept or ended.
    pub ended_on: Option<Date>,
    /// Who was told.
    pub told: Vec<Told>,
    /// The entry by hand that began it, which may be struck out.
    pub entry: Option<String>,
}

impl Term {
    fn tag(&self) -> Tag {
        standing_tag(self.standing)
    }

    fn began(&self) -> &'static str {
        self.occasion.unwrap_or("exemption-over")
    }
}

/// A rest that holds or is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestRow {
    /// Its id.
    pub id: String,
    /// `pause` or `exemption`.
    pub kind: &'static str,
    /// Why, in words.
    pub reason: String,
    /// Its first day.
    pub from_on: Date,
    /// Its last day.
    pub last_on: Date,
}

/// One of the five.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOfFive {
    /// At a glance.
    pub face: Face,
    /// What it promises.
    pub about: String,
    /// Where it is laid down.
    pub clause: String,
    /// What runs.
    pub running: Vec<Term>,
    /// What ended lately.
    pub ended: Vec<Term>,
    /// What rests.
    pub rests: Vec<RestRow>,
}

/// A person's five.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFive {
    /// The person's name.
    pub name: String,
    /// The day.
    pub as_of: Date,
    /// The five, in their order.
    pub five: Vec<OneOfFive>,
    /// Whether the reader may let one rest.
    pub may_pause: bool,
    /// Whether the reader may say that one is not owed.
    pub may_exempt: bool,
    /// Whether the reader may enter what happened.
    pub may_record: bool,
}

impl PersonFive {
    fn faces(&self) -> Vec<&Face> {
        self.five.iter().map(|one| &one.face).collect()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "guarantees/person.html")]
pub struct PersonFivePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose.
    pub whose: &'a Whose,
    /// The five.
    pub five: &'a PersonFive,
    /// The act that a button would be.
    pub form: Form,
}

impl PersonFivePage<'_> {
    fn rest_href(&self, mark: &Mark, kind: &str) -> String {
        format!("{}/rest?guarantee={}&kind={kind}", self.whose.base, mark.code)
    }
}

/// `GET /people/{person}/guarantees`, `GET /me/guarantees`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let whose = Whose::of(&visit)?;
    let five = visit.office().guarantees().five(visit.asker()?, &whose.person).await?;
    page::draw(&PersonFivePage { frame: &visit.frame, whose: &whose, five: &five, form: visit.fresh_form() })
}
