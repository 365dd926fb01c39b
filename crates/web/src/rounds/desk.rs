//! What the pages of rounds ask of the use cases. It is a part of [`crate::office::Office`].

use guanai_app::rounds::{ChangeRound, GroupWish, RoundTab};

use super::{
    Draft, EntryWish, MoveWish, RoundChoices, RoundPeopleView, RoundPersonView, RoundView, RoundsList, SheetView,
    SheetsAsk,
};
use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;

/// The use cases of rounds.
pub trait RoundDesk: Send + Sync + 'static {
    /// Rounds that concern the asker's scope, the latest first.
    fn rounds<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, RoundsList>;
    /// What the form for a round gives to choose.
    fn round_choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, RoundChoices>;
    /// Draws a round up; its id.
    fn draft_round<'a>(&'a self, who: Asker<'a>, op: OperationId, draft: Draft) -> Answer<'a, String>;
    /// One round: what it comes to and how far it is.
    fn round<'a>(&'a self, who: Asker<'a>, round: &'a str) -> Answer<'a, RoundView>;
    /// Draws its list anew.
    fn redraw_round<'a>(&'a self, who: Asker<'a>, op: OperationId, round: &'a str) -> Answer<'a, ()>;
    /// Hands it in, approves it, sends it back, closes it, gives it up.
    fn move_round<'a>(&'a self, who: Asker<'a>, op: OperationId, round: &'a str, wish: MoveWish) -> Answer<'a, ()>;
    /// A part of its list.
    fn round_people<'a>(
        &'a self,
        who: Asker<'a>,
        round: &'a str,
        tab: RoundTab,
        page: usize,
    ) -> Answer<'a, RoundPeopleView>;
    /// How one person stands on it.
    fn round_person<'a>(&'a self, who: Asker<'a>, round: &'a str, person: &'a str) -> Answer<'a, RoundPersonView>;
    /// Changes how one person stands on it, as of one of the states in which they stood.
    fn change_round<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        round: &'a str,
        of: (&'a str, u64),
        change: ChangeRound,
    ) -> Answer<'a, ()>;
    /// Divides it among groups.
    fn divide_round<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        round: &'a str,
        groups: Vec<GroupWish>,
    ) -> Answer<'a, ()>;
    /// Draws up sheets for those who wait for another visit.
    fn send_again<'a>(&'a self, who: Asker<'a>, op: OperationId, round: &'a str) -> Answer<'a, ()>;
    /// Sheets with all that stands on them.
    fn sheets<'a>(&'a self, who: Asker<'a>, round: &'a str, ask: SheetsAsk<'a>) -> Answer<'a, Vec<SheetView>>;
    /// The round and sheet of a short code.
    fn find_sheet<'a>(&'a self, who: Asker<'a>, code: &'a str) -> Answer<'a, (String, String)>;
    /// Enters a sheet as a whole.
    fn enter_sheet<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: EntryWish) -> Answer<'a, ()>;
    /// Its list and how far it is, as a workbook.
    fn round_workbook<'a>(&'a self, who: Asker<'a>, round: &'a str) -> Answer<'a, Download>;
}
