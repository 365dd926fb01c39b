//! Saved runs of the matching 一轮撮合, and who could help with one need. A run pairs nobody: it says whom the matcher would ask for
//! which need and why, who has nobody and why, which help would serve the most, and what walls between the four systems would
//! cost. Whoever may pair goes on from a line to the need's helpers, where both sides are asked.
//!
//! The whole county is matched whoever runs it, so that no township's run takes what a more urgent need elsewhere comes first for; a
//! township keeps and reads the lines of its own people. What is saved is ids, codes and numbers; names are read when the page is
//! read. A need that somebody was named to help is in no later run, and shows as arranged in those before.

mod by_helper;
mod explain;
mod inputs;
mod read;
mod review;
mod run;
mod since;
mod told;

pub use by_helper::{HelperLine, RunHelpers, read_run_helpers};
pub use explain::{
    Candidate, CannotHelp, ExplainError, Explained, MatchExplanation, NeedNamed, explain_matching, explain_run,
};
pub(crate) use inputs::list_not_repeated;
pub use inputs::{Repeated, repeat_run};
pub(crate) use read::may_read;
pub use read::{
    HelperFace, LineState, ListedRun, ListedWish, PAGE, ReadRun, ReadRunError, RunLine, RunPage, RunsPage,
    list_matching_runs, read_matching_run,
};
pub use review::{
    ChangeCandidate, ChangeFile, MovedNeed, ReviewRunError, ReviseRun, RunChange, Weighed, read_change, revise_run,
    weigh_change,
};
pub use run::{RunMatching, RunMatchingError, run_matching};
