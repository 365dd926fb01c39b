//! What the pages of a member's own needs, and of needs that the standards find, ask of the use cases, beside [`crate::office::Office`].

use super::conditions::{ConditionsFile, ConditionsWish};
use super::find::FoundRow;
use crate::me::needs::OwnNeed;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of own needs and found ones, as the pages ask for them.
pub trait NeedDesk: Send + Sync {
    /// The member's own needs.
    fn own_needs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<OwnNeed>>;
    /// How many needs the standards would raise, by measure.
    fn found_needs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<FoundRow>>;
    /// Raises those of some measures.
    fn raise_found_needs<'a>(&'a self, who: Asker<'a>, op: OperationId, measures: Vec<String>) -> Answer<'a, ()>;
    /// What a need asks of whoever helps.
    fn conditions<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, ConditionsFile>;
    /// Says what it asks.
    fn set_conditions<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ConditionsWish) -> Answer<'a, ()>;
}
