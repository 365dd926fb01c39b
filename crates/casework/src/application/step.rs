//! One step of an application: what each move of the table must be told, and why it is not taken.

use guanai_kernel::ids::{NoticeId, ObjectionId, OrganizationId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Money, Recipient, Serves};

use super::chain::Chain;
use super::frozen::{Frozen, FrozenPurse, Said};
use super::notice::{Finding, Objection, ShownAs};
use super::paper::{Document, DocumentKind, Verdict};
use super::state::{ApplicationMove, ApplicationMoveError, Desk};
use crate::meeting::{Meeting, Vote, VoteError};

/// That a step is taken on the frozen facts although some have changed since.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Despite {
    /// Which, by name, as whoever decides was told.
    pub facts: Vec<String>,
    /// Why.
    pub words: String,
}

/// A public notice to be put up.
#[derive(Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its id.
    pub notice_id: NoticeId,
    /// Among whom.
    pub organization_id: OrganizationId,
    /// How the applicant is named.
    pub shown_as: ShownAs,
    /// Why not by a masked name.
    pub shown_why: Option<String>,
    /// Where it hangs.
    pub place: String,
    /// The last day of its term.
    pub through: Deadline,
}

/// A decision to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct Deciding {
    /// What.
    pub verdict: Verdict,
    /// 审定金额
    pub amount: Option<Money>,
    /// From which purse.
    pub purse: Option<FrozenPurse>,
    /// The number of the resolution.
    pub resolution_no: String,
    /// Why.
    pub words: String,
    /// On the frozen facts although some have changed.
    pub despite: Option<Despite>,
}

/// A submission with the facts as they are now.
#[derive(Clone, PartialEq, Eq)]
pub struct Resubmission {
    /// What was put right.
    pub words: String,
    /// What the standard says now.
    pub frozen: Frozen,
    /// The chain for that.
    pub chain: Chain,
}

/// A move with what it needs to be told.
#[derive(Clone, PartialEq, Eq)]
pub enum ApplicationStep {
    /// A meeting has voted.
    Appraise(Box<(Meeting, Vote)>),
    /// Reviewed.
    Review {
        /// In words.
        words: Option<String>,
        /// On the frozen facts although some have changed.
        despite: Option<Despite>,
    },
    /// Sent back.
    Return {
        /// What is missing or not so.
        words: String,
    },
    /// Submitted again.
    Resubmit(Box<Resubmission>),
    /// Put on public notice.
    Post(Posting),
    /// The notice is taken down after its term.
    TakeDown,
    /// Before its term.
    BreakOff {
        /// Why.
        words: String,
    },
    /// Somebody objects.
    Object(Box<Objection>),
    /// An objection is answered.
    Answer {
        /// Which.
        objection_id: ObjectionId,
        /// What was found.
        finding: Finding,
        /// In words.
        words: String,
    },
    /// A signed original is filed.
    Attach(Box<Document>),
    /// Decided.
    Decide(Deciding),
    /// A second look is asked for.
    AskReview {
        /// Why.
        words: String,
    },
    /// Taken back.
    Withdraw {
        /// Why, if they say so.
        words: Option<String>,
    },
}

impl ApplicationStep {
    /// Which move of the table it is.
    pub fn kind(&self) -> ApplicationMove {
        match self {
            Self::Appraise(held) if held.1.is_carried => ApplicationMove::Carry,
            Self::Appraise(_) => ApplicationMove::NotCarry,
            Self::Review { .. } => ApplicationMove::Review,
            Self::Return { .. } => ApplicationMove::Return,
            Self::Resubmit(_) => ApplicationMove::Resubmit,
            Self::Post(_) => ApplicationMove::Post,
            Self::TakeDown => ApplicationMove::TakeDown,
            Self::BreakOff { .. } => ApplicationMove::BreakOff,
            Self::Object(_) => ApplicationMove::Object,
            Self::Answer { .. } => ApplicationMove::Answer,
            Self::Attach(_) => ApplicationMove::Attach,
            Self::Decide(deciding) => match deciding.verdict {
                Verdict::Approved => ApplicationMove::Approve,
                Verdict::Refused => ApplicationMove::Refuse,
            },
            Self::AskReview { .. } => ApplicationMove::AskReview,
            Self::Withdraw { .. } => ApplicationMove::Withdraw,
        }
    }
}

/// Why a step is not taken. Checked in this order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationStepError {
    /// The table does not hold it.
    #[error(transparent)]
    Move(#[from] ApplicationMoveError),
    /// It is another desk's.
    #[error("this step is not the {}'s", .0.code())]
    OtherDesk(Desk),
    /// It is the actor's own application, or a relative's.
    #[error("nobody acts on their own application or a relative's: somebody else must")]
    Concerned,
    /// The actor took an earlier step that this one checks.
    #[error("whoever took an earlier step does not check it: somebody else must")]
    SameHand,
    /// A day that has not come.
    #[error("{on} has not come yet")]
    Future {
        /// The day.
        on: Date,
    },
    /// A day before what it follows from.
    #[error("{on} lies before {earlier}, on which it rests")]
    TooEarly {
        /// The day.
        on: Date,
        /// What it follows from.
        earlier: Date,
    },
    /// Something must be written.
    #[error("write down why")]
    NoWords,
    /// The chain does not know this kind of meeting.
    #[error("another kind of meeting appraises this application")]
    OtherMeeting,
    /// The vote is none.
    #[error(transparent)]
    Vote(#[from] VoteError),
    /// A signed original is not filed.
    #[error("the signed original is not filed yet: {}", .0.code())]
    OriginalMissing(DocumentKind),
    /// No meeting carried this submission.
    #[error("no meeting has carried this submission")]
    NotAppraised,
    /// Nobody reviewed this submission.
    #[error("nobody has reviewed this submission")]
    NotReviewed,
    /// The notice has not run its term.
    #[error("the public notice hangs through {through}")]
    WithinNotice {
        /// The last day of its term.
        through: Date,
    },
    /// No notice ran its term.
    #[error("this submission was not on public notice for its whole term")]
    NotNoticed,
    /// Objections wait for an answer.
    #[error("{0} objections wait for an answer")]
    ObjectionOpen(usize),
    /// An objection was found to be right.
    #[error("an objection was found to be right: send the application back, or do not approve it")]
    ObjectionFounded,
    /// No such objection waits for an answer.
    #[error("no such objection waits for an answer")]
    NoObjection,
    /// The standard's conditions do not hold by the frozen facts.
    #[error(
        "by the facts of the application the standard's conditions do not hold: send it back, or do not approve it"
    )]
    NotHolding,
    /// The amount is missing, nothing, or more than the standard gives.
    #[error("the amount must be between nothing and what the standard gives")]
    Amount {
        /// What the standard gives.
        proposed: Option<Money>,
    },
    /// Money without the purse that pays it.
    #[error("say from which purse the money comes: {}", named(.fits))]
    NoPurse {
        /// Those that may be spent on the person.
        fits: Vec<Said>,
    },
    /// The standard names no such purse.
    #[error("the standard is not paid from {purse:?}: take one of {}", named(.fits))]
    OtherPurse {
        /// As it was given.
        purse: String,
        /// Those that may be spent on the person.
        fits: Vec<Said>,
    },
    /// The purse may not be spent on the person: dues on who is no member, the residents' fund on a member.
    #[error(
        "{} was chosen, which is for {serves} alone, and the applicant is {}: take one of {}, or send the application back",
        .purse.en, .recipient.map_or("neither member nor resident in our care", Recipient::code), named(.fits)
    )]
    PurseServesOthers {
        /// What it is called.
        purse: Said,
        /// Whom it serves.
        serves: Serves,
        /// As what the applicant is cared for.
        recipient: Option<Recipient>,
        /// Those that may be spent on the person.
        fits: Vec<Said>,
    },
    /// A resolution without its number.
    #[error("a decision rests on a resolution: give its number")]
    NoResolution,
    /// Facts have changed since the application.
    #[error("facts have changed since the application: {}", .0.join(", "))]
    FactsChanged(Vec<String>),
    /// The term for asking for a second look is over.
    #[error("a second look could be asked for through {until}")]
    ReviewTooLate {
        /// Its last day.
        until: Date,
    },
    /// There was one already.
    #[error("this decision has been looked at again already")]
    ReviewedAlready,
    /// A hash that is none.
    #[error("a scan's SHA-256 has 64 hexadecimal figures")]
    Hash,
}

fn named(purses: &[Said]) -> String {
    purses.iter().map(|purse| purse.en.as_str()).collect::<Vec<_>>().join(", ")
}

impl ApplicationStepError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Move(_) => "application-move-unlawful",
            Self::OtherDesk(_) => "application-other-desk",
            Self::Concerned => "application-concerned",
            Self::SameHand => "application-same-hand",
            Self::Future { .. } => "application-future",
            Self::TooEarly { .. } => "application-too-early",
            Self::NoWords => "application-no-words",
            Self::OtherMeeting => "application-other-meeting",
            Self::Vote(error) => error.code(),
            Self::OriginalMissing(_) => "application-original-missing",
            Self::NotAppraised => "application-not-appraised",
            Self::NotReviewed => "application-not-reviewed",
            Self::WithinNotice { .. } => "application-within-notice",
            Self::NotNoticed => "application-not-noticed",
            Self::ObjectionOpen(_) => "application-objection-open",
            Self::ObjectionFounded => "application-objection-founded",
            Self::NoObjection => "application-no-objection",
            Self::NotHolding => "application-not-holding",
            Self::Amount { .. } => "application-amount",
            Self::NoPurse { .. } => "application-no-purse",
            Self::OtherPurse { .. } => "application-other-purse",
            Self::PurseServesOthers { .. } => "application-purse-serves-others",
            Self::NoResolution => "application-no-resolution",
            Self::FactsChanged(_) => "application-facts-changed",
            Self::ReviewTooLate { .. } => "application-review-too-late",
            Self::ReviewedAlready => "application-reviewed-already",
            Self::Hash => "application-hash",
        }
    }
}
