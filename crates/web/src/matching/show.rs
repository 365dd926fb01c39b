//! One run: figures, then by tab who is proposed, who has nobody, what would help most, and what walls would cost.

use askama::Template;
use axum::response::Response;
use guanai_app::matching::LineState;
use guanai_casework::FindingKind;

use super::{RunRow, WishView};
use crate::failure::PageError;
use crate::form::Form;
use crate::needs::Urgency;
use crate::page::{self, Choice, Frame, Icon, Pager, State, Tag};
use crate::revisions::Bars;
use crate::visit::Visit;

/// What of a run is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunTab {
    /// Lines of a kind.
    Lines(FindingKind),
    /// Who is proposed how many.
    Helpers,
    /// What would help most.
    Recruits,
    /// What walls between the systems would cost.
    Walls,
}

impl RunTab {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Lines(FindingKind::Proposed),
        Self::Helpers,
        Self::Lines(FindingKind::Unmet),
        Self::Lines(FindingKind::WithoutCategory),
        Self::Recruits,
        Self::Walls,
    ];

    /// Its code, as addresses and texts name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lines(kind) => kind.code(),
            Self::Helpers => "helpers",
            Self::Recruits => "recruits",
            Self::Walls => "walls",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tab| tab.code() == code)
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunAsk {
    /// The run.
    pub run: String,
    /// What of it.
    pub tab: RunTab,
    /// A category of the pack.
    pub category: Option<String>,
    /// A township.
    pub township: Option<String>,
    /// An offer, of which the proposals alone are shown.
    pub offer: Option<String>,
    /// Which page, from 1.
    pub page: usize,
}

/// Whoever is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperView {
    /// The offer's id.
    pub offer: String,
    /// Who offers.
    pub name: String,
    /// Of what kind they are and of which system, in words.
    pub kind: String,
}

/// Whoever is proposed, with how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperRow {
    /// Who.
    pub helper: HelperView,
    /// For how many needs they are proposed.
    pub proposed: u64,
    /// How many more they can help now.
    pub left: u64,
    /// How many more beside everything that the run proposes; none where the run does not know.
    pub stays: Option<u64>,
    /// For how many needs of each kind, in words.
    pub kinds: Vec<String>,
    /// Why they, in words, each with how many needs.
    pub reasons: Vec<String>,
}

/// A line of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// The need's id.
    pub need: String,
    /// Whose, by id.
    pub person: String,
    /// Whose, by name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The category, in words; none where it is still to be told.
    pub category: Option<String>,
    /// How urgent.
    pub urgency: Urgency,
    /// Who is proposed.
    pub helper: Option<HelperView>,
    /// Why that one, or why nobody, in words.
    pub reasons: Vec<String>,
    /// What the next best would have cost, or what would make it possible.
    pub besides: Option<String>,
    /// How it stands now.
    pub state: LineState,
}

/// The tag of a line.
pub const fn line_tag(state: LineState, is_proposed: bool) -> Tag {
    match (state, is_proposed) {
        (LineState::Waits, true) => Tag::new(State::Info, Icon::Wait, "web-matching-line-waits"),
        (LineState::Waits, false) => Tag::new(State::Risk, Icon::Risk, "web-matching-line-unmet"),
        (LineState::Asked, _) => Tag::new(State::Info, Icon::Wait, "web-matching-line-asked"),
        (LineState::Arranged, _) => Tag::new(State::Ok, Icon::Ok, "web-matching-line-arranged"),
        (LineState::Ended, _) => Tag::new(State::Calm, Icon::Same, "web-matching-line-ended"),
        (LineState::HelperTaken, _) => Tag::new(State::Risk, Icon::Risk, "web-matching-line-helper-taken"),
    }
}

impl LineView {
    fn tag(&self) -> Tag {
        line_tag(self.state, self.helper.is_some())
    }

    /// Whether both sides can still be asked.
    fn may_ask(&self) -> bool {
        self.state == LineState::Waits
    }
}

/// Help that would serve more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecruitView {
    /// The category, in words.
    pub category: String,
    /// The township; none is the whole county.
    pub township: Option<String>,
    /// How many such helpers would each serve one more.
    pub serves: u64,
    /// How many needs of the kind are unmet there.
    pub unmet: u64,
}

/// A kind of need in a township with walls and without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallView {
    /// The category, in words.
    pub category: String,
    /// The township, in words.
    pub township: String,
    /// Needs in all.
    pub needs: u64,
    /// Served without walls.
    pub open: u64,
    /// Served with walls.
    pub walled: u64,
    /// Persons helped only thanks to sharing.
    pub only_by_sharing: u64,
}

/// What walls would cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walls {
    /// By township: served in the own system, only by sharing, not at all.
    pub bars: Bars,
    /// By kind and township, those first where sharing serves the most more.
    pub rows: Vec<WallView>,
}

/// A run as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
    /// The run.
    pub row: RunRow,
    /// How many lines of each kind there are within the scope.
    pub lines: Vec<(FindingKind, u64)>,
    /// The kinds of need to choose from.
    pub categories: Vec<Choice>,
    /// The townships to choose from.
    pub townships: Vec<Choice>,
    /// How many helpers are proposed within the scope.
    pub helpers: u64,
    /// The lines of the tab.
    pub rows: Vec<LineView>,
    /// The helpers of the tab.
    pub helper_rows: Vec<HelperRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// What would help most.
    pub recruits: Vec<RecruitView>,
    /// What walls would cost.
    pub walls: Walls,
    /// The changes by hand, the latest first.
    pub wishes: Vec<WishView>,
    /// Whether the reader may change it by hand.
    pub may_change: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "matching/show.html")]
pub struct RunPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The run.
    pub view: &'a RunView,
    /// What was asked for.
    pub ask: &'a RunAsk,
    /// The form of the button.
    pub form: &'a Form,
}

impl RunPage<'_> {
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("show", self.ask.tab.code());
        let filters = [("category", &self.ask.category), ("township", &self.ask.township), ("offer", &self.ask.offer)];
        for (name, chosen) in filters {
            if let Some(chosen) = chosen {
                query.append_pair(name, chosen);
            }
        }
        let query = query.append_pair("page", &page.to_string()).finish();
        format!("/matching/{}?{query}", self.view.row.id)
    }

    /// Code, how many lines, and whether it is the one that is shown.
    fn tabs(&self) -> Vec<(&'static str, Option<u64>, bool)> {
        let count = |tab: RunTab| match tab {
            RunTab::Lines(kind) => self.view.lines.iter().find(|(of, _)| *of == kind).map(|(_, count)| *count),
            RunTab::Helpers => Some(self.view.helpers),
            RunTab::Recruits | RunTab::Walls => None,
        };
        RunTab::ALL.iter().map(|tab| (tab.code(), count(*tab), self.ask.tab == *tab)).collect()
    }

    fn shows_recruits(&self) -> bool {
        self.ask.tab == RunTab::Recruits
    }

    fn lists(&self) -> bool {
        matches!(self.ask.tab, RunTab::Lines(_))
    }

    fn shows_helpers(&self) -> bool {
        self.ask.tab == RunTab::Helpers
    }

    /// Whose proposals alone are shown.
    fn only_of(&self) -> Option<&str> {
        self.ask.offer.as_ref()?;
        self.view.rows.iter().find_map(|row| row.helper.as_ref()).map(|helper| helper.name.as_str())
    }

    /// Where the proposals of one helper stand, each with its reasons.
    fn lines_href(&self, row: &HelperRow) -> String {
        format!("/matching/{}?show=proposed&offer={}", self.view.row.id, row.helper.offer)
    }

    fn proposes(&self) -> bool {
        self.ask.tab == RunTab::Lines(FindingKind::Proposed)
    }

    /// Where a line is changed by hand, as long as nobody was asked or named for its need.
    fn change_href(&self, line: &LineView) -> Option<String> {
        let is_open = matches!(line.state, LineState::Waits | LineState::HelperTaken) && line.category.is_some();
        (self.view.may_change && is_open).then(|| format!("/matching/{}/needs/{}", self.view.row.id, line.need))
    }

    /// Where both sides of a proposal are asked; an unmet need has its own page alone.
    fn ask_href(&self, line: &LineView) -> String {
        match &line.helper {
            Some(helper) => {
                format!("/needs/{}/helpers?offer={}&run={}", line.need, helper.offer, self.view.row.id)
            }
            None => format!("/needs/{}", line.need),
        }
    }
}

/// `GET /matching/{run}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let tab = match visit.filter("show") {
        None => RunTab::Lines(FindingKind::Proposed),
        Some(code) => RunTab::from_code(&code).ok_or(PageError::NotFound)?,
    };
    let ask = RunAsk {
        run: visit.param("run")?.to_owned(),
        tab,
        category: visit.filter("category"),
        township: visit.named_filter("township"),
        offer: visit.filter("offer"),
        page: visit.page_number(),
    };
    let view = visit.office().matching().matching_run(visit.asker()?, ask.clone()).await?;
    page::draw(&RunPage { frame: &visit.frame, view: &view, ask: &ask, form: &visit.fresh_form() })
}
