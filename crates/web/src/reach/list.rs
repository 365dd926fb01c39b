//! One of the lists: counts by place over a township or a county, names with the next step beside each in a branch. Nothing of it
//! is exported, and no place stands before another for its count.

use askama::Template;
use axum::response::Response;
use guanai_app::reach::{
    AskedNot, ClassGap, GapRow, HelpRow, ReachNames, ReachPage, ReachPlace, ReachTable, Unreached, UnreachedRow,
};
use guanai_casework::reach::{NextStep, ReachList};
use guanai_kernel::Date;

use super::{Within, is_whole, reached};
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame, Pager};
use crate::visit::Visit;

/// What list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAsk {
    /// Which.
    pub list: ReachList,
    /// Under which organisation.
    pub organization: Option<String>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// Which page of names, from 1.
    pub page: usize,
}

/// A measure for which somebody never applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether its conditions hold.
    pub holds: bool,
    /// What is missing first, in words.
    pub ask: Option<String>,
}

/// Somebody whom we did not help to what is there, or for whom nothing is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapView {
    /// The row.
    pub row: GapRow,
    /// Their classes in hardship, in words.
    pub classes: Vec<String>,
    /// The measures.
    pub measures: Vec<MeasureView>,
}

/// A need that waits, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingNeed {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub category: String,
    /// How urgent, as a code.
    pub urgency: &'static str,
    /// Since when it waits.
    pub stated_on: Date,
    /// For how many days.
    pub days: i64,
}

/// Somebody whom no help reached, or help of one kind alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpView {
    /// The row.
    pub row: HelpRow,
    /// Their classes in hardship, in words.
    pub classes: Vec<String>,
    /// Their needs that wait.
    pub needs: Vec<WaitingNeed>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachListView {
    /// The list.
    pub page: ReachPage,
    /// The terms after which somebody counts as not reached, in words.
    pub terms: Vec<String>,
    /// The classes in hardship, by name.
    pub classes: Vec<(String, ClassGap)>,
    /// Those whom we did not help to what is there.
    pub gaps: Vec<GapView>,
    /// Those whom no help reached, or help of one kind alone.
    pub helped: Vec<HelpView>,
    /// Why somebody asked not to be visited, in words, in the order of the list.
    pub reasons: Vec<String>,
    /// Which page of names.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "reach/list.html")]
pub struct ReachListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a ListAsk,
    /// The list.
    pub view: &'a ReachListView,
}

impl ReachListPage<'_> {
    fn code(&self) -> &'static str {
        self.ask.list.code()
    }

    fn is(&self, code: &str) -> bool {
        self.code() == code
    }

    fn within(&self) -> Within<'_> {
        Within { address: format!("/reach/{}", self.code()), path: &self.view.page.path, own: self.ask.own }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        self.within().crumbs()
    }

    fn place(&self) -> String {
        self.within().name()
    }

    fn place_href(&self, place: &ReachPlace) -> String {
        self.within().href(place.organization_id, place.is_own)
    }

    fn unreached(&self) -> Option<&Unreached> {
        match &self.view.page.names {
            Some(ReachNames::Unreached(unreached)) => Some(unreached),
            _ => None,
        }
    }

    /// Whoever asked not to be visited, each with why.
    fn asked_not<'u>(&'u self, unreached: &'u Unreached) -> Vec<(&'u AskedNot, &'u str)> {
        unreached.asked_not.iter().zip(self.view.reasons.iter().map(String::as_str)).collect()
    }

    fn has_names(&self) -> bool {
        self.view.page.names.is_some()
    }

    fn reached(table: &ReachTable) -> Option<(u64, u64)> {
        reached(table)
    }

    fn is_whole(table: &ReachTable) -> bool {
        is_whole(table)
    }

    fn visits(row: &UnreachedRow) -> bool {
        matches!(row.step, NextStep::Visit | NextStep::VisitAtHome)
    }

    fn hands_over(row: &UnreachedRow) -> bool {
        row.step == NextStep::HandOver
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(organization) = &self.ask.organization {
            query.append_pair("organization", organization);
        }
        if self.ask.own {
            query.append_pair("own", "yes");
        }
        format!("/reach/{}?{}", self.code(), query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /reach/{list}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = ListAsk {
        list: ReachList::from_code(visit.param("list")?).ok_or(PageError::NotFound)?,
        organization: visit.filter("organization"),
        own: visit.filter("own").is_some(),
        page: visit.page_number(),
    };
    let view = visit.office().reach().reach_list(visit.asker()?, ask.clone()).await?;
    page::draw(&ReachListPage { frame: &visit.frame, ask: &ask, view: &view })
}
