//! Whose help worked: whoever helps somebody now, or helped until what it was for was reached, comes before strangers with what else
//! they offer (`keeps_pair` of the pack). What ended otherwise is no reason against anybody, and none for them.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::Offer;
use guanai_kernel::ids::{OfferId, PersonId};
use guanai_store::pairs::Joined;

/// Somebody who helps: a person with all that they offer, or one offer of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Person(PersonId),
    Offer(OfferId),
}

/// Who helps or helped whom well.
#[derive(Debug, Clone, Default)]
pub(crate) struct Working(BTreeMap<PersonId, BTreeSet<By>>);

impl Working {
    /// Of pairs that began, in the order in which they ended; how the last one went holds.
    pub fn of(joined: &[Joined]) -> Self {
        let mut found: BTreeMap<PersonId, BTreeSet<By>> = BTreeMap::new();
        for one in joined {
            let by = one.helper_person_id.map_or(By::Offer(one.offer_id), By::Person);
            let known = found.entry(one.person_id).or_default();
            if one.runs || one.is_reached {
                known.insert(by);
            } else {
                known.remove(&by);
            }
        }
        Self(found)
    }

    /// Whether anybody helped this person well.
    pub fn knows(&self, person_id: PersonId) -> bool {
        self.0.get(&person_id).is_some_and(|known| !known.is_empty())
    }

    /// Whether an offer is made by somebody who helps or helped a person well.
    pub fn holds(&self, person_id: PersonId, offer: &Offer) -> bool {
        let by = offer.person_id.map_or(By::Offer(offer.offer_id), By::Person);
        self.0.get(&person_id).is_some_and(|known| known.contains(&by))
    }
}
