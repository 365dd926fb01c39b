//! An application with everything recorded of it, and what stands against each move, so that pages, use cases and tests ask
//! the same. What it is after a step stands in `taking`.

use guanai_kernel::ids::{ApplicationId, PersonId};
use guanai_kernel::{Date, Moment};

use super::Application;
use super::chain::ChainStep;
use super::notice::{Finding, Objection, PublicNotice};
use super::paper::{Decision, Document, DocumentKind};
use super::state::{ApplicationMove as Move, ApplicationState as State, Desk};
use super::step::ApplicationStepError as Error;
use crate::meeting::{RecusalGround, Vote};

/// Who did something, as the record keeps it.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hand {
    /// An account's id, or `console`.
    pub by: String,
    /// Who that is, where they are in the register.
    pub person_id: Option<PersonId>,
    /// Their name then.
    pub name: String,
    /// In which role, as a code.
    pub role: String,
}

guanai_kernel::debug_by_id!(Hand.by);

impl Hand {
    /// Whether it is the same person: by the account, or by the person behind two accounts.
    pub fn is_of(&self, other: &Self) -> bool {
        self.by == other.by || (self.person_id.is_some() && self.person_id == other.person_id)
    }
}

/// How close somebody is to the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// Not close, as far as is known and they declared.
    Apart,
    /// They must stand aside.
    Close(RecusalGround),
}

/// Who acts, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Who.
    pub hand: Hand,
    /// From which desk.
    pub desk: Desk,
    /// How close to the applicant.
    pub nearness: Nearness,
    /// The day.
    pub today: Date,
    /// The moment.
    pub at: Moment,
}

/// A step that was taken.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// Of which application.
    pub application_id: ApplicationId,
    /// Whose it is.
    pub person_id: PersonId,
    /// Which, counted from 1.
    pub no: u32,
    /// Of which submission.
    pub round: u32,
    /// The move.
    pub step: Move,
    /// From where.
    pub from: State,
    /// To where.
    pub to: State,
    /// The day.
    pub on: Date,
    /// Who.
    pub hand: Hand,
    /// What they wrote; sealed in the store.
    pub words: Option<String>,
    /// When it was recorded.
    pub at: Moment,
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {:?} → {:?} by {:?}", self.no, self.step.code(), self.from, self.to, self.hand)
    }
}

/// An application with everything recorded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationFile {
    /// The application.
    pub application: Application,
    /// The steps taken, oldest first.
    pub taken: Vec<Taken>,
    /// The votes of meetings.
    pub votes: Vec<Vote>,
    /// Its notices.
    pub notices: Vec<PublicNotice>,
    /// What was objected.
    pub objections: Vec<Objection>,
    /// Its signed papers, with the records of the meetings that voted on it.
    pub documents: Vec<Document>,
    /// What was decided, oldest first.
    pub decisions: Vec<Decision>,
}

impl ApplicationFile {
    /// A new application.
    pub const fn new(application: Application) -> Self {
        Self {
            application,
            taken: Vec::new(),
            votes: Vec::new(),
            notices: Vec::new(),
            objections: Vec::new(),
            documents: Vec::new(),
            decisions: Vec::new(),
        }
    }

    /// The notice that hangs, or hung last for this submission.
    pub fn notice(&self) -> Option<&PublicNotice> {
        self.notices.iter().rev().find(|notice| notice.round == self.application.round)
    }

    /// The vote that carried this submission.
    pub fn carried(&self) -> Option<&Vote> {
        self.votes.iter().rev().find(|vote| vote.round == self.application.round && vote.is_carried)
    }

    /// Objections that wait for an answer.
    pub fn open_objections(&self) -> impl Iterator<Item = &Objection> {
        self.objections.iter().filter(|objection| objection.reply.is_none())
    }

    /// The decision that stands.
    pub fn decision(&self) -> Option<&Decision> {
        let decided = matches!(self.application.state, State::Approved | State::Refused | State::UnderReview);
        self.decisions.last().filter(|_| decided)
    }

    /// Whether the original of a paper is filed for this submission.
    pub fn has_original(&self, kind: DocumentKind) -> bool {
        let round = self.application.round;
        self.documents.iter().any(|document| {
            let of_vote = |vote: &Vote| vote.round == round && document.meeting_id == Some(vote.meeting_id);
            let here = document.application_id.is_some() && document.round == round;
            document.kind == kind && (here || self.votes.iter().any(of_vote))
        })
    }

    /// Whether a move may be made now by whoever acts: the table holds it, it is theirs, and nothing stands against it that
    /// can be known before the form is filled in.
    pub fn may(&self, acting: &Acting, step: Move) -> Result<State, Error> {
        let application = &self.application;
        let (_, _, to, desks) = *application.state.row(step)?;
        if !desks.contains(&acting.desk) {
            return Err(Error::OtherDesk(acting.desk));
        }
        if !step.is_free_of_recusal() && acting.nearness != Nearness::Apart {
            return Err(Error::Concerned);
        }
        if self.is_bound(acting, step) {
            return Err(Error::SameHand);
        }
        if let Some(last) = self.taken.last().filter(|last| last.on > acting.today) {
            return Err(Error::TooEarly { on: acting.today, earlier: last.on });
        }
        let missing = application.chain.wants_before(step).find(|kind| {
            let of_meeting = *kind == DocumentKind::MeetingRecord;
            !(self.has_original(*kind) || of_meeting && !application.chain.has(ChainStep::Appraisal))
        });
        if let Some(kind) = missing {
            return Err(Error::OriginalMissing(kind));
        }
        match step {
            Move::TakeDown => self.past_notice(acting.today)?,
            Move::Approve => self.may_approve(acting.today)?,
            Move::Answer if self.open_objections().next().is_none() => return Err(Error::NoObjection),
            // Through a chain without a notice nobody was told of anything to object to.
            Move::Object if self.notice().is_none() => return Err(Error::NotNoticed),
            Move::AskReview => self.may_ask_review(acting.today)?,
            _ => {}
        }
        Ok(application.chain.landing(step, to))
    }

    /// Whether whoever acts took a step that this one checks.
    fn is_bound(&self, acting: &Acting, step: Move) -> bool {
        let application = &self.application;
        let took = |checked: &dyn Fn(&Taken) -> bool| {
            self.taken.iter().any(|taken| checked(taken) && taken.hand.is_of(&acting.hand))
        };
        let entered = || application.entered.is_of(&acting.hand) || took(&|taken| taken.step == Move::Resubmit);
        match step {
            Move::Approve | Move::Refuse => self.is_bound_to_decide(acting),
            Move::Return if acting.desk == Desk::Approver => self.is_bound_to_decide(acting),
            Move::Review | Move::Return => {
                entered() || took(&|taken| matches!(taken.step, Move::Carry | Move::NotCarry))
            }
            Move::Answer => entered(),
            _ => false,
        }
    }

    /// Whoever had a part in what is decided does not decide; and whoever decided does not look at it again.
    fn is_bound_to_decide(&self, acting: &Acting) -> bool {
        let application = &self.application;
        let again = application.state == State::UnderReview;
        let had_a_part = |taken: &Taken| match taken.step {
            Move::Approve | Move::Refuse => again && taken.round == application.round,
            Move::Return => false,
            _ => true,
        };
        let objected =
            |objection: &Objection| objection.objector_id.is_some() && objection.objector_id == acting.hand.person_id;
        application.entered.is_of(&acting.hand)
            || self.taken.iter().any(|taken| had_a_part(taken) && taken.hand.is_of(&acting.hand))
            || self.objections.iter().any(objected)
    }

    fn past_notice(&self, today: Date) -> Result<(), Error> {
        match self.notice() {
            Some(notice) if today <= notice.through_on => Err(Error::WithinNotice { through: notice.through_on }),
            Some(_) => Ok(()),
            None => Err(Error::NotNoticed),
        }
    }

    fn may_approve(&self, today: Date) -> Result<(), Error> {
        let application = &self.application;
        let (chain, round) = (&application.chain, application.round);
        if chain.has(ChainStep::Appraisal) && self.carried().is_none() {
            return Err(Error::NotAppraised);
        }
        let reviewed = |taken: &Taken| taken.round == round && taken.step == Move::Review;
        if chain.has(ChainStep::Review) && !self.taken.iter().any(reviewed) {
            return Err(Error::NotReviewed);
        }
        if chain.has(ChainStep::Notice) {
            self.past_notice(today)?;
            if !self.notice().is_some_and(PublicNotice::ran_its_term) {
                return Err(Error::NotNoticed);
            }
        }
        match self.open_objections().count() {
            0 => {}
            open => return Err(Error::ObjectionOpen(open)),
        }
        let founded = |objection: &Objection| {
            let is_founded = objection.reply.as_ref().is_some_and(|reply| reply.finding == Finding::Founded);
            objection.round == round && is_founded
        };
        if self.objections.iter().any(founded) {
            return Err(Error::ObjectionFounded);
        }
        if application.frozen.holds() { Ok(()) } else { Err(Error::NotHolding) }
    }

    fn may_ask_review(&self, today: Date) -> Result<(), Error> {
        let round = self.application.round;
        let last = self.decisions.last().ok_or(Error::ReviewedAlready)?;
        match last.review_until_on {
            None => Err(Error::ReviewedAlready),
            Some(_) if last.round != round => Err(Error::ReviewedAlready),
            Some(until) if today > until => Err(Error::ReviewTooLate { until }),
            Some(_) => Ok(()),
        }
    }
}
