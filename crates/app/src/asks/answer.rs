//! Answering what a member said, or handing it to the county.

use guanai_casework::{Ask, AskMoveError, AskState, Reply};
use guanai_kernel::ids::{AskId, OperationId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, accounts, asks, audit};

use super::rules::{answers, are_kin, find_seen, passes_up};
use super::{LONGEST_WORDS, is_words};
use crate::actor::{Act, Actor, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// An answer.
#[derive(Clone, serde::Serialize)]
pub struct AnswerAsk {
    /// To what.
    pub ask_id: AskId,
    /// Its words, which the member reads.
    pub words: String,
}

impl std::fmt::Debug for AnswerAsk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AnswerAsk({})", self.ask_id)
    }
}

/// Why nothing was answered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AnswerAskError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written, or too much.
    #[error("an answer has 1 to {LONGEST_WORDS} characters")]
    Words,
    /// The form.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nothing there, or outside the scope.
    #[error("there is nothing of this id to answer")]
    NotFound,
    /// It is another office's.
    #[error("where it stands, another office answers")]
    OtherOffice,
    /// The actor said it, or it is about the actor.
    #[error("nobody answers what they said themselves")]
    Own,
    /// The actor is kin of who said it.
    #[error("nobody answers what their kin said: hand it to a colleague")]
    Kin,
    /// The actor gave the first answer.
    #[error("a second look is by somebody who did not give the first answer")]
    SamePerson,
    /// Where it stands, this cannot be done.
    #[error(transparent)]
    Moved(#[from] AskMoveError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AnswerAskError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "answer-words",
            Self::Operation(error) => error.code(),
            Self::NotFound => "ask-not-found",
            Self::OtherOffice => "answer-other-office",
            Self::Own => "answer-own",
            Self::Kin => "answer-kin",
            Self::SamePerson => "answer-same-person",
            Self::Moved(_) => "ask-moved",
            Self::Store(error) => error.code(),
        }
    }
}

/// Answers what somebody said. The member reads it with the name of who answered.
pub async fn answer_ask(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &AnswerAsk,
) -> Result<AskId, AnswerAskError> {
    cx.authorise(Act::AnswerAsk)?;
    if !is_words(&command.words) {
        return Err(AnswerAskError::Words);
    }
    let operation = Operation::new(operation_id, Act::AnswerAsk, command)?;
    let reply = Reply {
        words: command.words.trim().to_owned(),
        by: cx.actor.name.clone(),
        role: cx.actor.role.code().to_owned(),
        on: cx.now.day_in_china(),
    };
    settle(cx, operation, command.ask_id, |ask| Ok(ask.answered(reply.clone())?)).await
}

/// Hands something to the county, which then owes the answer; the day by which it is due stays.
pub async fn pass_up_ask(cx: &mut Cx<'_>, operation_id: OperationId, ask_id: AskId) -> Result<AskId, AnswerAskError> {
    cx.authorise(Act::AnswerAsk)?;
    let operation = Operation::new(operation_id, Act::AnswerAsk, &("pass-up", ask_id))?;
    let role = cx.actor.role;
    settle(cx, operation, ask_id, |ask| {
        if passes_up(role, ask) { Ok(ask.passed_up()?) } else { Err(AnswerAskError::OtherOffice) }
    })
    .await
}

async fn settle(
    cx: &mut Cx<'_>,
    operation: Operation,
    ask_id: AskId,
    step: impl Fn(&Ask) -> Result<Ask, AnswerAskError> + Send + Sync,
) -> Result<AskId, AnswerAskError> {
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::AnswerAsk, Vec::new(), None);
    cx.ids = ids;
    let (actor, now, operation, step) = (&cx.actor, cx.now, &operation, &step);
    let settling = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let ask = find_seen(tx, actor, ask_id).await?.ok_or(AnswerAskError::NotFound)?;
            check(tx, actor, &ask).await?;
            asks::amend(tx, &ask, &step(&ask)?, now).await?;
            operation.keep(tx, actor, ask_id, now).await?;
            let subjects = vec![Subject::Person(ask.person_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(ask_id)
        })
    });
    settling.await
}

/// Whether the actor may settle it.
async fn check(tx: &mut Tx, actor: &Actor, ask: &Ask) -> Result<(), AnswerAskError> {
    if !answers(actor.role, ask) {
        return Err(AnswerAskError::OtherOffice);
    }
    if let Some(own) = actor.person_id {
        if own == ask.person_id {
            return Err(AnswerAskError::Own);
        }
        if are_kin(tx, own, ask.person_id).await? {
            return Err(AnswerAskError::Kin);
        }
    }
    if let (AskState::InReview, Some(first)) = (ask.state, &ask.reply) {
        let by = match first.by.parse() {
            Ok(account_id) => accounts::find(tx, account_id).await?.and_then(|account| account.person_id),
            Err(_) => None,
        };
        if first.by == actor.name || (by.is_some() && by == actor.person_id) {
            return Err(AnswerAskError::SamePerson);
        }
    }
    Ok(())
}
