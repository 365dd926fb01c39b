//! Needs 需求 as each role may see them: a list, one need, a need that is raised, and every move of one. What lies outside the actor's scope is not
//! there, and people's own words are shown only to those who may read them.

pub(crate) mod chain;
mod conditions;
mod file;
mod find;
mod helping;
mod list;
mod moving;
mod own;
mod raise;
mod step_form;
mod wish;

pub(crate) use chain::may_not_decide;
pub use conditions::{
    ConditionsForm, MOST_GUARDIAN, SetConditions, SetConditionsError, open_conditions_form, set_conditions,
};
pub(crate) use file::reached as reached_need;
pub use file::{NeedEvent, NeedFile, ReadNeedError, Suggestion, WhatHappened, read_need};
pub use find::{FindNeedsError, FoundByMeasure, foresee_found_needs, raise_found_needs};
pub use helping::{HelperError, HelperWish};
pub(crate) use helping::{
    barred, check, check_in_all, check_provider, consented, fitting, has_room, is_recognised, serves,
};
pub(crate) use helping::{needs_contact, withheld};
pub use list::{Among, ListNeeds, ListNeedsError, ListedNeed, NeedsPage, PAGE, list_needs};
pub(crate) use list::{listed, subjects_of};
pub(crate) use moving::drawn_for_call_back;
pub use moving::{MoveNeed, MoveNeedError, act_of, move_need};
pub use own::{OwnNeed, read_own_needs};
pub use raise::{NeedForm, RaiseNeed, RaiseNeedError, ReadBack, open_need_form, raise_need};
pub(crate) use raise::{drawn as drawn_need, refuse as refuse_need};
pub use step_form::{StepForm, open_step_form};
pub use wish::{NeedStep, Part};
