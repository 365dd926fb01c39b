//! What the pages of disputes ask of the use cases, beside [`crate::office::Office`].

use guanai_app::disputes::{DisputeForm, DisputeView, MoveDispute, RaiseDispute};

use super::list::DisputesList;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of disputes, as the pages ask for them.
pub trait DisputeDesk: Send + Sync {
    /// The disputes that are the asker's to read, a page of them.
    fn dispute_list<'a>(&'a self, who: Asker<'a>, ended: bool, page: usize) -> Answer<'a, DisputesList>;
    /// The form, for somebody or for nobody yet.
    fn dispute_form<'a>(&'a self, who: Asker<'a>, person: Option<&'a str>) -> Answer<'a, DisputeForm>;
    /// Takes one in.
    fn raise_dispute<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RaiseDispute) -> Answer<'a, ()>;
    /// One dispute; strata in words.
    fn dispute_file<'a>(&'a self, who: Asker<'a>, dispute: &'a str) -> Answer<'a, DisputeView>;
    /// Moves one on.
    fn move_dispute<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: MoveDispute) -> Answer<'a, ()>;
}
