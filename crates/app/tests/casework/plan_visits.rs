//! One visit serves several tasks of a household's plans, and whoever grants sees what the household was given this year.

use std::collections::BTreeSet;

use guanai_app::plans::{Given, GivenThisYear, PlanChoice, PlanWish, WishedPlanStep, read_grants};
use guanai_app::rounds::{ListRoundPeople, RoundTab, list_round_people};
use guanai_app::visits::{AmendVisit, RecordVisit, correct_visit, open_visit_form, read_my_day, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::{Gift, GiftKind, VisitAct};
use guanai_kernel::ids::{PersonId, PlanTaskId, VisitId};
use guanai_kernel::{Date, Money};
use guanai_store::audit::Subject;
use guanai_testkit::engines::on_both;

use crate::plans::task;
use crate::rounds::{DRAWN_ON, festival, hours, yuan};
use crate::town::{Town, after, morning, today};
use crate::visits::called_on;
use crate::work::actor;

/// Two of one household, each with a plan that runs, and a third of another branch who lives there too.
struct House {
    contact: Actor,
    people: [PersonId; 2],
    tasks: BTreeSet<PlanTaskId>,
}

async fn house(town: &mut Town) -> House {
    let contact = actor(town, Role::BranchContact, 0);
    let people = [town.ill(7, 0).await, town.ill(8, 0).await];
    let elsewhere = town.ill(9, 1).await;
    town.house(&[people[0], people[1], elsewhere]).await;
    let mut tasks = BTreeSet::new();
    for (person_id, words) in people.into_iter().zip(["送药上门", "问孩子学费"]) {
        let wish = PlanWish { tasks: vec![task(words, Date::constant(2026, 7, 5))], ..town.plan_of(person_id, 0) };
        let plan_id = town.running(&contact, &wish).await;
        tasks.insert(town.planned(plan_id).await.0.content.tasks[0].task_id);
    }
    let there = actor(town, Role::TownshipOfficer, 1);
    let wish = PlanWish { tasks: vec![task("那边的事", Date::constant(2026, 7, 5))], ..town.plan_of(elsewhere, 1) };
    town.running(&there, &wish).await;
    House { contact, people, tasks }
}

impl Town {
    /// The tasks that the form for a visit shows.
    async fn shown(&mut self, who: &Actor, person_id: PersonId) -> BTreeSet<PlanTaskId> {
        let (mut cx, ..) = self.cx(who.clone(), after(200));
        let form = open_visit_form(&mut cx, person_id).await.unwrap();
        form.tasks.iter().map(|task| task.task_id).collect()
    }
}

#[test]
fn one_visit_does_the_tasks_of_everybody_who_lives_there() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let House { contact, people, tasks } = house(&mut town).await;
        assert_eq!(
            town.shown(&contact, people[0]).await,
            tasks,
            "of the household, and not of who is outside the scope"
        );
        let (mut cx, ..) = town.cx(contact.clone(), after(200));
        let day = read_my_day(&mut cx).await.unwrap();
        let due: usize = day.cards.iter().map(|card| card.tasks.len()).sum();
        assert_eq!(due, 2, "my day shows what is due this week");
        let stranger = town.newcomer(11, 0).await.person_id;
        let elsewhere = RecordVisit { tasks: tasks.clone(), ..called_on(stranger) };
        assert_eq!(town.record(&contact, &elsewhere).await.unwrap_err().code(), "visit-task");
        let before = Date::constant(2026, 6, 30);
        let early = RecordVisit { tasks: tasks.clone(), made_on: before, ..called_on(people[0]) };
        assert_eq!(town.record(&contact, &early).await.unwrap_err().code(), "visit-task", "before the plan began");
        assert_eq!(town.visits().await, 0, "a refusal keeps nothing");
        let visit = RecordVisit { tasks: tasks.clone(), ..called_on(people[0]) };
        let visit_id = town.record(&contact, &visit).await.unwrap();
        assert!(town.shown(&contact, people[1]).await.is_empty(), "both are done");
        let seen = town.visit(&contact, visit_id).await.unwrap();
        assert_eq!(seen.tasks.iter().map(|task| task.task_id).collect::<BTreeSet<_>>(), tasks);
        let records = town.audit().await;
        let record = records.iter().find(|record| record.action == "record-visit").unwrap();
        assert!(people.iter().all(|id| record.subjects.contains(&Subject::Person(*id))), "the record names both");
    });
}

#[test]
fn a_record_that_is_struck_out_did_nothing_and_one_that_is_corrected_did() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let House { contact, people, tasks } = house(&mut town).await;
        let visit = RecordVisit { tasks: tasks.clone(), ..called_on(people[0]) };
        let wrong = town.record(&contact, &visit).await.unwrap();
        let operation = town.operation();
        let right = RecordVisit { found: Some("药送到了".to_owned()), ..called_on(people[0]) };
        let (mut cx, ..) = town.cx(contact.clone(), after(90));
        let right: VisitId = correct_visit(&mut cx, operation, wrong, &right).await.unwrap();
        assert!(town.shown(&contact, people[0]).await.is_empty(), "the correction did what the wrong record had done");
        let done = |seen: guanai_app::visits::VisitFile| seen.tasks.len();
        assert_eq!(town.visit(&contact, right).await.map(done), Ok(2));
        assert_eq!(town.visit(&contact, wrong).await.map(done), Ok(0));
        town.amend(&contact, right, AmendVisit::Strike).await.unwrap();
        assert_eq!(town.shown(&contact, people[0]).await, tasks, "they wait again");
    });
}

#[test]
fn whoever_grants_sees_what_the_household_was_given_this_year() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let House { contact, people, .. } = house(&mut town).await;
        let gift =
            |yuan| Some(Gift { kind: GiftKind::Cash, worth: Some(Money::from_yuan(yuan).unwrap()), goods: None });
        let goods = Gift { kind: GiftKind::Goods, worth: None, goods: Some("米、油".to_owned()) };
        let reason = Some("家里急用".to_owned());
        let given = RecordVisit { act: VisitAct::VisitWithGift, reason, ..called_on(people[1]) };
        town.record(&contact, &RecordVisit { gift: gift(600), ..given.clone() }).await.unwrap();
        let last_year = Date::constant(2025, 12, 31);
        town.record(&contact, &RecordVisit { gift: gift(900), made_on: last_year, ..given.clone() }).await.unwrap();
        let struck = town.record(&contact, &RecordVisit { gift: gift(50), ..given.clone() }).await.unwrap();
        town.amend(&contact, struck, AmendVisit::Strike).await.unwrap();
        let (mut cx, ..) = town.cx(contact.clone(), after(200));
        let seen = read_grants(&mut cx, people[0]).await.unwrap();
        assert_eq!(seen.people.iter().map(|(id, _)| *id).collect::<Vec<_>>(), people, "the person first");
        assert_eq!((seen.year, seen.total), (2026, Some(Money::from_yuan(600).unwrap())));
        assert!(!seen.is_partial);
        assert!(seen.rows.iter().all(|row| matches!(row.given, Given::Gift { .. } | Given::Planned { .. })));
        let aid = |row: &&guanai_app::plans::Grant| matches!(&row.given, Given::Planned { measure, .. } if measure.code == "medical-aid");
        assert_eq!(
            seen.rows.iter().filter(aid).filter(|row| row.amount.is_none()).count(),
            2,
            "a contact sees no bill"
        );
        town.record(&contact, &RecordVisit { gift: Some(goods), ..given }).await.unwrap();
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let (mut cx, ..) = town.cx(county, after(200));
        let seen = read_grants(&mut cx, people[0]).await.unwrap();
        assert!(seen.is_partial, "the worth of the goods was not written down: unknown is not zero");
        assert_eq!(seen.people.len(), 3, "the county sees who lives there and belongs elsewhere");
        assert_eq!(seen.rows.iter().filter(aid).filter(|row| row.amount.is_some()).count(), 3);
    });
}

/// The line of a round's list says what the household was given this year, and the workbook that leaves the house does not.
#[test]
fn a_rounds_list_says_what_the_household_was_given_this_year() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let [one, other] = [town.in_hardship(7, 0, "general").await, town.in_hardship(8, 0, "general").await];
        town.house(&[one, other]).await;
        let gift = Gift { kind: GiftKind::Cash, worth: Some(yuan(500)), goods: None };
        let day = DRAWN_ON;
        let wish = RecordVisit {
            act: VisitAct::VisitWithGift,
            gift: Some(gift),
            reason: Some("家里急用".to_owned()),
            made_on: Date::constant(2027, 1, 4),
            ..called_on(one)
        };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(county.clone(), hours(day));
        record_visit(&mut cx, operation, &wish).await.unwrap();
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        let rows = town.listed(&county, round_id, RoundTab::On).await;
        assert_eq!(rows.len(), 2);
        let told = GivenThisYear { times: 1, total: Some(yuan(500)) };
        assert!(rows.iter().all(|row| row.given == Some(told)), "whoever of the household it was given to");
        let (mut cx, ..) = town.cx(county, hours(day));
        let ask = ListRoundPeople { round_id, tab: RoundTab::On, page: None };
        let taken_away = list_round_people(&mut cx, ask).await.unwrap().rows;
        assert!(taken_away.iter().all(|row| row.given.is_none()));
        let auditor = actor(&mut town, Role::Auditor, 0);
        let read = town.listed(&auditor, round_id, RoundTab::On).await;
        assert!(read.iter().all(|row| row.given.is_none()), "who reads masked names is not told");
    });
}

/// A festival visit that brings a gift is money too: with relief it makes no plan.
#[test]
fn a_visit_that_brings_a_gift_is_no_more_than_money() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let person_id = town.ill(7, 0).await;
        let gifts = ["medical-aid", "festival-visit"].map(|code| PlanChoice::Standard(code.to_owned()));
        let wish = PlanWish { measures: BTreeSet::from(gifts), ..town.plan_of(person_id, 0) };
        assert_eq!(town.plan(&contact, &wish).await.unwrap_err().code(), "plan-material-alone");
    });
}

#[test]
fn a_plan_is_finished_when_its_tasks_are_done_with_what_the_person_says() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let House { contact, people, tasks } = house(&mut town).await;
        let plan_id = {
            let mut tx = town.db.begin_read().await.unwrap();
            let found = guanai_store::plans::list_of_many(&mut tx, &[people[0]]).await.unwrap();
            tx.rollback().await.unwrap();
            found[0].plan_id
        };
        let finish = || WishedPlanStep::Finish {
            outcome: guanai_casework::Outcome::Met,
            confirmation: guanai_casework::Confirmation::Family,
            words: "药都吃上了".to_owned(),
        };
        assert_eq!(town.carry(&contact, plan_id, finish()).await.unwrap_err().code(), "plan-tasks-wait");
        town.record(&contact, &RecordVisit { tasks, ..called_on(people[0]) }).await.unwrap();
        town.carry(&contact, plan_id, finish()).await.unwrap();
        let (plan, _) = town.planned(plan_id).await;
        assert_eq!((plan.ended_on, plan.words.as_deref()), (Some(today()), Some("药都吃上了")));
        let (mut cx, ..) = town.cx(contact, morning());
        assert!(guanai_app::plans::open_plan_form(&mut cx, people[0], None).await.is_ok(), "the next may be drawn up");
    });
}
