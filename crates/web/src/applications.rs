//! Applications: the list, one application with its steps and papers, applying, public notices and objections.

pub mod apply;
pub mod desk;
pub mod file;
pub mod list;
pub mod notices;
pub mod papers;
pub mod steps;

pub use apply::{ApplyCheckPage, ApplyPage, EnterApplication, EntryChoices, EntryOffer};
pub use desk::{DecisionDesk, StepTaken};
pub use file::{ApplicationFile, ApplicationPage, state_tag};
pub use list::{ApplicationsAsk, ApplicationsList, ApplicationsPage, OwnApplicationsPage};
pub use notices::{NoticePage, NoticesPage, ObjectPage, RaiseObjection};
pub use papers::PaperPage;
pub use steps::{CheckStepPage, StepPage, StepWish};
