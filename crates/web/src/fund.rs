//! The care fund: where its money comes from and how long it lasts, the funds that are set up, and the signature sheets that wait
//! to be booked. [`desk::FundDesk`] is what the pages ask.

pub mod desk;
pub mod funds;
pub mod sheets;
pub mod sources;

pub use desk::{FundDesk, FundStep, FundWish, SheetWish, SourceStep, SourceWish};
