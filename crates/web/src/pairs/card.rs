//! The card of a pair on paper 结对帮扶卡, A4, as offices sign it: who, what for, the terms, the contacts, two signatures and a seal.

use askama::Template;
use axum::response::Response;
use guanai_casework::PairContact;

use super::file::PairFile;
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Contacts on one card; older ones stand in the file.
const ROWS: usize = 12;

/// The page.
#[derive(Template)]
#[template(path = "pairs/card.html")]
pub struct CardPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The pair.
    pub file: &'a PairFile,
}

impl CardPage<'_> {
    /// The latest contacts, the first of them first.
    fn contacts(&self) -> Vec<&PairContact> {
        let mut latest: Vec<&PairContact> = self.file.view.contacts.iter().take(ROWS).collect();
        latest.reverse();
        latest
    }

    /// Blank rows to be filled in by hand.
    fn blank(&self) -> std::ops::Range<usize> {
        self.contacts().len()..ROWS
    }
}

/// `GET /pairs/{pair}/card`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().pairs().pair_file(visit.asker()?, visit.param("pair")?).await?;
    if file.view.terms.is_none() {
        return Err(PageError::Refused { key: "web-refused-pair-not-begun" });
    }
    page::draw(&CardPage { frame: &visit.frame, file: &file })
}
