//! The board: how many terms are in time, at risk, late and unknown before, by guarantee, place and system. Places stand in
//! the order of their codes and are never ranked.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{Bars, Counts, Five, Mark, summed};
use crate::failure::PageError;
use crate::page::{self, Choice, Crumb, Frame};
use crate::visit::Visit;

/// Places of which a figure is drawn at most; more than these are read in the table.
const MOST_BARS: usize = 24;

/// What of the board is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoardAsk {
    /// Under which organisation.
    pub organization: Option<String>,
    /// Of which system alone.
    pub system: Option<String>,
    /// Of which guarantee alone.
    pub guarantee: Option<String>,
    /// The month of what was kept, as 2026-11.
    pub month: Option<String>,
}

impl BoardAsk {
    /// The board's or a list's address with this in it, one part of it another.
    fn address(&self, page: &str, parts: &[(&str, Option<&str>)]) -> String {
        let own = [
            ("organization", self.organization.as_deref()),
            ("system", self.system.as_deref()),
            ("guarantee", self.guarantee.as_deref()),
            ("month", self.month.as_deref()),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in own {
            if let Some(value) = value.filter(|_| parts.iter().all(|(other, _)| *other != name)) {
                query.append_pair(name, value);
            }
        }
        for (name, value) in parts {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
    }
}

/// A place with all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// The organisation.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether there are organisations below it.
    pub has_below: bool,
    /// Its counts.
    pub five: Five,
}

/// A system with all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its counts.
    pub five: Five,
}

/// One line of members and residents beside one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideRow {
    /// What is counted.
    pub label: String,
    /// Of members.
    pub members: String,
    /// Of residents.
    pub residents: String,
}

/// The board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The day.
    pub as_of: Date,
    /// The day on which everybody's terms were reckoned last.
    pub reckoned_on: Option<Date>,
    /// What was kept is counted from this day up to and with that one.
    pub month: (Date, Date),
    /// What is shown; none where the asker's scope holds nothing.
    pub place: Option<String>,
    /// The way down to it, within the asker's scope.
    pub crumbs: Vec<Crumb>,
    /// The five.
    pub marks: Vec<Mark>,
    /// All together.
    pub total: Five,
    /// The places directly below.
    pub places: Vec<PlaceRow>,
    /// The systems.
    pub systems: Vec<SystemRow>,
    /// Members and residents beside one another; none where the role does not read it, or one system alone is shown.
    pub beside: Vec<BesideRow>,
    /// The next year without a published calendar.
    pub unpublished: i16,
    /// Organisations to choose.
    pub organizations: Vec<Choice>,
    /// Systems to choose.
    pub system_choices: Vec<Choice>,
    /// Months to choose.
    pub months: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "guarantees/board.html")]
pub struct BoardPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a BoardAsk,
    /// The board.
    pub board: &'a Board,
}

impl BoardPage<'_> {
    /// The place of the guarantee that is asked for.
    fn one(&self) -> Option<usize> {
        self.board.marks.iter().position(|mark| Some(mark.code) == self.ask.guarantee.as_deref())
    }

    fn counts(&self, five: &Five) -> Counts {
        summed(five, self.one())
    }

    fn total(&self) -> Counts {
        self.counts(&self.board.total)
    }

    /// A sentence of what is late, at risk, and runs.
    fn told(&self, key: &str, counts: &Counts) -> String {
        let [late, risk, all] = [counts.late, counts.at_risk, counts.running()].map(|count| self.frame.count(count));
        self.frame.with3(key, ("late", &late), ("risk", &risk), ("all", &all))
    }

    fn choices(&self) -> Vec<Choice> {
        let marks = self.board.marks.iter();
        marks.map(|mark| Choice { code: mark.code.to_owned(), name: mark.name.clone() }).collect()
    }

    /// The five, or the one that is asked for.
    fn guarantees(&self) -> Bars {
        let five = self.board.marks.iter().zip(&self.board.total).enumerate();
        let shown = five.filter(|(at, _)| self.one().is_none_or(|one| one == *at));
        Bars::of(shown.map(|(_, (mark, counts))| (mark.name.clone(), *counts)))
    }

    /// The places, where they are few enough to be looked at.
    fn places(&self) -> Option<Bars> {
        let places = &self.board.places;
        ((2..=MOST_BARS).contains(&places.len()))
            .then(|| Bars::of(places.iter().map(|place| (place.name.clone(), self.counts(&place.five)))))
    }

    /// The systems, where there are several.
    fn systems(&self) -> Option<Bars> {
        let systems = &self.board.systems;
        (systems.len() > 1 && self.ask.system.is_none())
            .then(|| Bars::of(systems.iter().map(|system| (system.name.clone(), self.counts(&system.five)))))
    }

    fn down_href(&self, row: &PlaceRow) -> String {
        self.ask.address("/guarantees", &[("organization", Some(&row.id))])
    }

    fn system_href(&self, row: &SystemRow) -> String {
        self.ask.address("/guarantees", &[("system", Some(&row.code))])
    }

    fn list_href(&self, standing: &str) -> String {
        self.ask.address("/guarantees/list", &[("standing", Some(standing)), ("month", None)])
    }

    fn place_list_href(&self, row: &PlaceRow) -> String {
        let parts = [("organization", Some(row.id.as_str())), ("standing", Some("late")), ("month", None)];
        self.ask.address("/guarantees/list", &parts)
    }

    /// Whether the terms of today are all reckoned.
    fn is_reckoned(&self) -> bool {
        self.board.reckoned_on == Some(self.board.as_of)
    }
}

/// `GET /guarantees`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = BoardAsk {
        organization: visit.filter("organization"),
        system: visit.filter("system"),
        guarantee: visit.filter("guarantee"),
        month: visit.filter("month"),
    };
    let board = visit.office().guarantees().board(visit.asker()?, ask.clone()).await?;
    page::draw(&BoardPage { frame: &visit.frame, ask: &ask, board: &board })
}
