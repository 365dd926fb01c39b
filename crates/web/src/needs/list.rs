//! The list of needs, the most urgent first.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Icon, Pager, State, Tag};
use crate::visit::Visit;

/// How urgent: needs are ordered, people are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// 紧急
    Urgent,
    /// 一般
    Normal,
    /// 不急
    Low,
    /// Nobody said.
    Unknown,
}

impl Urgency {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Urgent, Self::Normal, Self::Low, Self::Unknown];

    /// Those that a form offers.
    pub const CODES: [&'static str; 3] = ["urgent", "normal", "low"];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Urgent => Tag::new(State::Late, Icon::Late, "web-urgency-urgent"),
            Self::Normal => Tag::new(State::Info, Icon::Doing, "web-urgency-normal"),
            Self::Low => Tag::new(State::Calm, Icon::Todo, "web-urgency-low"),
            Self::Unknown => Tag::new(State::Calm, Icon::Unknown, "web-urgency-unknown"),
        }
    }
}

/// Where a need stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedState {
    /// 待确认: raised, its category is still to be confirmed.
    Raised,
    /// 待落实: confirmed, waits for help.
    Confirmed,
    /// 没有着落: nobody could be found; the need says why.
    Unmet,
    /// 已安排: somebody is named to help.
    Planned,
    /// 待回访: help was given; the person has still to say how it was.
    Helped,
    /// 已办结
    Closed,
    /// 已撤回: the person does not want it any more.
    Withdrawn,
    /// 已合并: the same as another need of the person.
    Merged,
    /// 已拆分: several needs in one, now needs of their own.
    Split,
}

impl NeedState {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Raised,
        Self::Confirmed,
        Self::Unmet,
        Self::Planned,
        Self::Helped,
        Self::Closed,
        Self::Withdrawn,
        Self::Merged,
        Self::Split,
    ];

    /// The stable code, as a filter of the list has it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Confirmed => "confirmed",
            Self::Unmet => "unmet",
            Self::Planned => "planned",
            Self::Helped => "helped",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Merged => "merged",
            Self::Split => "split",
        }
    }

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Raised => Tag::new(State::Calm, Icon::Todo, "web-need-raised"),
            Self::Confirmed => Tag::new(State::Calm, Icon::Wait, "web-need-confirmed"),
            Self::Unmet => Tag::new(State::Risk, Icon::Risk, "web-need-unmet"),
            Self::Planned => Tag::new(State::Info, Icon::Doing, "web-need-planned"),
            Self::Helped => Tag::new(State::Info, Icon::Talk, "web-need-helped"),
            Self::Closed => Tag::new(State::Ok, Icon::Ok, "web-need-closed"),
            Self::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-need-withdrawn"),
            Self::Merged => Tag::new(State::Calm, Icon::Same, "web-need-merged"),
            Self::Split => Tag::new(State::Calm, Icon::Split, "web-need-split"),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeedsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// A category of the pack.
    pub category: Option<String>,
    /// A state.
    pub state: Option<NeedState>,
    /// Which page, from 1.
    pub page: usize,
}

/// One need in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedRow {
    /// The id.
    pub id: String,
    /// Whose: the person's id.
    pub person: String,
    /// Whose: the name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// Of what kind; none where nobody has confirmed one.
    pub category: Option<String>,
    /// How urgent.
    pub urgency: Urgency,
    /// The day it was said.
    pub stated_on: Date,
    /// Until when somebody must have answered.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: NeedState,
    /// Whether the standards found it, and nobody has told it.
    pub is_found: bool,
}

/// A page of needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedsList {
    /// The rows.
    pub rows: Vec<NeedRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
    /// The categories of the pack.
    pub categories: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "needs/list.html")]
pub struct NeedsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The needs.
    pub list: &'a NeedsList,
    /// What was asked for.
    pub ask: &'a NeedsAsk,
}

impl NeedsPage<'_> {
    fn states() -> &'static [NeedState] {
        NeedState::ALL
    }

    fn state(&self) -> &'static str {
        self.ask.state.map_or("", |state| state.code())
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let state = self.ask.state.map(|state| state.code().to_owned());
        for (name, value) in
            [("organization", &self.ask.organization), ("category", &self.ask.category), ("state", &state)]
        {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/needs?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /needs`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let state = visit.filter("state");
    let ask = NeedsAsk {
        organization: visit.filter("organization"),
        category: visit.filter("category"),
        state: NeedState::ALL.iter().copied().find(|s| Some(s.code()) == state.as_deref()),
        page: visit.page_number(),
    };
    let list = visit.office().needs(visit.asker()?, ask.clone()).await?;
    page::draw(&NeedsPage { frame: &visit.frame, list: &list, ask: &ask })
}
