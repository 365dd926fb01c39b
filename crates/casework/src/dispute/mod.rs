//! A dispute or a claim 矛盾纠纷、诉求 (R8): between whom, what is claimed, who mediates, what was tried, what both sides were told in
//! plain words within a term, and what each says to it. It is closed with an agreement, passed on to whoever decides such matters
//! where there is none, or taken back; never without a reply.
//!
//! It is confidential: it is read by its sides, by who mediates, and by who acts over the organisation that sees to it. A side that is
//! in the register is known by their record and not by a copied name; anybody else is called what they were called, or not at all.

mod state;

pub use state::{DISPUTE_MOVES, DisputeHand, DisputeMove, DisputeMoveError, DisputeRow, DisputeState};

use guanai_kernel::ids::{DisputeId, OrganizationId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use crate::AnswerManner;

words! {
    /// What it is.
    DisputeKind {
        /// 矛盾纠纷
        Dispute = "dispute",
        /// 利益诉求
        Claim = "claim",
    }
}

words! {
    /// How it came to be known.
    DisputeVoice {
        /// 本人提出
        Said = "said",
        /// 走访中看到、听到
        Seen = "seen",
        /// 不留姓名
        Anonymous = "anonymous",
    }
}

words! {
    /// What came of an attempt.
    AttemptResult {
        /// 谈拢了
        Settled = "settled",
        /// 有进展
        Nearer = "nearer",
        /// 没有进展
        Stuck = "stuck",
        /// 没有谈成，有人没到
        Absent = "absent",
    }
}

words! {
    /// What came of the mediation.
    DisputeOutcome {
        /// 达成一致
        Agreed = "agreed",
        /// 没有达成一致
        NotAgreed = "not-agreed",
    }
}

words! {
    /// What a side says to the reply.
    SideStance {
        /// 认可
        Accepts = "accepts",
        /// 不认可
        Declines = "declines",
        /// 没有听到本人的话
        NotHeard = "not-heard",
    }
}

/// A side.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct DisputeSide {
    /// Who, where they are in the register.
    pub person_id: Option<PersonId>,
    /// What they were called where they are not: "a neighbour"; none where nobody is named.
    pub called: Option<String>,
    /// The stratum of work 阶层 as the register had it on the day it was raised, as a code of the pack.
    pub stratum: Option<String>,
}

impl DisputeSide {
    /// Whether nobody is named.
    pub const fn is_unnamed(&self) -> bool {
        self.person_id.is_none() && self.called.is_none()
    }
}

/// An attempt to bring both together.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attempt {
    /// The day.
    pub on: Date,
    /// What came of it.
    pub result: AttemptResult,
    /// What was said and done.
    pub words: String,
    /// Who wrote it down: an account's id.
    pub by: String,
}

/// What both sides were told.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DisputeReply {
    /// What came of the mediation.
    pub outcome: DisputeOutcome,
    /// In plain words, to who raised it.
    pub to_first: String,
    /// In plain words, to the other side.
    pub to_second: String,
    /// The day.
    pub on: Date,
    /// Who wrote it: an account's id.
    pub by: String,
}

/// What a side said to the reply.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SideSaid {
    /// What they say.
    pub stance: SideStance,
    /// How they said it; none where nobody heard them.
    pub manner: Option<AnswerManner>,
    /// Why not, or why nobody heard them.
    pub words: Option<String>,
    /// The day.
    pub on: Date,
}

impl SideSaid {
    /// Whether it says what it must: how it was said, or why it could not be; who declines says why.
    fn is_whole(&self) -> bool {
        let says = self.words.as_deref().is_some_and(|words| !words.trim().is_empty());
        match self.stance {
            SideStance::Accepts => self.manner.is_some(),
            SideStance::Declines => self.manner.is_some() && says,
            SideStance::NotHeard => self.manner.is_none() && says,
        }
    }
}

/// Everything that is told of a dispute in words: sealed in the store.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DisputeWords {
    /// Who raised it.
    pub first: DisputeSide,
    /// The other side.
    pub second: DisputeSide,
    /// What is claimed.
    pub claim: String,
    /// What was tried, the oldest first.
    pub attempts: Vec<Attempt>,
    /// What both were told last.
    pub reply: Option<DisputeReply>,
    /// What who raised it says to that.
    pub first_said: Option<SideSaid>,
    /// What the other side says to that.
    pub second_said: Option<SideSaid>,
    /// To whom it was passed on.
    pub referred_to: Option<String>,
    /// What whoever took the last step wrote about it.
    pub words: Option<String>,
}

/// A dispute.
#[derive(Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Its id.
    pub dispute_id: DisputeId,
    /// Which organisation sees to it.
    pub organization_id: OrganizationId,
    /// What it is.
    pub kind: DisputeKind,
    /// How it came to be known.
    pub voice: DisputeVoice,
    /// Where it stands.
    pub state: DisputeState,
    /// Who mediates.
    pub mediator_id: Option<PersonId>,
    /// Who wrote it down: an account's id.
    pub raised_by: String,
    /// The day it was raised.
    pub raised_on: Date,
    /// The last day of the term within which both sides are told.
    pub due_on: Date,
    /// From this day on the term is near.
    pub near_on: Date,
    /// Whether a term was missed. What is late stays late.
    pub was_late: bool,
    /// The day on which it was over.
    pub ended_on: Option<Date>,
    /// What is told of it.
    pub told: DisputeWords,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Dispute.dispute_id);

/// A term: its last day, and the day from which that is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisputeTerm {
    /// The last day.
    pub due_on: Date,
    /// From this day on it is near.
    pub near_on: Date,
}

/// A move with what it must be told.
#[derive(Clone, PartialEq, Eq)]
pub enum DisputeStep {
    /// Somebody mediates.
    Assign {
        /// Who.
        mediator_id: PersonId,
    },
    /// The organisation above sees to it.
    PassUp {
        /// Which.
        organization_id: OrganizationId,
        /// Why.
        words: String,
    },
    /// Both were brought together, or it was tried.
    Attempt(Attempt),
    /// Both are told.
    Reply(DisputeReply),
    /// A side says something to it.
    Answer {
        /// Whether it is who raised it.
        is_first: bool,
        /// What.
        said: SideSaid,
    },
    /// It is tried again, within a new term.
    Resume {
        /// The term.
        term: DisputeTerm,
        /// Why.
        words: String,
    },
    /// It is over with an agreement.
    Close {
        /// What is to be kept of it.
        words: Option<String>,
    },
    /// It is passed on.
    ReferOn {
        /// To whom.
        to: String,
        /// What was told to both of it.
        words: String,
    },
    /// It is taken back.
    Withdraw {
        /// Why.
        words: String,
    },
}

impl DisputeStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> DisputeMove {
        match self {
            Self::Assign { .. } => DisputeMove::Assign,
            Self::PassUp { .. } => DisputeMove::PassUp,
            Self::Attempt(_) => DisputeMove::Attempt,
            Self::Reply(_) => DisputeMove::Reply,
            Self::Answer { .. } => DisputeMove::Answer,
            Self::Resume { .. } => DisputeMove::Resume,
            Self::Close { .. } => DisputeMove::Close,
            Self::ReferOn { .. } => DisputeMove::ReferOn,
            Self::Withdraw { .. } => DisputeMove::Withdraw,
        }
    }
}

/// Why a step is not taken. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DisputeError {
    /// The table does not hold the move.
    #[error(transparent)]
    Move(#[from] DisputeMoveError),
    /// Nothing happens before it was raised, or after today.
    #[error("nothing is tried or said before it was raised, nor on a day to come")]
    Days,
    /// A side mediates nothing.
    #[error("a side does not mediate: name somebody else")]
    SideMediates,
    /// What was said says how and, where somebody declines or was not heard, why.
    #[error("write down how it was said; who declines says why, and where nobody was heard it says why not")]
    SideWords,
    /// A side has said nothing yet.
    #[error("a side has not said anything to the reply yet: ask both, or write down why one could not be heard")]
    Unheard,
    /// There is no agreement.
    #[error("there is no agreement, or a side declines it: try again, or pass it on")]
    NoAgreement,
    /// There is an agreement.
    #[error("both sides agreed: close it, there is nothing to pass on")]
    HasAgreement,
}

impl DisputeError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(_) => "dispute-move-unlawful",
            Self::Days => "dispute-days",
            Self::SideMediates => "dispute-side-mediates",
            Self::SideWords => "dispute-side-words",
            Self::Unheard => "dispute-unheard",
            Self::NoAgreement => "dispute-no-agreement",
            Self::HasAgreement => "dispute-has-agreement",
        }
    }
}

impl Dispute {
    /// As whom a person takes part, if they do; a side is a side whatever else they are.
    pub fn hand_of(&self, person_id: PersonId) -> Option<DisputeHand> {
        let is = |side: &DisputeSide| side.person_id == Some(person_id);
        if is(&self.told.first) {
            Some(DisputeHand::First)
        } else if is(&self.told.second) {
            Some(DisputeHand::Second)
        } else {
            (self.mediator_id == Some(person_id)).then_some(DisputeHand::Mediator)
        }
    }

    /// The sides that are in the register.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        [self.told.first.person_id, self.told.second.person_id].into_iter().flatten()
    }

    /// Whether two tell of the same: between the same two, of whom one at least is named.
    pub fn is_same_as(&self, first: &DisputeSide, second: &DisputeSide) -> bool {
        let key = |side: &DisputeSide| {
            (
                side.person_id,
                side.called.as_deref().map(guanai_kernel::text::squeeze).filter(|_| side.person_id.is_none()),
            )
        };
        let (own, other) = ((key(&self.told.first), key(&self.told.second)), (key(first), key(second)));
        let is_named = !first.is_unnamed() || !second.is_unnamed();
        is_named && (own == other || (own.1.clone(), own.0.clone()) == other)
    }

    /// The dispute after a step taken on a day.
    pub fn after(&self, step: DisputeStep, today: Date) -> Result<Self, DisputeError> {
        let mut after = Self { state: self.state.after(step.kind())?, ..self.clone() };
        after.told.words = None;
        match step {
            DisputeStep::Assign { mediator_id } => {
                if self.people().any(|side| side == mediator_id) {
                    return Err(DisputeError::SideMediates);
                }
                after.mediator_id = Some(mediator_id);
            }
            DisputeStep::PassUp { organization_id, words } => {
                (after.organization_id, after.mediator_id) = (organization_id, None);
                after.told.words = Some(words);
            }
            DisputeStep::Attempt(attempt) => {
                self.within(attempt.on, today)?;
                after.told.attempts.push(attempt);
            }
            DisputeStep::Reply(reply) => {
                self.within(reply.on, today)?;
                after.was_late = self.is_late_on(reply.on);
                (after.told.reply, after.told.first_said, after.told.second_said) = (Some(reply), None, None);
            }
            DisputeStep::Answer { is_first, said } => {
                self.within(said.on, today)?;
                if !said.is_whole() {
                    return Err(DisputeError::SideWords);
                }
                let side = if is_first { &mut after.told.first_said } else { &mut after.told.second_said };
                *side = Some(said);
            }
            DisputeStep::Resume { term, words } => {
                (after.due_on, after.near_on, after.told.words) = (term.due_on, term.near_on, Some(words));
                (after.told.reply, after.told.first_said, after.told.second_said) = (None, None, None);
            }
            DisputeStep::Close { words } => {
                if !self.is_agreed()? {
                    return Err(DisputeError::NoAgreement);
                }
                (after.told.words, after.ended_on) = (words, Some(today));
            }
            DisputeStep::ReferOn { to, words } => {
                if self.is_agreed()? {
                    return Err(DisputeError::HasAgreement);
                }
                (after.told.referred_to, after.told.words, after.ended_on) = (Some(to), Some(words), Some(today));
            }
            DisputeStep::Withdraw { words } => {
                after.was_late = self.is_late_on(today);
                (after.told.words, after.ended_on) = (Some(words), Some(today));
            }
        }
        Ok(after)
    }

    fn within(&self, on: Date, today: Date) -> Result<(), DisputeError> {
        if on < self.raised_on || on > today { Err(DisputeError::Days) } else { Ok(()) }
    }

    /// Whether both heard the reply and no side declines an agreement. Refused while a side has said nothing.
    fn is_agreed(&self) -> Result<bool, DisputeError> {
        let (Some(first), Some(second)) = (&self.told.first_said, &self.told.second_said) else {
            return Err(DisputeError::Unheard);
        };
        let agreed = self.told.reply.as_ref().is_some_and(|reply| reply.outcome == DisputeOutcome::Agreed);
        Ok(agreed && [first, second].iter().all(|said| said.stance != SideStance::Declines))
    }

    /// Whether a reply is owed.
    pub const fn owes_reply(&self) -> bool {
        matches!(self.state, DisputeState::Raised | DisputeState::Mediating)
    }

    /// Whether both were told, or still were not, after the term.
    pub fn is_late_on(&self, day: Date) -> bool {
        self.was_late || (self.owes_reply() && day > self.due_on)
    }

    /// Whether somebody is to do something about it today: a term is near or over, or both were told and it is to be brought to its end.
    pub fn is_due_on(&self, day: Date) -> bool {
        self.due_from().is_some_and(|from| from <= day)
    }

    /// The day from which somebody has something to do about it; none once it is over.
    pub const fn due_from(&self) -> Option<Date> {
        match self.state {
            DisputeState::Raised | DisputeState::Mediating => Some(self.near_on),
            DisputeState::Replied => Some(self.due_on),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
