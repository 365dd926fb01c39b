//! What the pages of the guarantees ask of the use cases, beside [`crate::office::Office`].

use super::board::{Board, BoardAsk};
use super::list::{ListAsk, TermList};
use crate::office::{Answer, Asker};

/// The use cases of the guarantees, as the pages ask for them.
pub trait GuaranteeDesk: Send + Sync {
    /// How the five stand under the asker's scope, or under one organisation of it.
    fn board<'a>(&'a self, who: Asker<'a>, ask: BoardAsk) -> Answer<'a, Board>;
    /// The running terms behind a count, a page of them; one audit record with whom it names.
    fn terms<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, TermList>;
}
