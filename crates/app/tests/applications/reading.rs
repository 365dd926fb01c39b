//! What each role reads of one application.

use guanai_app::Role;
use guanai_app::applications::{WaitingApplications, count_waiting_applications};
use guanai_casework::application::{ApplicationMove as M, Finding};
use guanai_testkit::engines::on_both;

use crate::office::{Office, answer, day};

#[test]
fn each_role_reads_what_it_needs_and_no_more() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry, M::Review]).await;
        let auditor = office.actor(Role::Auditor, None, None);
        let (contact, officer) = (office.contact.clone(), office.officer.clone());
        let (county, approver, applicant) = (office.county.clone(), office.approver.clone(), office.applicant.clone());
        for (who, name, words, facts, moves) in [
            (&contact, "曾小明", true, false, vec![M::Attach, M::Withdraw]),
            (&officer, "曾小明", true, true, vec![M::Post, M::Return, M::Attach]),
            (&county, "曾小明", true, true, vec![M::Post, M::Return, M::Attach]),
            (&approver, "曾小明", true, true, vec![]),
            (&applicant, "曾小明", true, true, vec![M::Withdraw]),
            (&auditor, "曾*明", false, false, vec![]),
        ] {
            let view = office.read(who, application_id).await.unwrap();
            assert_eq!(view.row.name, name, "{:?}", who.role);
            assert_eq!((view.words.is_some(), !view.is_abridged), (words, facts), "{:?}", who.role);
            let income = view.frozen.facts.iter().any(|fact| fact.name == "household.income_per_head");
            assert_eq!(income, facts, "{:?}", who.role);
            assert_eq!(view.moves, moves, "{:?}", who.role);
            assert_eq!(view.steps.iter().all(|step| step.by.is_some()), words, "{:?}", who.role);
        }
        for role in [Role::Console, Role::Accountant, Role::Cashier, Role::Administrator] {
            let who = office.actor(role, None, None);
            assert_eq!(office.read(&who, application_id).await.unwrap_err().code(), "denied");
        }
        let records = office.town.audit().await;
        let read = records.iter().filter(|record| record.action == "read-application");
        assert_eq!(read.count(), 6, "each reading is noted");
    });
}

#[test]
fn what_waits_is_counted_at_the_desk_whose_step_is_next() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let hands =
            [&office.contact, &office.officer, &office.county, &office.approver, &office.applicant].map(Clone::clone);
        let application_id = office.entered().await;
        let waiting = async |office: &mut Office| {
            let mut counts = Vec::new();
            for who in &hands {
                let now = office.now();
                let (cx, ..) = office.town.cx(who.clone(), now);
                let waiting = count_waiting_applications(&cx).await.unwrap();
                counts.push(waiting.by_state.values().sum::<u64>() + waiting.ended_notices + waiting.open_objections);
            }
            counts
        };
        // Contact, township, county, approver; the applicant sees their own wherever it stands.
        assert_eq!(waiting(&mut office).await, [1, 0, 0, 0, 1]);
        for (step, counts) in [
            (M::Carry, [0, 1, 1, 0, 1]),
            (M::Review, [0, 1, 1, 0, 1]),
            (M::Post, [0, 0, 0, 0, 1]),
            (M::TakeDown, [0, 0, 0, 1, 1]),
        ] {
            if step == M::TakeDown {
                let notice = office.kept(application_id).await.notices[0].clone();
                let county = hands[2].clone();
                office.object(&county, notice.notice_id, |_| {}).await.unwrap();
                assert_eq!(waiting(&mut office).await, [0, 1, 1, 0, 1], "an objection waits");
                office.today = notice.through_on;
                assert_eq!(waiting(&mut office).await, [0, 1, 1, 0, 1], "its last day is not over");
                office.today = day(8);
                assert_eq!(waiting(&mut office).await, [0, 2, 2, 0, 1], "it hangs too long");
                let objection = office.kept(application_id).await.objections[0].objection_id;
                let officer = hands[1].clone();
                office.step(&officer, application_id, answer(objection, Finding::Unfounded)).await.unwrap();
            }
            office.take(application_id, step).await;
            assert_eq!(waiting(&mut office).await, counts, "{step:?}");
        }
        let elsewhere = office.actor(Role::TownshipOfficer, Some(office.town.townships[1]), None);
        let auditor = office.actor(Role::Auditor, None, None);
        for who in [elsewhere, auditor] {
            let now = office.now();
            let (cx, ..) = office.town.cx(who, now);
            assert_eq!(count_waiting_applications(&cx).await.unwrap(), WaitingApplications::default());
        }
    });
}
