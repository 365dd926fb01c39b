//! The care fund: where its money comes from, and how long it lasts. [`desk::FundDesk`] is what the pages ask.

pub mod desk;
pub mod sources;

pub use desk::{FundDesk, SourceStep, SourceWish};
