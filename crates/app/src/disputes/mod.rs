//! Disputes and claims 矛盾纠纷、诉求 (R8) as each may see and move them. What is told of one is read by its sides, by who mediates, and by
//! who acts over the organisation that sees to it: by nobody above it, and by nobody who stands in for another. Whoever reaches more
//! reads how many there are, and that some are late.
//!
//! Neither a side, nor who is close to one, nor who is over one mediates ([`MediatorBar`]); an organisation whose duty persons are all
//! sides or close to one hands it to the one above ([`seat`]).

mod file;
mod list;
mod mediators;
mod moving;
mod raise;
mod seat;
mod stance;

pub use file::{DisputeView, ReadDisputeError, SeenAttempt, SeenReply, SeenSaid, SeenSide, SideView, read_dispute};
pub use list::{
    CountedDisputes, DisputesPage, ListDisputes, ListDisputesError, ListedDispute, PAGE, count_disputes_due,
    list_disputes,
};
pub use mediators::MediatorBar;
pub use moving::{MoveDispute, MoveDisputeError, WishedDisputeStep, act_of, move_dispute};
pub use raise::{DisputeForm, RaiseDispute, RaiseDisputeError, open_dispute_form, raise_dispute};
pub use stance::DisputeStance;

pub(crate) use list::due_of_people;

/// Letters of what is written down.
pub const MOST_LETTERS: usize = 1_000;
/// Letters of what a side, or who it is passed on to, is called.
pub const MOST_NAME: usize = 60;
