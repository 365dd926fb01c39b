//! One dispute: between whom, what is claimed, what was tried, what both were told and say, and what its reader may do now.

use askama::Template;
use axum::response::Response;
use guanai_app::disputes::{DisputeView, SeenSide, SideView};
use guanai_casework::DisputeHand;

use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "disputes/file.html")]
pub struct DisputePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The dispute.
    pub view: &'a DisputeView,
}

impl DisputePage<'_> {
    fn tag(&self) -> Tag {
        super::state_tag(self.view.state, self.view.is_late)
    }

    fn sides(&self) -> [(&'static str, &SeenSide, &SideView); 2] {
        [
            ("web-dispute-first", &self.view.first, &self.view.of_first),
            ("web-dispute-second", &self.view.second, &self.view.of_second),
        ]
    }

    fn called(&self, side: &SeenSide) -> String {
        side.name.clone().unwrap_or_else(|| self.frame.say("web-dispute-unnamed"))
    }

    /// As whom the reader reads it.
    fn reader(&self) -> &'static str {
        match (self.view.stance.is_on_duty, self.view.stance.part) {
            (true, _) => "web-dispute-as-duty",
            (_, Some(DisputeHand::Mediator)) => "web-dispute-as-mediator",
            _ => "web-dispute-as-side",
        }
    }
}

/// `GET /disputes/{dispute}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().disputes().dispute_file(visit.asker()?, visit.param("dispute")?).await?;
    page::draw(&DisputePage { frame: &visit.frame, view: &view })
}
