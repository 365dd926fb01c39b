//! The states of a pair and its lawful moves, as one table that pages, store and tests share; `docs/moves.md` is written from
//! it.

use guanai_kernel::words;

use super::Side;

words! {
    /// Where a pair stands.
    PairState {
        /// 征求意见: both sides are asked.
        Asked = "asked",
        /// 帮扶人已同意: the helper agreed, the person is asked.
        HelperAgreed = "helper-agreed",
        /// 本人已同意: the person agreed, the helper is asked.
        PersonAgreed = "person-agreed",
        /// 双方已同意: it may begin.
        Agreed = "agreed",
        /// 帮扶中
        Running = "running",
        /// 已结束
        Ended = "ended",
        /// 未结成: it came to nothing. Whose no it was stands in the answers, for that side's office alone.
        Off = "off",
    }
}

words! {
    /// What somebody does with a pair.
    PairMove {
        /// 帮扶人同意
        HelperAgrees = "helper-agrees",
        /// 帮扶人不同意. That costs nothing.
        HelperDeclines = "helper-declines",
        /// 本人同意
        PersonAgrees = "person-agrees",
        /// 本人不同意. That costs nothing.
        PersonDeclines = "person-declines",
        /// 开始帮扶: with terms.
        Begin = "begin",
        /// 登记联系
        Contact = "contact",
        /// 回头看: how it goes, and when it is looked at next.
        Review = "review",
        /// 结束
        End = "end",
        /// 收回建议
        TakeBack = "take-back",
    }
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pair that is {} cannot {}", state.code(), step.code())]
pub struct PairMoveError {
    /// Where it stands.
    pub state: PairState,
    /// What was tried.
    pub step: PairMove,
}

/// The table of lawful moves: from, move, to.
pub const PAIR_MOVES: &[(PairState, PairMove, PairState)] = &[
    (PairState::Asked, PairMove::HelperAgrees, PairState::HelperAgreed),
    (PairState::Asked, PairMove::PersonAgrees, PairState::PersonAgreed),
    (PairState::Asked, PairMove::HelperDeclines, PairState::Off),
    (PairState::Asked, PairMove::PersonDeclines, PairState::Off),
    (PairState::Asked, PairMove::TakeBack, PairState::Off),
    (PairState::HelperAgreed, PairMove::PersonAgrees, PairState::Agreed),
    (PairState::HelperAgreed, PairMove::PersonDeclines, PairState::Off),
    (PairState::HelperAgreed, PairMove::HelperDeclines, PairState::Off),
    (PairState::HelperAgreed, PairMove::TakeBack, PairState::Off),
    (PairState::PersonAgreed, PairMove::HelperAgrees, PairState::Agreed),
    (PairState::PersonAgreed, PairMove::HelperDeclines, PairState::Off),
    (PairState::PersonAgreed, PairMove::PersonDeclines, PairState::Off),
    (PairState::PersonAgreed, PairMove::TakeBack, PairState::Off),
    (PairState::Agreed, PairMove::Begin, PairState::Running),
    (PairState::Agreed, PairMove::HelperDeclines, PairState::Off),
    (PairState::Agreed, PairMove::PersonDeclines, PairState::Off),
    (PairState::Agreed, PairMove::TakeBack, PairState::Off),
    (PairState::Running, PairMove::Contact, PairState::Running),
    (PairState::Running, PairMove::Review, PairState::Running),
    (PairState::Running, PairMove::End, PairState::Ended),
];

impl PairState {
    /// The states in which something is still to be done.
    pub const OPEN: &'static [Self] =
        &[Self::Asked, Self::HelperAgreed, Self::PersonAgreed, Self::Agreed, Self::Running];

    /// Whether nothing more happens to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Off)
    }

    /// Whether an answer is waited for.
    pub const fn awaits_answers(self) -> bool {
        matches!(self, Self::Asked | Self::HelperAgreed | Self::PersonAgreed)
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = PairMove> {
        PAIR_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// The state after a move, if the table holds it.
    pub fn after(self, step: PairMove) -> Result<Self, PairMoveError> {
        let found = PAIR_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(PairMoveError { state: self, step })
    }
}

impl PairMove {
    /// The answer of a side.
    pub const fn answer(side: Side, agrees: bool) -> Self {
        match (side, agrees) {
            (Side::Helper, true) => Self::HelperAgrees,
            (Side::Helper, false) => Self::HelperDeclines,
            (Side::Person, true) => Self::PersonAgrees,
            (Side::Person, false) => Self::PersonDeclines,
        }
    }

    /// Whose answer it is, and whether it is a yes; none for what is no answer.
    pub const fn answers(self) -> Option<(Side, bool)> {
        match self {
            Self::HelperAgrees => Some((Side::Helper, true)),
            Self::HelperDeclines => Some((Side::Helper, false)),
            Self::PersonAgrees => Some((Side::Person, true)),
            Self::PersonDeclines => Some((Side::Person, false)),
            Self::Begin | Self::Contact | Self::Review | Self::End | Self::TakeBack => None,
        }
    }
}
