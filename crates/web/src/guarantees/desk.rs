//! What the pages of the guarantees ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::Moment;

use super::board::{Board, BoardAsk};
use super::happened::{Happened, HappenedChoices};
use super::list::{ListAsk, TermList};
use super::person::PersonFive;
use super::rest::{RestChoices, RestWish};
use super::standins::{NameStandin, Standins};
use super::told::NoticeList;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of the guarantees, as the pages ask for them.
pub trait GuaranteeDesk: Send + Sync {
    /// How the five stand under the asker's scope, or under one organisation of it.
    fn board<'a>(&'a self, who: Asker<'a>, ask: BoardAsk) -> Answer<'a, Board>;
    /// The running terms behind a count, a page of them; one audit record with whom it names.
    fn terms<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, TermList>;
    /// One person's five.
    fn five<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, PersonFive>;
    /// What the form of a rest gives to choose; refused where the rest itself would be.
    fn rest_choices<'a>(
        &'a self,
        who: Asker<'a>,
        person: &'a str,
        guarantee: &'a str,
        kind: &'a str,
    ) -> Answer<'a, RestChoices>;
    /// Lets a guarantee rest.
    fn rest<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RestWish) -> Answer<'a, ()>;
    /// Ends a rest.
    fn end_rest<'a>(&'a self, who: Asker<'a>, rest: &'a str) -> Answer<'a, ()>;
    /// What may have happened to somebody.
    fn happened_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, HappenedChoices>;
    /// Enters what happened.
    fn record_happening<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: Happened) -> Answer<'a, ()>;
    /// Strikes out what was entered by mistake.
    fn strike_happening<'a>(&'a self, who: Asker<'a>, entry: &'a str) -> Answer<'a, ()>;
    /// What the asker was told.
    fn told<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, NoticeList>;
    /// Takes note of what the asker was told up to a moment.
    fn take_note<'a>(&'a self, who: Asker<'a>, read_at: Moment) -> Answer<'a, ()>;
    /// Who is away and who is on duty.
    fn standins<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Standins>;
    /// Names who stands in, or who is on duty.
    fn name_standin<'a>(&'a self, who: Asker<'a>, wish: NameStandin) -> Answer<'a, ()>;
}
