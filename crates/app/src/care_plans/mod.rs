//! The year's care plan of an organisation 年度关爱计划 and its weight (R37): proposed by a branch or township, agreed by whoever is above,
//! its progress counted from the records of the year. What aims at the very same as last year's or a neighbour's is said to do so.

mod progress;
mod propose;

pub use progress::Progress;
pub use propose::{MoveCarePlan, ProposeCarePlan, move_care_plan, propose_care_plan};

use std::collections::BTreeMap;

use guanai_casework::care_plan::{CarePlan, CarePlanError, CarePlanMove, CarePlanState};
use guanai_kernel::Date;
use guanai_kernel::ids::{CarePlanId, OrganizationId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, care_plans};

use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::names;
use crate::operation::OperationError;
use crate::scope::ScopeOf;

/// Letters of a name or a reason.
pub const MOST_LETTERS: usize = 200;

/// Why a plan was not read, proposed or moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum CarePlansError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A year that is over, or too far ahead.
    #[error("a plan is made for this year or the next")]
    Year,
    /// Words are missing or too long.
    #[error("write who leads and, where it is returned, why: at most {MOST_LETTERS} letters each")]
    Words,
    /// No plan, or an unlawful move.
    #[error(transparent)]
    Plan(#[from] CarePlanError),
    /// No such organisation or plan within the scope.
    #[error("there is no such organisation or plan")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// One waits already.
    #[error("a plan of this organisation for this year waits to be agreed already")]
    Waiting,
    /// Whoever is not above the organisation does not decide on its plan.
    #[error("a plan is agreed by an office above the organisation, the county's own by its approver")]
    NotAbove,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CarePlansError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Year => "care-plan-year",
            Self::Words => "care-plan-words",
            Self::Plan(error) => error.code(),
            Self::NotFound => "care-plan-not-found",
            Self::Operation(error) => error.code(),
            Self::Waiting => "care-plan-waiting",
            Self::NotAbove => "care-plan-not-above",
            Self::Store(error) => error.code(),
        }
    }
}

/// A plan that aims at the very same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SamePlan {
    /// The organisation's own of the year before.
    LastYear,
    /// A neighbour's of the same year: its name, where the reader reaches it.
    Neighbour(Option<String>),
}

/// A plan as the actor may move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarePlanView {
    /// The plan.
    pub plan: CarePlan,
    /// Whose it is.
    pub organization: String,
    /// What was done of it.
    pub progress: Progress,
    /// How much of the year is over, in a hundred, rounded down.
    pub year_over_percent: u32,
    /// Plans that aim at the very same.
    pub same: Vec<SamePlan>,
    /// What this actor may do now.
    pub moves: Vec<CarePlanMove>,
}

/// An organisation of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCarePlan {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether there are organisations below it.
    pub has_below: bool,
    /// The plan that holds, or waits, or came last; none where there is none.
    pub plan: Option<CarePlan>,
    /// How far the plan is, in hundredths of its weight, where it was agreed.
    pub points: Option<u64>,
    /// Whether another one waits beside the plan that holds.
    pub waits: bool,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarePlansPage {
    /// The year.
    pub year: i16,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// Itself, then those right below it, by code.
    pub rows: Vec<ListedCarePlan>,
    /// Whether the actor may propose a plan.
    pub may_propose: bool,
}

/// Which list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CarePlansAsk {
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Which year; none is this one.
    pub year: Option<i16>,
}

/// Lists the plans of an organisation and those right below it. The record names it.
pub async fn list_care_plans(cx: &mut Cx<'_>, ask: CarePlansAsk) -> Result<CarePlansPage, CarePlansError> {
    cx.authorise(Act::ReadCarePlans)?;
    let mut tx = cx.db.begin_read().await?;
    let page = load(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let shown = page.path.last().map(|(id, _)| Subject::Organization(*id));
    cx.record_reading(Act::ReadCarePlans, shown.into_iter().collect()).await?;
    Ok(page)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, ask: CarePlansAsk) -> Result<CarePlansPage, CarePlansError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let top = ask.organization_id.or(tree.top).ok_or(CarePlansError::NotFound)?;
    let path = tree.path(top).ok_or(CarePlansError::NotFound)?;
    let year = ask.year.unwrap_or_else(|| cx.now.day_in_china().year());
    let of: Vec<OrganizationId> =
        std::iter::once(top).chain(tree.below.get(&top).into_iter().flatten().copied()).collect();
    let mut by_place: BTreeMap<OrganizationId, Vec<CarePlan>> = BTreeMap::new();
    for plan in care_plans::list_of_year(tx, Some(&of), year).await? {
        by_place.entry(plan.organization_id).or_default().push(plan);
    }
    let done = progress::Done::load(tx, year, cx.now.day_in_china()).await?;
    let rows = of.into_iter().map(|organization_id| {
        let plans = by_place.remove(&organization_id).unwrap_or_default();
        let waits = plans.iter().any(|plan| plan.state == CarePlanState::Proposed);
        let plan = standing(&plans).cloned();
        let agreed = plan.as_ref().filter(|plan| plan.state == CarePlanState::Agreed);
        let points = agreed.and_then(|plan| plan.content.points(&done.of(&tree.subtree(organization_id))));
        ListedCarePlan {
            organization_id,
            name: tree.name(organization_id),
            has_below: organization_id != top
                && tree.below.get(&organization_id).is_some_and(|below| !below.is_empty()),
            waits: waits && agreed.is_some(),
            points,
            plan,
        }
    });
    let rows = rows.collect();
    Ok(CarePlansPage { year, path, rows, may_propose: cx.authorise(Act::ProposeCarePlan).is_ok() })
}

/// Of the plans of one organisation and year, the one that holds; else the one that waits; else the latest.
fn standing(plans: &[CarePlan]) -> Option<&CarePlan> {
    let in_state = |state| plans.iter().find(|plan| plan.state == state);
    in_state(CarePlanState::Agreed).or_else(|| in_state(CarePlanState::Proposed)).or_else(|| plans.first())
}

/// Reads one plan with its progress. The record names the organisation.
pub async fn read_care_plan(cx: &mut Cx<'_>, care_plan_id: CarePlanId) -> Result<CarePlanView, CarePlansError> {
    cx.authorise(Act::ReadCarePlans)?;
    let mut tx = cx.db.begin_read().await?;
    let view = view(cx, &mut tx, care_plan_id).await;
    tx.rollback().await?;
    let view = view?;
    cx.record_reading(Act::ReadCarePlans, vec![Subject::Organization(view.plan.organization_id)]).await?;
    Ok(view)
}

async fn view(cx: &Cx<'_>, tx: &mut Tx, care_plan_id: CarePlanId) -> Result<CarePlanView, CarePlansError> {
    let mut plan = care_plans::find(tx, care_plan_id).await?.ok_or(CarePlansError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    if !tree.places.contains_key(&plan.organization_id) {
        return Err(CarePlansError::NotFound);
    }
    let today = cx.now.day_in_china();
    let done = progress::Done::load(tx, plan.year, today).await?.of(&tree.subtree(plan.organization_id));
    let same = same_plans(tx, &tree, &plan).await?;
    let may = |step: &CarePlanMove| {
        let is_lawful = plan.may(*step, &cx.actor.name).is_ok() && cx.authorise(act_of(*step)).is_ok();
        is_lawful && (*step == CarePlanMove::Withdraw || is_above(cx, &tree, plan.organization_id))
    };
    let moves = CarePlanMove::ALL.iter().copied().filter(may).collect();
    for hand in [Some(&mut plan.proposed), plan.decided.as_mut()].into_iter().flatten() {
        names::show_hand(tx, &mut hand.by).await?;
    }
    Ok(CarePlanView {
        organization: tree.name(plan.organization_id),
        progress: Progress::of(&plan.content, &done),
        year_over_percent: year_over_percent(plan.year, today),
        same,
        moves,
        plan,
    })
}

/// Plans that aim at the very same: the organisation's own of the year before, and those beside it under the same superior.
async fn same_plans(tx: &mut Tx, tree: &Tree, plan: &CarePlan) -> Result<Vec<SamePlan>, StoreError> {
    let counts = |other: &CarePlan| matches!(other.state, CarePlanState::Agreed | CarePlanState::Proposed);
    let is_copy = |other: &CarePlan| counts(other) && plan.content.is_copy_of(&other.content);
    let before = care_plans::list_of_year(tx, Some(&[plan.organization_id]), plan.year.saturating_sub(1)).await?;
    let mut same = Vec::new();
    if before.iter().any(is_copy) {
        same.push(SamePlan::LastYear);
    }
    let everywhere = guanai_store::clock_sources::list_places(tx).await?;
    let superior_of = |id: OrganizationId| everywhere.iter().find(|place| place.organization_id == id)?.superior_id;
    let superior = superior_of(plan.organization_id);
    let beside: Vec<OrganizationId> = everywhere
        .iter()
        .filter(|place| place.superior_id == superior && place.organization_id != plan.organization_id)
        .map(|place| place.organization_id)
        .collect();
    if superior.is_some() {
        for other in care_plans::list_of_year(tx, Some(&beside), plan.year).await?.iter().filter(|other| is_copy(other))
        {
            same.push(SamePlan::Neighbour(tree.places.get(&other.organization_id).map(|place| place.name.clone())));
        }
    }
    same.dedup();
    Ok(same)
}

const fn act_of(step: CarePlanMove) -> Act {
    match step {
        CarePlanMove::Withdraw => Act::ProposeCarePlan,
        CarePlanMove::Agree | CarePlanMove::Return => Act::AgreeCarePlan,
    }
}

/// Whether the actor's office is above an organisation; the county's own plan is its approver's.
fn is_above(cx: &Cx<'_>, tree: &Tree, organization_id: OrganizationId) -> bool {
    let Some(place) = tree.places.get(&organization_id) else { return false };
    match place.superior_id {
        None => cx.actor.role == Role::CountyApprover,
        Some(_) => cx.actor.scope != Some(organization_id),
    }
}

/// How much of a year is over on a day, in a hundred, rounded down.
fn year_over_percent(year: i16, today: Date) -> u32 {
    match today.year().cmp(&year) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Greater => 100,
        std::cmp::Ordering::Equal => {
            let days = u32::try_from(today.day_of_year()).unwrap_or(0);
            days.saturating_mul(100) / u32::try_from(today.days_in_year()).unwrap_or(366).max(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_over_by_its_days() {
        let over = |day: &str| year_over_percent(2026, day.parse().unwrap());
        assert_eq!(
            [over("2025-12-31"), over("2026-01-01"), over("2026-07-02"), over("2026-12-31"), over("2027-01-01")],
            [0, 0, 50, 100, 100]
        );
    }
}
