//! One step of a pair: what each move of the table must be told, what stands against it, and the pair after it.

use guanai_kernel::Date;

use super::state::{PairMove, PairMoveError, PairState};
use super::{Pair, PairEnd, PairTerms, Side, SideAnswer};

/// The longest time between two contacts that terms may name.
const LONGEST_INTERVAL: u32 = 366;

/// A move with what it must be told.
#[derive(Clone, PartialEq, Eq)]
pub enum PairStep {
    /// A side says yes or no.
    Answer {
        /// Which side.
        side: Side,
        /// What it says.
        answer: SideAnswer,
    },
    /// It begins.
    Begin {
        /// With these terms.
        terms: PairTerms,
    },
    /// They were in touch.
    Contact {
        /// On which day.
        on: Date,
    },
    /// It was looked at again.
    Review {
        /// When next.
        next_on: Date,
        /// How it goes.
        words: String,
    },
    /// It is over.
    End {
        /// Why.
        cause: PairEnd,
        /// In words.
        words: Option<String>,
    },
    /// The proposal is taken back.
    TakeBack {
        /// Why.
        words: String,
    },
}

/// Why a step is not taken. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// The table does not hold the move.
    #[error(transparent)]
    Move(#[from] PairMoveError),
    /// The days do not go together: an answer before it was asked, a contact before it began, a look that is over.
    #[error("the days do not go together: nothing is before it was proposed or begun, and what is to come lies ahead")]
    Days,
    /// Contacts are too far apart, or have no interval.
    #[error("between two contacts lie 1 to {LONGEST_INTERVAL} days")]
    Interval,
}

impl PairError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(_) => "pair-move-unlawful",
            Self::Days => "pair-days",
            Self::Interval => "pair-interval",
        }
    }
}

impl PairStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> PairMove {
        match self {
            Self::Answer { side, answer } => PairMove::answer(*side, answer.agrees),
            Self::Begin { .. } => PairMove::Begin,
            Self::Contact { .. } => PairMove::Contact,
            Self::Review { .. } => PairMove::Review,
            Self::End { .. } => PairMove::End,
            Self::TakeBack { .. } => PairMove::TakeBack,
        }
    }
}

impl Pair {
    /// Whether the table holds a move from here.
    pub fn may(&self, step: PairMove) -> Result<PairState, PairError> {
        Ok(self.state.after(step)?)
    }

    /// The pair after a step taken on a day.
    pub fn after(&self, step: PairStep, today: Date) -> Result<Self, PairError> {
        let mut pair = Self { state: self.may(step.kind())?, words: None, ..self.clone() };
        match step {
            PairStep::Answer { side, answer } => {
                if answer.on < self.proposed_on || answer.on > today {
                    return Err(PairError::Days);
                }
                match side {
                    Side::Helper => pair.helper_answer = Some(answer),
                    Side::Person => pair.person_answer = Some(answer),
                }
            }
            PairStep::Begin { terms } => {
                self.check(&terms, today)?;
                pair.terms = Some(terms);
            }
            PairStep::Contact { on } => {
                if self.terms.as_ref().is_none_or(|terms| on < terms.starts_on) || on > today {
                    return Err(PairError::Days);
                }
                pair.last_contact_on = self.last_contact_on.max(Some(on));
            }
            PairStep::Review { next_on, words } => {
                let terms = pair.terms.as_mut().filter(|_| next_on > today).ok_or(PairError::Days)?;
                terms.review_on = next_on;
                pair.words = Some(words);
            }
            PairStep::End { cause, words } => {
                (pair.ended_as, pair.words) = (Some(cause), words);
            }
            PairStep::TakeBack { words } => pair.words = Some(words),
        }
        if pair.state.is_over() {
            pair.ended_on = Some(today);
        }
        Ok(pair)
    }

    /// Terms begin once both agreed, today at the latest; they end, and are looked at again, on days to come.
    fn check(&self, terms: &PairTerms, today: Date) -> Result<(), PairError> {
        let answered =
            [Side::Helper, Side::Person].into_iter().filter_map(|side| self.answer(side)).map(|a| a.on).max();
        let is_after = answered.is_some_and(|answered| terms.starts_on >= answered) && terms.starts_on <= today;
        let ends_later = terms.until_on.is_none_or(|until| until > today);
        if !is_after || !ends_later || terms.review_on <= today {
            return Err(PairError::Days);
        }
        if (1..=LONGEST_INTERVAL).contains(&terms.contact_every_days) { Ok(()) } else { Err(PairError::Interval) }
    }
}
