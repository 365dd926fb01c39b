//! Plans as a list: those within the actor's scope, whatever is due first in front.

use std::collections::BTreeMap;

use guanai_casework::{Plan, PlanState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId, PlanId};
use guanai_store::audit::Subject;
use guanai_store::plans::{self, PlansWanted};
use guanai_store::{StoreError, Stretch, Tx, memberships};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 50;

/// Which plans.
#[derive(Debug, Clone, Default)]
pub struct ListPlans {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// That stand there; none is those that have not ended.
    pub state: Option<PlanState>,
    /// Those alone of which something is due today or was before.
    pub is_due: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedPlan {
    /// Its id.
    pub plan_id: PlanId,
    /// Whose.
    pub person_id: PersonId,
    /// Their name, masked for who may not read it.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
    /// The organisation that leads.
    pub lead_organization: String,
    /// Who leads.
    pub lead_name: String,
    /// Where it stands.
    pub state: PlanState,
    /// How many tasks it has.
    pub tasks: usize,
    /// How many are done.
    pub done: usize,
    /// The day of the first task that waits.
    pub next_due_on: Option<Date>,
    /// The day on which it is looked at again.
    pub review_on: Date,
    /// Whether a task is past its day, or the look at it.
    pub is_late: bool,
}

guanai_kernel::debug_by_id!(ListedPlan.plan_id);

/// A page.
#[derive(Debug, Clone)]
pub struct PlansPage {
    /// The rows.
    pub rows: Vec<ListedPlan>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListPlansError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListPlansError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListPlansError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists plans within the actor's scope. The record names whoever is shown.
pub async fn list_plans(cx: &mut Cx<'_>, ask: &ListPlans) -> Result<PlansPage, ListPlansError> {
    cx.authorise(Act::ListPlans)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let subjects = page.rows.iter().map(|row| Subject::Person(row.person_id)).collect();
    cx.record_reading(Act::ListPlans, subjects).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListPlans) -> Result<PlansPage, ListPlansError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let wanted = PlansWanted {
        organizations: scope.narrowed(tx, ask.organization_id).await?,
        states: ask.state.map_or_else(|| PlanState::OPEN.to_vec(), |state| vec![state]),
        due_by: ask.is_due.then(|| cx.now.day_in_china()),
    };
    let total = plans::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = plans::list_wanted(tx, &wanted, stretch).await?;
    Ok(PlansPage { rows: listed(cx, tx, &found).await?, total, page })
}

/// Somebody's plans, the newest first. The record names the person.
pub async fn list_plans_of(cx: &mut Cx<'_>, person_id: PersonId) -> Result<Vec<ListedPlan>, ListPlansError> {
    cx.authorise(Act::ListPlans)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    if !scope.holds_person(&mut tx, person_id).await? {
        return Err(ListPlansError::NotFound);
    }
    let found = plans::list_of_many(&mut tx, &[person_id]).await?;
    let rows = listed(cx, &mut tx, &found).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ListPlans, vec![Subject::Person(person_id)]).await?;
    Ok(rows)
}

/// Plans as rows, in their order, each with whose it is and where they belong now.
pub(crate) async fn listed(cx: &Cx<'_>, tx: &mut Tx, found: &[Plan]) -> Result<Vec<ListedPlan>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let ids: Vec<PersonId> = found.iter().map(|plan| plan.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let belongs: BTreeMap<PersonId, OrganizationId> = memberships::list_current_of(tx, &ids)
        .await?
        .into_iter()
        .map(|spell| (spell.person_id, spell.organization_id))
        .collect();
    let places: Vec<OrganizationId> =
        belongs.values().copied().chain(found.iter().map(|plan| plan.content.lead_organization_id)).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let rows = found.iter().map(|plan| {
        let (content, next_due_on) = (&plan.content, plan.content.next_due_on());
        ListedPlan {
            plan_id: plan.plan_id,
            person_id: plan.person_id,
            name: names.get(&plan.person_id).map(|name| sight.name(name)).unwrap_or_default(),
            organization: belongs.get(&plan.person_id).and_then(|id| places.get(id)).cloned(),
            lead_organization: places.get(&content.lead_organization_id).cloned().unwrap_or_default(),
            lead_name: content.lead_name.clone(),
            state: plan.state,
            tasks: content.tasks.len(),
            done: content.tasks.iter().filter(|task| task.done.is_some()).count(),
            next_due_on,
            review_on: content.review_on,
            is_late: plan.state == PlanState::Running
                && (next_due_on.is_some_and(|day| day < today) || content.review_on < today),
        }
    });
    Ok(rows.collect())
}
