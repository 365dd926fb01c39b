//! The questionnaires on paper, each with its code, by stratum.

use askama::Template;
use axum::response::Response;

use super::PapersFile;
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Papers on one page of the browser.
const AT_ONCE: usize = 50;

/// The list of what may be printed.
#[derive(Template)]
#[template(path = "surveys/papers.html")]
pub struct PapersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The papers.
    pub file: &'a PapersFile,
}

impl PapersPage<'_> {
    /// Of a stratum, the pieces in which its papers are printed: from, to, and the number of the piece.
    fn pieces(codes: &[String]) -> Vec<(usize, usize, usize)> {
        let begins = (0..codes.len()).step_by(AT_ONCE).zip(1..);
        begins.map(|(from, piece)| (from + 1, codes.len().min(from + AT_ONCE), piece)).collect()
    }
}

/// Some papers.
#[derive(Template)]
#[template(path = "surveys/print.html")]
pub struct PrintPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The papers.
    pub file: &'a PapersFile,
    /// Of which stratum.
    pub no: u32,
    /// The codes of those that are printed.
    pub codes: &'a [String],
}

/// `GET /surveys/{survey}/papers`: what may be printed, or with a stratum, its papers.
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().surveys().survey_papers(visit.asker()?, visit.param("survey")?).await?;
    let Some(stratum) = visit.filter("stratum") else {
        return page::draw(&PapersPage { frame: &visit.frame, file: &file });
    };
    let found = file.strata.iter().find(|stratum_of| stratum_of.no.to_string() == stratum);
    let found = found.ok_or(PageError::NotFound)?;
    let piece = found.codes.chunks(AT_ONCE).nth(visit.page_number().saturating_sub(1)).ok_or(PageError::NotFound)?;
    page::draw(&PrintPage { frame: &visit.frame, file: &file, no: found.no, codes: piece })
}
