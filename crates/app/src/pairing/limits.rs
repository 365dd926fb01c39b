//! What helpers and systems take on at most at once: a member as they said themselves, or as the pack says for those who did not; a
//! system as the pack says. Whatever they have already counts, of offers too that are not given now.

use std::collections::BTreeMap;

use guanai_casework::Offer;
use guanai_kernel::ids::PersonId;
use guanai_matching::{Limit, Limits, Offer as MatchOffer};
use guanai_scheme::Pack;

use super::in_all::most_of;
use super::{Key, Supply};
use crate::population::Population;

/// The limits of a problem. Where a helper's offers count for several systems and one has a limit too, all count for that of the first.
pub(super) fn limits(
    pack: &Pack,
    population: &Population,
    supply: &Supply,
    offers: &mut [MatchOffer<Key>],
) -> Limits<Key> {
    let stated = &pack.matching().limits;
    let all = || supply.offers.iter().chain(&supply.idle);
    let taken = |offer: &Offer| supply.taken.get(&offer.offer_id).copied().unwrap_or(0);
    let limit = |most: u32, taken: u64| Limit { most, taken: u32::try_from(taken).unwrap_or(u32::MAX) };
    let mut of: BTreeMap<PersonId, Vec<&Offer>> = BTreeMap::new();
    let mut taken_by: BTreeMap<&str, u64> = BTreeMap::new();
    for offer in all() {
        if let Some(person_id) = offer.person_id {
            of.entry(person_id).or_default().push(offer);
        }
        if let Some(place) = offer.organization_id.and_then(|id| population.organizations.get(&id)) {
            *taken_by.entry(place.system.code()).or_default() += taken(offer);
        }
    }
    let helpers = of.into_iter().filter_map(|(person_id, own)| {
        let (_, most) = most_of(pack, own.iter().copied())?;
        Some((Key::Person(person_id), limit(most, own.iter().map(|offer| taken(offer)).sum())))
    });
    let helpers: BTreeMap<Key, Limit> = helpers.collect();
    let systems: BTreeMap<String, Limit> = stated
        .systems
        .iter()
        .map(|(system, most)| {
            (system.code().to_owned(), limit(*most, taken_by.get(system.code()).copied().unwrap_or(0)))
        })
        .collect();
    if !systems.is_empty() {
        let mut system_of: BTreeMap<Key, Option<String>> = BTreeMap::new();
        for offer in offers {
            if let Some(provider) = offer.provider.filter(|provider| helpers.contains_key(provider)) {
                offer.system.clone_from(system_of.entry(provider).or_insert_with(|| offer.system.clone()));
            }
        }
    }
    Limits { helpers, systems }
}
