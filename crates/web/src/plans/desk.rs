//! What the pages of plans ask of the use cases, beside [`crate::office::Office`].

use super::draft::{DraftWish, PlanChecked, PlanChoices};
use super::file::PlanFile;
use super::list::{PlansAsk, PlansList};
use super::moves::MoveWish;
use crate::form::FieldError;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// What the form for a new plan is.
#[derive(Debug, Clone)]
pub enum Opened {
    /// A form.
    Form(Box<PlanChoices>),
    /// The person has a plan that has not ended: its id.
    Standing(String),
}

/// What a plan would be.
#[derive(Debug, Clone)]
pub enum Checked {
    /// As it would be kept.
    Plan(Box<PlanChecked>),
    /// Something stands against it that whoever sent it can mend.
    Wrong(FieldError),
}

/// What became of a plan that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It was kept: its id.
    Plan(String),
    /// Something stands against it that whoever sent it can mend.
    Wrong(FieldError),
}

/// The use cases of plans, as the pages ask for them.
pub trait PlanDesk: Send + Sync {
    /// Plans within the asker's scope, a page of them.
    fn plan_list<'a>(&'a self, who: Asker<'a>, ask: PlansAsk) -> Answer<'a, PlansList>;
    /// One plan.
    fn plan_file<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, PlanFile>;
    /// The asker's own plan, once it was talked over with them.
    fn own_plan<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Option<PlanFile>>;
    /// What the form for a new plan gives to choose.
    fn plan_choices<'a>(&'a self, who: Asker<'a>, person: &'a str, need: Option<&'a str>) -> Answer<'a, Opened>;
    /// What the form that changes a plan gives to choose.
    fn plan_change<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, PlanChoices>;
    /// What a plan would be; nothing is kept.
    fn check_plan<'a>(&'a self, who: Asker<'a>, wish: DraftWish) -> Answer<'a, Checked>;
    /// Draws a plan up, or changes it.
    fn draft_plan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: DraftWish) -> Answer<'a, Sent>;
    /// Moves a plan on.
    fn move_plan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: MoveWish) -> Answer<'a, ()>;
}
