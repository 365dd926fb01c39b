//! A named contact 联系人: who looks after whom within a branch, from which day until which. It gives no powers: whoever answers for
//! the branch answers for everybody in it, and sees by it whom they themselves promised to keep an eye on.

use guanai_kernel::Date;
use guanai_kernel::ids::{ContactId, OrganizationId, PersonId};

use crate::round::Hand;

/// That somebody looks after somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedContact {
    /// Its id.
    pub contact_id: ContactId,
    /// Who is looked after.
    pub person_id: PersonId,
    /// In which branch.
    pub organization_id: OrganizationId,
    /// Who looks after them.
    pub by_person_id: PersonId,
    /// The first day.
    pub since_on: Date,
    /// The first day on which they no longer do.
    pub until_on: Option<Date>,
    /// Who named them.
    pub named: Hand,
    /// Who ended it.
    pub ended: Option<Hand>,
}

guanai_kernel::debug_by_id!(NamedContact.contact_id);

impl NamedContact {
    /// It, over from a day on; a stretch of no day is one that was named and changed on one day.
    #[must_use]
    pub fn ended(&self, on: Date, hand: Hand) -> Self {
        Self { until_on: Some(on.max(self.since_on)), ended: Some(hand), ..self.clone() }
    }
}
