//! The states of a booking and its lawful moves, as one table that pages, store and tests share; `docs/moves.md` is written from
//! it.

use guanai_kernel::words;

words! {
    /// Where a booking stands.
    BookingState {
        /// 已预留: held until its day, while whoever answers for the resource is asked.
        Reserved = "reserved",
        /// 已确认: they agreed.
        Booked = "booked",
        /// 已使用
        Used = "used",
        /// 未使用: nobody came, and the units are free again.
        Unused = "unused",
        /// 已归还: what was lent is back.
        Returned = "returned",
        /// 未成: declined or taken back. Why stands with the office that answers for the resource alone.
        Off = "off",
    }
}

words! {
    /// What somebody does with a booking.
    BookingMove {
        /// 确认
        Confirm = "confirm",
        /// 不能提供. That costs nothing.
        Decline = "decline",
        /// 取消预留
        TakeBack = "take-back",
        /// 登记已使用
        Use = "use",
        /// 登记未使用
        LeaveUnused = "leave-unused",
        /// 登记归还
        Return = "return",
    }
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a booking that is {} cannot {}", state.code(), step.code())]
pub struct BookingMoveError {
    /// Where it stands.
    pub state: BookingState,
    /// What was tried.
    pub step: BookingMove,
}

/// The table of lawful moves: from, move, to.
pub const BOOKING_MOVES: &[(BookingState, BookingMove, BookingState)] = &[
    (BookingState::Reserved, BookingMove::Confirm, BookingState::Booked),
    (BookingState::Reserved, BookingMove::Decline, BookingState::Off),
    (BookingState::Reserved, BookingMove::TakeBack, BookingState::Off),
    (BookingState::Booked, BookingMove::Use, BookingState::Used),
    (BookingState::Booked, BookingMove::LeaveUnused, BookingState::Unused),
    (BookingState::Booked, BookingMove::Decline, BookingState::Off),
    (BookingState::Booked, BookingMove::TakeBack, BookingState::Off),
    (BookingState::Used, BookingMove::Return, BookingState::Returned),
];

impl BookingState {
    /// The states in which something is still to be done.
    pub const OPEN: &'static [Self] = &[Self::Reserved, Self::Booked];

    /// Whether units are somebody's here; of a reservation only until its day.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Reserved | Self::Booked | Self::Used)
    }

    /// Whether nothing more happens to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Unused | Self::Returned | Self::Off)
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = BookingMove> {
        BOOKING_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// The state after a move, if the table holds it.
    pub fn after(self, step: BookingMove) -> Result<Self, BookingMoveError> {
        let found = BOOKING_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(BookingMoveError { state: self, step })
    }
}

impl BookingMove {
    /// Whether it is for whoever answers for the resource to make; else it is for whoever reserved it. Both may say what was
    /// used.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Confirm | Self::Decline)
    }
}
