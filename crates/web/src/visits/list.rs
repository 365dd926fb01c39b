//! The list of visits, the latest first. Nothing of what was found or confided stands in it.

use askama::Template;
use axum::response::Response;
use guanai_casework::VisitAct;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Icon, Pager, State, Tag};
use crate::visit::Visit;

/// How a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitState {
    /// It counts.
    Recorded,
    /// It counts, and what was promised waits for its day.
    Promised,
    /// It counts, and the day of what was promised is over.
    Overdue,
    /// Struck out: it stays to be read and counts for nothing.
    Struck,
    /// Written down by a former holder of a post: it waits for the successor.
    Awaiting,
}

impl VisitState {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Recorded, Self::Promised, Self::Overdue, Self::Struck, Self::Awaiting];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Recorded => Tag::new(State::Ok, Icon::Ok, "web-visit-recorded"),
            Self::Promised => Tag::new(State::Info, Icon::Wait, "web-visit-promise-waits"),
            Self::Overdue => Tag::new(State::Late, Icon::Late, "web-visit-promise-late"),
            Self::Struck => Tag::new(State::Calm, Icon::Same, "web-visit-struck"),
            Self::Awaiting => Tag::new(State::Risk, Icon::Wait, "web-visit-awaiting"),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// One act alone.
    pub act: Option<VisitAct>,
    /// From a day on.
    pub from: Option<Date>,
    /// Up to and with a day.
    pub to: Option<Date>,
    /// Only those with a promise that waits.
    pub promised: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// One visit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// The id.
    pub id: String,
    /// Whose: the person's id.
    pub person: String,
    /// Whose: the name.
    pub name: String,
    /// Where they belong now.
    pub organization: String,
    /// Which act.
    pub act: VisitAct,
    /// How, as a code.
    pub manner: &'static str,
    /// The day.
    pub made_on: Date,
    /// Who came.
    pub visitor: String,
    /// What for, in words.
    pub what_for: String,
    /// How it stands.
    pub state: VisitState,
}

/// A page of visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitsList {
    /// The rows.
    pub rows: Vec<VisitRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "visits/list.html")]
pub struct VisitsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The visits.
    pub list: &'a VisitsList,
    /// What was asked for.
    pub ask: &'a VisitsAsk,
}

impl VisitsPage<'_> {
    fn acts() -> &'static [VisitAct] {
        VisitAct::ALL
    }

    fn act(&self) -> &'static str {
        self.ask.act.map_or("", |act| act.code())
    }

    fn from(&self) -> String {
        self.ask.from.map(|day| day.to_string()).unwrap_or_default()
    }

    fn to(&self) -> String {
        self.ask.to.map(|day| day.to_string()).unwrap_or_default()
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let ask = self.ask;
        let act = ask.act.map(|act| act.code().to_owned());
        let [from, to] = [ask.from, ask.to].map(|day| day.map(|day| day.to_string()));
        let promised = ask.promised.then(|| "yes".to_owned());
        for (name, value) in
            [("organization", &ask.organization), ("act", &act), ("from", &from), ("to", &to), ("promised", &promised)]
        {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/visits?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /visits`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let day = |name: &str| visit.filter(name).and_then(|text| text.parse().ok());
    let ask = VisitsAsk {
        organization: visit.filter("organization"),
        act: visit.filter("act").as_deref().and_then(VisitAct::from_code),
        from: day("from"),
        to: day("to"),
        promised: visit.filter("promised").is_some(),
        page: visit.page_number(),
    };
    let list = visit.office().visits(visit.asker()?, ask.clone()).await?;
    page::draw(&VisitsPage { frame: &visit.frame, list: &list, ask: &ask })
}
