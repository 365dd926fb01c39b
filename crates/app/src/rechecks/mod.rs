//! The yearly recheck 年度复核: the county draws it up, somebody else approves it, because it binds every branch; everybody in the
//! pack's classes is then on it once. The branch sees each of them and says how it stands: one tap where nothing changed, which is
//! a visit of the register (入户核实) that stops what it stops; the form of such a visit where something did; in words where
//! nobody was seen. Who came into the classes after the opening is told apart and may be put on it; whoever is not seen by
//! the last day is still ours to see, and late.
//!
//! A visit for this occasion answers for whoever is on an open recheck, whichever page it was recorded from; one that is struck
//! out lets them wait again, one that is corrected hands on.

mod answer;
mod by_visit;
mod file;
mod open;
mod person;
mod progress;

pub use answer::{AnswerRecheck, AnswerRecheckError, SayUnchanged, answer_recheck, say_unchanged};
pub(crate) use by_visit::{Found, hand_on, reopen_of, seen_at, still_waits};
pub use file::{ReadRecheck, RecheckFile, RecheckPlace, RecheckRow, list_rechecks, read_recheck};
pub use open::{DraftRecheck, DraftRecheckError, MoveRecheck, MoveRecheckError, draft_recheck, move_recheck};
pub use person::{RecheckFact, RecheckPerson, read_recheck_person};
pub use progress::{Progress, RunningRecheck, running_recheck};

use guanai_store::StoreError;

use crate::actor::Denied;
use crate::population::PopulationError;

/// The occasion of the pack under which somebody is rechecked.
pub const OCCASION: &str = "recheck";
/// People on a page.
pub const PAGE: u64 = 50;

/// Why there is nothing to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadRecheckError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such recheck, organisation or person on it, or outside the scope.
    #[error("there is no such recheck, or nobody of it within your scope")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadRecheckError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "recheck-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}
