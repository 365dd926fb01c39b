//! What somebody who died or leaves the county has of things that come back: a wheelchair is fetched, a meal is not. Where the record
//! does not tell which it is, that is said.

use guanai_casework::{Booking, BookingState, Offer, ResourceUnit};
use guanai_kernel::Date;
use guanai_registry::life_event::{LifeEvent, Outcome, OutcomeKind};
use guanai_store::life_events::Touched;
use guanai_store::{StoreError, Tx, bookings, offers};

/// What is to be fetched, and what is to be found out.
pub(super) async fn tasks(
    tx: &mut Tx,
    event: &LifeEvent,
    on: Date,
    touched: &[Touched],
) -> Result<Vec<Outcome>, StoreError> {
    let handed = bookings::list_of_person(tx, event.person_id).await?.into_iter();
    let handed = handed.filter(|booking| booking.state == BookingState::Used);
    // Agreed to, and its first day was over: nobody wrote down whether it was handed out.
    let perhaps = touched.iter().filter_map(|one| match one {
        Touched::Booking(change) => change.before.clone(),
        _ => None,
    });
    let perhaps = perhaps.filter(|before| {
        let begun = before.from_on.is_some_and(|from| from <= on);
        before.person_id == event.person_id && before.state == BookingState::Booked && begun
    });
    let all: Vec<Booking> = handed.chain(perhaps).collect();
    let ids: Vec<_> = all.iter().map(|booking| booking.offer_id).collect();
    let offers = offers::list_by_ids(tx, &ids).await?;
    let of = |booking: &Booking| offers.iter().find(|offer| offer.offer_id == booking.offer_id);
    Ok(all.iter().filter_map(|booking| task(booking, of(booking)?)).collect())
}

fn task(booking: &Booking, offer: &Offer) -> Option<Outcome> {
    let kind = match (offer.resource.told.lent, booking.state) {
        (Some(false), _) => return None,
        (Some(true), BookingState::Used) => OutcomeKind::LentBack,
        // Places, hours and money are no things that anybody could bring back.
        (None, _) if offer.resource.unit != ResourceUnit::Pieces => return None,
        _ => OutcomeKind::LentUnclear,
    };
    let since = booking.from_on.or(booking.moved_on).unwrap_or(booking.reserved_on);
    Some(Outcome::of(kind, offer.called()).worth(booking.booking_id.to_string()).times(booking.units).on(since))
}
