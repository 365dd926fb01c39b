//! What of a round waits for whom, from its draft to its last sheet.

use guanai_app::rounds::{RoundDue, SheetsWanted, list_due_rounds};
use guanai_app::{Actor, Role};
use guanai_casework::round::RoundMove;
use guanai_kernel::Date;
use guanai_testkit::engines::on_both;

use crate::rounds::{DRAWN_ON, added, festival, hours, yuan};
use crate::sheets::entry;
use crate::town::Town;
use crate::work::actor;

impl Town {
    async fn due_on(&mut self, by: &Actor, day: Date) -> Vec<RoundDue> {
        let (cx, ..) = self.cx(by.clone(), hours(day));
        list_due_rounds(&cx).await.unwrap().into_iter().map(|round| round.due).collect()
    }

    async fn due(&mut self, by: &Actor) -> Vec<RoundDue> {
        self.due_on(by, DRAWN_ON).await
    }
}

#[test]
fn a_list_waits_for_its_approver_and_for_its_maker_when_it_was_sent_back() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [county, approver, contact, auditor] =
            [Role::CountyOfficer, Role::CountyApprover, Role::BranchContact, Role::Auditor]
                .map(|role| actor(&mut town, role, 0));
        town.in_hardship(5, 0, "severe").await;
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        for by in [&county, &approver, &contact] {
            assert_eq!(town.due(by).await, [], "a draft waits for nobody");
        }
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        assert_eq!(town.due(&approver).await, [RoundDue::Approve]);
        assert_eq!(town.due(&county).await, []);
        town.moved(&approver, round_id, RoundMove::Return).await.unwrap();
        assert_eq!(town.due(&county).await, [RoundDue::Returned]);
        assert_eq!(town.due(&approver).await, []);
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        town.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
        assert_eq!(town.due(&county).await, [RoundDue::Divide]);
        for by in [&approver, &contact, &auditor] {
            assert_eq!(town.due(by).await, []);
        }
    });
}

#[test]
fn sheets_wait_for_those_whose_people_alone_stand_on_them() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        let approver = actor(&mut town, Role::CountyApprover, 0);
        // One sheet through both branches is the county's to enter.
        town.divided(&work, &["副书记甲"]).await.unwrap();
        assert_eq!(town.due(&work.county).await, [RoundDue::Enter(1)]);
        assert_eq!(town.due(&work.contact).await, []);
        town.divided(&work, &["副书记甲", "副镇长乙"]).await.unwrap();
        assert_eq!(town.due(&work.county).await, [RoundDue::Enter(2)]);
        let day_before = Date::constant(2027, 1, 16);
        assert_eq!(town.due_on(&work.county, day_before).await, [], "nobody has gone yet");
        let mut own = 0;
        for by in [work.contact.clone(), work.other.clone()] {
            let due = town.due(&by).await;
            assert!(due.is_empty() || due == [RoundDue::Enter(1)], "{due:?}");
            own += due.len();
        }
        assert!(own > 0, "a sheet of one branch is its contact's too");
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        town.entered(&work.county, &entry(&file, yuan(0), &[])).await.unwrap();
        assert_eq!(town.due(&work.county).await, [RoundDue::Enter(1)]);
        let late = town.in_hardship(9, 0, "general").await;
        town.change(&work.county, work.round_id, late, added("刚住院")).await.unwrap();
        assert_eq!(town.due(&approver).await, [RoundDue::Additions(1)]);
    });
}
