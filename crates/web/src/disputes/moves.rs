//! Moving a dispute on: its move is opened from its file, filled in and sent.

use askama::Template;
use axum::response::Response;
use guanai_app::disputes::{DisputeView, MOST_LETTERS, MOST_NAME, MoveDispute, WishedDisputeStep};
use guanai_casework::{AnswerManner, AttemptResult, DisputeMove, DisputeOutcome, SideStance};
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::referrals::manners;
use crate::visit::Visit;

/// The form.
#[derive(Template)]
#[template(path = "disputes/move.html")]
pub struct DisputeMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: DisputeMove,
    /// The dispute.
    pub view: &'a DisputeView,
    /// What was typed.
    pub form: &'a Form,
}

impl DisputeMovePage<'_> {
    fn is(&self, code: &str) -> bool {
        self.step.code() == code
    }

    fn mediators(&self) -> Vec<Choice> {
        self.view.mediators.iter().map(|(id, name)| Choice { code: id.to_string(), name: name.clone() }).collect()
    }

    fn results() -> Vec<&'static str> {
        AttemptResult::ALL.iter().map(|result| result.code()).collect()
    }

    fn outcomes() -> Vec<&'static str> {
        DisputeOutcome::ALL.iter().map(|outcome| outcome.code()).collect()
    }

    fn manners() -> Vec<&'static str> {
        manners().map(AnswerManner::code).collect()
    }

    fn sides() -> Vec<&'static str> {
        SIDES.to_vec()
    }

    fn says(&self) -> Vec<&'static str> {
        says(self.view)
    }
}

const FIRST: &str = "first";
const SIDES: &[&str] = &[FIRST, "second"];

/// What a side may say: that it was not heard, others say of it.
fn says(view: &DisputeView) -> Vec<&'static str> {
    let all = SideStance::ALL.iter().filter(|said| view.stance.handles() || **said != SideStance::NotHeard);
    all.map(|said| said.code()).collect()
}

/// The move that the address names.
async fn opened(visit: &Visit) -> Result<(DisputeMove, DisputeView), PageError> {
    let step = DisputeMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)?;
    let view = visit.office().disputes().dispute_file(visit.asker()?, visit.param("dispute")?).await?;
    if view.moves.contains(&step) {
        Ok((step, view))
    } else {
        Err(PageError::Refused { key: "web-refused-dispute-moved" })
    }
}

/// `GET /disputes/{dispute}/moves/{move}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (step, view) = opened(&visit).await?;
    let mut form = visit.fresh_form();
    let today = visit.frame.today().to_string();
    form.typed = form.typed.with("state_no", view.state_no.to_string()).with("dispute_on", today);
    page::draw(&DisputeMovePage { frame: &visit.frame, step, view: &view, form: &form })
}

/// A day between that on which it was raised and today.
fn day(fields: &mut Fields<'_>, view: &DisputeView, today: Date) -> Option<Date> {
    let on = fields.date("dispute_on", Some(today));
    if on.is_some_and(|on| on < view.raised_on) {
        fields.refuse("dispute_on", "web-error-dispute-before-raised", "");
    }
    on
}

fn answer(fields: &mut Fields<'_>, view: &DisputeView, today: Date) -> Option<WishedDisputeStep> {
    let stance = SideStance::from_code(fields.choice("dispute_says", says(view)))?;
    let words = if stance == SideStance::Accepts {
        fields.words_or_none("dispute_said", MOST_LETTERS)
    } else {
        fields.words("dispute_said", MOST_LETTERS)
    };
    let words = Some(words).filter(|words| !words.is_empty());
    if !view.stance.handles() {
        return Some(WishedDisputeStep::Answer { is_first: true, stance, manner: None, words, on: today });
    }
    let is_first = fields.choice("dispute_side", SIDES.iter().copied()) == FIRST;
    let manner = if stance == SideStance::NotHeard {
        None
    } else {
        Some(AnswerManner::from_code(fields.choice("dispute_manner", manners().map(AnswerManner::code)))?)
    };
    let on = day(fields, view, today)?;
    Some(WishedDisputeStep::Answer { is_first, stance, manner, words, on })
}

fn wished(fields: &mut Fields<'_>, step: DisputeMove, view: &DisputeView, today: Date) -> Option<WishedDisputeStep> {
    Some(match step {
        DisputeMove::Assign => {
            let codes: Vec<String> = view.mediators.iter().map(|(id, _)| id.to_string()).collect();
            let chosen = fields.choice("dispute_mediator", codes.iter().map(String::as_str)).to_owned();
            WishedDisputeStep::Assign { mediator_id: chosen.parse().ok()? }
        }
        DisputeMove::PassUp => WishedDisputeStep::PassUp { words: fields.words("dispute_words", MOST_LETTERS) },
        DisputeMove::Resume => WishedDisputeStep::Resume { words: fields.words("dispute_words", MOST_LETTERS) },
        DisputeMove::Withdraw => WishedDisputeStep::Withdraw { words: fields.words("dispute_words", MOST_LETTERS) },
        DisputeMove::Close => {
            let words = fields.words_or_none("dispute_note", MOST_LETTERS);
            WishedDisputeStep::Close { words: Some(words).filter(|words| !words.is_empty()) }
        }
        DisputeMove::ReferOn => WishedDisputeStep::ReferOn {
            to: fields.words("dispute_to", MOST_NAME),
            words: fields.words("dispute_words", MOST_LETTERS),
        },
        DisputeMove::Attempt => {
            let result = AttemptResult::from_code(fields.choice("dispute_result", DisputeMovePage::results()));
            let (on, words) = (day(fields, view, today), fields.words("dispute_words", MOST_LETTERS));
            WishedDisputeStep::Attempt { on: on?, result: result?, words }
        }
        DisputeMove::Reply => {
            let outcome = DisputeOutcome::from_code(fields.choice("dispute_outcome", DisputeMovePage::outcomes()));
            let to_first = fields.words("dispute_to_first", MOST_LETTERS);
            let to_second = fields.words("dispute_to_second", MOST_LETTERS);
            let on = day(fields, view, today);
            WishedDisputeStep::Reply { outcome: outcome?, to_first, to_second, on: on? }
        }
        DisputeMove::Answer => answer(fields, view, today)?,
    })
}

fn read(visit: &Visit, step: DisputeMove, view: &DisputeView) -> Result<MoveDispute, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let step = wished(&mut fields, step, view, visit.frame.today());
    let wish = step.map(|step| MoveDispute { dispute_id: view.dispute_id, state_no, step });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// `POST /disputes/{dispute}/moves/{move}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let (step, view) = opened(&visit).await?;
        let Ok(wish) = read(&visit, step, &view) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        // Whoever hands one up reads it no more.
        let to =
            if step == DisputeMove::PassUp { "/disputes".to_owned() } else { format!("/disputes/{}", view.dispute_id) };
        visit.office().disputes().move_dispute(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-dispute-moved" })
    };
    // What is wrong is said on the form; a form that arrives twice has moved the dispute already and is answered as before.
    if let Ok((step, view)) = opened(&visit).await
        && let Err(errors) = read(&visit, step, &view)
    {
        let (frame, form) = (&visit.frame, visit.form_again(errors));
        return page::unprocessable(page::draw(&DisputeMovePage { frame, step, view: &view, form: &form }));
    }
    visit.once(act).await
}
