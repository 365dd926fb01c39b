//! A plan for one person 一人一策: which organisation answers for it and who leads, which measures, who does what by when, when
//! it is looked at again, and what came of it.
//!
//! A plan is never cash alone: for somebody in hardship at least one measure is not material (R21), unless an emergency waives
//! that, with a reason that a second pair of eyes has read. A monthly allowance is no plan either: somebody has something to do
//! by a day. Standing in a plan approves nothing: money goes its own way, by an application.

mod state;
mod step;

pub use state::{PLAN_MOVES, PlanMove, PlanMoveError, PlanState};
pub use step::{PlanError, PlanStep, TaskDone};

use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PersonId, PlanId, PlanTaskId, VisitId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment, Money};

use crate::progress::Ending;

words! {
    /// Whether a measure gives goods or money, or something else.
    Substance {
        /// 物质
        Material = "material",
        /// 政治、智力、友情、思想、精神
        Other = "other",
    }
}

words! {
    /// Whether a task marks a stretch of the way.
    TaskKind {
        /// 任务
        Task = "task",
        /// 节点
        Milestone = "milestone",
    }
}

/// A measure of a plan, as it was chosen; sealed in the store, since an amount may tell of a bill.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlanMeasure {
    /// A measure of the pack, or the category of the need that the offer answers.
    pub code: String,
    /// The offer by which it is done; none where the standards give it.
    pub offer_id: Option<OfferId>,
    /// Who offers, by name.
    pub provider: Option<String>,
    /// Whether it is material.
    pub substance: Substance,
    /// What the standards proposed that day, where it is money.
    pub proposed: Option<Money>,
    /// The facts of which the reasons told, by their names in the pack: who does not see them is not told the amount.
    pub facts: Vec<String>,
}

/// Something that somebody does by a day.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlanTask {
    /// Its id.
    pub task_id: PlanTaskId,
    /// Task or milestone.
    pub kind: TaskKind,
    /// What; sealed in the store, since it may tell of the need.
    pub words: String,
    /// Who does it, by name or post.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
    /// That it was done; sealed in the store.
    pub done: Option<Done>,
}

/// That a task was done.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Done {
    /// The day.
    pub on: Date,
    /// What was done, in words.
    pub words: Option<String>,
    /// The visit that did it.
    pub visit_id: Option<VisitId>,
}

/// What a plan says, as whoever draws it up or changes it says it.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanContent {
    /// The organisation that leads and answers for it.
    pub lead_organization_id: OrganizationId,
    /// Who leads, by name.
    pub lead_name: String,
    /// What it is for, in words; sealed in the store.
    pub aim: String,
    /// Whether the person is recognised as in hardship.
    pub in_hardship: bool,
    /// Why an emergency waives that one measure is not material; sealed in the store.
    pub waiver: Option<String>,
    /// Its measures, in the order of the pack, those of offers after them.
    pub measures: Vec<PlanMeasure>,
    /// Its tasks, in the order of their days.
    pub tasks: Vec<PlanTask>,
    /// The day on which it is looked at again.
    pub review_on: Date,
}

/// A plan for one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub plan_id: PlanId,
    /// Whose.
    pub person_id: PersonId,
    /// The need from which it was drawn up, if it was from one.
    pub need_id: Option<NeedId>,
    /// Where it stands.
    pub state: PlanState,
    /// What it says.
    pub content: PlanContent,
    /// Who wrote what it says now, as the audit names them.
    pub drafted_by: String,
    /// The day on which it began.
    pub begun_on: Option<Date>,
    /// The day on which it ended.
    pub ended_on: Option<Date>,
    /// What came of it, and who confirmed that.
    pub ending: Option<Ending>,
    /// What whoever took the last step wrote about it; sealed in the store.
    pub words: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Plan.plan_id, PlanTask.task_id);

impl std::fmt::Debug for PlanMeasure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlanMeasure({})", self.code)
    }
}

impl std::fmt::Debug for PlanContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlanContent({} measures, {} tasks)", self.measures.len(), self.tasks.len())
    }
}

impl PlanContent {
    /// Whether it is a plan: something is done by somebody by a day, and it is not cash alone.
    pub fn check(&self) -> Result<(), PlanError> {
        if self.measures.is_empty() {
            return Err(PlanError::NoMeasure);
        }
        if self.tasks.is_empty() {
            return Err(PlanError::NoTask);
        }
        if self.is_material_alone() && self.waiver.is_none() {
            return Err(PlanError::MaterialAlone);
        }
        Ok(())
    }

    /// Whether somebody in hardship would be given money or goods alone.
    pub fn is_material_alone(&self) -> bool {
        self.in_hardship && self.measures.iter().all(|measure| measure.substance == Substance::Material)
    }

    /// The tasks that wait.
    pub fn waiting(&self) -> impl Iterator<Item = &PlanTask> {
        self.tasks.iter().filter(|task| task.done.is_none())
    }

    /// The day of the first task that waits.
    pub fn next_due_on(&self) -> Option<Date> {
        self.waiting().map(|task| task.due_on).min()
    }
}

#[cfg(test)]
mod tests;
