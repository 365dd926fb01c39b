//! Reading what people said: what waits for an office, one of them, everything of one person.

use std::collections::BTreeMap;

use guanai_casework::{Ask, AskState, Reply};
use guanai_kernel::Date;
use guanai_kernel::ids::{AskId, OrganizationId, PersonId};
use guanai_store::Stretch;
use guanai_store::asks::{self, Wanted};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx};

use super::rules::{answers, answers_in, find_seen, passes_up, topics_of};
use crate::accounts::SeenActor;
use crate::actor::{Act, Actor, Denied};
use crate::consents::{SeenConsent, seen_consents};
use crate::cx::Cx;
use crate::people::{Known, known};
use crate::scope::ScopeOf;

/// How many stand on a page.
pub const PAGE: u64 = 50;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskShelf {
    /// What waits for somebody in the actor's role.
    Waiting,
    /// Everything else that the role sees.
    Others,
}

/// Which are listed.
#[derive(Debug, Clone, Copy)]
pub struct ListAsks {
    /// Of which kind.
    pub shelf: AskShelf,
    /// Which page, from 1.
    pub page: u64,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListAsksError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Something that somebody said, in a list.
#[derive(Clone)]
pub struct ListedAsk {
    /// What was said.
    pub ask: Ask,
    /// Whose it is.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
    /// Whether an answer is overdue, or came late.
    pub is_late: bool,
}

impl std::fmt::Debug for ListedAsk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListedAsk({})", self.ask.ask_id)
    }
}

/// A page of them.
#[derive(Debug, Clone)]
pub struct AsksPage {
    /// The rows, whatever is due first in front.
    pub rows: Vec<ListedAsk>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Those of a shelf that an actor sees.
async fn wanted(tx: &mut Tx, actor: &Actor, shelf: AskShelf) -> Result<Wanted, StoreError> {
    let scope = ScopeOf::resolve(tx, actor).await?;
    let states = AskState::ALL.iter().copied().filter(|state| match shelf {
        AskShelf::Waiting => answers_in(actor.role).contains(state),
        AskShelf::Others => !answers_in(actor.role).contains(state),
    });
    let organizations = scope.organizations().map(|all| all.iter().copied().collect::<Vec<OrganizationId>>());
    Ok(Wanted { organizations, topics: topics_of(actor.role).to_vec(), states: states.collect() })
}

/// How much waits for an answer by the actor's office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingAsks {
    /// How many.
    pub count: u64,
    /// The day by which the first of them is to be answered.
    pub first_due_on: Option<Date>,
}

/// Counts what waits for an answer by the actor's office. It names nobody, and leaves no record.
pub async fn count_waiting_asks(cx: &Cx<'_>) -> Result<WaitingAsks, ListAsksError> {
    cx.authorise(Act::ListAsks)?;
    let mut tx = cx.db.begin_read().await?;
    let wanted = wanted(&mut tx, &cx.actor, AskShelf::Waiting).await?;
    let count = asks::count_wanted(&mut tx, &wanted).await?;
    let first = asks::list_wanted(&mut tx, &wanted, Stretch { skip: 0, take: 1 }).await?;
    tx.rollback().await?;
    Ok(WaitingAsks { count, first_due_on: first.first().map(Ask::due_now_on) })
}

/// Lists what people within reach said. The record names them.
pub async fn list_asks(cx: &mut Cx<'_>, ask: ListAsks) -> Result<AsksPage, ListAsksError> {
    cx.authorise(Act::ListAsks)?;
    let mut tx = cx.db.begin_read().await?;
    let wanted = wanted(&mut tx, &cx.actor, ask.shelf).await?;
    let total = asks::count_wanted(&mut tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = asks::list_wanted(&mut tx, &wanted, stretch).await?;
    let ids: Vec<PersonId> = found.iter().map(|ask| ask.person_id).collect();
    let people = known(&mut tx, &ids).await?;
    tx.rollback().await?;
    let today = cx.now.day_in_china();
    let rows = found.into_iter().map(|ask| listed(ask, &people, today)).collect();
    cx.record_reading(Act::ListAsks, ids.into_iter().map(Subject::Person).collect()).await?;
    Ok(AsksPage { rows, total, page })
}

fn listed(ask: Ask, people: &BTreeMap<PersonId, Known>, today: Date) -> ListedAsk {
    let whose = people.get(&ask.person_id);
    ListedAsk {
        name: whose.map(|known| known.name.clone()).unwrap_or_default(),
        organization: whose.and_then(|known| known.organization.clone()),
        is_late: ask.is_late_on(today),
        ask,
    }
}

/// An answer, with who gave it.
#[derive(Clone)]
pub struct SeenReply {
    /// The answer.
    pub reply: Reply,
    /// Who gave it.
    pub by: SeenActor,
}

/// Something that somebody said, with who answered.
#[derive(Clone)]
pub struct SeenAsk {
    /// What was said.
    pub ask: Ask,
    /// Who entered it.
    pub said_by: SeenActor,
    /// The answer.
    pub reply: Option<SeenReply>,
    /// The answer after a second look.
    pub review_reply: Option<SeenReply>,
    /// Whether an answer is overdue, or came late.
    pub is_late: bool,
}

impl std::fmt::Debug for SeenAsk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenAsk({})", self.ask.ask_id)
    }
}

/// These, with who entered and answered them.
pub(crate) async fn seen_of(tx: &mut Tx, asks: Vec<Ask>, today: Date) -> Result<Vec<SeenAsk>, StoreError> {
    let replies = |ask: &Ask| [ask.reply.clone(), ask.review.as_ref().and_then(|review| review.reply.clone())];
    let mut names: Vec<String> = asks.iter().map(|ask| ask.said_by.clone()).collect();
    names.extend(asks.iter().flat_map(replies).flatten().map(|reply| reply.by));
    let actors = SeenActor::of_many(tx, names.iter().map(String::as_str)).await?;
    let by = |name: &str| actors.get(name).cloned().unwrap_or_default();
    let seen = asks.into_iter().map(|ask| {
        let [reply, review_reply] = replies(&ask).map(|reply| {
            let reply = reply?;
            Some(SeenReply { by: by(&reply.by), reply })
        });
        SeenAsk { said_by: by(&ask.said_by), reply, review_reply, is_late: ask.is_late_on(today), ask }
    });
    Ok(seen.collect())
}

/// Why there is nothing to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadAskError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing there, or outside the scope: the two cannot be told apart.
    #[error("there is nothing of this id")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadAskError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "ask-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// One of them, as an office reads it.
#[derive(Debug, Clone)]
pub struct AskFile {
    /// What was said, and answered.
    pub seen: SeenAsk,
    /// Whose it is.
    pub whose: Known,
    /// Whether the actor may answer it now.
    pub may_answer: bool,
    /// Whether the actor may hand it to the county.
    pub may_pass_up: bool,
}

/// Reads one of them. The record names the person.
pub async fn read_ask(cx: &mut Cx<'_>, ask_id: AskId) -> Result<AskFile, ReadAskError> {
    cx.authorise(Act::ReadAsk)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, ask_id).await;
    tx.rollback().await?;
    let file = file?;
    cx.record_reading(Act::ReadAsk, vec![Subject::Person(file.whose.person_id)]).await?;
    Ok(file)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, ask_id: AskId) -> Result<AskFile, ReadAskError> {
    let ask = find_seen(tx, &cx.actor, ask_id).await?.ok_or(ReadAskError::NotFound)?;
    let whose = known(tx, &[ask.person_id]).await?.remove(&ask.person_id).ok_or(ReadAskError::NotFound)?;
    let (may_answer, may_pass_up) = (may(&cx.actor, &ask, answers), may(&cx.actor, &ask, passes_up));
    let seen = seen_of(tx, vec![ask], cx.now.day_in_china()).await?.pop().ok_or(ReadAskError::NotFound)?;
    Ok(AskFile { seen, whose, may_answer, may_pass_up })
}

fn may(actor: &Actor, ask: &Ask, rule: fn(crate::actor::Role, &Ask) -> bool) -> bool {
    rule(actor.role, ask) && actor.person_id != Some(ask.person_id)
}

/// What one person said and consented to.
#[derive(Debug, Clone)]
pub struct PersonVoice {
    /// Whose it is.
    pub whose: Known,
    /// What they said, newest first, as far as the role sees it.
    pub asks: Vec<SeenAsk>,
    /// Their consents, in the order of the pack.
    pub consents: Vec<SeenConsent>,
}

/// Reads what one person said and consented to, for who speaks on their behalf. The record names the person.
pub async fn read_voice(cx: &mut Cx<'_>, person_id: PersonId) -> Result<PersonVoice, ReadAskError> {
    cx.authorise(Act::ReadAsk)?;
    let mut tx = cx.db.begin_read().await?;
    let voice = load_voice(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let voice = voice?;
    cx.record_reading(Act::ReadAsk, vec![Subject::Person(person_id)]).await?;
    Ok(voice)
}

async fn load_voice(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<PersonVoice, ReadAskError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(ReadAskError::NotFound);
    }
    let whose = known(tx, &[person_id]).await?.remove(&person_id).ok_or(ReadAskError::NotFound)?;
    let topics = topics_of(cx.actor.role);
    let mut said = asks::list_of(tx, person_id).await?;
    said.retain(|ask| topics.contains(&ask.topic));
    let asks = seen_of(tx, said, cx.now.day_in_china()).await?;
    let consents = seen_consents(tx, &cx.standards.pack, person_id).await?;
    Ok(PersonVoice { whose, asks, consents })
}
