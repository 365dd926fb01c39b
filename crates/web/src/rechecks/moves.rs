//! Approving a recheck, taking it back, closing it: a page that says what follows.

use askama::Template;
use axum::response::Response;
use guanai_casework::RecheckMove;

use super::{RecheckAsk, RecheckView};
use crate::failure::PageError;
use crate::form::Form;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "rechecks/move.html")]
pub struct RecheckMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The recheck.
    pub view: &'a RecheckView,
    /// Which move.
    pub step: RecheckMove,
    /// The form.
    pub form: &'a Form,
}

impl RecheckMovePage<'_> {
    fn id(&self) -> String {
        self.view.file.recheck.recheck_id.to_string()
    }
}

fn step_of(visit: &Visit) -> Result<RecheckMove, PageError> {
    RecheckMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)
}

/// `GET /rechecks/{recheck}/moves/{move}`; a move that may not be made now leads back to the recheck.
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let recheck = visit.param("recheck")?.to_owned();
    let ask = RecheckAsk { recheck, organization: None, own: false, counted_as: None, page: Some(1) };
    let view = visit.office().reach().recheck(visit.asker()?, ask).await?;
    if !view.file.moves.contains(&step) {
        return Visit::go(&format!("/rechecks/{}", view.file.recheck.recheck_id));
    }
    let form = visit.fresh_form();
    page::draw(&RecheckMovePage { frame: &visit.frame, view: &view, step, form: &form })
}

/// `POST /rechecks/{recheck}/moves/{move}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let recheck = visit.param("recheck")?.to_owned();
    let operation = visit.operation()?;
    let said = match step {
        RecheckMove::Approve => "web-done-recheck-approve",
        RecheckMove::Drop => "web-done-recheck-drop",
        RecheckMove::Close => "web-done-recheck-close",
    };
    let act = async {
        visit.office().reach().move_recheck(visit.asker()?, operation, &recheck, step).await?;
        Ok(Done { to: format!("/rechecks/{recheck}"), said })
    };
    visit.once(act).await
}
