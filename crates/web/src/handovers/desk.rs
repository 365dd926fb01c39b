//! What the pages of hand-overs ask of the use cases, beside [`crate::office::Office`].

use super::{HandoverLine, HandoverSheet, ItemKind, ItemMove, LateWish};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;
use crate::page::Choice;

/// The use cases of hand-overs, as the pages ask for them.
pub trait HandoverDesk: Send + Sync {
    /// Those that concern the reader.
    fn handovers<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<HandoverLine>>;
    /// One.
    fn handover<'a>(&'a self, who: Asker<'a>, handover: &'a str) -> Answer<'a, HandoverSheet>;
    /// Moves an item.
    fn move_item<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        at: (&'a str, &'a str),
        step: ItemMove,
        words: Option<String>,
    ) -> Answer<'a, ()>;
    /// Puts something on a list by hand.
    fn add_item<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        handover: &'a str,
        kind: ItemKind,
        words: String,
    ) -> Answer<'a, ()>;
    /// Brings a list in line with the records.
    fn refresh<'a>(&'a self, who: Asker<'a>, op: OperationId, handover: &'a str) -> Answer<'a, ()>;
    /// Says who watches over it.
    fn name_supervisor<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        handover: &'a str,
        name: &'a str,
    ) -> Answer<'a, ()>;
    /// What visits may be for.
    fn occasions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<Choice>>;
    /// Writes a visit of days in the post down.
    fn record_late<'a>(&'a self, who: Asker<'a>, op: OperationId, handover: &'a str, wish: LateWish) -> Answer<'a, ()>;
    /// Confirms a late record, or rejects it with a reason.
    fn decide_late<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        at: (&'a str, &'a str),
        rejected: Option<String>,
    ) -> Answer<'a, ()>;
}
