//! What one was told, who stands in, and what of it stands on the first page.

use guanai_app::Act;
use guanai_app::actor::authorise;
use guanai_app::guarantees::notices::{NoticesError, PAGE_NOTICES, count_notices, note_notices, read_notices};
use guanai_app::guarantees::questions::count_questions;
use guanai_app::guarantees::standins::{NameDeputy, NameDuty, NameStandinError, name_deputy, name_duty};
use guanai_app::guarantees::standins_list::{ListedStandin, Nameable, list_standins};
use guanai_i18n::Put;
use guanai_kernel::Moment;

use super::super::words::Words;
use super::super::{County, id};
use super::mark;
use crate::guarantees::standins::{NameStandin, StandinRow, Standins};
use crate::guarantees::told::{NoticeList, NoticeRow};
use crate::home::{Duty, DutyState};
use crate::office::{AskError, Asker};
use crate::page::{Choice, Pager, shown};
use crate::session::role_key;

impl From<NoticesError> for AskError {
    fn from(error: NoticesError) -> Self {
        match error {
            NoticesError::Denied(error) => error.into(),
            NoticesError::Store(error) => error.into(),
        }
    }
}

impl From<NameStandinError> for AskError {
    fn from(error: NameStandinError) -> Self {
        match error {
            NameStandinError::Denied(error) => error.into(),
            NameStandinError::Days => Self::Refused("web-refused-standin-days"),
            NameStandinError::NoAccount => Self::Refused("web-refused-standin-account"),
            NameStandinError::Self_ => Self::Refused("web-refused-standin-self"),
            NameStandinError::Taken => Self::Refused("web-refused-standin-taken"),
            NameStandinError::Store(error) => error.into(),
        }
    }
}

/// What of the guarantees waits for whoever is signed in.
#[derive(Debug, Default)]
pub(in crate::county) struct Waiting {
    /// Somebody in distress, before everything else.
    pub alarm: Option<Duty>,
    /// Doubts, what is late, and what is at risk.
    pub duties: Vec<Duty>,
}

/// Reads it for the first page.
pub(in crate::county) async fn waiting(county: &County, who: Asker<'_>) -> Result<Waiting, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    let duty = |count: u64, state, (title, under): (&str, &str), href: &str| {
        (count > 0).then(|| Duty {
            title: words.with(title, "count", Put::from(shown(count))),
            under: words.say(under),
            href: Some(href.to_owned()),
            state,
        })
    };
    let mut waiting = Waiting::default();
    if authorise(&cx.actor, Act::AnswerQuestion).is_ok() {
        let doubted = count_questions(&cx).await?;
        let distress = ("web-home-distress", "web-home-distress-under");
        waiting.alarm = duty(doubted.distress, DutyState::Late, distress, "/questions");
        let doubts = ("web-home-doubts", "web-home-doubts-under");
        waiting.duties.extend(duty(doubted.waiting, DutyState::ToDo, doubts, "/questions"));
    }
    if authorise(&cx.actor, Act::ReadNotices).is_ok() {
        let told = count_notices(&cx).await?;
        let late = ("web-home-late", "web-home-late-under");
        waiting.duties.extend(duty(told.late, DutyState::Late, late, "/guarantees/told"));
        let risk = ("web-home-at-risk", "web-home-at-risk-under");
        waiting.duties.extend(duty(told.at_risk, DutyState::Soon, risk, "/guarantees/told"));
    }
    Ok(waiting)
}

pub(super) async fn told(county: &County, who: Asker<'_>, page: usize) -> Result<NoticeList, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let mut cx = county.cx(who)?;
    let page = u64::try_from(page).unwrap_or(u64::MAX);
    let read = read_notices(&mut cx, page).await?;
    let row = |notice: guanai_app::guarantees::notices::Notice| NoticeRow {
        person: notice.person.map(|(id, name)| (id.to_string(), name)),
        organization: notice.organization,
        mark: mark(words, pack, notice.guarantee),
        stage: notice.stage,
        post: notice.post,
        due_on: notice.due_on,
        provisional: notice.provisional,
        told_at: notice.told_at,
        is_new: notice.is_new,
    };
    Ok(NoticeList {
        rows: read.notices.into_iter().map(row).collect(),
        pager: Pager::of(read.counts.all(), page, PAGE_NOTICES),
        late: read.counts.late,
        at_risk: read.counts.at_risk,
        new: read.counts.new,
        read_at: cx.now,
    })
}

pub(super) async fn take_note(county: &County, who: Asker<'_>, read_at: Moment) -> Result<(), AskError> {
    note_notices(&mut county.cx(who)?, read_at).await?;
    Ok(())
}

pub(super) async fn standins(county: &County, who: Asker<'_>) -> Result<Standins, AskError> {
    let words = county.words(who.language);
    let read = list_standins(&mut county.cx(who)?).await?;
    let row = |listed: ListedStandin| StandinRow {
        who: listed.who,
        from_on: listed.from_on,
        last_on: listed.last_on,
        deputy: listed.deputy,
    };
    let account = |one: &Nameable| Choice { code: one.account_id.to_string(), name: called(words, one) };
    let deputy = |one: &Nameable| Choice { code: one.sign_in_name.clone(), name: called(words, one) };
    Ok(Standins {
        accounts: read.may_be_away.iter().map(account).collect(),
        deputies: read.may_stand_in.iter().map(deputy).collect(),
        away: read.away.into_iter().map(row).collect(),
        duty: read.duty.into_iter().map(row).collect(),
        may_name_duty: read.may_name_duty,
        today: read.as_of,
    })
}

fn called(words: Words<'_>, one: &Nameable) -> String {
    let place = one.place.clone().into_iter();
    words
        .joined(&[one.name.clone()].into_iter().chain(place).chain([words.say(role_key(one.role))]).collect::<Vec<_>>())
}

pub(super) async fn name_standin(county: &County, who: Asker<'_>, wish: NameStandin) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    match wish {
        NameStandin::Deputy { away, deputy, from_on, last_on } => {
            let account_id = Some(id(&away)?);
            name_deputy(&mut cx, &NameDeputy { account_id, from_on, last_on, deputy }).await?;
        }
        NameStandin::Duty { who, from_on, last_on } => {
            name_duty(&mut cx, &NameDuty { account: who, from_on, last_on }).await?;
        }
    }
    Ok(())
}
