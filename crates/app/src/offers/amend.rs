//! Changing an offer, by whoever answers for it: what it says, and whether it is given. Less than is taken of it is never offered.

use guanai_casework::{Availability, Offer, Resource, ResourceTold};
use guanai_kernel::ids::{OfferId, OperationId};
use guanai_kernel::text::written;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, offers, pairs};

use super::record::{
    RecordOffer, RecordOfferError, answers_for, area_of, may_change, refuse, resource_of, said, townships_of,
};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// An offer to be changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AmendOffer {
    /// Which.
    pub offer_id: OfferId,
    /// Which of its states the actor saw.
    pub state_no: u64,
    /// Whether it holds where it held: a form names one township, an offer may hold in several.
    pub keeps_area: bool,
    /// What it shall say.
    pub wish: RecordOffer,
}

/// Whether an offer is given, to be said.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SetAvailability {
    /// Which.
    pub offer_id: OfferId,
    /// Which of its states the actor saw.
    pub state_no: u64,
    /// Whether it is given.
    pub availability: Availability,
    /// Why not; must be there for a pause and an end.
    pub why: Option<String>,
}

/// Why an offer was not changed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AmendOfferError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// What it shall say is none that can be kept.
    #[error(transparent)]
    Wish(#[from] RecordOfferError),
    /// A pause or an end without a reason.
    #[error("say why it is paused or ended")]
    NoReason,
    /// None there, or none for which the actor answers.
    #[error("there is no such offer for which you answer")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this offer meanwhile: read it again, then change it")]
    Stale,
    /// More of it is taken than it would have.
    #[error("{taken} of it are taken already: offer at least as many, or end some of that first")]
    BelowTaken {
        /// So much is taken.
        taken: u64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AmendOfferError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Wish(error) => error.code(),
            Self::NoReason => "offer-no-reason",
            Self::NotFound => "offer-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "offer-stale",
            Self::BelowTaken { .. } => "offer-below-taken",
            Self::Store(error) => error.code(),
        }
    }
}

/// Changes what an offer says; its id.
pub async fn amend_offer(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &AmendOffer,
) -> Result<OfferId, AmendOfferError> {
    cx.authorise(Act::AmendOffer)?;
    refuse(cx, &command.wish)?;
    let operation = Operation::new(operation_id, Act::AmendOffer, command)?;
    change(cx, operation, command.offer_id, command.state_no, Change::Says(command)).await
}

/// Says whether an offer is given; its id. What was reserved or booked stays as it is: each is answered for itself.
pub async fn set_availability(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &SetAvailability,
) -> Result<OfferId, AmendOfferError> {
    cx.authorise(Act::AmendOffer)?;
    let why = said(command.why.as_ref());
    if command.availability == Availability::Withdrawn {
        // That is a member's own word.
        return Err(AmendOfferError::NotFound);
    }
    if command.availability != Availability::Open && why.is_none() {
        return Err(AmendOfferError::NoReason);
    }
    let operation = Operation::new(operation_id, Act::AmendOffer, command)?;
    change(cx, operation, command.offer_id, command.state_no, Change::Given(command.availability, why)).await
}

#[derive(Clone)]
enum Change<'w> {
    Says(&'w AmendOffer),
    Given(Availability, Option<String>),
}

impl Change<'_> {
    fn of(self, before: &Offer) -> Offer {
        match self {
            Self::Says(AmendOffer { wish, keeps_area, .. }) => {
                let resource = resource_of(wish);
                let told = ResourceTold {
                    why: before.resource.told.why.clone(),
                    in_all: before.resource.told.in_all,
                    ..resource.told
                };
                Offer {
                    provider_kind: wish.provider_kind,
                    provider_name: written(&wish.provider_name),
                    categories: wish.categories.clone(),
                    capacity: wish.capacity,
                    area: if *keeps_area { before.area.clone() } else { area_of(wish) },
                    valid_until_on: wish.valid_until_on,
                    note: said(wish.note.as_ref()),
                    resource: Resource { availability: before.resource.availability, told, ..resource },
                    ..before.clone()
                }
            }
            Self::Given(availability, why) => {
                let told = ResourceTold { why, ..before.resource.told.clone() };
                Offer { resource: Resource { availability, told, ..before.resource.clone() }, ..before.clone() }
            }
        }
    }
}

async fn change(
    cx: &mut Cx<'_>,
    operation: Operation,
    offer_id: OfferId,
    state_no: u64,
    change: Change<'_>,
) -> Result<OfferId, AmendOfferError> {
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::AmendOffer, vec![Subject::Offer(offer_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let (operation, change) = (&operation, &change);
    let changing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = answered(cx, tx, offer_id).await?.ok_or(AmendOfferError::NotFound)?;
            if let Some(changed) = operation.earlier(tx, &cx.actor).await? {
                return Ok(changed);
            }
            if offers::count_former(tx, offer_id).await? != state_no {
                return Err(AmendOfferError::Stale);
            }
            let after = change.clone().of(&before);
            check(cx, tx, &before, &after).await?;
            offers::amend_many(tx, &[(before, after)], cx.now).await?;
            operation.keep(tx, &cx.actor, offer_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(offer_id)
        })
    });
    changing.await
}

/// The offer, where the actor answers for it and may change it.
async fn answered(cx: &Cx<'_>, tx: &mut Tx, offer_id: OfferId) -> Result<Option<Offer>, StoreError> {
    let Some(offer) = offers::find(tx, offer_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let answers = may_change(cx, offer.resource.kind) && answers_for(tx, &scope, &offer).await?;
    Ok(Some(offer).filter(|_| answers))
}

/// A place that it did not have is one of the scope, and what is taken is still there.
async fn check(cx: &Cx<'_>, tx: &mut Tx, before: &Offer, after: &Offer) -> Result<(), AmendOfferError> {
    if let guanai_casework::OfferArea::Townships(names) = &after.area
        && before.area != after.area
        && !names.is_subset(&townships_of(tx, cx).await?)
    {
        return Err(RecordOfferError::NoTownship.into());
    }
    let today = cx.now.day_in_china();
    let taken = pairs::count_taken(tx, &[before.offer_id], today).await?.get(&before.offer_id).copied().unwrap_or(0);
    let is_less = after.capacity < before.capacity || after.resource.unit != before.resource.unit;
    if is_less && u64::try_from(after.capacity).unwrap_or(0) < taken {
        return Err(AmendOfferError::BelowTaken { taken });
    }
    Ok(())
}
