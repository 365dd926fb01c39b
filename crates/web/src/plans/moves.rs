//! Moving a plan on: its move is opened from its file, filled in, checked, sent. Only the moves that may be made are there, and
//! whoever decides says which state of the plan they saw.

use askama::Template;
use axum::response::Response;
use guanai_app::plans::{SeenTask, WishedPlanStep};
use guanai_casework::{Confirmation, Outcome, PlanMove};

use super::draft::later;
use super::file::PlanFile;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of what is written about a move.
const MOST_LETTERS: usize = 500;

/// A plan to be moved.
#[derive(Clone, PartialEq, Eq)]
pub struct MoveWish {
    /// Which.
    pub plan: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// The move.
    pub step: WishedPlanStep,
}

impl std::fmt::Debug for MoveWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MoveWish({} {})", self.plan, self.step.kind().code())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "plans/move.html")]
pub struct PlanMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: PlanMove,
    /// The plan.
    pub file: &'a PlanFile,
    /// What was typed.
    pub form: &'a Form,
}

impl PlanMovePage<'_> {
    fn is(&self, code: &str) -> bool {
        self.step.code() == code
    }

    /// The tasks that the move is about.
    fn tasks(&self) -> Vec<&SeenTask> {
        tasks(self.step, self.file)
    }

    fn outcomes() -> Vec<&'static str> {
        Outcome::ALL.iter().map(|outcome| outcome.code()).collect()
    }

    fn confirmations() -> Vec<&'static str> {
        Confirmation::ALL.iter().map(|one| one.code()).collect()
    }
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "plans/move_check.html")]
pub struct PlanMoveCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: PlanMove,
    /// The plan.
    pub file: &'a PlanFile,
    /// What was typed.
    pub form: &'a Form,
    /// What it means: each field with its value in words.
    pub answers: Vec<(&'static str, String)>,
}

impl PlanMoveCheckPage<'_> {
    fn fields(&self) -> &'static [&'static str] {
        fields_of(self.step)
    }
}

/// The fields of a move, beside the state that was seen; a change of what the plan says has a form of its own.
const fn fields_of(step: PlanMove) -> &'static [&'static str] {
    match step {
        PlanMove::Amend => &[],
        PlanMove::Begin => &["plan_agreed"],
        PlanMove::DoTask => &["plan_task", "task_done_on", "task_done_words"],
        PlanMove::ReopenTask => &["plan_task", "plan_words"],
        PlanMove::Review => &["plan_words", "plan_next_on"],
        PlanMove::Finish => &["outcome", "confirmation", "answer"],
        PlanMove::Drop => &["plan_words"],
    }
}

fn tasks(step: PlanMove, file: &PlanFile) -> Vec<&SeenTask> {
    let done = step == PlanMove::ReopenTask;
    file.view.tasks.iter().filter(|task| task.task.done.is_some() == done).collect()
}

/// The move that the address names, on a plan where it may be made.
async fn opened(visit: &Visit) -> Result<(PlanMove, PlanFile), PageError> {
    let step = PlanMove::from_code(visit.param("move")?).filter(|step| *step != PlanMove::Amend);
    let step = step.ok_or(PageError::NotFound)?;
    let file = visit.office().plans_for_one().plan_file(visit.asker()?, visit.param("plan")?).await?;
    Ok((step, file))
}

fn allowed(step: PlanMove, file: &PlanFile) -> Result<(), PageError> {
    if file.view.moves.contains(&step) { Ok(()) } else { Err(PageError::Refused { key: "web-refused-plan-moved" }) }
}

/// `GET /plans/{plan}/moves/{move}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    allowed(step, &file)?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("state_no", file.view.state_no.to_string());
    if step == PlanMove::DoTask {
        form.typed = form.typed.with("task_done_on", visit.frame.today().to_string());
    }
    if let Some(task) = visit.filter("task") {
        form.typed = form.typed.with("plan_task", task);
    }
    page::draw(&PlanMovePage { frame: &visit.frame, step, file: &file, form: &form })
}

fn read(visit: &Visit, step: PlanMove, file: &PlanFile) -> Result<MoveWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let today = visit.frame.today();
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let task = if matches!(step, PlanMove::DoTask | PlanMove::ReopenTask) {
        let ids: Vec<String> = tasks(step, file).iter().map(|task| task.task.task_id.to_string()).collect();
        fields.choice("plan_task", ids.iter().map(String::as_str)).parse().ok()
    } else {
        None
    };
    let wished = match (step, task) {
        (PlanMove::Begin, _) => {
            fields.must_tick("plan_agreed", "web-error-plan-agreed");
            Some(WishedPlanStep::Begin { is_agreed: fields.is_ticked("plan_agreed") })
        }
        (PlanMove::DoTask, task) => {
            let on = fields.date("task_done_on", Some(today)).unwrap_or(today);
            if file.view.begun_on.is_some_and(|begun| on < begun) {
                fields.refuse("task_done_on", "web-error-plan-before-begun", "");
            }
            let words = Some(fields.words_or_none("task_done_words", MOST_LETTERS)).filter(|words| !words.is_empty());
            task.map(|task_id| WishedPlanStep::DoTask { task_id, on, words })
        }
        (PlanMove::ReopenTask, task) => {
            let words = fields.words("plan_words", MOST_LETTERS);
            task.map(|task_id| WishedPlanStep::ReopenTask { task_id, words })
        }
        (PlanMove::Review, _) => {
            let words = fields.words("plan_words", MOST_LETTERS);
            let next_on = later(&mut fields, "plan_next_on", today).unwrap_or(today);
            Some(WishedPlanStep::Review { next_on, words })
        }
        (PlanMove::Finish, _) => {
            let outcome = Outcome::from_code(fields.choice("outcome", Outcome::ALL.iter().map(|one| one.code())));
            let confirmation = fields.choice("confirmation", Confirmation::ALL.iter().map(|one| one.code()));
            let words = fields.words("answer", MOST_LETTERS);
            let told = outcome.zip(Confirmation::from_code(confirmation));
            told.map(|(outcome, confirmation)| WishedPlanStep::Finish { outcome, confirmation, words })
        }
        (PlanMove::Drop, _) => Some(WishedPlanStep::Drop { words: fields.words("plan_words", MOST_LETTERS) }),
        (PlanMove::Amend, _) => None,
    };
    let plan = file.view.row.plan_id.to_string();
    let wish = wished.map(|step| MoveWish { plan, state_no, step });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// What was typed, in words, field by field; what was left blank is left out.
fn answers(frame: &Frame, step: PlanMove, file: &PlanFile, form: &Form) -> Vec<(&'static str, String)> {
    let told = |field: &str, typed: &str| match field {
        "plan_agreed" => frame.say("web-plan-agreed-yes"),
        "outcome" => frame.named("web-outcome-", typed),
        "confirmation" => frame.named("web-confirmation-", typed),
        "plan_task" => {
            let tasks = tasks(step, file);
            let found = tasks.iter().find(|task| task.task.task_id.to_string() == typed);
            found.map(|task| task.task.words.clone()).unwrap_or_default()
        }
        _ => typed.trim().to_owned(),
    };
    let answers = fields_of(step).iter().map(|field| (*field, told(field, form.value(field))));
    answers.filter(|(_, shown)| !shown.is_empty()).collect()
}

/// `POST /plans/{plan}/moves/{move}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    allowed(step, &file)?;
    let frame = &visit.frame;
    visit.read_once_more(
        read(&visit, step, &file),
        |form| page::draw(&PlanMovePage { frame, step, file: &file, form }),
        |form, _| {
            let answers = answers(frame, step, &file, form);
            page::draw(&PlanMoveCheckPage { frame, step, file: &file, form, answers })
        },
    )
}

/// `POST /plans/{plan}/moves/{move}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let (step, file) = opened(&visit).await?;
        let Ok(wish) = read(&visit, step, &file) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let to = format!("/plans/{}", wish.plan);
        visit.office().plans_for_one().move_plan(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-plan-moved" })
    };
    visit.once(act).await
}
