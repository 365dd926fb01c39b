use super::*;
use crate::progress::{Confirmation, Outcome};
use guanai_kernel::Ids;

const JULY: Date = Date::constant(2026, 7, 1);

fn task(ids: &mut Ids, due_on: Date) -> PlanTask {
    PlanTask {
        task_id: PlanTaskId::fresh(ids),
        kind: TaskKind::Task,
        words: "陪去复查".to_owned(),
        responsible: "村支书".to_owned(),
        due_on,
        done: None,
    }
}

fn measure(substance: Substance) -> PlanMeasure {
    PlanMeasure {
        code: "medical-aid".to_owned(),
        offer_id: None,
        provider: None,
        substance,
        proposed: None,
        facts: Vec::new(),
    }
}

fn plan(state: PlanState) -> Plan {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    let done = Done { on: JULY, words: None, visit_id: None };
    let first = PlanTask { done: (state == PlanState::Finished).then_some(done), ..task(&mut ids, JULY) };
    Plan {
        plan_id: PlanId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        need_id: None,
        state,
        content: PlanContent {
            lead_organization_id: OrganizationId::fresh(&mut ids),
            lead_name: "王书记".to_owned(),
            aim: "把病看好".to_owned(),
            in_hardship: true,
            waiver: None,
            measures: vec![measure(Substance::Material), measure(Substance::Other)],
            tasks: vec![first],
            review_on: Date::constant(2026, 10, 1),
        },
        drafted_by: "writer".to_owned(),
        begun_on: (state != PlanState::Drafted).then_some(JULY),
        ended_on: None,
        ending: None,
        words: None,
        recorded_at: Moment::from_micros(0),
    }
}

fn with_measures(plan: &Plan, measures: Vec<PlanMeasure>) -> Plan {
    Plan { content: PlanContent { measures, ..plan.content.clone() }, ..plan.clone() }
}

fn begin(by: &str) -> PlanStep {
    PlanStep::Begin { by: by.to_owned(), is_agreed: true }
}

fn done(plan: &Plan, on: Date) -> PlanStep {
    PlanStep::DoTask(TaskDone { task_id: plan.content.tasks[0].task_id, on, words: None, visit_id: None })
}

fn step(plan: &Plan, step: PlanMove) -> PlanStep {
    let words = || "说明".to_owned();
    match step {
        PlanMove::Amend => PlanStep::Amend { content: plan.content.clone(), by: words() },
        PlanMove::Begin => begin("another"),
        PlanMove::DoTask => done(plan, JULY),
        PlanMove::ReopenTask => PlanStep::ReopenTask { task_id: plan.content.tasks[0].task_id, words: Some(words()) },
        PlanMove::Review => PlanStep::Review { next_on: Date::constant(2026, 9, 1), words: words() },
        PlanMove::Finish => {
            let ending = Ending { outcome: Outcome::Met, confirmation: Confirmation::Person };
            PlanStep::Finish { ending, words: words() }
        }
        PlanMove::Drop => PlanStep::Drop { words: words() },
    }
}

/// Every move from every state: what the table holds is done, and nothing else.
#[test]
fn every_move_from_every_state() {
    for &state in PlanState::ALL {
        let waits = plan(state);
        let is_done = Done { on: JULY, words: None, visit_id: None };
        let tasks = waits.content.tasks.iter().map(|task| PlanTask { done: Some(is_done.clone()), ..task.clone() });
        let all_done = PlanContent { tasks: tasks.collect(), ..waits.content.clone() };
        let all_done = Plan { content: all_done, ..waits.clone() };
        for &by in PlanMove::ALL {
            let before = if matches!(by, PlanMove::Finish | PlanMove::ReopenTask) { &all_done } else { &waits };
            let after = before.after(step(before, by), JULY);
            assert_eq!(after.map(|after| after.state), state.after(by).map_err(PlanError::Move), "{state:?} {by:?}");
            let lawful = PLAN_MOVES.iter().any(|(from, step, _)| (*from, *step) == (state, by));
            assert_eq!(state.after(by).is_ok(), lawful);
        }
        assert_eq!(state.moves().count() == 0, state.is_ended());
        assert_eq!(PlanState::OPEN.contains(&state), !state.is_ended());
        assert_eq!(PlanState::from_code(state.code()), Some(state));
    }
}

#[test]
fn a_plan_is_never_cash_alone_and_never_without_somebody_who_does_something() {
    let whole = plan(PlanState::Drafted);
    assert_eq!(whole.content.check(), Ok(()));
    let cash = with_measures(&whole, vec![measure(Substance::Material)]);
    assert_eq!(cash.after(begin("another"), JULY), Err(PlanError::MaterialAlone));
    let amended = whole.after(PlanStep::Amend { content: cash.content.clone(), by: "a".to_owned() }, JULY);
    assert_eq!(amended, Err(PlanError::MaterialAlone), "nor does it become so by a change");
    let emergency = PlanContent { waiver: Some("昨夜火灾，先安置".to_owned()), ..cash.content.clone() };
    let emergency = Plan { content: emergency, ..cash.clone() };
    assert_eq!(emergency.after(begin("writer"), JULY), Err(PlanError::SameHand), "two pairs of eyes");
    assert!(emergency.after(begin("another"), JULY).is_ok(), "an emergency waives it, with a reason");
    assert!(whole.after(begin("writer"), JULY).is_ok(), "what waives nothing may be begun by whoever wrote it");
    let better_off = PlanContent { in_hardship: false, ..cash.content };
    assert_eq!(better_off.check(), Ok(()), "it binds for hardship");
    assert_eq!(with_measures(&whole, Vec::new()).content.check(), Err(PlanError::NoMeasure));
    let idle = PlanContent { tasks: Vec::new(), ..whole.content.clone() };
    assert_eq!(idle.check(), Err(PlanError::NoTask), "an allowance is no plan");
}

#[test]
fn a_plan_begins_when_the_person_wishes_it_and_its_review_lies_ahead() {
    let whole = plan(PlanState::Drafted);
    let unasked = PlanStep::Begin { by: "another".to_owned(), is_agreed: false };
    assert_eq!(whole.after(unasked, JULY), Err(PlanError::NotAgreed));
    assert_eq!(whole.after(begin("another"), whole.content.review_on), Err(PlanError::Days));
    let running = whole.after(begin("another"), JULY).unwrap();
    assert_eq!((running.state, running.begun_on), (PlanState::Running, Some(JULY)));
    let again = PlanStep::Review { next_on: JULY, words: "还要看".to_owned() };
    assert_eq!(running.after(again, JULY), Err(PlanError::Days), "the next look lies ahead");
}

#[test]
fn a_task_is_done_once_and_a_plan_finished_when_all_are() {
    let running = plan(PlanState::Running);
    let [early, late] = [Date::constant(2026, 6, 30), Date::constant(2026, 7, 2)];
    assert_eq!(running.after(done(&running, early), JULY), Err(PlanError::Days), "not before the plan began");
    assert_eq!(running.after(done(&running, late), JULY), Err(PlanError::Days), "nor tomorrow");
    assert_eq!(running.may(PlanMove::Finish, "a"), Err(PlanError::TasksWait));
    assert_eq!(running.may(PlanMove::ReopenTask, "a"), Err(PlanError::NoSuchTask));
    let finished = running.after(done(&running, JULY), JULY).unwrap();
    assert_eq!(finished.after(done(&running, JULY), JULY), Err(PlanError::NoSuchTask));
    assert_eq!((finished.content.next_due_on(), running.content.next_due_on()), (None, Some(JULY)));
    let again = finished.after(step(&finished, PlanMove::ReopenTask), JULY).unwrap();
    assert_eq!(again.content.waiting().count(), 1);
    let mut ids = Ids::seeded(9, Moment::from_micros(0));
    let mut undone = running.content.tasks.clone();
    undone.push(task(&mut ids, Date::constant(2026, 6, 15)));
    let change = PlanContent { tasks: undone, aim: "换个办法".to_owned(), ..running.content.clone() };
    let amended = finished.after(PlanStep::Amend { content: change, by: "another".to_owned() }, JULY).unwrap();
    assert_eq!(amended.content.tasks.len(), 2, "what was done stays once");
    assert_eq!(amended.content.tasks[1], finished.content.tasks[0], "by day, as it was done");
    assert_eq!((amended.drafted_by.as_str(), amended.content.aim.as_str()), ("another", "换个办法"));
}
