//! Who may not help whom, whatever they offer: kin, and whoever leads the organisation to which the person belongs or one above it:
//! they decide about the need, and a member does not easily refuse their own superior 上级对下级.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_matching::Bar;
use guanai_registry::{PartyOrganization, Post};
use guanai_scheme::Pack;

use super::{Key, Supply};
use crate::population::{Population, Resident};
use crate::standing::totals::superiors;

/// Whether the standards say that who holds a post is over those of its organisation.
pub(crate) fn leads(pack: &Pack, post: &Post) -> bool {
    post.code.as_ref().is_some_and(|code| pack.matching().superior_posts.contains(code))
}

/// Who is barred from helping whom.
pub(super) struct Bars<'a> {
    organizations: &'a BTreeMap<OrganizationId, PartyOrganization>,
    kin: BTreeMap<PersonId, BTreeSet<PersonId>>,
    leaders: BTreeMap<OrganizationId, BTreeSet<PersonId>>,
    /// Of each organisation that was asked about, who is over its people.
    over: BTreeMap<OrganizationId, BTreeMap<Key, Bar>>,
}

impl<'a> Bars<'a> {
    pub fn of(pack: &Pack, population: &'a Population, supply: &Supply) -> Self {
        let mut kin: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        for (helper, relative) in &supply.kin {
            kin.entry(*relative).or_default().insert(*helper);
        }
        let mut leaders: BTreeMap<OrganizationId, BTreeSet<PersonId>> = BTreeMap::new();
        for post in supply.posts.iter().filter(|post| leads(pack, post)) {
            leaders.entry(post.organization_id).or_default().insert(post.person_id);
        }
        Self { organizations: &population.organizations, kin, leaders, over: BTreeMap::new() }
    }

    /// Who may not help somebody. A relative who is over them too is a relative.
    pub fn against(&mut self, resident: &Resident) -> BTreeMap<Key, Bar> {
        let place = resident.membership.as_ref().map(|membership| membership.organization_id);
        let mut barred = place.map(|place| self.over(place)).unwrap_or_default();
        let kin = self.kin.get(&resident.person.person_id).into_iter().flatten();
        barred.extend(kin.map(|relative| (Key::Person(*relative), Bar::Kin)));
        barred
    }

    fn over(&mut self, place: OrganizationId) -> BTreeMap<Key, Bar> {
        if self.leaders.is_empty() {
            return BTreeMap::new();
        }
        if let Some(known) = self.over.get(&place) {
            return known.clone();
        }
        let path = superiors(self.organizations, place);
        let leaders = path.iter().filter_map(|one| self.leaders.get(&one.organization_id)).flatten();
        let over: BTreeMap<Key, Bar> = leaders.map(|person_id| (Key::Person(*person_id), Bar::Superior)).collect();
        self.over.insert(place, over.clone());
        over
    }
}
