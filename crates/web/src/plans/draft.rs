//! The form of a plan, new or changed: measures are chosen beside what the household was given this year, tasks have days and
//! names; it is read once more before it is kept.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::response::Response;
use guanai_app::plans::{PlanChoice, PlanWish, WishedTask};
use guanai_casework::TaskKind;
use guanai_kernel::{Date, Money};

use super::desk::{Checked, Opened, Sent};
use super::{GrantsBox, MeasureRow};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::plan::PlanAmount;
use crate::visit::Visit;

/// Letters of what is written about a plan.
const MOST_LETTERS: usize = 1_000;
/// Letters of a name.
const MOST_LETTERS_OF_NAME: usize = 60;
/// Tasks that a form has room for.
const MOST_ROWS: usize = 12;
/// Rows that a form shows blank.
const BLANK_ROWS: usize = 4;

/// What the form gives to choose.
#[derive(Debug, Clone)]
pub struct PlanChoices {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Whether they are recognised as in hardship.
    pub in_hardship: bool,
    /// The organisations that may lead.
    pub leads: Vec<Choice>,
    /// What may be chosen.
    pub offered: Vec<MeasureRow>,
    /// What they need, each with its id.
    pub needs: Vec<Choice>,
    /// What the household was given this year.
    pub grants: GrantsBox,
    /// The plan that is changed, and which of its states the reader sees.
    pub plan: Option<(String, u64)>,
    /// How many tasks of it are done: they stay.
    pub done: usize,
    /// What stands in the form at first.
    pub begun: Typed,
}

/// A plan that is wished for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWish {
    /// What it is to say.
    pub wish: PlanWish,
    /// The plan that is changed, and which of its states was seen.
    pub amends: Option<(String, u64)>,
}

/// A task on the page that is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedTask {
    /// What.
    pub words: String,
    /// Whether it marks a stretch of the way.
    pub is_milestone: bool,
    /// Who.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
}

/// A plan as it would be kept.
#[derive(Debug, Clone)]
pub struct PlanChecked {
    /// Their name.
    pub name: String,
    /// The organisation that would lead, and who leads.
    pub lead: String,
    /// What it is for.
    pub aim: String,
    /// The measures.
    pub measures: Vec<MeasureRow>,
    /// What the measures come to in money, as far as it is told.
    pub sum: Option<Money>,
    /// The tasks.
    pub tasks: Vec<CheckedTask>,
    /// Why a rule is waived; none where none is.
    pub waiver: Option<String>,
    /// When it is looked at again.
    pub review_on: Date,
}

/// The form.
#[derive(Template)]
#[template(path = "plans/draft.html")]
pub struct DraftPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a PlanChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl DraftPage<'_> {
    fn action(&self) -> String {
        action(self.choices)
    }

    fn back(&self) -> String {
        match &self.choices.plan {
            Some((plan, _)) => format!("/plans/{plan}"),
            None => format!("/people/{}", self.choices.person),
        }
    }

    /// The rows of tasks: those that were filled in, and some blank ones.
    fn rows(&self) -> Vec<TaskFields> {
        let filled = (1..=MOST_ROWS).filter(|at| is_filled(&self.form.typed, *at)).max().unwrap_or(0);
        (1..=(filled + BLANK_ROWS).min(MOST_ROWS)).map(TaskFields::of).collect()
    }
}

/// The fields of one row of tasks, by name.
struct TaskFields {
    no: String,
    id: String,
    words: String,
    who: String,
    due: String,
    kind: String,
}

impl TaskFields {
    fn of(at: usize) -> Self {
        let [id, words, who, due, kind] =
            ["task_id", "task_words", "task_who", "task_due", "task_kind"].map(|field| format!("{field}_{at}"));
        Self { no: at.to_string(), id, words, who, due, kind }
    }
}

/// What was typed, to be read once more.
#[derive(Template)]
#[template(path = "plans/draft_check.html")]
pub struct DraftCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a PlanChoices,
    /// What it would be.
    pub plan: &'a PlanChecked,
    /// What was typed.
    pub form: &'a Form,
}

impl DraftCheckPage<'_> {
    fn action(&self) -> String {
        action(self.choices)
    }
}

fn action(choices: &PlanChoices) -> String {
    match &choices.plan {
        Some((plan, _)) => format!("/plans/{plan}/change"),
        None => format!("/people/{}/plan", choices.person),
    }
}

fn is_filled(typed: &Typed, at: usize) -> bool {
    ["task_words", "task_who", "task_due"].iter().any(|field| !typed.word(&format!("{field}_{at}")).trim().is_empty())
}

/// The form for whom, or which plan, the address names; the id of the plan that stands in the way.
async fn choices(visit: &Visit) -> Result<Result<PlanChoices, String>, PageError> {
    let (desk, who) = (visit.office().plans_for_one(), visit.asker()?);
    if let Ok(plan) = visit.param("plan") {
        return Ok(Ok(desk.plan_change(who, plan).await?));
    }
    let typed = visit.typed().word("plan_need");
    let need = if typed.is_empty() { visit.filter("need") } else { Some(typed.to_owned()) };
    match desk.plan_choices(who, visit.param("person")?, need.as_deref()).await? {
        Opened::Form(choices) => Ok(Ok(*choices)),
        Opened::Standing(plan) => Ok(Err(plan)),
    }
}

/// `GET /people/{person}/plan`, `GET /plans/{plan}/change`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = match choices(&visit).await? {
        Ok(choices) => choices,
        Err(plan) => return Visit::go(&format!("/plans/{plan}")),
    };
    let mut form = visit.fresh_form();
    form.typed = choices.begun.clone();
    page::draw(&DraftPage { frame: &visit.frame, choices: &choices, form: &form })
}

/// How the form names an offer among the measures.
pub const OFFER: &str = "offer-";

/// What was typed. Whether measures and organisations are ones that may be chosen, the app says.
fn read(visit: &Visit) -> Result<DraftWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let typed = visit.typed();
    let chosen = typed.all("plan_measure").map(|key| match key.strip_prefix(OFFER).map(str::parse) {
        Some(Ok(offer_id)) => PlanChoice::Offer(offer_id),
        _ => PlanChoice::Standard(key.to_owned()),
    });
    let measures: BTreeSet<PlanChoice> = chosen.collect();
    if measures.is_empty() {
        fields.refuse("plan_measure", "web-error-choice", "");
    }
    let lead = typed.word("plan_lead").parse();
    if lead.is_err() {
        fields.refuse("plan_lead", "web-error-choice", "");
    }
    let lead_name = fields.words("plan_lead_name", MOST_LETTERS_OF_NAME);
    let aim = fields.words("plan_aim", MOST_LETTERS);
    let waiver = Some(fields.words_or_none("plan_waiver", MOST_LETTERS)).filter(|words| !words.is_empty());
    let today = visit.frame.today();
    let mut tasks = Vec::new();
    for at in (1..=MOST_ROWS).filter(|at| is_filled(typed, *at)) {
        tasks.extend(task(&mut fields, typed, at, today));
    }
    let review_on = later(&mut fields, "plan_review_on", today);
    // The address names the person of a new plan, the form that of one that is changed; the app holds it against the plan.
    let person = visit.param("person").unwrap_or_else(|_| typed.word("plan_person")).parse();
    let (Ok(person_id), Ok(lead_organization_id)) = (person, lead) else {
        return Err(fields.finish(()).err().unwrap_or_default());
    };
    let wish = PlanWish {
        person_id,
        need_id: typed.word("plan_need").parse().ok(),
        lead_organization_id,
        lead_name,
        aim,
        waiver,
        measures,
        tasks,
        review_on: review_on.unwrap_or(today),
    };
    let state_no = typed.word("state_no").parse().unwrap_or(u64::MAX);
    let amends = visit.param("plan").ok().map(|plan| (plan.to_owned(), state_no));
    fields.finish(DraftWish { wish, amends })
}

/// A day that lies ahead.
pub(crate) fn later(fields: &mut Fields<'_>, field: &str, today: Date) -> Option<Date> {
    let day = fields.date(field, None);
    if day.is_some_and(|day| day <= today) {
        fields.refuse(field, "web-error-plan-ahead", "");
        return None;
    }
    day
}

fn task(fields: &mut Fields<'_>, typed: &Typed, at: usize, today: Date) -> Option<WishedTask> {
    let field = |name: &str| format!("{name}_{at}");
    let words = fields.words(&field("task_words"), MOST_LETTERS);
    let responsible = fields.words(&field("task_who"), MOST_LETTERS_OF_NAME);
    let due_on = fields.date(&field("task_due"), None)?;
    let task_id = typed.word(&field("task_id")).parse().ok();
    if task_id.is_none() && due_on < today {
        fields.refuse(&field("task_due"), "web-error-plan-past", "");
        return None;
    }
    let is_milestone = fields.is_ticked(&field("task_kind"));
    let kind = if is_milestone { TaskKind::Milestone } else { TaskKind::Task };
    Some(WishedTask { task_id, kind, words, responsible, due_on })
}

/// `POST /people/{person}/plan`, `POST /plans/{plan}/change`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = match choices(&visit).await? {
        Ok(choices) => choices,
        Err(plan) => return Visit::go(&format!("/plans/{plan}")),
    };
    if visit.mends() {
        return again(&visit, &choices, Vec::new());
    }
    let wish = match read(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &choices, errors),
    };
    match visit.office().plans_for_one().check_plan(visit.asker()?, wish).await? {
        Checked::Wrong(error) => again(&visit, &choices, vec![error]),
        Checked::Plan(plan) => {
            let form = visit.form_again(Vec::new());
            page::draw(&DraftCheckPage { frame: &visit.frame, choices: &choices, plan: &plan, form: &form })
        }
    }
}

/// `POST /people/{person}/plan/send`, `POST /plans/{plan}/change/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let wrong = Mutex::new(None);
    let act = async {
        let Ok(wish) = read(&visit) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        match visit.office().plans_for_one().draft_plan(visit.asker()?, operation, wish).await? {
            Sent::Plan(plan) => Ok(Done { to: format!("/plans/{plan}"), said: "web-done-plan" }),
            Sent::Wrong(error) => {
                *wrong.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Err(PageError::Refused { key: "web-refused-plan-moved" })
            }
        }
    };
    let outcome = visit.once(act).await;
    let wrong = wrong.into_inner().unwrap_or_else(PoisonError::into_inner);
    match wrong {
        Some(error) => match choices(&visit).await? {
            Ok(choices) => again(&visit, &choices, vec![error]),
            Err(plan) => Visit::go(&format!("/plans/{plan}")),
        },
        None => outcome,
    }
}

fn again(visit: &Visit, choices: &PlanChoices, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let is_wrong = !errors.is_empty();
    let form = visit.form_again(errors);
    let page = page::draw(&DraftPage { frame: &visit.frame, choices, form: &form });
    if is_wrong { page::unprocessable(page) } else { page }
}

/// What measures come to in money.
pub fn sum_of(measures: &[MeasureRow]) -> Option<Money> {
    let amounts = measures.iter().filter_map(|row| match row.amount {
        PlanAmount::Of(amount) => Some(amount),
        PlanAmount::NoMoney | PlanAmount::Withheld => None,
    });
    Money::sum(amounts).filter(|sum| *sum > Money::ZERO)
}
