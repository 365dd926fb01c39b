//! An appointment 任职: who holds which post at an organisation, from which day until which, in full or acting, by which
//! resolution; which powers in the system go with it, and that these hold from midnight to midnight.
//!
//! One office records it, somebody else confirms it: it gives powers. Nothing has to run at midnight: whoever asks reckons
//! from the day on which they ask ([`reckon`]).

mod powers;

use guanai_kernel::ids::{OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment, words};

pub use powers::{Grant, OwnGrant, reckon};

use crate::round::Hand;

words! {
    /// Whether a post is held in full or for the time being.
    Manner {
        /// 正式任职
        Full = "full",
        /// 代理: until somebody is appointed.
        Acting = "acting",
    }
}

words! {
    /// Which powers in the system go with a post.
    Powers {
        /// None: the post is known, and nobody signs in by it.
        Nothing = "nothing",
        /// Those of the contact of a branch 支部联系人.
        Contact = "contact",
        /// Those of an officer of a township or street 乡镇（街道）经办.
        Officer = "officer",
    }
}

words! {
    /// Where an appointment stands.
    AppointmentState {
        /// 待确认: recorded, and somebody else has to confirm it.
        Proposed = "proposed",
        /// 已确认
        Confirmed = "confirmed",
        /// 未同意
        Declined = "declined",
        /// 已撤回: whoever recorded it took it back.
        Withdrawn = "withdrawn",
        /// 名册登记: known from a book alone; recorded here when its end was.
        Known = "known",
    }
}

words! {
    /// What somebody does with an appointment.
    AppointmentMove {
        /// 确认
        Confirm = "confirm",
        /// 不同意
        Decline = "decline",
        /// 撤回
        Withdraw = "withdraw",
        /// 登记卸任: the day from which it is no longer held.
        End = "end",
    }
}

/// The table of lawful moves: from, move, to.
pub const APPOINTMENT_MOVES: &[(AppointmentState, AppointmentMove, AppointmentState)] = &[
    (AppointmentState::Proposed, AppointmentMove::Confirm, AppointmentState::Confirmed),
    (AppointmentState::Proposed, AppointmentMove::Decline, AppointmentState::Declined),
    (AppointmentState::Proposed, AppointmentMove::Withdraw, AppointmentState::Withdrawn),
    (AppointmentState::Confirmed, AppointmentMove::End, AppointmentState::Confirmed),
    (AppointmentState::Known, AppointmentMove::End, AppointmentState::Known),
];

/// Why an appointment is not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppointmentError {
    /// The table does not hold it.
    #[error("an appointment that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: AppointmentState,
        /// What was tried.
        step: AppointmentMove,
    },
    /// Whoever recorded it does not confirm or decline it.
    #[error("whoever recorded an appointment does not decide on it: somebody else must")]
    OwnHand,
    /// Only whoever recorded it takes it back.
    #[error("an appointment is taken back by whoever recorded it; anybody else declines it")]
    NotOwnHand,
    /// Nobody decides on their own post.
    #[error("nobody decides on a post of their own")]
    OwnPost,
    /// It would end before it began, or later than it does.
    #[error("a post ends after its first day, and not later than was said: a longer term is a new appointment")]
    Days,
}

/// An appointment. Its post has the same id, and stands in the register from the confirmation on.
#[derive(Clone, PartialEq, Eq)]
pub struct Appointment {
    /// The id of the post.
    pub post_id: PostId,
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
    /// Which post, as a code of the pack; none for a title that its list does not have.
    pub code: Option<String>,
    /// Its title, as it is written.
    pub title: String,
    /// In full or acting.
    pub manner: Manner,
    /// Which powers go with it.
    pub powers: Powers,
    /// The first day.
    pub since_on: Date,
    /// The first day after the last.
    pub until_on: Option<Date>,
    /// The number of the resolution or paper that it rests on.
    pub resolution: String,
    /// Where it stands.
    pub state: AppointmentState,
    /// Who recorded it.
    pub recorded: Hand,
    /// Who confirmed, declined or took it back.
    pub decided: Option<Hand>,
    /// Who recorded that it ends.
    pub ended: Option<Hand>,
    /// Why it was declined, taken back or ended.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(Appointment.post_id);

impl AppointmentState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: AppointmentMove) -> Result<Self, AppointmentError> {
        let found = APPOINTMENT_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(AppointmentError::Unlawful { state: self, step })
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = AppointmentMove> {
        APPOINTMENT_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// Whether the post is or was held.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Confirmed | Self::Known)
    }
}

impl Appointment {
    /// Whether the post is held on a day.
    pub fn runs_on(&self, on: Date) -> bool {
        self.state.is_held() && self.since_on <= on && self.until_on.is_none_or(|until| on < until)
    }

    /// Whether the post is held at a moment: from 00:00 in China of the first day to 00:00 of the day after the last.
    pub fn runs_at(&self, at: Moment) -> bool {
        self.runs_on(at.day_in_china())
    }

    /// Whether somebody's move is lawful, and to which state it leads.
    pub fn may(
        &self,
        step: AppointmentMove,
        by: &str,
        own: Option<PersonId>,
    ) -> Result<AppointmentState, AppointmentError> {
        let after = self.state.after(step)?;
        match step {
            AppointmentMove::Confirm | AppointmentMove::Decline if self.recorded.by == by => {
                Err(AppointmentError::OwnHand)
            }
            AppointmentMove::Withdraw if self.recorded.by != by => Err(AppointmentError::NotOwnHand),
            AppointmentMove::Confirm | AppointmentMove::End if own == Some(self.person_id) => {
                Err(AppointmentError::OwnPost)
            }
            _ => Ok(after),
        }
    }

    /// It, after it was confirmed, declined or taken back.
    pub fn decided(
        &self,
        step: AppointmentMove,
        hand: Hand,
        own: Option<PersonId>,
        words: Option<String>,
    ) -> Result<Self, AppointmentError> {
        let state = self.may(step, &hand.by, own)?;
        if step == AppointmentMove::End {
            return Err(AppointmentError::Unlawful { state: self.state, step });
        }
        Ok(Self { state, decided: Some(hand), words, ..self.clone() })
    }

    /// It, ending: from `until_on` it is no longer held.
    pub fn ending(
        &self,
        until_on: Date,
        hand: Hand,
        own: Option<PersonId>,
        words: String,
    ) -> Result<Self, AppointmentError> {
        let state = self.may(AppointmentMove::End, &hand.by, own)?;
        if until_on <= self.since_on || self.until_on.is_some_and(|until| until < until_on) {
            return Err(AppointmentError::Days);
        }
        Ok(Self { state, until_on: Some(until_on), ended: Some(hand), words: Some(words), ..self.clone() })
    }
}

#[cfg(test)]
mod tests;
