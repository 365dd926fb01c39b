//! Pairs as a list: whatever is due first in front.

use askama::Template;
use axum::response::Response;
use guanai_app::pairs::{ListedPair, TakenUp};
use guanai_casework::PairState;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager, Tag};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PairsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Where they stand; none is those that are not over.
    pub state: Option<PairState>,
    /// Those alone of which something is due.
    pub due: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// A pair in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// The pair.
    pub listed: ListedPair,
    /// The kind of need, in words.
    pub category: String,
    /// Whether the reader helps, where it is the reader's own; none for an office.
    pub helps: Option<bool>,
    /// Whether the reader is asked and has not answered.
    pub waits_for_me: bool,
}

impl PairRow {
    /// The tag of its state, as whoever it is about sees it: nothing there is late.
    pub const fn own_tag(&self) -> Tag {
        super::state_tag(self.listed.state)
    }
}

/// A page of pairs.
#[derive(Debug, Clone)]
pub struct PairsList {
    /// The rows.
    pub rows: Vec<PairRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
    /// How many were taken up as proposed and as somebody chose, for whoever reaches everything.
    pub taken_up: Option<TakenUp>,
}

/// The page.
#[derive(Template)]
#[template(path = "pairs/list.html")]
pub struct PairsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The pairs.
    pub list: &'a PairsList,
    /// What was asked for.
    pub ask: &'a PairsAsk,
}

impl PairsPage<'_> {
    fn states() -> &'static [PairState] {
        PairState::ALL
    }

    fn state(&self) -> &'static str {
        self.ask.state.map_or("", PairState::code)
    }

    /// The share of proposals that were taken up as they were, in a sentence.
    fn taken_up(&self) -> Option<String> {
        let taken = self.list.taken_up?;
        let (proposed, all) = (taken.as_proposed, taken.as_proposed + taken.by_hand);
        Some(match (proposed * 100).checked_div(all) {
            None => self.frame.say("web-pairs-taken-none"),
            Some(percent) => {
                let [proposed, all, percent] =
                    [proposed, all, percent].map(|count| self.frame.count(page::shown(count)));
                self.frame.with3("web-pairs-taken", ("proposed", &proposed), ("all", &all), ("percent", &percent))
            }
        })
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let state = self.ask.state.map(|state| state.code().to_owned());
        let due = self.ask.due.then(|| "yes".to_owned());
        for (name, value) in [("organization", &self.ask.organization), ("state", &state), ("due", &due)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/pairs?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /pairs`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = PairsAsk {
        organization: visit.filter("organization"),
        state: visit.filter("state").and_then(|code| PairState::from_code(&code)),
        due: visit.filter("due").is_some(),
        page: visit.page_number(),
    };
    let list = visit.office().pairs().pair_list(visit.asker()?, ask.clone()).await?;
    page::draw(&PairsPage { frame: &visit.frame, list: &list, ask: &ask })
}

/// The reader's own pairs.
#[derive(Template)]
#[template(path = "pairs/own.html")]
pub struct OwnPairsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The pairs.
    pub rows: &'a [PairRow],
}

/// `GET /me/pairs`
pub async fn own(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().pairs().own_pairs(visit.asker()?).await?;
    page::draw(&OwnPairsPage { frame: &visit.frame, rows: &rows })
}
