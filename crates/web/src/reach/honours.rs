//! The honours ledger: whom the standards honour in a year, and who was honoured.

use askama::Template;
use axum::response::Response;
use guanai_app::reach::{HonourDue, HonourStep, HonoursPage, HonoursPlace, ReachLevel, Share};
use guanai_casework::reach::ShownCount;

use super::Within;
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame};
use crate::visit::Visit;

/// Which ledger is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HonoursAsk {
    /// Under which organisation.
    pub organization: Option<String>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// Of which year; none is this one.
    pub year: Option<String>,
}

/// The page's contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HonoursView {
    /// What was counted.
    pub page: HonoursPage,
    /// The honours: place in the pack, code, name, and how many of those due were given.
    pub measures: Vec<(usize, String, String, Share)>,
}

/// The page.
#[derive(Template)]
#[template(path = "reach/honours.html")]
pub struct HonoursLedgerPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a HonoursAsk,
    /// Its contents.
    pub view: &'a HonoursView,
}

impl HonoursLedgerPage<'_> {
    fn within(&self) -> Within<'_> {
        Within { address: "/reach/honours".to_owned(), path: &self.view.page.path, own: self.ask.own }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        self.within().crumbs()
    }

    fn place(&self) -> String {
        self.within().name()
    }

    fn place_href(&self, place: &HonoursPlace) -> String {
        format!("{}&year={}", self.within().href(place.organization_id, place.is_own), self.view.page.year)
    }

    /// The years that may be asked for, each with its page.
    fn years(&self) -> Vec<(i16, String)> {
        let place = self.view.page.path.last().map(|(id, _)| *id).filter(|_| self.ask.organization.is_some());
        let href = |year: i16| match place {
            None => format!("/reach/honours?year={year}"),
            Some(id) => format!("{}&year={year}", self.within().href(id, self.ask.own)),
        };
        self.view.page.years.iter().map(|year| (*year, href(*year))).collect()
    }

    fn names(&self) -> bool {
        self.view.page.level == ReachLevel::Names && self.view.page.years.first() == Some(&self.view.page.year)
    }

    fn given(share: &Share) -> Option<(u64, u64)> {
        match (share.reached, share.of) {
            (ShownCount::Told(given), ShownCount::Told(due)) => Some((given, due)),
            _ => None,
        }
    }

    fn is_unclear(&self) -> bool {
        self.view.page.unclear != ShownCount::Told(0)
    }

    fn honour(&self, due: &HonourDue) -> (&str, &str) {
        let found = self.view.measures.iter().find(|(at, ..)| *at == due.measure);
        found.map_or(("", ""), |(_, id, name, _)| (id, name))
    }

    fn waits(due: &HonourDue) -> Option<String> {
        match due.step {
            HonourStep::Waits(application) => Some(format!("/applications/{application}")),
            HonourStep::PutForward => None,
        }
    }

    /// How many more there are than the page names.
    fn more(&self) -> u64 {
        let named = u64::try_from(self.view.page.due.len()).unwrap_or(u64::MAX);
        self.view.page.due_total.saturating_sub(named)
    }
}

/// `GET /reach/honours`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (organization, own, year) = (visit.filter("organization"), visit.filter("own").is_some(), visit.filter("year"));
    let ask = HonoursAsk { organization, own, year };
    let view = visit.office().reach().honours(visit.asker()?, ask.clone()).await?;
    page::draw(&HonoursLedgerPage { frame: &visit.frame, ask: &ask, view: &view })
}
