//! Proposing who helps whom: open needs and offers become the matcher's problem, with the weights of the pack.

use std::collections::BTreeMap;

use guanai_casework::{Need, Offer, OfferArea, Urgency};
use guanai_kernel::ids::{NeedId, OfferId, PersonId};
use guanai_kernel::{Date, FactRole};
use guanai_matching::{Area, Costs, Demand, MatchError, Offer as MatchOffer, Problem, solve};
pub use guanai_matching::{Assignment, Pair, Reason, Unmet};
use guanai_scheme::{FactState, Pack, Value};
use guanai_store::{StoreError, offers};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::population::{Population, PopulationError, Resident};

/// Why nothing was proposed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher refuses the problem, or its own answer.
    #[error("the matcher refused: {0:?}")]
    Match(Box<MatchError<Key>>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the matcher names: needs, offers and persons, none of which is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A need.
    Need(NeedId),
    /// An offer.
    Offer(OfferId),
    /// A person, as beneficiary or provider.
    Person(PersonId),
}

/// A proposal: it pairs nobody until both sides accept.
#[derive(Debug)]
pub struct Proposal {
    /// Every offer.
    pub offers: Vec<Offer>,
    /// Places in the population's needs that were open with a category, stated or proposed.
    pub considered: Vec<usize>,
    /// Places of those whose category nobody has told yet: it must be confirmed before help is looked for.
    pub without_category: Vec<usize>,
    /// Offers of members who are in hardship themselves: theirs is not taken.
    pub set_aside: Vec<OfferId>,
    /// Who helps whom, who stays unmet and why.
    pub assignment: Assignment<Key>,
}

impl Proposal {
    /// The offer with this key.
    pub fn offer(&self, key: Key) -> Option<&Offer> {
        self.offers.iter().find(|o| Key::Offer(o.offer_id) == key)
    }
}

/// Proposes pairs for every open need as of a day.
pub async fn propose_pairs(cx: &mut Cx<'_>, as_of: Date) -> Result<(Population, Proposal), PairingError> {
    cx.authorise(Act::ProposePairs)?;
    let mut tx = cx.db.begin_read().await?;
    let population = Population::load(&mut tx, &cx.standards.pack, as_of, cx.now).await?;
    let offers = offers::list_all(&mut tx).await?;
    tx.rollback().await?;
    let proposal = propose(&cx.standards.pack, &population, offers)?;
    cx.record_reading(Act::ProposePairs, Vec::new()).await?;
    Ok((population, proposal))
}

/// Solves the whole problem; pure but for its arguments.
pub(crate) fn propose(pack: &Pack, population: &Population, offers: Vec<Offer>) -> Result<Proposal, PairingError> {
    let residents: BTreeMap<PersonId, &Resident> =
        population.residents.iter().map(|r| (r.person.person_id, r)).collect();
    let (mut considered, mut without_category, mut demands) = (Vec::new(), Vec::new(), Vec::new());
    for (at, need) in population.needs.iter().enumerate() {
        let Some(resident) = residents.get(&need.person_id) else { continue };
        let lives = resident.person.died_on.is_none_or(|died| died > population.as_of);
        if !need.state.is_open() || !lives || need.stated_on > population.as_of {
            continue;
        }
        match need.category.category() {
            Some(category) => {
                demands.push(demand(pack, population, resident, need, category));
                considered.push(at);
            }
            None => without_category.push(at),
        }
    }
    let in_hardship =
        |offer: &Offer| offer.person_id.and_then(|id| residents.get(&id)).is_some_and(|r| is_in_hardship(pack, r));
    let set_aside: Vec<OfferId> = offers.iter().filter(|o| in_hardship(o)).map(|o| o.offer_id).collect();
    let problem = Problem {
        demands,
        offers: offers
            .iter()
            .filter(|o| !set_aside.contains(&o.offer_id))
            .map(|o| match_offer(population, o))
            .collect(),
        existing: std::collections::BTreeSet::new(),
        on: population.as_of,
        costs: costs(pack),
    };
    let assignment = solve(&problem).map_err(|e| PairingError::Match(Box::new(e)))?;
    Ok(Proposal { offers, considered, without_category, set_aside, assignment })
}

pub(crate) fn demand(
    pack: &Pack,
    population: &Population,
    resident: &Resident,
    need: &Need,
    category: &str,
) -> Demand<Key> {
    let organization = population.organization(resident);
    // Where nobody said how urgent it is, the need ranks with ordinary ones.
    let urgency = need.urgency.unwrap_or(Urgency::Normal).code();
    let rank = pack.matching().urgency_rank(urgency).unwrap_or(usize::MAX);
    // Help of a kind that needs no contact may be given without the person's consent to share contact data.
    let needs_contact = pack.need_category(category).is_none_or(|c| c.needs_contact);
    Demand {
        key: Key::Need(need.need_id),
        category: category.to_owned(),
        township: organization.and_then(|o| o.township.clone()),
        system: organization.map(|o| o.system.code().to_owned()),
        urgency: u8::try_from(rank).unwrap_or(u8::MAX),
        consents_to_contact: need.consents_to_contact || !needs_contact,
        beneficiary: Key::Person(need.person_id),
        wanted: 1,
    }
}

pub(crate) fn match_offer(population: &Population, offer: &Offer) -> MatchOffer<Key> {
    let organization = offer.organization_id.and_then(|id| population.organizations.get(&id));
    MatchOffer {
        key: Key::Offer(offer.offer_id),
        categories: offer.categories.clone(),
        capacity: offer.capacity,
        area: match &offer.area {
            OfferArea::Everywhere => Area::Everywhere,
            OfferArea::Townships(names) => Area::Townships(names.clone()),
        },
        valid_until: offer.valid_until_on,
        provider: offer.person_id.map(Key::Person),
        system: organization.map(|o| o.system.code().to_owned()),
        kind: offer.provider_kind.code().to_owned(),
        // Whether help of a category needs contact is the demand's side; whoever gives such help learns whom.
        needs_contact: true,
    }
}

fn is_in_hardship(pack: &Pack, resident: &Resident) -> bool {
    pack.fact_of(FactRole::Hardship)
        .and_then(|name| pack.slot(name))
        .is_some_and(|slot| matches!(resident.subject.state(slot), FactState::Known(Value::Bool(true), _)))
}

/// The pack's weights; one that it does not name adds nothing.
pub(crate) fn costs(pack: &Pack) -> Costs {
    let matching = pack.matching();
    let cost = |name: &str| matching.cost(name).unwrap_or(0);
    let kinds = matching.costs.iter().filter_map(|(name, cost)| Some((name.strip_prefix("kind.")?.to_owned(), *cost)));
    let substitutes = pack.needs().iter().map(|need| {
        let others = need.offers.iter().filter(|o| **o != need.code);
        (need.code.clone(), others.map(|o| (o.clone(), cost("other_category"))).collect::<BTreeMap<_, _>>())
    });
    Costs {
        own_township: cost("own_township"),
        shared_townships: cost("shared_townships"),
        county_wide: cost("outside_township"),
        other_system: cost("other_system"),
        keeps_pair: cost("keeps_pair"),
        kinds: kinds.collect(),
        substitutes: substitutes.filter(|(_, others)| !others.is_empty()).collect(),
    }
}
