//! Tasks that wait in a household, so that one visit serves several: shown where a visit is recorded, done by it in its own
//! transaction, and waiting again where its record is struck out.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Plan, PlanError, PlanState, PlanStep, PlanTask, TaskDone, TaskKind, Visit};
use guanai_kernel::Date;
use guanai_kernel::ids::{PersonId, PlanId, PlanTaskId, VisitId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, persons, plans};

use crate::cx::Cx;
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// A task that waits for somebody of a household.
#[derive(Clone, PartialEq, Eq)]
pub struct HouseholdTask {
    /// Of which plan.
    pub plan_id: PlanId,
    /// Which.
    pub task_id: PlanTaskId,
    /// Whose plan.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Task or milestone.
    pub kind: TaskKind,
    /// What; none where the reader may not read words.
    pub words: Option<String>,
    /// Who does it.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
    /// Whether its day is over.
    pub is_late: bool,
}

guanai_kernel::debug_by_id!(HouseholdTask.task_id);

/// Whose tasks are shown, to whom.
struct Facing {
    sight: Sight,
    names: BTreeMap<PersonId, String>,
}

impl Facing {
    async fn of(cx: &Cx<'_>, tx: &mut Tx, ids: &[PersonId]) -> Result<Self, StoreError> {
        let found = persons::list_by_ids(tx, ids).await?;
        let names = found.into_iter().map(|person| (person.person_id, person.name)).collect();
        Ok(Self { sight: Sight::of(cx.actor.role), names })
    }

    fn task(&self, plan: &Plan, task: &PlanTask, is_late: bool) -> HouseholdTask {
        HouseholdTask {
            plan_id: plan.plan_id,
            task_id: task.task_id,
            person_id: plan.person_id,
            name: self.names.get(&plan.person_id).map(|name| self.sight.name(name)).unwrap_or_default(),
            kind: task.kind,
            words: Some(task.words.clone()).filter(|_| self.sight.words == Words::Shown),
            responsible: task.responsible.clone(),
            due_on: task.due_on,
            is_late,
        }
    }
}

async fn running(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<Vec<Plan>, StoreError> {
    let ids = ScopeOf::resolve(tx, &cx.actor).await?.household(tx, person_id).await?;
    let mut found = plans::list_of_many(tx, &ids).await?;
    found.retain(|plan| plan.state == PlanState::Running);
    Ok(found)
}

/// The tasks that wait in somebody's household, within the actor's scope, by day.
pub(crate) async fn waiting_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
) -> Result<Vec<HouseholdTask>, StoreError> {
    let today = cx.now.day_in_china();
    let found = running(cx, tx, person_id).await?;
    let ids: Vec<PersonId> = found.iter().map(|plan| plan.person_id).collect();
    let facing = Facing::of(cx, tx, &ids).await?;
    let mut tasks = Vec::new();
    for plan in &found {
        tasks.extend(plan.content.waiting().map(|task| facing.task(plan, task, task.due_on < today)));
    }
    tasks.sort_by_key(|task| (task.due_on, task.task_id));
    Ok(tasks)
}

/// Why a visit does not do a task.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TickError {
    /// It waits for nobody of the household.
    #[error("no such task waits in this household")]
    NoSuchTask,
    /// It cannot be done on that day.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does tasks of a household by a visit, in its transaction; the plans and persons that it touched.
pub(crate) async fn do_by_visit(
    cx: &Cx<'_>,
    tx: &mut Tx,
    visit: &Visit,
    tasks: &BTreeSet<PlanTaskId>,
) -> Result<Vec<Subject>, TickError> {
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    let mut left = tasks.clone();
    for before in running(cx, tx, visit.person_id).await? {
        let mut after = before.clone();
        for task in before.content.waiting().filter(|task| tasks.contains(&task.task_id)) {
            let (task_id, on) = (task.task_id, visit.made_on);
            let done = TaskDone { task_id, on, words: None, visit_id: Some(visit.visit_id) };
            after = after.after(PlanStep::DoTask(done), cx.now.day_in_china())?;
            left.remove(&task_id);
        }
        if after != before {
            changes.push((before, after));
        }
    }
    if !left.is_empty() {
        return Err(TickError::NoSuchTask);
    }
    plans::amend_many(tx, &changes, cx.now).await?;
    let touched = |plan: &Plan| [Subject::Plan(plan.plan_id), Subject::Person(plan.person_id)];
    Ok(changes.iter().flat_map(|(_, after)| touched(after)).collect())
}

/// The tasks that a visit did, of whoever's plan in the household: whose, and what.
pub(crate) async fn done_by(cx: &Cx<'_>, tx: &mut Tx, visit: &Visit) -> Result<Vec<HouseholdTask>, StoreError> {
    let ids = ScopeOf::resolve(tx, &cx.actor).await?.household(tx, visit.person_id).await?;
    let facing = Facing::of(cx, tx, &ids).await?;
    let mut tasks = Vec::new();
    for plan in plans::list_of_many(tx, &ids).await? {
        for task in &plan.content.tasks {
            if task.done.as_ref().is_some_and(|done| done.visit_id == Some(visit.visit_id)) {
                tasks.push(facing.task(&plan, task, false));
            }
        }
    }
    tasks.sort_by_key(|task| (task.due_on, task.task_id));
    Ok(tasks)
}

/// Lets the tasks wait again that a visit did whose record is struck out; a plan that has ended stays as it was.
pub(crate) async fn reopen_of(cx: &Cx<'_>, tx: &mut Tx, visit: &Visit) -> Result<(), StoreError> {
    again(cx, tx, visit, None).await
}

/// Lets the record that corrects another have done what that one did.
pub(crate) async fn hand_on(cx: &Cx<'_>, tx: &mut Tx, wrong: &Visit, right: (VisitId, Date)) -> Result<(), StoreError> {
    again(cx, tx, wrong, Some(right)).await
}

async fn again(cx: &Cx<'_>, tx: &mut Tx, wrong: &Visit, right: Option<(VisitId, Date)>) -> Result<(), StoreError> {
    let today = cx.now.day_in_china();
    let mut changes = Vec::new();
    for before in running(cx, tx, wrong.person_id).await? {
        let mut after = before.clone();
        for task in &before.content.tasks {
            let was = task.done.as_ref().is_some_and(|done| done.visit_id == Some(wrong.visit_id));
            if !was {
                continue;
            }
            let reopened = PlanStep::ReopenTask { task_id: task.task_id, words: None };
            let Ok(open) = after.after(reopened, today) else { continue };
            let done = right.map(|(visit_id, on)| TaskDone {
                task_id: task.task_id,
                on,
                words: task.done.as_ref().and_then(|done| done.words.clone()),
                visit_id: Some(visit_id),
            });
            // A corrected day on which the plan had not begun did not do it.
            after = done.and_then(|done| open.after(PlanStep::DoTask(done), today).ok()).unwrap_or(open);
        }
        if after != before {
            changes.push((before, after));
        }
    }
    plans::amend_many(tx, &changes, cx.now).await
}
