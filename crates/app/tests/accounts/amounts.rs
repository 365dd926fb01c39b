//! Amounts that tell of a fact: a share of a bill tells the bill. Where a role does not see the reasons, it sees no amount either,
//! on a file, in an answer explained, or in a branch's plan; and no sum from which it could be reckoned.

use std::sync::Arc;

use guanai_app::branch_plan::{Monthly, ReadBranchPlan, read_branch_plan};
use guanai_app::people::{
    AmountSight, ExplainMeasure, PersonNamed, ReadPerson, ToldAnswer, explain_measure, read_person,
};
use guanai_app::standing::{Standing, StandingKeeper};
use guanai_app::{Actor, Role, Standards};
use guanai_kernel::Money;
use guanai_scheme::{Answer, Lang};
use guanai_testkit::engines::on_both;

use crate::people::actor;
use crate::town::{STANDARDS, Town, morning, today};

/// Paid 15,000 yuan: 30 % of what exceeds 5,000.
const SHARE: Option<Money> = Some(Money::from_fen(300_000));

/// The amount of the answer, and whether one is withheld. That the conditions hold is no secret.
fn amount(told: &ToldAnswer) -> (Option<Money>, AmountSight) {
    let Answer::Holds(entitled) = &told.answer else { panic!("it holds: {told:?}") };
    assert_eq!((entitled.amount.is_some(), entitled.tier.is_some()), (told.why.is_some(), told.why.is_some()));
    (entitled.amount, told.amount)
}

async fn standing(town: &Town) -> Arc<Standing> {
    let standards = Arc::new(Standards::embedded(Lang::Zh).unwrap());
    let clock = Arc::new(|| (morning(), today()));
    let (book, keeper) = StandingKeeper::begin(town.db.clone(), standards, clock, |error| panic!("{error}"));
    let standing = book.current().await.unwrap();
    keeper.end();
    standing
}

#[test]
fn where_the_reasons_are_withheld_so_is_the_amount() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let own = town.members[0];
        let at = STANDARDS.pack.measure_index("medical-aid").unwrap();
        let branch = Actor { scope: Some(town.branches[0]), ..actor(Role::BranchContact) };
        let township = Actor { scope: Some(town.townships[0]), ..actor(Role::TownshipOfficer) };
        let member = Actor { person_id: Some(own), ..actor(Role::Member) };
        for (who, sees) in [
            (branch, false),
            (township, true),
            (actor(Role::CountyOfficer), true),
            (actor(Role::CountyApprover), true),
            (actor(Role::Auditor), false),
            (member, true),
        ] {
            let role = who.role;
            let expected = if sees { (SHARE, AmountSight::Told) } else { (None, AmountSight::Withheld) };
            let (mut cx, ..) = town.cx(who.clone(), morning());
            let ask = ReadPerson { person_id: own, as_of: today(), lang: Lang::Zh };
            let file = read_person(&mut cx, ask).await.unwrap();
            let answer = file.answers.iter().find(|answer| answer.measure == at).unwrap();
            assert_eq!(amount(&answer.told), expected, "{role:?}: the file");
            let ask =
                ExplainMeasure { person: PersonNamed::Id(own), measure: "medical-aid", as_of: today(), lang: Lang::Zh };
            let explained = explain_measure(&mut cx, ask).await.unwrap();
            assert_eq!(amount(&explained.told), expected, "{role:?}: the answer explained");
            // What is no money is not said to be withheld.
            let talk = file.answers.iter().filter(|answer| answer.told.amount == AmountSight::Withheld).count();
            assert_eq!(talk > 0, !sees, "{role:?}");
        }
    });
}

#[test]
fn a_branch_plan_keeps_the_amounts_that_a_file_keeps() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let own = town.members[0];
        let standing = standing(&town).await;
        let at = STANDARDS.pack.measure_index("medical-aid").unwrap();
        let branch = Actor { scope: Some(town.branches[0]), ..actor(Role::BranchContact) };
        let township = Actor { scope: Some(town.townships[0]), ..actor(Role::TownshipOfficer) };
        for (who, expected) in [(branch, (None, AmountSight::Withheld)), (township, (SHARE, AmountSight::Told))] {
            let role = who.role;
            let ask = ReadBranchPlan { organization_id: town.branches[0], lang: Lang::Zh };
            let (mut cx, ..) = town.cx(who, morning());
            let plan = read_branch_plan(&mut cx, &standing, ask).await.unwrap();
            let person = plan.people.iter().find(|person| person.person_id == own).unwrap();
            let planned = person.measures.iter().find(|planned| planned.measure == at).unwrap();
            assert_eq!(amount(&planned.told), expected, "{role:?}");
            // No monthly allowance of this town rests on what is withheld.
            assert_ne!(plan.monthly, Monthly::Withheld, "{role:?}");
        }
    });
}
