//! The problem: which needs ask, which offers answer, and who may not help whom.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Engaged, Need, Offer, OfferArea, ResourceKind, Urgency};
use guanai_kernel::ids::{OfferId, PersonId};
use guanai_kernel::{Date, FactRole, Settlement};
use guanai_matching::{
    Area, Asks, Bar, Costs, Demand, Guardian, Load, Offer as MatchOffer, Problem, Readiness, Side, Terms, Tilt, Walls,
};
use guanai_registry::PartyOrganization;
use guanai_scheme::{Assessor, Belonging, FactState, Pack, Value};

use super::bars::Bars;
use super::limits::limits;
use super::{Key, Supply};
use crate::needs::needs_contact;
use crate::population::{Population, Resident};

/// A problem, with what it leaves out.
#[derive(Debug)]
pub(crate) struct Posed {
    pub offers: Vec<Offer>,
    pub considered: Vec<usize>,
    pub without_category: Vec<usize>,
    pub arranged: Vec<usize>,
    pub set_aside: Vec<OfferId>,
    pub problem: Problem<Key>,
}

/// Makes the problem of a population's open needs.
pub(crate) fn pose(pack: &Pack, population: &Population, supply: Supply) -> Posed {
    let residents: BTreeMap<PersonId, &Resident> =
        population.residents.iter().map(|r| (r.person.person_id, r)).collect();
    let mut bars = Bars::of(pack, population, &supply);
    let (mut considered, mut without_category, mut arranged) = (Vec::new(), Vec::new(), Vec::new());
    let restricted = restricted_to(&supply.offers);
    let mut demands = Vec::new();
    for (at, need) in population.needs.iter().enumerate() {
        let Some(resident) = residents.get(&need.person_id) else { continue };
        let lives = resident.person.died_on.is_none_or(|died| died > population.as_of);
        if !need.state.is_open() || !lives || need.stated_on > population.as_of {
            continue;
        }
        let engaged = supply.engaged.get(&need.need_id).cloned().unwrap_or_default();
        if need.lacks(&engaged) == 0 {
            arranged.push(at);
            continue;
        }
        match need.category.category() {
            Some(category) => {
                let mut barred = bars.against(resident);
                barred.extend(helping(need, &engaged));
                let mut asks = demand(pack, population, resident, need, category, barred, &restricted);
                (asks.wanted, asks.has) = (need.lacks(&engaged), need.helpers(&engaged));
                // What they said of all help since holds for this need too.
                asks.consents_to_contact &=
                    !supply.withheld.contains(&need.person_id) || !needs_contact(pack, category);
                demands.push(asks);
                considered.push(at);
            }
            None => without_category.push(at),
        }
    }
    let in_hardship =
        |offer: &Offer| offer.person_id.and_then(|id| residents.get(&id)).is_some_and(|r| is_in_hardship(pack, r));
    let set_aside: BTreeSet<OfferId> = supply.offers.iter().filter(|o| in_hardship(o)).map(|o| o.offer_id).collect();
    let offer = |offer: &Offer| {
        let taken = supply.taken.get(&offer.offer_id).copied().unwrap_or(0);
        match_offer(pack, population, offer, taken, set_aside.contains(&offer.offer_id))
    };
    let mut offers: Vec<MatchOffer<Key>> = supply.offers.iter().map(offer).collect();
    let limits = limits(pack, population, &supply, &mut offers);
    let matching = pack.matching();
    let problem = Problem {
        demands,
        offers,
        existing: existing(population, &considered, &supply),
        start: BTreeSet::new(),
        on: population.as_of,
        costs: costs(pack),
        walls: Walls::Open,
        tilt: if matching.rural_first { Tilt::RuralFirst } else { Tilt::Level },
        load: if matching.even_load { Load::Even } else { Load::Free },
        limits,
    };
    let set_aside = set_aside.into_iter().collect();
    Posed { offers: supply.offers, considered, without_category, arranged, set_aside, problem }
}

/// Who helps with a need already or is asked to, by offer and by person: whoever comes beside them is somebody else.
fn helping(need: &Need, engaged: &Engaged) -> Vec<(Key, Bar)> {
    let named = need.progress.helper.as_ref().and_then(|helper| helper.offer_id);
    let offers = engaged.offers().chain(named).map(Key::Offer);
    engaged.persons().map(Key::Person).chain(offers).map(|key| (key, Bar::Helping)).collect()
}

/// The needs of whoever somebody helps or helped well, each with what that somebody offers.
fn existing(population: &Population, considered: &[usize], supply: &Supply) -> BTreeSet<(Key, Key)> {
    let needs = considered.iter().filter_map(|at| population.needs.get(*at));
    let mut existing = BTreeSet::new();
    for need in needs.filter(|need| supply.working.knows(need.person_id)) {
        let kept = supply.offers.iter().filter(|offer| supply.working.holds(need.person_id, offer));
        existing.extend(kept.map(|offer| (Key::Need(need.need_id), Key::Offer(offer.offer_id))));
    }
    existing
}

/// A need as the matcher sees it. Of the person's classes it holds those alone to which some donor restricts a gift.
pub(crate) fn demand(
    pack: &Pack,
    population: &Population,
    resident: &Resident,
    need: &Need,
    category: &str,
    barred: BTreeMap<Key, Bar>,
    restricted: &BTreeSet<String>,
) -> Demand<Key> {
    let organization = population.organization(resident);
    // Where nobody said how urgent it is, the need ranks with ordinary ones.
    let urgency = need.urgency.unwrap_or(Urgency::Normal).code();
    let rank = pack.matching().urgency_rank(urgency).unwrap_or(usize::MAX);
    // Help of a kind that needs no contact may be given without the person's consent to share contact data.
    let needs_contact = needs_contact(pack, category);
    Demand {
        key: Key::Need(need.need_id),
        category: category.to_owned(),
        township: organization.and_then(|o| o.township.clone()),
        system: organization.map(|o| o.system.code().to_owned()),
        urgency: u8::try_from(rank).unwrap_or(u8::MAX),
        consents_to_contact: need.consents_to_contact || !needs_contact,
        beneficiary: Key::Person(need.person_id),
        barred,
        wanted: need.conditions.wanted(),
        has: 0,
        asks: Asks {
            skills: need.conditions.skills.clone(),
            languages: need.conditions.languages.clone(),
            side: organization.and_then(side),
            place: organization.and_then(|o| o.coordinates),
            guardian: guardian(need, resident, population.as_of),
            from: need.conditions.from_on,
            until: need.conditions.until_on,
            groups: groups(pack, population.as_of, resident, restricted),
        },
    }
}

/// The classes to which some donor of these offers restricts a gift, as ids: mostly there is none.
pub(crate) fn restricted_to(offers: &[Offer]) -> BTreeSet<String> {
    offers.iter().flat_map(|offer| &offer.resource.told.only_for).cloned().collect()
}

/// Those of some classes, as ids, to which somebody is known to belong.
pub(crate) fn groups(pack: &Pack, on: Date, resident: &Resident, among: &BTreeSet<String>) -> BTreeSet<String> {
    if among.is_empty() {
        return BTreeSet::new();
    }
    let assessor = Assessor::new(pack, on);
    let belongs = |class: usize| assessor.class(&resident.subject, class) == Belonging::Belongs;
    among.iter().filter(|id| pack.class_index(id).is_some_and(belongs)).cloned().collect()
}

/// Whether a guardian must have agreed, and has.
fn guardian(need: &Need, resident: &Resident, on: Date) -> Guardian {
    match (resident.person.is_minor_on(on), need.conditions.is_agreed()) {
        (false, _) => Guardian::NotNeeded,
        (true, true) => Guardian::Agreed,
        (true, false) => Guardian::Missing,
    }
}

/// An offer with what is left of it: places that somebody has already are not given twice.
pub(crate) fn match_offer(
    pack: &Pack,
    population: &Population,
    offer: &Offer,
    taken: u64,
    is_set_aside: bool,
) -> MatchOffer<Key> {
    let organization = offer.organization_id.and_then(|id| population.organizations.get(&id));
    MatchOffer {
        key: Key::Offer(offer.offer_id),
        categories: offer.categories.clone(),
        capacity: offer.capacity.saturating_sub_unsigned(taken).max(0),
        carries: u32::try_from(taken).unwrap_or(u32::MAX),
        area: match &offer.area {
            OfferArea::Everywhere => Area::Everywhere,
            OfferArea::Townships(names) => Area::Townships(names.clone()),
        },
        valid_until: offer.last_day(),
        provider: offer.person_id.map(Key::Person),
        system: organization.map(|o| o.system.code().to_owned()),
        kind: offer.provider_kind.code().to_owned(),
        // Whether help of a category needs contact is the demand's side; whoever gives such help learns whom.
        needs_contact: true,
        readiness: if is_set_aside { Readiness::InHardship } else { Readiness::Ready },
        terms: Terms {
            from: offer.resource.valid_from_on,
            only_for: offer.resource.told.only_for.clone(),
            side: organization.and_then(side),
            place: organization.and_then(|o| o.coordinates),
            reach_m: offer.resource.told.goes_km.map(metres),
            ..brings(pack, offer)
        },
    }
}

/// Whole metres of whole kilometres.
pub(crate) const fn metres(km: u16) -> u32 {
    km as u32 * 1_000
}

/// The skills and languages that an offer brings. Of a gift nothing is asked, so that it suits as if it brought everything.
fn brings(pack: &Pack, offer: &Offer) -> Terms {
    let told = &offer.resource.told;
    let matching = pack.matching();
    if offer.resource.kind == ResourceKind::Gift {
        let skills = matching.skills.iter().map(|skill| (skill.code.clone(), None));
        let languages = matching.languages.iter().map(|language| language.code.clone());
        return Terms { skills: skills.collect(), languages: languages.collect(), ..Terms::default() };
    }
    let until = told.certificate_until_on;
    let skills = told.skills.iter().map(|skill| (skill.clone(), until));
    Terms { skills: skills.collect(), languages: told.speaks.clone(), ..Terms::default() }
}

/// Town or country, as it is stated or as far as the system tells.
pub(crate) fn side(organization: &PartyOrganization) -> Option<Side> {
    organization.lies_in().map(|lies| match lies {
        Settlement::Rural => Side::Rural,
        Settlement::Urban => Side::Urban,
    })
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
        per_km: cost("per_km"),
        kinds: kinds.collect(),
        substitutes: substitutes.filter(|(_, others)| !others.is_empty()).collect(),
    }
}
