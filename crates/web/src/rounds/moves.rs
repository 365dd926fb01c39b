//! Handing a round in, deciding on it, closing it: a page that says what the list comes to and who decides next.

use askama::Template;
use axum::response::Response;
use guanai_casework::round::RoundMove;
use guanai_kernel::Money;

use super::RoundView;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A move of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveWish {
    /// The move.
    pub step: RoundMove,
    /// Why it is sent back.
    pub words: Option<String>,
    /// What the list came to as the reader saw it.
    pub seen: Option<Money>,
}

/// The page.
#[derive(Template)]
#[template(path = "rounds/move.html")]
pub struct RoundMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The round.
    pub view: &'a RoundView,
    /// Which move.
    pub step: RoundMove,
    /// What was typed.
    pub form: &'a Form,
}

impl RoundMovePage<'_> {
    fn id(&self) -> String {
        self.view.file.round.round_id.to_string()
    }

    fn asks_why(&self) -> bool {
        self.step == RoundMove::Return
    }
}

fn step_of(visit: &Visit) -> Result<RoundMove, PageError> {
    RoundMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)
}

/// `GET /rounds/{round}/moves/{move}`; a move that may not be made now leads back to the round, which says why.
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let view = visit.office().round(visit.asker()?, visit.param("round")?).await?;
    if !view.file.may.moves.contains(&step) {
        return Visit::go(&format!("/rounds/{}", view.file.round.round_id));
    }
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("seen", view.file.totals.all.fen().to_string());
    page::draw(&RoundMovePage { frame: &visit.frame, view: &view, step, form: &form })
}

/// `POST /rounds/{round}/moves/{move}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let round = visit.param("round")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let words = if step == RoundMove::Return { Some(fields.words("return_why", 200)) } else { None };
    let seen = visit.typed().word("seen").parse().ok().map(Money::from_fen);
    let wish = match fields.finish(MoveWish { step, words, seen }) {
        Ok(wish) => wish,
        Err(errors) => {
            let view = visit.office().round(visit.asker()?, &round).await?;
            let form = visit.form_again(errors);
            let page = page::draw(&RoundMovePage { frame: &visit.frame, view: &view, step, form: &form });
            return page::unprocessable(page);
        }
    };
    let operation = visit.operation()?;
    let said = match step {
        RoundMove::Submit => "web-done-round-submit",
        RoundMove::Approve => "web-done-round-approve",
        RoundMove::Return => "web-done-round-return",
        RoundMove::Close => "web-done-round-close",
        RoundMove::GiveUp => "web-done-round-give-up",
    };
    let act = async {
        visit.office().move_round(visit.asker()?, operation, &round, wish).await?;
        Ok(Done { to: format!("/rounds/{round}"), said })
    };
    visit.once(act).await
}
