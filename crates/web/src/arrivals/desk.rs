//! What the pages of arrivals, and of letters without a receipt, ask of the use cases, beside [`crate::office::Office`].

use super::{ArrivalChoices, ArrivalMove, ArrivalView, ArrivalWish};
use crate::letters::{FollowWish, WaitingLetter};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of arrivals, as the pages ask for them.
pub trait ArrivalDesk: Send + Sync {
    /// What the form offers.
    fn choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ArrivalChoices>;
    /// Records an arrival; its id.
    fn record<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ArrivalWish) -> Answer<'a, String>;
    /// Those that wait, then the latest.
    fn arrivals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ArrivalView>>;
    /// One of them.
    fn arrival<'a>(&'a self, who: Asker<'a>, arrival: &'a str) -> Answer<'a, ArrivalView>;
    /// The letters of transfers and about floating members that wait for their receipt.
    fn waiting_letters<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<WaitingLetter>>;
    /// Says that one of them is followed up.
    fn follow_letter<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: FollowWish) -> Answer<'a, ()>;
    /// Confirms, declines or takes back.
    fn decide<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        arrival: &'a str,
        step: ArrivalMove,
        why: Option<String>,
    ) -> Answer<'a, ()>;
}
