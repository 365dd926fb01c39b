//! Appointments, hand-overs, their items and late records: kept as they were written, two people at each decision, a record on a
//! list once.

use guanai_casework::appointment::{Appointment, AppointmentMove, AppointmentState, Manner, Powers};
use guanai_casework::handover::{
    Handover, HandoverItem, ItemKind, ItemMove, ItemState, LateRecord, LateState, Party, Tally,
};
use guanai_casework::round::Hand;
use guanai_casework::{Visit, VisitState};
use guanai_kernel::ids::{HandoverId, HandoverItemId, PostId};
use guanai_kernel::{Date, Moment};
use guanai_registry::{Post, SourceKind};
use guanai_store::{StoreError, Tx, appointments, canonical, handovers, late_records, posts, visits};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

const LATER: Moment = Moment::from_micros(NOW.as_micros() + 5);

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: NOW }
}

impl County {
    /// An appointment that waits, of the first person at the second organisation.
    fn appointment(&mut self) -> Appointment {
        Appointment {
            post_id: PostId::fresh(&mut self.ids),
            person_id: self.persons[0].person_id,
            organization_id: self.organizations[1].organization_id,
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            manner: Manner::Acting,
            powers: Powers::Contact,
            since_on: day(2026, 7, 1),
            until_on: Some(day(2026, 8, 1)),
            resolution: "青组〔2026〕9号".to_owned(),
            state: AppointmentState::Proposed,
            recorded: hand("maker"),
            decided: None,
            ended: None,
            words: None,
        }
    }

    fn post_of(&self, appointment: &Appointment) -> Post {
        Post {
            post_id: appointment.post_id,
            person_id: appointment.person_id,
            organization_id: appointment.organization_id,
            code: appointment.code.clone(),
            title: appointment.title.clone(),
            since_on: appointment.since_on,
            until_on: appointment.until_on,
            source: guanai_registry::Source {
                kind: SourceKind::Entry,
                import_id: None,
                ..self.posts[0].source.clone()
            },
            recorded_at: NOW,
        }
    }

    fn handover_of(&mut self, post: &Post) -> Handover {
        let until_on = post.until_on.unwrap();
        Handover {
            handover_id: HandoverId::fresh(&mut self.ids),
            post_id: post.post_id,
            person_id: post.person_id,
            organization_id: post.organization_id,
            title: post.title.clone(),
            until_on,
            due_on: Handover::due_of(until_on),
            supervisor: None,
            drawn_at: NOW,
        }
    }

    fn item_of(&mut self, handover: &Handover, kind: ItemKind, subject: Option<&str>) -> HandoverItem {
        HandoverItem {
            item_id: HandoverItemId::fresh(&mut self.ids),
            handover_id: handover.handover_id,
            person_id: handover.person_id,
            kind,
            subject: subject.map(str::to_owned),
            about: subject.map(|_| self.persons[1].person_id),
            words: subject.is_none().then(|| "村部钥匙三把".to_owned()),
            due_on: subject.map(|_| day(2026, 7, 9)),
            state: kind.at_first(),
            reason: None,
            moved: None,
            recorded_at: NOW,
        }
    }
}

async fn confirmed(tx: &mut Tx, county: &mut County) -> (Appointment, Post) {
    let proposed = county.appointment();
    appointments::add(tx, &proposed).await.unwrap();
    let after = proposed.decided(AppointmentMove::Confirm, hand("checker"), None, None).unwrap();
    appointments::amend(tx, &proposed, &after, NOW).await.unwrap();
    let post = county.post_of(&after);
    posts::add_many(tx, &[post.clone()]).await.unwrap();
    (after, post)
}

#[test]
fn an_appointment_is_kept_decided_on_by_another_and_ends_no_later_than_its_post() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let waiting = county.appointment();
        let (root, branch) = (county.organizations[0].organization_id, waiting.organization_id);
        let person = waiting.person_id;
        appointments::add(&mut tx, &waiting).await.unwrap();
        assert_eq!(appointments::list_proposed(&mut tx, None).await.unwrap(), [waiting.clone()]);
        assert_eq!(appointments::list_proposed(&mut tx, Some(&[root])).await.unwrap(), []);
        assert_eq!(appointments::list_held_by(&mut tx, &[person]).await.unwrap(), []);
        let (held, post) = confirmed(&mut tx, &mut county).await;
        assert_eq!(appointments::find(&mut tx, held.post_id).await.unwrap(), Some(held.clone()));
        assert_eq!(appointments::list_at(&mut tx, &[branch]).await.unwrap().len(), 2);
        assert_eq!(appointments::list_held_by(&mut tx, &[person]).await.unwrap(), [held.clone()]);
        // A book or a life event ends the post: the powers end with it.
        let ended = Post { until_on: Some(day(2026, 7, 10)), ..post.clone() };
        posts::amend_many(&mut tx, &[(post.clone(), ended.clone())], NOW).await.unwrap();
        assert_eq!(posts::find(&mut tx, post.post_id).await.unwrap(), Some(ended.clone()));
        assert_eq!(posts::list_former(&mut tx, post.post_id).await.unwrap(), [(NOW, post.clone())]);
        let shorter = appointments::list_held_by(&mut tx, &[person]).await.unwrap();
        assert_eq!(shorter[0].until_on, Some(day(2026, 7, 10)));
        assert_eq!(appointments::list_to_hand_over(&mut tx, day(2026, 7, 9)).await.unwrap(), []);
        assert_eq!(appointments::list_to_hand_over(&mut tx, day(2026, 7, 10)).await.unwrap(), [post.post_id]);
        let drawn = county.handover_of(&ended);
        handovers::add(&mut tx, &drawn).await.unwrap();
        assert_eq!(appointments::list_to_hand_over(&mut tx, day(2026, 7, 10)).await.unwrap(), []);
        let stale = appointments::amend(&mut tx, &waiting, &held, LATER).await.unwrap_err();
        assert!(matches!(stale, StoreError::RowsAffected { .. }), "{stale:?}");
    });
}

#[test]
fn nobody_confirms_their_own_hand_and_no_post_ends_before_it_begins() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let own =
            Appointment { state: AppointmentState::Confirmed, decided: Some(hand("maker")), ..county.appointment() };
        let backwards = Appointment { until_on: Some(day(2026, 7, 1)), ..county.appointment() };
        let undecided = Appointment { state: AppointmentState::Confirmed, ..county.appointment() };
        for (wrong, rule) in [
            (own, "appointments_two_people_check"),
            (backwards, "appointments_period_check"),
            (undecided, "appointments_decided_check"),
        ] {
            let mut tx = db.begin_write().await.unwrap();
            let refused = appointments::add(&mut tx, &wrong).await.unwrap_err();
            assert_eq!(refused, StoreError::Violated { constraint: rule.to_owned() });
            tx.rollback().await.unwrap();
        }
    });
}

#[test]
fn a_gap_is_where_somebody_was_and_nobody_is() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let held = county.appointment();
        let post = Post { code: Some("group-leader".to_owned()), ..county.post_of(&held) };
        posts::add_many(&mut tx, &[post.clone()]).await.unwrap();
        let branch = held.organization_id;
        let at = posts::list_at(&mut tx, &[branch]).await.unwrap();
        assert!(at.contains(&post) && at.iter().all(|one| one.organization_id == branch));
        let gaps =
            async |tx: &mut Tx, on: Date| posts::list_gaps(tx, "group-leader", on, Some(&[branch])).await.unwrap();
        assert_eq!(gaps(&mut tx, day(2026, 6, 30)).await, [], "nobody was there before: that is not known to be a gap");
        assert_eq!(gaps(&mut tx, day(2026, 7, 31)).await, [], "the last day");
        assert_eq!(gaps(&mut tx, day(2026, 8, 1)).await, [branch]);
        assert_eq!(posts::list_gaps(&mut tx, "director", day(2026, 8, 1), None).await.unwrap(), []);
    });
}

#[test]
fn a_hand_over_is_drawn_once_and_a_record_stands_on_it_once() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let (_, post) = confirmed(&mut tx, &mut county).await;
        let handover = county.handover_of(&post);
        let (need, key) = (county.item_of(&handover, ItemKind::Need, Some("n-1")), None);
        let thing = county.item_of(&handover, ItemKind::Thing, key);
        let cash = county.item_of(&handover, ItemKind::Cash, Some("s-1"));
        handovers::add(&mut tx, &handover).await.unwrap();
        let items = [need.clone(), thing.clone(), cash.clone()];
        handovers::add_items(&mut tx, &items).await.unwrap();
        assert_eq!(handovers::find_of_post(&mut tx, post.post_id).await.unwrap(), Some(handover.clone()));
        assert_eq!(handovers::list_of(&mut tx, post.person_id).await.unwrap(), [handover.clone()]);
        assert_eq!(handovers::list_at(&mut tx, Some(&[post.organization_id])).await.unwrap(), [handover.clone()]);
        assert_eq!(handovers::list_at(&mut tx, Some(&[])).await.unwrap(), []);
        let mut listed = handovers::list_items(&mut tx, handover.handover_id).await.unwrap();
        assert_eq!(listed.len(), 3);
        listed.retain(|item| !items.contains(item));
        assert_eq!(listed, [], "each as it was written");
        let named = Handover { supervisor: Some("镇组织委员".to_owned()), ..handover.clone() };
        handovers::amend(&mut tx, &handover, &named, LATER).await.unwrap();
        assert_eq!(handovers::find(&mut tx, handover.handover_id).await.unwrap(), Some(named));
        let accepted = need.moved(ItemMove::Accept, Party::Successor, hand("new"), None).unwrap();
        handovers::amend_items(&mut tx, &[(need.clone(), accepted.clone())], LATER).await.unwrap();
        assert_eq!(handovers::find_item(&mut tx, need.item_id).await.unwrap(), Some(accepted));
        assert_eq!(handovers::list_former_items(&mut tx, need.item_id).await.unwrap(), [(LATER, need.clone())]);
        let ids = [handover.handover_id];
        let tally = handovers::count_items(&mut tx, &ids).await.unwrap()[&handover.handover_id];
        assert_eq!(tally, Tally { all: 3, settled: 1, returned: 0, blocked: 1 });
        let again = handovers::amend_items(&mut tx, &[(need.clone(), need.clone())], LATER).await.unwrap_err();
        assert!(matches!(again, StoreError::RowsAffected { .. }), "the state before stands no more");
        tx.commit().await.unwrap();
        let twin = HandoverItem { item_id: HandoverItemId::fresh(&mut county.ids), ..need };
        let mut tx = db.begin_write().await.unwrap();
        let refused = handovers::add_items(&mut tx, &[twin]).await.unwrap_err();
        assert_eq!(
            refused,
            StoreError::Conflict { constraint: "handover_items_handover_id_kind_subject_key".to_owned() }
        );
        tx.rollback().await.unwrap();
        let second = county.handover_of(&post);
        let mut tx = db.begin_write().await.unwrap();
        let refused = handovers::add(&mut tx, &second).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "handovers_post_id_key".to_owned() });
        tx.rollback().await.unwrap();
        let passed_on = HandoverItem { state: ItemState::Accepted, ..cash.clone() };
        let mut tx = db.begin_write().await.unwrap();
        let refused = handovers::amend_items(&mut tx, &[(cash, passed_on)], LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "handover_items_cash_check".to_owned() });
    });
}

#[test]
fn a_late_record_waits_is_decided_on_by_another_and_counts_for_nothing_before() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let (_, post) = confirmed(&mut tx, &mut county).await;
        let handover = county.handover_of(&post);
        handovers::add(&mut tx, &handover).await.unwrap();
        let before = county.visits[0].clone();
        let visit = Visit { state: VisitState::Awaiting, ..before.clone() };
        visits::amend_many(&mut tx, &[(before, visit.clone())], NOW).await.unwrap();
        assert_eq!(visits::find(&mut tx, visit.visit_id).await.unwrap(), Some(visit.clone()));
        let seen = guanai_store::clock_sources::list_seen(&mut tx, &[visit.person_id]).await.unwrap();
        assert!(seen.iter().all(|seen| seen.visit_id != visit.visit_id), "no clock hears of it");
        let last = visits::list_last_days(&mut tx, None).await.unwrap();
        assert_ne!(last.get(&visit.person_id), Some(&visit.made_on));
        let late = LateRecord {
            visit_id: visit.visit_id,
            handover_id: handover.handover_id,
            person_id: visit.person_id,
            organization_id: post.organization_id,
            state: LateState::Waiting,
            recorded: hand("old"),
            decided: None,
            reason: None,
        };
        late_records::add(&mut tx, &late).await.unwrap();
        assert_eq!(late_records::find(&mut tx, visit.visit_id).await.unwrap(), Some(late.clone()));
        let here = [post.organization_id];
        assert_eq!(late_records::list_waiting(&mut tx, Some(&here)).await.unwrap(), [late.clone()]);
        assert_eq!(late_records::list_waiting(&mut tx, Some(&[])).await.unwrap(), []);
        let rejected = late.decided(hand("new"), Some("那天没有去")).unwrap();
        late_records::amend(&mut tx, &late, &rejected, NOW).await.unwrap();
        assert_eq!(late_records::list_of(&mut tx, handover.handover_id).await.unwrap(), [rejected.clone()]);
        assert_eq!(late_records::list_waiting(&mut tx, None).await.unwrap(), []);
        tx.commit().await.unwrap();
        let own = LateRecord { decided: Some(hand("old")), ..rejected.clone() };
        let mut tx = db.begin_write().await.unwrap();
        let refused = late_records::amend(&mut tx, &rejected, &own, NOW).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "late_records_two_people_check".to_owned() });
    });
}

#[test]
fn the_export_holds_them_with_their_former_states() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let (_, post) = confirmed(&mut tx, &mut county).await;
        let handover = county.handover_of(&post);
        let thing = county.item_of(&handover, ItemKind::Thing, None);
        handovers::add(&mut tx, &handover).await.unwrap();
        handovers::add_items(&mut tx, &[thing]).await.unwrap();
        let mut bytes = Vec::new();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        for record in ["appointment", "former-appointment", "handover", "handover-item"] {
            assert!(text.contains(&format!("\"record\":\"{record}\"")), "{record}");
        }
        assert!(text.contains("村部钥匙三把") && today() < handover.until_on);
    });
}
