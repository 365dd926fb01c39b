//! Figures by organisation, each with all below it.

use std::collections::BTreeMap;

use guanai_kernel::Recipient;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::PartyOrganization;

use super::{NeedOutcome, Standing};

/// Figures of an organisation with all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// The members who belong to it.
    pub members: u64,
    /// The residents whom it looks after.
    pub residents: u64,
    /// Of both, those of whom a plan says anything.
    pub in_plan: u64,
    /// Of both, those with an answer that waits for a fact or a choice.
    pub undetermined: u64,
    /// Their open needs.
    pub open_needs: u64,
    /// Open needs for which nobody could be found, or whose category nobody told.
    pub unmet: u64,
}

impl Totals {
    fn add(&mut self, other: &Self) {
        self.members = self.members.saturating_add(other.members);
        self.residents = self.residents.saturating_add(other.residents);
        self.in_plan = self.in_plan.saturating_add(other.in_plan);
        self.undetermined = self.undetermined.saturating_add(other.undetermined);
        self.open_needs = self.open_needs.saturating_add(other.open_needs);
        self.unmet = self.unmet.saturating_add(other.unmet);
    }
}

/// An organisation and those over it, itself first; a circle ends where it closes.
pub(crate) fn superiors(
    all: &BTreeMap<OrganizationId, PartyOrganization>,
    of: OrganizationId,
) -> Vec<&PartyOrganization> {
    let mut path: Vec<&PartyOrganization> = Vec::new();
    let mut at = all.get(&of);
    while let Some(organization) = at.filter(|o| path.iter().all(|seen| seen.organization_id != o.organization_id)) {
        path.push(organization);
        at = organization.superior_id.and_then(|id| all.get(&id));
    }
    path
}

impl Standing {
    /// Counts anew.
    pub(super) fn count(&mut self) {
        let mut own: BTreeMap<OrganizationId, Totals> = BTreeMap::new();
        for person in self.people.values() {
            let Some(organization_id) = person.organization_id else { continue };
            let totals = own.entry(organization_id).or_default();
            totals.add(&Totals {
                members: u64::from(person.recipient == Some(Recipient::Member)),
                residents: u64::from(person.recipient == Some(Recipient::Resident)),
                in_plan: u64::from(person.is_in_plan()),
                undetermined: u64::from(person.undetermined > 0),
                open_needs: u64::from(person.open_needs),
                unmet: 0,
            });
        }
        for (person_id, outcome) in self.outcomes.values() {
            if matches!(outcome, NeedOutcome::Helped(_) | NeedOutcome::Arranged(_)) {
                continue;
            }
            let belongs = self.people.get(person_id).and_then(|person| person.organization_id);
            if let Some(organization_id) = belongs {
                own.entry(organization_id).or_default().unmet += 1;
            }
        }
        let mut totals: BTreeMap<OrganizationId, Totals> = BTreeMap::new();
        for (id, counted) in own {
            for over in superiors(&self.organizations, id) {
                totals.entry(over.organization_id).or_default().add(&counted);
            }
        }
        self.totals = totals;
    }
}
