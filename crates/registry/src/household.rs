//! Households and kinship.

use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_kernel::{Date, Moment};

use crate::Source;

/// A household 家庭.
#[derive(Clone, PartialEq, Eq)]
pub struct Household {
    /// Its id.
    pub household_id: HouseholdId,
    /// Where it lives; sealed in the store.
    pub address: Option<String>,
    /// Where the record comes from.
    pub source: Source,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// Somebody's belonging to a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdMember {
    /// Which household.
    pub household_id: HouseholdId,
    /// Who.
    pub person_id: PersonId,
    /// What they are to its head (GB/T 4761): two figures.
    pub relation: String,
    /// The day from which it is known.
    pub since_on: Date,
    /// The first day on which they no longer belong.
    pub until_on: Option<Date>,
}

/// Two persons' kinship: what `relative_id` is to `person_id` (GB/T 4761).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// Whose relative.
    pub person_id: PersonId,
    /// The relative.
    pub relative_id: PersonId,
    /// What they are: two figures.
    pub relation: String,
    /// Where the record comes from.
    pub source: Source,
}

guanai_kernel::debug_by_id!(Household.household_id);
