//! Plans for one person over the app's use cases.

use guanai_app::plans::{
    self as app, AmendPlan, CheckedPlan, DraftPlanError, HouseholdTask, ListPlans, ListPlansError, ListedPlan,
    MovePlan, MovePlanError, PlanEvent, PlanForm, PlanHappened, PlanView, ReadGrantsError, ReadPlanError,
};
use guanai_app::{Act, Cx};
use guanai_casework::{Plan, PlanError, PlanMove, TaskKind};
use guanai_i18n::Put;
use guanai_kernel::ids::PersonId;

use super::plan_grants::{measure_row, told};
use super::words::Words;
use super::{County, id, need_row};
use crate::form::{FieldError, Typed};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager};
use crate::people::TimelineEntry;
use crate::plans::draft::{CheckedTask, sum_of};
use crate::plans::{
    Checked, DraftWish, MoveWish, Opened, PlanChecked, PlanChoices, PlanDesk, PlanFile, PlansAsk, PlansList, Sent,
    TaskLine,
};
use crate::session::role_key;

impl From<ListPlansError> for AskError {
    fn from(error: ListPlansError) -> Self {
        match error {
            ListPlansError::Denied(error) => error.into(),
            ListPlansError::NotFound => Self::NotFound,
            ListPlansError::Store(error) => error.into(),
        }
    }
}

impl From<ReadPlanError> for AskError {
    fn from(error: ReadPlanError) -> Self {
        match error {
            ReadPlanError::Denied(error) => error.into(),
            ReadPlanError::NotFound => Self::NotFound,
            ReadPlanError::Store(error) => error.into(),
        }
    }
}

impl From<ReadGrantsError> for AskError {
    fn from(error: ReadGrantsError) -> Self {
        match error {
            ReadGrantsError::Denied(error) => error.into(),
            ReadGrantsError::NotFound => Self::NotFound,
            ReadGrantsError::Population(error) => error.into(),
            ReadGrantsError::Store(error) => error.into(),
        }
    }
}

impl From<MovePlanError> for AskError {
    fn from(error: MovePlanError) -> Self {
        match error {
            MovePlanError::Denied(error) => error.into(),
            MovePlanError::NotFound => Self::NotFound,
            MovePlanError::Operation(error) => error.into(),
            MovePlanError::Store(error) => error.into(),
            MovePlanError::Stale => Self::Refused("web-refused-plan-stale"),
            MovePlanError::Recused => Self::Refused("web-refused-plan-recused"),
            MovePlanError::Words => Self::Refused("web-refused-plan-incomplete"),
            MovePlanError::Plan(error) => Self::Refused(stands_against(error)),
        }
    }
}

/// Why a step of a plan is not taken: the key of the sentence.
const fn stands_against(error: PlanError) -> &'static str {
    match error {
        PlanError::SameHand => "web-refused-plan-same-hand",
        PlanError::TasksWait => "web-refused-plan-tasks-wait",
        PlanError::MaterialAlone => "web-refused-plan-material",
        PlanError::Days => "web-refused-plan-days",
        PlanError::NotAgreed | PlanError::NoMeasure | PlanError::NoTask => "web-refused-plan-incomplete",
        PlanError::Move(_) | PlanError::NoSuchTask => "web-refused-plan-moved",
    }
}

/// What a refusal is on the form: the field that is wrong, or no answer at all.
fn wrong(error: DraftPlanError) -> Result<FieldError, AskError> {
    let at = |field: &str, key| FieldError { field: field.to_owned(), key, value: String::new() };
    Ok(match error {
        DraftPlanError::Denied(error) => return Err(error.into()),
        DraftPlanError::NotFound => return Err(AskError::NotFound),
        DraftPlanError::Operation(error) => return Err(error.into()),
        DraftPlanError::Population(error) => return Err(error.into()),
        DraftPlanError::Store(error) => return Err(error.into()),
        DraftPlanError::Stale => return Err(AskError::Refused("web-refused-plan-stale")),
        DraftPlanError::Died => return Err(AskError::Refused("web-refused-plan-died")),
        DraftPlanError::NoOrganization => return Err(AskError::Refused("web-refused-plan-no-organization")),
        DraftPlanError::Recused => return Err(AskError::Refused("web-refused-plan-recused")),
        DraftPlanError::Already(_) => return Err(AskError::Refused("web-refused-plan-already")),
        DraftPlanError::Words => at("plan_aim", "web-error-required"),
        DraftPlanError::NoLead => at("plan_lead_name", "web-error-required"),
        DraftPlanError::OtherLead => at("plan_lead", "web-error-choice"),
        DraftPlanError::Days => at("plan_review_on", "web-error-plan-ahead"),
        DraftPlanError::NotGiven => at("plan_measure", "web-error-plan-not-given"),
        DraftPlanError::Plan(PlanError::MaterialAlone) => at("plan_measure", "web-error-plan-material"),
        DraftPlanError::Plan(PlanError::NoMeasure) => at("plan_measure", "web-error-choice"),
        DraftPlanError::Task | DraftPlanError::Plan(PlanError::NoTask) => at("task_words_1", "web-error-plan-no-task"),
        DraftPlanError::Plan(error) => return Err(AskError::Refused(stands_against(error))),
    })
}

/// The same, where no form was filled in yet.
fn unopened(error: DraftPlanError) -> AskError {
    match wrong(error) {
        Err(error) => error,
        Ok(error) => AskError::Broken(format!("not told by the page: {}", error.key)),
    }
}

/// A task of a household's plans.
pub(super) fn task_line(task: HouseholdTask) -> TaskLine {
    TaskLine {
        id: task.task_id.to_string(),
        plan: task.plan_id.to_string(),
        name: task.name,
        words: task.words,
        responsible: task.responsible,
        due_on: task.due_on,
        is_late: task.is_late,
    }
}

/// The plans of a person, for whoever may list plans.
pub(super) async fn of_person(cx: &mut Cx<'_>, person_id: PersonId) -> Result<Vec<ListedPlan>, AskError> {
    if cx.authorise(Act::ListPlans).is_err() {
        return Ok(Vec::new());
    }
    Ok(app::list_plans_of(cx, person_id).await?)
}

impl County {
    fn plan_told(&self, who: Asker<'_>, view: PlanView) -> PlanFile {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        PlanFile {
            measures: view.measures.iter().map(|seen| measure_row(words, pack, seen)).collect(),
            beside: view.beside.iter().cloned().map(task_line).collect(),
            // That nothing is done yet to be reopened keeps nobody waiting, and which tasks wait stands on the page.
            waits: view
                .waits_for
                .iter()
                .filter(|(_, error)| !matches!(error, PlanError::NoSuchTask | PlanError::TasksWait))
                .map(|(_, error)| stands_against(*error))
                .collect(),
            timeline: view.events.iter().map(|event| event_told(words, event)).collect(),
            view,
        }
    }

    fn form_told(&self, who: Asker<'_>, form: PlanForm) -> PlanChoices {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let need = |row: &guanai_app::needs::ListedNeed| {
            let kind = row.category.as_deref().map(|code| need_row::category(words, pack, code));
            Choice { code: row.need_id.to_string(), name: kind.unwrap_or_else(|| words.say("web-need-no-category")) }
        };
        let begun = begun(&form);
        PlanChoices {
            begun,
            person: form.person_id.to_string(),
            name: form.name,
            in_hardship: form.in_hardship,
            leads: form.leads.iter().map(|(id, name)| Choice { code: id.to_string(), name: name.clone() }).collect(),
            offered: form.offered.iter().map(|seen| measure_row(words, pack, seen)).collect(),
            needs: form.needs.iter().map(need).collect(),
            grants: told(words, pack, &form.grants),
            done: form.plan.iter().flat_map(|(plan, _)| &plan.content.tasks).filter(|task| task.done.is_some()).count(),
            plan: form.plan.map(|(plan, state_no)| (plan.plan_id.to_string(), state_no)),
        }
    }

    fn checked_told(&self, who: Asker<'_>, cx: &Cx<'_>, checked: CheckedPlan) -> PlanChecked {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let content = checked.content;
        let measures: Vec<_> =
            app::seen_measures(cx, content.measures).iter().map(|seen| measure_row(words, pack, seen)).collect();
        PlanChecked {
            name: checked.name,
            lead: words.joined(&[checked.lead_organization, content.lead_name]),
            aim: content.aim,
            sum: sum_of(&measures),
            measures,
            tasks: content
                .tasks
                .into_iter()
                .filter(|task| task.done.is_none())
                .map(|task| CheckedTask {
                    words: task.words,
                    is_milestone: task.kind == TaskKind::Milestone,
                    responsible: task.responsible,
                    due_on: task.due_on,
                })
                .collect(),
            waiver: content.waiver,
            review_on: content.review_on,
        }
    }
}

/// What stands in the form at first: what the plan says, or the own organisation and the need.
fn begun(form: &PlanForm) -> Typed {
    if let Some((plan, state_no)) = &form.plan {
        return as_written(plan, *state_no);
    }
    let lead = form.leads.first().map(|(own, _)| ("plan_lead", own.to_string()));
    let need = form.need_id.map(|need_id| ("plan_need", need_id.to_string()));
    lead.into_iter().chain(need).fold(Typed::default(), |typed, (field, value)| typed.with(field, value))
}

/// A plan as the form would have been filled in: its tasks that wait.
fn as_written(plan: &Plan, state_no: u64) -> Typed {
    let content = &plan.content;
    let mut typed = Typed::default()
        .with("state_no", state_no.to_string())
        .with("plan_person", plan.person_id.to_string())
        .with("plan_lead", content.lead_organization_id.to_string())
        .with("plan_lead_name", content.lead_name.clone())
        .with("plan_aim", content.aim.clone())
        .with("plan_waiver", content.waiver.clone().unwrap_or_default())
        .with("plan_review_on", content.review_on.to_string());
    for measure in &content.measures {
        let key =
            measure.offer_id.map_or_else(|| measure.code.clone(), |id| format!("{}{id}", crate::plans::draft::OFFER));
        typed = typed.with("plan_measure", key);
    }
    for (at, task) in content.waiting().enumerate().map(|(at, task)| (at + 1, task)) {
        typed = typed
            .with(&format!("task_id_{at}"), task.task_id.to_string())
            .with(&format!("task_words_{at}"), task.words.clone())
            .with(&format!("task_who_{at}"), task.responsible.clone())
            .with(&format!("task_due_{at}"), task.due_on.to_string());
        if task.kind == TaskKind::Milestone {
            typed = typed.with(&format!("task_kind_{at}"), "yes");
        }
    }
    typed
}

fn event_told(words: Words<'_>, event: &PlanEvent) -> TimelineEntry {
    let what = match event.what {
        PlanHappened::Drafted => words.say("web-plan-event-drafted"),
        PlanHappened::Moved(PlanMove::Amend) => words.say("web-plan-event-amended"),
        PlanHappened::Moved(step) => words.say(&format!("web-plan-move-{}", step.code())),
    };
    let mut parts = vec![what];
    if let (Some(by), Some(role)) = (&event.by, event.role) {
        let role = words.say(role_key(role));
        parts.push(words.texts.text("web-need-event-by", &[("name", Put::from(by)), ("role", Put::from(&role))]));
    }
    let mut what = words.joined(&parts);
    if let Some(said) = &event.words {
        what.push_str(&words.say("web-colon"));
        what.push_str(said);
    }
    TimelineEntry { on: event.at.day_in_china(), what }
}

async fn list(county: &County, who: Asker<'_>, ask: PlansAsk) -> Result<PlansList, AskError> {
    let standing = county.standing().await?;
    let wish = ListPlans {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        state: ask.state,
        is_due: ask.due,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = app::list_plans(&mut cx, &wish).await?;
    Ok(PlansList {
        rows: page.rows,
        pager: Pager::of(page.total, page.page, app::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
    })
}

async fn file(county: &County, who: Asker<'_>, plan: &str) -> Result<PlanFile, AskError> {
    let mut cx = county.cx(who)?;
    let view = app::read_plan(&mut cx, id(plan)?).await?;
    Ok(county.plan_told(who, view))
}

pub(super) async fn own(county: &County, who: Asker<'_>) -> Result<Option<PlanFile>, AskError> {
    let mut cx = county.cx(who)?;
    let view = app::own_plan(&mut cx).await?;
    Ok(view.map(|view| county.plan_told(who, view)))
}

async fn choices(county: &County, who: Asker<'_>, person: &str, need: Option<&str>) -> Result<Opened, AskError> {
    let mut cx = county.cx(who)?;
    // A need that the address names and that is none leaves the form without one.
    let need_id = need.and_then(|need| need.parse().ok());
    match app::open_plan_form(&mut cx, id(person)?, need_id).await {
        Ok(form) => Ok(Opened::Form(Box::new(county.form_told(who, form)))),
        Err(DraftPlanError::Already(plan_id)) => Ok(Opened::Standing(plan_id.to_string())),
        Err(error) => Err(unopened(error)),
    }
}

async fn change(county: &County, who: Asker<'_>, plan: &str) -> Result<PlanChoices, AskError> {
    let mut cx = county.cx(who)?;
    let form = app::open_change_form(&mut cx, id(plan)?).await.map_err(unopened)?;
    Ok(county.form_told(who, form))
}

async fn check(county: &County, who: Asker<'_>, wish: DraftWish) -> Result<Checked, AskError> {
    let mut cx = county.cx(who)?;
    let amends = match &wish.amends {
        Some((plan, state_no)) => Some((id(plan)?, *state_no)),
        None => None,
    };
    match app::check_plan(&mut cx, &wish.wish, amends).await {
        Ok(checked) => Ok(Checked::Plan(Box::new(county.checked_told(who, &cx, checked)))),
        Err(error) => Ok(Checked::Wrong(wrong(error)?)),
    }
}

async fn draft(county: &County, who: Asker<'_>, op: OperationId, wish: DraftWish) -> Result<Sent, AskError> {
    let mut cx = county.cx(who)?;
    let sent = match wish.amends {
        Some((plan, state_no)) => {
            let change = AmendPlan { plan_id: id(&plan)?, state_no, wish: wish.wish };
            app::amend_plan(&mut cx, op.into(), &change).await
        }
        None => app::draft_plan(&mut cx, op.into(), &wish.wish).await,
    };
    match sent {
        Ok(plan_id) => Ok(Sent::Plan(plan_id.to_string())),
        Err(error) => Ok(Sent::Wrong(wrong(error)?)),
    }
}

async fn take(county: &County, who: Asker<'_>, op: OperationId, wish: MoveWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = MovePlan { plan_id: id(&wish.plan)?, state_no: wish.state_no, step: wish.step };
    app::move_plan(&mut cx, op.into(), &wish).await?;
    Ok(())
}

impl PlanDesk for County {
    fn plan_list<'a>(&'a self, who: Asker<'a>, ask: PlansAsk) -> Answer<'a, PlansList> {
        Box::pin(list(self, who, ask))
    }
    fn plan_file<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, PlanFile> {
        Box::pin(file(self, who, plan))
    }
    fn own_plan<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Option<PlanFile>> {
        Box::pin(own(self, who))
    }
    fn plan_choices<'a>(&'a self, who: Asker<'a>, person: &'a str, need: Option<&'a str>) -> Answer<'a, Opened> {
        Box::pin(choices(self, who, person, need))
    }
    fn plan_change<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, PlanChoices> {
        Box::pin(change(self, who, plan))
    }
    fn check_plan<'a>(&'a self, who: Asker<'a>, wish: DraftWish) -> Answer<'a, Checked> {
        Box::pin(check(self, who, wish))
    }
    fn draft_plan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: DraftWish) -> Answer<'a, Sent> {
        Box::pin(draft(self, who, op, wish))
    }
    fn move_plan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: MoveWish) -> Answer<'a, ()> {
        Box::pin(take(self, who, op, wish))
    }
}
