//! My day: whom to see today, why, where and what was promised. On the screen with call, record and another day; on paper
//! without anything of health; and as words for a group that name nobody.

pub mod defer;

use askama::Template;
use axum::response::Response;
use guanai_app::visits::Pressing;
use guanai_kernel::{Date, Guarantee, Moment};

use crate::failure::PageError;
use crate::page::{self, Frame, Icon, State};
use crate::visit::Visit;

/// What was promised and waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPromise {
    /// What; none where the reader may not read people's words.
    pub words: Option<String>,
    /// By when.
    pub due_on: Option<Date>,
}

/// A task of a plan that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTask {
    /// Its plan.
    pub plan: String,
    /// What; none where the reader may not read people's words.
    pub words: Option<String>,
    /// Who does it.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
}

/// Help under way that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLook {
    /// What to do next, with its day.
    pub words: String,
    /// Where it is done.
    pub href: String,
}

/// Somebody to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCard {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// Where they belong; none where the reader has one branch alone.
    pub organization: Option<String>,
    /// Where they live.
    pub place: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// How pressing.
    pub pressing: Pressing,
    /// Which guarantee presses most: the character in the ring.
    pub guarantee: Guarantee,
    /// How much of its days is used, in percent; none where nobody knows when they began.
    pub used_percent: Option<u8>,
    /// Why today, each with its last day.
    pub why: Vec<String>,
    /// Why, as far as it may stand on paper that travels: nothing that befell the person.
    pub on_paper: Vec<String>,
    /// How they wish to be met, and what to bring.
    pub mind: Vec<String>,
    /// What was promised.
    pub promises: Vec<DayPromise>,
    /// Tasks of their plan that are due.
    pub tasks: Vec<DayTask>,
    /// Help under way that is to be looked at, the first due first.
    pub looks: Vec<DayLook>,
    /// The last day on which somebody came or called; none where nobody knows of one.
    pub last_on: Option<Date>,
}

impl DayCard {
    /// How it stands.
    pub const fn state(&self) -> State {
        match self.pressing {
            Pressing::Late(_) => State::Late,
            Pressing::Today | Pressing::Near(_) => State::Risk,
            Pressing::Ahead(_) => State::Ok,
        }
    }

    /// The shape that goes with it.
    pub const fn icon(&self) -> Icon {
        match self.pressing {
            Pressing::Late(_) => Icon::Late,
            Pressing::Today | Pressing::Near(_) => Icon::Risk,
            Pressing::Ahead(_) => Icon::Day,
        }
    }

    /// The word that goes with it.
    pub fn said(&self, frame: &Frame) -> String {
        match self.pressing {
            Pressing::Late(days) => frame.with("web-day-late", "count", days),
            Pressing::Today => frame.say("web-day-due-today"),
            Pressing::Near(days) | Pressing::Ahead(days) => frame.with("web-day-left", "count", days),
        }
    }

    /// The arc of its ring.
    pub fn arc(&self) -> u8 {
        self.used_percent.unwrap_or(0)
    }
}

/// A visit whose form was begun and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayDraft {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// When it was kept.
    pub kept_at: Moment,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDay {
    /// Whom to see.
    pub cards: Vec<DayCard>,
    /// What whoever reads has begun to write and not sent.
    pub drafts: Vec<DayDraft>,
    /// How many more there are this week.
    pub more: usize,
    /// How many were put off and come back later.
    pub put_off: usize,
    /// How many people were visited or called this month.
    pub seen_this_month: usize,
    /// How many of the week wish a call and no visit.
    pub by_phone: usize,
    /// Words for a group: no name, no number, nothing of health or need.
    pub for_a_group: String,
}

/// The page.
#[derive(Template)]
#[template(path = "day/show.html")]
pub struct DayPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The day.
    pub day: &'a MyDay,
    /// Whether those alone stand on it whom the reader looks after.
    pub is_mine: bool,
}

/// The day on paper.
#[derive(Template)]
#[template(path = "day/print.html")]
pub struct DaySheet<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The day.
    pub day: &'a MyDay,
}

/// Whether those alone are meant whom the reader looks after.
fn is_mine(visit: &Visit) -> bool {
    visit.filter("mine").as_deref() == Some("yes")
}

async fn read(visit: &Visit) -> Result<MyDay, PageError> {
    let (office, who) = (visit.office(), visit.asker()?);
    Ok(if is_mine(visit) { office.own_day(who).await? } else { office.day(who).await? })
}

/// `GET /day`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let is_mine = is_mine(&visit);
    let day = read(&visit).await?;
    page::draw(&DayPage { frame: &visit.frame, day: &day, is_mine })
}

/// `GET /day/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let day = read(&visit).await?;
    page::draw(&DaySheet { frame: &visit.frame, day: &day })
}
