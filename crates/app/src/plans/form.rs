//! What the form of a plan offers: the measures that hold today and the offers that fit, who may lead, and what the household
//! was given this year, at the moment of choosing.

use guanai_casework::{Plan, PlanMeasure, PlanMove};
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId, PlanId};
use guanai_store::audit::Subject;
use guanai_store::{Tx, needs, plans};

use super::choose::{PlanChoice, choosable, in_hardship, open_needs};
use super::content::leads;
use super::draft::{DraftPlanError, concerned, standing};
use super::file::SeenMeasure;
use super::grants::{HouseholdGrants, grants_of};
use crate::actor::Act;
use crate::cx::Cx;
use crate::needs::{ListedNeed, listed};
use crate::people::Sight;

/// What a form for a plan needs.
#[derive(Debug, Clone)]
pub struct PlanForm {
    /// Whose.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// The organisations that may lead: the person's own first, then those above it.
    pub leads: Vec<(OrganizationId, String)>,
    /// Whether the person is recognised as in hardship: then one measure is not material.
    pub in_hardship: bool,
    /// What may be chosen, with its amount where the role is told.
    pub offered: Vec<SeenMeasure>,
    /// The person's needs that have not ended.
    pub needs: Vec<ListedNeed>,
    /// The need from which it is drawn up.
    pub need_id: Option<NeedId>,
    /// What the household was given this year.
    pub grants: HouseholdGrants,
    /// The plan that is changed, and of which of its states this is.
    pub plan: Option<(Plan, u64)>,
}

/// Opens the form for a new plan, from a need or without one; refused where the plan itself would be. It is a reading of the
/// person.
pub async fn open_plan_form(
    cx: &mut Cx<'_>,
    person_id: PersonId,
    need_id: Option<NeedId>,
) -> Result<PlanForm, DraftPlanError> {
    cx.authorise(Act::DraftPersonPlan)?;
    let mut tx = cx.db.begin_read().await?;
    let form = new_form(cx, &mut tx, person_id, need_id).await;
    tx.rollback().await?;
    noted(cx, form?).await
}

/// Opens the form that changes a plan; refused where the change itself would be. It is a reading of the person.
pub async fn open_change_form(cx: &mut Cx<'_>, plan_id: PlanId) -> Result<PlanForm, DraftPlanError> {
    cx.authorise(Act::DraftPersonPlan)?;
    let mut tx = cx.db.begin_read().await?;
    let form = change_form(cx, &mut tx, plan_id).await;
    tx.rollback().await?;
    noted(cx, form?).await
}

async fn noted(cx: &mut Cx<'_>, form: PlanForm) -> Result<PlanForm, DraftPlanError> {
    let people = form.grants.people.iter().map(|(person_id, _)| Subject::Person(*person_id));
    let plan = form.plan.as_ref().map(|(plan, _)| Subject::Plan(plan.plan_id));
    let subjects = people.chain(plan).collect();
    cx.record_reading(Act::ReadGrants, subjects).await?;
    Ok(form)
}

async fn new_form(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
    need_id: Option<NeedId>,
) -> Result<PlanForm, DraftPlanError> {
    let (name, own) = concerned(cx, tx, person_id).await?;
    if let Some(standing) = standing(tx, person_id).await? {
        return Err(DraftPlanError::Already(standing.plan_id));
    }
    let need_id = match need_id {
        Some(need_id) => needs::find(tx, need_id).await?.filter(|need| need.person_id == person_id),
        None => None,
    };
    let need_id = need_id.map(|need| need.need_id);
    form_of(cx, tx, (person_id, name, own), need_id, None).await
}

async fn change_form(cx: &Cx<'_>, tx: &mut Tx, plan_id: PlanId) -> Result<PlanForm, DraftPlanError> {
    let plan = plans::find(tx, plan_id).await?.ok_or(DraftPlanError::NotFound)?;
    let (name, own) = concerned(cx, tx, plan.person_id).await?;
    plan.may(PlanMove::Amend, &cx.actor.name)?;
    let state_no = plans::count_former(tx, plan_id).await?;
    let (person_id, need_id) = (plan.person_id, plan.need_id);
    form_of(cx, tx, (person_id, name, own), need_id, Some((plan, state_no))).await
}

async fn form_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    (person_id, name, own): (PersonId, String, OrganizationId),
    need_id: Option<NeedId>,
    plan: Option<(Plan, u64)>,
) -> Result<PlanForm, DraftPlanError> {
    let sight = Sight::of(cx.actor.role);
    let mut offered: Vec<PlanMeasure> = choosable(cx, tx, person_id).await?;
    let had = plan.iter().flat_map(|(plan, _)| &plan.content.measures);
    for measure in had {
        if offered.iter().all(|seen| PlanChoice::of(seen) != PlanChoice::of(measure)) {
            offered.push(measure.clone());
        }
    }
    let open = open_needs(tx, person_id).await?;
    Ok(PlanForm {
        person_id,
        name,
        leads: leads(tx, own).await?,
        in_hardship: in_hardship(cx, tx, person_id).await?,
        offered: offered.into_iter().map(|measure| SeenMeasure::of(cx, measure)).collect(),
        needs: listed(tx, sight, &open).await?,
        need_id,
        grants: grants_of(cx, tx, person_id, None).await?,
        plan,
    })
}
