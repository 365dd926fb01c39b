//! Years' care plans of organisations: the list with what each is worth so far, the form, and one plan with its progress.
//! [`desk::CarePlanDesk`] is what the pages ask.

pub mod desk;
pub mod draft;
pub mod file;
pub mod list;

pub use desk::{CarePlanDesk, CarePlanWish};

pub use guanai_app::care_plans::{CarePlanView, CarePlansPage, ListedCarePlan, Progress, SamePlan};
pub use guanai_casework::care_plan::{Aim, CarePlan, CarePlanContent, CarePlanMove, CarePlanState};

use crate::page::{Icon, State, Tag};

/// Where a plan stands, in a word.
pub const fn state_tag(state: CarePlanState) -> Tag {
    match state {
        CarePlanState::Proposed => Tag::new(State::Risk, Icon::Wait, "web-care-plan-state-proposed"),
        CarePlanState::Agreed => Tag::new(State::Ok, Icon::Ok, "web-care-plan-state-agreed"),
        CarePlanState::Returned => Tag::new(State::Calm, Icon::Same, "web-care-plan-state-returned"),
        CarePlanState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-care-plan-state-withdrawn"),
        CarePlanState::Superseded => Tag::new(State::Calm, Icon::Same, "web-care-plan-state-superseded"),
    }
}

/// Hundredths of a point as points with one figure behind the comma, rounded down.
pub fn points(hundredths: u64) -> String {
    format!("{}.{}", hundredths / 100, hundredths / 10 % 10)
}
