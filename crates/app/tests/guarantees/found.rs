//! Needs that the standards find: raised by a press, once for a person and a measure, and told as what nobody said.

use std::collections::BTreeSet;

use guanai_app::needs::{
    FindNeedsError, FoundByMeasure, MoveNeed, NeedStep, foresee_found_needs, move_need, raise_found_needs,
    read_own_needs,
};
use guanai_app::{Actor, Role};
use guanai_casework::{Need, NeedState, Voice, Withdrawal};
use guanai_kernel::Date;
use guanai_kernel::ids::PersonId;
use guanai_store::needs;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{STANDARDS, Town};

const TODAY: Date = Date::constant(2026, 9, 1);

impl Town {
    async fn foreseen(&mut self, who: &Actor) -> Vec<FoundByMeasure> {
        let standing = self.standing(TODAY).await;
        foresee_found_needs(&mut self.on(who, TODAY), &standing).await.unwrap()
    }

    async fn raised(&mut self, who: &Actor, measures: &[String]) -> Result<(), &'static str> {
        let (standing, operation) = (self.standing(TODAY).await, self.operation());
        // The second arrival of the same press does nothing.
        for _ in 0..2 {
            let done = raise_found_needs(&mut self.on(who, TODAY), operation, &standing, measures).await;
            assert_eq!(done.map_err(|error| error.code())?, operation);
        }
        Ok(())
    }

    async fn found_of(&self, person_id: PersonId) -> Vec<Need> {
        let mut tx = self.db.begin_read().await.unwrap();
        let mut found = needs::list_of(&mut tx, person_id).await.unwrap();
        tx.rollback().await.unwrap();
        found.retain(|need| need.voice == Some(Voice::Rule));
        found
    }
}

#[test]
fn the_standards_raise_one_need_of_a_person_at_a_time_and_none_twice() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (here, there) =
            (town.in_hardship(7, 0, "severe", day(7, 1)).await, town.in_hardship(9, 1, "general", day(7, 1)).await);
        let township = town.office(Role::TownshipOfficer, 0).await;
        let foreseen = town.foreseen(&township).await;
        let sum: u64 = foreseen.iter().map(|found| found.holds + found.may_hold).sum();
        assert_eq!(sum, 1, "one of the own township, and of them one need: {foreseen:?}");
        let measure = STANDARDS.pack.measures()[foreseen[0].measure].id.clone();
        assert!(town.found_of(here).await.is_empty(), "looking raises nothing");

        town.raised(&township, std::slice::from_ref(&measure)).await.unwrap();
        let found = town.found_of(here).await;
        assert_eq!(found.len(), 1, "a double press is one need");
        let need = &found[0];
        assert_eq!((need.state, need.urgency, need.consents_to_contact), (NeedState::Raised, None, false));
        assert!(need.awaits_asking());
        assert_eq!(need.due_on.is_some(), need.category.category().is_some(), "{:?}", need.category.category());
        assert!(town.found_of(there).await.is_empty(), "another township's is not there");
        assert_eq!(town.named_in("find-needs", here).await, 1);
        assert!(town.foreseen(&township).await.is_empty(), "while one waits no other is raised");

        // The person reads it as found by the standards, and takes it back: it does not come again.
        let member = Actor { person_id: Some(here), ..town.office(Role::Member, 0).await };
        let own = read_own_needs(&mut town.on(&member, TODAY)).await.unwrap();
        assert_eq!((own.len(), own[0].voice, own[0].may_withdraw), (1, Some(Voice::Rule), true));
        let step = NeedStep::Withdraw { why: Withdrawal::Unwanted, words: None };
        let wish = MoveNeed { need_id: need.need_id, state_no: own[0].state_no, step, on: TODAY };
        let operation = town.operation();
        move_need(&mut town.on(&member, TODAY), operation, &wish).await.unwrap();
        let next = town.foreseen(&township).await;
        assert!(next.iter().all(|found| STANDARDS.pack.measures()[found.measure].id != measure), "{next:?}");
        town.raised(&township, std::slice::from_ref(&measure)).await.unwrap();
        assert_eq!(town.found_of(here).await.len(), 1, "what was taken back is not raised again");
        let numbers: BTreeSet<Option<String>> = town.found_of(here).await.into_iter().map(|n| n.number).collect();
        assert_eq!(numbers.len(), 1);
    });
}

#[test]
fn whoever_may_not_or_chooses_nothing_raises_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let poor = town.in_hardship(7, 0, "severe", day(7, 1)).await;
        let standing = town.standing(TODAY).await;
        let officer = town.office(Role::CountyOfficer, 0).await;
        assert_eq!(town.raised(&officer, &[]).await, Err("needs-find-nothing"));
        assert_eq!(town.raised(&officer, &["nothing".to_owned()]).await, Err("measure-not-found"));
        for role in [Role::BranchContact, Role::CountyApprover, Role::Auditor, Role::Member, Role::Administrator] {
            let nobody = Actor { role, ..officer.clone() };
            let refused = foresee_found_needs(&mut town.on(&nobody, TODAY), &standing).await;
            assert!(matches!(refused, Err(FindNeedsError::Denied(_))), "{role:?}");
        }
        assert!(town.found_of(poor).await.is_empty());
    });
}
