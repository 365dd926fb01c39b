//! The directory of resources.

use askama::Template;
use axum::response::Response;
use guanai_casework::{ResourceKind, ResourceUnit};
use guanai_kernel::{Date, System};

use super::balance::BalanceView;
use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Icon, Pager, State, Tag};
use crate::visit::Visit;

/// How a resource stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceState {
    /// Something is left of it.
    Free,
    /// Nothing is left of it for now.
    Full,
    /// Its first day is still to come.
    NotYet,
    /// Its day is past.
    Expired,
    /// The certificate that it needs is no longer good.
    CertificateExpired,
    /// Paused by whoever answers for it.
    Paused,
    /// Ended by whoever answers for it.
    Ended,
}

impl ResourceState {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Free, Self::Full, Self::NotYet, Self::Expired, Self::CertificateExpired, Self::Paused, Self::Ended];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Free => Tag::new(State::Ok, Icon::Ok, "web-offer-free"),
            Self::Full => Tag::new(State::Calm, Icon::Same, "web-offer-full"),
            Self::NotYet => Tag::new(State::Calm, Icon::Wait, "web-offer-not-yet"),
            Self::Expired => Tag::new(State::Risk, Icon::Risk, "web-offer-expired"),
            Self::CertificateExpired => Tag::new(State::Risk, Icon::Risk, "web-offer-certificate-expired"),
            Self::Paused => Tag::new(State::Calm, Icon::Wait, "web-offer-paused"),
            Self::Ended => Tag::new(State::Calm, Icon::Same, "web-offer-ended"),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResourcesAsk {
    /// A category of the pack.
    pub category: Option<String>,
    /// What it is.
    pub kind: Option<ResourceKind>,
    /// A township or street.
    pub township: Option<String>,
    /// The system from which it comes.
    pub system: Option<System>,
    /// Which page, from 1.
    pub page: usize,
}

/// One resource in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRow {
    /// The id.
    pub id: String,
    /// What it is called, where the helper's name does not say it.
    pub title: Option<String>,
    /// Who offers.
    pub helper: String,
    /// Of what kind they are (党员, 职能部门, …), in words.
    pub kind: String,
    /// Of which organisation.
    pub organization: Option<String>,
    /// What it is.
    pub resource: ResourceKind,
    /// With what it helps, in words.
    pub categories: Vec<String>,
    /// In what it is counted.
    pub unit: ResourceUnit,
    /// How much there is.
    pub capacity: usize,
    /// How much of it is taken.
    pub taken: usize,
    /// Where, in words.
    pub area: String,
    /// The last day.
    pub until: Option<Date>,
    /// How it stands.
    pub state: ResourceState,
}

impl ResourceRow {
    /// What it is called.
    pub fn called(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.helper)
    }
}

/// A page of resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesList {
    /// The rows.
    pub rows: Vec<ResourceRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The categories of the pack.
    pub categories: Vec<Choice>,
    /// The townships and streets of the asker's scope.
    pub townships: Vec<Choice>,
    /// What is offered and used, for whoever reaches everything.
    pub balance: Option<BalanceView>,
}

/// The page.
#[derive(Template)]
#[template(path = "resources/list.html")]
pub struct ResourcesPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The resources.
    pub list: &'a ResourcesList,
    /// What was asked for.
    pub ask: &'a ResourcesAsk,
}

impl ResourcesPage<'_> {
    fn kinds(&self) -> Vec<Choice> {
        let name = |kind: &ResourceKind| Choice {
            code: kind.code().to_owned(),
            name: self.frame.named("web-resource-kind-", kind.code()),
        };
        ResourceKind::ALL.iter().map(name).collect()
    }

    fn systems(&self) -> Vec<Choice> {
        let name = |system: &System| Choice {
            code: system.code().to_owned(),
            name: self.frame.named("web-system-", system.code()),
        };
        System::ALL.iter().map(name).collect()
    }

    fn kind(&self) -> Option<String> {
        self.ask.kind.map(|kind| kind.code().to_owned())
    }

    fn system(&self) -> Option<String> {
        self.ask.system.map(|system| system.code().to_owned())
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let (kind, system) = (self.kind(), self.system());
        let asked =
            [("category", &self.ask.category), ("kind", &kind), ("township", &self.ask.township), ("system", &system)];
        for (name, value) in asked {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/resources?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /resources`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = ResourcesAsk {
        category: visit.filter("category"),
        kind: visit.filter("kind").and_then(|code| ResourceKind::from_code(&code)),
        township: visit.named_filter("township"),
        system: visit.filter("system").and_then(|code| System::from_code(&code)),
        page: visit.page_number(),
    };
    let list = visit.office().resources().resources(visit.asker()?, ask.clone()).await?;
    page::draw(&ResourcesPage { frame: &visit.frame, list: &list, ask: &ask })
}
