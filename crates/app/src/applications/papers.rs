//! The signed papers of an application, with their scans, as a role sees them.

use guanai_casework::application::{ApplicationFile, Document};

use crate::scans::SeenScan;

/// A signed paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenDocument {
    /// The paper.
    pub document: Document,
    /// Whether it is of the submission that stands.
    pub is_current: bool,
    /// The scans of it, oldest first.
    pub scans: Vec<SeenScan>,
}

pub(super) fn documents_of(file: &ApplicationFile, scans: &[SeenScan]) -> Vec<SeenDocument> {
    let round = file.application.round;
    let current = |document: &Document| match document.meeting_id {
        Some(id) => file.votes.iter().any(|vote| vote.round == round && vote.meeting_id == id),
        None => document.round == round,
    };
    let seen = file.documents.iter().map(|document| SeenDocument {
        is_current: current(document),
        scans: with(scans, document),
        document: document.clone(),
    });
    seen.collect()
}

/// The scans of one paper.
pub(crate) fn with(scans: &[SeenScan], document: &Document) -> Vec<SeenScan> {
    scans.iter().filter(|seen| seen.scan.document_id == document.document_id).cloned().collect()
}
