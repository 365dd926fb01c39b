//! That an organisation wants a partner 结对意愿: what it can give and what it asks for, as the standards' categories.

use std::collections::BTreeSet;

use guanai_kernel::ids::OrganizationId;

use super::state::PartnershipError;
use crate::round::Hand;

/// The wish of an organisation; one of each stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerWish {
    /// Whose.
    pub organization_id: OrganizationId,
    /// For which kind of agreement, by the pack's code.
    pub kind: String,
    /// What it can give, as categories.
    pub gives: BTreeSet<String>,
    /// What it asks for, as categories.
    pub asks_for: BTreeSet<String>,
    /// Whether it stands; one that was taken back is kept.
    pub is_open: bool,
    /// Who said it last.
    pub said: Hand,
}

impl PartnerWish {
    /// Refuses a wish that neither gives nor asks.
    pub fn check(&self) -> Result<(), PartnershipError> {
        if self.gives.is_empty() && self.asks_for.is_empty() { Err(PartnershipError::Nothing) } else { Ok(()) }
    }
}
