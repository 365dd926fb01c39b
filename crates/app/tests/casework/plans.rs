//! Plans for one person: never cash alone in hardship, begun by two pairs of eyes where an emergency waives that, moved as the
//! table holds and by nobody who may not.

use std::collections::BTreeSet;

use guanai_app::plans::{
    AmendPlan, DraftPlanError, ListPlans, MovePlan, MovePlanError, PlanChoice, PlanHappened, PlanView, PlanWish,
    ReadPlanError, WishedPlanStep, WishedTask, act_of, amend_plan, check_plan, draft_plan, list_plans, move_plan,
    open_change_form, open_plan_form, own_plan, read_grants, read_plan,
};
use guanai_app::{Actor, Role};
use guanai_casework::{Confirmation, Outcome, Plan, PlanMove, PlanState, TaskKind};
use guanai_kernel::ids::{PersonId, PlanId};
use guanai_kernel::{Date, Money};
use guanai_registry::{FactValue, Kin};
use guanai_store::audit::Subject;
use guanai_store::{households, plans};
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning, source, today};
use crate::work::{actor, told};

/// A task for the branch.
pub fn task(words: &str, due_on: Date) -> WishedTask {
    let responsible = "支部书记甲".to_owned();
    WishedTask { task_id: None, kind: TaskKind::Task, words: words.to_owned(), responsible, due_on }
}

fn standard(code: &str) -> PlanChoice {
    PlanChoice::Standard(code.to_owned())
}

impl Town {
    /// Somebody in hardship with a bill that medical aid answers.
    pub async fn ill(&mut self, number: u32, at: usize) -> PersonId {
        let person_id = self.in_hardship(number, at, "severe").await;
        self.know(person_id, "medical.self_paid", FactValue::Money(Money::from_yuan(30_000).unwrap())).await;
        person_id
    }

    /// A plan of money for treatment and of a talk.
    pub fn plan_of(&self, person_id: PersonId, at: usize) -> PlanWish {
        PlanWish {
            person_id,
            need_id: None,
            lead_organization_id: self.branches[at],
            lead_name: "支部书记甲".to_owned(),
            aim: "把病看好，日子过稳".to_owned(),
            waiver: None,
            measures: BTreeSet::from([standard("medical-aid"), standard("heart-to-heart-talk")]),
            tasks: vec![task("陪去县医院复查", Date::constant(2026, 7, 8))],
            review_on: Date::constant(2026, 9, 30),
        }
    }

    pub async fn plan(&mut self, who: &Actor, wish: &PlanWish) -> Result<PlanId, DraftPlanError> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(who.clone(), morning());
        draft_plan(&mut cx, operation, wish).await
    }

    pub async fn planned(&self, plan_id: PlanId) -> (Plan, u64) {
        let mut tx = self.db.begin_read().await.unwrap();
        let plan = plans::find(&mut tx, plan_id).await.unwrap().unwrap();
        let state_no = plans::count_former(&mut tx, plan_id).await.unwrap();
        tx.rollback().await.unwrap();
        (plan, state_no)
    }

    pub async fn carry(&mut self, who: &Actor, plan_id: PlanId, step: WishedPlanStep) -> Result<PlanId, MovePlanError> {
        let wish = MovePlan { plan_id, state_no: self.planned(plan_id).await.1, step };
        let operation = self.operation();
        let (mut cx, ..) = self.cx(who.clone(), after(60));
        move_plan(&mut cx, operation, &wish).await
    }

    /// A plan that runs.
    pub async fn running(&mut self, who: &Actor, wish: &PlanWish) -> PlanId {
        let plan_id = self.plan(who, wish).await.unwrap();
        self.carry(who, plan_id, WishedPlanStep::Begin { is_agreed: true }).await.unwrap()
    }

    pub async fn plan_view(&mut self, who: &Actor, plan_id: PlanId) -> Result<PlanView, ReadPlanError> {
        let (mut cx, ..) = self.cx(who.clone(), after(120));
        read_plan(&mut cx, plan_id).await
    }

    /// Puts a plan into a state by hand, as no use case would.
    async fn put_plan(&self, plan_id: PlanId, after: Plan) {
        let (before, _) = self.planned(plan_id).await;
        let mut tx = self.db.begin_write().await.unwrap();
        plans::amend_many(&mut tx, &[(before, after)], morning()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn refused(&mut self, who: &Actor, wish: &PlanWish) -> &'static str {
        self.plan(who, wish).await.map_or_else(|error| error.code(), |_| "done")
    }
}

#[test]
fn money_alone_is_no_plan_for_somebody_in_hardship() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, township] = [Role::BranchContact, Role::TownshipOfficer].map(|role| actor(&mut town, role, 0));
        let person_id = town.ill(7, 0).await;
        let whole = town.plan_of(person_id, 0);
        let cash = PlanWish { measures: BTreeSet::from([standard("medical-aid")]), ..whole.clone() };
        assert_eq!(town.refused(&contact, &cash).await, "plan-material-alone");
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        assert_eq!(check_plan(&mut cx, &cash, None).await.unwrap_err().code(), "plan-material-alone");
        assert_eq!(check_plan(&mut cx, &whole, None).await.unwrap().content.measures.len(), 2);
        let urgent = PlanWish { waiver: Some("昨夜失火，先安顿".to_owned()), ..cash.clone() };
        let plan_id = town.plan(&contact, &urgent).await.unwrap();
        let begin = WishedPlanStep::Begin { is_agreed: true };
        let alone = town.carry(&contact, plan_id, begin.clone()).await.unwrap_err();
        assert_eq!(alone.code(), "plan-same-hand", "who waives a rule does not begin it");
        let seen = town.plan_view(&contact, plan_id).await.unwrap();
        assert!(!seen.moves.contains(&PlanMove::Begin), "no button that is refused");
        assert!(
            seen.waits_for.iter().any(|(step, error)| (*step, error.code()) == (PlanMove::Begin, "plan-same-hand"))
        );
        town.carry(&township, plan_id, begin).await.unwrap();
        assert_eq!(town.planned(plan_id).await.0.content.waiver.as_deref(), Some("昨夜失火，先安顿"));
        // Nobody is in hardship there: money alone is a plan, and nothing is waived.
        let healthy = town.newcomer(8, 0).await.person_id;
        town.raise(contact.clone(), &told(healthy)).await.unwrap();
        town.know(healthy, "medical.self_paid", FactValue::Money(Money::from_yuan(30_000).unwrap())).await;
        let plan_id = town.plan(&contact, &PlanWish { person_id: healthy, ..urgent }).await.unwrap();
        assert_eq!(town.planned(plan_id).await.0.content.waiver, None, "a waiver that nothing calls for is not kept");
    });
}

#[test]
fn a_plan_says_what_is_done_by_whom_and_by_when_and_holds_nothing_that_is_not_given() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let person_id = town.ill(7, 0).await;
        let wish = town.plan_of(person_id, 0);
        let yesterday = Date::constant(2026, 6, 30);
        let there = town.townships[1];
        for (wrong, code) in [
            (PlanWish { aim: " ".to_owned(), ..wish.clone() }, "plan-words"),
            (PlanWish { aim: "长".repeat(1_001), ..wish.clone() }, "plan-words"),
            (PlanWish { lead_name: String::new(), ..wish.clone() }, "plan-no-lead"),
            (PlanWish { tasks: vec![task("", today())], ..wish.clone() }, "plan-task"),
            (PlanWish { tasks: vec![task("看看", today()); 13], ..wish.clone() }, "plan-task"),
            (PlanWish { tasks: vec![task("看看", yesterday)], ..wish.clone() }, "plan-days-past"),
            (PlanWish { review_on: today(), ..wish.clone() }, "plan-days-past"),
            (PlanWish { tasks: Vec::new(), ..wish.clone() }, "plan-no-task"),
            (PlanWish { measures: BTreeSet::new(), ..wish.clone() }, "plan-no-measure"),
            (PlanWish { lead_organization_id: there, ..wish.clone() }, "plan-other-lead"),
            (PlanWish { measures: BTreeSet::from([standard("medal-50-years")]), ..wish.clone() }, "plan-not-given"),
        ] {
            assert_eq!(town.refused(&contact, &wrong).await, code);
        }
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let form = open_plan_form(&mut cx, person_id, None).await.unwrap();
        let codes: Vec<&str> = form.offered.iter().map(|seen| seen.measure.code.as_str()).collect();
        assert!(codes.contains(&"medical-aid") && codes.contains(&"hardship-pairing"), "{codes:?}");
        assert!(form.in_hardship && form.leads.len() == 3);
        let aid = form.offered.iter().find(|seen| seen.measure.code == "medical-aid").unwrap();
        assert_eq!((aid.measure.proposed, aid.measure.facts.is_empty()), (None, false), "a share tells the bill");
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let (mut cx, ..) = town.cx(county, morning());
        let form = open_plan_form(&mut cx, person_id, None).await.unwrap();
        let aid = form.offered.iter().find(|seen| seen.measure.code == "medical-aid").unwrap();
        assert!(aid.measure.proposed.is_some(), "who sees the bill sees the share");
    });
}

/// A wish for each move that nothing but the table and the roles can refuse.
fn wish(plan: &Plan, step: PlanMove) -> Option<WishedPlanStep> {
    let (words, task_id) = ("说明".to_owned(), plan.content.tasks[0].task_id);
    Some(match step {
        PlanMove::Amend => return None,
        PlanMove::Begin => WishedPlanStep::Begin { is_agreed: true },
        PlanMove::DoTask => WishedPlanStep::DoTask { task_id, on: today(), words: None },
        PlanMove::ReopenTask => WishedPlanStep::ReopenTask { task_id, words },
        PlanMove::Review => WishedPlanStep::Review { next_on: Date::constant(2026, 12, 1), words },
        PlanMove::Finish => WishedPlanStep::Finish { outcome: Outcome::Met, confirmation: Confirmation::Person, words },
        PlanMove::Drop => WishedPlanStep::Drop { words },
    })
}

/// From every state, every move, by every role, within and outside the unit: done exactly where the table holds the move, the
/// role the act and the scope the person.
#[test]
fn no_route_and_no_role_takes_an_unlawful_move() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let person_id = town.ill(7, 0).await;
        let draft = town.plan_of(person_id, 0);
        let plan_id = town.running(&officer, &draft).await;
        let (running, _) = town.planned(plan_id).await;
        town.carry(&officer, plan_id, wish(&running, PlanMove::DoTask).unwrap()).await.unwrap();
        let (all_done, _) = town.planned(plan_id).await;
        let mut done = 0;
        for &state in PlanState::ALL {
            for &step in PlanMove::ALL {
                let stands = matches!(step, PlanMove::Finish | PlanMove::ReopenTask);
                let ended = state.is_ended();
                let from = Plan {
                    state,
                    begun_on: (state != PlanState::Drafted).then(today),
                    ended_on: ended.then(today),
                    ending: (state == PlanState::Finished).then_some(guanai_casework::Ending {
                        outcome: Outcome::Met,
                        confirmation: Confirmation::Person,
                    }),
                    ..if stands { all_done.clone() } else { running.clone() }
                };
                for (&role, at) in Role::ALL.iter().flat_map(|role| [(role, 0), (role, 1)]) {
                    let who = actor(&mut town, role, at);
                    town.put_plan(plan_id, from.clone()).await;
                    let (before, state_no) = town.planned(plan_id).await;
                    let narrow = matches!(role, Role::BranchContact | Role::TownshipOfficer);
                    let expected = match (guanai_app::actor::authorise(&who, act_of(step)), state.after(step)) {
                        (Err(_), _) => "denied",
                        _ if narrow && at == 1 => "plan-not-found",
                        (Ok(()), Err(_)) => "plan-move-unlawful",
                        (Ok(()), Ok(_)) => "done",
                    };
                    let found = if let Some(step) = wish(&from, step) {
                        town.carry(&who, plan_id, step).await.map_err(|error| error.code())
                    } else {
                        let change = AmendPlan { plan_id, state_no, wish: draft.clone() };
                        let operation = town.operation();
                        let (mut cx, ..) = town.cx(who.clone(), after(60));
                        amend_plan(&mut cx, operation, &change).await.map_err(|error| error.code())
                    };
                    assert_eq!(
                        found.map_or_else(|code| code, |_| "done"),
                        expected,
                        "{state:?} {step:?} {role:?} {at}"
                    );
                    let (now, _) = town.planned(plan_id).await;
                    if expected == "done" {
                        done += 1;
                        assert_eq!(Ok(now.state), state.after(step));
                    } else {
                        assert_eq!(now, before, "a refusal changes nothing");
                    }
                }
            }
        }
        // Nine moves, by the console, the county's officer twice each, and the branch and the township of one unit.
        assert_eq!(done, 9 * 6);
    });
}

#[test]
fn who_reads_plans_and_what_the_household_was_given() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let person_id = town.ill(7, 0).await;
        let draft = town.plan_of(person_id, 0);
        let plan_id = town.running(&officer, &draft).await;
        for (&role, at) in Role::ALL.iter().flat_map(|role| [(role, 0), (role, 1)]) {
            let mut who = actor(&mut town, role, at);
            if role == Role::Member {
                who.person_id = Some(if at == 0 { person_id } else { town.members[1] });
            }
            let outside = matches!((role, at), (Role::BranchContact | Role::TownshipOfficer | Role::Member, 1));
            let may = |act| guanai_app::actor::authorise(&who, act).is_ok();
            let [list, read, grants] =
                [guanai_app::Act::ListPlans, guanai_app::Act::ReadPersonPlan, guanai_app::Act::ReadGrants].map(may);
            let (mut cx, ..) = town.cx(who.clone(), after(120));
            let listed = list_plans(&mut cx, &ListPlans::default()).await.map(|page| page.rows.len());
            assert_eq!(listed.ok(), list.then_some(usize::from(!outside)), "{role:?} {at}");
            let expected = |may: bool, missing: &'static str| match (may, outside) {
                (false, _) => "denied",
                (true, true) => missing,
                (true, false) => "done",
            };
            let seen = read_plan(&mut cx, plan_id).await;
            let code = seen.as_ref().map_or_else(ReadPlanError::code, |_| "done");
            assert_eq!(code, expected(read, "plan-not-found"), "{role:?} {at}");
            if let Ok(view) = seen {
                assert_eq!(view.aim.is_some(), role != Role::CountyApprover, "the approver reads no words");
                assert_eq!(view.moves.is_empty(), matches!(role, Role::CountyApprover | Role::Member), "{role:?}");
                let aid = view.measures.iter().find(|seen| seen.measure.code == "medical-aid").unwrap();
                assert_eq!(aid.measure.proposed.is_some(), role != Role::BranchContact, "{role:?}");
            }
            let given = read_grants(&mut cx, person_id).await;
            let code = given.as_ref().map_or_else(guanai_app::plans::ReadGrantsError::code, |_| "done");
            assert_eq!(code, expected(grants, "person-not-found"), "{role:?} {at}");
        }
        let named = BTreeSet::from([Subject::Plan(plan_id), Subject::Person(person_id)]);
        let records = town.audit().await;
        let read = records.iter().filter(|record| record.action == "read-person-plan");
        assert!(
            read.clone().count() > 0
                && read.clone().all(|record| record.subjects.iter().copied().collect::<BTreeSet<_>>() == named)
        );
    });
}

/// A milestone marks a stretch of the way: it is kept as one, done like any task, and nothing is finished before it.
#[test]
fn a_milestone_is_kept_as_one_and_nothing_is_finished_before_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let person_id = town.ill(7, 0).await;
        let stretch = WishedTask {
            kind: TaskKind::Milestone,
            ..task("手术做完，能下地走", Date::constant(2026, 8, 20))
        };
        let mut draft = town.plan_of(person_id, 0);
        draft.tasks.push(stretch);
        let plan_id = town.running(&contact, &draft).await;
        let kinds: Vec<TaskKind> = town.planned(plan_id).await.0.content.tasks.iter().map(|task| task.kind).collect();
        assert_eq!(kinds, [TaskKind::Task, TaskKind::Milestone]);
        let finish = || WishedPlanStep::Finish {
            outcome: Outcome::Met,
            confirmation: Confirmation::Person,
            words: "病好了".to_owned(),
        };
        for open in [2, 1] {
            let early = town.carry(&contact, plan_id, finish()).await.unwrap_err();
            assert_eq!(early.code(), "plan-tasks-wait", "{open} wait");
            let tasks = town.planned(plan_id).await.0.content.tasks;
            let next = &tasks[tasks.len() - open];
            let done = WishedPlanStep::DoTask { task_id: next.task_id, on: today(), words: None };
            town.carry(&contact, plan_id, done).await.unwrap();
        }
        town.carry(&contact, plan_id, finish()).await.unwrap();
        assert_eq!(town.planned(plan_id).await.0.state, PlanState::Finished);
    });
}

#[test]
fn a_member_reads_their_own_plan_once_it_runs_and_moves_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let person_id = town.ill(7, 0).await;
        let own = Actor { person_id: Some(person_id), ..actor(&mut town, Role::Member, 0) };
        let draft = town.plan_of(person_id, 0);
        let plan_id = town.plan(&contact, &draft).await.unwrap();
        let (mut cx, ..) = town.cx(own.clone(), after(60));
        assert!(own_plan(&mut cx).await.unwrap().is_none(), "what was not talked over is not told yet");
        assert_eq!(read_plan(&mut cx, plan_id).await.unwrap_err().code(), "plan-not-found");
        town.carry(&contact, plan_id, WishedPlanStep::Begin { is_agreed: true }).await.unwrap();
        let (mut cx, ..) = town.cx(own, after(120));
        let seen = own_plan(&mut cx).await.unwrap().unwrap();
        assert_eq!((seen.row.plan_id, seen.moves.len(), seen.row.tasks), (plan_id, 0, 1));
        assert_eq!(seen.aim.as_deref(), Some("把病看好，日子过稳"));
    });
}

#[test]
fn a_repeat_has_one_effect_and_nobody_is_overwritten_unawares() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, township] = [Role::BranchContact, Role::TownshipOfficer].map(|role| actor(&mut town, role, 0));
        let person_id = town.ill(7, 0).await;
        let draft = town.plan_of(person_id, 0);
        let operation = town.operation();
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let plan_id = draft_plan(&mut cx, operation, &draft).await.unwrap();
        assert_eq!(draft_plan(&mut cx, operation, &draft).await.unwrap(), plan_id, "a repeat");
        let other = PlanWish { aim: "别的".to_owned(), ..draft.clone() };
        assert_eq!(draft_plan(&mut cx, operation, &other).await.unwrap_err().code(), "already-sent");
        assert_eq!(town.refused(&township, &draft).await, "plan-already");
        // The township changes it; the contact has read it before.
        let (mut cx, ..) = town.cx(township.clone(), after(30));
        let form = open_change_form(&mut cx, plan_id).await.unwrap();
        let (standing, state_no) = form.plan.unwrap();
        let kept = WishedTask { task_id: Some(standing.content.tasks[0].task_id), ..draft.tasks[0].clone() };
        let wish = PlanWish { tasks: vec![kept, task("问学费减免", Date::constant(2026, 8, 1))], ..other };
        let change = AmendPlan { plan_id, state_no, wish };
        let anew = town.operation();
        let (mut cx, ..) = town.cx(township.clone(), after(40));
        amend_plan(&mut cx, anew, &change).await.unwrap();
        let begin = MovePlan { plan_id, state_no, step: WishedPlanStep::Begin { is_agreed: true } };
        let anew = town.operation();
        let (mut cx, ..) = town.cx(contact.clone(), after(50));
        assert_eq!(move_plan(&mut cx, anew, &begin).await.unwrap_err().code(), "plan-stale");
        let seen = town.plan_view(&contact, plan_id).await.unwrap();
        assert_eq!((seen.row.tasks, seen.aim.as_deref()), (2, Some("别的")));
        let happened: Vec<PlanHappened> = seen.events.iter().map(|event| event.what).collect();
        assert_eq!(happened, [PlanHappened::Moved(PlanMove::Amend), PlanHappened::Drafted]);
        assert_eq!(seen.events[0].role, Some(Role::TownshipOfficer));
    });
}

#[test]
fn nobody_decides_about_their_own_plan_or_a_relatives() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let person_id = town.ill(7, 0).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let kin = Actor { person_id: Some(town.members[0]), ..actor(&mut town, Role::BranchContact, 0) };
        let mut tx = town.db.begin_write().await.unwrap();
        let kinship = Kin { person_id, relative_id: town.members[0], relation: "20".to_owned(), source: source() };
        households::add_kin(&mut tx, &[kinship]).await.unwrap();
        tx.commit().await.unwrap();
        let draft = town.plan_of(person_id, 0);
        assert_eq!(town.refused(&kin, &draft).await, "plan-recused");
        let (mut cx, ..) = town.cx(kin.clone(), morning());
        assert_eq!(open_plan_form(&mut cx, person_id, None).await.unwrap_err().code(), "plan-recused");
        let plan_id = town.plan(&officer, &draft).await.unwrap();
        let begun = town.carry(&kin, plan_id, WishedPlanStep::Begin { is_agreed: true }).await;
        assert_eq!(begun.unwrap_err().code(), "plan-recused");
        assert!(town.plan_view(&kin, plan_id).await.unwrap().moves.is_empty());
    });
}
