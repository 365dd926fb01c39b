//! What the pages of an organisation's structure and of trainings ask of the use cases, beside [`crate::office::Office`].

use guanai_app::structure::StructurePage;
use guanai_app::trainings::{TrainingView, TrainingsPage};
use guanai_kernel::Date;

use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;

/// A training to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingWish {
    /// Of which branch.
    pub organization: String,
    /// What it was about.
    pub title: String,
    /// The day.
    pub held_on: Date,
    /// How many minutes.
    pub minutes: u32,
    /// Who taught.
    pub teacher: Option<String>,
    /// Who was there.
    pub people: Vec<String>,
}

/// The use cases of structure and trainings, as the pages ask for them.
pub trait StructureDesk: Send + Sync {
    /// An organisation's structure; none is the top of the asker's scope.
    fn structure<'a>(&'a self, who: Asker<'a>, organization: Option<String>) -> Answer<'a, StructurePage>;
    /// The same as a workbook.
    fn structure_workbook<'a>(&'a self, who: Asker<'a>, organization: Option<String>) -> Answer<'a, Download>;
    /// An organisation's trainings.
    fn trainings<'a>(&'a self, who: Asker<'a>, organization: &'a str, page: usize) -> Answer<'a, TrainingsPage>;
    /// One training.
    fn training<'a>(&'a self, who: Asker<'a>, training: &'a str) -> Answer<'a, TrainingView>;
    /// Writes one down; its id.
    fn record_training<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: TrainingWish) -> Answer<'a, String>;
    /// Strikes one out.
    fn strike_training<'a>(&'a self, who: Asker<'a>, op: OperationId, training: &'a str, why: String)
    -> Answer<'a, ()>;
}
