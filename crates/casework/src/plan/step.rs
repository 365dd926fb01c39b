//! One step of a plan: what each move of the table must be told, what stands against it, and the plan after it.

use guanai_kernel::Date;
use guanai_kernel::ids::{PlanTaskId, VisitId};

use super::state::{PlanMove, PlanMoveError, PlanState};
use super::{Done, Plan, PlanContent, PlanTask};
use crate::progress::Ending;

/// A task that was done.
#[derive(Clone, PartialEq, Eq)]
pub struct TaskDone {
    /// Which.
    pub task_id: PlanTaskId,
    /// The day.
    pub on: Date,
    /// What was done, in words.
    pub words: Option<String>,
    /// The visit that did it.
    pub visit_id: Option<VisitId>,
}

/// A move with what it must be told.
#[derive(Clone, PartialEq, Eq)]
pub enum PlanStep {
    /// It says something else now.
    Amend {
        /// What; of the tasks, those that wait.
        content: PlanContent,
        /// Who writes it, as the audit names them.
        by: String,
    },
    /// It begins.
    Begin {
        /// Who begins it, as the audit names them.
        by: String,
        /// Whether it was talked over with the person, or with who speaks for them, and they wish it.
        is_agreed: bool,
    },
    /// A task was done.
    DoTask(TaskDone),
    /// A task that was recorded as done waits again.
    ReopenTask {
        /// Which.
        task_id: PlanTaskId,
        /// Why; none where the visit that did it was struck out.
        words: Option<String>,
    },
    /// It was looked at again.
    Review {
        /// When next.
        next_on: Date,
        /// How it goes.
        words: String,
    },
    /// It is finished.
    Finish {
        /// What came of it, and who confirmed that or why nobody did.
        ending: Ending,
        /// How the person put it, or why nobody was asked.
        words: String,
    },
    /// It is dropped.
    Drop {
        /// Why.
        words: String,
    },
}

/// Why a plan is not as it must be, or a step is not taken. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The table does not hold the move.
    #[error(transparent)]
    Move(#[from] PlanMoveError),
    /// No measure was chosen.
    #[error("a plan has at least one measure")]
    NoMeasure,
    /// Nobody has anything to do by a day: a monthly allowance is no plan.
    #[error("a plan has at least one task, with a day and with who does it")]
    NoTask,
    /// Cash alone.
    #[error(
        "a plan for somebody in hardship has at least one measure that is not material, or says why an emergency waives that"
    )]
    MaterialAlone,
    /// Nobody asked the person.
    #[error("a plan begins once it was talked over with the person and they wish it")]
    NotAgreed,
    /// Whoever wrote the waiver begins the plan.
    #[error("a plan whose emergency waives a rule is begun by somebody else than who wrote it")]
    SameHand,
    /// The days do not go together.
    #[error("the days of the plan do not go together")]
    Days,
    /// There is no such task, or it is not so.
    #[error("there is no such task")]
    NoSuchTask,
    /// A task waits.
    #[error("a plan is finished once its tasks are done; change it or drop it where some do not fit any more")]
    TasksWait,
}

impl PlanError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(_) => "plan-move-unlawful",
            Self::NoMeasure => "plan-no-measure",
            Self::NoTask => "plan-no-task",
            Self::MaterialAlone => "plan-material-alone",
            Self::NotAgreed => "plan-not-agreed",
            Self::SameHand => "plan-same-hand",
            Self::Days => "plan-days",
            Self::NoSuchTask => "plan-no-such-task",
            Self::TasksWait => "plan-tasks-wait",
        }
    }
}

impl PlanStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> PlanMove {
        match self {
            Self::Amend { .. } => PlanMove::Amend,
            Self::Begin { .. } => PlanMove::Begin,
            Self::DoTask(_) => PlanMove::DoTask,
            Self::ReopenTask { .. } => PlanMove::ReopenTask,
            Self::Review { .. } => PlanMove::Review,
            Self::Finish { .. } => PlanMove::Finish,
            Self::Drop { .. } => PlanMove::Drop,
        }
    }
}

impl Plan {
    /// Whether a move may be taken now by somebody, as the audit names them: it is in the table, and nothing that does not
    /// depend on a form stands against it.
    pub fn may(&self, step: PlanMove, by: &str) -> Result<PlanState, PlanError> {
        let state = self.state.after(step)?;
        let is_done = |task: &PlanTask| task.done.is_some();
        match step {
            PlanMove::Begin => {
                self.content.check()?;
                let is_waived = self.content.is_material_alone();
                if is_waived && self.drafted_by == by { Err(PlanError::SameHand) } else { Ok(state) }
            }
            PlanMove::DoTask if self.content.tasks.iter().all(is_done) => Err(PlanError::NoSuchTask),
            PlanMove::ReopenTask if !self.content.tasks.iter().any(is_done) => Err(PlanError::NoSuchTask),
            PlanMove::Finish if !self.content.tasks.iter().all(is_done) => Err(PlanError::TasksWait),
            _ => Ok(state),
        }
    }

    /// The plan after a step taken on a day.
    pub fn after(&self, step: PlanStep, today: Date) -> Result<Self, PlanError> {
        let by = match &step {
            PlanStep::Begin { by, .. } => by.as_str(),
            _ => "",
        };
        let mut plan = Self { state: self.may(step.kind(), by)?, words: None, ..self.clone() };
        match step {
            PlanStep::Amend { content, by } => {
                plan.content = self.content.amended(content);
                plan.content.check()?;
                plan.drafted_by = by;
            }
            PlanStep::Begin { is_agreed, .. } => {
                if !is_agreed {
                    return Err(PlanError::NotAgreed);
                }
                if plan.content.review_on <= today {
                    return Err(PlanError::Days);
                }
                plan.begun_on = Some(today);
            }
            PlanStep::DoTask(done) => {
                if plan.begun_on.is_none_or(|begun| done.on < begun) || done.on > today {
                    return Err(PlanError::Days);
                }
                let task = plan.task_mut(done.task_id, |task| task.done.is_none())?;
                task.done = Some(Done { on: done.on, words: done.words, visit_id: done.visit_id });
            }
            PlanStep::ReopenTask { task_id, words } => {
                plan.task_mut(task_id, |task| task.done.is_some())?.done = None;
                plan.words = words;
            }
            PlanStep::Review { next_on, words } => {
                if next_on <= today {
                    return Err(PlanError::Days);
                }
                plan.content.review_on = next_on;
                plan.words = Some(words);
            }
            PlanStep::Finish { ending, words } => {
                (plan.ended_on, plan.ending, plan.words) = (Some(today), Some(ending), Some(words));
            }
            PlanStep::Drop { words } => (plan.ended_on, plan.words) = (Some(today), Some(words)),
        }
        Ok(plan)
    }

    fn task_mut(
        &mut self,
        task_id: PlanTaskId,
        stands: impl Fn(&PlanTask) -> bool,
    ) -> Result<&mut PlanTask, PlanError> {
        let found = self.content.tasks.iter_mut().find(|task| task.task_id == task_id && stands(task));
        found.ok_or(PlanError::NoSuchTask)
    }
}

impl PlanContent {
    /// What a plan says after a change: what was done stays, whatever the change says of it.
    fn amended(&self, wish: Self) -> Self {
        let done: Vec<&PlanTask> = self.tasks.iter().filter(|task| task.done.is_some()).collect();
        let is_done = |task: &PlanTask| done.iter().any(|stays| stays.task_id == task.task_id);
        let mut tasks: Vec<PlanTask> = wish.tasks.into_iter().filter(|task| !is_done(task)).collect();
        tasks.extend(done.into_iter().cloned());
        tasks.sort_by_key(|task| (task.due_on, task.task_id));
        Self { tasks, ..wish }
    }
}
