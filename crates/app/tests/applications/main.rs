//! Applications and meetings: who may take which step of which application, and what stands against each, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod entering;
mod objections;
mod office;
mod reading;
mod recusal;
mod scan_moves;
mod scans;
mod scans_taken_down;
mod steps;
#[expect(dead_code, reason = "the town has a door that these tests do not use")]
#[path = "../accounts/town.rs"]
mod town;
mod whole;
