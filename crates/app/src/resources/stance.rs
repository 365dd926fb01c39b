//! On whose side an actor stands towards a booking: of whoever needs it, of whoever answers for the resource, or of both.

use guanai_casework::{Booking, BookingMove, Offer};
use guanai_kernel::ids::BookingId;
use guanai_store::{StoreError, Tx, bookings, offers};

use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::offers::answers_for;
use crate::scope::ScopeOf;

/// On whose side an actor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookingStance {
    /// On the side of whoever needs it.
    pub of_person: bool,
    /// On the side of whoever answers for the resource.
    pub of_resource: bool,
}

impl BookingStance {
    /// Whether a move is this side's to make; that something was used is known on either.
    pub const fn makes(self, step: BookingMove) -> bool {
        match step {
            BookingMove::Confirm | BookingMove::Decline => self.of_resource,
            BookingMove::TakeBack => self.of_person,
            BookingMove::Use | BookingMove::LeaveUnused | BookingMove::Return => self.of_person || self.of_resource,
        }
    }
}

/// The booking with this id, its resource, and where the actor stands; none where it is out of reach.
pub(super) async fn reached(
    cx: &Cx<'_>,
    tx: &mut Tx,
    booking_id: BookingId,
) -> Result<Option<(Booking, Offer, BookingStance)>, StoreError> {
    let Some(booking) = bookings::find(tx, booking_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let Some(offer) = offers::find(tx, booking.offer_id).await? else { return Ok(None) };
    let stance = stance_of(tx, &scope, &booking, &offer).await?;
    Ok((stance.of_person || stance.of_resource).then_some((booking, offer, stance)))
}

pub(super) async fn stance_of(
    tx: &mut Tx,
    scope: &ScopeOf,
    booking: &Booking,
    offer: &Offer,
) -> Result<BookingStance, StoreError> {
    Ok(BookingStance {
        of_person: scope.holds_person(tx, booking.person_id).await?,
        of_resource: answers_for(tx, scope, offer).await?,
    })
}

/// Whether the actor keeps out: it is about themself or kin, on either side.
pub(super) async fn is_recused(cx: &Cx<'_>, tx: &mut Tx, booking: &Booking, offer: &Offer) -> Result<bool, StoreError> {
    if may_not_decide(cx, tx, booking.person_id).await? {
        return Ok(true);
    }
    match offer.person_id {
        Some(provider) => may_not_decide(cx, tx, provider).await,
        None => Ok(false),
    }
}
