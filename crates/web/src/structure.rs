//! The structure of an organisation: ages, what was taught, what is carried; and the trainings that say it.

pub mod desk;
pub mod drawing;
pub mod show;

pub use desk::{StructureDesk, TrainingWish};
pub use drawing::Pyramid;
