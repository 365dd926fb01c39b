//! The first page after signing in: what is due today, whom to see, what one waits for. The same page for every role,
//! with what the role has.

use askama::Template;
use axum::response::Response;

use crate::day::MyDay;
use crate::failure::PageError;
use crate::page::{self, Figure, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyState {
    /// Past its day.
    Late,
    /// Its day is near.
    Soon,
    /// Not begun.
    ToDo,
    /// Begun.
    Doing,
    /// Waits for somebody else.
    Waiting,
    /// Done.
    Done,
    /// Nothing to do: to be known.
    Told,
}

impl DutyState {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Late, Self::Soon, Self::ToDo, Self::Doing, Self::Waiting, Self::Done, Self::Told];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Late => Tag::new(State::Late, Icon::Late, "web-duty-late"),
            Self::Soon => Tag::new(State::Risk, Icon::Risk, "web-duty-soon"),
            Self::ToDo => Tag::new(State::Calm, Icon::Todo, "web-duty-to-do"),
            Self::Doing => Tag::new(State::Info, Icon::Doing, "web-duty-doing"),
            Self::Waiting => Tag::new(State::Calm, Icon::Wait, "web-duty-waiting"),
            Self::Done => Tag::new(State::Ok, Icon::Ok, "web-duty-done"),
            Self::Told => Tag::new(State::Info, Icon::Note, "web-duty-told"),
        }
    }
}

/// Something to do, or to wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What, in words.
    pub title: String,
    /// The grey line: until when, for whom it waits.
    pub under: String,
    /// Where it is done.
    pub href: Option<String>,
    /// How it stands.
    pub state: DutyState,
}

/// The day of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// Two to six figures that lead somewhere.
    pub figures: Vec<Figure>,
    /// Whom to see, for whoever visits day by day.
    pub day: Option<MyDay>,
    /// What cannot wait: it stands before everything else.
    pub alarm: Option<Duty>,
    /// What to do.
    pub duties: Vec<Duty>,
    /// What one waits for.
    pub waiting: Vec<Duty>,
    /// The next thing that comes, said where nothing is due.
    pub next: Option<String>,
}

impl Home {
    /// Whether nothing at all is due.
    pub fn is_quiet(&self) -> bool {
        self.day.is_none() && self.duties.is_empty() && self.alarm.is_none()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub home: &'a Home,
}

/// What a phone's menu has no room for.
#[derive(Template)]
#[template(path = "more.html")]
pub struct MorePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
}

/// `GET /`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let home = visit.office().home(visit.asker()?).await?;
    page::draw(&HomePage { frame: &visit.frame, home: &home })
}

/// `GET /more`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn more(visit: Visit) -> Result<Response, PageError> {
    page::draw(&MorePage { frame: &visit.frame })
}
