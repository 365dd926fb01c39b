//! Visits: recorded on a phone in under a minute, listed, read one at a time, corrected, asked back about.

pub mod amend;
pub mod calls;
pub mod draft;
pub mod file;
pub mod list;
pub mod note;
pub mod photos;
mod read;
pub mod record;

pub use amend::{Amend, Correction};
pub use calls::{CallBackHeard, CallBackPage, CallBackRow};
pub use file::{CallBackFile, PromiseFile, VisitFile, VisitFilePage, VisitSight};
pub use list::{VisitRow, VisitState, VisitsAsk, VisitsList, VisitsPage};
pub use note::{NoteFile, NotePage};
pub use record::{
    AsBefore, FactField, FactKind, OpenPromise, RecordVisit, RecordVisitPage, Recorded, VisitChoices, VisitDraft,
};
