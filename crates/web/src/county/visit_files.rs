//! Visits as they are listed and read: in words, with what the reader may do; corrections, notes and call-backs.

use guanai_app::visits::{
    self, AmendVisitError, AnswerCallBack, CallBackError, FoundThere, ListVisits, ListVisitsError, ListedVisit,
    NoteError, NoteSight, ReadVisitError, allow_reader, amend_visit, answer_call_back, list_call_backs, list_visits,
    list_visits_of, read_note, read_visit,
};
use guanai_app::{Act, Cx};
use guanai_casework::{Gift, VisitCallBack, VisitState as Stands};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_kernel::ids::PersonId;
use guanai_registry::FactValue;
use guanai_scheme::{Pack, show_money};

use super::visits::told;
use super::words::Words;
use super::{County, id};
use crate::form::Typed;
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Fact, Pager};
use crate::visits::{
    Amend, CallBackFile, CallBackHeard, CallBackRow, Correction, NoteFile, PromiseFile, VisitFile, VisitRow,
    VisitSight, VisitState, VisitsAsk, VisitsList,
};

impl From<ListVisitsError> for AskError {
    fn from(error: ListVisitsError) -> Self {
        match error {
            ListVisitsError::Denied(error) => error.into(),
            ListVisitsError::NotFound => Self::NotFound,
            ListVisitsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadVisitError> for AskError {
    fn from(error: ReadVisitError) -> Self {
        match error {
            ReadVisitError::Denied(error) => error.into(),
            ReadVisitError::NotFound => Self::NotFound,
            ReadVisitError::Store(error) => error.into(),
        }
    }
}

impl From<AmendVisitError> for AskError {
    fn from(error: AmendVisitError) -> Self {
        match error {
            AmendVisitError::Denied(error) => error.into(),
            AmendVisitError::NotFound => Self::NotFound,
            AmendVisitError::Operation(error) => error.into(),
            AmendVisitError::Struck => Self::Refused("web-refused-visit-struck"),
            AmendVisitError::NotYours => Self::Refused("web-refused-visit-not-yours"),
            AmendVisitError::NoPromise => Self::Refused("web-refused-visit-no-promise"),
            AmendVisitError::DayWrong => Self::Refused("web-refused-visit-promise-day"),
            AmendVisitError::Population(error) => error.into(),
            AmendVisitError::Store(error) => error.into(),
        }
    }
}

impl From<NoteError> for AskError {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::Denied(error) => error.into(),
            NoteError::NotFound => Self::NotFound,
            NoteError::Operation(error) => error.into(),
            NoteError::NoReader => Self::Refused("web-refused-note-no-reader"),
            NoteError::Store(error) => error.into(),
        }
    }
}

impl From<CallBackError> for AskError {
    fn from(error: CallBackError) -> Self {
        match error {
            CallBackError::Denied(error) => error.into(),
            CallBackError::NotFound => Self::NotFound,
            CallBackError::Operation(error) => error.into(),
            CallBackError::OwnVisit => Self::Refused("web-refused-call-own"),
            CallBackError::Answered => Self::Refused("web-refused-call-answered"),
            CallBackError::Store(error) => error.into(),
        }
    }
}

/// What visits are told with.
struct Telling<'a> {
    words: Words<'a>,
    pack: &'a Pack,
    today: Date,
}

impl Telling<'_> {
    fn row(&self, listed: ListedVisit) -> VisitRow {
        let lang = self.words.lang;
        let name_of = |code: &String| {
            self.pack.visit_occasion(code).map_or_else(|| code.clone(), |found| found.name.get(lang).to_owned())
        };
        VisitRow {
            id: listed.visit_id.to_string(),
            person: listed.person_id.to_string(),
            name: listed.name,
            organization: listed.organization.unwrap_or_else(|| self.words.say("web-organization-nowhere")),
            act: listed.act,
            manner: listed.manner.code(),
            made_on: listed.made_on,
            visitor: listed.visitor,
            what_for: self.words.listed(&listed.occasions.iter().map(name_of).collect::<Vec<_>>()),
            state: match (listed.state, listed.open_promise) {
                (Stands::Struck, _) => VisitState::Struck,
                (Stands::Awaiting, _) => VisitState::Awaiting,
                (Stands::Recorded, None) => VisitState::Recorded,
                (Stands::Recorded, Some(Some(due_on))) if due_on < self.today => VisitState::Overdue,
                (Stands::Recorded, Some(_)) => VisitState::Promised,
            },
        }
    }

    fn file(&self, read: visits::VisitFile) -> VisitFile {
        let gift = read.row.gift.as_ref().map(|gift| self.gift(gift));
        VisitFile {
            time: self.time(read.begun_minute, read.duration_min),
            companions: read.companions,
            also_seen: read
                .also_seen
                .into_iter()
                .map(|seen| Choice { code: seen.person_id.to_string(), name: seen.name })
                .collect(),
            reason: read.reason,
            found: read.found,
            promise: read.promise.map(|promise| PromiseFile {
                words: promise.words,
                due_on: promise.due_on,
                kept_on: promise.kept_on,
            }),
            gift,
            facts: read.facts.iter().map(|found| self.fact(found)).collect(),
            tasks: read.tasks.into_iter().map(super::plans::task_line).collect(),
            needs: read.needs.iter().map(ToString::to_string).collect(),
            call_back: read.call_back.map(call_back),
            recorded_by: read.recorded_by,
            recorded_at: read.recorded_at,
            sight: VisitSight {
                words: read.reads_words,
                note: read.note == NoteSight::Readable,
                strike: read.may_strike,
            },
            photos: read.photos,
            row: self.row(read.row),
        }
    }

    fn time(&self, begun: Option<u16>, duration: Option<u16>) -> Option<String> {
        let begun = begun.map(|minute| format!("{}:{:02}", minute / 60, minute % 60));
        let duration =
            duration.map(|minutes| self.words.with("web-visit-minutes", "count", Put::from(i64::from(minutes))));
        let parts: Vec<String> = begun.into_iter().chain(duration).collect();
        (!parts.is_empty()).then(|| self.words.joined(&parts))
    }

    fn gift(&self, gift: &Gift) -> String {
        let kind = self.words.say(&format!("web-gift-{}", gift.kind.code()));
        let worth = gift.worth.map(|worth| show_money(worth, self.words.lang));
        self.words.joined(&[Some(kind), gift.goods.clone(), worth].into_iter().flatten().collect::<Vec<_>>())
    }

    fn fact(&self, found: &FoundThere) -> Fact {
        Fact {
            label: self.words.fact_title(self.pack, &found.name),
            value: found.value.as_ref().map_or_else(
                || self.words.say("web-fact-withheld"),
                |value| self.words.value(self.pack, &found.name, value),
            ),
        }
    }
}

fn call_back(found: VisitCallBack) -> CallBackFile {
    let answer = found.answer.map(|answer| (answer.outcome.code(), answer.words, answer.answered_at));
    CallBackFile { cause: found.cause.code(), answer }
}

fn telling<'a>(county: &'a County, who: Asker<'_>, cx: &Cx<'_>) -> Telling<'a> {
    let words = county.words(who.language);
    Telling { words, pack: &county.standards.pack, today: cx.now.day_in_china() }
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: VisitsAsk) -> Result<VisitsList, AskError> {
    let standing = county.standing().await?;
    let wish = ListVisits {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        act: ask.act,
        from: ask.from,
        to: ask.to,
        with_open_promise: ask.promised,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = list_visits(&mut cx, &wish).await?;
    let telling = telling(county, who, &cx);
    Ok(VisitsList {
        rows: page.rows.into_iter().map(|listed| telling.row(listed)).collect(),
        pager: Pager::of(page.total, page.page, visits::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
    })
}

/// The visits of a person, for whoever may list visits.
pub(super) async fn of_person(
    county: &County,
    who: Asker<'_>,
    cx: &mut Cx<'_>,
    person_id: PersonId,
) -> Result<Vec<VisitRow>, AskError> {
    if cx.authorise(Act::ListVisits).is_err() {
        return Ok(Vec::new());
    }
    let rows = list_visits_of(cx, person_id).await?;
    let telling = telling(county, who, cx);
    Ok(rows.into_iter().map(|listed| telling.row(listed)).collect())
}

pub(super) async fn file(county: &County, who: Asker<'_>, visit: &str) -> Result<VisitFile, AskError> {
    let mut cx = county.cx(who)?;
    let read = read_visit(&mut cx, id(visit)?).await?;
    Ok(telling(county, who, &cx).file(read))
}

pub(super) async fn correction(county: &County, who: Asker<'_>, visit: &str) -> Result<Correction, AskError> {
    let mut cx = county.cx(who)?;
    let read = read_visit(&mut cx, id(visit)?).await?;
    if !read.may_strike {
        return Err(AskError::NotFound);
    }
    let form = super::visits::opened(county, who, read.row.person_id).await?;
    let mut choices = told(county.words(who.language), &county.standards.pack, form);
    // A draft is of another visit.
    choices.draft = None;
    Ok(Correction { typed: as_recorded(&read, who), choices })
}

/// A record as the form would have been filled in.
fn as_recorded(read: &visits::VisitFile, who: Asker<'_>) -> Typed {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let gift = read.row.gift.as_ref();
    let begun = read.begun_minute.map(|minute| format!("{}:{:02}", minute / 60, minute % 60));
    let visitor = Some(read.row.visitor.clone()).filter(|visitor| *visitor != who.session.name);
    let fields = [
        ("act", Some(read.row.act.code().to_owned())),
        ("manner", Some(read.row.manner.code().to_owned())),
        ("made_on", day(Some(read.row.made_on))),
        ("visitor", visitor),
        ("companions", read.companions.clone()),
        ("begun_at", begun),
        ("duration", read.duration_min.map(|minutes| minutes.to_string())),
        ("reason", read.reason.clone()),
        ("found", read.found.clone()),
        ("promise", read.promise.as_ref().map(|promise| promise.words.clone())),
        ("promise_due", day(read.promise.as_ref().and_then(|promise| promise.due_on))),
        ("gift_kind", gift.map(|gift| gift.kind.code().to_owned())),
        ("gift_yuan", gift.and_then(|gift| gift.worth).map(|worth| worth.to_string().replace(',', ""))),
        ("gift_goods", gift.and_then(|gift| gift.goods.clone())),
    ];
    let typed = fields.into_iter().filter_map(|(field, value)| Some((field, value?)));
    let mut typed = typed.fold(Typed::default(), |typed, (field, value)| typed.with(field, value));
    for occasion in &read.row.occasions {
        typed = typed.with("occasion", occasion);
    }
    for seen in &read.also_seen {
        typed = typed.with("seen", seen.person_id.to_string());
    }
    for found in &read.facts {
        let text = match &found.value {
            Some(FactValue::Bool(v)) => v.to_string(),
            Some(FactValue::Int(v)) => v.to_string(),
            Some(FactValue::Text(v)) => v.clone(),
            Some(FactValue::Date(v)) => v.to_string(),
            Some(FactValue::Money(v)) => v.to_string().replace(',', ""),
            Some(FactValue::List(_) | FactValue::Withdrawn) | None => continue,
        };
        typed = typed.with(&super::visits::fact_field(&found.name), text);
    }
    typed
}

pub(super) async fn amend(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    visit: &str,
    what: Amend,
) -> Result<(), AskError> {
    let what = match what {
        Amend::KeepPromise(kept_on) => visits::AmendVisit::KeepPromise(kept_on),
        Amend::Strike => visits::AmendVisit::Strike,
    };
    let mut cx = county.cx(who)?;
    Ok(amend_visit(&mut cx, op.into(), id(visit)?, what).await?)
}

pub(super) async fn note(county: &County, who: Asker<'_>, visit: &str) -> Result<NoteFile, AskError> {
    let mut cx = county.cx(who)?;
    let note = read_note(&mut cx, id(visit)?).await?;
    Ok(NoteFile {
        visit: note.visit_id.to_string(),
        words: note.words,
        recorded_at: note.recorded_at,
        readers: note.readers,
        may_allow: note.may_allow,
    })
}

pub(super) async fn allow(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    visit: &str,
    reader: &str,
) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    Ok(allow_reader(&mut cx, op.into(), id(visit)?, reader).await?)
}

pub(super) async fn call_backs(county: &County, who: Asker<'_>) -> Result<Vec<CallBackRow>, AskError> {
    let mut cx = county.cx(who)?;
    let waiting = list_call_backs(&mut cx).await?;
    let telling = telling(county, who, &cx);
    let rows = waiting.into_iter().map(|open| CallBackRow {
        id: open.call_back_id.to_string(),
        visit: telling.row(open.visit),
        cause: open.cause,
        phone: open.phone,
        may_answer: open.may_answer,
    });
    Ok(rows.collect())
}

pub(super) async fn answer(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    heard: CallBackHeard,
) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let answer = AnswerCallBack { call_back_id: id(&heard.call)?, outcome: heard.outcome, words: heard.words };
    Ok(answer_call_back(&mut cx, op.into(), &answer).await?)
}
