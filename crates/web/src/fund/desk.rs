//! What the pages of the fund ask of the use cases, beside [`crate::office::Office`].

use guanai_app::fund_sources::SourcesPage;
use guanai_app::fund_sources::{Grade, SourceKind};
use guanai_kernel::{Date, Money};

use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// A source to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceWish {
    /// The body or channel.
    pub name: String,
    /// Of what kind.
    pub kind: SourceKind,
    /// For which year.
    pub year: i16,
    /// How much.
    pub amount: Money,
    /// The last day on which it still may come.
    pub expires_on: Option<Date>,
    /// How certain it is.
    pub grade: Grade,
}

/// What is done with a source's grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceStep {
    /// To another grade, for this reason or on this evidence: a raise waits for a second person.
    To(Grade, String),
    /// Confirms the raise that waits.
    Confirm,
}

/// The use cases of the fund, as the pages ask for them.
pub trait FundDesk: Send + Sync {
    /// The sources and the outlook.
    fn sources<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SourcesPage>;
    /// Writes a source down.
    fn record_source<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SourceWish) -> Answer<'a, ()>;
    /// Changes a source's grade, or asks for it.
    fn grade_source<'a>(&'a self, who: Asker<'a>, op: OperationId, source: &'a str, step: SourceStep)
    -> Answer<'a, ()>;
}
