//! Residents who are no members 群众: taking one into care in two steps, and the end of that care. Everything else of theirs is on
//! the pages that everybody has. [`desk::ResidentDesk`] is what the pages ask.

pub mod desk;
pub mod end;
pub mod enter;

pub use desk::{CareOf, ResidentChoices, ResidentDesk, ResidentWish};
