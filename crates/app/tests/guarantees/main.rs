//! The five guarantees at work, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::cloned_ref_to_slice_refs, reason = "a list of one reads better as [one]")]

use guanai_testkit::engines;

mod applied;
mod calendars;
mod clocks;
mod confidence;
mod day;
mod desk;
mod distress;
mod found;
mod needy;
mod reach;
mod reading;
mod recheck_moves;
mod rechecks;
mod resting;
mod telling;
#[expect(dead_code, reason = "the town of the accounts' tests has more than is asked here")]
#[path = "../accounts/town.rs"]
mod town;
mod years;
