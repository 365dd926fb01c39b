//! Saying something, taking it back, asking for a second look.

use guanai_casework::guarantee::HeardIn;
use guanai_casework::{Ask, AskMoveError, AskState, AskTopic};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{AskId, OperationId, PersonId};
use guanai_scheme::Answered;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, asks, audit};

use super::is_words;
use crate::actor::{Act, Actor, Denied, Domain};
use crate::cx::Cx;
use crate::guarantees::distress;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// The longest that somebody may write, in characters.
pub const LONGEST_WORDS: usize = 1_000;
/// As much as one person may have waiting at once.
const MOST_WAITING: usize = 20;

/// Something to be answered. The actor says it for themselves, or on behalf of the person whom the actor names.
#[derive(Clone, serde::Serialize)]
pub struct AskOffice {
    /// What it is about.
    pub topic: AskTopic,
    /// The measure whose answer it is about, as a code of the pack.
    pub measure: Option<String>,
    /// In the person's words.
    pub words: String,
    /// Whether it was read back to the person, where it is entered on their behalf.
    pub was_read_back: bool,
}

impl std::fmt::Debug for AskOffice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AskOffice({})", self.topic.code())
    }
}

/// A second look at an answer.
#[derive(Clone, serde::Serialize)]
pub struct AskReview {
    /// At which.
    pub ask_id: AskId,
    /// Why, in the person's words.
    pub words: String,
}

impl std::fmt::Debug for AskReview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AskReview({})", self.ask_id)
    }
}

/// Why nothing was said. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AskOfficeError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written, or too much.
    #[error("what is said has 1 to {LONGEST_WORDS} characters")]
    Words,
    /// The pack has no such measure.
    #[error("there is no such measure")]
    Measure,
    /// Entered for somebody and not read back.
    #[error("what is entered on somebody's behalf is read back to them")]
    NotReadBack,
    /// The form.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nobody there, nothing there, or outside the scope.
    #[error("there is no such person, or nothing that they said")]
    NotFound,
    /// So much waits already.
    #[error("so much of this person waits for an answer already")]
    TooMany,
    /// Where it stands, this cannot be done.
    #[error(transparent)]
    Moved(#[from] AskMoveError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AskOfficeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "ask-words",
            Self::Measure => "ask-measure",
            Self::NotReadBack => "not-read-back",
            Self::Operation(error) => error.code(),
            Self::NotFound => "ask-not-found",
            Self::TooMany => "ask-too-many",
            Self::Moved(_) => "ask-moved",
            Self::Store(error) => error.code(),
        }
    }
}

/// For whom the actor speaks: for themselves, or for who is within reach and does not sign in.
pub(crate) async fn spoken_for(tx: &mut Tx, actor: &Actor) -> Result<Option<PersonId>, StoreError> {
    if actor.role.domain() == Domain::Own {
        return Ok(actor.person_id.filter(|_| actor.on_behalf_of.is_none()));
    }
    let Some(person_id) = actor.on_behalf_of else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, actor).await?;
    let known = scope.holds_person(tx, person_id).await? && guanai_store::persons::find(tx, person_id).await?.is_some();
    Ok(known.then_some(person_id))
}

/// Within how many days a topic is answered.
const fn answered(topic: AskTopic) -> Answered {
    match topic {
        AskTopic::Help => Answered::Help,
        AskTopic::Correct => Answered::Correct,
        AskTopic::Object => Answered::Object,
        AskTopic::Refuse => Answered::Refuse,
    }
}

fn due_on(cx: &Cx<'_>, today: Date, what: Answered) -> Date {
    let days = i32::try_from(cx.standards.pack.answer_term(what).days).unwrap_or(i32::MAX);
    add_days(today, days).unwrap_or(Date::MAX)
}

/// Says something that is to be answered; its id. The record names the person.
pub async fn ask_office(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &AskOffice,
) -> Result<AskId, AskOfficeError> {
    cx.authorise(Act::AskOffice)?;
    if !is_words(&command.words) {
        return Err(AskOfficeError::Words);
    }
    let pack = &cx.standards.pack;
    if command.measure.as_ref().is_some_and(|measure| pack.measure_index(measure).is_none()) {
        return Err(AskOfficeError::Measure);
    }
    let is_on_behalf = cx.actor.role.domain() != Domain::Own;
    if is_on_behalf && !command.was_read_back {
        return Err(AskOfficeError::NotReadBack);
    }
    let operation = &Operation::new(operation_id, Act::AskOffice, &(command, cx.actor.on_behalf_of))?;
    let today = cx.now.day_in_china();
    let due_on = due_on(cx, today, answered(command.topic));
    let mut ids = cx.ids.clone();
    let ask_id = AskId::fresh(&mut ids);
    let heard = distress::heard(&cx.standards.pack, &mut ids, [Some(command.words.as_str())]);
    let record = &cx.audit_record(&mut ids, Act::AskOffice, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let (actor, now) = (&cx.actor, cx.now);
    let saying = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let person_id = spoken_for(tx, actor).await?.ok_or(AskOfficeError::NotFound)?;
            let waiting = asks::list_of(tx, person_id).await?.iter().filter(|ask| ask.state.waits()).count();
            if waiting >= MOST_WAITING {
                return Err(AskOfficeError::TooMany);
            }
            let ask = Ask {
                ask_id,
                person_id,
                topic: command.topic,
                measure: command.measure.clone(),
                words: command.words.trim().to_owned(),
                said_by: actor.name.clone(),
                is_on_behalf,
                asked_on: today,
                due_on,
                state: AskState::Waiting,
                reply: None,
                review: None,
                recorded_at: now,
            };
            asks::add(tx, &ask).await?;
            distress::heed(cx, tx, heard, person_id, HeardIn::Ask).await?;
            operation.keep(tx, actor, ask_id, now).await?;
            let subjects = vec![Subject::Person(person_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(ask_id)
        })
    });
    saying.await
}

/// Takes something back before it is answered.
pub async fn withdraw_ask(cx: &mut Cx<'_>, operation_id: OperationId, ask_id: AskId) -> Result<AskId, AskOfficeError> {
    cx.authorise(Act::AskOffice)?;
    let operation = Operation::new(operation_id, Act::AskOffice, &("withdraw", ask_id))?;
    move_on(cx, operation, ask_id, "", |ask| Ok(ask.withdrawn()?)).await
}

/// Asks for a second look at an answer.
pub async fn ask_review(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &AskReview,
) -> Result<AskId, AskOfficeError> {
    cx.authorise(Act::AskOffice)?;
    if !is_words(&command.words) {
        return Err(AskOfficeError::Words);
    }
    let operation = Operation::new(operation_id, Act::AskOffice, command)?;
    let today = cx.now.day_in_china();
    let due_on = due_on(cx, today, Answered::Review);
    let words = command.words.trim();
    move_on(cx, operation, command.ask_id, words, |ask| Ok(ask.for_review(words.to_owned(), today, due_on)?)).await
}

/// Moves something on that the actor said, or that was said by whom they speak for, with the words that they say now.
async fn move_on(
    cx: &mut Cx<'_>,
    operation: Operation,
    ask_id: AskId,
    words: &str,
    step: impl Fn(&Ask) -> Result<Ask, AskOfficeError> + Send + Sync,
) -> Result<AskId, AskOfficeError> {
    let mut ids = cx.ids.clone();
    let heard = distress::heard(&cx.standards.pack, &mut ids, [Some(words)]);
    let record = &cx.audit_record(&mut ids, Act::AskOffice, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let (actor, now, operation, step) = (&cx.actor, cx.now, &operation, &step);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let person_id = spoken_for(tx, actor).await?.ok_or(AskOfficeError::NotFound)?;
            let ask = asks::find(tx, ask_id).await?.filter(|ask| ask.person_id == person_id);
            let ask = ask.ok_or(AskOfficeError::NotFound)?;
            asks::amend(tx, &ask, &step(&ask)?, now).await?;
            distress::heed(cx, tx, heard, person_id, HeardIn::Ask).await?;
            operation.keep(tx, actor, ask_id, now).await?;
            let subjects = vec![Subject::Person(person_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(ask_id)
        })
    });
    moving.await
}
