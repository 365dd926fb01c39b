//! What an undone event gives back of pairs, bookings and help, and what it cannot: a place that somebody else has by now, or a need
//! for which somebody else is asked. That stays over and is named; everything else is undone.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Booking, BookingState, NeedState, Step};
use guanai_kernel::ids::{NeedId, OfferId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::life_event::{LifeEvent, Outcome, OutcomeKind};
use guanai_store::life_events::{Change, Touched};
use guanai_store::{StoreError, Tx, bookings, offers, pairs};

/// What is put back, and what stays over.
pub(super) struct GivenBack {
    pub back: Vec<Touched>,
    pub stays: Vec<Outcome>,
}

/// What a record would take of a resource again.
struct Place {
    need_id: NeedId,
    of: (OfferId, PersonId),
    booked: u64,
    helped: u64,
    /// Whether it would be held, and not only be there to be read.
    holds: bool,
}

impl Place {
    fn of(one: &Touched, today: Date) -> Option<Self> {
        match one {
            Touched::Booking(change) => change.before.as_ref().map(|before| Self {
                need_id: before.need_id,
                of: (before.offer_id, before.person_id),
                booked: before.units.unsigned_abs(),
                helped: 0,
                holds: before.holds_on(today),
            }),
            Touched::Pair(change) => change.before.as_ref().map(|before| Self {
                need_id: before.need_id,
                of: (before.offer_id, before.person_id),
                booked: 0,
                helped: 1,
                holds: !before.state.is_over() && !before.is_lapsed(today),
            }),
            Touched::Need(change) => {
                let before = change.before.as_ref().filter(|before| before.state == NeedState::Planned)?;
                let offer_id = before.progress.helper.as_ref()?.offer_id?;
                Some(Self {
                    need_id: before.need_id,
                    of: (offer_id, before.person_id),
                    booked: 0,
                    helped: 1,
                    holds: true,
                })
            }
            _ => None,
        }
    }
}

/// Weighs what an event changed against what others have by now. `because` is said of a need that has to wait for another helper.
pub(super) async fn weigh(
    tx: &mut Tx,
    event: &LifeEvent,
    touched: &[Touched],
    today: Date,
    because: &str,
) -> Result<GivenBack, StoreError> {
    let since = event.received.as_ref().map_or(event.entered.at, |(_, deed)| deed.at);
    let places: Vec<Option<Place>> = touched.iter().map(|one| Place::of(one, today)).collect();
    let held = held_since(tx, touched, &places, (today, since)).await?;
    let full = full_since(tx, &places, &held, today).await?;
    let stays_over = |place: &Place| held.contains(&place.need_id) || full.contains(&place.of);
    let mut given = GivenBack { back: Vec::new(), stays: Vec::new() };
    let mut named = Vec::new();
    for (one, place) in touched.iter().zip(&places) {
        let Some(place) = place.as_ref().filter(|place| stays_over(place)) else {
            given.back.push(one.clone());
            continue;
        };
        let (kind, id) = match one {
            Touched::Pair(change) => (OutcomeKind::PairStaysOver, change.after.pair_id.to_string()),
            Touched::Booking(change) => (OutcomeKind::BookingStaysOff, change.after.booking_id.to_string()),
            Touched::Need(change) => {
                given.back.extend(reopened(change, because));
                (OutcomeKind::HelpStaysFree, change.after.need_id.to_string())
            }
            _ => continue,
        };
        named.push((place, kind, id));
    }
    let offered: BTreeSet<OfferId> = named.iter().map(|(place, ..)| place.of.0).collect();
    let offered = offers::list_by_ids(tx, &offered.into_iter().collect::<Vec<_>>()).await?;
    let called: BTreeMap<OfferId, &str> = offered.iter().map(|offer| (offer.offer_id, offer.called())).collect();
    // Of a need whose pair or booking is named, that says it.
    let by_more = |need_id: NeedId| {
        named.iter().any(|(place, kind, _)| place.need_id == need_id && *kind != OutcomeKind::HelpStaysFree)
    };
    for (place, kind, id) in &named {
        if *kind != OutcomeKind::HelpStaysFree || !by_more(place.need_id) {
            let of = called.get(&place.of.0).copied().unwrap_or_default();
            given.stays.push(Outcome::of(*kind, of).worth(id.clone()));
        }
    }
    Ok(given)
}

/// A need whose helper is gone for good: whoever took it back by the event needs help again, and waits for another helper; where it
/// waits already, or somebody else helps, nothing is put back.
fn reopened(change: &Change<guanai_casework::Need>, because: &str) -> Option<Touched> {
    let before = change.before.as_ref()?;
    let open = before.after(Step::Reopen { words: because.to_owned() }).ok()?;
    let is_taken_back = ![open.state, NeedState::Planned].contains(&change.after.state);
    is_taken_back.then(|| Touched::Need(Change::from(open, change.after.clone())))
}

/// The needs for which somebody else was asked or booked since a moment, and is on a day.
async fn held_since(
    tx: &mut Tx,
    touched: &[Touched],
    places: &[Option<Place>],
    days: (Date, Moment),
) -> Result<BTreeSet<NeedId>, StoreError> {
    let (today, since) = days;
    let is_open = |booking: &Booking| BookingState::OPEN.contains(&booking.state) && !booking.is_lapsed(today);
    let needs: BTreeSet<NeedId> = places.iter().flatten().map(|place| place.need_id).collect();
    let mut held = BTreeSet::new();
    for need_id in needs {
        let own = |id: &str| touched.iter().any(|one| is_of(one, id));
        let paired = pairs::list_of_need(tx, need_id).await?.iter().any(|pair| {
            pair.recorded_at > since
                && !pair.state.is_over()
                && !pair.is_lapsed(today)
                && !own(&pair.pair_id.to_string())
        });
        let booked = bookings::list_of_need(tx, need_id)
            .await?
            .iter()
            .any(|booking| booking.recorded_at > since && is_open(booking) && !own(&booking.booking_id.to_string()));
        if paired || booked {
            held.insert(need_id);
        }
    }
    Ok(held)
}

fn is_of(one: &Touched, id: &str) -> bool {
    match one {
        Touched::Pair(change) => change.after.pair_id.to_string() == id,
        Touched::Booking(change) => change.after.booking_id.to_string() == id,
        _ => false,
    }
}

/// Whose places at which resources are others' by now. Somebody's pair, booking and need of one resource are one place.
async fn full_since(
    tx: &mut Tx,
    places: &[Option<Place>],
    held: &BTreeSet<NeedId>,
    today: Date,
) -> Result<BTreeSet<(OfferId, PersonId)>, StoreError> {
    let mut claims: BTreeMap<(OfferId, PersonId), (u64, u64)> = BTreeMap::new();
    for place in places.iter().flatten().filter(|place| place.holds && !held.contains(&place.need_id)) {
        let (booked, helped) = claims.entry(place.of).or_default();
        *booked = booked.saturating_add(place.booked);
        *helped = place.helped.max(*helped);
    }
    let ids: BTreeSet<OfferId> = claims.keys().map(|(offer_id, _)| *offer_id).collect();
    let ids: Vec<OfferId> = ids.into_iter().collect();
    let taken = pairs::count_taken(tx, &ids, today).await?;
    let mut left: BTreeMap<OfferId, u64> = BTreeMap::new();
    for offer in offers::list_by_ids(tx, &ids).await? {
        let capacity = u64::try_from(offer.capacity).unwrap_or(0);
        let taken = taken.get(&offer.offer_id).copied().unwrap_or_default();
        left.insert(offer.offer_id, capacity.saturating_sub(taken));
    }
    let mut full = BTreeSet::new();
    for (of, (booked, helped)) in claims {
        let left = left.entry(of.0).or_default();
        match left.checked_sub(booked.max(helped)) {
            Some(rest) => *left = rest,
            None => {
                full.insert(of);
            }
        }
    }
    Ok(full)
}
