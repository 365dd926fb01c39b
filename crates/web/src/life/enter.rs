//! Entering what happened in a life: which event, what it asks, then everything that would follow, then all of it at once.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;
use guanai_registry::life_event::{Ask, LifeEventDetails, LifeEventKind, Need};

use super::{EventRow, OutcomeLine, field_of, grouped};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::office::AskError;
use crate::operation::Done;
use crate::page::{self, Choice, Fact, Frame};
use crate::visit::Visit;

/// Letters of what is written.
pub const MOST_LETTERS: usize = 300;

/// Years that somebody may have held posts, at most.
const MOST_YEARS: usize = 60;

/// What the form for somebody gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeForm {
    /// The person.
    pub person: String,
    /// The name.
    pub name: String,
    /// The day of death, where they have died.
    pub died_on: Option<Date>,
    /// What this reader may enter, in the order of the form.
    pub kinds: Vec<LifeEventKind>,
    /// What the questions give to choose.
    pub choices: BTreeMap<Ask, Vec<Choice>>,
    /// The last day that may be said.
    pub today: Date,
    /// What happened before, the latest first.
    pub events: Vec<EventRow>,
}

/// Something to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeWish {
    /// In whose life.
    pub person: String,
    /// What.
    pub kind: LifeEventKind,
    /// The day.
    pub on: Date,
    /// What the form said beside.
    pub details: LifeEventDetails,
    /// Where a transfer leads.
    pub destination: Option<String>,
}

/// What would follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Everything, in the order in which it is told.
    pub lines: Vec<OutcomeLine>,
    /// Whether another would have to undo it.
    pub needs_another: bool,
    /// Where a transfer leads: whether within the county, and its name.
    pub destination: Option<(bool, String)>,
}

impl Followed {
    /// By groups.
    pub fn groups(&self) -> Vec<(&'static str, Vec<&OutcomeLine>)> {
        grouped(&self.lines)
    }
}

/// How a question is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// One of these.
    Choose(Vec<Choice>),
    /// In words or figures.
    Write,
}

/// A question of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its field.
    pub name: &'static str,
    /// How it is put.
    pub control: Control,
    /// Whether it may stay empty.
    pub is_optional: bool,
}

/// Which events there are, and what happened before.
#[derive(Template)]
#[template(path = "life/choose.html")]
pub struct ChoosePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose.
    pub form: &'a LifeForm,
}

/// The form of one event, and the page that lists what would follow.
#[derive(Template)]
#[template(path = "life/enter.html")]
pub struct EnterPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose.
    pub whose: &'a LifeForm,
    /// Which event.
    pub kind: LifeEventKind,
    /// What was typed.
    pub form: &'a Form,
    /// What would follow, once it is to be checked.
    pub followed: Option<&'a Followed>,
}

impl EnterPage<'_> {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn waits(&self) -> bool {
        self.kind.row().waits
    }

    fn asked(&self) -> Vec<Asked> {
        let asks = self.kind.row().asks.iter();
        asks.map(|(ask, need)| Asked {
            name: field_of(*ask),
            control: self.whose.choices.get(ask).map_or(Control::Write, |choices| Control::Choose(choices.clone())),
            is_optional: *need == Need::May,
        })
        .collect()
    }

    /// What was answered, as it is read back.
    fn answers(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for asked in self.asked() {
            let typed = self.form.value(asked.name);
            let chosen = match &asked.control {
                Control::Choose(choices) => choices.iter().find(|c| c.code == typed).map(|c| c.name.clone()),
                Control::Write => (!typed.is_empty()).then(|| typed.to_owned()),
            };
            let value = chosen.unwrap_or_else(|| self.frame.say("web-unknown"));
            facts.push(Fact { label: self.frame.field_name(asked.name), value });
        }
        facts
    }
}

/// `GET /people/{person}/events`
pub async fn choose(visit: Visit) -> Result<Response, PageError> {
    let form = asked(&visit).await?;
    page::draw(&ChoosePage { frame: &visit.frame, form: &form })
}

async fn asked(visit: &Visit) -> Result<LifeForm, PageError> {
    Ok(visit.office().life().life_form(visit.asker()?, visit.param("person")?).await?)
}

fn kind_of(whose: &LifeForm, code: &str) -> Result<LifeEventKind, PageError> {
    LifeEventKind::from_code(code).filter(|kind| whose.kinds.contains(kind)).ok_or(PageError::NotFound)
}

/// `GET /people/{person}/events/new?kind=…`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let whose = asked(&visit).await?;
    let Some(kind) = visit.filter("kind") else {
        return page::draw(&ChoosePage { frame: &visit.frame, form: &whose });
    };
    let kind = kind_of(&whose, &kind)?;
    draw(&visit, &whose, kind, &visit.fresh_form(), None)
}

/// `POST /people/{person}/events/new`: lists everything that would follow; nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let whose = asked(&visit).await?;
    let kind = kind_of(&whose, visit.typed().word("kind"))?;
    let wish = match read(&visit, &whose, kind) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &whose, kind, errors),
    };
    if visit.mends() {
        return draw(&visit, &whose, kind, &visit.form_again(Vec::new()), None);
    }
    match visit.office().life().foresee(visit.asker()?, wish).await {
        Ok(followed) => draw(&visit, &whose, kind, &visit.form_again(Vec::new()), Some(&followed)),
        Err(AskError::Refused(key)) => again(&visit, &whose, kind, vec![refused(key)]),
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/{person}/events/new/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let whose = asked(&visit).await?;
    let kind = kind_of(&whose, visit.typed().word("kind"))?;
    let wish = match read(&visit, &whose, kind) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &whose, kind, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().life().enter(visit.asker()?, operation, wish).await?;
        let said = if kind.row().waits { "web-done-life-letter" } else { "web-done-life" };
        Ok(Done { to: format!("/people/{}/events/{id}", whose.person), said })
    };
    visit.once(act).await
}

/// What the register does not take is said at the day: most often that is what is wrong.
pub(super) fn refused(key: &'static str) -> FieldError {
    let field = if key == "web-refused-life-same-place" { field_of(Ask::Destination) } else { "happened_on" };
    FieldError { field: field.to_owned(), key, value: String::new() }
}

fn read(visit: &Visit, whose: &LifeForm, kind: LifeEventKind) -> Result<LifeWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let on = fields.date("happened_on", Some(whose.today));
    let mut details = LifeEventDetails::default();
    let mut destination = None;
    let some = |text: String| (!text.is_empty()).then_some(text);
    for &(ask, need) in kind.row().asks {
        let name = field_of(ask);
        if need == Need::May && visit.typed().word(name).trim().is_empty() {
            continue;
        }
        let mut chosen = || {
            let choices = whose.choices.get(&ask).map(Vec::as_slice).unwrap_or_default();
            some(fields.choice(name, choices.iter().map(|choice| choice.code.as_str())).to_owned())
        };
        match ask {
            Ask::Severity | Ask::Work | Ask::Cause => details.choice = chosen(),
            Ask::Degree => details.degree = chosen(),
            Ask::Pension => details.draws_pension = chosen().map(|code| code == "yes"),
            Ask::Post => details.post_id = chosen().and_then(|id| id.parse().ok()),
            Ask::Hospital | Ask::Address | Ask::Receiving => details.place = some(fields.words(name, MOST_LETTERS)),
            Ask::Letter => details.letter = some(fields.words(name, MOST_LETTERS)),
            Ask::Destination => destination = some(fields.words(name, MOST_LETTERS)),
            Ask::Loss => details.loss_fen = fields.money(name).map(guanai_kernel::Money::fen),
            Ask::Years => {
                let years = fields.whole_number(name, 0, MOST_YEARS);
                details.years = years.and_then(|years| i64::try_from(years).ok());
            }
        }
    }
    details.words = some(fields.words_or_none("life_words", MOST_LETTERS));
    fields.finish(LifeWish { person: whose.person.clone(), kind, on: on.unwrap_or(whose.today), details, destination })
}

fn again(visit: &Visit, whose: &LifeForm, kind: LifeEventKind, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, whose, kind, &visit.form_again(errors), None))
}

fn draw(
    visit: &Visit,
    whose: &LifeForm,
    kind: LifeEventKind,
    form: &Form,
    followed: Option<&Followed>,
) -> Result<Response, PageError> {
    page::draw(&EnterPage { frame: &visit.frame, whose, kind, form, followed })
}
