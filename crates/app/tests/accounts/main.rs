//! Accounts, signing in, sessions and resets; what members say and consent to; who read what. On both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod amounts;
mod asks;
mod entrance;
mod organizations;
mod people;
mod reach;
mod readers;
mod register;
mod requests;
mod resets;
mod sessions;
mod silence;
mod town;
mod why;
