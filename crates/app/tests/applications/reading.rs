//! What each role reads of one application.

use guanai_app::Role;
use guanai_casework::application::ApplicationMove as M;
use guanai_testkit::engines::on_both;

use crate::office::Office;

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
