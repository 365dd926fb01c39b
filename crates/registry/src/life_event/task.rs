//! What somebody has to do because of a life event: the system lists it, and a person says when it was done and what came of it.

use guanai_kernel::Date;
use guanai_kernel::ids::{LifeEventId, OrganizationId, PersonId};

use super::{Deed, LifeEvent, OutcomeKind};

/// The most letters of what came of a task.
pub const MOST_TASK_LETTERS: usize = 300;

/// One thing to do.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeEventTask {
    /// Because of which event.
    pub life_event_id: LifeEventId,
    /// Its place among what came of the event.
    pub task_no: u16,
    /// In whose life.
    pub person_id: PersonId,
    /// The organisation that answered for them on that day: its office sees to it.
    pub organization_id: Option<OrganizationId>,
    /// What.
    pub kind: OutcomeKind,
    /// When it was done, what came of it, and who said so; none while it waits.
    pub done: Option<TaskDone>,
}

guanai_kernel::debug_by_id!(LifeEventTask.life_event_id);

/// That a task was done.
#[derive(Clone, PartialEq, Eq)]
pub struct TaskDone {
    /// The day.
    pub on: Date,
    /// What came of it; sealed in the store.
    pub words: String,
    /// Who said so.
    pub by: Deed,
}

/// Why a task is not done by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    /// It was done already.
    #[error("this was done already: look at the event again")]
    Done,
    /// A day before the event, or one that has not come.
    #[error("{on} does not lie between {since} and today")]
    Day {
        /// The day that was said.
        on: Date,
        /// The day of the event.
        since: Date,
    },
    /// Nothing, or too much, was said about what came of it.
    #[error("say in at most {MOST_TASK_LETTERS} letters what came of it")]
    Words,
    /// Money that whoever entered the event settles alone.
    #[error("whoever entered the event does not settle money by themselves: somebody else must")]
    OwnHand,
}

impl LifeEventTask {
    /// The tasks of an event that was carried out, in the order of what came of it.
    pub fn of(event: &LifeEvent) -> Vec<Self> {
        let outcomes = event.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.kind.is_task());
        let tasks = outcomes.filter_map(|(at, outcome)| {
            Some(Self {
                life_event_id: event.life_event_id,
                task_no: u16::try_from(at).ok()?,
                person_id: event.person_id,
                organization_id: event.organization_id,
                kind: outcome.kind,
                done: None,
            })
        });
        tasks.collect()
    }

    /// Whether it is about money that was paid: two hands settle it.
    pub const fn is_of_money(&self) -> bool {
        matches!(self.kind, OutcomeKind::Recoup | OutcomeKind::RecoupDecision | OutcomeKind::Arrears)
    }

    /// The same, done. Checked in the order of [`TaskError`].
    pub fn finish(&self, event: &LifeEvent, done: TaskDone, today: Date) -> Result<Self, TaskError> {
        if self.done.is_some() {
            return Err(TaskError::Done);
        }
        if done.on < event.happened_on || done.on > today {
            return Err(TaskError::Day { on: done.on, since: event.happened_on });
        }
        let letters = done.words.trim().chars().count();
        if letters == 0 || letters > MOST_TASK_LETTERS {
            return Err(TaskError::Words);
        }
        if self.is_of_money() && event.entered.is_of(&done.by) {
            return Err(TaskError::OwnHand);
        }
        Ok(Self { done: Some(done), ..self.clone() })
    }
}
