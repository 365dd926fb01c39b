//! Needs 需求 as each role may see them: a list, one need, and a need that is raised. What lies outside the actor's scope is not
//! there, and people's own words are shown only to those who may read them.

mod file;
mod list;
mod raise;

pub use file::{NeedEvent, NeedFile, ReadNeedError, Suggestion, WhatHappened, read_need};
pub use list::{ListNeeds, ListNeedsError, ListedNeed, NeedsPage, PAGE, list_needs};
pub(crate) use list::{listed, subjects_of};
pub use raise::{NeedForm, RaiseNeed, RaiseNeedError, ReadBack, open_need_form, raise_need};
