//! The pages of life events over the app.

use std::collections::BTreeMap;

use guanai_app::life::{
    self, Destination, DoLifeTask, EnterLifeEvent, Foreseen, LifeEventError, ReceiveTransfer, do_life_task,
    foresee_life_event, foresee_receipt, list_life_events, list_life_tasks, read_life_event, read_life_event_form,
    recall_transfer, receive_transfer, record_life_event, undo_life_event,
};
use guanai_i18n::Put;
use guanai_kernel::ids::VisitId;
use guanai_kernel::{Date, FactRole, Guarantee, Money};
use guanai_registry::FactValue;
use guanai_registry::life_event::{
    Ask, LifeEvent, LifeEventKind, LifeEventMoveError, LifeEventState, Outcome, OutcomeKind, TaskError,
};
use guanai_scheme::{Type, show_money};

use super::words::Words;
use super::{County, guarantees, id};
use crate::life::{
    EventFile, EventList, EventRow, Followed, LifeDesk, LifeForm, LifeWish, OutcomeLine, TaskDeed, TaskList, TaskRow,
    TaskView, field_of,
};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Fact, Pager};

impl From<LifeEventError> for AskError {
    fn from(error: LifeEventError) -> Self {
        match error {
            LifeEventError::Denied(error) => error.into(),
            LifeEventError::NotFound => Self::NotFound,
            LifeEventError::Operation(error) => error.into(),
            LifeEventError::Future(_) => Self::Refused("web-refused-life-future"),
            LifeEventError::Unanswered(_) | LifeEventError::NoSuchChoice(_) | LifeEventError::Words => {
                Self::Refused("web-refused-life-answers")
            }
            LifeEventError::Recused => Self::Refused("web-refused-life-recused"),
            LifeEventError::Died => Self::Refused("web-refused-life-died"),
            LifeEventError::TooEarly { .. } => Self::Refused("web-refused-life-too-early"),
            LifeEventError::NotSo => Self::Refused("web-refused-life-not-so"),
            LifeEventError::LetterOut => Self::Refused("web-refused-life-letter-out"),
            LifeEventError::NotTheirs { .. } => Self::Refused("web-refused-life-not-theirs"),
            LifeEventError::SamePlace => Self::Refused("web-refused-life-same-place"),
            LifeEventError::Move(LifeEventMoveError::OwnHand) => Self::Refused("web-refused-life-own-hand"),
            LifeEventError::Move(LifeEventMoveError::Unlawful { .. }) => Self::Refused("web-refused-life-move"),
            LifeEventError::Task(TaskError::Done) => Self::Refused("web-refused-life-task-done"),
            LifeEventError::Task(TaskError::OwnHand) => Self::Refused("web-refused-life-task-own-hand"),
            LifeEventError::Task(TaskError::Day { .. } | TaskError::Words) => {
                Self::Refused("web-refused-life-task-day")
            }
            LifeEventError::BuiltOn(_) => Self::Refused("web-refused-life-built-on"),
            LifeEventError::NoWatch => Self::Refused("web-refused-life-no-watch"),
            LifeEventError::Population(error) => error.into(),
            LifeEventError::Store(error) => error.into(),
        }
    }
}

impl LifeDesk for County {
    fn life_form<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, LifeForm> {
        Box::pin(form(self, who, person))
    }
    fn foresee<'a>(&'a self, who: Asker<'a>, wish: LifeWish) -> Answer<'a, Followed> {
        Box::pin(foresee(self, who, wish))
    }
    fn enter<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: LifeWish) -> Answer<'a, String> {
        Box::pin(enter(self, who, op, wish))
    }
    fn event<'a>(&'a self, who: Asker<'a>, person: &'a str, event: &'a str) -> Answer<'a, EventFile> {
        Box::pin(file(self, who, person, event))
    }
    fn foresee_receipt<'a>(&'a self, who: Asker<'a>, event: &'a str, on: Date) -> Answer<'a, Followed> {
        Box::pin(receipt_foreseen(self, who, event, on))
    }
    fn receive<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, on: Date) -> Answer<'a, ()> {
        Box::pin(receive(self, who, op, event, on))
    }
    fn recall<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, why: &'a str) -> Answer<'a, ()> {
        Box::pin(recall(self, who, op, event, why))
    }
    fn undo<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, why: &'a str) -> Answer<'a, ()> {
        Box::pin(undo(self, who, op, event, why))
    }
    fn do_task<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, deed: TaskDeed) -> Answer<'a, ()> {
        Box::pin(do_task(self, who, op, event, deed))
    }
    fn tasks<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, TaskList> {
        Box::pin(tasks(self, who, page))
    }
    fn events<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, EventList> {
        Box::pin(events(self, who, page))
    }
}

/// Outcomes in words.
struct Telling<'a> {
    county: &'a County,
    words: Words<'a>,
}

impl Telling<'_> {
    fn lines(&self, outcomes: &[Outcome]) -> Vec<OutcomeLine> {
        outcomes.iter().map(|outcome| self.line(outcome)).collect()
    }

    fn line(&self, outcome: &Outcome) -> OutcomeLine {
        let value = match (outcome.kind, &outcome.value) {
            (OutcomeKind::MonthRestated, was) => self.was(was.as_deref()),
            (OutcomeKind::FactRestated, None) => self.words.say("web-life-not-on-record"),
            _ => self.value(outcome),
        };
        let day = outcome.on.map(|on| self.words.day(on)).unwrap_or_default();
        let amount = outcome.amount_fen.map(|fen| show_money(Money::from_fen(fen), self.words.lang));
        let of = self.called(outcome);
        let key = match (outcome.kind, &amount) {
            (OutcomeKind::MeasureEnds, None) => "web-life-ends-plain".to_owned(),
            (OutcomeKind::FactRestated, _) if outcome.on.is_none() => "web-life-restated-plain".to_owned(),
            (kind, _) => format!("web-life-outcome-{}", kind.code()),
        };
        let amount = amount.unwrap_or_else(|| self.words.say("web-life-no-amount"));
        let source = self.source(outcome);
        let puts = [
            ("of", Put::from(&of)),
            ("value", Put::from(&value)),
            ("day", Put::from(&day)),
            ("amount", Put::from(&amount)),
            ("count", Put::from(outcome.count.unwrap_or_default())),
            ("source", Put::from(&source)),
        ];
        OutcomeLine { kind: outcome.kind, words: self.words.texts.text(&key, &puts), href: href(outcome) }
    }

    /// What an outcome is about, as it is called.
    fn called(&self, outcome: &Outcome) -> String {
        let (pack, of) = (&self.county.standards.pack, outcome.of.as_str());
        match outcome.kind {
            OutcomeKind::Fact | OutcomeKind::FactUnknown | OutcomeKind::FactRestated => self.words.fact_title(pack, of),
            OutcomeKind::MeasureEnds
            | OutcomeKind::MeasureBegins
            | OutcomeKind::MeasureChanges
            | OutcomeKind::MeasureUnclear
            | OutcomeKind::MonthRestated
            | OutcomeKind::Recoup
            | OutcomeKind::RecoupDecision
            | OutcomeKind::Arrears
            | OutcomeKind::Medal
            | OutcomeKind::ApplicationOpen => {
                let found = pack.measure_index(of).and_then(|at| pack.measures().get(at));
                found.map_or_else(|| of.to_owned(), |measure| measure.name.get(self.words.lang).to_owned())
            }
            OutcomeKind::ClockEnds | OutcomeKind::ClockBegins => Guarantee::from_code(of)
                .map_or_else(|| of.to_owned(), |guarantee| guarantees::mark(self.words, pack, guarantee).name),
            OutcomeKind::NeedDropped | OutcomeKind::HelpFreed | OutcomeKind::PairEnds => {
                let found = pack.needs().iter().find(|need| need.code == of);
                found.map_or_else(
                    || self.words.say("web-need-no-category"),
                    |need| need.name.get(self.words.lang).to_owned(),
                )
            }
            OutcomeKind::OfferEnds => {
                let codes = of.split(' ');
                let names = codes.map(|code| {
                    let found = pack.offer_categories().iter().find(|category| category.code == code);
                    found.map_or_else(|| code.to_owned(), |found| found.name.get(self.words.lang).to_owned())
                });
                self.words.listed(&names.collect::<Vec<_>>())
            }
            _ => of.to_owned(),
        }
    }

    /// What a month came to before, in words.
    fn was(&self, fen: Option<&str>) -> String {
        let fen = fen.and_then(|fen| fen.parse().ok()).map(Money::from_fen);
        fen.map_or_else(|| self.words.say("web-life-undetermined"), |amount| show_money(amount, self.words.lang))
    }

    /// Where a fact's value is from: a row of a book, the number itself, or what was entered here.
    fn source(&self, outcome: &Outcome) -> String {
        match outcome.source.as_deref().unwrap_or_default() {
            "GB 11643" => self.words.say("web-source-identity-number"),
            "" => self.words.say("web-source-entry"),
            // A visit's place is its id.
            place if place.parse::<VisitId>().is_ok() => self.words.say("web-source-visit"),
            place => self.words.place(place),
        }
    }

    /// A fact's value in the pack's words.
    fn value(&self, outcome: &Outcome) -> String {
        let Some(value) = outcome.value.as_deref().filter(|_| tells_fact(outcome.kind)) else {
            return String::new();
        };
        let pack = &self.county.standards.pack;
        let slot = pack.told_slot(&outcome.of);
        let read = match slot.map(|slot| pack.fact(slot).value_type) {
            Some(Type::Bool) => Some(FactValue::Bool(value == "yes")),
            Some(Type::Int) => value.parse().ok().map(FactValue::Int),
            Some(Type::Money) => Money::parse_yuan(&value.replace(',', "")).ok().map(FactValue::Money),
            Some(Type::Text) => Some(FactValue::Text(value.to_owned())),
            Some(Type::Date) => value.parse().ok().map(FactValue::Date),
            _ => None,
        };
        read.map_or_else(|| value.to_owned(), |read| self.words.value(pack, &outcome.of, &read))
    }
}

/// Whether an outcome tells a fact with its value.
const fn tells_fact(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Fact | OutcomeKind::FactRestated)
}

/// Where an outcome leads.
fn href(outcome: &Outcome) -> Option<String> {
    let to = outcome.value.as_deref();
    match outcome.kind {
        OutcomeKind::NeedDropped | OutcomeKind::HelpStaysFree => to.map(|id| format!("/needs/{id}")),
        OutcomeKind::ApplicationOpen | OutcomeKind::RecoupDecision => to.map(|id| format!("/applications/{id}")),
        OutcomeKind::PairEnds | OutcomeKind::PairStaysOver => to.map(|id| format!("/pairs/{id}")),
        OutcomeKind::BookingEnds
        | OutcomeKind::BookingStaysOff
        | OutcomeKind::LentBack
        | OutcomeKind::LentUnclear
        | OutcomeKind::LentOut => to.map(|id| format!("/bookings/{id}")),
        OutcomeKind::ReferralEnds => to.map(|id| format!("/referrals/{id}")),
        OutcomeKind::PlanOpen => to.map(|id| format!("/plans/{id}")),
        OutcomeKind::Condolence => Some(format!("/people/{}/visits/new", outcome.of)),
        OutcomeKind::RoundLeft => to.map(|id| format!("/rounds/{id}")),
        _ => None,
    }
}

fn row(event: &LifeEvent, name: String) -> EventRow {
    EventRow {
        id: event.life_event_id.to_string(),
        person: event.person_id.to_string(),
        name,
        kind: event.kind,
        happened_on: event.happened_on,
        state: event.state,
        from: None,
        to: None,
        may_receive: false,
    }
}

async fn form(county: &County, who: Asker<'_>, person: &str) -> Result<LifeForm, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let read = read_life_event_form(&mut cx, id(person)?).await?;
    let mut choices = BTreeMap::new();
    for &ask in Ask::ALL {
        if let Some(named) = named_choices(county, words, ask) {
            choices.insert(ask, named);
        }
    }
    let held = read.posts.iter().map(|(id, title)| Choice { code: id.to_string(), name: title.clone() });
    choices.insert(Ask::Post, held.collect());
    Ok(LifeForm {
        person: person.to_owned(),
        died_on: read.died_on,
        // Nobody leaves a post who holds none.
        kinds: read
            .kinds
            .into_iter()
            .filter(|kind| *kind != LifeEventKind::PostLeft || !read.posts.is_empty())
            .collect(),
        choices,
        today: cx.now.day_in_china(),
        events: read.events.iter().map(|event| row(event, read.name.clone())).collect(),
        name: read.name,
    })
}

/// The choices of a question, in words.
fn named_choices(county: &County, words: Words<'_>, ask: Ask) -> Option<Vec<Choice>> {
    let pack = &county.standards.pack;
    let role = match ask {
        Ask::Work => FactRole::Occupation,
        Ask::Cause => FactRole::HardshipCause,
        Ask::Degree => FactRole::HardshipDegree,
        Ask::Pension => {
            let yes_no = ["yes", "no"];
            let named =
                yes_no.map(|code| Choice { code: code.to_owned(), name: words.say(&format!("web-life-pick-{code}")) });
            return Some(named.into());
        }
        Ask::Severity => {
            let named = life::SEVERITIES
                .iter()
                .map(|code| Choice { code: (*code).to_owned(), name: words.say(&format!("web-life-pick-{code}")) });
            return Some(named.collect());
        }
        _ => return None,
    };
    let (codes, fact) = (life::choices(pack, ask)?, pack.fact_of(role)?);
    let named = codes
        .into_iter()
        .map(|code| Choice { code: code.to_owned(), name: words.value(pack, fact, &FactValue::Text(code.to_owned())) });
    Some(named.collect())
}

fn meant(words: Words<'_>, wish: LifeWish) -> Result<EnterLifeEvent, AskError> {
    Ok(EnterLifeEvent {
        person_id: id(&wish.person)?,
        kind: wish.kind,
        on: wish.on,
        details: wish.details,
        destination: wish.destination,
        because: words.say(&format!("web-life-because-{}", wish.kind.code())),
    })
}

fn told(county: &County, words: Words<'_>, foreseen: &Foreseen) -> Followed {
    Followed {
        lines: Telling { county, words }.lines(&foreseen.outcomes),
        needs_another: foreseen.needs_another,
        destination: foreseen.destination.as_ref().map(|destination| match destination {
            Destination::Within(_, name) => (true, name.clone()),
            Destination::Outside(place) => (false, place.clone()),
        }),
    }
}

async fn foresee(county: &County, who: Asker<'_>, wish: LifeWish) -> Result<Followed, AskError> {
    let words = county.words(who.language);
    let wish = meant(words, wish)?;
    let mut cx = county.cx(who)?;
    let foreseen = foresee_life_event(&mut cx, &wish).await?;
    Ok(told(county, words, &foreseen))
}

async fn enter(county: &County, who: Asker<'_>, op: OperationId, wish: LifeWish) -> Result<String, AskError> {
    let wish = meant(county.words(who.language), wish)?;
    let mut cx = county.cx(who)?;
    Ok(record_life_event(&mut cx, op.into(), &wish).await?.to_string())
}

fn receipt(words: Words<'_>, event: &str, on: Date) -> Result<ReceiveTransfer, AskError> {
    Ok(ReceiveTransfer { life_event_id: id(event)?, on, because: words.say("web-life-because-transfer") })
}

async fn receipt_foreseen(county: &County, who: Asker<'_>, event: &str, on: Date) -> Result<Followed, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let foreseen = foresee_receipt(&mut cx, &receipt(words, event, on)?).await?;
    Ok(told(county, words, &foreseen))
}

async fn receive(county: &County, who: Asker<'_>, op: OperationId, event: &str, on: Date) -> Result<(), AskError> {
    let wish = receipt(county.words(who.language), event, on)?;
    let mut cx = county.cx(who)?;
    receive_transfer(&mut cx, op.into(), &wish).await?;
    Ok(())
}

async fn recall(county: &County, who: Asker<'_>, op: OperationId, event: &str, why: &str) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    recall_transfer(&mut cx, op.into(), id(event)?, why).await?;
    Ok(())
}

async fn undo(county: &County, who: Asker<'_>, op: OperationId, event: &str, why: &str) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    undo_life_event(&mut cx, op.into(), id(event)?, why).await?;
    Ok(())
}

async fn do_task(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    event: &str,
    deed: TaskDeed,
) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = DoLifeTask { life_event_id: id(event)?, task_no: deed.task, on: deed.on, words: deed.words };
    do_life_task(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// A task in words: what the event's outcome says.
fn task_line(telling: &Telling<'_>, event: &LifeEvent, task: u16) -> Option<OutcomeLine> {
    event.outcomes.get(usize::from(task)).map(|outcome| telling.line(outcome))
}

fn task_views(telling: &Telling<'_>, read: &life::LifeEventFile) -> Vec<TaskView> {
    let views = read.tasks.iter().filter_map(|task| {
        let OutcomeLine { words, href, .. } = task_line(telling, &read.event, task.task_no)?;
        let done = task.done.as_ref().map(|done| (done.on, done.words.clone()));
        Some(TaskView { no: task.task_no, words, href, done })
    });
    views.collect()
}

async fn tasks(county: &County, who: Asker<'_>, page: usize) -> Result<TaskList, AskError> {
    let words = county.words(who.language);
    let telling = Telling { county, words };
    let mut cx = county.cx(who)?;
    let page = u64::try_from(page).unwrap_or(u64::MAX);
    let list = list_life_tasks(&mut cx, page).await?;
    let rows = list.lines.iter().filter_map(|line| {
        Some(TaskRow {
            words: task_line(&telling, &line.event, line.task.task_no)?.words,
            organization: line.organization.clone(),
            event: row(&line.event, line.name.clone()),
        })
    });
    Ok(TaskList { rows: rows.collect(), pager: Pager::of(list.total, page, life::PAGE_ROWS) })
}

async fn file(county: &County, who: Asker<'_>, person: &str, event: &str) -> Result<EventFile, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let read = read_life_event(&mut cx, id(event)?).await?;
    let event = &read.event;
    if event.person_id != id(person)? {
        return Err(AskError::NotFound);
    }
    let mut answers = Vec::new();
    let mut told = |label: String, value: Option<String>| {
        if let Some(value) = value {
            answers.push(Fact { label, value });
        }
    };
    told(words.say("web-person-organization"), read.from.clone());
    for (ask, _) in event.row().asks {
        // What the form says of health and hardship is for whoever sees the person's file.
        if read.person_is_within || matches!(ask, Ask::Letter | Ask::Destination) {
            told(words.say(&format!("web-field-{}", field_of(*ask))), answer(county, words, &read, *ask));
        }
    }
    told(words.say("web-field-life_words"), event.details.words.clone().filter(|_| read.person_is_within));
    let visible = read.person_is_within || !event.row().waits;
    Ok(EventFile {
        id: event.life_event_id.to_string(),
        person: person.to_owned(),
        name: read.name.clone(),
        person_is_within: read.person_is_within,
        kind: event.kind,
        happened_on: event.happened_on,
        entered_on: event.entered.at.day_in_china(),
        answers,
        state: event.state,
        received_on: event.received.as_ref().map(|(on, _)| *on),
        closed: event.closed.as_ref().map(|(why, deed)| (why.clone(), deed.at.day_in_china())),
        lines: if visible { Telling { county, words }.lines(&event.outcomes) } else { Vec::new() },
        moves: read.moves.clone(),
        needs_another: read.needs_another,
        built_on: read.built_on.clone(),
        stays: if visible { Telling { county, words }.lines(&read.stays) } else { Vec::new() },
        tasks: if visible { task_views(&Telling { county, words }, &read) } else { Vec::new() },
        does_tasks: read.does_tasks,
        floats_outside: event.kind == LifeEventKind::FloatingOut
            && event.state == LifeEventState::Stands
            && event.to_organization_id.is_none(),
        today: cx.now.day_in_china(),
    })
}

/// What a form said, in words.
fn answer(county: &County, words: Words<'_>, read: &life::LifeEventFile, ask: Ask) -> Option<String> {
    let details = &read.event.details;
    let code = match ask {
        Ask::Severity | Ask::Work | Ask::Cause => details.choice.clone(),
        Ask::Degree => details.degree.clone(),
        Ask::Pension => details.draws_pension.map(|yes| if yes { "yes" } else { "no" }.to_owned()),
        Ask::Hospital | Ask::Address | Ask::Receiving => return details.place.clone(),
        Ask::Letter => return details.letter.clone(),
        Ask::Destination => return read.to.clone().or_else(|| details.place.clone()),
        Ask::Post => return read.post.clone(),
        Ask::Loss => return details.loss_fen.map(|fen| show_money(Money::from_fen(fen), words.lang)),
        Ask::Years => return details.years.map(|years| words.with("web-years", "count", Put::from(years))),
    };
    let code = code?;
    let choices = named_choices(county, words, ask)?;
    choices.into_iter().find(|choice| choice.code == code).map(|choice| choice.name)
}

async fn events(county: &County, who: Asker<'_>, page: usize) -> Result<EventList, AskError> {
    let mut cx = county.cx(who)?;
    let page = u64::try_from(page).unwrap_or(1).max(1);
    let list = list_life_events(&mut cx, page).await?;
    let rows = list.lines.into_iter().map(|line| EventRow {
        from: line.from,
        to: line.to,
        may_receive: line.may_receive,
        ..row(&line.event, line.name)
    });
    Ok(EventList { rows: rows.collect(), pager: Pager::of(list.total, page, life::PAGE_ROWS) })
}
