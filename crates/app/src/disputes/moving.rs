//! Moving a dispute on: who mediates, what was tried, what both are told, what each says to it, and how it ends.

use guanai_casework::{
    AnswerManner, Attempt, AttemptResult, Dispute, DisputeError, DisputeHand, DisputeMove, DisputeOutcome,
    DisputeReply, DisputeStep, DisputeTerm, SideSaid, SideStance,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{DisputeId, OperationId, PersonId};
use guanai_kernel::text::{fits, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, disputes};

use super::mediators::{MediatorBar, Mediators};
use super::raise::term_from;
use super::seat::{Close, Seats};
use super::stance::{DisputeStance, reached};
use super::{MOST_LETTERS, MOST_NAME};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// A move that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishedDisputeStep {
    /// Somebody mediates.
    Assign {
        /// Who.
        mediator_id: PersonId,
    },
    /// The organisation above sees to it.
    PassUp {
        /// Why.
        words: String,
    },
    /// Both were brought together, or it was tried.
    Attempt {
        /// The day.
        on: Date,
        /// What came of it.
        result: AttemptResult,
        /// What was said and done.
        words: String,
    },
    /// Both are told.
    Reply {
        /// What came of it.
        outcome: DisputeOutcome,
        /// To who raised it.
        to_first: String,
        /// To the other side.
        to_second: String,
        /// The day.
        on: Date,
    },
    /// A side says something to it.
    Answer {
        /// Which side; a side that signs in speaks for itself, whatever stands here.
        is_first: bool,
        /// What they say.
        stance: SideStance,
        /// How they said it; who signs in says it online.
        manner: Option<AnswerManner>,
        /// Why.
        words: Option<String>,
        /// The day.
        on: Date,
    },
    /// It is tried again.
    Resume {
        /// Why.
        words: String,
    },
    /// It is over with an agreement.
    Close {
        /// What is to be kept of it.
        words: Option<String>,
    },
    /// It is passed on.
    ReferOn {
        /// To whom.
        to: String,
        /// What both are told of it.
        words: String,
    },
    /// It is taken back.
    Withdraw {
        /// Why.
        words: String,
    },
}

/// A dispute to be moved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveDispute {
    /// Which.
    pub dispute_id: DisputeId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// The move.
    pub step: WishedDisputeStep,
}

guanai_kernel::debug_by_id!(MoveDispute.dispute_id);

/// Why a dispute was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveDisputeError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written where something must be, or too much.
    #[error("write it down in 1 to {MOST_LETTERS} letters, and to whom it is passed on in 1 to {MOST_NAME}")]
    Words,
    /// None there, or not the actor's to read.
    #[error("there is no such dispute")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this dispute meanwhile: read it again, then decide")]
    Stale,
    /// It is somebody else's to do.
    #[error("this is for another to do: who sees to it, who mediates, or a side")]
    NotYours,
    /// The standards state no term.
    #[error("the standards state no term within which both sides are told: it cannot be tried again")]
    NoTerm,
    /// Who is named may not mediate.
    #[error("who is named may not mediate ({0}): name somebody else")]
    Barred(MediatorBar),
    /// There is no organisation above that could see to it.
    #[error("there is nobody above who could see to it")]
    NobodyAbove,
    /// The table does not hold the move, or something is missing.
    #[error(transparent)]
    Dispute(#[from] DisputeError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveDisputeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "dispute-words",
            Self::NotFound => "dispute-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "dispute-stale",
            Self::NotYours => "dispute-not-yours",
            Self::NoTerm => "dispute-no-term",
            Self::Barred(_) => "dispute-barred",
            Self::NobodyAbove => "dispute-nobody-above",
            Self::Dispute(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: DisputeMove) -> Act {
    match step {
        DisputeMove::Assign | DisputeMove::PassUp | DisputeMove::Close | DisputeMove::ReferOn => Act::SettleDispute,
        DisputeMove::Attempt | DisputeMove::Reply | DisputeMove::Resume => Act::MediateDispute,
        DisputeMove::Answer | DisputeMove::Withdraw => Act::AnswerDispute,
    }
}

impl WishedDisputeStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> DisputeMove {
        match self {
            Self::Assign { .. } => DisputeMove::Assign,
            Self::PassUp { .. } => DisputeMove::PassUp,
            Self::Attempt { .. } => DisputeMove::Attempt,
            Self::Reply { .. } => DisputeMove::Reply,
            Self::Answer { .. } => DisputeMove::Answer,
            Self::Resume { .. } => DisputeMove::Resume,
            Self::Close { .. } => DisputeMove::Close,
            Self::ReferOn { .. } => DisputeMove::ReferOn,
            Self::Withdraw { .. } => DisputeMove::Withdraw,
        }
    }

    fn is_said(&self) -> bool {
        let fits_well = |words: &str| fits(&written(words), MOST_LETTERS);
        let within =
            |words: &Option<String>| words.as_deref().is_none_or(|words| words.chars().count() <= MOST_LETTERS);
        match self {
            Self::Assign { .. } => true,
            Self::PassUp { words }
            | Self::Attempt { words, .. }
            | Self::Resume { words }
            | Self::Withdraw { words } => fits_well(words),
            Self::Reply { to_first, to_second, .. } => fits_well(to_first) && fits_well(to_second),
            Self::Answer { words, .. } | Self::Close { words } => within(words),
            Self::ReferOn { to, words } => fits_well(words) && fits(&written(to), MOST_NAME),
        }
    }
}

/// Moves a dispute on; its id. The record names the sides that are in the register.
pub async fn move_dispute(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveDispute,
) -> Result<DisputeId, MoveDisputeError> {
    let act = act_of(wish.step.kind());
    cx.authorise(act)?;
    if !wish.step.is_said() {
        return Err(MoveDisputeError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            // Whoever hands it up reads it no more; the same form sent again is answered as before.
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let seats = Seats::load(tx, cx.now.day_in_china()).await?;
            let found = reached(cx, tx, &seats, wish.dispute_id).await?;
            let (before, stance) = found.ok_or(MoveDisputeError::NotFound)?;
            if disputes::count_former(tx, wish.dispute_id).await? != wish.state_no {
                return Err(MoveDisputeError::Stale);
            }
            let step = step_of(cx, tx, &seats, (&before, stance), wish).await?;
            let after = before.after(step, cx.now.day_in_china())?;
            disputes::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.dispute_id, cx.now).await?;
            let subjects = before.people().map(Subject::Person).collect();
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.dispute_id)
        })
    });
    moving.await
}

/// The step as it is kept, where it is the actor's to take.
async fn step_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    seats: &Seats,
    (before, stance): (&Dispute, DisputeStance),
    wish: &MoveDispute,
) -> Result<DisputeStep, MoveDisputeError> {
    let kind = wish.step.kind();
    before.state.after(kind).map_err(DisputeError::from)?;
    if !stance.moves(cx, before).contains(&kind) {
        return Err(MoveDisputeError::NotYours);
    }
    let by = || cx.actor.name.clone();
    let kept = |words: &Option<String>| words.as_deref().map(written).filter(|words| !words.is_empty());
    Ok(match &wish.step {
        WishedDisputeStep::Assign { mediator_id } => {
            if let Some(bar) = Mediators::of(cx, tx, seats, before).await?.bar(*mediator_id) {
                return Err(MoveDisputeError::Barred(bar));
            }
            DisputeStep::Assign { mediator_id: *mediator_id }
        }
        WishedDisputeStep::PassUp { words } => {
            let close = Close::to_sides_of(cx, tx, before).await?;
            let above = seats.next_above(before.organization_id, |person_id| close.holds(person_id));
            DisputeStep::PassUp { organization_id: above.ok_or(MoveDisputeError::NobodyAbove)?, words: written(words) }
        }
        WishedDisputeStep::Attempt { on, result, words } => {
            DisputeStep::Attempt(Attempt { on: *on, result: *result, words: written(words), by: by() })
        }
        WishedDisputeStep::Reply { outcome, to_first, to_second, on } => DisputeStep::Reply(DisputeReply {
            outcome: *outcome,
            to_first: written(to_first),
            to_second: written(to_second),
            on: *on,
            by: by(),
        }),
        WishedDisputeStep::Answer { is_first, stance: said, manner, words, on } => {
            let of_side = match stance.part {
                Some(DisputeHand::First) => Some(true),
                Some(DisputeHand::Second) => Some(false),
                _ => None,
            };
            // A side that signs in says what it thinks, and today; that nobody heard it, nobody can say of themselves.
            let (manner, on) = match of_side {
                Some(_) if *said == SideStance::NotHeard => return Err(DisputeError::SideWords.into()),
                Some(_) => (Some(AnswerManner::Online), cx.now.day_in_china()),
                None if *manner == Some(AnswerManner::Online) => return Err(DisputeError::SideWords.into()),
                None => (manner.filter(|_| *said != SideStance::NotHeard), *on),
            };
            let said = SideSaid { stance: *said, manner, words: kept(words), on };
            DisputeStep::Answer { is_first: of_side.unwrap_or(*is_first), said }
        }
        WishedDisputeStep::Resume { words } => {
            let days = cx.standards.pack.dispute_days().ok_or(MoveDisputeError::NoTerm)?;
            let (due_on, near_on) = term_from(days, cx.now.day_in_china());
            DisputeStep::Resume { term: DisputeTerm { due_on, near_on }, words: written(words) }
        }
        WishedDisputeStep::Close { words } => DisputeStep::Close { words: kept(words) },
        WishedDisputeStep::ReferOn { to, words } => DisputeStep::ReferOn { to: written(to), words: written(words) },
        WishedDisputeStep::Withdraw { words } => DisputeStep::Withdraw { words: written(words) },
    })
}
