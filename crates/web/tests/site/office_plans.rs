//! The sample office's answers about plans for one person.

use guanai_app::plans::WishedPlanStep;
use guanai_casework::PlanState;
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::plans::{
    Checked, DraftWish, MoveWish, Opened, PlanChoices, PlanDesk, PlanFile, PlansAsk, PlansList, Sent,
};

use crate::office::{SampleOffice, give, samples};
use crate::samples::PERSON;
use crate::samples_plans::{PLAN, STATE_NO};

fn wrong() -> FieldError {
    FieldError { field: "plan_measure".into(), key: "web-error-plan-material", value: String::new() }
}

/// What a plan is wished to say, in one line.
fn told(wish: &DraftWish) -> String {
    let of = &wish.wish;
    let tasks = of.tasks.iter().map(|task| {
        let known = if task.task_id.is_some() { " known" } else { "" };
        format!("{} {} {} {}{known}", task.words, task.responsible, task.due_on, task.kind.code())
    });
    let tasks: Vec<String> = tasks.collect();
    format!("{:?} {} {} [{}] {} {:?}", of.measures, of.lead_name, of.aim, tasks.join("; "), of.review_on, wish.amends)
}

/// What a move says, in one line.
fn told_step(step: &WishedPlanStep) -> String {
    match step {
        WishedPlanStep::Begin { is_agreed } => format!("is_agreed {is_agreed}"),
        WishedPlanStep::DoTask { task_id, on, words } => format!("{task_id} {on} {words:?}"),
        WishedPlanStep::ReopenTask { task_id, words } => format!("{task_id} {words}"),
        WishedPlanStep::Review { next_on, words } => format!("{next_on} {words}"),
        WishedPlanStep::Finish { outcome, confirmation, words } => format!("{outcome} {confirmation} {words}"),
        WishedPlanStep::Drop { words } => words.clone(),
    }
}

impl PlanDesk for SampleOffice {
    fn plan_list<'a>(&'a self, who: Asker<'a>, ask: PlansAsk) -> Answer<'a, PlansList> {
        let mut list = samples(who).plans_list();
        if ask.due {
            list.rows.clear();
        }
        give(list)
    }
    /// The id is one that runs; the code of a state is one that stands there.
    fn plan_file<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, PlanFile> {
        let state = if plan == PLAN { Some(PlanState::Running) } else { PlanState::from_code(plan) };
        let file = state.map(|state| samples(who).plan_file(state, who.session.role));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn own_plan<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Option<PlanFile>> {
        give(Some(samples(who).plan_file(PlanState::Running, who.session.role)))
    }
    fn plan_choices<'a>(&'a self, who: Asker<'a>, person: &'a str, _: Option<&'a str>) -> Answer<'a, Opened> {
        if person == "planned" {
            return give(Opened::Standing(PLAN.to_owned()));
        }
        Self::known(person, PERSON, Opened::Form(Box::new(samples(who).plan_choices(false))))
    }
    fn plan_change<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, PlanChoices> {
        Self::known(plan, PLAN, samples(who).plan_choices(true))
    }
    fn check_plan<'a>(&'a self, who: Asker<'a>, wish: DraftWish) -> Answer<'a, Checked> {
        if wish.wish.measures.len() == 1 && wish.wish.waiver.is_none() {
            return give(Checked::Wrong(wrong()));
        }
        give(Checked::Plan(Box::new(samples(who).plan_checked(wish.wish.waiver))))
    }
    fn draft_plan<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: DraftWish) -> Answer<'a, Sent> {
        if wish.amends.as_ref().is_some_and(|(_, state_no)| *state_no != STATE_NO) {
            return Box::pin(async { Err(AskError::Refused("web-refused-plan-stale")) });
        }
        if wish.wish.measures.len() == 1 {
            return give(Sent::Wrong(wrong()));
        }
        self.record_once(op, told(&wish));
        give(Sent::Plan(PLAN.to_owned()))
    }
    fn move_plan<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: MoveWish) -> Answer<'a, ()> {
        if wish.state_no != STATE_NO {
            return Box::pin(async { Err(AskError::Refused("web-refused-plan-stale")) });
        }
        self.record_once(op, told_step(&wish.step));
        give(())
    }
}
