//! Pairs 结对帮扶 as each role may see and change them: who could help with a need and why, a proposal to both sides, what they
//! answer, terms, contacts, a look again, an end. Most pairs are named by people; the matching only puts somebody first.
//!
//! Before both agreed, whoever would help is told the kind of need and the township, and not whose it is; whoever would be
//! helped hears of it when the helper has agreed. Whose no it was is told to that side's office alone.

mod backing;
mod beside;
mod candidates;
mod file;
mod list;
mod moving;
mod propose;
mod stance;

pub use backing::{Backing, Proposers};
pub use beside::PairPlan;
pub use candidates::{Candidate, Helpers, ReadHelpersError, WhyNot, read_helpers};
pub(crate) use file::refuses_contact;
pub use file::{PairEvent, PairHappened, PairPhones, PairView, ReadPairError, SeenAnswer, list_own_pairs, read_pair};
pub use list::{
    ListPairs, ListPairsError, ListedPair, PAGE, PairShape, PairsPage, TakenUp, count_pairs_due, list_pairs,
    list_pairs_of_need,
};
pub use moving::{MovePair, MovePairError, WishedPairStep, act_of, move_pair};
pub use propose::{ProposePair, ProposePairError, propose_pair};
pub use stance::Stance;
