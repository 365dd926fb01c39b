//! The letter of a referral on paper 转办函, A4: what is asked and sent, the term, and a slip that comes back with the same code.

use askama::Template;
use axum::response::Response;

use super::file::ReferralFile;
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "referrals/letter.html")]
pub struct LetterPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The referral.
    pub file: &'a ReferralFile,
}

/// `GET /referrals/{referral}/letter`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().referrals().referral_file(visit.asker()?, visit.param("referral")?).await?;
    if !file.view.stance.of_person {
        return Err(PageError::NotFound);
    }
    page::draw(&LetterPage { frame: &visit.frame, file: &file })
}
