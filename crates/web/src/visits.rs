//! Visits: recorded on a phone in under a minute, and kept while they are begun.

pub mod draft;
mod read;
pub mod record;

pub use record::{
    AsBefore, FactField, FactKind, OpenPromise, RecordVisit, RecordVisitPage, Recorded, VisitChoices, VisitDraft,
};
