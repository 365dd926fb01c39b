//! Drawing a plan up and changing it: read once more before it is kept, refused where somebody else changed it meanwhile, and
//! where it is about oneself or kin.

use guanai_casework::{Plan, PlanContent, PlanError, PlanState, PlanStep};
use guanai_kernel::Ids;
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, PlanId};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, memberships, needs, organizations, persons, plans};

use super::content::{MOST_LETTERS, MOST_TASKS, PlanWish, content_of, refuse};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::population::PopulationError;
use crate::scope::ScopeOf;

/// A plan to be changed.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct AmendPlan {
    /// Which.
    pub plan_id: PlanId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// What it is to say.
    pub wish: PlanWish,
}

guanai_kernel::debug_by_id!(AmendPlan.plan_id);

/// Why no plan was drawn up or changed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DraftPlanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Without an aim, or with more words than are kept.
    #[error("say what the plan is for, and why a rule is waived, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// Nobody leads.
    #[error("write down who leads")]
    NoLead,
    /// A task without words or without who does it, one that the plan does not have, or too many.
    #[error("a task says what is done and by whom; a plan has at most {MOST_TASKS} that wait")]
    Task,
    /// Days that are over.
    #[error("tasks are due, and the plan is looked at again, on days that have not passed")]
    Days,
    /// Nobody there, or no such plan or need, or outside the scope.
    #[error("there is nobody with this id, or no such plan")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this plan meanwhile: read it again, then decide")]
    Stale,
    /// They have died.
    #[error("the person has died")]
    Died,
    /// They belong to no organisation that could answer for it.
    #[error("the person belongs to no organisation at present")]
    NoOrganization,
    /// It is the actor's own plan, or a relative's.
    #[error("nobody decides about their own plan or a relative's: somebody else must")]
    Recused,
    /// There is one that has not ended.
    #[error("the person has a plan that has not ended: change that one")]
    Already(PlanId),
    /// The organisation is neither the person's own nor above it.
    #[error("the person's own organisation leads, or one above it")]
    OtherLead,
    /// A measure that the standards do not give the person today, or an offer that does not fit.
    #[error("a measure is one that the standards give the person today, or an offer that fits")]
    NotGiven,
    /// It is not a plan, or not to be changed any more.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DraftPlanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "plan-words",
            Self::NoLead => "plan-no-lead",
            Self::Task => "plan-task",
            Self::Days => "plan-days-past",
            Self::NotFound => "plan-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "plan-stale",
            Self::Died => "plan-person-died",
            Self::NoOrganization => "plan-no-organization",
            Self::Recused => "plan-recused",
            Self::Already(_) => "plan-already",
            Self::OtherLead => "plan-other-lead",
            Self::NotGiven => "plan-not-given",
            Self::Plan(error) => error.code(),
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// A plan as it would be kept, for whoever reads it once more.
#[derive(Debug, Clone)]
pub struct CheckedPlan {
    /// Whose.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// The organisation that would lead.
    pub lead_organization: String,
    /// What it would say.
    pub content: PlanContent,
}

/// Where a person belongs, and who it is, where a plan may be drawn up for them by the actor.
pub(super) async fn concerned(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
) -> Result<(String, OrganizationId), DraftPlanError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(DraftPlanError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(DraftPlanError::NotFound)?;
    if person.died_on.is_some() {
        return Err(DraftPlanError::Died);
    }
    let spell = memberships::list_current_of(tx, &[person_id]).await?.pop().ok_or(DraftPlanError::NoOrganization)?;
    if may_not_decide(cx, tx, person_id).await? {
        return Err(DraftPlanError::Recused);
    }
    Ok((Sight::of(cx.actor.role).name(&person.name), spell.organization_id))
}

/// The plan of somebody that has not ended.
pub(super) async fn standing(tx: &mut Tx, person_id: PersonId) -> Result<Option<Plan>, StoreError> {
    Ok(plans::list_of_many(tx, &[person_id]).await?.into_iter().find(|plan| !plan.state.is_ended()))
}

async fn content_for(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    wish: &PlanWish,
    before: Option<&Plan>,
) -> Result<CheckedPlan, DraftPlanError> {
    let (name, own) = concerned(cx, tx, wish.person_id).await?;
    let standing = standing(tx, wish.person_id).await?.filter(|found| Some(found.plan_id) != before.map(|b| b.plan_id));
    if let Some(standing) = standing {
        return Err(DraftPlanError::Already(standing.plan_id));
    }
    if let Some(need_id) = wish.need_id {
        let need = needs::find(tx, need_id).await?.filter(|need| need.person_id == wish.person_id);
        need.ok_or(DraftPlanError::NotFound)?;
    }
    let content = content_of(cx, tx, ids, wish, own, before).await?;
    let lead = organizations::find(tx, content.lead_organization_id).await?;
    let lead_organization = lead.map(|lead| lead.name).unwrap_or_default();
    Ok(CheckedPlan { person_id: wish.person_id, name, lead_organization, content })
}

/// What a plan would say, with everything that would be refused. It is a reading of the person, and nothing is kept.
pub async fn check_plan(
    cx: &mut Cx<'_>,
    wish: &PlanWish,
    amends: Option<(PlanId, u64)>,
) -> Result<CheckedPlan, DraftPlanError> {
    cx.authorise(Act::DraftPersonPlan)?;
    refuse(wish, cx.now.day_in_china())?;
    let mut tx = cx.db.begin_read().await?;
    let mut ids = cx.ids.clone();
    let checked = checked(cx, &mut tx, &mut ids, wish, amends).await;
    tx.rollback().await?;
    let checked = checked?;
    cx.record_reading(Act::ReadPerson, vec![Subject::Person(wish.person_id)]).await?;
    Ok(checked)
}

async fn checked(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    wish: &PlanWish,
    amends: Option<(PlanId, u64)>,
) -> Result<CheckedPlan, DraftPlanError> {
    let Some((plan_id, state_no)) = amends else {
        let checked = content_for(cx, tx, ids, wish, None).await?;
        checked.content.check()?;
        return Ok(checked);
    };
    let before = to_amend(tx, plan_id, state_no, wish).await?;
    let checked = content_for(cx, tx, ids, wish, Some(&before)).await?;
    let step = PlanStep::Amend { content: checked.content.clone(), by: cx.actor.name.clone() };
    let after = before.after(step, cx.now.day_in_china())?;
    Ok(CheckedPlan { content: after.content, ..checked })
}

/// The plan that is changed, as the actor saw it.
async fn to_amend(tx: &mut Tx, plan_id: PlanId, state_no: u64, wish: &PlanWish) -> Result<Plan, DraftPlanError> {
    let before = plans::find(tx, plan_id).await?.filter(|plan| plan.person_id == wish.person_id);
    let before = before.ok_or(DraftPlanError::NotFound)?;
    if plans::count_former(tx, plan_id).await? != state_no {
        return Err(DraftPlanError::Stale);
    }
    Ok(before)
}

/// Draws a plan up; its id. The record names it and its person.
pub async fn draft_plan(cx: &mut Cx<'_>, operation_id: OperationId, wish: &PlanWish) -> Result<PlanId, DraftPlanError> {
    cx.authorise(Act::DraftPersonPlan)?;
    refuse(wish, cx.now.day_in_china())?;
    let operation = &Operation::new(operation_id, Act::DraftPersonPlan, wish)?;
    let mut ids = cx.ids.clone();
    let plan_id = PlanId::fresh(&mut ids);
    let subjects = vec![Subject::Plan(plan_id), Subject::Person(wish.person_id)];
    let record = &cx.audit_record(&mut ids, Act::DraftPersonPlan, subjects, None);
    // Drawn before the transaction, so that running it again changes nothing.
    let own = &ids.split();
    cx.ids = ids;
    let cx = &*cx;
    let drafting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(drafted) = operation.earlier(tx, &cx.actor).await? {
                return within(cx, tx, wish.person_id, drafted).await;
            }
            let checked = content_for(cx, tx, &mut own.clone(), wish, None).await?;
            checked.content.check()?;
            let plan = Plan {
                plan_id,
                person_id: wish.person_id,
                need_id: wish.need_id,
                state: PlanState::Drafted,
                content: checked.content,
                drafted_by: cx.actor.name.clone(),
                begun_on: None,
                ended_on: None,
                ending: None,
                words: None,
                recorded_at: cx.now,
            };
            plans::add(tx, &plan).await?;
            operation.keep(tx, &cx.actor, plan_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(plan_id)
        })
    });
    drafting.await
}

/// An earlier reply, where its person is still within the scope.
async fn within(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId, reply: PlanId) -> Result<PlanId, DraftPlanError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if scope.holds_person(tx, person_id).await? { Ok(reply) } else { Err(DraftPlanError::NotFound) }
}

/// Changes a plan; its id. What was done stays. The record names it and its person.
pub async fn amend_plan(cx: &mut Cx<'_>, operation_id: OperationId, ask: &AmendPlan) -> Result<PlanId, DraftPlanError> {
    cx.authorise(Act::DraftPersonPlan)?;
    let wish = &ask.wish;
    refuse(wish, cx.now.day_in_china())?;
    let operation = &Operation::new(operation_id, Act::DraftPersonPlan, ask)?;
    let mut ids = cx.ids.clone();
    let subjects = vec![Subject::Plan(ask.plan_id), Subject::Person(wish.person_id)];
    let record: &AuditRecord = &cx.audit_record(&mut ids, Act::DraftPersonPlan, subjects, None);
    let own = &ids.split();
    cx.ids = ids;
    let cx = &*cx;
    let amending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(amended) = operation.earlier(tx, &cx.actor).await? {
                return within(cx, tx, wish.person_id, amended).await;
            }
            let before = to_amend(tx, ask.plan_id, ask.state_no, wish).await?;
            let checked = content_for(cx, tx, &mut own.clone(), wish, Some(&before)).await?;
            let step = PlanStep::Amend { content: checked.content, by: cx.actor.name.clone() };
            let after = before.after(step, cx.now.day_in_china())?;
            plans::amend_many(tx, &[(before, after)], cx.now).await?;
            operation.keep(tx, &cx.actor, ask.plan_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(ask.plan_id)
        })
    });
    amending.await
}
