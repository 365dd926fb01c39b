//! The states of a dispute, its lawful moves and whose each is, as one table that pages, store and tests share.

use guanai_kernel::words;

words! {
    /// Where a dispute stands.
    DisputeState {
        /// 待指定调解人
        Raised = "raised",
        /// 调处中
        Mediating = "mediating",
        /// 已答复双方，等双方回话
        Replied = "replied",
        /// 达成一致，已了结
        Agreed = "agreed",
        /// 没有达成一致，已转有关部门
        ReferredOn = "referred-on",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What somebody does with it.
    DisputeMove {
        /// 指定调解人
        Assign = "assign",
        /// 请上一级办理
        PassUp = "pass-up",
        /// 登记一次调处
        Attempt = "attempt",
        /// 答复双方
        Reply = "reply",
        /// 登记一方的回话
        Answer = "answer",
        /// 继续调处
        Resume = "resume",
        /// 了结
        Close = "close",
        /// 转有关部门
        ReferOn = "refer-on",
        /// 撤回
        Withdraw = "withdraw",
    }
}

words! {
    /// Who somebody is towards a dispute.
    DisputeHand {
        /// 负责的人: who acts over the organisation that sees to it, and is neither a side nor close to one.
        Duty = "duty",
        /// 调解人
        Mediator = "mediator",
        /// 提出的一方
        First = "first",
        /// 另一方
        Second = "second",
    }
}

/// A move that the table does not hold, or not for this hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is {state:?} cannot {step:?}")]
pub struct DisputeMoveError {
    /// Where it stands.
    pub state: DisputeState,
    /// What was tried.
    pub step: DisputeMove,
}

/// From, move, to, and whose it is.
pub type DisputeRow = (DisputeState, DisputeMove, DisputeState, &'static [DisputeHand]);

const DUTY: &[DisputeHand] = &[DisputeHand::Duty];
const BOTH: &[DisputeHand] = &[DisputeHand::Duty, DisputeHand::Mediator];
/// What a side says is said by that side, or written down by who asked it.
const SAYING: &[DisputeHand] = &[DisputeHand::Duty, DisputeHand::Mediator, DisputeHand::First, DisputeHand::Second];
/// Whoever raised it takes it back, or says so to who writes it down.
const RAISER: &[DisputeHand] = &[DisputeHand::Duty, DisputeHand::First];

/// The table of lawful moves.
#[rustfmt::skip]
pub const DISPUTE_MOVES: &[DisputeRow] = {
    use DisputeMove as M;
    use DisputeState as S;
    &[
        (S::Raised, M::Assign, S::Mediating, DUTY),
        (S::Raised, M::PassUp, S::Raised, DUTY),
        (S::Raised, M::Withdraw, S::Withdrawn, RAISER),
        (S::Mediating, M::Assign, S::Mediating, DUTY),
        (S::Mediating, M::PassUp, S::Raised, DUTY),
        (S::Mediating, M::Attempt, S::Mediating, BOTH),
        (S::Mediating, M::Reply, S::Replied, BOTH),
        (S::Mediating, M::Withdraw, S::Withdrawn, RAISER),
        (S::Replied, M::Answer, S::Replied, SAYING),
        (S::Replied, M::Resume, S::Mediating, BOTH),
        (S::Replied, M::Close, S::Agreed, DUTY),
        (S::Replied, M::ReferOn, S::ReferredOn, DUTY),
    ]
};

impl DisputeState {
    /// The states in which somebody has something to do about it.
    pub const OPEN: &'static [Self] = &[Self::Raised, Self::Mediating, Self::Replied];

    /// Whether somebody has something to do about it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Raised | Self::Mediating | Self::Replied)
    }

    /// The state after `step`, if the table holds the move.
    pub fn after(self, step: DisputeMove) -> Result<Self, DisputeMoveError> {
        let row = DISPUTE_MOVES.iter().find(|(from, by, ..)| *from == self && *by == step);
        row.map(|(_, _, to, _)| *to).ok_or(DisputeMoveError { state: self, step })
    }

    /// The moves from here that are a hand's.
    pub fn moves_of(self, hand: DisputeHand) -> impl Iterator<Item = DisputeMove> {
        let rows = DISPUTE_MOVES.iter().filter(move |(from, _, _, hands)| *from == self && hands.contains(&hand));
        rows.map(|(_, step, ..)| *step)
    }
}
