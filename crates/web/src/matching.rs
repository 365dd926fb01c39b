//! Saved runs of the matching 一轮撮合: who would be asked for which need and why, who has nobody and why, which help would serve the
//! most, and what walls between the four systems would cost.

pub mod change;
pub mod desk;
pub mod list;
pub mod show;

pub use change::{ChangeFile, ChangeRow, ChangeWish, MovedRow, Weighed, WishView};
pub use desk::MatchingDesk;
pub use list::{RunRow, RunsList, SinceView};
pub use show::{HelperRow, HelperView, LineView, RecruitView, RunAsk, RunTab, RunView, WallView, Walls, line_tag};
