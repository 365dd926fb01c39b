//! A list of offers, a page at a time: those that still hold first.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Availability, Holding, Offer, OfferArea, ProviderKind, ResourceKind, ResourceUnit};
use guanai_kernel::ids::{OfferId, OrganizationId};
use guanai_kernel::{Date, System};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
use guanai_store::offers::{self, Reach, Wanted};
use guanai_store::{StoreError, Tx, organizations, pairs};

use super::record::townships_of;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// Offers on a page.
pub const PAGE: u64 = 50;

/// Which offers are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListOffers {
    /// A category of offers in the pack.
    pub category: Option<String>,
    /// What the resource is.
    pub kind: Option<ResourceKind>,
    /// A township or street in which it holds.
    pub township: Option<String>,
    /// The system of the organisation from which it comes.
    pub system: Option<System>,
    /// Which page, from 1.
    pub page: u64,
}

/// How an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferState {
    /// It can still serve somebody.
    Free,
    /// Nothing is left of it for now.
    Full,
    /// Its first day is still to come.
    NotYet,
    /// Its day is past.
    Expired,
    /// The certificate that it needs is no longer good.
    CertificateExpired,
    /// Whoever answers for it paused it.
    Paused,
    /// Whoever answers for it ended it, or took it back.
    Ended,
}

impl OfferState {
    /// How an offer stands of which so much is taken. That nothing is left follows from the count, so that no word of somebody's can
    /// disagree with it.
    pub fn of(offer: &Offer, taken: u64, on: Date) -> Self {
        match offer.holding(on) {
            Holding::Not(Availability::Paused) => Self::Paused,
            Holding::Not(_) => Self::Ended,
            Holding::NotYet => Self::NotYet,
            Holding::Expired => Self::Expired,
            Holding::CertificateExpired => Self::CertificateExpired,
            Holding::Holds if taken < u64::try_from(offer.capacity).unwrap_or(0) => Self::Free,
            Holding::Holds => Self::Full,
        }
    }
}

/// An offer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOffer {
    /// The id.
    pub offer_id: OfferId,
    /// Who offers.
    pub provider_name: String,
    /// Of what kind they are.
    pub provider_kind: ProviderKind,
    /// What they offer, as codes of the pack.
    pub categories: BTreeSet<String>,
    /// What it is.
    pub kind: ResourceKind,
    /// What it is called, where the provider's name does not say it.
    pub title: Option<String>,
    /// Of which organisation, by name.
    pub organization: Option<String>,
    /// In what it is counted.
    pub unit: ResourceUnit,
    /// How much of it there is.
    pub capacity: u64,
    /// How much helps somebody, was named or booked to, or is held.
    pub taken: u64,
    /// Where it holds.
    pub area: OfferArea,
    /// The last day on which it holds.
    pub valid_until_on: Option<Date>,
    /// How it stands.
    pub state: OfferState,
}

/// A page of offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffersPage {
    /// The rows.
    pub rows: Vec<ListedOffer>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// The townships and streets of the actor's scope.
    pub townships: BTreeSet<String>,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListOffersError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack has no such category.
    #[error("the standards have no such category of offers")]
    NoCategory,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListOffersError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoCategory => "offers-no-category",
            Self::Store(error) => error.code(),
        }
    }
}

/// Lists offers as of a day. The record names those on the page.
pub async fn list_offers(cx: &mut Cx<'_>, on: Date, ask: &ListOffers) -> Result<OffersPage, ListOffersError> {
    cx.authorise(Act::ListOffers)?;
    if ask.category.as_deref().is_some_and(|code| cx.standards.pack.offer_category_name(code).is_none()) {
        return Err(ListOffersError::NoCategory);
    }
    let page = ask.page.max(1);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let wanted = Wanted {
        reach: reach_of(&mut tx, &scope).await?,
        category: ask.category.clone(),
        kind: ask.kind,
        township: ask.township.clone(),
        system: ask.system,
    };
    let stretch = Stretch::of_page(page, PAGE);
    let found = offers::list_wanted(&mut tx, &wanted, on, stretch).await?;
    let total = offers::count_wanted(&mut tx, &wanted).await?;
    let rows = listed(&mut tx, &found, on).await?;
    let townships = townships_of(&mut tx, cx).await?;
    tx.rollback().await?;
    let subjects = rows.iter().map(|row| Subject::Offer(row.offer_id)).collect();
    cx.record_reading(Act::ListOffers, subjects).await?;
    Ok(OffersPage { rows, total, page, townships })
}

/// Where offers must hold to be within a scope; none is all of them.
pub(crate) async fn reach_of(tx: &mut Tx, scope: &ScopeOf) -> Result<Option<Reach>, StoreError> {
    let Some(own) = scope.organizations() else { return Ok(None) };
    let ids: Vec<_> = own.iter().copied().collect();
    let places = organizations::list_by_ids(tx, &ids).await?;
    let townships = places.into_iter().filter_map(|place| place.township).collect();
    Ok(Some(Reach { townships, organizations: own.clone() }))
}

/// Whether an offer is within a reach.
pub(crate) fn reaches(reach: Option<&Reach>, offer: &Offer) -> bool {
    let Some(reach) = reach else { return true };
    match &offer.area {
        OfferArea::Everywhere => true,
        OfferArea::Townships(townships) => {
            !townships.is_disjoint(&reach.townships)
                || offer.organization_id.is_some_and(|id| reach.organizations.contains(&id))
        }
    }
}

/// Offers as rows, in their order.
pub(crate) async fn listed(tx: &mut Tx, offers: &[Offer], on: Date) -> Result<Vec<ListedOffer>, StoreError> {
    let ids: Vec<OfferId> = offers.iter().map(|offer| offer.offer_id).collect();
    let taken = pairs::count_taken(tx, &ids, on).await?;
    let places: Vec<OrganizationId> = offers.iter().filter_map(|offer| offer.organization_id).collect();
    let places = organizations::list_by_ids(tx, &places).await?;
    let places: BTreeMap<OrganizationId, String> = places.into_iter().map(|o| (o.organization_id, o.name)).collect();
    let rows = offers.iter().map(|offer| {
        let taken = taken.get(&offer.offer_id).copied().unwrap_or(0);
        let capacity = u64::try_from(offer.capacity).unwrap_or(0);
        ListedOffer {
            offer_id: offer.offer_id,
            provider_name: offer.provider_name.clone(),
            provider_kind: offer.provider_kind,
            categories: offer.categories.clone(),
            kind: offer.resource.kind,
            title: offer.resource.title.clone(),
            organization: offer.organization_id.and_then(|id| places.get(&id).cloned()),
            unit: offer.resource.unit,
            capacity,
            taken,
            area: offer.area.clone(),
            valid_until_on: offer.valid_until_on,
            state: OfferState::of(offer, taken, on),
        }
    });
    Ok(rows.collect())
}
