//! The states of a referral and its lawful moves, as one table that pages, store and tests share; `docs/moves.md` is written from
//! it.

use guanai_kernel::words;

words! {
    /// Where a referral stands.
    ReferralState {
        /// 已转出: it was sent, and nobody said yet that it came.
        Sent = "sent",
        /// 已收到: the department has it.
        Received = "received",
        /// 已答复
        Answered = "answered",
        /// 退回: it is not theirs.
        Returned = "returned",
        /// 已撤回: the office took it back.
        TakenBack = "taken-back",
    }
}

words! {
    /// What somebody does with a referral.
    ReferralMove {
        /// 登记收到
        Receive = "receive",
        /// 催办
        Remind = "remind",
        /// 答复
        Answer = "answer",
        /// 退回: not theirs, with why.
        Return = "return",
        /// 撤回
        TakeBack = "take-back",
    }
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a referral that is {} cannot {}", state.code(), step.code())]
pub struct ReferralMoveError {
    /// Where it stands.
    pub state: ReferralState,
    /// What was tried.
    pub step: ReferralMove,
}

/// The table of lawful moves: from, move, to. Whoever answers at once has received it.
pub const REFERRAL_MOVES: &[(ReferralState, ReferralMove, ReferralState)] = &[
    (ReferralState::Sent, ReferralMove::Receive, ReferralState::Received),
    (ReferralState::Sent, ReferralMove::Answer, ReferralState::Answered),
    (ReferralState::Sent, ReferralMove::Return, ReferralState::Returned),
    (ReferralState::Sent, ReferralMove::Remind, ReferralState::Sent),
    (ReferralState::Sent, ReferralMove::TakeBack, ReferralState::TakenBack),
    (ReferralState::Received, ReferralMove::Answer, ReferralState::Answered),
    (ReferralState::Received, ReferralMove::Return, ReferralState::Returned),
    (ReferralState::Received, ReferralMove::Remind, ReferralState::Received),
    (ReferralState::Received, ReferralMove::TakeBack, ReferralState::TakenBack),
];

impl ReferralState {
    /// The states in which an answer is owed.
    pub const OPEN: &'static [Self] = &[Self::Sent, Self::Received];

    /// Whether an answer is owed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Received)
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = ReferralMove> {
        REFERRAL_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// The state after a move, if the table holds it.
    pub fn after(self, step: ReferralMove) -> Result<Self, ReferralMoveError> {
        let row = REFERRAL_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        row.map(|(_, _, to)| *to).ok_or(ReferralMoveError { state: self, step })
    }
}

impl ReferralMove {
    /// Whether it is the department that says it, by itself or to whoever rang it.
    pub const fn is_theirs(self) -> bool {
        matches!(self, Self::Receive | Self::Answer | Self::Return)
    }
}
