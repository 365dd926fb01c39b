//! Life events 人生大事: one form, whose second step lists everything that follows, and one reversal that undoes all of it.
//!
//! What follows is foreseen by carrying the event out in a transaction that is rolled back, so that what is told and what is done
//! are one and the same. The records that an event changes are drawn up by `touch`, from the table of
//! `guanai_registry::life_event`; what the standards and the clocks then say is held against what they said before by `compare`.

mod carry;
mod compare;
mod give_back;
mod lent;
pub mod read;
pub mod receive;
pub mod record;
pub mod tasks;
mod touch;
pub mod undo;

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{CodeRole, Date, FactRole, Recipient};
use guanai_registry::life_event::kinds::Stated;
use guanai_registry::life_event::{
    Ask, Cause, Deed, Hand, LifeEventDetails, LifeEventKind, LifeEventMoveError, LifeEventRow, Need, TaskError,
};
use guanai_scheme::Pack;
use guanai_store::StoreError;

pub use lent::ComesBack;
pub(crate) use lent::comes_back;
pub use read::{
    LifeEventFile, LifeEventForm, LifeEventList, PAGE_ROWS, count_letters, list_life_events, read_life_event,
    read_life_event_form,
};
pub use receive::{ReceiveTransfer, foresee_receipt, recall_transfer, receive_transfer};
pub use record::{Foreseen, foresee_life_event, record_life_event};
pub use tasks::{DoLifeTask, LifeTaskLine, LifeTaskList, count_life_tasks, do_life_task, list_life_tasks};
pub use undo::undo_life_event;

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::OperationError;
use crate::population::PopulationError;

/// Letters of what is written.
pub const MOST_LETTERS: usize = 300;

/// Gravely ill, as the form gives to choose: it is a fact of the pack.
const GRAVE: &str = "serious-illness";
/// How ill, as the form gives to choose; another illness is no fact.
pub const SEVERITIES: &[&str] = &[GRAVE, "other-illness"];

/// Something that happened in a life.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct EnterLifeEvent {
    /// In whose.
    pub person_id: PersonId,
    /// What.
    pub kind: LifeEventKind,
    /// The day; of a transfer, the day of the letter.
    pub on: Date,
    /// What the form said beside.
    pub details: LifeEventDetails,
    /// Where a transfer leads: an organisation of the county by its code or whole name, or any other outside.
    pub destination: Option<String>,
    /// How the records that change name the reason, in the reader's language.
    pub because: String,
}

guanai_kernel::debug_by_id!(EnterLifeEvent.person_id);

/// Why an event was not entered, received, recalled or undone. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum LifeEventError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A day that has not come.
    #[error("{0} lies in the future: enter it when it has happened")]
    Future(Date),
    /// The form leaves out what must be said.
    #[error("{0} must be said")]
    Unanswered(Ask),
    /// A code that the form does not give.
    #[error("{0} is none of what may be chosen")]
    NoSuchChoice(Ask),
    /// More words than are kept, or none where a reason is asked for.
    #[error("write a reason of at most {MOST_LETTERS} letters")]
    Words,
    /// Nobody, or no such event, within the scope.
    #[error("there is nobody, or no such event, with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is about oneself, or a relative, and money or a decision hangs on it.
    #[error(
        "nobody enters or undoes about themselves or a relative what money or a decision hangs on: somebody else must"
    )]
    Recused,
    /// The person has died.
    #[error("the person has died: undo that first, if it is not so")]
    Died,
    /// It is of membership, and the person is no member.
    #[error("{kind} happens to members alone, and the person belongs here as a {recipient}")]
    NotTheirs {
        /// What.
        kind: LifeEventKind,
        /// As what they belong.
        recipient: Recipient,
    },
    /// Before the person was born, or before they joined.
    #[error("this lies before {since}: look at the day again")]
    TooEarly {
        /// Born or joined.
        since: Date,
    },
    /// It is so already, or cannot be: floating who floats, recovering who is not in hardship.
    #[error("the register says that this is so already, or cannot be")]
    NotSo,
    /// A letter of theirs waits for its receipt.
    #[error("a letter of theirs waits for its receipt: enter the receipt, or recall the letter, first")]
    LetterOut,
    /// The transfer would lead to where they are.
    #[error("they belong there already")]
    SamePlace,
    /// The move is not lawful, or not theirs.
    #[error(transparent)]
    Move(#[from] LifeEventMoveError),
    /// Something was built on what the event changed.
    #[error("something was built on what this event changed: {}", .0.join(", "))]
    BuiltOn(Vec<&'static str>),
    /// A task is not done by this.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// The pack does not say for how long a recovery is watched over.
    #[error(
        "the standards give no number the role watch-months, or none that holds that day: it says for how long a recovery is watched over"
    )]
    NoWatch,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LifeEventError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Future(_) => "life-future",
            Self::Unanswered(_) => "life-unanswered",
            Self::NoSuchChoice(_) => "life-no-such-choice",
            Self::Words => "life-words",
            Self::NotFound => "life-not-found",
            Self::Operation(error) => error.code(),
            Self::NotTheirs { .. } => "life-not-theirs",
            Self::Recused => "life-recused",
            Self::Died => "life-died",
            Self::TooEarly { .. } => "life-too-early",
            Self::NotSo => "life-not-so",
            Self::LetterOut => "life-letter-out",
            Self::SamePlace => "life-same-place",
            Self::Move(LifeEventMoveError::Unlawful { .. }) => "life-move",
            Self::Move(LifeEventMoveError::OwnHand) => "life-own-hand",
            Self::BuiltOn(_) => "life-built-on",
            Self::Task(TaskError::Done) => "life-task-done",
            Self::Task(TaskError::Day { .. }) => "life-task-day",
            Self::Task(TaskError::Words) => "life-task-words",
            Self::Task(TaskError::OwnHand) => "life-task-own-hand",
            Self::NoWatch => "life-no-watch",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of entering an event: what follows from a recognition is an office's.
pub const fn act_of(hand: Hand) -> Act {
    match hand {
        Hand::Branch => Act::RecordLifeEvent,
        Hand::Office => Act::RecordRecognition,
    }
}

fn deed(cx: &Cx<'_>) -> Deed {
    Deed { by: cx.actor.name.clone(), person_id: cx.actor.person_id, at: cx.now }
}

/// Whether the pack knows what an event states of itself: one that it does not know is not offered.
pub fn is_known(pack: &Pack, row: &LifeEventRow) -> bool {
    row.causes.iter().all(|cause| match cause {
        Cause::States(role, Stated::Code(code)) => pack.fact_of(*role).is_some() && pack.code_of(*code).is_some(),
        Cause::States(role, _) => pack.fact_of(*role).is_some(),
        _ => true,
    })
}

/// The codes that a form gives to choose; none where the question is no choice.
pub fn choices(pack: &Pack, ask: Ask) -> Option<Vec<&str>> {
    let of = |role: FactRole| pack.codes_of(role).map(|value| &*value.code).collect::<Vec<&str>>();
    match ask {
        Ask::Severity => Some(SEVERITIES.to_vec()),
        Ask::Work => {
            let mut codes = of(FactRole::Occupation);
            let no_work = [CodeRole::WithoutWork, CodeRole::Retired].map(|role| pack.code_of(role));
            codes.retain(|code| !no_work.contains(&Some(*code)));
            Some(codes)
        }
        Ask::Cause => Some(of(FactRole::HardshipCause)),
        Ask::Degree => Some(of(FactRole::HardshipDegree)),
        _ => None,
    }
}

impl EnterLifeEvent {
    /// What the form must still say, and what it may not.
    fn refuse(&self, cx: &Cx<'_>) -> Result<(), LifeEventError> {
        if self.on > cx.now.day_in_china() {
            return Err(LifeEventError::Future(self.on));
        }
        for &(ask, need) in self.kind.row().asks {
            let (is_there, code) = self.answer(ask);
            if need == Need::Must && !is_there {
                return Err(LifeEventError::Unanswered(ask));
            }
            if let (Some(choices), Some(code)) = (choices(&cx.standards.pack, ask), code)
                && !choices.contains(&code)
            {
                return Err(LifeEventError::NoSuchChoice(ask));
            }
        }
        let amounts = [self.details.loss_fen, self.details.years];
        if amounts.into_iter().flatten().any(|amount| amount < 0) {
            return Err(LifeEventError::NoSuchChoice(if self.details.years.is_some() {
                Ask::Years
            } else {
                Ask::Loss
            }));
        }
        let texts = [&self.details.letter, &self.details.place, &self.details.words, &self.destination];
        let long = texts.into_iter().flatten().any(|text| text.chars().count() > MOST_LETTERS);
        if long || self.because.is_empty() || self.because.chars().count() > MOST_LETTERS {
            return Err(LifeEventError::Words);
        }
        Ok(())
    }

    /// Whether a question was answered, and by which code where it is a choice.
    fn answer(&self, ask: Ask) -> (bool, Option<&str>) {
        let details = &self.details;
        let text = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        match ask {
            Ask::Severity | Ask::Work | Ask::Cause => (details.choice.is_some(), details.choice.as_deref()),
            Ask::Degree => (details.degree.is_some(), details.degree.as_deref()),
            Ask::Hospital | Ask::Address | Ask::Receiving => (text(&details.place), None),
            Ask::Loss => (details.loss_fen.is_some(), None),
            Ask::Pension => (details.draws_pension.is_some(), None),
            Ask::Letter => (text(&details.letter), None),
            Ask::Destination => (text(&self.destination), None),
            Ask::Post => (details.post_id.is_some(), None),
            Ask::Years => (details.years.is_some(), None),
        }
    }
}

/// Where a transfer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An organisation of this county.
    Within(OrganizationId, String),
    /// One outside, in words.
    Outside(String),
}
