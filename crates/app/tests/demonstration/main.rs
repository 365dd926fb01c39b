//! A demonstration's county: what is kept of it, and that its known passwords open no other.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod founded;
mod motion;
mod place;
