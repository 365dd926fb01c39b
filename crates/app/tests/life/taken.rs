//! A pair that an event ended is given back with the undoing, unless its place or its need is somebody else's by now: then it stays
//! over and is named, and everything else is undone.

use guanai_app::Role;
use guanai_app::life::{read_life_event, undo_life_event};
use guanai_casework::{
    AnswerManner, Booking, BookingState, NeedState, Offer, Pair, PairOrigin, PairState, PairTerms, SideAnswer,
};
use guanai_kernel::ids::{BookingId, NeedId, OfferId, PairId, PersonId};
use guanai_registry::life_event::{LifeEventKind, LifeEventMove, LifeEventState, Outcome, OutcomeKind};
use guanai_store::{bookings, life_events, memberships, needs, offers, pairs, persons};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::{Bound, need, wish};
use crate::town::{Town, membership, person};

fn pair(town: &mut Town, of: (NeedId, PersonId), offer: &Offer, state: PairState, on: guanai_kernel::Date) -> Pair {
    let runs = state == PairState::Running;
    let yes = runs.then_some(SideAnswer { agrees: true, on, manner: AnswerManner::Phone, words: None });
    let terms = runs.then(|| PairTerms {
        starts_on: on,
        until_on: None,
        contact_every_days: 30,
        review_on: day(12, 1),
        words: "每月看望一次".to_owned(),
    });
    Pair {
        pair_id: PairId::fresh(&mut town.ids),
        need_id: of.0,
        person_id: of.1,
        category: "medical".to_owned(),
        offer_id: offer.offer_id,
        helper_person_id: offer.person_id,
        helper_organization_id: offer.organization_id,
        helper_name: offer.provider_name.clone(),
        state,
        origin: PairOrigin::Matching,
        why: None,
        follows: None,
        proposed_by: "contact".to_owned(),
        proposed_on: on,
        holds_until_on: day(9, 30),
        helper_answer: yes.clone(),
        person_answer: yes,
        terms,
        last_contact_on: None,
        ended_on: None,
        ended_as: None,
        words: None,
        recorded_at: clock::at(on),
    }
}

/// Somebody else in the first branch, with a need.
async fn neighbour(town: &mut Town, number: u32) -> (NeedId, PersonId) {
    let neighbour = person(&mut town.ids, number);
    let spell = membership(&mut town.ids, &neighbour, town.branches[0]);
    let need = need(town, neighbour.person_id, None);
    let mut tx = town.db.begin_write().await.unwrap();
    persons::add_many(&mut tx, &[neighbour.clone()]).await.unwrap();
    memberships::add_many(&mut tx, &[spell]).await.unwrap();
    needs::add_many(&mut tx, &[need.clone()]).await.unwrap();
    tx.commit().await.unwrap();
    (need.need_id, neighbour.person_id)
}

/// The pair in which the member helps another runs; how much of their help is booked by whom since, and what stays over then.
async fn running(town: &mut Town, bound: &Bound) -> (Offer, Pair) {
    let mut tx = town.db.begin_write().await.unwrap();
    let offer = offers::find(&mut tx, bound.offer_id).await.unwrap().unwrap();
    let runs = pair(town, (bound.their_need, bound.helped), &offer, PairState::Running, day(8, 25));
    pairs::add(&mut tx, &runs).await.unwrap();
    tx.commit().await.unwrap();
    (offer, runs)
}

async fn taken(town: &mut Town, of: (NeedId, PersonId), offer_id: OfferId, units: i64) {
    let booking = Booking {
        booking_id: BookingId::fresh(&mut town.ids),
        offer_id,
        need_id: of.0,
        person_id: of.1,
        units,
        state: BookingState::Booked,
        reserved_by: "contact".to_owned(),
        reserved_on: day(9, 2),
        holds_until_on: day(9, 20),
        from_on: None,
        until_on: None,
        words: None,
        answered_by: Some("township".to_owned()),
        why: None,
        outcome: None,
        moved_on: None,
        recorded_at: clock::at(day(9, 2)),
    };
    let mut tx = town.db.begin_write().await.unwrap();
    bookings::add(&mut tx, &booking).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_pair_whose_place_is_taken_stays_over_and_is_named_and_the_rest_is_undone() {
    for (units, comes_back) in [(1, true), (2, false)] {
        on_both(async move |db| {
            let mut town = Town::build(db).await;
            let bound = town.bind().await;
            let other = neighbour(&mut town, 41).await;
            let (offer, runs) = running(&mut town, &bound).await;
            let contact = town.office(Role::BranchContact, 0).await;
            let township = town.office(Role::TownshipOfficer, 0).await;
            town.keep(day(9, 1)).await;
            let before = town.known(&bound).await;
            let event_id = town.enter(&contact, day(9, 1), &wish(&bound, LifeEventKind::Death, day(8, 30))).await;
            taken(&mut town, other, offer.offer_id, units).await;

            let stays = |kind, id: String| Outcome::of(kind, "曾小明").worth(id);
            let told =
                if comes_back { Vec::new() } else { vec![stays(OutcomeKind::PairStaysOver, runs.pair_id.to_string())] };
            let file = read_life_event(&mut town.on(&township, day(9, 3)), event_id).await.unwrap();
            assert_eq!((&file.stays, file.moves), (&told, vec![LifeEventMove::Undo]), "told before it is done");
            let operation = town.operation();
            undo_life_event(&mut town.on(&township, day(9, 3)), operation, event_id, "弄错了人").await.unwrap();

            let mut tx = town.db.begin_read().await.unwrap();
            let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
            assert_eq!(event.state, LifeEventState::Undone);
            assert!(event.outcomes.ends_with(&told), "what stays over is kept with the event");
            let now = pairs::find(&mut tx, runs.pair_id).await.unwrap().unwrap();
            assert_eq!(now.state, if comes_back { PairState::Running } else { PairState::Ended });
            let theirs = needs::find(&mut tx, bound.their_need).await.unwrap().unwrap();
            assert_eq!(theirs.state, if comes_back { NeedState::Planned } else { NeedState::Confirmed });
            let own = needs::find(&mut tx, bound.own_need).await.unwrap().unwrap();
            assert_eq!(own.state, NeedState::Confirmed, "their own need is as it was");
            assert_eq!(persons::get(&mut tx, bound.person).await.unwrap().died_on, None);
            assert_eq!(memberships::list_current_of(&mut tx, &[bound.person]).await.unwrap().len(), 1);
            let count = pairs::count_taken(&mut tx, &[offer.offer_id], day(9, 3)).await.unwrap();
            assert!(count[&offer.offer_id] <= 2, "nothing is given twice");
            tx.rollback().await.unwrap();
            if comes_back {
                town.known(&bound).await.same_as(&before, "everything is as it was");
            }
        });
    }
}

#[test]
fn a_need_for_which_another_is_asked_since_keeps_that_one() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let (offer, runs) = running(&mut town, &bound).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let event_id = town.enter(&contact, day(9, 1), &wish(&bound, LifeEventKind::Death, day(8, 30))).await;
        let another = Offer { offer_id: OfferId::fresh(&mut town.ids), person_id: None, ..offer };
        let asked = pair(&mut town, (bound.their_need, bound.helped), &another, PairState::Asked, day(9, 2));
        let mut tx = town.db.begin_write().await.unwrap();
        offers::add_many(&mut tx, &[another]).await.unwrap();
        pairs::add(&mut tx, &asked).await.unwrap();
        tx.commit().await.unwrap();
        let operation = town.operation();
        undo_life_event(&mut town.on(&township, day(9, 3)), operation, event_id, "弄错了人").await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        assert_eq!(pairs::find(&mut tx, runs.pair_id).await.unwrap().unwrap().state, PairState::Ended);
        assert_eq!(pairs::find(&mut tx, asked.pair_id).await.unwrap(), Some(asked));
        let theirs = needs::find(&mut tx, bound.their_need).await.unwrap().unwrap();
        assert_eq!(theirs.state, NeedState::Confirmed);
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        let stays: Vec<OutcomeKind> = event.outcomes.iter().rev().take(1).map(|one| one.kind).collect();
        assert_eq!(stays, [OutcomeKind::PairStaysOver]);
        tx.rollback().await.unwrap();
    });
}

/// Somebody whose own need was helped by what others have by now needs help again: the need comes back without the helper.
#[test]
fn an_own_need_whose_helper_is_gone_waits_for_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let mut bound = town.bind().await;
        (bound.person, bound.helped) = (bound.helped, bound.person);
        (bound.own_need, bound.their_need) = (bound.their_need, bound.own_need);
        let other = neighbour(&mut town, 41).await;
        let contact = town.office(Role::BranchContact, 1).await;
        let county = town.county_officer().await;
        let event_id = town.enter(&contact, day(9, 1), &wish(&bound, LifeEventKind::Death, day(8, 30))).await;
        taken(&mut town, other, bound.offer_id, 2).await;
        let operation = town.operation();
        undo_life_event(&mut town.on(&county, day(9, 3)), operation, event_id, "弄错了人").await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let own = needs::find(&mut tx, bound.own_need).await.unwrap().unwrap();
        assert_eq!((own.state, own.progress.helper), (NeedState::Confirmed, None));
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        let told = Outcome::of(OutcomeKind::HelpStaysFree, "曾小明").worth(bound.own_need.to_string());
        assert_eq!(event.outcomes.last(), Some(&told));
        tx.rollback().await.unwrap();
    });
}
