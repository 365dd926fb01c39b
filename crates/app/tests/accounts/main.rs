//! Accounts, signing in, sessions and resets, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod entrance;
mod organizations;
mod people;
mod reach;
mod register;
mod resets;
mod sessions;
mod silence;
mod town;
