//! What somebody has to do because of a life event: condolence, an allowance of the offices, money to be recovered, an account to
//! be closed. It waits with the office that answered for the person, until somebody says when it was done and what came of it.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::{LifeEventId, OperationId, OrganizationId, PersonId};
use guanai_registry::life_event::{LifeEvent, LifeEventState, LifeEventTask, TaskDone};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Stretch, Tx, audit, life_events, life_tasks};

use super::read::{PAGE_ROWS, reaches};
use super::{LifeEventError, deed};
use crate::actor::Act;
use crate::cx::Cx;
use crate::names;
use crate::needs::chain::may_not_decide;
use crate::operation::Operation;
use crate::people::sight::Sight;
use crate::scope::ScopeOf;

/// A line of the list of what waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeTaskLine {
    /// The task.
    pub task: LifeEventTask,
    /// The event that it came of.
    pub event: LifeEvent,
    /// The person's name.
    pub name: String,
    /// The organisation that answered for them.
    pub organization: Option<String>,
}

/// A page of what waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeTaskList {
    /// How many there are in all.
    pub total: u64,
    /// Those of the page.
    pub lines: Vec<LifeTaskLine>,
}

/// That a task was done.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct DoLifeTask {
    /// Of which event.
    pub life_event_id: LifeEventId,
    /// Its place among what came of the event.
    pub task_no: u16,
    /// The day.
    pub on: Date,
    /// What came of it.
    pub words: String,
}

guanai_kernel::debug_by_id!(DoLifeTask.life_event_id);

/// Keeps what is to be done because of an event that was carried out.
pub(super) async fn keep(tx: &mut Tx, event: &LifeEvent) -> Result<(), StoreError> {
    life_tasks::add_many(tx, &LifeEventTask::of(event)).await
}

/// Reads a page, counted from 1, of what waits to be done within the scope, the longest waiting first.
pub async fn list_life_tasks(cx: &mut Cx<'_>, page: u64) -> Result<LifeTaskList, LifeEventError> {
    cx.authorise(Act::ReadLifeEvents)?;
    let mut tx = cx.db.begin_read().await?;
    let list = list(cx, &mut tx, Stretch::of_page(page, PAGE_ROWS)).await;
    tx.rollback().await?;
    let list = list?;
    let subjects = list.lines.iter().map(|line| Subject::Person(line.event.person_id)).collect();
    cx.record_reading(Act::ReadLifeEvents, subjects).await?;
    Ok(list)
}

async fn list(cx: &Cx<'_>, tx: &mut Tx, stretch: Stretch) -> Result<LifeTaskList, LifeEventError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let total = life_tasks::count_waiting(tx, within.as_deref()).await?;
    let tasks = life_tasks::page_waiting(tx, within.as_deref(), stretch).await?;
    let sight = Sight::of(cx.actor.role);
    let whose: Vec<PersonId> = tasks.iter().map(|task| task.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &whose).await?;
    let places: Vec<OrganizationId> = tasks.iter().filter_map(|task| task.organization_id).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let events: Vec<LifeEventId> = tasks.iter().map(|task| task.life_event_id).collect();
    let events: BTreeMap<LifeEventId, LifeEvent> =
        life_events::list_by_ids(tx, &events).await?.into_iter().map(|event| (event.life_event_id, event)).collect();
    let lines = tasks.into_iter().filter_map(|task| {
        Some(LifeTaskLine {
            name: names.get(&task.person_id).map(|name| sight.name(name)).unwrap_or_default(),
            organization: task.organization_id.and_then(|id| places.get(&id).cloned()),
            event: events.get(&task.life_event_id)?.clone(),
            task,
        })
    });
    Ok(LifeTaskList { total, lines: lines.collect() })
}

/// Counts what waits to be done by the actor's office. Nobody is named, and no reading recorded.
pub async fn count_life_tasks(cx: &Cx<'_>) -> Result<u64, LifeEventError> {
    cx.authorise(Act::DoLifeTask)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let count = life_tasks::count_waiting(&mut tx, within.as_deref()).await?;
    tx.rollback().await?;
    Ok(count)
}

/// Says that a task was done, and what came of it.
pub async fn do_life_task(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DoLifeTask,
) -> Result<LifeEventId, LifeEventError> {
    cx.authorise(Act::DoLifeTask)?;
    let operation = &Operation::new(operation_id, Act::DoLifeTask, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::DoLifeTask, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let doing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let event = life_events::find(tx, wish.life_event_id).await?.ok_or(LifeEventError::NotFound)?;
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !reaches(tx, &scope, &event).await? || event.state != LifeEventState::Stands {
                return Err(LifeEventError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let tasks = life_tasks::list_of(tx, wish.life_event_id).await?;
            let before = tasks.into_iter().find(|task| task.task_no == wish.task_no).ok_or(LifeEventError::NotFound)?;
            if before.is_of_money() && may_not_decide(cx, tx, event.person_id).await? {
                return Err(LifeEventError::Recused);
            }
            let words = guanai_kernel::text::written(&wish.words);
            let done = TaskDone { on: wish.on, words, by: deed(cx) };
            let after = before.finish(&event, done, cx.now.day_in_china())?;
            life_tasks::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.life_event_id, cx.now).await?;
            let subjects = vec![Subject::Person(event.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.life_event_id)
        })
    });
    doing.await
}
