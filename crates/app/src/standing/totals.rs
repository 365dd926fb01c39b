//! Figures by organisation, each with all below it.

use std::collections::BTreeMap;

use guanai_kernel::Recipient;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_registry::PartyOrganization;

use super::{NeedOutcome, PersonStanding, Standing};
use crate::scope::upwards;

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
    fn change(&mut self, other: &Self, step: impl Fn(u64, u64) -> u64) {
        self.members = step(self.members, other.members);
        self.residents = step(self.residents, other.residents);
        self.in_plan = step(self.in_plan, other.in_plan);
        self.undetermined = step(self.undetermined, other.undetermined);
        self.open_needs = step(self.open_needs, other.open_needs);
        self.unmet = step(self.unmet, other.unmet);
    }

    fn add(&mut self, other: &Self) {
        self.change(other, u64::saturating_add);
    }

    /// What one person adds to the figures of their organisation, but for what came of their needs.
    fn of(person: &PersonStanding) -> Self {
        Self {
            members: u64::from(person.recipient == Some(Recipient::Member)),
            residents: u64::from(person.recipient == Some(Recipient::Resident)),
            in_plan: u64::from(person.is_in_plan()),
            undetermined: u64::from(person.undetermined > 0),
            open_needs: u64::from(person.open_needs),
            unmet: 0,
        }
    }
}

/// An organisation and those over it, itself first; a circle ends where it closes.
pub(crate) fn superiors(
    all: &BTreeMap<OrganizationId, PartyOrganization>,
    of: OrganizationId,
) -> Vec<&PartyOrganization> {
    upwards(of, |id| all.get(&id)?.superior_id).iter().filter_map(|id| all.get(id)).collect()
}

const fn is_unmet(outcome: &NeedOutcome) -> bool {
    !matches!(outcome, NeedOutcome::Helped(_) | NeedOutcome::Arranged(_))
}

fn change(
    organizations: &BTreeMap<OrganizationId, PartyOrganization>,
    totals: &mut BTreeMap<OrganizationId, Totals>,
    of: Option<OrganizationId>,
    by: &Totals,
    step: impl Fn(u64, u64) -> u64 + Copy,
) {
    for over in of.into_iter().flat_map(|id| superiors(organizations, id)) {
        totals.entry(over.organization_id).or_default().change(by, step);
    }
}

impl Standing {
    /// Counts anew.
    pub(super) fn count(&mut self) {
        let mut own: BTreeMap<OrganizationId, Totals> = BTreeMap::new();
        for person in self.people.values() {
            let Some(organization_id) = person.organization_id else { continue };
            own.entry(organization_id).or_default().add(&Totals::of(person));
        }
        for (person_id, outcome) in self.outcomes.values() {
            if !is_unmet(outcome) {
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

    /// Takes over how these persons stand now, and counts them where they belonged and where they belong: whoever counted
    /// everybody anew would find the same.
    pub(super) fn take_over(&mut self, changed: Vec<(PersonId, PersonStanding)>) {
        for (person_id, now) in changed {
            let unmet = || {
                let unmet = self.outcomes.values().filter(|(whose, outcome)| *whose == person_id && is_unmet(outcome));
                u64::try_from(unmet.count()).unwrap_or(u64::MAX)
            };
            let before = self.people.get(&person_id);
            let stays = before.is_some_and(|before| before.organization_id == now.organization_id);
            // What came of their needs goes with them, and is sought where they go alone.
            let unmet = if stays { 0 } else { unmet() };
            if let Some(before) = before {
                let left = Totals { unmet, ..Totals::of(before) };
                change(&self.organizations, &mut self.totals, before.organization_id, &left, u64::saturating_sub);
            }
            let joined = Totals { unmet, ..Totals::of(&now) };
            change(&self.organizations, &mut self.totals, now.organization_id, &joined, u64::saturating_add);
            self.people.insert(person_id, now);
        }
    }
}
