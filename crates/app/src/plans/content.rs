//! What a plan is wished to say, as it was typed, and the content that it becomes.

use std::collections::BTreeSet;

use guanai_casework::{Plan, PlanContent, PlanMeasure, PlanTask, TaskKind};
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId, PlanTaskId};
use guanai_kernel::text::written;
use guanai_kernel::{Date, Ids};
use guanai_store::Tx;

use super::choose::{PlanChoice, choosable, in_hardship};
use super::draft::DraftPlanError;
use crate::applications::superiors;
use crate::cx::Cx;

/// Letters of words about a plan.
pub(super) const MOST_LETTERS: usize = 1_000;
/// Letters of a name.
const MOST_LETTERS_OF_NAME: usize = 60;
/// Tasks that wait at one time.
pub(super) const MOST_TASKS: usize = 12;

/// A task as it was typed.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct WishedTask {
    /// The task that it was, where the plan has it already.
    pub task_id: Option<PlanTaskId>,
    /// Task or milestone.
    pub kind: TaskKind,
    /// What.
    pub words: String,
    /// Who.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
}

/// What a plan is wished to say.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct PlanWish {
    /// Whose.
    pub person_id: PersonId,
    /// The need from which it is drawn up.
    pub need_id: Option<NeedId>,
    /// The organisation that leads and answers for it: the person's own or one above it.
    pub lead_organization_id: OrganizationId,
    /// Who leads, by name.
    pub lead_name: String,
    /// What it is for.
    pub aim: String,
    /// Why an emergency waives that one measure is not material.
    pub waiver: Option<String>,
    /// The measures.
    pub measures: BTreeSet<PlanChoice>,
    /// The tasks that wait.
    pub tasks: Vec<WishedTask>,
    /// The day on which it is looked at again.
    pub review_on: Date,
}

guanai_kernel::debug_by_id!(PlanWish.person_id);

/// What is wrong with a wish, whoever's it is.
pub(super) fn refuse(wish: &PlanWish, today: Date) -> Result<(), DraftPlanError> {
    let named = |name: &str| (1..=MOST_LETTERS_OF_NAME).contains(&written(name).chars().count());
    let said = |words: &str| !written(words).is_empty() && words.chars().count() <= MOST_LETTERS;
    if !said(&wish.aim) || wish.waiver.as_deref().is_some_and(|words| !said(words)) {
        return Err(DraftPlanError::Words);
    }
    if !named(&wish.lead_name) {
        return Err(DraftPlanError::NoLead);
    }
    if wish.tasks.len() > MOST_TASKS || wish.tasks.iter().any(|task| !said(&task.words) || !named(&task.responsible)) {
        return Err(DraftPlanError::Task);
    }
    // A task that the plan has already may be past its day: late stays late.
    if wish.review_on <= today || wish.tasks.iter().any(|task| task.task_id.is_none() && task.due_on < today) {
        return Err(DraftPlanError::Days);
    }
    Ok(())
}

/// The organisations that may lead: the person's own and those above it, the own first.
pub(super) async fn leads(
    tx: &mut Tx,
    own: OrganizationId,
) -> Result<Vec<(OrganizationId, String)>, guanai_store::StoreError> {
    let path = superiors(tx, own).await?;
    Ok(path.into_iter().map(|organization| (organization.organization_id, organization.name)).collect())
}

/// The content that a wish becomes, where it may: every measure is one that holds today, or that the plan had already.
pub(super) async fn content_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    wish: &PlanWish,
    own: OrganizationId,
    before: Option<&Plan>,
) -> Result<PlanContent, DraftPlanError> {
    if leads(tx, own).await?.iter().all(|(id, _)| *id != wish.lead_organization_id) {
        return Err(DraftPlanError::OtherLead);
    }
    let had = before.map(|plan| plan.content.measures.clone()).unwrap_or_default();
    let measures = chosen(wish, choosable(cx, tx, wish.person_id).await?, had)?;
    let known = |id: PlanTaskId| before.is_some_and(|plan| plan.content.tasks.iter().any(|task| task.task_id == id));
    let mut tasks = Vec::with_capacity(wish.tasks.len());
    for task in &wish.tasks {
        let task_id = match task.task_id {
            Some(id) if !known(id) => return Err(DraftPlanError::Task),
            Some(id) => id,
            None => PlanTaskId::fresh(ids),
        };
        tasks.push(PlanTask {
            task_id,
            kind: task.kind,
            words: written(&task.words),
            responsible: written(&task.responsible),
            due_on: task.due_on,
            done: None,
        });
    }
    tasks.sort_by_key(|task| (task.due_on, task.task_id));
    let content = PlanContent {
        lead_organization_id: wish.lead_organization_id,
        lead_name: written(&wish.lead_name),
        aim: written(&wish.aim),
        in_hardship: in_hardship(cx, tx, wish.person_id).await?,
        waiver: None,
        measures,
        tasks,
        review_on: wish.review_on,
    };
    // A waiver that nothing calls for is not kept.
    let waiver = wish.waiver.as_deref().map(written).filter(|_| content.is_material_alone());
    Ok(PlanContent { waiver, ..content })
}

fn chosen(wish: &PlanWish, found: Vec<PlanMeasure>, had: Vec<PlanMeasure>) -> Result<Vec<PlanMeasure>, DraftPlanError> {
    let mut measures: Vec<PlanMeasure> = Vec::new();
    for measure in found.into_iter().chain(had) {
        let choice = PlanChoice::of(&measure);
        let is_new = measures.iter().all(|seen| PlanChoice::of(seen) != choice);
        if is_new && wish.measures.contains(&choice) {
            measures.push(measure);
        }
    }
    if measures.len() == wish.measures.len() { Ok(measures) } else { Err(DraftPlanError::NotGiven) }
}
