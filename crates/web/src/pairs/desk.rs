//! What the pages of pairs ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::ids::MatchingRunId;

use super::choose::{HelpersFile, ProposeWish};
use super::file::PairFile;
use super::list::{PairRow, PairsAsk, PairsList};
use super::moves::PairMoveWish;
use crate::form::FieldError;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// What became of a proposal that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposed {
    /// Both sides are asked: the pair's id.
    Pair(String),
    /// Something stands against it that whoever sent it can mend.
    Wrong(FieldError),
}

/// The use cases of pairs, as the pages ask for them.
pub trait PairDesk: Send + Sync {
    /// Who could help with a need, and why; with whom a run proposed for it, where the asker comes from a line of one.
    fn helpers<'a>(&'a self, who: Asker<'a>, need: &'a str, run: Option<MatchingRunId>) -> Answer<'a, HelpersFile>;
    /// Asks both sides.
    fn propose_pair<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ProposeWish) -> Answer<'a, Proposed>;
    /// Pairs within the asker's scope, a page of them.
    fn pair_list<'a>(&'a self, who: Asker<'a>, ask: PairsAsk) -> Answer<'a, PairsList>;
    /// One pair.
    fn pair_file<'a>(&'a self, who: Asker<'a>, pair: &'a str) -> Answer<'a, PairFile>;
    /// The asker's own pairs, as the one who is helped or who helps.
    fn own_pairs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<PairRow>>;
    /// Moves a pair on.
    fn move_pair<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: PairMoveWish) -> Answer<'a, ()>;
}
