//! The list of offers.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Icon, Pager, State, Tag};
use crate::visit::Visit;

/// How an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferState {
    /// Can still serve somebody.
    Free,
    /// Serves as many as it can.
    Full,
    /// Its day is past.
    Expired,
}

impl OfferState {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Free, Self::Full, Self::Expired];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Free => Tag::new(State::Ok, Icon::Ok, "web-offer-free"),
            Self::Full => Tag::new(State::Calm, Icon::Same, "web-offer-full"),
            Self::Expired => Tag::new(State::Risk, Icon::Risk, "web-offer-expired"),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffersAsk {
    /// A category of the pack.
    pub category: Option<String>,
    /// Which page, from 1.
    pub page: usize,
}

/// One offer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// The id.
    pub id: String,
    /// Who offers.
    pub helper: String,
    /// Of what kind they are (党员, 职能部门, …), in words.
    pub kind: String,
    /// What they offer, in words.
    pub categories: Vec<String>,
    /// For how many.
    pub capacity: usize,
    /// How many of them are taken.
    pub taken: usize,
    /// Where, in words.
    pub area: String,
    /// The last day.
    pub until: Option<Date>,
    /// How it stands.
    pub state: OfferState,
}

/// A page of offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffersList {
    /// The rows.
    pub rows: Vec<OfferRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The categories of the pack.
    pub categories: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "offers/list.html")]
pub struct OffersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The offers.
    pub list: &'a OffersList,
    /// What was asked for.
    pub ask: &'a OffersAsk,
}

impl OffersPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(category) = &self.ask.category {
            query.append_pair("category", category);
        }
        format!("/offers?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /offers`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = OffersAsk { category: visit.filter("category"), page: visit.page_number() };
    let list = visit.office().offers(visit.asker()?, ask.clone()).await?;
    page::draw(&OffersPage { frame: &visit.frame, list: &list, ask: &ask })
}
