//! The care fund: where its money comes from and how long it lasts, and the funds that are set up. [`desk::FundDesk`] is what the pages
//! ask.

pub mod desk;
pub mod funds;
pub mod sources;

pub use desk::{FundDesk, FundStep, FundWish, SourceStep, SourceWish};
