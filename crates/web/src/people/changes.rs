//! Whose allowance begins, rises, falls or ends in a month: counts by organisation and measure over a township or a county, names with
//! the first day and the reason in a branch.

use askama::Template;
use axum::response::Response;
use guanai_app::people::{ChangesPage, ChangesPlace};
use guanai_casework::reach::ShownCount;
use guanai_kernel::Date;
use guanai_scheme::ChangeKind;

use crate::failure::PageError;
use crate::office::{Answer, Asker};
use crate::page::{self, Crumb, Frame, Pager};
use crate::reach::Within;
use crate::visit::Visit;

/// Which changes are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangesAsk {
    /// Under which organisation.
    pub organization: Option<String>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// Of which month, as `2026-12`; none is this one.
    pub month: Option<String>,
    /// Which page of names, from 1.
    pub page: usize,
}

/// A change, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedView {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The measure's id.
    pub measure: String,
    /// The measure's name.
    pub measure_name: String,
    /// What becomes of it.
    pub kind: ChangeKind,
    /// What it comes to before, in words.
    pub before: String,
    /// What it comes to after, in words.
    pub after: String,
    /// The first day.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// The page's contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesView {
    /// What was reckoned.
    pub page: ChangesPage,
    /// The measures by code and name, in the order of the page's.
    pub measures: Vec<(String, String)>,
    /// The names of the page.
    pub rows: Vec<ChangedView>,
    /// Which page of names.
    pub pager: Pager,
}

/// What the page of changes asks of the use cases.
pub trait ChangesDesk {
    /// Whose allowance changes in a month.
    fn changes<'a>(&'a self, who: Asker<'a>, ask: ChangesAsk) -> Answer<'a, ChangesView>;
}

/// The page.
#[derive(Template)]
#[template(path = "people/changes.html")]
pub struct ChangesListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a ChangesAsk,
    /// Its contents.
    pub view: &'a ChangesView,
}

impl ChangesListPage<'_> {
    fn within(&self) -> Within<'_> {
        Within { address: "/people/changes".to_owned(), path: &self.view.page.path, own: self.ask.own }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        self.within().crumbs()
    }

    fn place(&self) -> String {
        self.within().name()
    }

    fn place_href(&self, place: &ChangesPlace) -> String {
        format!("{}&month={}", self.within().href(place.organization_id, place.is_own), code(self.view.page.month))
    }

    /// The same place in another month.
    fn month_href(&self, month: Date) -> String {
        match self.view.page.path.last().map(|(id, _)| *id).filter(|_| self.ask.organization.is_some()) {
            None => format!("/people/changes?month={}", code(month)),
            Some(id) => format!("{}&month={}", self.within().href(id, self.ask.own), code(month)),
        }
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("{}&page={page}", self.month_href(self.view.page.month))
    }

    fn month(&self) -> String {
        self.month_told(self.view.page.month)
    }

    fn month_told(&self, month: Date) -> String {
        let (year, month) = (month.year().to_string(), month.month().to_string());
        self.frame.with2("web-turns-month", "year", year, "month", month)
    }

    /// The months beside it, each with its page.
    fn months(&self) -> Vec<(String, String)> {
        let beside = [self.view.page.earlier, self.view.page.later].into_iter().flatten();
        beside.map(|month| (self.month_told(month), self.month_href(month))).collect()
    }

    fn kinds() -> impl Iterator<Item = (usize, &'static str)> {
        ChangeKind::ALL.into_iter().map(ChangeKind::code).enumerate()
    }

    fn is_nothing(&self) -> bool {
        self.view.page.total == [ShownCount::Told(0); 5]
    }

    /// The measures with their counts.
    fn measures(&self) -> impl Iterator<Item = (&str, &str, &[ShownCount; 5])> {
        let named = self.view.measures.iter().zip(&self.view.page.measures);
        named.map(|((id, name), (_, counts))| (id.as_str(), name.as_str(), counts))
    }
}

/// A month as addresses write it.
fn code(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

/// `GET /people/changes`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = ChangesAsk {
        organization: visit.filter("organization"),
        own: visit.filter("own").is_some(),
        month: visit.filter("month"),
        page: visit.page_number(),
    };
    let view = visit.office().changes(visit.asker()?, ask.clone()).await?;
    page::draw(&ChangesListPage { frame: &visit.frame, ask: &ask, view: &view })
}
