//! The pages of the guarantees over the app: the board and its lists here, a person's five and what one was told beside it.

pub(super) mod person;
pub(super) mod told;

use guanai_app::guarantees::board::{
    self, BoardError, ClockCounts, Five as AppFive, ListedClock, ListedStanding, PAGE_ROWS, list_clocks, read_board,
};
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Guarantee, Moment, System};
use guanai_scheme::Pack;

use super::words::Words;
use super::{County, id};
use crate::guarantees::board::{Board, BoardAsk, PlaceRow, SystemRow};
use crate::guarantees::happened::{Happened, HappenedChoices};
use crate::guarantees::list::{ListAsk, TermList, TermRow};
use crate::guarantees::person::PersonFive;
use crate::guarantees::rest::{RestChoices, RestWish};
use crate::guarantees::standins::{NameStandin, Standins};
use crate::guarantees::told::NoticeList;
use crate::guarantees::{Counts, Five, GuaranteeDesk, Mark};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Crumb, Pager};

/// Months before this one that may be chosen.
const MONTHS: i32 = 12;

impl From<BoardError> for AskError {
    fn from(error: BoardError) -> Self {
        match error {
            BoardError::Denied(error) => error.into(),
            BoardError::NotFound => Self::NotFound,
            BoardError::Store(error) => error.into(),
        }
    }
}

impl GuaranteeDesk for County {
    fn board<'a>(&'a self, who: Asker<'a>, ask: BoardAsk) -> Answer<'a, Board> {
        Box::pin(board(self, who, ask))
    }
    fn terms<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, TermList> {
        Box::pin(terms(self, who, ask))
    }
    fn five<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, PersonFive> {
        Box::pin(person::five(self, who, person))
    }
    fn rest_choices<'a>(
        &'a self,
        who: Asker<'a>,
        person: &'a str,
        guarantee: &'a str,
        kind: &'a str,
    ) -> Answer<'a, RestChoices> {
        Box::pin(person::rest_choices(self, who, person, guarantee, kind))
    }
    fn rest<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RestWish) -> Answer<'a, ()> {
        Box::pin(person::rest(self, who, op, wish))
    }
    fn end_rest<'a>(&'a self, who: Asker<'a>, rest: &'a str) -> Answer<'a, ()> {
        Box::pin(person::end(self, who, rest))
    }
    fn happened_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, HappenedChoices> {
        Box::pin(person::happened_choices(self, who, person))
    }
    fn record_happening<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: Happened) -> Answer<'a, ()> {
        Box::pin(person::happened(self, who, op, wish))
    }
    fn strike_happening<'a>(&'a self, who: Asker<'a>, entry: &'a str) -> Answer<'a, ()> {
        Box::pin(person::strike(self, who, entry))
    }
    fn told<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, NoticeList> {
        Box::pin(told::told(self, who, page))
    }
    fn take_note<'a>(&'a self, who: Asker<'a>, read_at: Moment) -> Answer<'a, ()> {
        Box::pin(told::take_note(self, who, read_at))
    }
    fn standins<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Standins> {
        Box::pin(told::standins(self, who))
    }
    fn name_standin<'a>(&'a self, who: Asker<'a>, wish: NameStandin) -> Answer<'a, ()> {
        Box::pin(told::name_standin(self, who, wish))
    }
}

/// What one of the five is called.
pub(super) fn mark(words: Words<'_>, pack: &Pack, guarantee: Guarantee) -> Mark {
    let standard = pack.guarantees().standard(guarantee);
    let told = |text: Option<&guanai_scheme::Text>| {
        text.map_or_else(|| guarantee.code().to_owned(), |text| text.get(words.lang).to_owned())
    };
    Mark {
        code: guarantee.code(),
        name: told(standard.map(|standard| &standard.name)),
        letter: told(standard.map(|standard| &standard.mark)),
    }
}

/// A rule in words; one that the pack has dropped shows its id.
pub(super) fn rule(words: Words<'_>, pack: &Pack, guarantee: Guarantee, id: &str) -> String {
    let rules = pack.guarantees().standard(guarantee).map(|standard| &standard.rules);
    let found = rules.and_then(|rules| rules.iter().find(|rule| rule.id == id));
    found.map_or_else(|| id.to_owned(), |rule| rule.name.get(words.lang).to_owned())
}

fn five(counts: &AppFive) -> Five {
    counts.map(|counts: ClockCounts| Counts {
        in_time: counts.in_time,
        before_unknown: counts.before_unknown,
        at_risk: counts.at_risk,
        late: counts.late,
        paused: counts.paused,
        not_owed: counts.not_owed,
        kept: counts.kept,
        kept_late: counts.kept_late,
    })
}

/// A code that an address names; what is none is not there.
fn coded<T>(text: Option<&str>, of: impl Fn(&str) -> Option<T>) -> Result<Option<T>, AskError> {
    text.map(|text| of(text).ok_or(AskError::NotFound)).transpose()
}

/// The first day of a month written as 2026-11, not after today's.
fn month_of(text: &str, today: Date) -> Option<Date> {
    let day: Date = format!("{text}-01").parse().ok()?;
    (day <= today).then_some(day)
}

fn months(today: Date) -> Vec<Choice> {
    let month = today.first_of_month();
    let before = (1..=MONTHS).filter_map(|back| guanai_kernel::civil::add_months(month, -back));
    before
        .map(|day| day.to_string().chars().take(7).collect::<String>())
        .map(|month| Choice { name: month.clone(), code: month })
        .collect()
}

/// The way down to a place, each step leading to the board of it; the place itself last, by its name alone.
fn way(path: &[(OrganizationId, String)]) -> (Vec<Crumb>, Option<String>) {
    let Some(((_, place), above)) = path.split_last() else { return (Vec::new(), None) };
    let crumb = |(id, name): &(OrganizationId, String)| Crumb {
        href: format!("/guarantees?organization={id}"),
        name: name.clone(),
    };
    (above.iter().map(crumb).collect(), Some(place.clone()))
}

async fn board(county: &County, who: Asker<'_>, ask: BoardAsk) -> Result<Board, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let mut cx = county.cx(who)?;
    let today = cx.now.day_in_china();
    coded(ask.guarantee.as_deref(), Guarantee::from_code)?;
    let organization_id = ask.organization.as_deref().map(id).transpose()?;
    let asked = board::BoardAsk {
        organization_id,
        system: coded(ask.system.as_deref(), System::from_code)?,
        month: coded(ask.month.as_deref(), |month| month_of(month, today))?,
    };
    let read = read_board(&mut cx, asked).await?;
    let beside = match &ask.system {
        None => super::residents::beside(&mut cx, words, &standing, organization_id, &five(&read.total)).await?,
        Some(_) => Vec::new(),
    };
    let (crumbs, place) = way(&read.path);
    let system = |system: System| words.say(&format!("web-system-{}", system.code()));
    Ok(Board {
        as_of: read.as_of,
        reckoned_on: read.reckoned_on,
        month: (read.since, read.until),
        place,
        crumbs,
        marks: Guarantee::ALL.iter().map(|guarantee| mark(words, pack, *guarantee)).collect(),
        total: five(&read.total),
        places: read
            .rows
            .iter()
            .map(|row| PlaceRow {
                id: row.organization_id.to_string(),
                name: row.name.clone(),
                has_below: row.has_below,
                five: five(&row.five),
            })
            .collect(),
        systems: read
            .systems
            .iter()
            .map(|(of, counts)| SystemRow { code: of.code().to_owned(), name: system(*of), five: five(counts) })
            .collect(),
        beside,
        unpublished: read.unpublished,
        organizations: County::organization_choices(who, &standing, organization_id),
        system_choices: System::ALL.iter().map(|of| Choice { code: of.code().to_owned(), name: system(*of) }).collect(),
        months: months(today),
    })
}

async fn terms(county: &County, who: Asker<'_>, ask: ListAsk) -> Result<TermList, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let asked = board::ListAsk {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        system: coded(ask.system.as_deref(), System::from_code)?,
        guarantee: coded(ask.guarantee.as_deref(), Guarantee::from_code)?,
        standing: match ask.standing {
            "late" => ListedStanding::Late,
            "at-risk" => ListedStanding::AtRisk,
            "before-unknown" => ListedStanding::BeforeUnknown,
            _ => ListedStanding::Running,
        },
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let read = list_clocks(&mut cx, asked).await?;
    let (crumbs, place) = way(&read.path);
    let row = |clock: ListedClock| TermRow {
        person: clock.person.map(|(id, name)| (id.to_string(), name)),
        organization: clock.organization.map(|(id, name)| (id.to_string(), name)),
        mark: mark(words, pack, clock.guarantee),
        rule: rule(words, pack, clock.guarantee, &clock.rule),
        started_on: clock.started_on,
        due_on: clock.due_on,
        provisional: clock.provisional,
        standing: clock.standing,
    };
    Ok(TermList {
        as_of: read.as_of,
        place,
        crumbs,
        rows: read.rows.into_iter().map(row).collect(),
        pager: Pager::of(read.total, asked.page, PAGE_ROWS),
        is_named: read.is_named,
    })
}
