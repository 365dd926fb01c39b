//! Who may be named to help with a need: an offer that holds, reaches, serves this kind of need and is not taken up, by somebody
//! who is neither the person, nor kin, nor in hardship; or somebody by name who made no offer.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Helper, Lacking, Need, Offer};
use guanai_kernel::ids::{OfferId, PersonId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, FactRole};
use guanai_registry::{Fact, FactValue};
use guanai_scheme::Pack;
use guanai_store::Stretch;
use guanai_store::offers::Wanted;
use guanai_store::{
    StoreError, Tx, bookings, consents, facts, households, memberships, offers, organizations, pairs, persons, posts,
};

use crate::applications::superiors;
use crate::cx::Cx;
use crate::offers::{reach_of, reaches};
use crate::pairing::{Full, InAll, groups, leads, metres};
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// Offers of a kind that a form shows.
const MOST_SHOWN: u64 = 100;
/// Letters of a helper's name.
const MOST_LETTERS: usize = 60;

/// Who is to be named.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HelperWish {
    /// By an offer.
    Offer(OfferId),
    /// By name: somebody who made no offer, such as the own branch.
    Named(String),
}

/// Why somebody cannot be named. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum HelperError {
    /// Nobody is named, or by a name that is none.
    #[error("write down who helps, in at most {MOST_LETTERS} letters")]
    NoName,
    /// There is no such offer within the reach.
    #[error("there is no such offer")]
    NoOffer,
    /// Its day is past.
    #[error("the offer no longer holds")]
    Expired,
    /// It serves another kind of need.
    #[error("the offer does not serve this kind of need")]
    OtherKind,
    /// It lacks a skill or certificate that the need asks for.
    #[error("whoever helps with this need must have a skill or certificate that this offer does not name")]
    NoSkill,
    /// It is not known to speak a language that the need asks for.
    #[error("whoever helps with this need must speak a language that this offer does not name")]
    NoLanguage,
    /// It ends before the day up to which help is wanted.
    #[error("the offer ends before the last day on which this need wants help")]
    TooShort,
    /// Whoever gives it meant it for others.
    #[error(
        "whoever gives this meant it for people of other classes, or it is not known that the person belongs to one of them"
    )]
    NotForThem,
    /// Whoever gives it goes so far and no further, and the place of one side is not recorded.
    #[error(
        "whoever gives this goes only so far, and where the two are is not recorded: state the places of both organisations"
    )]
    PlaceUnknown,
    /// It is further than whoever gives it goes.
    #[error("it is further than whoever gives this goes")]
    TooFar,
    /// It is reserved by the hour or by an amount.
    #[error("this resource is given by the hour or by an amount: reserve so much of it instead")]
    ByAmount,
    /// It helps as many as it can.
    #[error("the offer helps as many as it can")]
    Taken,
    /// The helper must know whom it helps, and the person does not wish that.
    #[error("the person does not consent to be named to whoever helps: ask again, or choose help that needs no name")]
    NoConsent,
    /// The person is a minor, and no guardian's consent is written down.
    #[error("the person is a minor: ask the guardian, and write down at the need what they said")]
    NoGuardian,
    /// Nobody is paired with themselves or with kin.
    #[error("nobody is named to help themselves or a relative")]
    OwnOrKin,
    /// They lead the person's organisation or one above it.
    #[error("nobody is named to help those over whom they decide: ask somebody else")]
    Superior,
    /// They, or their system, take on no more in all.
    #[error(transparent)]
    Full(#[from] Full),
    /// Whoever is in hardship is not asked to help.
    #[error("whoever is in hardship is not asked to help")]
    InHardship,
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HelperError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoName => "helper-no-name",
            Self::NoOffer => "offer-not-found",
            Self::Expired => "helper-expired",
            Self::OtherKind => "helper-other-kind",
            Self::NoSkill => "helper-no-skill",
            Self::NoLanguage => "helper-no-language",
            Self::TooShort => "helper-too-short",
            Self::NotForThem => "helper-not-for-them",
            Self::PlaceUnknown => "helper-place-unknown",
            Self::TooFar => "helper-too-far",
            Self::ByAmount => "helper-by-amount",
            Self::Taken => "helper-taken",
            Self::NoConsent => "helper-no-consent",
            Self::NoGuardian => "helper-no-guardian",
            Self::OwnOrKin => "helper-own-or-kin",
            Self::Superior => "helper-superior",
            Self::Full(full) => full.code(),
            Self::InHardship => "helper-in-hardship",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// The helper that is wished for, where they may be named.
pub(super) async fn helper_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    need: &Need,
    wish: &HelperWish,
    on: Date,
) -> Result<Helper, HelperError> {
    let offer_id = match wish {
        HelperWish::Named(name) => {
            let name = written(name);
            if !fits(&name, MOST_LETTERS) {
                return Err(HelperError::NoName);
            }
            guarded(tx, need, on).await?;
            return Ok(Helper { offer_id: None, name });
        }
        HelperWish::Offer(offer_id) => *offer_id,
    };
    let reach = reach_of(tx, scope).await?;
    let offer = offers::find(tx, offer_id).await?.filter(|offer| reaches(reach.as_ref(), offer));
    let offer = offer.ok_or(HelperError::NoOffer)?;
    check(tx, &cx.standards.pack, need, &offer, on).await?;
    check_provider(cx, tx, need, &offer, on).await?;
    Ok(Helper { offer_id: Some(offer_id), name: offer.provider_name })
}

/// Whether an offer may help with a need on a day, and has room for one more.
pub(crate) async fn check(tx: &mut Tx, pack: &Pack, need: &Need, offer: &Offer, on: Date) -> Result<(), HelperError> {
    serves(pack, need, offer, on)?;
    if !offer.resource.unit.serves_one_each() {
        return Err(HelperError::ByAmount);
    }
    if !has_room(tx, offer, need.person_id, on).await? {
        return Err(HelperError::Taken);
    }
    consented(tx, pack, need, on).await
}

/// Whether an offer holds on a day, serves this kind of need, and brings what it asks for.
pub(crate) fn serves(pack: &Pack, need: &Need, offer: &Offer, on: Date) -> Result<(), HelperError> {
    if !offer.holds_on(need.conditions.first_on(on)) {
        return Err(HelperError::Expired);
    }
    let category = need.category.category().unwrap_or_default();
    if !offer.categories.iter().any(|offered| pack.offer_serves(offered, category)) {
        return Err(HelperError::OtherKind);
    }
    match need.conditions.lacking(offer) {
        Some(Lacking::Skill) => Err(HelperError::NoSkill),
        Some(Lacking::Language) => Err(HelperError::NoLanguage),
        Some(Lacking::Term) => Err(HelperError::TooShort),
        None => Ok(()),
    }
}

/// Whether an offer can help this person: places that are held for somebody who was asked are taken, and so are those that are
/// reserved or booked for others.
pub(crate) async fn has_room(tx: &mut Tx, offer: &Offer, person_id: PersonId, on: Date) -> Result<bool, StoreError> {
    if bookings::count_held(tx, offer.offer_id, person_id, on).await? > 0 {
        return Ok(true);
    }
    let taken = pairs::count_taken(tx, &[offer.offer_id], on).await?.get(&offer.offer_id).copied().unwrap_or(0);
    Ok(taken < u64::try_from(offer.capacity).unwrap_or(0))
}

/// Whether the person agrees that whoever helps learns how to reach them, where this kind of help needs it: they said so with the need,
/// and did not say no since or before, for whatever it is. And their guardian, where they are a minor.
pub(crate) async fn consented(tx: &mut Tx, pack: &Pack, need: &Need, on: Date) -> Result<(), HelperError> {
    let category = need.category.category().unwrap_or_default();
    let is_asked = needs_contact(pack, category);
    if is_asked && !(need.consents_to_contact && withheld(tx, pack, Some(&[need.person_id])).await?.is_empty()) {
        return Err(HelperError::NoConsent);
    }
    guarded(tx, need, on).await
}

/// Whether whoever helps with this kind of need must know how to reach the person.
pub(crate) fn needs_contact(pack: &Pack, category: &str) -> bool {
    pack.need_category(category).is_none_or(|found| found.needs_contact)
}

/// Those of some persons, or of all, who spoke last against their contact data being passed to whoever helps.
pub(crate) async fn withheld(
    tx: &mut Tx,
    pack: &Pack,
    persons: Option<&[PersonId]>,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut found = BTreeSet::new();
    for kind in pack.consents().iter().filter(|kind| kind.passes_contact) {
        found.extend(match persons {
            Some(persons) => consents::list_refused_of(tx, &kind.code, persons).await?,
            None => consents::list_refused(tx, &kind.code).await?,
        });
    }
    Ok(found)
}

/// Whether a guardian agreed, where the person is a minor.
async fn guarded(tx: &mut Tx, need: &Need, on: Date) -> Result<(), HelperError> {
    if need.conditions.is_agreed() {
        return Ok(());
    }
    let person = persons::find(tx, need.person_id).await?;
    if person.is_some_and(|person| person.is_minor_on(on)) { Err(HelperError::NoGuardian) } else { Ok(()) }
}

/// The offers that may be named for a need, by the provider's name, those of `first` before all others.
pub(crate) async fn fitting(
    cx: &Cx<'_>,
    tx: &mut Tx,
    need: &Need,
    on: Date,
    first: Option<OfferId>,
) -> Result<Vec<Offer>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let pack = &cx.standards.pack;
    let category = need.category.category().unwrap_or_default();
    let serving = pack.need_category(category).map(|found| found.offers.clone()).unwrap_or_default();
    let mut found: Vec<Offer> = Vec::new();
    for category in serving {
        let reach = reach_of(tx, &scope).await?;
        let wanted = Wanted { reach, category: Some(category), ..Wanted::default() };
        let stretch = Stretch { skip: 0, take: MOST_SHOWN };
        for offer in offers::list_wanted(tx, &wanted, on, stretch).await? {
            let is_new = found.iter().all(|seen| seen.offer_id != offer.offer_id);
            let fits = is_new && check(tx, pack, need, &offer, on).await.is_ok();
            if fits && check_provider(cx, tx, need, &offer, on).await.is_ok() {
                found.push(offer);
            }
        }
    }
    found.sort_by(|a, b| {
        let is_other = |offer: &Offer| Some(offer.offer_id) != first;
        (is_other(a), &a.provider_name, a.offer_id).cmp(&(is_other(b), &b.provider_name, b.offer_id))
    });
    Ok(found)
}

/// Whether these facts of somebody say that they are recognised as in hardship.
pub(crate) fn is_recognised(pack: &Pack, facts: &[Fact]) -> bool {
    let name = pack.fact_of(FactRole::Hardship);
    facts.iter().any(|fact| Some(fact.name.as_str()) == name && fact.value == FactValue::Bool(true))
}

/// Whether whoever offers may help this person: neither themself, nor kin, nor over them, nor in hardship, and with room over all
/// that they and their system offer.
pub(crate) async fn check_provider(
    cx: &Cx<'_>,
    tx: &mut Tx,
    need: &Need,
    offer: &Offer,
    on: Date,
) -> Result<(), HelperError> {
    if let Some(provider) = offer.person_id
        && let Some(error) = barred(cx, tx, need.person_id, &[provider], on).await?.remove(&provider)
    {
        return Err(error);
    }
    check_terms(cx, tx, need.person_id, offer, on).await?;
    check_in_all(cx, tx, need.person_id, offer, 1, on).await
}

/// Whether whoever gives it gives to people like this one, and comes as far: to everybody and everywhere, or to a class to which the
/// person is known to belong, or so many kilometres.
async fn check_terms(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
    offer: &Offer,
    on: Date,
) -> Result<(), HelperError> {
    let told = &offer.resource.told;
    if told.only_for.is_empty() && told.goes_km.is_none() {
        return Ok(());
    }
    let pack = &cx.standards.pack;
    let population = Population::load_of(tx, pack, &[person_id], on, cx.now).await?;
    let resident = population.find(person_id);
    let is_meant = |resident| !groups(pack, on, resident, &told.only_for).is_empty();
    if !told.only_for.is_empty() && !resident.is_some_and(is_meant) {
        return Err(HelperError::NotForThem);
    }
    let Some(goes_km) = told.goes_km else { return Ok(()) };
    let here = resident.and_then(|resident| population.organization(resident)?.coordinates);
    let there = match offer.organization_id {
        Some(organization_id) => organizations::find(tx, organization_id).await?.and_then(|place| place.coordinates),
        None => None,
    };
    match here.zip(there) {
        None => Err(HelperError::PlaceUnknown),
        Some((here, there)) if here.metres_to(there) > u64::from(metres(goes_km)) => Err(HelperError::TooFar),
        Some(_) => Ok(()),
    }
}

/// Whether whoever offers, and their system, takes on so many units more for a person over everything that they offer.
pub(crate) async fn check_in_all(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
    offer: &Offer,
    units: u64,
    on: Date,
) -> Result<(), HelperError> {
    let in_all = InAll::load(tx, &cx.standards.pack, std::slice::from_ref(offer), person_id, on).await?;
    in_all.stands_against(offer, units).map_or(Ok(()), |full| Err(full.into()))
}

/// Those of some providers who may not help a person, with why: the person themself and kin, whoever leads the person's
/// organisation or one above it, whoever is in hardship.
pub(crate) async fn barred(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
    providers: &[PersonId],
    on: Date,
) -> Result<BTreeMap<PersonId, HelperError>, StoreError> {
    let pack = &cx.standards.pack;
    let mut close: BTreeSet<PersonId> = BTreeSet::from([person_id]);
    close.extend(households::list_kin_of(tx, person_id).await?.into_iter().map(|kin| kin.relative_id));
    close.extend(households::list_kin_to(tx, person_id).await?.into_iter().map(|kin| kin.person_id));
    let names: BTreeSet<&str> = pack.fact_of(FactRole::Hardship).into_iter().collect();
    let facts = facts::list_named_on_of(tx, on, cx.now, providers, &names).await?;
    let mut barred = BTreeMap::new();
    for fact in facts.chunk_by(|a, b| a.person_id == b.person_id).filter(|facts| is_recognised(pack, facts)) {
        barred.extend(fact.first().map(|fact| (fact.person_id, HelperError::InHardship)));
    }
    let over = over(tx, pack, person_id, providers, on).await?;
    barred.extend(over.into_iter().map(|provider| (provider, HelperError::Superior)));
    let kin = providers.iter().filter(|provider| close.contains(provider));
    barred.extend(kin.map(|provider| (*provider, HelperError::OwnOrKin)));
    Ok(barred)
}

/// Those of some providers who lead the organisation to which a person belongs, or one above it.
async fn over(
    tx: &mut Tx,
    pack: &Pack,
    person_id: PersonId,
    providers: &[PersonId],
    on: Date,
) -> Result<Vec<PersonId>, StoreError> {
    let mut held = posts::list_known_on_of(tx, on, providers).await?;
    held.retain(|post| leads(pack, post));
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let Some(spell) = memberships::list_current_of(tx, &[person_id]).await?.pop() else { return Ok(Vec::new()) };
    let path = superiors(tx, spell.organization_id).await?;
    held.retain(|post| path.iter().any(|one| one.organization_id == post.organization_id));
    Ok(held.into_iter().map(|post| post.person_id).collect())
}
