//! Life events 人生大事: what happens in a life and changes six places of the register at once. One table says of each kind what
//! its form asks and what it causes; what was carried out is kept with its states before and after, so that one reversal undoes
//! all of it. `docs/life-events.md` is written from the table.

pub mod kinds;
pub mod outcome;
pub mod task;

use guanai_kernel::ids::{LifeEventId, OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment, words};

pub use kinds::{Ask, Cause, Hand, LIFE_EVENTS, LifeEventKind, LifeEventRow, Need};
pub use outcome::{Outcome, OutcomeKind};
pub use task::{LifeEventTask, TaskDone, TaskError};

words! {
    /// Where a life event stands.
    LifeEventState {
        /// 待回执: the letter is out, and nothing has changed yet.
        Awaiting = "awaiting-receipt",
        /// 已生效: carried out.
        Stands = "stands",
        /// 已收回: the letter came back before any receipt.
        Recalled = "recalled",
        /// 已撤销: undone, and everything is as it was.
        Undone = "undone",
    }
}

words! {
    /// What is done with a life event once it is entered.
    LifeEventMove {
        /// 登记回执
        Receive = "receive",
        /// 收回介绍信
        Recall = "recall",
        /// 撤销
        Undo = "undo",
    }
}

/// Every lawful move: from, by, to.
pub const LIFE_EVENT_MOVES: &[(LifeEventState, LifeEventMove, LifeEventState)] = &[
    (LifeEventState::Awaiting, LifeEventMove::Receive, LifeEventState::Stands),
    (LifeEventState::Awaiting, LifeEventMove::Recall, LifeEventState::Recalled),
    (LifeEventState::Stands, LifeEventMove::Undo, LifeEventState::Undone),
];

impl LifeEventState {
    /// The state after a move; none where the table does not hold it.
    pub fn after(self, by: LifeEventMove) -> Option<Self> {
        LIFE_EVENT_MOVES.iter().find(|(from, step, _)| *from == self && *step == by).map(|(.., to)| *to)
    }
}

/// What the form said beside kind and day. What nobody knows stays empty: nothing is made of it.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LifeEventDetails {
    /// A letter's number 介绍信编号.
    pub letter: Option<String>,
    /// Where: a new address, a hospital, where somebody floats to, an organisation outside the county.
    pub place: Option<String>,
    /// Which post ends.
    pub post_id: Option<PostId>,
    /// A code that the form gave to choose: how ill, the new work, why in hardship.
    pub choice: Option<String>,
    /// 困难程度, a code of the pack.
    pub degree: Option<String>,
    /// A loss in fen.
    pub loss_fen: Option<i64>,
    /// Years in village or community posts.
    pub years: Option<i64>,
    /// Whether retirement pay is drawn.
    pub draws_pension: Option<bool>,
    /// In words.
    pub words: Option<String>,
}

impl std::fmt::Debug for LifeEventDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LifeEventDetails(…)")
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The account, as the audit names it.
    pub by: String,
    /// The person behind it, where the register knows them.
    pub person_id: Option<PersonId>,
    /// When.
    pub at: Moment,
}

impl Deed {
    /// Whether both were done by one and the same: the account, or the person behind it.
    pub fn is_of(&self, other: &Self) -> bool {
        self.by == other.by || (self.person_id.is_some() && self.person_id == other.person_id)
    }
}

/// A life event.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeEvent {
    /// Its id.
    pub life_event_id: LifeEventId,
    /// In whose life.
    pub person_id: PersonId,
    /// What happened.
    pub kind: LifeEventKind,
    /// The day it happened; of a transfer, the day of the letter.
    pub happened_on: Date,
    /// What the form said beside; sealed in the store.
    pub details: LifeEventDetails,
    /// Where the person belonged when it was entered.
    pub organization_id: Option<OrganizationId>,
    /// Where a transfer leads, within the county.
    pub to_organization_id: Option<OrganizationId>,
    /// Where it stands.
    pub state: LifeEventState,
    /// Whether money or a decision hangs on it, so that another than whoever entered it undoes it.
    pub needs_another: bool,
    /// What came of it, as it was told before it was carried out; sealed in the store.
    pub outcomes: Vec<Outcome>,
    /// Who entered it.
    pub entered: Deed,
    /// The day of the receipt 回执, and who entered that.
    pub received: Option<(Date, Deed)>,
    /// Why it was undone or recalled, and by whom.
    pub closed: Option<(String, Deed)>,
}

guanai_kernel::debug_by_id!(LifeEvent.life_event_id);

/// Why an event is not undone by whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LifeEventMoveError {
    /// The table does not hold the move.
    #[error("this event is {state}: it cannot be moved so")]
    Unlawful {
        /// Where it stands.
        state: LifeEventState,
    },
    /// Money or a decision hangs on it.
    #[error("money or a decision hangs on this event: somebody else than whoever entered it must undo it")]
    OwnHand,
}

impl LifeEvent {
    /// Whether `deed` may move it so, and to which state.
    pub fn may(&self, by: LifeEventMove, deed: &Deed) -> Result<LifeEventState, LifeEventMoveError> {
        let unlawful = LifeEventMoveError::Unlawful { state: self.state };
        let after = self.state.after(by).ok_or(unlawful)?;
        // It changed nothing itself: who has it otherwise corrects the facts, and what that comes to is drawn up again.
        if self.kind == LifeEventKind::FactsRestated {
            return Err(unlawful);
        }
        let own = self.entered.is_of(deed) || self.received.as_ref().is_some_and(|(_, other)| other.is_of(deed));
        if by == LifeEventMove::Undo && self.needs_another && own {
            return Err(LifeEventMoveError::OwnHand);
        }
        Ok(after)
    }

    /// Whether nobody of the county answers for the person any more: a death, or a transfer that leads outside.
    pub fn leaves_county(&self) -> bool {
        let goes = self.kind == LifeEventKind::Transfer && self.to_organization_id.is_none();
        goes || self.kind == LifeEventKind::Death
    }

    /// The row of its kind.
    pub fn row(&self) -> &'static LifeEventRow {
        self.kind.row()
    }
}

#[cfg(test)]
mod tests;
