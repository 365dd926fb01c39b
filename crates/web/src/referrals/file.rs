//! One referral: what was asked and sent, what they said, who was told of silence, what happened.

use askama::Template;
use axum::response::Response;
use guanai_app::referrals::ReferralView;
use guanai_casework::{ReferralGround, ReferralMove, ReferralResult, ReferralState, SharedItem};

use super::row_tag;
use crate::failure::PageError;
use crate::page::{self, Frame, Tag};
use crate::people::TimelineEntry;
use crate::visit::Visit;

/// A referral as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralFile {
    /// The referral.
    pub view: ReferralView,
    /// The kind of need, in words.
    pub category: String,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
}

impl ReferralFile {
    /// What was sent, item by item.
    pub fn shared(&self) -> Vec<(&'static str, &String)> {
        let items = SharedItem::ALL.iter().filter_map(|item| Some((item.code(), self.view.shared.item(*item)?)));
        items.collect()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "referrals/file.html")]
pub struct ReferralPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The referral.
    pub file: &'a ReferralFile,
}

impl ReferralPage<'_> {
    fn tag(&self) -> Tag {
        row_tag(&self.file.view.row)
    }

    /// The moves as buttons: an answer stands first where it is the department that reads, otherwise that they have it.
    fn buttons(&self) -> Vec<(ReferralMove, String, bool)> {
        let id = self.file.view.row.referral_id;
        let place = |step: &ReferralMove| match step {
            ReferralMove::Receive => 0,
            ReferralMove::Answer => 1,
            ReferralMove::Remind => 2,
            ReferralMove::Return => 3,
            ReferralMove::TakeBack => 4,
        };
        let mut moves = self.file.view.moves.clone();
        moves.sort_by_key(place);
        let button =
            |(at, step): (usize, ReferralMove)| (step, format!("/referrals/{id}/moves/{}", step.code()), at == 0);
        moves.into_iter().enumerate().map(button).collect()
    }

    /// Whether the letter is printed: for whoever sends it.
    fn prints(&self) -> bool {
        self.file.view.stance.of_person && self.frame.opens("/referrals/{referral}/letter")
    }

    /// Where it goes on: help that came is recorded at the need; what did not come is asked of somebody else.
    fn next(&self) -> Option<(&'static str, String)> {
        let view = &self.file.view;
        let need = view.row.need_id?;
        match (view.row.state, view.row.result) {
            (ReferralState::Answered, Some(ReferralResult::Helped)) => {
                Some(("web-referral-next-helped", format!("/needs/{need}")))
            }
            (ReferralState::Answered | ReferralState::Returned, _) => {
                Some(("web-referral-next-elsewhere", format!("/needs/{need}")))
            }
            _ => None,
        }
    }

    /// Why it may be sent, in a sentence.
    fn permission(&self) -> Option<String> {
        let permission = self.file.view.permission.as_ref()?;
        Some(match (permission.ground, permission.manner, permission.on) {
            (ReferralGround::Consent, Some(manner), Some(on)) => {
                let manner = self.frame.named("web-pair-manner-", manner.code());
                self.frame.with2("web-referral-consented", "day", self.frame.day(on), "manner", &manner)
            }
            _ => self.frame.with("web-referral-by-rule", "rule", permission.rule.as_deref().unwrap_or_default()),
        })
    }
}

/// `GET /referrals/{referral}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().referrals().referral_file(visit.asker()?, visit.param("referral")?).await?;
    page::draw(&ReferralPage { frame: &visit.frame, file: &file })
}
