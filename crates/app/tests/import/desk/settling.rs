//! Matters that stand open in the register are settled one by one, within the scope, with history and a record of who did.

use std::collections::BTreeSet;
use std::sync::Arc;

use guanai_app::import::desk::Part;
use guanai_app::import::settle::{CannotTake, SettleDiscrepancy, SettleError, settle_discrepancy};
use guanai_app::standing::{Reckoned, StandingReckoner};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::DiscrepancyId;
use guanai_registry::{Discrepancy, Verdict};
use guanai_store::audit::{self, Subject};
use guanai_store::{discrepancies, persons};
use guanai_testkit::engines::on_both;

use super::bench::{
    Bench, Member, ONE, STANDARDS, THREE, TWO, county_officer, member, number, opening, roster, somebody,
};

const BORN: &str = "1955-03-01";

/// What waits of somebody.
async fn waiting(bench: &Bench, order: u32) -> Vec<Discrepancy> {
    let person = bench.person(&number(BORN, order)).await.unwrap();
    let mut tx = bench.db.begin_read().await.unwrap();
    let mut matters = discrepancies::list_of(&mut tx, person.person_id).await.unwrap();
    matters.retain(|matter| matter.settled_on.is_none());
    matters
}

async fn settle(bench: &mut Bench, actor: &Actor, id: DiscrepancyId, verdict: Verdict) -> Result<(), SettleError> {
    settle_discrepancy(&mut bench.cx(actor), SettleDiscrepancy { discrepancy_id: id, verdict }).await
}

/// Somebody in each township, each in two rows with two phones; published undecided.
async fn open_matters(bench: &mut Bench) {
    let other = |m: Member| Member { phone: "19900000009", ..m };
    let (one, two) = (member("甲", 1, ONE), member("丙", 3, TWO));
    let rows = [one.clone(), other(one), two.clone(), other(two)];
    let job = bench.bring(&county_officer(), &[roster(&rows)]).await;
    bench.publish(&county_officer(), job).await;
    assert_eq!(bench.read(&county_officer(), job, Part::Conflicts).await.undecided, 2);
}

#[test]
fn a_matter_is_settled_once_within_the_scope() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        open_matters(&mut bench).await;
        let officer = bench.township_officer("2").await;
        let (own, others) = (waiting(&bench, 1).await[0].clone(), waiting(&bench, 3).await[0].clone());
        let refused = settle(&mut bench, &officer, others.discrepancy_id, Verdict::Take).await;
        assert!(matches!(refused, Err(SettleError::NotFound)), "{refused:?}");
        for role in [Role::BranchContact, Role::CountyApprover, Role::Auditor, Role::Member] {
            let refused = settle(&mut bench, &somebody("x", role), own.discrepancy_id, Verdict::Take).await;
            assert!(matches!(refused, Err(SettleError::Denied(_))), "{role:?}");
        }
        settle(&mut bench, &officer, own.discrepancy_id, Verdict::Ask).await.unwrap();
        assert_eq!(waiting(&bench, 1).await[0].verdict, Some(Verdict::Ask), "asked of the branch, and open");
        for _ in 0..2 {
            settle(&mut bench, &officer, own.discrepancy_id, Verdict::Take).await.unwrap();
        }
        assert_eq!(bench.done("settle-discrepancy").await, 2, "asking and taking, each once");
        assert_eq!(waiting(&bench, 1).await, []);
        let refused = settle(&mut bench, &county_officer(), own.discrepancy_id, Verdict::Keep).await;
        assert!(matches!(refused, Err(SettleError::SettledAlready)), "{refused:?}");

        let person = bench.person(&number(BORN, 1)).await.unwrap();
        assert_eq!(person.phone.as_deref(), Some("19900000009"));
        assert_eq!(person.source.place, "花名册.xlsx 一 3");
        let mut tx = bench.db.begin_read().await.unwrap();
        let former = persons::list_former(&mut tx, person.person_id).await.unwrap();
        assert_eq!(former.last().unwrap().1.phone.as_deref(), Some("19900000001"));
        let about = audit::list_of(&mut tx, Subject::Person(person.person_id)).await.unwrap();
        let settled = about.iter().filter(|record| record.action == "settle-discrepancy").collect::<Vec<_>>();
        assert!(settled.iter().all(|record| record.actor == officer.name && record.import_id.is_some()));
    });
}

/// One matter that is settled leads to reckoning its person anew and nobody else, though it came from a book of everybody.
#[test]
fn a_matter_that_is_settled_is_reckoned_for_whose_it_is_alone() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let later = |m: Member| Member { full: "1990-07-01", ..m };
        let (one, two) = (member("甲", 1, ONE), member("丙", 3, TWO));
        let rows = [one.clone(), later(one), two.clone(), later(two)];
        let job = bench.bring(&county_officer(), &[roster(&rows)]).await;
        bench.publish(&county_officer(), job).await;
        let (own, other) = (waiting(&bench, 1).await[0].clone(), waiting(&bench, 3).await[0].clone());
        assert_ne!(own.person_id, other.person_id);

        let clock = || Arc::new(|| (opening(), opening().day_in_china()));
        let mut reckoner = StandingReckoner::new(bench.db.clone(), Arc::clone(&STANDARDS), clock());
        let (who, before) = reckoner.look(None).await.unwrap();
        assert_eq!(who, Reckoned::Everybody);
        let before = Arc::new(before.unwrap());
        settle(&mut bench, &county_officer(), own.discrepancy_id, Verdict::Take).await.unwrap();
        let (who, after) = reckoner.look(Some(Arc::clone(&before))).await.unwrap();
        assert_eq!(who, Reckoned::These(BTreeSet::from([own.person_id])));
        let anew = StandingReckoner::new(bench.db.clone(), Arc::clone(&STANDARDS), clock()).look(None).await.unwrap();
        assert_eq!(after.unwrap().people, anew.1.unwrap().people, "as if everybody had been reckoned");
    });
}

#[test]
fn a_branch_outside_the_scope_cannot_be_taken() {
    let rows = [member("甲", 1, ONE), Member { branch: TWO, ..member("甲", 1, ONE) }];
    let near = [member("乙", 2, ONE), Member { branch: THREE, ..member("乙", 2, ONE) }];
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let all: Vec<Member> = rows.iter().chain(&near).cloned().collect();
        let job = bench.bring(&county_officer(), &[roster(&all)]).await;
        bench.publish(&county_officer(), job).await;
        let officer = bench.township_officer("2").await;
        let (far, near) = (waiting(&bench, 1).await[0].clone(), waiting(&bench, 2).await[0].clone());
        let refused = settle(&mut bench, &officer, far.discrepancy_id, Verdict::Take).await;
        assert!(matches!(refused, Err(SettleError::CannotTake(CannotTake::OutsideScope))), "{refused:?}");
        settle(&mut bench, &officer, near.discrepancy_id, Verdict::Take).await.unwrap();
        settle(&mut bench, &county_officer(), far.discrepancy_id, Verdict::Take).await.unwrap();
        let mut tx = bench.db.begin_read().await.unwrap();
        for (order, code) in [(1, "31"), (2, "22")] {
            let person = bench.person(&number(BORN, order)).await.unwrap();
            let spells = guanai_store::memberships::list_of(&mut tx, person.person_id).await.unwrap();
            assert_eq!(spells.len(), 2, "the spell that was recorded ended");
            let running = spells.iter().find(|spell| spell.until_on.is_none()).unwrap();
            assert_eq!(running.organization_id, bench.organization(code).await);
        }
        let checks = guanai_store::checks::run(&mut tx).await.unwrap();
        assert!(checks.iter().all(|check| check.holds), "{checks:?}");
    });
}

#[test]
fn a_warning_has_nothing_to_take() {
    let late = Member { full: "1979-07-01", ..member("甲", 1, ONE) };
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let job = bench.bring(&county_officer(), &[roster(&[late.clone()])]).await;
        bench.publish(&county_officer(), job).await;
        let matter = waiting(&bench, 1).await[0].clone();
        assert_eq!(matter.kind.code(), "full_before_joined");
        let refused = settle(&mut bench, &county_officer(), matter.discrepancy_id, Verdict::Take).await;
        assert!(matches!(refused, Err(SettleError::CannotTake(CannotTake::Nothing))), "{refused:?}");
        let before = bench.person(&number(BORN, 1)).await.unwrap();
        settle(&mut bench, &county_officer(), matter.discrepancy_id, Verdict::Keep).await.unwrap();
        assert_eq!(bench.person(&number(BORN, 1)).await.unwrap(), before, "it was looked at, and is right");
        assert_eq!(waiting(&bench, 1).await, []);
    });
}
