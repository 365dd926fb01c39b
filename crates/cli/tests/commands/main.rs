//! The real binary in a folder of its own: what each command says, prints, leaves behind and exits with.
//!
//! How to add one: lay books out on a `Desk`, say the command as a person would, and look at what it said.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod brought;
mod browser;
mod canary;
mod demonstration;
mod desk;
#[path = "../../../testkit/src/engines.rs"]
mod engines;
mod hostile;
mod importing;
mod languages;
mod on_both_engines;
mod reading;
mod serving;
mod standards;
mod words;
