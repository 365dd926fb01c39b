//! The care fund's books 党内关怀帮扶资金（专账核算）: entries whose lines sum to zero, every line with its purpose.
//! What an office's cash book holds becomes opening entries.
#![deny(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

pub mod care_fund;
pub mod entry;
pub mod source;
pub mod trial;

pub use entry::{Account, CashLine, Entry, EntryError, Line, opening_entry};
pub use trial::{Trial, TrialError, trial_balance};
