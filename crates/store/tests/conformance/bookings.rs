//! Bookings: kept as they were written, one open one of a need and a resource, what is taken counted once with pairs and needs, and
//! never more than there is, also with two connections at once.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{
    Booking, BookingMove, BookingState, BookingStep, Offer, OfferArea, PairState, ProviderKind, Resource,
};
use guanai_kernel::ids::{BookingId, OfferId, OrganizationId};
use guanai_registry::Person;
use guanai_store::bookings::{self, BookingsWanted};
use guanai_store::{StoreError, Stretch, Tx, memberships, offers, pairs, persons};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;
use crate::pairs::asked_on;

const ALL: Stretch = Stretch { skip: 0, take: 50 };

impl County {
    /// An offer of an enterprise.
    pub fn offer(&mut self, name: &str) -> Offer {
        Offer {
            offer_id: OfferId::fresh(&mut self.ids),
            provider_kind: ProviderKind::Enterprise,
            provider_name: name.to_owned(),
            person_id: None,
            provider_number: Some("99110000MA00000001".to_owned()),
            organization_id: None,
            categories: BTreeSet::from(["startup".to_owned(), "training".to_owned()]),
            capacity: 3,
            area: OfferArea::Everywhere,
            contact_name: Some("联系人乙".to_owned()),
            contact_phone: Some("19900009999".to_owned()),
            valid_until_on: Some(day(2026, 12, 31)),
            note: Some("周末可上门".to_owned()),
            import_id: Some(self.import.import_id),
            place: "帮扶资源.xlsx 5".to_owned(),
            recorded_at: NOW,
            resource: Resource::default(),
        }
    }

    /// A booking of one of the county's offers for one of its needs.
    pub fn booking(&mut self, need: usize, offer: usize, units: i64, state: BookingState) -> Booking {
        let (need, offer) = (self.needs[need].clone(), self.offers[offer].clone());
        let is_answered = !matches!(state, BookingState::Reserved | BookingState::Off);
        Booking {
            booking_id: BookingId::fresh(&mut self.ids),
            offer_id: offer.offer_id,
            need_id: need.need_id,
            person_id: need.person_id,
            units,
            state,
            reserved_by: "console".to_owned(),
            reserved_on: today(),
            holds_until_on: day(2026, 7, 20),
            from_on: Some(day(2026, 8, 1)),
            until_on: Some(day(2026, 8, 2)),
            words: Some("上午方便".to_owned()),
            answered_by: is_answered.then(|| "other".to_owned()),
            why: (state == BookingState::Off).then(|| "停课".to_owned()),
            outcome: None,
            moved_on: is_answered.then(today),
            recorded_at: NOW,
        }
    }

    /// Draws a booking that was agreed to, for whom a pair helps already: it takes no second unit.
    pub fn draw_bookings(&mut self) {
        self.bookings = vec![self.booking(0, 0, 1, BookingState::Booked)];
    }
}

#[test]
fn a_booking_comes_back_and_keeps_its_former_states() {
    on_both(async |db| {
        let mut county = County::new(1);
        let twin = county.booking(0, 0, 1, BookingState::Reserved);
        let other = county.booking(1, 1, 1, BookingState::Off);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        bookings::add(&mut tx, &other).await.unwrap();
        let before = county.bookings[0].clone();
        assert_eq!(bookings::find(&mut tx, before.booking_id).await.unwrap(), Some(before.clone()));
        let after = before.after(BookingStep::Use { outcome: Some("办好了".to_owned()) }, today()).unwrap();
        bookings::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert_eq!(bookings::find(&mut tx, before.booking_id).await.unwrap(), Some(after.clone()));
        assert_eq!(bookings::count_former(&mut tx, before.booking_id).await.unwrap(), 1);
        assert_eq!(bookings::list_of_need(&mut tx, before.need_id).await.unwrap(), [after.clone()]);
        assert_eq!(bookings::list_of_offer(&mut tx, before.offer_id).await.unwrap(), [after.clone()]);
        assert_eq!(bookings::list_of_person(&mut tx, before.person_id).await.unwrap(), [after.clone()]);
        let stale = bookings::amend_many(&mut tx, &[(before, after)], NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "bookings", expected: 1, found: 0 });
        // What was used is no open booking: the same need may reserve again, but not twice.
        bookings::add(&mut tx, &twin).await.unwrap();
        let again = Booking { booking_id: other.booking_id, ..twin };
        let again = Booking { booking_id: BookingId::fresh(&mut county.ids), ..again };
        let refused = bookings::add(&mut tx, &again).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "bookings_need_id_offer_id_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let nobody = Booking { answered_by: None, ..county.booking(1, 1, 1, BookingState::Booked) };
        let refused = bookings::add(&mut tx, &nobody).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "bookings_answered_check".to_owned() });
    });
}

#[test]
fn what_is_taken_is_counted_once_for_each_person_and_a_reservation_lets_go_after_its_day() {
    on_both(async |db| {
        let mut county = County::new(1);
        let offer_id = county.offers[0].offer_id;
        let held = county.booking(1, 0, 3, BookingState::Reserved);
        let asked = county.pair(1, 0, PairState::Asked, today());
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let taken =
            async |tx: &mut Tx, on| pairs::count_taken(tx, &[offer_id], on).await.unwrap().get(&offer_id).copied();
        let before = taken(&mut tx, today()).await.unwrap();
        pairs::add(&mut tx, &asked).await.unwrap();
        assert_eq!(taken(&mut tx, today()).await, Some(before + 1));
        bookings::add(&mut tx, &held).await.unwrap();
        // Whoever is asked for holds one, and with the booking three and not four.
        assert_eq!(taken(&mut tx, day(2026, 7, 20)).await, Some(before + 3));
        assert_eq!(taken(&mut tx, day(2026, 7, 21)).await, Some(before), "nobody answered either in time");
        assert_eq!(bookings::count_held(&mut tx, offer_id, held.person_id, today()).await.unwrap(), 3);
        assert_eq!(bookings::count_held(&mut tx, offer_id, held.person_id, day(2026, 7, 21)).await.unwrap(), 0);
        let needs = pairs::list_engaged(&mut tx, asked_on(21)).await.unwrap();
        assert!(
            needs[&county.bookings[0].need_id].holds(county.bookings[0].offer_id) && !needs.contains_key(&held.need_id)
        );
    });
}

#[test]
fn bookings_are_listed_from_either_side_and_those_that_wait_stand_first() {
    on_both(async |db| {
        let mut county = County::new(1);
        let waiting = county.booking(1, 1, 1, BookingState::Reserved);
        let of_offer = county.offers[1].organization_id;
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        bookings::add(&mut tx, &waiting).await.unwrap();
        let open = BookingsWanted { organizations: None, states: BookingState::OPEN.to_vec() };
        let ids = |found: &[Booking]| found.iter().map(|booking| booking.booking_id).collect::<Vec<_>>();
        let found = bookings::list_wanted(&mut tx, &open, ALL).await.unwrap();
        assert_eq!(ids(&found), [waiting.booking_id, county.bookings[0].booking_id]);
        let of_person = bookings::list_of_person(&mut tx, waiting.person_id).await.unwrap();
        let theirs = |booking: &&Booking| booking.person_id == waiting.person_id;
        assert_eq!(of_person.len(), [&waiting, &county.bookings[0]].iter().filter(|one| theirs(one)).count());
        assert!(of_person.contains(&waiting));
        assert_eq!(bookings::count_wanted(&mut tx, &open).await.unwrap(), 2);
        let used = BookingsWanted { states: vec![BookingState::Used], ..open.clone() };
        assert_eq!(bookings::count_wanted(&mut tx, &used).await.unwrap(), 0);
        let nowhere = BookingsWanted { organizations: Some(Vec::new()), ..open.clone() };
        assert_eq!(bookings::count_wanted(&mut tx, &nowhere).await.unwrap(), 0);
        if let Some(organization_id) = of_offer {
            let theirs = BookingsWanted { organizations: Some(vec![organization_id]), ..open };
            let found = bookings::list_wanted(&mut tx, &theirs, ALL).await.unwrap();
            assert!(ids(&found).contains(&waiting.booking_id));
        }
    });
}

#[test]
fn persons_are_counted_where_they_belong_and_by_where_their_help_comes_from() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let served = bookings::count_served(&mut tx).await.unwrap();
        let persons: u64 = served.values().sum();
        assert!(persons >= 1, "{served:?}");
        assert!(served.keys().all(|place| place.township.is_some()), "whoever is helped belongs somewhere: {served:?}");
        let waiting = bookings::count_waiting(&mut tx).await.unwrap();
        assert!(waiting.keys().all(|place| place.from.is_none()), "{waiting:?}");
    });
}

/// Takes units as the use case does: the row first, then the count, and an error undoes it.
async fn take(tx: &mut Tx, booking: &Booking) -> Result<(), StoreError> {
    bookings::add(tx, booking).await?;
    let taken = pairs::count_taken(tx, &[booking.offer_id], today()).await?;
    let offer = offers::find(tx, booking.offer_id).await?.unwrap();
    if taken[&booking.offer_id] > u64::try_from(offer.capacity).unwrap() {
        return Err(StoreError::Violated { constraint: "no more than there is".to_owned() });
    }
    Ok(())
}

#[test]
fn two_officers_at_once_do_not_both_have_the_last_of_it() {
    on_both(async |db| {
        let mut county = County::new(1);
        county.bookings.clear();
        county.pairs.clear();
        county.contacts.clear();
        let last = county.offers[1].capacity;
        let all = &county;
        db.write(move |tx, _| Box::pin(async move { all.write(tx).await })).await.unwrap();
        let taken = db.read(|tx, _| Box::pin(pairs::count_taken(tx, &[], today()))).await.unwrap();
        assert!(taken.is_empty());
        let offer_id = county.offers[1].offer_id;
        let ids = [offer_id];
        let before = db.read(move |tx, _| Box::pin(async move { pairs::count_taken(tx, &ids, today()).await })).await;
        let left = last - i64::try_from(before.unwrap().get(&offer_id).copied().unwrap_or(0)).unwrap();
        assert!(left > 0);
        // Six at once, of whom each wants all that is left, for different needs.
        let needs: Vec<usize> = (0..county.needs.len()).collect();
        let wanted: Vec<Booking> =
            needs.iter().map(|need| county.booking(*need, 1, left, BookingState::Reserved)).collect();
        let persons: std::collections::BTreeSet<_> = wanted.iter().map(|booking| booking.person_id).collect();
        assert!(persons.len() > 1, "of different persons");
        let mut tasks = Vec::new();
        for booking in wanted {
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                let booking = &booking;
                db.write(move |tx: &mut Tx, _| Box::pin(async move { take(tx, booking).await })).await
            }));
        }
        let mut had = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => had += 1,
                Err(error) => {
                    assert_eq!(error, StoreError::Violated { constraint: "no more than there is".to_owned() });
                }
            }
        }
        assert_eq!(had, 1, "one has it, everybody else is told that nothing is left");
    });
}

/// A number from a row of numbers that is the same for the same seed.
struct Row(u64);

impl Row {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn any_row_of_reservations_and_moves_is_counted_as_by_hand_and_never_above_what_there_is() {
    on_both(async |db| {
        for seed in 0..6 {
            let mut county = County::new(1);
            county.bookings.clear();
            county.pairs.clear();
            county.contacts.clear();
            let (offer_id, capacity) = (county.offers[1].offer_id, county.offers[1].capacity);
            let mut tx = db.begin_write().await.unwrap();
            county.write(&mut tx).await.unwrap();
            let start = pairs::count_taken(&mut tx, &[offer_id], today()).await.unwrap();
            assert_eq!(start.get(&offer_id), None, "nobody has any of it before");
            let mut row = Row(seed);
            let mut held: Vec<Booking> = Vec::new();
            for _ in 0..40 {
                if held.is_empty() || row.below(3) == 0 {
                    let need = usize::try_from(row.below(u64::try_from(county.needs.len()).unwrap())).unwrap();
                    let units = 1 + i64::try_from(row.below(3)).unwrap();
                    let booking = county.booking(need, 1, units, BookingState::Reserved);
                    let is_open = |b: &Booking| b.need_id == booking.need_id && BookingState::OPEN.contains(&b.state);
                    let sum: i64 = held.iter().filter(|b| b.holds_on(today())).map(|b| b.units).sum();
                    if held.iter().any(is_open) || sum + units > capacity {
                        continue;
                    }
                    take(&mut tx, &booking).await.unwrap();
                    held.push(booking);
                } else {
                    let at = usize::try_from(row.below(u64::try_from(held.len()).unwrap())).unwrap();
                    let moves: Vec<BookingMove> = held[at].state.moves().collect();
                    if moves.is_empty() {
                        continue;
                    }
                    let step = moves[usize::try_from(row.below(u64::try_from(moves.len()).unwrap())).unwrap()];
                    let after = held[at].after(as_step(step), today()).unwrap();
                    bookings::amend_many(&mut tx, &[(held[at].clone(), after.clone())], NOW).await.unwrap();
                    held[at] = after;
                }
                let by_hand: i64 = held.iter().filter(|b| b.holds_on(today())).map(|b| b.units).sum();
                let counted = pairs::count_taken(&mut tx, &[offer_id], today()).await.unwrap();
                let counted: BTreeMap<_, _> = counted.into_iter().collect();
                let counted = i64::try_from(counted.get(&offer_id).copied().unwrap_or(0)).unwrap();
                assert_eq!(counted, by_hand, "seed {seed}: {held:?}");
                assert!(counted <= capacity);
            }
            tx.rollback().await.unwrap();
        }
    });
}

fn as_step(step: BookingMove) -> BookingStep {
    let by = "other".to_owned();
    match step {
        BookingMove::Confirm => BookingStep::Confirm { by },
        BookingMove::Decline => BookingStep::Decline { by, why: None },
        BookingMove::TakeBack => BookingStep::TakeBack,
        BookingMove::Use => BookingStep::Use { outcome: None },
        BookingMove::LeaveUnused => BookingStep::LeaveUnused { outcome: None },
        BookingMove::Return => BookingStep::Return { outcome: None },
    }
}

#[test]
fn what_was_handed_out_is_listed_once_its_owner_died_or_belongs_nowhere() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let owner = county.persons[2].clone();
        let offer = Offer {
            offer_id: OfferId::fresh(&mut county.ids),
            person_id: Some(owner.person_id),
            ..county.offers[0].clone()
        };
        offers::add_many(&mut tx, &[offer.clone()]).await.unwrap();
        let used = Booking { offer_id: offer.offer_id, ..county.booking(0, 0, 1, BookingState::Used) };
        bookings::add(&mut tx, &used).await.unwrap();
        let spells = memberships::list_of(&mut tx, used.person_id).await.unwrap();
        let ours = spells.iter().find(|spell| spell.until_on.is_none()).unwrap().organization_id;
        let elsewhere = OrganizationId::fresh(&mut county.ids);
        assert!(bookings::list_of_gone_owners(&mut tx, None).await.unwrap().is_empty(), "the owner is there");
        let after = Person { died_on: Some(today()), ..owner.clone() };
        persons::amend_many(&mut tx, &[(owner, after)], NOW).await.unwrap();
        assert_eq!(bookings::list_of_gone_owners(&mut tx, None).await.unwrap(), [used.clone()]);
        assert_eq!(bookings::list_of_gone_owners(&mut tx, Some(&[ours])).await.unwrap(), [used]);
        assert!(bookings::list_of_gone_owners(&mut tx, Some(&[elsewhere])).await.unwrap().is_empty());
    });
}
