//! The states of an item and its lawful moves, each with whose it is, as one table that pages, store and tests share;
//! `docs/moves.md` is written from it.

use guanai_kernel::words;

words! {
    /// How an item stands.
    ItemState {
        /// 待接收
        Waiting = "waiting",
        /// 已接收
        Accepted = "accepted",
        /// 已退回: with a reason; it stays with the leaver.
        Returned = "returned",
        /// 上级定: it is not handed over, and what becomes of it is written down.
        Released = "released",
        /// 须先结清: money is not handed over.
        Blocked = "blocked",
        /// 已结清
        Settled = "settled",
        /// 已办结: the record was closed before anybody accepted it.
        Lapsed = "lapsed",
    }
}

words! {
    /// What somebody does with an item.
    ItemMove {
        /// 接收
        Accept = "accept",
        /// 退回
        Return = "return",
        /// 补正后再交
        Mend = "mend",
        /// 定由接任人接收
        Assign = "assign",
        /// 定为不移交
        Release = "release",
        /// 登记结清
        Settle = "settle",
        /// 记录已办结: nobody's hand, the record says so.
        Lapse = "lapse",
    }
}

words! {
    /// Whose a move is.
    Party {
        /// 离任人
        Leaver = "leaver",
        /// 接任人或者代理人
        Successor = "successor",
        /// 上级党组织
        Superior = "superior",
        /// The record that the item is about.
        Record = "record",
    }
}

/// Why an item is not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ItemMoveError {
    /// The table does not hold it, or not for them.
    #[error("an item that is {} cannot {} by the {}", state.code(), step.code(), whose.code())]
    Unlawful {
        /// How it stands.
        state: ItemState,
        /// What was tried.
        step: ItemMove,
        /// By whom.
        whose: Party,
    },
    /// The move needs words.
    #[error("say why, or what became of it")]
    NoWords,
    /// Too many letters.
    #[error("write at most {} letters", super::MOST_LETTERS)]
    TooLong,
}

/// The table of lawful moves: from, move, to, whose.
pub const ITEM_MOVES: &[(ItemState, ItemMove, ItemState, Party)] = &[
    (ItemState::Waiting, ItemMove::Accept, ItemState::Accepted, Party::Successor),
    (ItemState::Waiting, ItemMove::Return, ItemState::Returned, Party::Successor),
    (ItemState::Waiting, ItemMove::Lapse, ItemState::Lapsed, Party::Record),
    (ItemState::Returned, ItemMove::Mend, ItemState::Waiting, Party::Leaver),
    (ItemState::Returned, ItemMove::Assign, ItemState::Accepted, Party::Superior),
    (ItemState::Returned, ItemMove::Release, ItemState::Released, Party::Superior),
    (ItemState::Returned, ItemMove::Lapse, ItemState::Lapsed, Party::Record),
    (ItemState::Blocked, ItemMove::Settle, ItemState::Settled, Party::Superior),
    (ItemState::Blocked, ItemMove::Lapse, ItemState::Settled, Party::Record),
];

impl ItemMove {
    /// Whether whoever makes it says why, or what became of it.
    pub const fn wants_words(self) -> bool {
        !matches!(self, Self::Accept | Self::Lapse)
    }

    /// Whether responsibility passes to the successor.
    pub const fn passes(self) -> bool {
        matches!(self, Self::Accept | Self::Assign)
    }
}

impl ItemState {
    /// Whether nothing is left to do about it.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Accepted | Self::Released | Self::Settled | Self::Lapsed)
    }

    /// The moves that are somebody's from here.
    pub fn moves(self, whose: Party) -> impl Iterator<Item = ItemMove> {
        ITEM_MOVES.iter().filter(move |(from, _, _, by)| *from == self && *by == whose).map(|(_, step, ..)| *step)
    }

    /// The state after a move of somebody, if the table holds it.
    pub fn after(self, step: ItemMove, whose: Party) -> Result<Self, ItemMoveError> {
        let found = ITEM_MOVES.iter().find(|(from, by, _, of)| (*from, *by, *of) == (self, step, whose));
        found.map(|(_, _, to, _)| *to).ok_or(ItemMoveError::Unlawful { state: self, step, whose })
    }
}
