//! The list of a hand-over: what stands on it, who moves what, and what passes.

use std::collections::BTreeSet;

use guanai_app::handovers::{HandoverError, MoveItem, count_handovers_due, list_handovers, move_item, name_supervisor};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::visits::{PromiseMade, RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::handover::{ItemKind, ItemMove, ItemState, Party};
use guanai_casework::{Urgency, VisitAct, VisitManner, Voice};
use guanai_kernel::ids::{HandoverId, OperationId};
use guanai_store::{canonical, offers};
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};
use crate::town::{morning, today};

const CONFIDED: &str = "夜里睡不着，不想让别人知道";

/// A branch with something open: a need, a visit with a promise and words in confidence; then the post ends today, and a
/// successor holds it from tomorrow.
async fn changing(office: &mut Office) -> (HandoverId, Actor, Actor) {
    let (_, lao) = office.contact("lao", office.old).await;
    let lao = lao.actor().unwrap();
    let need = RaiseNeed {
        person_id: office.member,
        category: Some("medical".to_owned()),
        urgency: Urgency::Urgent,
        words: "住院欠了钱".to_owned(),
        voice: Voice::Person,
        read_back: ReadBack::Done,
        consents_to_contact: true,
        stated_on: today(),
        wanted: 1,
    };
    let operation = office.operation();
    let (mut cx, ..) = office.town.cx(lao.clone(), morning());
    raise_need(&mut cx, operation, &need).await.unwrap();
    let visit = RecordVisit {
        person_id: office.member,
        act: VisitAct::Talk,
        visitor: WhoVisited::Myself,
        companions: None,
        also_seen: BTreeSet::new(),
        made_on: today(),
        begun_minute: None,
        duration_min: None,
        manner: VisitManner::InPerson,
        occasions: BTreeSet::from(["regular".to_owned()]),
        reason: None,
        found: None,
        promise: Some(PromiseMade { words: "下周带医生来".into(), due_on: Some(on(7)) }),
        gift: None,
        note: Some(CONFIDED.into()),
        needs: Vec::new(),
        facts: Vec::new(),
        tasks: BTreeSet::new(),
    };
    let operation = office.operation();
    let (mut cx, ..) = office.town.cx(lao.clone(), morning());
    record_visit(&mut cx, operation, &visit).await.unwrap();
    office.appoint(on(1), None).await;
    let (maker, old_post) = (office.maker.clone(), office.old_post);
    let handover = office.end(&maker, old_post, on(0)).await.unwrap();
    office.contact("xin", office.new).await;
    let xin = office.actor("xin", at_hour(1, 9)).await;
    let lao = office.actor("lao", at_hour(1, 9)).await;
    (handover, lao, xin)
}

#[test]
fn the_list_holds_what_is_open_and_nothing_that_was_confided() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (handover, lao, xin) = changing(&mut office).await;
        let at = at_hour(1, 9);
        let file = office.file(&xin, handover, at).await.unwrap();
        let kinds: BTreeSet<ItemKind> = file.items.iter().map(|item| item.kind).collect();
        assert!(kinds.is_superset(&BTreeSet::from([ItemKind::Need, ItemKind::Promise, ItemKind::People])));
        assert_eq!((file.row.side, file.row.due_on), (Party::Successor, on(10)));
        assert_eq!(file.receivers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["xin"]);
        // Everything that the page, the lists and the kept records hold, letter by letter.
        let mut told =
            format!("{:?}", file.items.iter().map(|item| (&item.about, &item.detail, &item.words)).collect::<Vec<_>>());
        let mut bytes = Vec::new();
        let mut tx = office.town.db.begin_read().await.unwrap();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        tx.rollback().await.unwrap();
        told.push_str(&String::from_utf8(bytes).unwrap());
        assert!(told.contains("住院欠了钱") && !told.contains(CONFIDED));
        assert_eq!(office.file(&lao, handover, at).await.unwrap().row.side, Party::Leaver);
    });
}

#[test]
fn each_side_moves_what_is_its_own_and_nobody_else_anything() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (handover, lao, xin) = changing(&mut office).await;
        let at = at_hour(1, 9);
        let superior = office.checker.clone();
        let key = office.put(&lao, handover, (ItemKind::Thing, "村部钥匙三把"), at).await.unwrap();
        let cash = office.put(&lao, handover, (ItemKind::Cash, "走访备用金 600 元"), at).await.unwrap();
        assert!(matches!(
            office.put(&superior, handover, (ItemKind::Thing, "x"), at).await,
            Err(HandoverError::NotYours)
        ));
        assert!(matches!(office.put(&lao, handover, (ItemKind::Need, "x"), at).await, Err(HandoverError::NotTyped)));
        // Every move by every side, against the table.
        let stranger = Actor { scope: Some(office.town.branches[1]), person_id: None, ..xin.clone() };
        let member = Actor { role: Role::Member, scope: None, person_id: Some(office.member), ..xin.clone() };
        let auditor = Actor { role: Role::Auditor, scope: None, person_id: None, ..superior.clone() };
        let approver = Actor { role: Role::CountyApprover, scope: None, person_id: None, ..superior.clone() };
        for item in [key, cash] {
            for &step in ItemMove::ALL {
                for other in [&stranger, &member, &auditor, &approver] {
                    assert!(office.step(other, handover, (item, step), at).await.is_err(), "{step}");
                }
            }
        }
        for (who, step, code) in [
            (&lao, ItemMove::Accept, "handover-not-yours"),
            (&superior, ItemMove::Accept, "handover-not-yours"),
            (&xin, ItemMove::Lapse, "handover-not-yours"),
            (&xin, ItemMove::Mend, "handover-move"),
            (&xin, ItemMove::Settle, "denied"),
            (&superior, ItemMove::Assign, "handover-move"),
        ] {
            assert_eq!(office.step(who, handover, (key, step), at).await.unwrap_err().code(), code, "{step}");
        }
        assert_eq!(
            office.step(&xin, handover, (cash, ItemMove::Accept), at).await.unwrap_err().code(),
            "handover-move"
        );
        office.step(&xin, handover, (key, ItemMove::Return), at).await.unwrap();
        office.step(&lao, handover, (key, ItemMove::Mend), at).await.unwrap();
        office.step(&xin, handover, (key, ItemMove::Return), at).await.unwrap();
        office.step(&superior, handover, (key, ItemMove::Release), at).await.unwrap();
        office.step(&superior, handover, (cash, ItemMove::Settle), at).await.unwrap();
        let file = office.file(&superior, handover, at).await.unwrap();
        for item in file.items.iter().filter(|item| item.state == ItemState::Waiting) {
            office.step(&xin, handover, (item.item_id, ItemMove::Accept), at).await.unwrap();
        }
        let file = office.file(&superior, handover, at).await.unwrap();
        assert!(file.row.tally.is_complete() && !file.items.is_empty());
        assert!(office.file(&lao, handover, at).await.unwrap().items.is_empty(), "whoever left sees no names any more");
    });
}

#[test]
fn two_who_accept_at_once_have_one_effect_and_a_repeat_has_none() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (handover, _, xin) = changing(&mut office).await;
        let at = at_hour(1, 9);
        let item = office.item(&xin, handover, ItemKind::Need, at).await;
        let second = Actor { name: office.checker.name.clone(), person_id: None, ..xin.clone() };
        let wish = MoveItem { handover_id: handover, item_id: item.item_id, step: ItemMove::Accept, words: None };
        let operations: [OperationId; 2] = [office.operation(), office.operation()];
        let mut seeds = office.town.ids.split();
        let mut make = |actor: &Actor| guanai_app::Cx {
            db: &office.town.db,
            standards: &crate::town::STANDARDS,
            actor: actor.clone(),
            now: at,
            ids: seeds.split(),
            readings: guanai_app::Readings::AtOnce,
        };
        let (mut one, mut other) = (make(&xin), make(&second));
        let (first, then) =
            tokio::join!(move_item(&mut one, operations[0], &wish), move_item(&mut other, operations[1], &wish));
        assert_eq!([&first, &then].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{first:?} {then:?}");
        let refused = first.err().or(then.err()).unwrap();
        assert!(matches!(refused, HandoverError::Move(_)), "{refused:?}");
        for operation in operations {
            let mut cx = make(if first_won(&operations, operation) { &xin } else { &second });
            let _ = move_item(&mut cx, operation, &wish).await;
        }
        let mut tx = office.town.db.begin_read().await.unwrap();
        let former = guanai_store::handovers::list_former_items(&mut tx, item.item_id).await.unwrap();
        assert_eq!(former.len(), 1, "it was moved once");
    });
}

fn first_won(operations: &[OperationId; 2], operation: OperationId) -> bool {
    operations[0] == operation
}

#[test]
fn what_is_accepted_passes_to_the_successor() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let mut tx = office.town.db.begin_write().await.unwrap();
        let offer = guanai_casework::Offer {
            offer_id: guanai_kernel::ids::OfferId::fresh(&mut office.town.ids),
            provider_kind: guanai_casework::ProviderKind::Enterprise,
            provider_name: "某农场".into(),
            person_id: None,
            provider_number: None,
            organization_id: Some(office.branch),
            categories: BTreeSet::from(["medical".to_owned()]),
            capacity: 1,
            area: guanai_casework::OfferArea::Everywhere,
            contact_name: Some("老书记".into()),
            contact_phone: Some("19900000010".into()),
            valid_until_on: None,
            note: None,
            import_id: None,
            place: String::new(),
            recorded_at: morning(),
            resource: guanai_casework::Resource::default(),
        };
        offers::add_many(&mut tx, std::slice::from_ref(&offer)).await.unwrap();
        tx.commit().await.unwrap();
        let (handover, _, xin) = changing(&mut office).await;
        let at = at_hour(1, 9);
        let item = office.item(&xin, handover, ItemKind::Offer, at).await;
        office.step(&xin, handover, (item.item_id, ItemMove::Accept), at).await.unwrap();
        let mut tx = office.town.db.begin_read().await.unwrap();
        let after = offers::find(&mut tx, offer.offer_id).await.unwrap().unwrap();
        assert_eq!(after.contact_name.as_deref(), Some("新书记"));
        assert_eq!(after.contact_phone.as_deref(), Some("19900000011"));
    });
}

#[test]
fn the_superior_sees_how_far_it_is_and_hears_when_its_day_is_over() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (handover, lao, xin) = changing(&mut office).await;
        let (maker, late) = (office.maker.clone(), at_hour(11, 9));
        for (actor, at, overdue) in [(&maker, at_hour(10, 9), 0), (&maker, late, 1)] {
            let (cx, ..) = office.town.cx(actor.clone(), at);
            assert_eq!(count_handovers_due(&cx).await.unwrap().overdue, overdue, "{at:?}");
        }
        let (cx, ..) = office.town.cx(xin.clone(), at_hour(1, 9));
        assert!(count_handovers_due(&cx).await.unwrap().to_receive >= 3);
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(maker.clone(), late);
        name_supervisor(&mut cx, operation, handover, "镇组织委员 李某").await.unwrap();
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(xin, late);
        assert!(name_supervisor(&mut cx, operation, handover, "x").await.is_err());
        let (mut cx, ..) = office.town.cx(maker, late);
        let rows = list_handovers(&mut cx).await.unwrap();
        assert!(rows.len() == 1 && rows[0].is_overdue && rows[0].side == Party::Superior);
        let (mut cx, ..) = office.town.cx(lao, late);
        assert_eq!(list_handovers(&mut cx).await.unwrap().len(), 1, "whoever left sees their own");
        let elsewhere = Actor { scope: Some(office.town.townships[1]), ..office.checker.clone() };
        assert!(matches!(office.file(&elsewhere, handover, late).await, Err(HandoverError::NotFound)));
    });
}
