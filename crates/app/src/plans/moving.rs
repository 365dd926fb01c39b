//! Moving a plan on: begun once the person wishes it, its tasks done and looked after, finished with what came of it, or dropped.

use guanai_casework::{Confirmation, Ending, Outcome, Plan, PlanError, PlanMove, PlanStep, TaskDone};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, PlanId, PlanTaskId};
use guanai_kernel::text::squeeze;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, plans};

use super::content::MOST_LETTERS;
use super::file::reached;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};

/// A move that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishedPlanStep {
    /// Begin it.
    Begin {
        /// Whether it was talked over with the person, or who speaks for them, and they wish it.
        is_agreed: bool,
    },
    /// Record that a task was done.
    DoTask {
        /// Which.
        task_id: PlanTaskId,
        /// On which day.
        on: Date,
        /// What was done.
        words: Option<String>,
    },
    /// Let a task wait again.
    ReopenTask {
        /// Which.
        task_id: PlanTaskId,
        /// Why.
        words: String,
    },
    /// Look at it again.
    Review {
        /// When next.
        next_on: Date,
        /// How it goes.
        words: String,
    },
    /// Finish it.
    Finish {
        /// What came of it.
        outcome: Outcome,
        /// Who confirmed that, or why nobody did.
        confirmation: Confirmation,
        /// How the person put it, or why nobody was asked.
        words: String,
    },
    /// Drop it.
    Drop {
        /// Why.
        words: String,
    },
}

/// A plan to be moved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MovePlan {
    /// Which.
    pub plan_id: PlanId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// The move.
    pub step: WishedPlanStep,
}

guanai_kernel::debug_by_id!(MovePlan.plan_id);

/// Why a plan was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MovePlanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written where something must be, or too much.
    #[error("write down what was said or done, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// None there, or its person is outside the scope.
    #[error("there is no such plan")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this plan meanwhile: read it again, then decide")]
    Stale,
    /// It is the actor's own plan, or a relative's.
    #[error("nobody decides about their own plan or a relative's: somebody else must")]
    Recused,
    /// The table does not hold the move, or something stands against it.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MovePlanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "plan-words",
            Self::NotFound => "plan-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "plan-stale",
            Self::Recused => "plan-recused",
            Self::Plan(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: PlanMove) -> Act {
    match step {
        PlanMove::Amend => Act::DraftPersonPlan,
        PlanMove::Begin => Act::BeginPersonPlan,
        PlanMove::DoTask | PlanMove::ReopenTask | PlanMove::Review => Act::CarryPersonPlan,
        PlanMove::Finish | PlanMove::Drop => Act::EndPersonPlan,
    }
}

impl WishedPlanStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> PlanMove {
        match self {
            Self::Begin { .. } => PlanMove::Begin,
            Self::DoTask { .. } => PlanMove::DoTask,
            Self::ReopenTask { .. } => PlanMove::ReopenTask,
            Self::Review { .. } => PlanMove::Review,
            Self::Finish { .. } => PlanMove::Finish,
            Self::Drop { .. } => PlanMove::Drop,
        }
    }

    fn is_said(&self) -> bool {
        let within = |words: &str| words.chars().count() <= MOST_LETTERS;
        match self {
            Self::Begin { .. } => true,
            Self::DoTask { words, .. } => words.as_deref().is_none_or(within),
            Self::ReopenTask { words, .. }
            | Self::Review { words, .. }
            | Self::Finish { words, .. }
            | Self::Drop { words } => !squeeze(words).is_empty() && within(words),
        }
    }

    fn into_step(self, by: &str) -> PlanStep {
        match self {
            Self::Begin { is_agreed } => PlanStep::Begin { by: by.to_owned(), is_agreed },
            Self::DoTask { task_id, on, words } => PlanStep::DoTask(TaskDone { task_id, on, words, visit_id: None }),
            Self::ReopenTask { task_id, words } => PlanStep::ReopenTask { task_id, words: Some(words) },
            Self::Review { next_on, words } => PlanStep::Review { next_on, words },
            Self::Finish { outcome, confirmation, words } => {
                PlanStep::Finish { ending: Ending { outcome, confirmation }, words }
            }
            Self::Drop { words } => PlanStep::Drop { words },
        }
    }
}

/// Moves a plan on; its id. The record names it and its person.
pub async fn move_plan(cx: &mut Cx<'_>, operation_id: OperationId, wish: &MovePlan) -> Result<PlanId, MovePlanError> {
    let act = act_of(wish.step.kind());
    cx.authorise(act)?;
    if !wish.step.is_said() {
        return Err(MovePlanError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = reached(cx, tx, wish.plan_id).await?.ok_or(MovePlanError::NotFound)?;
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let after = moved(cx, tx, &before, wish).await?;
            let subjects = vec![Subject::Plan(wish.plan_id), Subject::Person(before.person_id)];
            plans::amend_many(tx, &[(before, after)], cx.now).await?;
            operation.keep(tx, &cx.actor, wish.plan_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.plan_id)
        })
    });
    moving.await
}

async fn moved(cx: &Cx<'_>, tx: &mut Tx, before: &Plan, wish: &MovePlan) -> Result<Plan, MovePlanError> {
    if plans::count_former(tx, wish.plan_id).await? != wish.state_no {
        return Err(MovePlanError::Stale);
    }
    if may_not_decide(cx, tx, before.person_id).await? {
        return Err(MovePlanError::Recused);
    }
    let step = wish.step.clone().into_step(&cx.actor.name);
    Ok(before.after(step, cx.now.day_in_china())?)
}
