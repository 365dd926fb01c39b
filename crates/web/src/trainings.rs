//! Trainings: an organisation's list with the form for one more, and one training with who was there.

pub mod file;
pub mod list;
