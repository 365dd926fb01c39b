//! A change of secretaries: dated posts give powers from midnight, whoever leaves hands over item by item, and a visit that the old
//! one writes down late keeps no term before the new one confirms it.

use std::collections::BTreeSet;

use guanai_app::handovers::{
    DecideLate, LateVisit, MoveItem, count_handovers_due, decide_late, list_handovers, move_item, read_handover,
    record_late_visit,
};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::posts::{
    DecideAppointment, EndPost, RecordAppointment, decide_appointment, end_post, record_appointment,
};
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Act, Actor, Role, Tenure};
use guanai_casework::appointment::{AppointmentMove, Manner, Powers};
use guanai_casework::handover::{ItemKind, ItemMove};
use guanai_casework::{Urgency, VisitAct, VisitManner, Voice};
use guanai_kernel::Guarantee;
use guanai_kernel::ids::{OperationId, PostId};
use guanai_registry::{Post, Source, SourceKind};
use guanai_store::{Tx, posts};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    田禾, @19660101021, 1985-05-01, 1986-05-01, 上村党支部, 农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部, 农民,     否
    石井, @19500101023, 1980-07-01, 1981-07-01, 上村党支部, 农民,     否";

const CONFIDED: &str = "不想让儿子知道的话";

impl Office {
    /// The secretary whom everybody knows, as the roster has them.
    pub async fn secretary(&self, name: &str, contact: &Actor) -> PostId {
        let mut cx = self.acting(contact, day(TODAY));
        let post = Post {
            post_id: PostId::fresh(&mut cx.ids),
            person_id: self.person(name).await,
            organization_id: contact.scope.unwrap(),
            code: Some("secretary".into()),
            title: "党支部书记".into(),
            since_on: day("2024-01-01"),
            until_on: None,
            source: Source {
                kind: SourceKind::Roster,
                import_id: None,
                place: "花名册 1".into(),
                stated_on: day(TODAY),
            },
            recorded_at: clock::at(day(TODAY)),
        };
        let post = &post;
        let adding = self.db.write(move |tx: &mut Tx, _| {
            Box::pin(async move { posts::add_many(tx, std::slice::from_ref(post)).await })
        });
        adding.await.unwrap();
        post.post_id
    }

    /// A visit on which something was promised and something confided.
    async fn promised(&self, contact: &Actor, name: &str) {
        let visit = RecordVisit {
            person_id: self.person(name).await,
            act: VisitAct::Talk,
            visitor: WhoVisited::Myself,
            companions: None,
            also_seen: BTreeSet::new(),
            made_on: day("2026-06-30"),
            begun_minute: None,
            duration_min: None,
            manner: VisitManner::InPerson,
            occasions: BTreeSet::from(["regular".to_owned()]),
            reason: None,
            found: None,
            promise: Some(guanai_app::visits::PromiseMade {
                words: "带医生来".into(),
                due_on: Some(day("2026-07-20")),
            }),
            gift: None,
            note: Some(CONFIDED.into()),
            needs: Vec::new(),
            facts: Vec::new(),
            tasks: BTreeSet::new(),
        };
        let mut cx = self.acting(contact, day("2026-06-30"));
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &visit).await.unwrap();
    }
}

/// Shows R36, R38, R88, R102: the level above appoints and another confirms; the old secretary acts until midnight and hands over item
/// by item; the new one accepts, and what was said in confidence stays where it is.
#[test]
fn a_secretary_hands_over_to_the_next_item_by_item() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let [old, new] = [office.person("田禾").await, office.person("万水").await];
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let contact = Actor { person_id: Some(old), ..contact };
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let old_post = office.secretary("田禾", &contact).await;
        let need = RaiseNeed {
            person_id: office.person("石井").await,
            category: Some("medical".into()),
            urgency: Urgency::Normal,
            words: "腿疼，想去县医院看看".into(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: day(TODAY),
            wanted: 1,
        };
        let mut cx = office.acting(&contact, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        raise_need(&mut cx, operation, &need).await.unwrap();
        office.promised(&contact, "石井").await;

        let wish = RecordAppointment {
            organization_id: contact.scope.unwrap(),
            person_id: new,
            code: "secretary".into(),
            title: "党支部书记".into(),
            manner: Manner::Full,
            powers: Powers::Contact,
            since_on: day("2026-07-02"),
            last_on: None,
            resolution: "河组〔2026〕3号".into(),
        };
        let mut cx = office.acting(&township, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let post_id = record_appointment(&mut cx, operation, &wish).await.unwrap();
        let confirm = DecideAppointment { post_id, step: AppointmentMove::Confirm, why: None };
        let mut own = office.acting(&township, day(TODAY));
        let operation = OperationId::fresh(&mut own.ids);
        assert_eq!(decide_appointment(&mut own, operation, &confirm).await.unwrap_err().code(), "post-own-hand");
        let mut cx = office.acting(&county, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        decide_appointment(&mut cx, operation, &confirm).await.unwrap();
        let mut cx = office.acting(&township, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let end = EndPost { post_id: old_post, last_on: day("2026-07-01"), why: "换届".into() };
        let handover_id = end_post(&mut cx, operation, &end).await.unwrap();

        // After midnight: the old one hands over and does nothing else.
        let left = Actor { scope: None, tenure: Tenure::Resting, ..contact.clone() };
        let cx = office.acting(&left, day("2026-07-02"));
        assert!(cx.authorise(Act::ListPeople).is_err() && cx.authorise(Act::CarryHandover).is_ok());
        let successor = office.answering(Role::BranchContact, Some("990001001")).await;
        let successor = Actor { person_id: Some(new), ..successor };
        let file = read_handover(&mut office.acting(&successor, day("2026-07-02")), handover_id).await.unwrap();
        let kinds: BTreeSet<ItemKind> = file.items.iter().map(|item| item.kind).collect();
        assert!(kinds.is_superset(&BTreeSet::from([ItemKind::Need, ItemKind::Promise, ItemKind::People])));
        assert!(!office.records().await.contains(CONFIDED) && !format!("{:?}", file.late).contains(CONFIDED));
        for item in &file.items {
            assert!(!format!("{:?} {:?}", item.words, item.detail).contains(CONFIDED));
            let wish = MoveItem { handover_id, item_id: item.item_id, step: ItemMove::Accept, words: None };
            let mut early = office.acting(&left, day("2026-07-02"));
            let operation = OperationId::fresh(&mut early.ids);
            assert!(move_item(&mut early, operation, &wish).await.is_err(), "nobody accepts from themselves");
            let mut cx = office.acting(&successor, day("2026-07-02"));
            let operation = OperationId::fresh(&mut cx.ids);
            move_item(&mut cx, operation, &wish).await.unwrap();
        }
        let rows = list_handovers(&mut office.acting(&township, day("2026-07-03"))).await.unwrap();
        assert!(rows.len() == 1 && rows[0].tally.is_complete());
        let due = count_handovers_due(&office.acting(&township, day("2026-08-01"))).await.unwrap();
        assert_eq!(due.overdue, 0);
    });
}

/// Shows R86, R91: a visit of the old secretary that comes late keeps no term and counts for nothing until the new one confirms it.
#[test]
fn what_the_old_secretary_writes_down_late_waits_for_the_new_one() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let old = office.person("田禾").await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let contact = Actor { person_id: Some(old), ..contact };
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let old_post = office.secretary("田禾", &contact).await;
        let mut cx = office.acting(&township, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let end = EndPost { post_id: old_post, last_on: day("2026-07-05"), why: "换届".into() };
        let handover_id = end_post(&mut cx, operation, &end).await.unwrap();
        let successor = office.answering(Role::BranchContact, Some("990001001")).await;
        let left = Actor { scope: None, tenure: Tenure::Resting, ..contact };
        office.keep("2026-07-08").await;
        let before = office.stands("石井", Guarantee::Visit, "2026-07-08").await;

        let wish = LateVisit {
            handover_id,
            name: "石井".into(),
            act: VisitAct::Visit,
            made_on: day("2026-07-04"),
            manner: VisitManner::InPerson,
            occasions: BTreeSet::from(["regular".to_owned()]),
            found: Some("家里都好".into()),
        };
        let mut cx = office.acting(&left, day("2026-07-08"));
        let operation = OperationId::fresh(&mut cx.ids);
        let visit_id = record_late_visit(&mut cx, operation, &wish).await.unwrap();
        office.keep("2026-07-08").await;
        assert_eq!(office.stands("石井", Guarantee::Visit, "2026-07-08").await, before, "it keeps no term yet");
        let due = count_handovers_due(&office.acting(&successor, day("2026-07-08"))).await.unwrap();
        assert_eq!(due.late, 1);
        let mut cx = office.acting(&successor, day("2026-07-08"));
        let operation = OperationId::fresh(&mut cx.ids);
        decide_late(&mut cx, operation, &DecideLate { handover_id, visit_id, rejected: None }).await.unwrap();
        office.keep("2026-07-08").await;
        let after = office.stands("石井", Guarantee::Visit, "2026-07-08").await;
        assert!(after.1 > before.1, "the next term begins with the visit: {before:?} {after:?}");
    });
}
