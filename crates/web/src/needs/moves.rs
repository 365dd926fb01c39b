//! Moving a need on: its move is opened from its file, filled in, checked, sent. Only the moves that may be made are shown,
//! and whoever decides says which state of the need they saw.

mod reading;

use askama::Template;
use axum::response::Response;
use guanai_app::needs::NeedStep;
use guanai_casework::Move;

use super::{NeedRow, Urgency};
use crate::failure::PageError;
use crate::form::{Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The code of a need's category that nobody has told yet.
pub const UNSURE: &str = "unsure";

/// What the form of a move gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveChoices {
    /// The need, as lists show it.
    pub row: NeedRow,
    /// In the person's own words; none where the reader may not read them.
    pub words: Option<String>,
    /// What the words suggest, with the words that led to it.
    pub suggestion: Option<String>,
    /// The suggested category's code.
    pub suggested: Option<String>,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// Which state of the need this is.
    pub state_no: u64,
    /// The categories of the pack.
    pub categories: Vec<Choice>,
    /// Offers that may be named.
    pub offers: Vec<Choice>,
    /// Open needs of the same person.
    pub others: Vec<Choice>,
    /// How many departments that were asked have not answered.
    pub open_referrals: usize,
}

/// A need to be moved.
#[derive(Clone, PartialEq, Eq)]
pub struct MoveNeed {
    /// Which.
    pub need: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// The move.
    pub step: NeedStep,
}

impl std::fmt::Debug for MoveNeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MoveNeed({} {})", self.need, self.step.kind().code())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "needs/move.html")]
pub struct MovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: Move,
    /// What it gives to choose.
    pub choices: &'a MoveChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl MovePage<'_> {
    fn is(&self, code: &str) -> bool {
        self.step.code() == code
    }

    fn urgencies() -> [&'static str; 3] {
        Urgency::CODES
    }

    fn outcomes() -> Vec<&'static str> {
        guanai_casework::Outcome::ALL.iter().map(|outcome| outcome.code()).collect()
    }

    fn confirmations() -> Vec<&'static str> {
        guanai_casework::Confirmation::ALL.iter().map(|confirmation| confirmation.code()).collect()
    }

    fn withdrawals() -> Vec<&'static str> {
        guanai_casework::Withdrawal::ALL.iter().map(|why| why.code()).collect()
    }
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "needs/move_check.html")]
pub struct CheckMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: Move,
    /// The need, as lists show it.
    pub row: &'a NeedRow,
    /// What was typed.
    pub form: &'a Form,
    /// What it means: each field with its value in words.
    pub answers: Vec<(&'static str, String)>,
}

impl CheckMovePage<'_> {
    fn fields(&self) -> &'static [&'static str] {
        reading::fields(self.step)
    }
}

fn step_of(visit: &Visit) -> Result<Move, PageError> {
    Move::from_code(visit.param("move")?).ok_or(PageError::NotFound)
}

/// `GET /needs/{need}/moves/{move}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let choices = visit.office().need_move(visit.asker()?, visit.param("need")?, step).await?;
    let mut form = visit.fresh_form();
    form.typed = beginning(&choices);
    page::draw(&MovePage { frame: &visit.frame, step, choices: &choices, form: &form })
}

/// What stands in the form at first: what is known and only has to be confirmed.
fn beginning(choices: &MoveChoices) -> Typed {
    let contact = if choices.consents_to_contact { "yes" } else { "no" };
    let typed = Typed::default().with("state_no", choices.state_no.to_string()).with("contact", contact);
    let typed = match &choices.suggested {
        Some(code) => typed.with("category", code.clone()),
        None => typed,
    };
    match choices.row.urgency {
        Urgency::Urgent => typed.with("urgency", "urgent"),
        Urgency::Normal => typed.with("urgency", "normal"),
        Urgency::Low => typed.with("urgency", "low"),
        Urgency::Unknown => typed,
    }
}

/// `POST /needs/{need}/moves/{move}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let choices = visit.office().need_move(visit.asker()?, visit.param("need")?, step).await?;
    let frame = &visit.frame;
    visit.read_once_more(
        reading::read(&visit, step, &choices),
        |form| page::draw(&MovePage { frame, step, choices: &choices, form }),
        |form, _| {
            let answers = reading::answers(frame, step, &choices, form);
            page::draw(&CheckMovePage { frame, step, row: &choices.row, form, answers })
        },
    )
}

/// `POST /needs/{need}/moves/{move}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let need = visit.param("need")?.to_owned();
    let operation = visit.operation()?;
    let act = async {
        let choices = visit.office().need_move(visit.asker()?, &need, step).await?;
        let Ok((state_no, step)) = reading::read(&visit, step, &choices) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        visit.office().move_need(visit.asker()?, operation, MoveNeed { need: need.clone(), state_no, step }).await?;
        Ok(Done { to: format!("/needs/{need}"), said: "web-done-moved" })
    };
    visit.once(act).await
}
