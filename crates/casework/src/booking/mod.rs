//! A booking 预留、预订: units of a resource that are kept for a need (R29, R43, R72).
//!
//! A reservation holds its units until a day and then lets go by itself: nobody has to remember. Whoever answers for the resource
//! agrees or declines; a no costs nothing, and why is told to their own office alone. What was agreed to is used, or is not;
//! what was lent comes back. What is taken of a resource is counted once, over bookings, pairs and needs together.

mod state;

pub use state::{BOOKING_MOVES, BookingMove, BookingMoveError, BookingState};

use guanai_kernel::ids::{BookingId, NeedId, OfferId, PersonId};
use guanai_kernel::{Date, Moment};

/// A booking.
#[derive(Clone, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub booking_id: BookingId,
    /// Of which resource.
    pub offer_id: OfferId,
    /// For which need.
    pub need_id: NeedId,
    /// Whose need it is: under their key it is sealed.
    pub person_id: PersonId,
    /// How many units.
    pub units: i64,
    /// Where it stands.
    pub state: BookingState,
    /// Who reserved it, as the audit names them.
    pub reserved_by: String,
    /// The day of that.
    pub reserved_on: Date,
    /// Up to and on this day its units are held; after that others may have them.
    pub holds_until_on: Date,
    /// The first day of use, where days were named.
    pub from_on: Option<Date>,
    /// The last day of use.
    pub until_on: Option<Date>,
    /// What whoever answers for the resource is told; sealed in the store.
    pub words: Option<String>,
    /// Who answered for the resource, as the audit names them.
    pub answered_by: Option<String>,
    /// Why it was declined, for the office that answers for the resource alone; sealed in the store.
    pub why: Option<String>,
    /// What came of it; sealed in the store.
    pub outcome: Option<String>,
    /// The day of the last step.
    pub moved_on: Option<Date>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Booking.booking_id);

/// A step of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookingStep {
    /// Whoever answers for the resource agrees.
    Confirm {
        /// Who, as the audit names them.
        by: String,
    },
    /// They decline, or cannot keep what they agreed to.
    Decline {
        /// Who, as the audit names them.
        by: String,
        /// Why, for their own office.
        why: Option<String>,
    },
    /// Whoever reserved it needs it no more.
    TakeBack,
    /// It was used.
    Use {
        /// What came of it.
        outcome: Option<String>,
    },
    /// It was not used.
    LeaveUnused {
        /// Why not.
        outcome: Option<String>,
    },
    /// What was lent came back.
    Return {
        /// In which state.
        outcome: Option<String>,
    },
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BookingError {
    /// The table does not hold the move.
    #[error(transparent)]
    Move(#[from] BookingMoveError),
    /// Its units are held no longer.
    #[error("nobody answered in time, and the units may be others' by now: reserve them again")]
    Lapsed,
}

impl BookingError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(_) => "booking-move-unlawful",
            Self::Lapsed => "booking-lapsed",
        }
    }
}

impl BookingStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> BookingMove {
        match self {
            Self::Confirm { .. } => BookingMove::Confirm,
            Self::Decline { .. } => BookingMove::Decline,
            Self::TakeBack => BookingMove::TakeBack,
            Self::Use { .. } => BookingMove::Use,
            Self::LeaveUnused { .. } => BookingMove::LeaveUnused,
            Self::Return { .. } => BookingMove::Return,
        }
    }
}

impl Booking {
    /// Whether nobody answered in time: its units are held no longer.
    pub fn is_lapsed(&self, today: Date) -> bool {
        self.state == BookingState::Reserved && self.holds_until_on < today
    }

    /// Whether its units are somebody's on a day.
    pub fn holds_on(&self, today: Date) -> bool {
        self.state.holds() && !self.is_lapsed(today)
    }

    /// Whether the move may be made on a day.
    pub fn may(&self, step: BookingMove, today: Date) -> Result<BookingState, BookingError> {
        let after = self.state.after(step)?;
        if step == BookingMove::Confirm && self.is_lapsed(today) { Err(BookingError::Lapsed) } else { Ok(after) }
    }

    /// The booking after a step taken on a day.
    pub fn after(&self, step: BookingStep, today: Date) -> Result<Self, BookingError> {
        let state = self.may(step.kind(), today)?;
        let mut after = Self { state, moved_on: Some(today), ..self.clone() };
        match step {
            BookingStep::Confirm { by } => after.answered_by = Some(by),
            BookingStep::Decline { by, why } => (after.answered_by, after.why) = (Some(by), why),
            BookingStep::TakeBack => {}
            BookingStep::Use { outcome } | BookingStep::LeaveUnused { outcome } | BookingStep::Return { outcome } => {
                after.outcome = outcome;
            }
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests;
