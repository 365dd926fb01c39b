//! One plan as a role may see it: its measures, tasks and days, what happened, what else waits in the household, and the moves
//! that the actor may make now, so that no page shows a button that is refused.

use guanai_casework::{Ending, Plan, PlanError, PlanMeasure, PlanMove, PlanState, PlanTask};
use guanai_kernel::ids::{NeedId, PersonId, PlanId};
use guanai_kernel::{Date, Moment};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, plans};

use super::due::{HouseholdTask, waiting_of};
use super::list::{ListedPlan, listed};
use super::moving::act_of;
use crate::actor::{Act, Denied, Domain, Role};
use crate::cx::Cx;
use crate::doers::{Doers, is_reading};
use crate::needs::may_not_decide;
use crate::people::{AmountSight, Sight, Words};
use crate::scope::ScopeOf;

/// A measure as a role sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenMeasure {
    /// The measure, without its amount and the facts behind it where the role is not told.
    pub measure: PlanMeasure,
    /// Whether its amount is told.
    pub amount: AmountSight,
}

impl SeenMeasure {
    /// A share of a bill tells the bill: who does not see the facts behind an amount is not told it.
    pub(super) fn of(cx: &Cx<'_>, measure: PlanMeasure) -> Self {
        let (pack, sight) = (&cx.standards.pack, Sight::of(cx.actor.role));
        let is_sensitive = |name: &String| pack.slot(name).is_none_or(|slot| pack.fact(slot).sensitive);
        let is_told = measure.facts.iter().all(|name| sight.shows(pack, name, is_sensitive(name)));
        if is_told || measure.proposed.is_none() {
            return Self { measure, amount: AmountSight::Told };
        }
        Self { measure: PlanMeasure { proposed: None, ..measure }, amount: AmountSight::Withheld }
    }
}

/// Measures as the actor sees them.
pub fn seen_measures(cx: &Cx<'_>, measures: Vec<PlanMeasure>) -> Vec<SeenMeasure> {
    measures.into_iter().map(|measure| SeenMeasure::of(cx, measure)).collect()
}

/// A task as a role sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenTask {
    /// The task; its words are empty where the role does not read them.
    pub task: PlanTask,
    /// Whether its day is over and it waits.
    pub is_late: bool,
}

impl std::fmt::Debug for SeenTask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenTask({})", self.task.task_id)
    }
}

/// What happened to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanHappened {
    /// It was drawn up.
    Drafted,
    /// A move was made.
    Moved(PlanMove),
}

/// Something that happened to a plan.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub what: PlanHappened,
    /// Who did it, by the account's name; none for an account that is no more.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<Role>,
    /// What they wrote; none where the reader may not read words.
    pub words: Option<String>,
}

impl std::fmt::Debug for PlanEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlanEvent({} {:?})", self.at, self.what)
    }
}

/// A plan as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanView {
    /// As lists show it.
    pub row: ListedPlan,
    /// The need from which it was drawn up.
    pub need_id: Option<NeedId>,
    /// What it is for; none where the reader may not read words.
    pub aim: Option<String>,
    /// Whether the person was recognised as in hardship when it was written; none where the role does not see that.
    pub in_hardship: Option<bool>,
    /// That an emergency waived a rule, and why, for who may read words.
    pub waiver: Option<Option<String>>,
    /// Its measures.
    pub measures: Vec<SeenMeasure>,
    /// Its tasks, by day.
    pub tasks: Vec<SeenTask>,
    /// The day on which it began.
    pub begun_on: Option<Date>,
    /// The day on which it ended.
    pub ended_on: Option<Date>,
    /// What came of it, and who confirmed that.
    pub ending: Option<Ending>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// The moves that the actor may make now.
    pub moves: Vec<PlanMove>,
    /// What stands against moves that would be the actor's.
    pub waits_for: Vec<(PlanMove, PlanError)>,
    /// Tasks that wait for others of the household: one visit serves them too.
    pub beside: Vec<HouseholdTask>,
    /// What happened, newest first.
    pub events: Vec<PlanEvent>,
}

/// Why there is no plan to be read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadPlanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or its person is outside the scope: the two cannot be told apart.
    #[error("there is no such plan")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadPlanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "plan-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one plan. The record names it and its person.
pub async fn read_plan(cx: &mut Cx<'_>, plan_id: PlanId) -> Result<PlanView, ReadPlanError> {
    cx.authorise(Act::ReadPersonPlan)?;
    let mut tx = cx.db.begin_read().await?;
    let view = match reached(cx, &mut tx, plan_id).await {
        Ok(Some(plan)) => load(cx, &mut tx, plan).await,
        Ok(None) => Err(ReadPlanError::NotFound),
        Err(error) => Err(error.into()),
    };
    tx.rollback().await?;
    let view = view?;
    let beside = view.beside.iter().map(|task| Subject::Person(task.person_id));
    let subjects = [Subject::Plan(plan_id), Subject::Person(view.row.person_id)].into_iter().chain(beside).collect();
    cx.record_reading(Act::ReadPersonPlan, subjects).await?;
    Ok(view)
}

/// The actor's own plan that has not ended, else the one that ended last. The record names the person.
pub async fn own_plan(cx: &mut Cx<'_>) -> Result<Option<PlanView>, ReadPlanError> {
    cx.authorise(Act::ReadPersonPlan)?;
    let own = cx.actor.person_id.filter(|_| cx.actor.role.domain() == Domain::Own).ok_or(ReadPlanError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let view = load_own(cx, &mut tx, own).await;
    tx.rollback().await?;
    let view = view?;
    cx.record_reading(Act::ReadPersonPlan, vec![Subject::Person(own)]).await?;
    Ok(view)
}

async fn load_own(cx: &Cx<'_>, tx: &mut Tx, own: PersonId) -> Result<Option<PlanView>, ReadPlanError> {
    let mut found = plans::list_of_many(tx, &[own]).await?;
    // What nobody has talked over with the person yet is a draft of the office.
    found.retain(|plan| plan.begun_on.is_some());
    found.sort_by_key(|plan| plan.state.is_ended());
    match found.into_iter().next() {
        Some(plan) => Ok(Some(load(cx, tx, plan).await?)),
        None => Ok(None),
    }
}

/// The plan with this id, where its person is within the actor's scope; a draft is not for the person to read yet.
pub(super) async fn reached(cx: &Cx<'_>, tx: &mut Tx, plan_id: PlanId) -> Result<Option<Plan>, StoreError> {
    let Some(plan) = plans::find(tx, plan_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let is_told = cx.actor.role.domain() != Domain::Own || plan.begun_on.is_some();
    Ok((is_told && scope.holds_person(tx, plan.person_id).await?).then_some(plan))
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, plan: Plan) -> Result<PlanView, ReadPlanError> {
    let sight = Sight::of(cx.actor.role);
    let reads_words = sight.words == Words::Shown;
    let today = cx.now.day_in_china();
    let row = listed(cx, tx, std::slice::from_ref(&plan)).await?.pop().ok_or(ReadPlanError::NotFound)?;
    let events = events_of(tx, &plan, reads_words).await?;
    let (moves, waits_for) = moves_of(cx, tx, &plan).await?;
    let mut beside = waiting_of(cx, tx, plan.person_id).await?;
    beside.retain(|task| task.person_id != plan.person_id);
    let state_no = plans::count_former(tx, plan.plan_id).await?;
    let content = plan.content;
    let tasks = content.tasks.into_iter().map(|task| {
        let is_late = task.done.is_none() && task.due_on < today && !plan.state.is_ended();
        SeenTask { is_late, task: if reads_words { task } else { without_words(task) } }
    });
    Ok(PlanView {
        row,
        need_id: plan.need_id,
        aim: Some(content.aim).filter(|_| reads_words),
        in_hardship: sight.sees_recognition().then_some(content.in_hardship),
        waiver: content.waiver.map(|words| Some(words).filter(|_| reads_words)),
        measures: content.measures.into_iter().map(|measure| SeenMeasure::of(cx, measure)).collect(),
        tasks: tasks.collect(),
        begun_on: plan.begun_on,
        ended_on: plan.ended_on,
        ending: plan.ending,
        state_no,
        moves,
        waits_for,
        beside,
        events,
    })
}

fn without_words(task: PlanTask) -> PlanTask {
    let done = task.done.map(|done| guanai_casework::Done { words: None, ..done });
    PlanTask { words: String::new(), done, ..task }
}

type Moves = (Vec<PlanMove>, Vec<(PlanMove, PlanError)>);

async fn moves_of(cx: &Cx<'_>, tx: &mut Tx, plan: &Plan) -> Result<Moves, StoreError> {
    let (mut moves, mut waits_for) = (Vec::new(), Vec::new());
    if may_not_decide(cx, tx, plan.person_id).await? {
        return Ok((moves, waits_for));
    }
    for step in plan.state.moves().filter(|step| cx.authorise(act_of(*step)).is_ok()) {
        match plan.may(step, &cx.actor.name) {
            Ok(_) => moves.push(step),
            Err(error) => waits_for.push((step, error)),
        }
    }
    Ok((moves, waits_for))
}

/// What happened to a plan, newest first: its former states say what, the audit of the same moment says who.
async fn events_of(tx: &mut Tx, plan: &Plan, reads_words: bool) -> Result<Vec<PlanEvent>, StoreError> {
    let former = plans::list_former(tx, plan.plan_id).await?;
    let first = former.first().map_or(plan, |(_, first)| first);
    let mut doers = Doers::of(tx, Subject::Plan(plan.plan_id), first.recorded_at, &former).await?;
    let mut happened = vec![(first.recorded_at, PlanHappened::Drafted, None)];
    let later = former.iter().skip(1).map(|(_, state)| state).chain([plan]);
    for ((at, before), after) in former.iter().zip(later) {
        let words = after.words.clone().filter(|_| reads_words);
        happened.push((*at, PlanHappened::Moved(moved(before, after)), words));
    }
    let mut events = Vec::with_capacity(happened.len());
    for (at, what, words) in happened {
        let (by, role) = doers.at(tx, at, |record| !is_reading(record)).await?;
        events.push(PlanEvent { at, what, by, role, words });
    }
    events.reverse();
    Ok(events)
}

/// Which move led from one state to the next.
fn moved(before: &Plan, after: &Plan) -> PlanMove {
    let done = |plan: &Plan| plan.content.tasks.iter().filter(|task| task.done.is_some()).count();
    match (before.state, after.state) {
        (PlanState::Drafted, PlanState::Running) => PlanMove::Begin,
        (PlanState::Running, PlanState::Finished) => PlanMove::Finish,
        (_, PlanState::Dropped) => PlanMove::Drop,
        _ if done(after) > done(before) => PlanMove::DoTask,
        _ if done(after) < done(before) => PlanMove::ReopenTask,
        // A look writes down how it goes, a change does not.
        _ if after.words.is_some() => PlanMove::Review,
        _ => PlanMove::Amend,
    }
}
