//! What the pages of care plans ask of the use cases, beside [`crate::office::Office`].

use super::{CarePlanContent, CarePlanMove, CarePlanView, CarePlansPage};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// A plan to be proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarePlanWish {
    /// Whose.
    pub organization: String,
    /// The year.
    pub year: i16,
    /// What it says.
    pub content: CarePlanContent,
}

/// The use cases of care plans, as the pages ask for them.
pub trait CarePlanDesk: Send + Sync {
    /// The plans of an organisation and those right below it; none is the top of the asker's scope, none of a year this one.
    fn care_plans<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<String>,
        year: Option<i16>,
    ) -> Answer<'a, CarePlansPage>;
    /// One plan.
    fn care_plan<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, CarePlanView>;
    /// Proposes one; its id.
    fn propose_care_plan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: CarePlanWish) -> Answer<'a, String>;
    /// Agrees, returns or takes back.
    fn move_care_plan<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        plan: &'a str,
        step: CarePlanMove,
        why: Option<String>,
    ) -> Answer<'a, ()>;
}
