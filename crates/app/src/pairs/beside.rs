//! The plan in which a pair stands: what else is done for the person, by whom and until when, for the person's office alone. Whoever
//! helps is told their terms and nothing of the plan.

use guanai_casework::{Pair, Plan, PlanState};
use guanai_kernel::Date;
use guanai_kernel::ids::PlanId;
use guanai_store::{StoreError, Tx, plans};

/// The plan in which a pair stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairPlan {
    /// Its id.
    pub plan_id: PlanId,
    /// Where it stands.
    pub state: PlanState,
    /// How many tasks it has.
    pub tasks: usize,
    /// How many are done.
    pub done: usize,
    /// The day of the first task that waits.
    pub next_due_on: Option<Date>,
}

/// The person's plan that was drawn up for the pair's need, or counts on the pair's offer: one that has not ended first, then the
/// latest.
pub(super) async fn plan_of(tx: &mut Tx, pair: &Pair) -> Result<Option<PairPlan>, StoreError> {
    let mut found = plans::list_of_many(tx, &[pair.person_id]).await?;
    found.retain(|plan| holds(plan, pair));
    let last = found.into_iter().max_by_key(|plan| (!plan.state.is_ended(), plan.recorded_at, plan.plan_id));
    Ok(last.map(|plan| PairPlan {
        plan_id: plan.plan_id,
        state: plan.state,
        tasks: plan.content.tasks.len(),
        done: plan.content.tasks.iter().filter(|task| task.done.is_some()).count(),
        next_due_on: plan.content.next_due_on().filter(|_| !plan.state.is_ended()),
    }))
}

fn holds(plan: &Plan, pair: &Pair) -> bool {
    plan.need_id == Some(pair.need_id)
        || plan.content.measures.iter().any(|measure| measure.offer_id == Some(pair.offer_id))
}
