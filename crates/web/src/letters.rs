//! Letters without a receipt: whose, from where to where, by when, how each stands, and who hears of it.

use askama::Template;
use axum::response::Response;
use guanai_casework::letter::{LetterKind, LetterStanding};
use guanai_kernel::Post;

pub use guanai_app::letters::WaitingLetter;

use crate::failure::PageError;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "letters/list.html")]
pub struct LettersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letters, whatever is due first in front.
    pub rows: &'a [WaitingLetter],
}

impl LettersPage<'_> {
    fn href(row: &WaitingLetter) -> String {
        match row.kind {
            LetterKind::Transfer => format!("/people/{}/events/{}", row.person_id, row.letter),
            LetterKind::Floating => format!("/floating/letters/{}", row.letter),
        }
    }

    fn tag(row: &WaitingLetter) -> Option<Tag> {
        Some(match row.due?.standing {
            LetterStanding::InTime => Tag::new(State::Calm, Icon::Wait, "web-letter-in-time"),
            LetterStanding::AtRisk => Tag::new(State::Risk, Icon::Risk, "web-letter-at-risk"),
            LetterStanding::Late => Tag::new(State::Late, Icon::Late, "web-letter-late"),
        })
    }

    fn heard(row: &WaitingLetter) -> Option<&'static str> {
        Some(match row.due?.hears? {
            Post::Branch => "web-letter-heard-branch",
            Post::Township => "web-letter-heard-township",
            Post::County | Post::Duty => "web-letter-heard-county",
        })
    }
}

/// `GET /letters`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().arrivals().waiting_letters(visit.asker()?).await?;
    page::draw(&LettersPage { frame: &visit.frame, rows: &rows })
}
