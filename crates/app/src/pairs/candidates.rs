//! Who could help with one need, and why: the offers that fit it, each with what speaks for it and against it, the best first;
//! and of those that do not fit, how many fail at what.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Engaged, Need, NeedState, Offer, Pair};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PersonId};
use guanai_matching::candidates::screen;
use guanai_matching::{Bar, CostPart, Limits, Load, Problem, Tilt, Walls};
use guanai_registry::PartyOrganization;
use guanai_store::audit::Subject;
use guanai_store::offers::Wanted;
use guanai_store::{StoreError, Stretch, Tx, offers, organizations, pairs};

use super::backing::{Backed, Backing, Proposers};
use super::list::{ListedPair, listed as listed_pairs};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{HelperError, ListedNeed, barred, consented, listed as listed_needs, may_not_decide, reached_need};
use crate::offers::{ListedOffer, OfferState, listed as listed_offers, reach_of};
use crate::pairing::{Full, InAll, Key, Working, costs, demand, engaged_on, match_offer, open_states, restricted_to};
use crate::people::Sight;
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// Offers of a kind that are looked at.
const MOST_LOOKED_AT: u64 = 500;
/// Candidates that are shown.
const MOST_SHOWN: usize = 30;

/// Somebody who could help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The offer, with how many it helps.
    pub offer: ListedOffer,
    /// Of which organisation.
    pub organization: Option<String>,
    /// The rules that applied, and what each added.
    pub parts: Vec<CostPart>,
    /// Cost points in all: the fewer, the better it fits.
    pub cost: i64,
    /// Who named it before anybody was asked; none where whoever asks says why.
    pub backing: Option<Backing>,
    /// What they have taken on in all, where it is all that they take on: nobody asks them now.
    pub full: Option<Full>,
}

/// Why somebody who offers this kind of help could not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNot {
    /// They are asked for this need already, or help with it.
    AskedAlready,
    /// The first condition that fails, by its code.
    Fails(&'static str),
}

/// Who could help with a need.
#[derive(Debug, Clone)]
pub struct Helpers {
    /// The need.
    pub need: ListedNeed,
    /// Those who could, the best first.
    pub candidates: Vec<Candidate>,
    /// How many more there are.
    pub more: usize,
    /// How many could not, by what stands against them.
    pub refused: BTreeMap<WhyNot, usize>,
    /// How many help with it, are named or asked, and how many it wants.
    pub of_wanted: (u32, u32),
    /// The pairs of the need that are not over.
    pub pairs: Vec<ListedPair>,
    /// Why nobody can be asked now, as a code; none where somebody can.
    pub stands_against: Option<&'static str>,
    /// Whether the actor may ask.
    pub may_propose: bool,
}

/// Why nobody is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadHelpersError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or its person is outside the scope.
    #[error("there is no such need")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadHelpersError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "need-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads who could help with a need; `proposed` is who proposes somebody. The record names the need and its
/// person.
pub async fn read_helpers(cx: &mut Cx<'_>, need_id: NeedId, proposed: &Proposers) -> Result<Helpers, ReadHelpersError> {
    cx.authorise(Act::ReadHelpers)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx, need_id, proposed).await;
    tx.rollback().await?;
    let found = found?;
    let subjects = vec![Subject::Need(need_id), Subject::Person(found.need.person_id)];
    cx.record_reading(Act::ReadHelpers, subjects).await?;
    Ok(found)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId, proposed: &Proposers) -> Result<Helpers, ReadHelpersError> {
    let need = reached_need(cx, tx, need_id).await?.ok_or(ReadHelpersError::NotFound)?;
    let sight = Sight::of(cx.actor.role);
    let row = listed_needs(tx, sight, std::slice::from_ref(&need)).await?.pop().ok_or(ReadHelpersError::NotFound)?;
    let asked = Asked::load(cx, tx, need_id).await?;
    let backed = Backed::load(cx, tx, need_id, proposed).await?;
    let stands_against = stands_against(cx, tx, &need).await?;
    let mut looked = Looked::default();
    if stands_against.is_none() {
        looked = look(cx, tx, &need, &asked).await?;
    }
    let Looked { mut fitting, refused } = looked;
    fitting.sort_by(|a, b| {
        // Whoever takes on no more in all stands behind those who do.
        let key = |one: &Fitting| (one.full.is_some(), one.cost, one.offer.provider_name.clone(), one.offer.offer_id);
        key(a).cmp(&key(b))
    });
    let more = fitting.len().saturating_sub(MOST_SHOWN);
    // Whoever is named already is among those who are shown, wherever they stand.
    let mut named = fitting.split_off(fitting.len().min(MOST_SHOWN));
    named.retain(|one| backed.of(one.offer.offer_id).is_some());
    named.truncate(MOST_SHOWN);
    fitting.truncate(MOST_SHOWN - named.len());
    fitting.extend(named);
    let may_propose = stands_against.is_none() && cx.authorise(Act::ProposePair).is_ok();
    Ok(Helpers {
        need: row,
        candidates: told(cx, tx, fitting, &backed).await?,
        more,
        refused,
        of_wanted: (need.helpers(&asked.engaged), need.conditions.wanted()),
        pairs: listed_pairs(cx, tx, &asked.pairs).await?,
        stands_against,
        may_propose,
    })
}

/// Who is asked for a need, or helps with it.
pub(super) struct Asked {
    /// Its pairs that are not over.
    pub pairs: Vec<Pair>,
    /// Whose offers count as help.
    pub engaged: Engaged,
}

impl Asked {
    pub async fn load(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId) -> Result<Self, StoreError> {
        let mut pairs = pairs::list_of_need(tx, need_id).await?;
        pairs.retain(|pair| !pair.state.is_over());
        let on = engaged_on(&cx.standards.pack, cx.now.day_in_china());
        Ok(Self { pairs, engaged: pairs::get_engaged(tx, need_id, on).await? })
    }

    /// Whether whoever makes an offer is asked already or helps, through it or through another. What was reserved or named of an offer
    /// alone may become a pair.
    pub fn holds(&self, offer: &Offer) -> bool {
        let is_theirs = |pair: &Pair| pair.helper_person_id.is_some() && pair.helper_person_id == offer.person_id;
        self.pairs.iter().any(|pair| pair.offer_id == offer.offer_id || is_theirs(pair))
            || offer.person_id.is_some_and(|person_id| self.engaged.holds_otherwise(person_id, offer.offer_id))
    }
}

/// Why nobody can be asked for a need, whoever it is.
pub(super) async fn stands_against(cx: &Cx<'_>, tx: &mut Tx, need: &Need) -> Result<Option<&'static str>, StoreError> {
    Ok(match need.state {
        NeedState::Raised => Some("need-not-confirmed"),
        NeedState::Confirmed | NeedState::Planned => {
            if may_not_decide(cx, tx, need.person_id).await? {
                Some("recused")
            } else {
                match consented(tx, &cx.standards.pack, need, cx.now.day_in_china()).await {
                    Ok(()) => None,
                    Err(HelperError::Store(error)) => return Err(error),
                    Err(HelperError::NoGuardian) => Some("no-guardian"),
                    Err(_) => Some("no-consent"),
                }
            }
        }
        _ => Some("need-ended"),
    })
}

struct Fitting {
    offer: Offer,
    parts: Vec<CostPart>,
    cost: i64,
    full: Option<Full>,
}

#[derive(Default)]
struct Looked {
    fitting: Vec<Fitting>,
    refused: BTreeMap<WhyNot, usize>,
}

async fn look(cx: &Cx<'_>, tx: &mut Tx, need: &Need, asked: &Asked) -> Result<Looked, ReadHelpersError> {
    let today = cx.now.day_in_china();
    let pack = &cx.standards.pack;
    let category = need.category.category().unwrap_or_default();
    let offers = serving(cx, tx, category, today).await?;
    let mut population = Population::load_of(tx, pack, &[need.person_id], today, cx.now).await?;
    population.organizations.extend(organizations_of(tx, &offers).await?);
    let resident = population.find(need.person_id).ok_or(ReadHelpersError::NotFound)?;
    let ids: Vec<OfferId> = offers.iter().map(|offer| offer.offer_id).collect();
    let taken = pairs::count_taken(tx, &ids, today).await?;
    let providers: Vec<PersonId> = offers.iter().filter_map(|offer| offer.person_id).collect();
    let barred = barred(cx, tx, need.person_id, &providers, today).await?;
    let is_barred = |offer: &Offer, by: fn(&HelperError) -> bool| {
        offer.person_id.and_then(|provider| barred.get(&provider)).is_some_and(by)
    };
    let bars = barred.iter().filter_map(|(person_id, error)| match error {
        HelperError::OwnOrKin => Some((Key::Person(*person_id), Bar::Kin)),
        HelperError::Superior => Some((Key::Person(*person_id), Bar::Superior)),
        _ => None,
    });
    let asks = demand(pack, &population, resident, need, category, bars.collect(), &restricted_to(&offers));
    let in_all = InAll::load(tx, pack, &offers, need.person_id, today).await?;
    let working = Working::of(&pairs::list_joined(tx, Some(need.person_id), &open_states()).await?);
    let kept = offers.iter().filter(|offer| working.holds(need.person_id, offer));
    let problem = Problem {
        demands: Vec::new(),
        offers: Vec::new(),
        existing: kept.map(|offer| (Key::Need(need.need_id), Key::Offer(offer.offer_id))).collect(),
        start: BTreeSet::new(),
        on: today,
        costs: costs(pack),
        walls: Walls::Open,
        tilt: Tilt::Level,
        load: Load::Free,
        limits: Limits::default(),
    };
    let mut looked = Looked::default();
    for offer in offers {
        let taken = taken.get(&offer.offer_id).copied().unwrap_or(0);
        let is_set_aside = is_barred(&offer, |error| matches!(error, HelperError::InHardship));
        let as_offered = match_offer(pack, &population, &offer, taken, is_set_aside);
        let why_not = match screen(&problem, &asks, &as_offered) {
            _ if asked.holds(&offer) => WhyNot::AskedAlready,
            Ok(parts) => {
                let cost = i64::try_from(parts.total()).unwrap_or(i64::MAX);
                let full = in_all.stands_against(&offer, 1);
                looked.fitting.push(Fitting { offer, cost, parts: parts.iter().collect(), full });
                continue;
            }
            Err(failure) => WhyNot::Fails(failure.code()),
        };
        *looked.refused.entry(why_not).or_default() += 1;
    }
    Ok(looked)
}

/// The offers within the reach whose category may serve a need's, each once.
async fn serving(cx: &Cx<'_>, tx: &mut Tx, category: &str, today: Date) -> Result<Vec<Offer>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let serving = cx.standards.pack.need_category(category).map(|found| found.offers.clone()).unwrap_or_default();
    let mut found: BTreeMap<OfferId, Offer> = BTreeMap::new();
    for category in serving {
        let wanted = Wanted { reach: reach_of(tx, &scope).await?, category: Some(category), ..Wanted::default() };
        let stretch = Stretch { skip: 0, take: MOST_LOOKED_AT };
        let offers = offers::list_wanted(tx, &wanted, today, stretch).await?;
        found.extend(offers.into_iter().map(|offer| (offer.offer_id, offer)));
    }
    Ok(found.into_values().collect())
}

async fn organizations_of(
    tx: &mut Tx,
    offers: &[Offer],
) -> Result<BTreeMap<OrganizationId, PartyOrganization>, StoreError> {
    let ids: BTreeSet<OrganizationId> = offers.iter().filter_map(|offer| offer.organization_id).collect();
    let ids: Vec<OrganizationId> = ids.into_iter().collect();
    let found = organizations::list_by_ids(tx, &ids).await?;
    Ok(found.into_iter().map(|place| (place.organization_id, place)).collect())
}

async fn told(cx: &Cx<'_>, tx: &mut Tx, fitting: Vec<Fitting>, backed: &Backed) -> Result<Vec<Candidate>, StoreError> {
    let offers: Vec<Offer> = fitting.iter().map(|one| one.offer.clone()).collect();
    let places = organizations_of(tx, &offers).await?;
    let rows = listed_offers(tx, &offers, cx.now.day_in_china()).await?;
    let candidates = fitting.into_iter().zip(rows).map(|(one, offer)| Candidate {
        backing: backed.of(offer.offer_id),
        organization: one.offer.organization_id.and_then(|id| places.get(&id)).map(|place| place.name.clone()),
        offer: ListedOffer { state: OfferState::Free, ..offer },
        parts: one.parts,
        cost: one.cost,
        full: one.full,
    });
    Ok(candidates.collect())
}

/// Whose office the helper's is: the organisation that made the offer, or the one to which the member belongs.
pub(super) async fn helper_place(
    tx: &mut Tx,
    offer: &Offer,
) -> Result<(Option<PersonId>, Option<OrganizationId>), StoreError> {
    if offer.organization_id.is_some() {
        return Ok((offer.person_id, offer.organization_id));
    }
    let Some(person_id) = offer.person_id else { return Ok((None, None)) };
    let spell = guanai_store::memberships::list_current_of(tx, &[person_id]).await?.pop();
    Ok((Some(person_id), spell.map(|spell| spell.organization_id)))
}
