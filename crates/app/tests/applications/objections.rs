//! Notices and objections: whom a notice reaches, what it tells, who may object and who answers.

use guanai_app::Role;
use guanai_app::applications::{list_notices, read_notice};
use guanai_casework::application::{ApplicationMove as M, ApplicationState as S, Finding};
use guanai_kernel::ids::NoticeId;
use guanai_testkit::engines::on_both;

use crate::office::{Office, answer, approve, day};

#[test]
fn a_notice_reaches_its_range_tells_no_more_than_all_may_know_and_is_taken_down() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry, M::Review, M::Post]).await;
        let kept = office.kept(application_id).await;
        let notice = kept.notice().unwrap().clone();
        assert_eq!((notice.posted_on, notice.through_on), (day(0), day(7)), "five working days, a weekend between");
        let [neighbour, stranger] = [office.branch[3], office.town.members[1]];
        let (branches, townships) = (office.town.branches, office.town.townships);
        for (role, scope, own, reaches) in [
            (Role::Member, None, Some(neighbour), true),
            (Role::Member, None, Some(stranger), false),
            (Role::Member, None, None, false),
            (Role::BranchContact, Some(branches[0]), None, true),
            (Role::BranchContact, Some(branches[1]), None, false),
            (Role::TownshipOfficer, Some(townships[0]), None, true),
            (Role::TownshipOfficer, Some(townships[1]), None, false),
            (Role::CountyOfficer, None, None, true),
            (Role::Cashier, None, None, true),
            (Role::Auditor, None, None, true),
        ] {
            let who = office.actor(role, scope, own);
            let now = office.now();
            let (mut cx, ..) = office.town.cx(who.clone(), now);
            let listed = list_notices(&mut cx).await.unwrap();
            assert_eq!(listed.len(), usize::from(reaches), "{role:?} {scope:?} {own:?}");
            let read = read_notice(&mut cx, notice.notice_id).await;
            assert_eq!(read.is_ok(), reaches);
            let Ok(view) = read else { continue };
            assert_eq!(view.name.as_deref(), Some("曾*明"), "masked for everybody");
            assert_eq!(view.called.zh, "党内关怀帮扶", "not what would tell of an illness");
            let reads_file = !matches!(role, Role::Member | Role::Cashier);
            assert_eq!(view.application_id.is_some(), reads_file);
        }
        let admin = office.actor(Role::Administrator, None, None);
        let (mut cx, ..) = office.town.cx(admin, guanai_testkit::clock::at(day(0)));
        assert_eq!(list_notices(&mut cx).await.unwrap_err().code(), "denied");
        office.take(application_id, M::TakeDown).await;
        let contact = office.contact.clone();
        let now = office.now();
        let (mut cx, ..) = office.town.cx(contact, now);
        assert_eq!(list_notices(&mut cx).await.unwrap(), [], "taken down when its term was over");
        assert_eq!(read_notice(&mut cx, notice.notice_id).await.unwrap_err().code(), "notice-not-found");
    });
}

#[test]
fn anybody_whom_it_reaches_objects_and_nothing_is_approved_until_it_is_answered() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry, M::Review, M::Post]).await;
        let notice_id = office.kept(application_id).await.notice().unwrap().notice_id;
        let (neighbour, stranger) = (office.branch[3], office.town.members[1]);
        let neighbour = office.actor(Role::Member, None, Some(neighbour));
        let stranger = office.actor(Role::Member, None, Some(stranger));
        let contact = office.contact.clone();
        let auditor = office.actor(Role::Auditor, None, None);
        assert_eq!(office.object(&auditor, notice_id, |_| {}).await.unwrap_err().code(), "denied");
        assert_eq!(office.object(&stranger, notice_id, |_| {}).await.unwrap_err().code(), "notice-not-found");
        let nowhere = office.object(&neighbour, NoticeId::from_bits(1), |_| {}).await;
        assert_eq!(nowhere.unwrap_err().code(), "notice-not-found");
        for (change, expected) in [
            (&(|w: &mut _| empty(w)) as &dyn Fn(&mut guanai_app::applications::RaiseObjection), "objection-words"),
            (&|w| w.said_on = day(1), "application-future"),
            (&|w| w.said_on = day(-1), "application-too-early"),
            (&|w| w.on_behalf_of = Some(" ".into()), "objection-name"),
            (&|w| w.on_behalf_of = Some("邻居".into()), "not-read-back"),
        ] {
            assert_eq!(office.object(&contact, notice_id, change).await.unwrap_err().code(), expected);
        }
        let own = office.object(&neighbour, notice_id, |_| {}).await.unwrap();
        let behalf = office.object(&contact, notice_id, |wish| {
            (wish.on_behalf_of, wish.was_read_back) = (Some("邻居老李".to_owned()), true);
        });
        let behalf = behalf.await.unwrap();
        // Who objected is told to whoever answers, and to nobody else.
        let (officer, applicant, approver) =
            (office.officer.clone(), office.applicant.clone(), office.approver.clone());
        for (who, names, words) in
            [(&officer, true, true), (&approver, false, true), (&contact, false, false), (&applicant, false, false)]
        {
            let view = office.read(who, application_id).await.unwrap();
            assert_eq!(view.objections.len(), 2);
            for objection in &view.objections {
                assert_eq!((objection.by.is_some(), objection.words.is_some()), (names, words), "{:?}", who.role);
            }
            let objected = view.steps.iter().filter(|step| step.step == M::Object);
            assert!(objected.into_iter().all(|step| step.by.is_some() == names && step.words.is_none()));
        }
        office.take(application_id, M::TakeDown).await;
        assert_eq!(office.code(&approver, application_id, approve()).await, "application-objection-open");
        let view = office.read(&approver, application_id).await.unwrap();
        assert!(
            view.waits_for.iter().any(|(step, why)| *step == M::Approve && why.code() == "application-objection-open")
        );
        assert_eq!(office.code(&officer, application_id, answer(own, Finding::Unfounded)).await, "done");
        assert_eq!(
            office.code(&approver, application_id, approve()).await,
            "application-objection-open",
            "one is left"
        );
        let county = office.county.clone();
        assert_eq!(office.code(&county, application_id, answer(behalf, Finding::Founded)).await, "done");
        assert_eq!(
            office.code(&county, application_id, answer(behalf, Finding::Unfounded)).await,
            "application-no-objection"
        );
        assert_eq!(office.code(&approver, application_id, approve()).await, "application-objection-founded");
        assert_eq!(office.kept(application_id).await.application.state, S::Deciding);
    });
}

fn empty(wish: &mut guanai_app::applications::RaiseObjection) {
    wish.words.clear();
}
