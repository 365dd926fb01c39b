//! Proposing a year's plan, and agreeing to it, returning it or taking it back.

use guanai_casework::care_plan::{CarePlan, CarePlanContent, CarePlanMove, CarePlanState};
use guanai_kernel::ids::{CarePlanId, OperationId, OrganizationId};
use guanai_kernel::text::{fits, reason, written};
use guanai_store::audit::Subject;
use guanai_store::{Tx, audit, care_plans};

use super::{CarePlansError, MOST_LETTERS, act_of, is_above};
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// A plan to be proposed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProposeCarePlan {
    /// Whose.
    pub organization_id: OrganizationId,
    /// The year.
    pub year: i16,
    /// What it says.
    pub content: CarePlanContent,
}

/// A plan to be moved on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveCarePlan {
    /// Which.
    pub care_plan_id: CarePlanId,
    /// The move.
    pub step: CarePlanMove,
    /// Why, where it is returned.
    pub why: Option<String>,
}

/// Proposes a plan; its id. Nothing is agreed before somebody above agrees.
pub async fn propose_care_plan(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &ProposeCarePlan,
) -> Result<CarePlanId, CarePlansError> {
    cx.authorise(Act::ProposeCarePlan)?;
    let this = cx.now.day_in_china().year();
    if !(this..=this.saturating_add(1)).contains(&wish.year) {
        return Err(CarePlansError::Year);
    }
    let zero_why = wish.content.zero_why.as_deref().map(written).filter(|why| !why.is_empty());
    let content = CarePlanContent { lead: written(&wish.content.lead), zero_why, ..wish.content.clone() };
    if !fits(&content.lead, MOST_LETTERS) || content.zero_why.as_ref().is_some_and(|why| !fits(why, MOST_LETTERS)) {
        return Err(CarePlansError::Words);
    }
    content.check()?;
    let operation = &Operation::new(operation_id, Act::ProposeCarePlan, wish)?;
    let mut ids = cx.ids.clone();
    let plan = &CarePlan {
        care_plan_id: CarePlanId::fresh(&mut ids),
        organization_id: wish.organization_id,
        year: wish.year,
        content,
        state: CarePlanState::Proposed,
        proposed: cx.hand(),
        decided: None,
        words: None,
    };
    let subjects = vec![Subject::Organization(wish.organization_id)];
    let record = &cx.audit_record(&mut ids, Act::ProposeCarePlan, subjects, None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let proposing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if !ScopeOf::resolve(tx, actor).await?.holds_organization(plan.organization_id) {
                return Err(CarePlansError::NotFound);
            }
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            let of_year = care_plans::list_of_year(tx, Some(&[plan.organization_id]), plan.year).await?;
            if of_year.iter().any(|other| other.state == CarePlanState::Proposed) {
                return Err(CarePlansError::Waiting);
            }
            care_plans::add(tx, plan).await?;
            operation.keep(tx, actor, plan.care_plan_id, now).await?;
            audit::append(tx, record).await?;
            Ok(plan.care_plan_id)
        })
    });
    proposing.await
}

/// Agrees to a plan, returns it or takes it back. What is agreed to supersedes what was agreed for the year before.
pub async fn move_care_plan(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveCarePlan,
) -> Result<CarePlanId, CarePlansError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let why = reason(wish.why.as_deref(), wish.step == CarePlanMove::Return, MOST_LETTERS)
        .map_err(|_| CarePlansError::Words)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (cx, why) = (&*cx, &why);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = care_plans::find(tx, wish.care_plan_id).await?.ok_or(CarePlansError::NotFound)?;
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let tree = Tree::within(tx, &scope).await?;
            if !tree.places.contains_key(&before.organization_id) {
                return Err(CarePlansError::NotFound);
            }
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let hand = cx.hand();
            let after = before.after(wish.step, hand, why.clone())?;
            if wish.step != CarePlanMove::Withdraw && !is_above(cx, &tree, before.organization_id) {
                return Err(CarePlansError::NotAbove);
            }
            if after.state == CarePlanState::Agreed {
                let of_year = care_plans::list_of_year(tx, Some(&[before.organization_id]), before.year).await?;
                for earlier in of_year.iter().filter(|other| other.state == CarePlanState::Agreed) {
                    care_plans::amend(tx, earlier, &earlier.superseded(), cx.now).await?;
                }
            }
            care_plans::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.care_plan_id, cx.now).await?;
            let subjects = vec![Subject::Organization(before.organization_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.care_plan_id)
        })
    });
    moving.await
}
