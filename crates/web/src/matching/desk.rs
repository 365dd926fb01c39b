//! What the pages of the matching ask of the use cases, beside [`crate::office::Office`].

use super::{ChangeFile, ChangeWish, RunAsk, RunView, RunsList, Weighed};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of saved runs, as the pages ask for them.
pub trait MatchingDesk: Send + Sync {
    /// The runs, the latest first.
    fn matching_runs<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, RunsList>;
    /// Runs the matching for today and saves it: the run's id.
    fn run_matching<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, String>;
    /// A page of one run.
    fn matching_run<'a>(&'a self, who: Asker<'a>, ask: RunAsk) -> Answer<'a, RunView>;
    /// What can be changed by hand for one need of a run.
    fn run_change<'a>(&'a self, who: Asker<'a>, run: &'a str, need: &'a str) -> Answer<'a, ChangeFile>;
    /// What a change would cost and whom it would move.
    fn weigh_change<'a>(&'a self, who: Asker<'a>, wish: &'a ChangeWish) -> Answer<'a, Weighed>;
    /// Keeps a change: the id of the further run.
    fn revise_run<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: &'a ChangeWish) -> Answer<'a, String>;
}
