//! Whose allowance changes in a month, in words.

use guanai_app::people::{self as app, ChangeReason, ChangedRow, ChangesError};
use guanai_i18n::Put;
use guanai_kernel::{Date, Money};
use guanai_scheme::{ChangeKind, Measure, Pack, Slot, show_date};

use super::words::Words;
use super::{County, id};
use crate::office::{Answer, AskError, Asker};
use crate::page::Pager;
use crate::people::{ChangedView, ChangesAsk, ChangesDesk, ChangesView};

/// The fact that is a birthday; it is the register's, whatever the pack.
const BORN: &str = "person.birth_on";

impl From<ChangesError> for AskError {
    fn from(error: ChangesError) -> Self {
        match error {
            ChangesError::Denied(error) => error.into(),
            ChangesError::Month => Self::Refused("web-refused-changes-month"),
            ChangesError::NotFound => Self::NotFound,
            ChangesError::Population(error) => error.into(),
            ChangesError::Broken => Self::Broken(error.to_string()),
            ChangesError::Store(error) => error.into(),
        }
    }
}

/// The first day of a month as addresses write it.
fn month_of(text: &str) -> Result<Date, AskError> {
    format!("{text}-01").parse().map_err(|_| AskError::NotFound)
}

struct Telling<'a> {
    pack: &'a Pack,
    words: Words<'a>,
}

impl Telling<'_> {
    fn row(&self, row: &ChangedRow) -> Option<ChangedView> {
        let measure = self.pack.measures().get(row.measure)?;
        let is_told = row.reason.is_some();
        let nothing = |is_open: bool| if is_open { "web-turns-open" } else { "web-turns-nothing" };
        // Of what came into doubt, one of the two days cannot be said.
        let is_open = |amount: Option<Money>| row.kind == ChangeKind::Differs && amount.is_none();
        let told = |amount: Option<Money>, is_given: bool| match amount {
            _ if !is_told => self.words.say("web-answer-withheld"),
            Some(_) => self.amount(measure, amount),
            None if is_given => self.amount(measure, None),
            None => self.words.say(nothing(is_open(amount))),
        };
        Some(ChangedView {
            person: row.person_id.to_string(),
            name: row.name.clone(),
            organization: row.organization.clone(),
            measure: measure.id.clone(),
            measure_name: measure.name.get(self.words.lang).to_owned(),
            kind: row.kind,
            before: told(row.before, matches!(row.kind, ChangeKind::Gains | ChangeKind::Loses | ChangeKind::Ends)),
            after: told(row.after, matches!(row.kind, ChangeKind::Begins | ChangeKind::Gains | ChangeKind::Loses)),
            on: row.on,
            because: row.reason.as_ref().map_or_else(|| self.words.say("web-reason-withheld"), |why| self.because(why)),
        })
    }

    fn amount(&self, measure: &Measure, amount: Option<Money>) -> String {
        self.words.amount(measure, amount).unwrap_or_else(|| self.words.say("web-answer-holds"))
    }

    fn title(&self, slot: Slot) -> String {
        self.pack.fact(slot).title.get(self.words.lang).to_owned()
    }

    fn because(&self, reason: &ChangeReason) -> String {
        let words = self.words;
        match reason {
            ChangeReason::Death => words.say("web-turns-why-death"),
            ChangeReason::Pause => words.say("web-turns-why-pause"),
            ChangeReason::Facts(facts) => {
                let facts: Vec<String> = facts.iter().map(|slot| self.title(*slot)).collect();
                words.with("web-turns-why-facts", "what", Put::from(&words.listed(&facts)))
            }
            ChangeReason::Figures(figures) => {
                let figures = figures.iter().filter_map(|id| self.pack.parameter(*id));
                let figures: Vec<String> = figures.map(|figure| figure.title.get(words.lang).to_owned()).collect();
                words.with("web-turns-why-figures", "what", Put::from(&words.listed(&figures)))
            }
            ChangeReason::Time(dates) => {
                let dates: Vec<String> = dates.iter().map(|date| self.since(date)).collect();
                if dates.is_empty() { words.say("web-turns-why-time") } else { words.joined(&dates) }
            }
        }
    }

    /// A date from which is counted, with the whole years since where it is their day.
    fn since(&self, (slot, day, years): &(Slot, Date, Option<i64>)) -> String {
        let (words, shown) = (self.words, show_date(*day, self.words.lang));
        match years {
            Some(years) if self.pack.fact(*slot).name == BORN => {
                words.with2("web-turns-why-birthday", ("years", Put::from(*years)), ("day", Put::from(&shown)))
            }
            Some(years) => words.texts.text(
                "web-turns-why-years",
                &[("what", Put::from(&self.title(*slot))), ("day", Put::from(&shown)), ("years", Put::from(*years))],
            ),
            None => {
                let what = self.title(*slot);
                words.with2("web-turns-why-since", ("what", Put::from(&what)), ("day", Put::from(&shown)))
            }
        }
    }
}

async fn changes(county: &County, who: Asker<'_>, ask: ChangesAsk) -> Result<ChangesView, AskError> {
    let wish = app::ChangesAsk {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        own: ask.own,
        month: ask.month.as_deref().map(month_of).transpose()?,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = app::read_changes(&mut cx, wish).await?;
    let telling = Telling { pack: &county.standards.pack, words: county.words(who.language) };
    let measures = page.measures.iter().filter_map(|(at, _)| {
        let measure = telling.pack.measures().get(*at)?;
        Some((measure.id.clone(), measure.name.get(telling.words.lang).to_owned()))
    });
    Ok(ChangesView {
        measures: measures.collect(),
        rows: page.rows.iter().filter_map(|row| telling.row(row)).collect(),
        pager: Pager::of(page.rows_total, wish.page, app::CHANGES_PAGE),
        page,
    })
}

impl ChangesDesk for County {
    fn changes<'a>(&'a self, who: Asker<'a>, ask: ChangesAsk) -> Answer<'a, ChangesView> {
        Box::pin(changes(self, who, ask))
    }
}
