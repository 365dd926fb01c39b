//! Two organisations that help one another 结对共建 (R77, R80, R95): town with country, a unit with a village, neighbours. What each promised,
//! who agreed to it, what was done by whom and whom it reached, when it is looked at again, and how it ended. Both sides give and both
//! receive: what goes one way alone is said to.

mod content;
mod state;
mod wish;

pub use content::{MOST_LETTERS, MOST_TASKS, PartnerSide, PartnerTask, PartnerTaskDone, PartnershipTerms, SideTerms};
pub use state::{PARTNERSHIP_MOVES, PartnershipEnd, PartnershipError, PartnershipMove, PartnershipState};
pub use wish::PartnerWish;

use guanai_kernel::ids::{OrganizationId, PartnershipDeedId, PartnershipId};
use guanai_kernel::{Date, Money};

use crate::round::Hand;

/// An agreement between two organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    /// Its id.
    pub partnership_id: PartnershipId,
    /// The one organisation.
    pub one_id: OrganizationId,
    /// The other.
    pub other_id: OrganizationId,
    /// What was agreed.
    pub terms: PartnershipTerms,
    /// Where it stands.
    pub state: PartnershipState,
    /// Who proposed it.
    pub proposed: Hand,
    /// Who agreed for the one side.
    pub one_agreed: Option<Hand>,
    /// Who agreed for the other.
    pub other_agreed: Option<Hand>,
    /// Who declined it, took it back or ended it, and for which side.
    pub closed: Option<Closed>,
}

/// That an agreement did not come about, or is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// By whom.
    pub hand: Hand,
    /// For which side; none where whoever proposed it took it back.
    pub side: Option<PartnerSide>,
    /// Of which kind the end is; none where it never ran.
    pub end: Option<PartnershipEnd>,
    /// Why.
    pub words: String,
}

/// A step with what it must be told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum PartnershipStep {
    /// Agrees for a side.
    Accept(PartnerSide),
    /// Declines for a side.
    Decline(PartnerSide, String),
    /// Takes the proposal back.
    Withdraw(String),
    /// A task was done.
    Fulfil(usize, Date),
    /// It was looked at: what was said, when it is looked at next, and until when it goes on.
    Review(String, Date, Date),
    /// Whom to ask on a side from now on.
    Name(PartnerSide, String),
    /// It is over.
    End(PartnerSide, PartnershipEnd, String),
}

impl PartnershipStep {
    /// The move of the table.
    pub const fn as_move(&self) -> PartnershipMove {
        match self {
            Self::Accept(_) => PartnershipMove::Accept,
            Self::Decline(..) => PartnershipMove::Decline,
            Self::Withdraw(_) => PartnershipMove::Withdraw,
            Self::Fulfil(..) => PartnershipMove::Fulfil,
            Self::Review(..) => PartnershipMove::Review,
            Self::Name(..) => PartnershipMove::Name,
            Self::End(..) => PartnershipMove::End,
        }
    }
}

impl Partnership {
    /// The organisation of a side.
    pub const fn organization(&self, side: PartnerSide) -> OrganizationId {
        match side {
            PartnerSide::One => self.one_id,
            PartnerSide::Other => self.other_id,
        }
    }

    /// Whether its term has run out before anybody ended it: it keeps neither side from another partner.
    pub fn is_past(&self, on: Date) -> bool {
        self.state.is_open() && self.terms.until_on < on
    }

    /// Who agreed for a side.
    pub const fn agreed(&self, side: PartnerSide) -> Option<&Hand> {
        match side {
            PartnerSide::One => self.one_agreed.as_ref(),
            PartnerSide::Other => self.other_agreed.as_ref(),
        }
    }

    /// Whether it is agreed and its term is not over.
    pub fn holds_on(&self, day: Date) -> bool {
        self.state == PartnershipState::Running && self.terms.from_on <= day && day <= self.terms.until_on
    }

    /// By when somebody is to look at it: the next open task, the look again, or the end of the term, whatever comes first; none where it
    /// does not run.
    pub fn due_on(&self) -> Option<Date> {
        if self.state != PartnershipState::Running {
            return None;
        }
        let open = self.terms.tasks.iter().filter(|task| task.done.is_none()).map(|task| task.due_on).min();
        let looked_at = self.terms.review_on.min(self.terms.until_on);
        Some(open.map_or(looked_at, |due| due.min(looked_at)))
    }

    /// Whether somebody's move for a side is lawful, and to which state it leads. Whoever proposed it agrees for nobody, and nobody agrees
    /// for both.
    pub fn may(
        &self,
        step: PartnershipMove,
        side: Option<PartnerSide>,
        by: &str,
    ) -> Result<PartnershipState, PartnershipError> {
        let after = self.state.after(step)?;
        match (step, side) {
            (PartnershipMove::Accept, Some(side)) => {
                if self.agreed(side).is_some() {
                    return Err(PartnershipError::AgreedAlready);
                }
                let both = self.agreed(side.across()).is_some_and(|hand| hand.by == by);
                if self.proposed.by == by || both {
                    return Err(PartnershipError::OwnHand);
                }
            }
            (PartnershipMove::Withdraw, _) if self.proposed.by != by => return Err(PartnershipError::NotOwnHand),
            _ => {}
        }
        Ok(after)
    }

    /// It, after a step on a day.
    pub fn after(&self, step: &PartnershipStep, hand: Hand, today: Date) -> Result<Self, PartnershipError> {
        let side = match step {
            PartnershipStep::Accept(side)
            | PartnershipStep::Decline(side, _)
            | PartnershipStep::Name(side, _)
            | PartnershipStep::End(side, ..) => Some(*side),
            PartnershipStep::Withdraw(_) | PartnershipStep::Fulfil(..) | PartnershipStep::Review(..) => None,
        };
        let state = self.may(step.as_move(), side, &hand.by)?;
        let mut after = Self { state, ..self.clone() };
        let closed = |end, words: &String| Some(Closed { hand: hand.clone(), side, end, words: words.clone() });
        match step {
            PartnershipStep::Accept(PartnerSide::One) => after.one_agreed = Some(hand),
            PartnershipStep::Accept(PartnerSide::Other) => after.other_agreed = Some(hand),
            PartnershipStep::Decline(_, words) | PartnershipStep::Withdraw(words) => after.closed = closed(None, words),
            PartnershipStep::End(_, end, words) => after.closed = closed(Some(*end), words),
            PartnershipStep::Fulfil(at, on) => {
                let task = after.terms.tasks.get_mut(*at).ok_or(PartnershipError::NoTask)?;
                if task.done.is_some() {
                    return Err(PartnershipError::DoneAlready);
                }
                if *on < self.terms.from_on || *on > today {
                    return Err(PartnershipError::Day);
                }
                task.done = Some(PartnerTaskDone { on: *on, by: hand.by });
            }
            PartnershipStep::Review(words, next_on, until_on) => {
                if *next_on <= today || *until_on < today || *until_on < self.terms.until_on {
                    return Err(PartnershipError::Day);
                }
                after.terms.review_on = *next_on;
                after.terms.until_on = *until_on;
                after.terms.reviewed = Some(words.clone());
            }
            PartnershipStep::Name(side, name) => after.terms.side_mut(*side).contact.clone_from(name),
        }
        Ok(after)
    }
}

/// Something that was done under an agreement, by one side for the other. Whom it reached is a number, and never a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipDeed {
    /// Its id.
    pub deed_id: PartnershipDeedId,
    /// Under which agreement.
    pub partnership_id: PartnershipId,
    /// By which side.
    pub side: PartnerSide,
    /// On which day.
    pub done_on: Date,
    /// What.
    pub words: String,
    /// What it cost, and from which purse of the standards; none where it cost nothing.
    pub cost: Option<(Money, String)>,
    /// How many people it reached; none where nobody counted.
    pub reached: Option<u32>,
    /// Who wrote it down.
    pub recorded: Hand,
    /// Who struck it out, and why.
    pub struck: Option<(Hand, String)>,
}

/// What went from one side to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Given {
    /// How often something was done.
    pub deeds: u32,
    /// What it cost, as far as it is written down.
    pub cost: Money,
    /// How many were reached, as far as somebody counted.
    pub reached: u64,
    /// Tasks that were promised.
    pub promised: u32,
    /// Of these, those that are done.
    pub done: u32,
    /// Of these, those that are late on the day.
    pub late: u32,
}

impl Partnership {
    /// What a side gave until a day. What was struck out does not count.
    pub fn given(&self, side: PartnerSide, deeds: &[PartnershipDeed], today: Date) -> Given {
        let mut given = Given::default();
        for deed in deeds.iter().filter(|deed| deed.side == side && deed.struck.is_none()) {
            given.deeds = given.deeds.saturating_add(1);
            given.reached = given.reached.saturating_add(u64::from(deed.reached.unwrap_or(0)));
            let cost = deed.cost.as_ref().map_or(0, |(cost, _)| cost.fen());
            given.cost = Money::from_fen(given.cost.fen().saturating_add(cost));
        }
        for task in self.terms.tasks.iter().filter(|task| task.side == side) {
            given.promised = given.promised.saturating_add(1);
            match task.done {
                Some(_) => given.done = given.done.saturating_add(1),
                None if task.due_on < today => given.late = given.late.saturating_add(1),
                None => {}
            }
        }
        given
    }

    /// The side that has done nothing yet while the other has: help that goes one way alone.
    pub fn silent(&self, deeds: &[PartnershipDeed], today: Date) -> Option<PartnerSide> {
        let did = |side| self.given(side, deeds, today).deeds > 0;
        match (did(PartnerSide::One), did(PartnerSide::Other)) {
            (true, false) => Some(PartnerSide::Other),
            (false, true) => Some(PartnerSide::One),
            _ => None,
        }
    }

    /// Whether a deed may be written down: the agreement runs, and it was done within its days and not in the future.
    pub fn takes_deed(&self, done_on: Date, today: Date) -> Result<(), PartnershipError> {
        self.state.after(PartnershipMove::Record)?;
        if done_on < self.terms.from_on || done_on > today || done_on > self.terms.until_on {
            return Err(PartnershipError::Day);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
