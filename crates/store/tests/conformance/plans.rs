//! Plans for one person: kept as they were written, one a person that has not ended, listed by what is due.

use guanai_casework::{
    Confirmation, Done, Ending, Outcome, Plan, PlanContent, PlanMeasure, PlanState, PlanStep, PlanTask, Substance,
    TaskDone, TaskKind,
};
use guanai_kernel::ids::{PersonId, PlanId, PlanTaskId};
use guanai_kernel::{Date, Moment, Money};
use guanai_store::plans::{self, PlansWanted};
use guanai_store::{StoreError, Stretch};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

impl County {
    /// A plan of a person, with a task due on a day.
    pub fn plan(&mut self, person_id: PersonId, state: PlanState, due_on: Date) -> Plan {
        let done = Done { on: today(), words: Some("去过了".to_owned()), visit_id: None };
        let mut task = |due_on, done| PlanTask {
            task_id: PlanTaskId::fresh(&mut self.ids),
            kind: TaskKind::Task,
            words: "陪去复查".to_owned(),
            responsible: "书记丙".to_owned(),
            due_on,
            done,
        };
        let waits = (state != PlanState::Finished).then_some(());
        let tasks = vec![task(today(), Some(done.clone())), task(due_on, waits.map_or(Some(done), |()| None))];
        let measure = |code: &str, substance, proposed| PlanMeasure {
            code: code.to_owned(),
            offer_id: None,
            provider: None,
            substance,
            proposed,
            facts: vec!["health.f2".to_owned()],
        };
        Plan {
            plan_id: PlanId::fresh(&mut self.ids),
            person_id,
            need_id: self.needs.iter().find(|need| need.person_id == person_id).map(|need| need.need_id),
            state,
            content: PlanContent {
                lead_organization_id: self.organizations[1].organization_id,
                lead_name: "书记丙".to_owned(),
                aim: "把病看好，孩子上学不断".to_owned(),
                in_hardship: true,
                waiver: (state == PlanState::Dropped).then(|| "夜里失火".to_owned()),
                measures: vec![
                    measure("medical-aid", Substance::Material, Some(Money::from_fen(120_000))),
                    measure("heart-to-heart-talk", Substance::Other, None),
                ],
                tasks,
                review_on: day(2026, 9, 30),
            },
            drafted_by: "console".to_owned(),
            begun_on: (state != PlanState::Drafted).then(today),
            ended_on: state.is_ended().then(today),
            ending: (state == PlanState::Finished)
                .then_some(Ending { outcome: Outcome::Met, confirmation: Confirmation::Person }),
            words: state.is_ended().then(|| "都办了".to_owned()),
            recorded_at: NOW,
        }
    }

    /// Draws plans: one that runs, and one of somebody else that was dropped.
    pub fn draw_plans(&mut self) {
        let [a, b] = [0, 1].map(|at: usize| self.persons[at].person_id);
        self.plans =
            vec![self.plan(a, PlanState::Running, day(2026, 7, 10)), self.plan(b, PlanState::Dropped, day(2026, 7, 5))];
    }
}

#[test]
fn a_plan_comes_back_and_keeps_its_former_states() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(plans::list_all(&mut tx).await.unwrap(), county.plans);
        let before = county.plans[0].clone();
        assert_eq!(plans::find(&mut tx, before.plan_id).await.unwrap(), Some(before.clone()));
        let task_id = before.content.tasks[1].task_id;
        let done = TaskDone { task_id, on: today(), words: None, visit_id: None };
        let after = before.after(PlanStep::DoTask(done), today()).unwrap();
        plans::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert_eq!(plans::find(&mut tx, before.plan_id).await.unwrap(), Some(after.clone()));
        assert_eq!(plans::list_former(&mut tx, before.plan_id).await.unwrap(), [(NOW, before.clone())]);
        assert_eq!(plans::count_former(&mut tx, before.plan_id).await.unwrap(), 1);
        let stale = plans::amend_many(&mut tx, &[(before, after)], NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "plans", expected: 1, found: 0 });
    });
}

#[test]
fn nobody_has_two_plans_that_have_not_ended() {
    on_both(async |db| {
        let mut county = County::new(1);
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let later = Moment::from_micros(NOW.as_micros() + 1);
        let second = Plan { recorded_at: later, ..county.plan(b, PlanState::Drafted, day(2026, 7, 3)) };
        let twin = county.plan(a, PlanState::Drafted, day(2026, 7, 3));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        plans::add(&mut tx, &second).await.unwrap();
        let of_b = plans::list_of_many(&mut tx, &[b]).await.unwrap();
        assert_eq!(of_b, [second, county.plans[1].clone()], "the newest first");
        let refused = plans::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "plans_person_id_key".to_owned() });
    });
}

#[test]
fn a_plan_ends_with_its_day_and_what_came_of_it() {
    on_both(async |db| {
        let mut county = County::new(1);
        let c = county.persons[2].person_id;
        let finished = county.plan(c, PlanState::Finished, day(2026, 7, 3));
        let untold = Plan { ending: None, ..finished.clone() };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        plans::add(&mut tx, &finished).await.unwrap();
        assert_eq!(plans::find(&mut tx, finished.plan_id).await.unwrap(), Some(finished.clone()));
        let refused = plans::amend_many(&mut tx, &[(finished, untold)], NOW).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "plans_outcome_check".to_owned() });
    });
}

#[test]
fn plans_are_listed_by_where_their_people_belong_by_state_and_by_what_is_due() {
    on_both(async |db| {
        let mut county = County::new(1);
        let c = county.persons[2].person_id;
        let sooner = county.plan(c, PlanState::Running, day(2026, 7, 2));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        plans::add(&mut tx, &sooner).await.unwrap();
        let [running, dropped] = [0, 1].map(|at: usize| county.plans[at].clone());
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let all = PlansWanted { organizations: None, states: PlanState::ALL.to_vec(), due_by: None };
        let open = PlansWanted { states: PlanState::OPEN.to_vec(), ..all.clone() };
        let due = PlansWanted { due_by: Some(day(2026, 7, 9)), ..open.clone() };
        let reviews = PlansWanted { due_by: Some(day(2026, 9, 30)), ..open.clone() };
        let of_branch = PlansWanted { organizations: Some(vec![branch]), ..open.clone() };
        let of_root = PlansWanted { organizations: Some(vec![root]), ..open.clone() };
        let stretch = Stretch { skip: 0, take: 10 };
        for (wanted, found) in [
            (&all, vec![sooner.clone(), running.clone(), dropped]),
            (&open, vec![sooner.clone(), running.clone()]),
            (&due, vec![sooner.clone()]),
            (&reviews, vec![sooner.clone(), running.clone()]),
            (&of_branch, vec![sooner.clone(), running.clone()]),
            (&of_root, vec![]),
        ] {
            assert_eq!(plans::list_wanted(&mut tx, wanted, stretch).await.unwrap(), found);
            assert_eq!(plans::count_wanted(&mut tx, wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
        }
        let second = Stretch { skip: 1, take: 1 };
        assert_eq!(plans::list_wanted(&mut tx, &open, second).await.unwrap(), [running]);
    });
}
