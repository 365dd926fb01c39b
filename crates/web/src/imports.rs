//! Imports: bring books in, see what they would change, settle what differs, publish. Nothing is changed before the
//! last step, and nobody is deleted because a book does not name them.

pub mod decide;
pub mod file;
pub mod list;

pub use decide::{PublishPage, Settled};
pub use file::{
    AbsentRow, BookRead, ChangedRow, Conflict, Counts, ImportFile, ImportPage, Progress, RefusedRow, Tab, Verdict,
    WarnedRow,
};
pub use list::{BookKind, ImportRow, ImportState, ImportsList, ImportsPage};
