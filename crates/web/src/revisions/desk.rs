//! What the pages of revisions ask of the use cases, beside [`crate::office::Office`].

use guanai_casework::RevisionMove;
use guanai_kernel::Date;

use super::{EditView, RevisionPeopleView, RevisionRow, RevisionView, SpreadView};
use crate::form::FieldError;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// A revision as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRevision {
    /// Which draft is written anew, in which version it was seen; none draws a new one up.
    pub revision: Option<(String, u32)>,
    /// Of which measure the values are.
    pub measure: String,
    /// What it is called.
    pub title: String,
    /// The document that lays it down.
    pub document: String,
    /// The place in it.
    pub place: String,
    /// Why.
    pub reason: String,
    /// The first day.
    pub from: Date,
    /// The last day, where a township sets its own figures.
    pub until: Option<Date>,
    /// Parameters with what was typed; what was left empty stays as it is.
    pub values: Vec<(String, String)>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was kept: its id.
    Kept(String),
    /// Something stands against it.
    Wrong(Vec<FieldError>),
}

/// The use cases of revisions, as the pages ask for them.
pub trait RevisionDesk: Send + Sync {
    /// Every revision, the latest first.
    fn revisions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<RevisionRow>>;
    /// The form of a draft, or of a new one, for a measure where one is chosen.
    fn revision_form<'a>(
        &'a self,
        who: Asker<'a>,
        revision: Option<&'a str>,
        measure: Option<&'a str>,
    ) -> Answer<'a, EditView>;
    /// Draws one up, or writes a draft anew.
    fn write_revision<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: WriteRevision) -> Answer<'a, Written>;
    /// One revision.
    fn revision<'a>(&'a self, who: Asker<'a>, revision: &'a str) -> Answer<'a, RevisionView>;
    /// Reckons what a draft would do.
    fn reckon_revision<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        revision: &'a str,
        version: u32,
    ) -> Answer<'a, ()>;
    /// Moves one on.
    fn move_revision<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        revision: &'a str,
        version: u32,
        step: RevisionMove,
        words: Option<String>,
    ) -> Answer<'a, ()>;
    /// How far the figures lie apart that townships set for themselves.
    fn spread<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SpreadView>;
    /// For whom it changes something.
    fn revision_people<'a>(&'a self, who: Asker<'a>, revision: &'a str, page: usize) -> Answer<'a, RevisionPeopleView>;
}
