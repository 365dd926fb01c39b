//! Whom care reached this year, by side of care, class and place, and how much was given outside what is laid down.

use askama::Template;
use axum::response::Response;
use guanai_app::reach::{GivenPage, GivenPlace, Share, StillToReach, Sum};
use guanai_casework::reach::ShownCount;

use super::Within;
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame};
use crate::visit::Visit;

/// Which place is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenAsk {
    /// Under which organisation.
    pub organization: Option<String>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
}

/// The page's contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenView {
    /// What was counted.
    pub page: GivenPage,
    /// The classes by name, in the order of the page.
    pub classes: Vec<(String, Share)>,
    /// From which share on, in a hundred, care is called lopsided.
    pub alone_percent: u64,
}

/// The page.
#[derive(Template)]
#[template(path = "reach/given.html")]
pub struct ReachGivenPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a GivenAsk,
    /// Its contents.
    pub view: &'a GivenView,
}

/// A line of the table of ways: its code, and the sum.
type Way = (&'static str, Sum);

impl ReachGivenPage<'_> {
    fn within(&self) -> Within<'_> {
        Within { address: "/reach/given".to_owned(), path: &self.view.page.path, own: self.ask.own }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        self.within().crumbs()
    }

    fn place(&self) -> String {
        self.within().name()
    }

    fn place_href(&self, place: &GivenPlace) -> String {
        self.within().href(place.organization_id, place.is_own)
    }

    fn reached(share: &Share) -> Option<(u64, u64)> {
        match (share.reached, share.of) {
            (ShownCount::Told(reached), ShownCount::Told(of)) => Some((reached, of)),
            _ => None,
        }
    }

    fn ways(&self) -> [Way; 5] {
        let ways = &self.view.page.ways;
        [
            ("relief", ways.relief),
            ("capacity", ways.capacity),
            ("rounds", ways.rounds),
            ("by-rule", ways.by_rule),
            ("ad-hoc", ways.ad_hoc),
        ]
    }

    fn total(&self) -> Sum {
        self.view.page.ways.total()
    }

    /// How much of all that was given is ad hoc, in a hundred, rounded up: what is little is not nothing.
    fn ad_hoc_percent(&self) -> Option<u64> {
        let (ad_hoc, all) = (self.view.page.ways.ad_hoc.times, self.total().times);
        (all > 0).then(|| ad_hoc.saturating_mul(100).div_ceil(all))
    }

    fn yuan(sum: &Sum) -> String {
        sum.amount.to_string()
    }

    fn total_yuan(&self) -> String {
        Self::yuan(&self.total())
    }

    fn still(&self) -> &[StillToReach] {
        &self.view.page.still
    }

    /// How many more there are than the page names.
    fn more(&self) -> u64 {
        let named = u64::try_from(self.still().len()).unwrap_or(u64::MAX);
        self.view.page.still_total.saturating_sub(named)
    }
}

/// `GET /reach/given`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = GivenAsk { organization: visit.filter("organization"), own: visit.filter("own").is_some() };
    let view = visit.office().reach().given(visit.asker()?, ask.clone()).await?;
    page::draw(&ReachGivenPage { frame: &visit.frame, ask: &ask, view: &view })
}
