//! The county as it stands: everybody's classes and answers, and who could help with which need, computed from the records,
//! kept in memory, and made anew when the records change. Pages count and filter by it; nothing of it is kept in the database,
//! and a page about one person reads that person's records themselves.
//!
//! [`keeper`] keeps it up to date; `make` computes it; [`totals`] counts by organisation.

pub mod keeper;
mod make;
pub mod totals;
pub(crate) mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use guanai_casework::ProviderKind;
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PersonId};
use guanai_kernel::{Date, Recipient};
use guanai_registry::PartyOrganization;
use imbl::OrdMap;

use crate::pairing::{Key, Pair, Unmet};
use crate::reach::{Gaps, Sides};
pub use keeper::{Reckoned, StandingBook, StandingClock, StandingKeeper, StandingReckoner};
pub use totals::Totals;

/// How one person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStanding {
    /// Whether they float in from outside: looked after here, and no member of ours.
    pub is_hosted: bool,
    /// Where they belong on the day; none where no organisation looks after them, or they have left.
    pub organization_id: Option<OrganizationId>,
    /// As what they belong there.
    pub recipient: Option<Recipient>,
    /// Places of their classes in the pack.
    pub classes: Box<[u16]>,
    /// Measures whose conditions hold.
    pub holding: u16,
    /// Measures that wait for a fact or a choice.
    pub undetermined: u16,
    /// What the allowances that hold come to in a month, in fen.
    pub monthly_fen: i64,
    /// Needs for which help is still to be found or given.
    pub open_needs: u16,
    /// The sides of care on which a measure's conditions hold.
    pub sides: Sides,
    /// What of our duties to them we missed, as far as the standards say it.
    pub gaps: Gaps,
}

impl PersonStanding {
    /// Whether a plan says anything of them.
    pub const fn is_in_plan(&self) -> bool {
        self.holding > 0 || self.undetermined > 0 || self.open_needs > 0
    }
}

/// What came of an open need in the last matching.
#[derive(Debug, Clone)]
pub enum NeedOutcome {
    /// Somebody could help: as many as the need lacks, or as could be found.
    Helped(Vec<Pair<Key>>),
    /// Nobody yet, and why.
    Unmet(Box<Unmet<Key>>),
    /// Its category must be told before help is looked for.
    WithoutCategory,
    /// Somebody was named to help already, by name; none where both sides of a pair are asked.
    Arranged(Option<String>),
}

/// An offer as proposals name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferFace {
    /// Who offers.
    pub provider_name: String,
    /// Of what kind.
    pub provider_kind: ProviderKind,
    /// Of which organisation.
    pub organization_id: Option<OrganizationId>,
    /// How many needs it is proposed for.
    pub proposed: u32,
}

/// The county on a day. A copy shares with its original whatever does not differ: one record more must not cost a county.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The day for which the standards answer.
    pub as_of: Date,
    /// Organisations by id.
    pub organizations: Arc<BTreeMap<OrganizationId, PartyOrganization>>,
    /// Everybody.
    pub people: OrdMap<PersonId, PersonStanding>,
    /// What came of each open need, with whose it is.
    pub outcomes: Arc<BTreeMap<NeedId, (PersonId, NeedOutcome)>>,
    /// Every offer.
    pub offers: Arc<BTreeMap<OfferId, OfferFace>>,
    totals: BTreeMap<OrganizationId, Totals>,
}

impl Standing {
    /// What came of a need; none where it is closed, taken back, or newer than the last matching.
    pub fn outcome(&self, need_id: NeedId) -> Option<&NeedOutcome> {
        self.outcomes.get(&need_id).map(|(_, outcome)| outcome)
    }

    /// The offers that the last matching proposes for a need.
    pub fn proposed(&self, need_id: NeedId) -> BTreeSet<OfferId> {
        let Some(NeedOutcome::Helped(pairs)) = self.outcome(need_id) else { return BTreeSet::new() };
        pairs.iter().filter_map(|pair| self.offer(pair.offer)).map(|(offer_id, _)| offer_id).collect()
    }

    /// The offer with this key.
    pub fn offer(&self, key: Key) -> Option<(OfferId, &OfferFace)> {
        let Key::Offer(offer_id) = key else { return None };
        self.offers.get(&offer_id).map(|face| (offer_id, face))
    }

    /// Figures of an organisation with all below it.
    pub fn totals(&self, organization_id: OrganizationId) -> Totals {
        self.totals.get(&organization_id).copied().unwrap_or_default()
    }

    /// The organisation over all others.
    pub fn root(&self) -> Option<&PartyOrganization> {
        self.organizations.values().find(|organization| organization.superior_id.is_none())
    }

    /// An organisation and those over it, itself first; a circle ends where it closes.
    pub fn superiors(&self, of: OrganizationId) -> Vec<&PartyOrganization> {
        totals::superiors(&self.organizations, of)
    }

    /// Those directly below an organisation, by code.
    pub fn below(&self, organization_id: OrganizationId) -> Vec<&PartyOrganization> {
        let mut below: Vec<_> =
            self.organizations.values().filter(|found| found.superior_id == Some(organization_id)).collect();
        below.sort_by(|a, b| a.code.cmp(&b.code));
        below
    }

    /// An organisation and all below it.
    pub fn subtree(&self, over: OrganizationId) -> BTreeSet<OrganizationId> {
        let within = |id: &OrganizationId| self.superiors(*id).iter().any(|found| found.organization_id == over);
        self.organizations.keys().filter(|id| within(id)).copied().collect()
    }
}
