//! What somebody has taken on in all, asked of one offer by hand: the same limits as a run's ([`super::limits`]), counted over what is
//! asked, agreed, running, named and booked of every offer of the helper, and of every offer of the system.

use std::collections::BTreeMap;

use guanai_casework::Offer;
use guanai_kernel::ids::{OfferId, OrganizationId, PersonId};
use guanai_kernel::{Date, System};
use guanai_scheme::Pack;
use guanai_store::{StoreError, Tx, offers, organizations, pairs};

use super::is_given;

/// Who said how many are taken on in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FullBy {
    /// The member themself.
    Word,
    /// The standards, of every member who did not say.
    Standards,
    /// The standards, of a system.
    System,
}

/// Somebody has taken on as many as they do in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("has taken on {taken} of {most} in all")]
pub struct Full {
    /// Who said so.
    pub by: FullBy,
    /// How many at once at most.
    pub most: u32,
    /// How many there are, without whoever it is asked for.
    pub taken: u64,
}

impl Full {
    /// The stable code, which is that of the same reason in a run.
    pub const fn code(self) -> &'static str {
        match self.by {
            FullBy::Word | FullBy::Standards => "helper-full",
            FullBy::System => "system-full",
        }
    }
}

/// How many a member takes on at once in all: the least that they said of any offer, else what the standards say of everybody.
pub(super) fn most_of<'a>(pack: &Pack, own: impl IntoIterator<Item = &'a Offer>) -> Option<(FullBy, u32)> {
    let said = own.into_iter().filter_map(|offer| offer.resource.told.in_all).min();
    let said = said.map(|most| (FullBy::Word, most));
    said.or_else(|| pack.matching().limits.per_helper.map(|most| (FullBy::Standards, most)))
}

/// What those behind some offers have taken on in all.
#[derive(Debug, Default)]
pub(crate) struct InAll {
    /// Of members: who said how many, and how many there are.
    helpers: BTreeMap<PersonId, (FullBy, u32, u64)>,
    /// The same of systems.
    systems: BTreeMap<System, (u32, u64)>,
    system_of: BTreeMap<OrganizationId, System>,
    /// What whoever it is asked for has of each offer already: that is not taken on a second time.
    own: BTreeMap<OfferId, u64>,
}

impl InAll {
    /// Loads it for some offers, of which one is to help a person.
    pub async fn load(
        tx: &mut Tx,
        pack: &Pack,
        asked: &[Offer],
        person_id: PersonId,
        on: Date,
    ) -> Result<Self, StoreError> {
        let asked: Vec<&Offer> = asked.iter().filter(|offer| offer.resource.unit.serves_one_each()).collect();
        let mut found = Self::default();
        found.load_helpers(tx, pack, &asked, on).await?;
        found.load_systems(tx, pack, &asked, on).await?;
        if !found.helpers.is_empty() || !found.systems.is_empty() {
            let ids: Vec<OfferId> = asked.iter().map(|offer| offer.offer_id).collect();
            found.own = pairs::count_taken_for(tx, &ids, person_id, on).await?;
        }
        Ok(found)
    }

    async fn load_helpers(&mut self, tx: &mut Tx, pack: &Pack, asked: &[&Offer], on: Date) -> Result<(), StoreError> {
        let mut providers: Vec<PersonId> = asked.iter().filter_map(|offer| offer.person_id).collect();
        providers.sort_unstable();
        providers.dedup();
        if providers.is_empty() {
            return Ok(());
        }
        let mut theirs = offers::list_of_persons(tx, &providers).await?;
        theirs.retain(|offer| offer.resource.unit.serves_one_each());
        if most_of(pack, &theirs).is_none() {
            return Ok(());
        }
        let ids: Vec<OfferId> = theirs.iter().map(|offer| offer.offer_id).collect();
        let taken = pairs::count_taken(tx, &ids, on).await?;
        let mut of: BTreeMap<PersonId, Vec<&Offer>> = BTreeMap::new();
        // As in a run: what is not given now counts as far as somebody has something of it.
        for offer in theirs.iter().filter(|offer| is_given(offer) || taken.contains_key(&offer.offer_id)) {
            if let Some(person_id) = offer.person_id {
                of.entry(person_id).or_default().push(offer);
            }
        }
        for (person_id, theirs) in of {
            let Some((by, most)) = most_of(pack, theirs.iter().copied()) else { continue };
            let taken = theirs.iter().filter_map(|offer| taken.get(&offer.offer_id)).sum();
            self.helpers.insert(person_id, (by, most, taken));
        }
        Ok(())
    }

    async fn load_systems(&mut self, tx: &mut Tx, pack: &Pack, asked: &[&Offer], on: Date) -> Result<(), StoreError> {
        let stated = &pack.matching().limits.systems;
        if stated.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<OrganizationId> = asked.iter().filter_map(|offer| offer.organization_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let places = organizations::list_by_ids(tx, &ids).await?;
        self.system_of = places.into_iter().map(|place| (place.organization_id, place.system)).collect();
        for (system, most) in stated {
            if self.system_of.values().any(|one| one == system) {
                let ids = offers::list_ids_of_system(tx, *system).await?;
                let taken = pairs::count_taken(tx, &ids, on).await?;
                self.systems.insert(*system, (*most, taken.values().sum()));
            }
        }
        Ok(())
    }

    /// Why an offer does not take on so many units for the person; none where it does.
    pub fn stands_against(&self, offer: &Offer, units: u64) -> Option<Full> {
        if !offer.resource.unit.serves_one_each() {
            return None;
        }
        let own = self.own.get(&offer.offer_id).copied().unwrap_or(0);
        let full = |by, most: u32, taken: u64| {
            let others = taken.saturating_sub(own);
            let in_all = others.saturating_add(units.max(own));
            (in_all > u64::from(most)).then_some(Full { by, most, taken: others })
        };
        let helper = offer.person_id.and_then(|id| self.helpers.get(&id));
        let helper = helper.and_then(|(by, most, taken)| full(*by, *most, *taken));
        let system = || {
            let system = self.system_of.get(&offer.organization_id?)?;
            let (most, taken) = self.systems.get(system)?;
            full(FullBy::System, *most, *taken)
        };
        helper.or_else(system)
    }
}
