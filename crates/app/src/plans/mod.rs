//! Plans for one person 一人一策 as each role may see and change them: drawn up from what the standards give and from offers that
//! fit, begun once the person wishes it, its tasks done one by one or by a visit that serves several, finished with what came
//! of it. Beside it stands who gave the household what this year.

mod choose;
mod content;
mod draft;
mod due;
mod file;
mod form;
mod grants;
mod list;
mod moving;

pub use choose::PlanChoice;
pub use content::{PlanWish, WishedTask};
pub use draft::{AmendPlan, CheckedPlan, DraftPlanError, amend_plan, check_plan, draft_plan};
pub use due::HouseholdTask;
pub(crate) use due::{TickError, do_by_visit, done_by, hand_on, reopen_of, waiting_of};
pub use file::{
    PlanEvent, PlanHappened, PlanView, ReadPlanError, SeenMeasure, SeenTask, own_plan, read_plan, seen_measures,
};
pub use form::{PlanForm, open_change_form, open_plan_form};
pub use grants::{
    Against, Given, GivenThisYear, Grant, Help, HelpKind, HouseholdGrants, ReadGrantsError, RunState, Running,
    SetAgainst, read_grants,
};
pub(crate) use grants::{given_to, grants_of};
pub use list::{ListPlans, ListPlansError, ListedPlan, PAGE, PlansPage, list_plans, list_plans_of};
pub use moving::{MovePlan, MovePlanError, WishedPlanStep, act_of, move_plan};
