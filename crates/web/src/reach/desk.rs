//! What the pages of reach and of the yearly recheck ask of the use cases, beside [`crate::office::Office`].

use guanai_app::reach::ReachOverview;
use guanai_app::rechecks::DraftRecheck;
use guanai_casework::{ItemMove, RecheckMove};
use guanai_kernel::Date;

use super::given::{GivenAsk, GivenView};
use super::honours::{HonoursAsk, HonoursView};
use super::list::{ListAsk, ReachListView};
use crate::form::FieldError;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;
use crate::rechecks::{RecheckAsk, RecheckList, RecheckPersonView, RecheckView};

/// What became of something that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It was kept: the id of what it is about.
    Kept(String),
    /// Something stands against it that whoever sent it can mend.
    Wrong(FieldError),
}

/// Something that is said of somebody on a recheck.
#[derive(Clone, PartialEq, Eq)]
pub struct Say {
    /// On which recheck.
    pub recheck: String,
    /// Of whom.
    pub person: String,
    /// What.
    pub step: ItemMove,
    /// For which day.
    pub on: Date,
    /// In words.
    pub words: Option<String>,
}

impl std::fmt::Debug for Say {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Say({} {})", self.recheck, self.step.code())
    }
}

/// The use cases of reach and of the yearly recheck, as the pages ask for them.
pub trait ReachDesk: Send + Sync {
    /// The four lists at a glance.
    fn reach<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ReachOverview>;
    /// One of them.
    fn reach_list<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, ReachListView>;
    /// Whom care reached this year.
    fn given<'a>(&'a self, who: Asker<'a>, ask: GivenAsk) -> Answer<'a, GivenView>;
    /// Who is to be honoured in a year, and was.
    fn honours<'a>(&'a self, who: Asker<'a>, ask: HonoursAsk) -> Answer<'a, HonoursView>;
    /// The rechecks.
    fn rechecks<'a>(&'a self, who: Asker<'a>) -> Answer<'a, RecheckList>;
    /// Draws one up.
    fn draft_recheck<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: DraftRecheck) -> Answer<'a, Saved>;
    /// One recheck.
    fn recheck<'a>(&'a self, who: Asker<'a>, ask: RecheckAsk) -> Answer<'a, RecheckView>;
    /// Moves one on.
    fn move_recheck<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        recheck: &'a str,
        step: RecheckMove,
    ) -> Answer<'a, ()>;
    /// Somebody on one.
    fn recheck_person<'a>(&'a self, who: Asker<'a>, recheck: &'a str, person: &'a str)
    -> Answer<'a, RecheckPersonView>;
    /// Says how it stands with somebody.
    fn say_of_recheck<'a>(&'a self, who: Asker<'a>, op: OperationId, say: Say) -> Answer<'a, Saved>;
}
