//! Taking a mistaken scan down: one asks and says why, another destroys it, or leaves it.

use askama::Template;
use axum::response::Response;
use guanai_app::scans::SeenScan;
use guanai_casework::application::{MOST_OF_A_REASON, ScanMove, ScanState, ScanStep};

use super::{Papers, state_tag};
use crate::applications::StepTaken;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The form.
#[derive(Template)]
#[template(path = "scans/take_down.html")]
pub struct TakeDownPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The papers among which it is.
    pub kept: &'a Papers,
    /// The scan.
    pub seen: &'a SeenScan,
    /// What was typed.
    pub form: &'a Form,
}

impl TakeDownPage<'_> {
    fn may(&self, code: &str) -> bool {
        self.seen.moves.iter().any(|step| step.code() == code)
    }

    fn tag(&self) -> Tag {
        state_tag(self.seen.scan.state)
    }

    /// What is said where the reader may do nothing more.
    fn waits(&self) -> Option<&'static str> {
        match self.seen.scan.state {
            ScanState::Destroyed => Some("web-scan-is-gone"),
            ScanState::Asked if !self.may("destroy") => Some("web-scan-waits"),
            ScanState::Kept if !self.may("ask") => Some("web-scan-not-yours"),
            ScanState::Asked | ScanState::Kept => None,
        }
    }
}

fn draw(visit: &Visit, kept: &Papers, form: &Form) -> Result<Response, PageError> {
    let of = visit.param("scan")?;
    let mut scans = kept.papers.iter().flat_map(|paper| &paper.scans);
    let seen = scans.find(|seen| seen.scan.scan_id.to_string() == of).ok_or(PageError::NotFound)?;
    page::draw(&TakeDownPage { frame: &visit.frame, kept, seen, form })
}

/// `GET /applications/{application}/scans/{scan}/take-down`, `GET /meetings/{meeting}/scans/{scan}/take-down`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &Papers::of(&visit).await?, &visit.fresh_form())
}

/// `POST` to either.
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let at = super::ScanAt::of(&visit)?;
    let (to, scan) = (at.href(), visit.param("scan")?.to_owned());
    let Some(step) = ScanMove::from_code(visit.typed().word("step")) else {
        return Err(PageError::Malformed { why: "no step" });
    };
    let mut fields = Fields::of(visit.typed());
    let (step, said) = match step {
        ScanMove::Ask => (ScanStep::Ask { why: fields.words("scan_why", MOST_OF_A_REASON) }, "web-done-scan-asked"),
        ScanMove::Keep => (ScanStep::Keep, "web-done-scan-left"),
        ScanMove::Destroy => (ScanStep::Destroy, "web-done-scan-destroyed"),
    };
    let errors = match fields.finish(step) {
        Ok(step) => {
            let desk = visit.office().scans();
            match desk.move_scan(visit.asker()?, visit.operation()?, &at, &scan, step).await? {
                StepTaken::Taken | StepTaken::Stale(_) => return visit.go_and_say(&to, said),
                StepTaken::Refused(error) => vec![error],
            }
        }
        Err(errors) => errors,
    };
    let kept = Papers::of(&visit).await?;
    page::unprocessable(draw(&visit, &kept, &visit.form_again(errors)))
}
