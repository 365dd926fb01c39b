//! Late records: a visit of days in a post, written down after it ended.

use std::collections::BTreeSet;

use guanai_app::handovers::{
    DecideLate, HandoverError, LateVisit, count_handovers_due, decide_late, record_late_visit,
};
use guanai_app::visits::{RecordVisit, RecordVisitError, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::{VisitAct, VisitManner, VisitState};
use guanai_kernel::ids::{HandoverId, VisitId};
use guanai_kernel::{Date, Moment};
use guanai_store::{clock_sources, visits};
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};

fn visit(handover_id: HandoverId, name: &str, made_on: Date) -> LateVisit {
    LateVisit {
        handover_id,
        name: name.into(),
        act: VisitAct::Visit,
        made_on,
        manner: VisitManner::InPerson,
        occasions: BTreeSet::from(["regular".to_owned()]),
        found: Some("家里都好".into()),
    }
}

async fn write(office: &mut Office, actor: &Actor, wish: &LateVisit, at: Moment) -> Result<VisitId, HandoverError> {
    let operation = office.operation();
    let (mut cx, ..) = office.town.cx(actor.clone(), at);
    record_late_visit(&mut cx, operation, wish).await
}

async fn decide(
    office: &mut Office,
    actor: &Actor,
    (handover_id, visit_id): (HandoverId, VisitId),
    rejected: Option<&str>,
) -> Result<(), HandoverError> {
    let operation = office.operation();
    let (mut cx, ..) = office.town.cx(actor.clone(), at_hour(3, 9));
    let wish = DecideLate { handover_id, visit_id, rejected: rejected.map(str::to_owned) };
    decide_late(&mut cx, operation, &wish).await
}

async fn counted(office: &Office, visit_id: VisitId) -> (VisitState, bool) {
    let mut tx = office.town.db.begin_read().await.unwrap();
    let state = visits::find(&mut tx, visit_id).await.unwrap().unwrap().state;
    let seen = clock_sources::list_seen(&mut tx, &[office.member]).await.unwrap();
    tx.rollback().await.unwrap();
    (state, seen.iter().any(|seen| seen.visit_id == visit_id))
}

#[test]
fn it_counts_for_nothing_until_the_successor_confirms_it() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        office.contact("lao", office.old).await;
        office.appoint(on(1), None).await;
        let (maker, old_post) = (office.maker.clone(), office.old_post);
        let handover = office.end(&maker, old_post, on(0)).await.unwrap();
        office.contact("xin", office.new).await;
        let xin = office.actor("xin", at_hour(3, 9)).await;
        let lao = office.actor("lao", at_hour(3, 9)).await;
        let at = at_hour(3, 9);
        let own = visit(handover, "曾小明", on(0));
        let visit_id = write(&mut office, &lao, &own, at).await.unwrap();
        assert_eq!(counted(&office, visit_id).await, (VisitState::Awaiting, false));
        for (who, wish, when, code) in [
            (&lao, visit(handover, "曾小明", on(1)), at, "handover-not-a-day-in-post"),
            (&lao, own.clone(), at_hour(31, 9), "handover-not-a-day-in-post"),
            (&lao, visit(handover, "没有这个人", on(0)), at, "handover-nobody-of-that-name"),
            (&xin, own.clone(), at, "handover-not-yours"),
            (&maker, own.clone(), at, "handover-not-found"),
        ] {
            let refused = write(&mut office, who, &wish, when).await.unwrap_err();
            assert_eq!(refused.code(), code);
        }
        let (cx, ..) = office.town.cx(xin.clone(), at);
        assert_eq!(count_handovers_due(&cx).await.unwrap().late, 1);
        // Nobody but the successor decides, and a rejection says why.
        let mark = (handover, visit_id);
        assert_eq!(decide(&mut office, &lao, mark, None).await.unwrap_err().code(), "denied");
        assert_eq!(decide(&mut office, &maker, mark, None).await.unwrap_err().code(), "handover-not-yours");
        assert_eq!(decide(&mut office, &xin, mark, Some(" ")).await.unwrap_err().code(), "handover-late-words");
        decide(&mut office, &xin, mark, None).await.unwrap();
        assert_eq!(counted(&office, visit_id).await, (VisitState::Recorded, true));
        assert_eq!(decide(&mut office, &xin, mark, None).await.unwrap_err().code(), "handover-late-decided");
        let second = write(&mut office, &lao, &visit(handover, "曾小明", on(-1)), at).await.unwrap();
        decide(&mut office, &xin, (handover, second), Some("那天在外地")).await.unwrap();
        assert_eq!(counted(&office, second).await, (VisitState::Struck, false));
    });
}

#[test]
fn whoever_moved_up_records_days_of_the_old_post_as_any_former_holder() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        office.appoint(on(1), None).await;
        let (maker, old_post) = (office.maker.clone(), office.old_post);
        office.end(&maker, old_post, on(0)).await.unwrap();
        let up = Actor {
            role: Role::TownshipOfficer,
            scope: Some(office.town.townships[0]),
            person_id: Some(office.old),
            ..maker
        };
        let mut record = RecordVisit {
            person_id: office.member,
            act: VisitAct::Visit,
            visitor: WhoVisited::Myself,
            companions: None,
            also_seen: BTreeSet::new(),
            made_on: on(0),
            begun_minute: None,
            duration_min: None,
            manner: VisitManner::InPerson,
            occasions: BTreeSet::from(["regular".to_owned()]),
            reason: None,
            found: None,
            promise: None,
            gift: None,
            note: None,
            needs: Vec::new(),
            facts: Vec::new(),
            tasks: BTreeSet::new(),
        };
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(up.clone(), at_hour(3, 9));
        let visit_id = record_visit(&mut cx, operation, &record).await.unwrap();
        assert_eq!(counted(&office, visit_id).await, (VisitState::Awaiting, false));
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(up.clone(), at_hour(40, 9));
        let refused = record_visit(&mut cx, operation, &record).await;
        assert!(matches!(refused, Err(RecordVisitError::TooLate)));
        record.note = Some("悄悄话".into());
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(up.clone(), at_hour(3, 9));
        assert!(matches!(record_visit(&mut cx, operation, &record).await, Err(RecordVisitError::LateRecord)));
        // What they do since then is their own.
        record.note = None;
        record.made_on = on(2);
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(up, at_hour(3, 9));
        let own = record_visit(&mut cx, operation, &record).await.unwrap();
        assert_eq!(counted(&office, own).await, (VisitState::Recorded, true));
    });
}
