//! Imports: bring books in, see what they would change, settle what differs, publish. Nothing is changed before the
//! last step, and nobody is deleted because a book does not name them.

pub mod decide;
pub mod file;
pub mod list;
pub mod rows;
mod steps;

pub use decide::{PublishPage, Settled};
pub use file::{BookRead, Counts, ImportFile, ImportPage, LeftOut, Progress};
pub use list::{BookKind, BringBooks, ImportRow, ImportState, ImportsList, ImportsPage};
pub use rows::{
    AbsentRow, Becomes, ChangedRow, Conflict, Decision, Difference, Part, RefusedRow, Rows, Tab, Verdict, WarnedRow,
    Written,
};
pub use steps::Step;
