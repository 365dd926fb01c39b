//! One need: in whose words, how it stands, who is proposed and why, or why nobody is.

use askama::Template;
use axum::response::Response;
use guanai_casework::Move;

use super::NeedRow;
use crate::bookings::BookingRow;
use crate::failure::PageError;
use crate::page::{self, Fact, Frame};
use crate::pairs::PairRow;
use crate::people::TimelineEntry;
use crate::referrals::ReferralRow;
use crate::visit::Visit;

/// Help that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who helps.
    pub helper: String,
    /// Of which organisation or system.
    pub place: String,
    /// The offer's id.
    pub offer: String,
    /// Why this one, each reason a short line.
    pub reasons: Vec<String>,
}

/// One need.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else of it, and none excludes another")]
pub struct NeedFile {
    /// The need as lists show it.
    pub row: NeedRow,
    /// In the person's own words; none where the reader may not read them.
    pub words: Option<String>,
    /// The form of help wished for.
    pub wished: Option<String>,
    /// Who said or entered it, in words.
    pub stated_by: String,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// What it asks of whoever helps, in words; nothing where nobody asks for anything.
    pub conditions: Vec<Fact>,
    /// Whether the person is a minor whose guardian has not agreed yet.
    pub lacks_guardian: bool,
    /// Whether the reader may say what it asks.
    pub may_set: bool,
    /// What the words suggest, with the words that led to it, for somebody to confirm.
    pub suggested: Option<String>,
    /// What is known of how far help has come: who is named, which papers were seen, what came of it; each a line.
    pub progress: Vec<Fact>,
    /// A condition to know before it goes on: drawn for a call-back, or contradicted; the key of its sentence.
    pub condition: Option<&'static str>,
    /// The need that took it in, or that it was split from: the key of the sentence and the id.
    pub linked: Option<(&'static str, String)>,
    /// The moves that the reader may make now, the first one first.
    pub moves: Vec<Move>,
    /// Whether somebody may be asked to help: it waits to be confirmed or helped.
    pub may_ask: bool,
    /// Whether a plan may be drawn up from it: it has not ended.
    pub may_plan: bool,
    /// Whether whoever is to help has not been in touch for long, so that others are looked for.
    pub has_fallen_silent: bool,
    /// Other needs of the person and of those who live with them.
    pub beside: Vec<NeedRow>,
    /// Who is proposed.
    pub proposals: Vec<Proposal>,
    /// Why nobody is, and what would help.
    pub why_unmet: Option<String>,
    /// The pairs of this need, the newest first.
    pub pairs: Vec<PairRow>,
    /// The referrals of this need, the newest first.
    pub referrals: Vec<ReferralRow>,
    /// The jobs that came of it.
    pub jobs: Vec<guanai_app::jobs::ListedJob>,
    /// Whether a job may be written down: it is confirmed and has not ended, and no job of it is still looked at.
    pub may_work: bool,
    /// What is reserved or booked for this need, the newest first.
    pub bookings: Vec<BookingRow>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
}

/// The page.
#[derive(Template)]
#[template(path = "needs/file.html")]
pub struct NeedPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The need.
    pub file: &'a NeedFile,
}

/// `GET /needs/{need}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().need(visit.asker()?, visit.param("need")?).await?;
    page::draw(&NeedPage { frame: &visit.frame, file: &file })
}
