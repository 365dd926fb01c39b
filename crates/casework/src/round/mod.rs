//! A round of visits 集中走访: whom a festival brings us to, approved once, divided among groups, carried on sheets that are
//! signed, and entered sheet by sheet. The list is frozen when it is approved; what changes after that is a record with a
//! reason. A household is one stop, a person has one visit and one gift, and every yuan drawn is delivered or returned.

mod booked;
mod groups;
mod listed;
mod route;
mod settle;
mod sheets;

use std::collections::BTreeSet;

use guanai_kernel::ids::{OrganizationId, RoundId};
use guanai_kernel::{Date, Moment, Money};

pub use booked::{SheetBooking, SheetMoney};
pub use groups::{DivideError, divide};
use guanai_kernel::words;
pub use listed::{
    ByHand, LIST_MOVES, LeftOut, ListMove, ListMoveError, ListRow, Listing, Mention, RoundPerson, RoundReason, Totals,
};
pub use route::{RoutePart, Stop, Visitee, address_order, stops};
pub use settle::{Drawn, SettleError, Settled, Unreachable, Unreached, settle};
pub use sheets::{
    GroupState, MOST_STOPS, Outcome, RoundGroup, RoundSheet, SHEET_MOVES, SheetEntry, SheetMove, SheetRow, SheetState,
    cut,
};

words! {
    /// Where a round stands.
    RoundState {
        /// Drawn up 拟定: the list may be changed and drawn anew.
        Drafted = "drafted",
        /// Waits for the one approval 待审批.
        Submitted = "submitted",
        /// Approved 已审批: the list is frozen.
        Approved = "approved",
        /// Over 已办结.
        Closed = "closed",
        /// Given up before it was approved 已撤销.
        GivenUp = "given-up",
    }
}

words! {
    /// What somebody does with it.
    RoundMove {
        /// Hand it to whoever approves.
        Submit = "submit",
        /// Approve it.
        Approve = "approve",
        /// Send it back with a reason.
        Return = "return",
        /// Close it.
        Close = "close",
        /// Give it up.
        GiveUp = "give-up",
    }
}

/// The table of lawful moves: from, move, to.
pub const ROUND_MOVES: &[(RoundState, RoundMove, RoundState)] = &[
    (RoundState::Drafted, RoundMove::Submit, RoundState::Submitted),
    (RoundState::Drafted, RoundMove::GiveUp, RoundState::GivenUp),
    (RoundState::Submitted, RoundMove::Approve, RoundState::Approved),
    (RoundState::Submitted, RoundMove::Return, RoundState::Drafted),
    (RoundState::Approved, RoundMove::Close, RoundState::Closed),
];

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a round that is {} cannot {}", state.code(), step.code())]
pub struct RoundMoveError {
    /// Where it stands.
    pub state: RoundState,
    /// What was tried.
    pub step: RoundMove,
}

impl RoundState {
    /// The state after `step`, if the table holds the move.
    pub fn after(self, step: RoundMove) -> Result<Self, RoundMoveError> {
        let row = ROUND_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        row.map(|(_, _, to)| *to).ok_or(RoundMoveError { state: self, step })
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Who, as the audit names them.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Goods that go with each gift 慰问品.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Goods {
    /// What, such as 米、油各一.
    pub name: String,
    /// What one set is worth.
    pub worth: Money,
}

/// A round.
#[derive(Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub round_id: RoundId,
    /// The organisation that holds it, with all below it.
    pub organization_id: OrganizationId,
    /// What it is called, such as 2027年春节走访慰问.
    pub title: String,
    /// What the visits are for, as a code of the pack.
    pub occasion: String,
    /// By which rules of the pack.
    pub rules: BTreeSet<String>,
    /// The first day.
    pub opens_on: Date,
    /// The last day.
    pub closes_on: Date,
    /// The day for which the standards answered.
    pub as_of: Date,
    /// The version of the pack that answered.
    pub pack_version: String,
    /// What may be spent, goods included.
    pub budget: Money,
    /// The gift of those who are visited and for whom no standard names one.
    pub plain_gift: Option<Money>,
    /// What goes with each gift.
    pub goods: Option<Goods>,
    /// The purse that pays its gifts, as a code of the pack; none where it gives none, or nobody said.
    pub purse: Option<String>,
    /// Where it stands.
    pub state: RoundState,
    /// Who drew it up.
    pub drafted: Hand,
    /// Who handed it in.
    pub submitted: Option<Hand>,
    /// Who approved it.
    pub approved: Option<Hand>,
    /// Why it was sent back last, while it is being mended.
    pub returned: Option<String>,
    /// Who closed it or gave it up.
    pub ended: Option<Hand>,
}

guanai_kernel::debug_by_id!(Round.round_id);

/// Why whoever approves may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApproveError {
    /// It does not wait for approval.
    #[error(transparent)]
    Move(#[from] RoundMoveError),
    /// Whoever drew it up or handed it in does not approve it.
    #[error("whoever drew a list up does not approve it: somebody else must")]
    OwnHand,
}

impl Round {
    /// It, handed in.
    pub fn submitted(&self, hand: Hand) -> Result<Self, RoundMoveError> {
        let state = self.state.after(RoundMove::Submit)?;
        Ok(Self { state, submitted: Some(hand), returned: None, ..self.clone() })
    }

    /// It, approved by somebody who neither drew it up nor handed it in.
    pub fn approved(&self, hand: Hand) -> Result<Self, ApproveError> {
        let state = self.state.after(RoundMove::Approve)?;
        if self.is_maker(&hand.by) {
            return Err(ApproveError::OwnHand);
        }
        Ok(Self { state, approved: Some(hand), ..self.clone() })
    }

    /// It, sent back with a reason.
    pub fn returned(&self, words: String) -> Result<Self, RoundMoveError> {
        let state = self.state.after(RoundMove::Return)?;
        Ok(Self { state, submitted: None, returned: Some(words), ..self.clone() })
    }

    /// It, closed or given up.
    pub fn ended(&self, step: RoundMove, hand: Hand) -> Result<Self, RoundMoveError> {
        Ok(Self { state: self.state.after(step)?, ended: Some(hand), ..self.clone() })
    }

    /// Whether somebody drew it up or handed it in.
    pub fn is_maker(&self, name: &str) -> bool {
        self.drafted.by == name || self.submitted.as_ref().is_some_and(|hand| hand.by == name)
    }

    /// What one gift comes to, goods included; none where the sum has no place in a number.
    pub fn worth_of(&self, cash: Option<Money>) -> Option<Money> {
        let goods = self.goods.as_ref().map(|goods| goods.worth);
        Money::sum(cash.into_iter().chain(goods))
    }
}

#[cfg(test)]
mod tests;
