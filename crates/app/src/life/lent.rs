//! Things that come back, when somebody dies or leaves the county: what was lent to them is fetched, what they had lent to others is
//! given back. A wheelchair is, a meal is not; where the record does not tell which it is, that is said.

use guanai_casework::{Booking, BookingState, Offer, ResourceUnit};
use guanai_kernel::Date;
use guanai_registry::life_event::{LifeEvent, Outcome, OutcomeKind};
use guanai_store::life_events::Touched;
use guanai_store::{StoreError, Tx, bookings, offers};

/// What is to be fetched or given back, and what is to be found out.
pub(super) async fn tasks(
    tx: &mut Tx,
    event: &LifeEvent,
    on: Date,
    touched: &[Touched],
) -> Result<Vec<Outcome>, StoreError> {
    let mut all = bookings::list_of_person(tx, event.person_id).await?;
    for offer in offers::list_of_person(tx, event.person_id).await? {
        let of_others = bookings::list_of_offer(tx, offer.offer_id).await?.into_iter();
        all.extend(of_others.filter(|booking| booking.person_id != event.person_id));
    }
    all.retain(|booking| booking.state == BookingState::Used);
    // Agreed to, and its first day was over: nobody wrote down whether it was handed out.
    let perhaps = touched.iter().filter_map(|one| match one {
        Touched::Booking(change) => change.before.clone(),
        _ => None,
    });
    all.extend(perhaps.filter(|before| {
        let begun = before.from_on.is_some_and(|from| from <= on);
        before.state == BookingState::Booked && begun
    }));
    let ids: Vec<_> = all.iter().map(|booking| booking.offer_id).collect();
    let offers = offers::list_by_ids(tx, &ids).await?;
    let of = |booking: &Booking| offers.iter().find(|offer| offer.offer_id == booking.offer_id);
    Ok(all.iter().filter_map(|booking| task(event, booking, of(booking)?)).collect())
}

fn task(event: &LifeEvent, booking: &Booking, offer: &Offer) -> Option<Outcome> {
    let kind = match comes_back(offer)? {
        ComesBack::Lent if booking.state == BookingState::Used && booking.person_id == event.person_id => {
            OutcomeKind::LentBack
        }
        ComesBack::Lent if booking.state == BookingState::Used => OutcomeKind::LentOut,
        ComesBack::Lent | ComesBack::Perhaps => OutcomeKind::LentUnclear,
    };
    let since = booking.from_on.or(booking.moved_on).unwrap_or(booking.reserved_on);
    Some(Outcome::of(kind, offer.called()).worth(booking.booking_id.to_string()).times(booking.units).on(since))
}

/// Whether what was handed out comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComesBack {
    /// It was lent.
    Lent,
    /// A thing, of which the record does not tell.
    Perhaps,
}

/// The same of a resource; none where nothing comes back: places, hours and money are no things that anybody could bring.
pub(crate) fn comes_back(offer: &Offer) -> Option<ComesBack> {
    match offer.resource.told.lent {
        Some(true) => Some(ComesBack::Lent),
        None if offer.resource.unit == ResourceUnit::Pieces => Some(ComesBack::Perhaps),
        Some(false) | None => None,
    }
}
