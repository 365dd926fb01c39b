//! Where an agreement stands, and its lawful moves.

use guanai_kernel::words;

words! {
    /// Where an agreement stands.
    PartnershipState {
        /// 待双方确认
        Proposed = "proposed",
        /// 一方已确认
        HalfAgreed = "half-agreed",
        /// 结对中
        Running = "running",
        /// 未同意
        Declined = "declined",
        /// 已撤回
        Withdrawn = "withdrawn",
        /// 已结束
        Ended = "ended",
    }
}

words! {
    /// What somebody does with it.
    PartnershipMove {
        /// 本方同意
        Accept = "accept",
        /// 不同意
        Decline = "decline",
        /// 撤回
        Withdraw = "withdraw",
        /// 记一件做了的事
        Record = "record",
        /// 划去一件
        Strike = "strike",
        /// 任务完成
        Fulfil = "fulfil",
        /// 回头看
        Review = "review",
        /// 换联系人
        Name = "name",
        /// 结束
        End = "end",
    }
}

words! {
    /// How an agreement ended.
    PartnershipEnd {
        /// 到期
        TermOver = "term-over",
        /// 目标达到
        Reached = "reached",
        /// 一方退出
        OneLeaves = "one-leaves",
        /// 一方撤并
        Merged = "merged",
        /// 长期没有往来
        Lapsed = "lapsed",
        /// 其他
        Other = "other",
    }
}

/// The table of lawful moves: from, move, to.
pub const PARTNERSHIP_MOVES: &[(PartnershipState, PartnershipMove, PartnershipState)] = &[
    (PartnershipState::Proposed, PartnershipMove::Accept, PartnershipState::HalfAgreed),
    (PartnershipState::Proposed, PartnershipMove::Decline, PartnershipState::Declined),
    (PartnershipState::Proposed, PartnershipMove::Withdraw, PartnershipState::Withdrawn),
    (PartnershipState::HalfAgreed, PartnershipMove::Accept, PartnershipState::Running),
    (PartnershipState::HalfAgreed, PartnershipMove::Decline, PartnershipState::Declined),
    (PartnershipState::HalfAgreed, PartnershipMove::Withdraw, PartnershipState::Withdrawn),
    (PartnershipState::Running, PartnershipMove::Record, PartnershipState::Running),
    (PartnershipState::Running, PartnershipMove::Strike, PartnershipState::Running),
    (PartnershipState::Running, PartnershipMove::Fulfil, PartnershipState::Running),
    (PartnershipState::Running, PartnershipMove::Review, PartnershipState::Running),
    (PartnershipState::Running, PartnershipMove::Name, PartnershipState::Running),
    (PartnershipState::Running, PartnershipMove::End, PartnershipState::Ended),
];

impl PartnershipState {
    /// The states in which it is not over.
    pub const OPEN: &'static [Self] = &[Self::Proposed, Self::HalfAgreed, Self::Running];

    /// Whether it is not over.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::HalfAgreed | Self::Running)
    }

    /// Where a move leads.
    pub fn after(self, step: PartnershipMove) -> Result<Self, PartnershipError> {
        let row = PARTNERSHIP_MOVES.iter().find(|(from, via, _)| *from == self && *via == step);
        row.map(|(.., to)| *to).ok_or(PartnershipError::Unlawful { state: self, step })
    }
}

/// Why it is no agreement, or not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartnershipError {
    /// A wish that neither gives nor asks.
    #[error("a wish says what is given or what is asked for: choose at least one")]
    Nothing,
    /// An organisation with itself.
    #[error("an organisation is not paired with itself: name the other one")]
    Itself,
    /// A term, a look again or a task whose days do not go together.
    #[error("the days do not go together: the first day, then the look again and each task, then the last day")]
    Days,
    /// Words of a side are missing or too long.
    #[error("write for each side what it promises and whom to ask there")]
    Words,
    /// A task's words are missing, or there are too many.
    #[error("a task says what, who and by when")]
    Tasks,
    /// The table does not hold the move.
    #[error("an agreement that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: PartnershipState,
        /// What was tried.
        step: PartnershipMove,
    },
    /// The side agreed before.
    #[error("this side has agreed already")]
    AgreedAlready,
    /// Whoever proposed it, or agreed for the other side, agrees for this one.
    #[error("whoever proposed it agrees for nobody, and nobody agrees for both sides")]
    OwnHand,
    /// Only whoever proposed it takes it back.
    #[error("a proposal is taken back by whoever made it; a side declines")]
    NotOwnHand,
    /// No such task.
    #[error("there is no such task")]
    NoTask,
    /// The task is done.
    #[error("the task is done already")]
    DoneAlready,
    /// A day that cannot be.
    #[error("the day is before the agreement, after its last day, or in the future where it may not be")]
    Day,
}

impl PartnershipError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "partnership-nothing",
            Self::Itself => "partnership-itself",
            Self::Days => "partnership-days",
            Self::Words => "partnership-words",
            Self::Tasks => "partnership-tasks",
            Self::Unlawful { .. } => "partnership-move",
            Self::AgreedAlready => "partnership-agreed-already",
            Self::OwnHand => "partnership-own-hand",
            Self::NotOwnHand => "partnership-not-own-hand",
            Self::NoTask => "partnership-no-task",
            Self::DoneAlready => "partnership-done-already",
            Self::Day => "partnership-day",
        }
    }
}
