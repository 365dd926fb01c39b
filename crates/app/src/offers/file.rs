//! One offer: what it is, whom to ask, and whom it helps within the reader's scope.

use guanai_casework::{Availability, Offer, ResourceTold};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OfferId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, needs, offers};

use super::list::{ListedOffer, listed, reach_of, reaches};
use super::record::{answers_for, may_change};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{ListedNeed, listed as listed_needs, subjects_of};
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Whom to ask about an offer.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: Option<String>,
    /// The phone.
    pub phone: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(…)")
    }
}

/// An offer as the actor may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct OfferFile {
    /// As lists show it.
    pub row: ListedOffer,
    /// Whom to ask; none where the reader may not see it, or nobody is known.
    pub contact: Option<Contact>,
    /// The first day on which it holds.
    pub valid_from_on: Option<Date>,
    /// What is told of it in words; why it is paused or ended is for whoever answers for it.
    pub told: ResourceTold,
    /// Which of its states this is.
    pub state_no: u64,
    /// Whether the actor answers for it: changes it, and agrees to what is asked of it.
    pub answers: bool,
    /// Whether it is given, as whoever answers for it says.
    pub availability: Availability,
    /// A remark, for those who see whom to ask.
    pub note: Option<String>,
    /// The needs that it was named to help with, or was proposed for lately, within the reader's scope.
    pub needs: Vec<ListedNeed>,
}

impl std::fmt::Debug for OfferFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OfferFile({})", self.row.offer_id)
    }
}

/// Why there is no file. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadOfferError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the reach: the two cannot be told apart.
    #[error("there is no such offer")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadOfferError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "offer-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one offer as of a day; `proposed_for` are the needs that the last matching proposes it for. It is within reach also
/// where it helps, or is proposed to help, somebody within the scope. The record names it and them.
pub async fn read_offer(
    cx: &mut Cx<'_>,
    on: Date,
    offer_id: OfferId,
    proposed_for: &[NeedId],
) -> Result<OfferFile, ReadOfferError> {
    cx.authorise(Act::ReadOffer)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, on, offer_id, proposed_for).await;
    tx.rollback().await?;
    let file = file?;
    let subjects = std::iter::once(Subject::Offer(offer_id)).chain(subjects_of(&file.needs)).collect();
    cx.record_reading(Act::ReadOffer, subjects).await?;
    Ok(file)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    on: Date,
    offer_id: OfferId,
    proposed_for: &[NeedId],
) -> Result<OfferFile, ReadOfferError> {
    let offer = offers::find(tx, offer_id).await?.ok_or(ReadOfferError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut concerned = needs::list_of_offer(tx, offer_id).await?;
    let mut proposed = needs::list_by_ids(tx, proposed_for).await?;
    proposed.retain(|need| need.state.is_open() && concerned.iter().all(|named| named.need_id != need.need_id));
    concerned.extend(proposed);
    let mut helped = Vec::new();
    for need in concerned {
        if scope.holds_person(tx, need.person_id).await? {
            helped.push(need);
        }
    }
    if offer.resource.availability == Availability::Withdrawn {
        return Err(ReadOfferError::NotFound);
    }
    let answers = answers_for(tx, &scope, &offer).await?;
    if !answers && helped.is_empty() && !reaches(reach_of(tx, &scope).await?.as_ref(), &offer) {
        return Err(ReadOfferError::NotFound);
    }
    let sight = Sight::of(cx.actor.role);
    let row = listed(tx, std::slice::from_ref(&offer), on).await?.pop().ok_or(ReadOfferError::NotFound)?;
    let needs = listed_needs(tx, sight, &helped).await?;
    let shows_contact = shows_contact(tx, &scope, sight, &offer).await?;
    let kind = offer.resource.kind;
    let is_known = offer.contact_name.is_some() || offer.contact_phone.is_some();
    Ok(OfferFile {
        row,
        contact: (shows_contact && is_known)
            .then_some(Contact { name: offer.contact_name, phone: offer.contact_phone }),
        note: offer.note.filter(|_| shows_contact),
        valid_from_on: offer.resource.valid_from_on,
        told: offer.resource.told,
        state_no: offers::count_former(tx, offer_id).await?,
        answers: answers && may_change(cx, kind),
        availability: offer.resource.availability,
        needs,
    })
}

/// Whether whom to ask is shown: to those who call people, and of a member only where the member is within the scope.
async fn shows_contact(tx: &mut Tx, scope: &ScopeOf, sight: Sight, offer: &Offer) -> Result<bool, StoreError> {
    if !sight.sees_phone() {
        return Ok(false);
    }
    match offer.person_id {
        Some(person_id) => scope.holds_person(tx, person_id).await,
        None => Ok(true),
    }
}
