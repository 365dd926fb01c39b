//! Years' calendars 年度放假安排: taken over from the State Council's notice each November by one, released by another, laid over the folder of
//! the standards. The keepers take up what was released: last days that were provisional for want of the year are reckoned anew.

use guanai_casework::year_calendar::{CalendarMove, CalendarMoveError, CalendarState, OffStretch, YearCalendar};
use guanai_kernel::ids::{CalendarId, OperationId};
use guanai_kernel::text::{fits, reason, written};
use guanai_kernel::workdays::CalendarError;
use guanai_scheme::{CalendarSource, LaidYear, NoticeError, NoticedDays, OffDays, Text};
use guanai_store::{StoreError, Tx, audit, year_calendars};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// Letters of a title, a number, an address or a reason.
pub const MOST_LETTERS: usize = 200;
/// Letters of what is pasted.
pub const MOST_OF_A_NOTICE: usize = 4_000;

/// A year's calendar to be drafted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DraftCalendar {
    /// The year.
    pub year: i16,
    /// The title of the notice.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its address.
    pub url: String,
    /// The days, as they were typed or pasted.
    pub text: String,
}

/// A year's calendar to be moved on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveCalendar {
    /// Which.
    pub calendar_id: CalendarId,
    /// The move.
    pub step: CalendarMove,
    /// Why, where it is returned.
    pub why: Option<String>,
}

/// Why a year's calendar was not drafted or moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum CalendarsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A year that is over, or too far ahead.
    #[error("a calendar is drafted for this year or the next: the notice comes each November for the year after")]
    Year,
    /// Something is missing, or too long.
    #[error("write the title, the number and the https address of the notice, each of at most {MOST_LETTERS} letters")]
    Words,
    /// The days are not read.
    #[error(transparent)]
    Notice(#[from] NoticeError),
    /// They contradict another year's.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// None there.
    #[error("there is no such calendar")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// One of the year waits.
    #[error("a calendar of this year waits to be released already")]
    Waiting,
    /// The move is not lawful, or not theirs.
    #[error(transparent)]
    Move(#[from] CalendarMoveError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CalendarsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Year => "calendar-year",
            Self::Words => "calendar-words",
            Self::Notice(error) => error.code(),
            Self::Calendar(error) => error.code(),
            Self::NotFound => "calendar-not-found",
            Self::Operation(error) => error.code(),
            Self::Waiting => "calendar-waiting",
            Self::Move(CalendarMoveError::Unlawful { .. }) => "calendar-move",
            Self::Move(CalendarMoveError::OwnHand) => "calendar-own-hand",
            Self::Move(CalendarMoveError::NotOwnHand) => "calendar-not-own-hand",
            Self::Store(error) => error.code(),
        }
    }
}

/// A year's calendar as the actor may move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarView {
    /// The calendar.
    pub calendar: YearCalendar,
    /// What this actor may do now.
    pub moves: Vec<CalendarMove>,
}

/// What is known of years.
#[derive(Debug, Clone)]
pub struct CalendarsPage {
    /// The years that hold now, with where each was published.
    pub in_force: Vec<CalendarSource>,
    /// Of this year and the next, those that nobody has published here.
    pub missing: Vec<i16>,
    /// What was drafted, the latest first.
    pub drafted: Vec<CalendarView>,
}

/// What a released calendar lays over the folder.
pub(crate) fn laid_over(calendar: &YearCalendar) -> LaidYear {
    let (title, number, url) = (calendar.title.clone(), calendar.number.clone(), calendar.url.clone());
    LaidYear {
        days: noticed(calendar).published(calendar.year),
        source: CalendarSource { year: calendar.year, title: Text { zh: title.clone(), en: title }, number, url },
    }
}

fn noticed(calendar: &YearCalendar) -> NoticedDays {
    let off = |off: &OffStretch| OffDays { name: off.name.clone(), from: off.from_on, to: off.to_on };
    NoticedDays { off: calendar.off.iter().map(off).collect(), worked: calendar.worked.clone() }
}

/// Reads which years hold, which is missing, and what was drafted.
pub async fn read_calendars(cx: &mut Cx<'_>) -> Result<CalendarsPage, CalendarsError> {
    cx.authorise(Act::ReadCalendars)?;
    let mut tx = cx.db.begin_read().await?;
    let all = year_calendars::list(&mut tx).await;
    tx.rollback().await?;
    let guarantees = cx.standards.pack.guarantees();
    let this = cx.now.day_in_china().year();
    let years = [this, this.saturating_add(1)];
    let page = CalendarsPage {
        in_force: guarantees.calendar_sources.iter().rev().cloned().collect(),
        missing: years.into_iter().filter(|year| !guarantees.calendar.is_published(*year)).collect(),
        drafted: all?.into_iter().map(|calendar| view(cx, calendar)).collect(),
    };
    cx.record_reading(Act::ReadCalendars, Vec::new()).await?;
    Ok(page)
}

fn view(cx: &Cx<'_>, calendar: YearCalendar) -> CalendarView {
    let may = |step: &CalendarMove| cx.authorise(act_of(*step)).is_ok() && calendar.may(*step, &cx.actor.name).is_ok();
    CalendarView { moves: CalendarMove::ALL.iter().copied().filter(may).collect(), calendar }
}

const fn act_of(step: CalendarMove) -> Act {
    match step {
        CalendarMove::Withdraw => Act::DraftCalendar,
        CalendarMove::Release | CalendarMove::Return => Act::ReleaseCalendar,
    }
}

impl DraftCalendar {
    /// The days that the text says, checked against the year and against the other years that hold.
    pub fn read(&self, cx: &Cx<'_>) -> Result<NoticedDays, CalendarsError> {
        let this = cx.now.day_in_china().year();
        if !(this..=this.saturating_add(1)).contains(&self.year) {
            return Err(CalendarsError::Year);
        }
        let fits = |text: &str| fits(&written(text), MOST_LETTERS);
        let is_address = self.url.trim().starts_with("https://") || self.url.trim().starts_with("http://");
        if !fits(&self.title) || !fits(&self.number) || !fits(&self.url) || !is_address {
            return Err(CalendarsError::Words);
        }
        if self.text.chars().count() > MOST_OF_A_NOTICE {
            return Err(CalendarsError::Words);
        }
        let days = NoticedDays::read(self.year, &self.text)?;
        let title = Text { zh: self.title.clone(), en: self.title.clone() };
        let source = CalendarSource { year: self.year, title, number: self.number.clone(), url: self.url.clone() };
        cx.standards.pack.with_years(&[LaidYear { days: days.published(self.year), source }])?;
        Ok(days)
    }
}

/// Drafts a year's calendar; its id. Nothing holds before somebody else releases it.
pub async fn draft_calendar(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DraftCalendar,
) -> Result<CalendarId, CalendarsError> {
    cx.authorise(Act::DraftCalendar)?;
    let days = wish.read(cx)?;
    let operation = &Operation::new(operation_id, Act::DraftCalendar, wish)?;
    let mut ids = cx.ids.clone();
    let off = |off: OffDays| OffStretch { name: off.name, from_on: off.from, to_on: off.to };
    let calendar = &YearCalendar {
        calendar_id: CalendarId::fresh(&mut ids),
        year: wish.year,
        title: written(&wish.title),
        number: written(&wish.number),
        url: wish.url.trim().to_owned(),
        off: days.off.into_iter().map(off).collect(),
        worked: days.worked,
        state: CalendarState::Drafted,
        drafted: cx.hand(),
        decided: None,
        words: None,
    };
    let record = &cx.audit_record(&mut ids, Act::DraftCalendar, Vec::new(), None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let drafting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            let waits = year_calendars::list(tx).await?;
            if waits.iter().any(|one| one.year == calendar.year && one.state == CalendarState::Drafted) {
                return Err(CalendarsError::Waiting);
            }
            year_calendars::add(tx, calendar).await?;
            operation.keep(tx, actor, calendar.calendar_id, now).await?;
            audit::append(tx, record).await?;
            Ok(calendar.calendar_id)
        })
    });
    drafting.await
}

/// Releases a year's calendar, returns it or takes it back.
pub async fn move_calendar(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveCalendar,
) -> Result<CalendarId, CalendarsError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let why = reason(wish.why.as_deref(), wish.step == CalendarMove::Return, MOST_LETTERS)
        .map_err(|_| CalendarsError::Words)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (cx, why) = (&*cx, &why);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = year_calendars::find(tx, wish.calendar_id).await?.ok_or(CalendarsError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let hand = cx.hand();
            let after = before.after(wish.step, hand, why.clone())?;
            if after.state == CalendarState::Released {
                // Another year may have been released since it was drafted.
                cx.standards.pack.with_years(&[laid_over(&after)])?;
            }
            year_calendars::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.calendar_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.calendar_id)
        })
    });
    moving.await
}
