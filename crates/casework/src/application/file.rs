//! An application with everything recorded of it, what stands against each move, and what it is after one. Every guard is
//! here, so that pages, use cases and tests ask the same.

use guanai_kernel::ids::{ApplicationId, PersonId};
use guanai_kernel::text::squeeze;
use guanai_kernel::{Date, Moment, Money};

use super::chain::ChainStep;
use super::notice::{Finding, Objection, ObjectionReply, PublicNotice};
use super::paper::{Decision, Document, DocumentKind, Verdict, is_sha256};
use super::state::{ApplicationMove as Move, ApplicationState as State, Desk};
use super::step::{ApplicationStep as Step, ApplicationStepError as Error, Deciding, Despite, Posting, Resubmission};
use super::{Application, Frozen};
use crate::meeting::{Meeting, RecusalGround, Vote};

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

    /// The file after a step. `now` is what the standard says today, for steps that rest on the frozen facts.
    pub fn after(&self, acting: &Acting, step: Step, now: Option<&Frozen>) -> Result<Self, Error> {
        let kind = step.kind();
        let to = self.may(acting, kind)?;
        let mut file = self.clone();
        let words = match step {
            Step::Appraise(held) => file.appraise(acting, &held.0, held.1)?,
            Step::Review { words, despite } => {
                self.settle_changes(now, despite.as_ref())?;
                joined(words, despite.map(|despite| despite.words))
            }
            Step::Return { words } => Some(said(words)?),
            Step::Resubmit(again) => file.resubmit(*again)?,
            Step::Post(posting) => file.post(acting, posting)?,
            Step::TakeDown => {
                file.take_down(acting);
                None
            }
            Step::BreakOff { words } => {
                file.take_down(acting);
                Some(said(words)?)
            }
            Step::Object(objection) => file.object(acting, *objection)?,
            Step::Answer { objection_id, finding, words } => {
                let reply = ObjectionReply { finding, words: said(words)?, on: acting.today, by: acting.hand.clone() };
                let open = file.objections.iter_mut().find(|o| o.objection_id == objection_id && o.reply.is_none());
                let objection = open.ok_or(Error::NoObjection)?;
                let theirs = objection.objector_id.is_some() && objection.objector_id == acting.hand.person_id;
                if theirs || objection.entered.is_of(&acting.hand) {
                    return Err(Error::SameHand);
                }
                objection.reply = Some(reply);
                None
            }
            Step::Attach(document) => file.attach(acting, *document)?,
            Step::Decide(deciding) => file.decide(acting, deciding, now)?,
            Step::AskReview { words } => Some(said(words)?),
            Step::Withdraw { words } => {
                if file.application.state == State::OnNotice {
                    file.take_down(acting);
                }
                words.filter(|words| !squeeze(words).is_empty())
            }
        };
        // A submission anew may have another chain.
        let to = if kind == Move::Resubmit { file.application.chain.begins_in() } else { to };
        file.note(acting, kind, to, words);
        Ok(file)
    }

    fn note(&mut self, acting: &Acting, step: Move, to: State, words: Option<String>) {
        let application = &mut self.application;
        let (from, no) = (application.state, application.version.saturating_add(1));
        application.state = to;
        application.version = no;
        self.taken.push(Taken {
            application_id: application.application_id,
            person_id: application.person_id,
            no,
            round: application.round,
            step,
            from,
            to,
            on: acting.today,
            hand: acting.hand.clone(),
            words,
            at: acting.at,
        });
    }

    /// Where facts have changed, whoever acts must have been told of just these, and say why it goes on all the same.
    fn settle_changes(&self, now: Option<&Frozen>, despite: Option<&Despite>) -> Result<Vec<String>, Error> {
        let changed = now.map(|now| self.application.frozen.changed_against(now)).unwrap_or_default();
        if changed.is_empty() {
            return Ok(changed);
        }
        match despite {
            Some(despite) if despite.facts == changed && !squeeze(&despite.words).is_empty() => Ok(changed),
            _ => Err(Error::FactsChanged(changed)),
        }
    }

    fn appraise(&mut self, acting: &Acting, meeting: &Meeting, vote: Vote) -> Result<Option<String>, Error> {
        if meeting.held_on > acting.today {
            return Err(Error::Future { on: meeting.held_on });
        }
        let resubmitted = self.taken.iter().rev().find(|taken| taken.step == Move::Resubmit).map(|taken| taken.on);
        let earlier = resubmitted.unwrap_or(self.application.applied_on);
        if meeting.held_on < earlier {
            return Err(Error::TooEarly { on: meeting.held_on, earlier });
        }
        if !self.application.chain.meetings.contains(&meeting.kind) {
            return Err(Error::OtherMeeting);
        }
        let is_carried = meeting.rule.carries(vote.entitled, vote.present, vote.ballot)?;
        if is_carried != vote.is_carried || vote.meeting_id != meeting.meeting_id {
            return Err(Error::NotAppraised);
        }
        let opinion = vote.opinion.clone();
        self.votes.push(Vote { round: self.application.round, ..vote });
        Ok(Some(opinion).filter(|words| !squeeze(words).is_empty()))
    }

    fn resubmit(&mut self, again: Resubmission) -> Result<Option<String>, Error> {
        let words = said(again.words)?;
        let application = &mut self.application;
        application.amount = again.frozen.amount.filter(|_| again.frozen.holds());
        application.frozen = again.frozen;
        application.chain = again.chain;
        application.round = application.round.saturating_add(1);
        Ok(Some(words))
    }

    fn post(&mut self, acting: &Acting, posting: Posting) -> Result<Option<String>, Error> {
        let place = said(posting.place)?;
        let shown_why = posting.shown_why.filter(|why| !squeeze(why).is_empty());
        if posting.shown_as == super::ShownAs::Code && shown_why.is_none() {
            return Err(Error::NoWords);
        }
        self.notices.push(PublicNotice {
            notice_id: posting.notice_id,
            application_id: self.application.application_id,
            person_id: self.application.person_id,
            round: self.application.round,
            organization_id: posting.organization_id,
            shown_as: posting.shown_as,
            shown_why,
            place,
            posted_on: acting.today,
            through_on: posting.through.on,
            is_provisional: posting.through.provisional,
            posted_by: acting.hand.clone(),
            taken_down: None,
            recorded_at: acting.at,
        });
        Ok(None)
    }

    fn take_down(&mut self, acting: &Acting) {
        for notice in self.notices.iter_mut().filter(|notice| notice.taken_down.is_none()) {
            notice.taken_down = Some((acting.today, acting.hand.clone()));
        }
    }

    fn object(&mut self, acting: &Acting, objection: Objection) -> Result<Option<String>, Error> {
        if squeeze(&objection.words).is_empty() {
            return Err(Error::NoWords);
        }
        if objection.said_on > acting.today {
            return Err(Error::Future { on: objection.said_on });
        }
        let posted = self.notices.iter().filter(|notice| notice.round == self.application.round);
        let earlier = posted.map(|notice| notice.posted_on).min().ok_or(Error::NotNoticed)?;
        if objection.said_on < earlier {
            return Err(Error::TooEarly { on: objection.said_on, earlier });
        }
        self.objections.push(Objection { round: self.application.round, ..objection });
        Ok(None)
    }

    fn attach(&mut self, acting: &Acting, document: Document) -> Result<Option<String>, Error> {
        if document.signed_on > acting.today {
            return Err(Error::Future { on: document.signed_on });
        }
        if squeeze(&document.place).is_empty() {
            return Err(Error::NoWords);
        }
        if document.sha256.as_deref().is_some_and(|hash| !is_sha256(hash)) {
            return Err(Error::Hash);
        }
        self.documents.push(Document { round: self.application.round, ..document });
        Ok(None)
    }

    fn decide(&mut self, acting: &Acting, deciding: Deciding, now: Option<&Frozen>) -> Result<Option<String>, Error> {
        if squeeze(&deciding.resolution_no).is_empty() {
            return Err(Error::NoResolution);
        }
        let proposed = self.application.amount;
        let is_lower = match (deciding.verdict, deciding.amount, proposed) {
            (Verdict::Refused, None, _) | (Verdict::Approved, None, None) => false,
            (Verdict::Approved, Some(amount), Some(most)) if Money::ZERO < amount && amount <= most => amount < most,
            _ => return Err(Error::Amount { proposed }),
        };
        if squeeze(&deciding.words).is_empty() && (is_lower || deciding.verdict == Verdict::Refused) {
            return Err(Error::NoWords);
        }
        let despite = self.settle_changes(now, deciding.despite.as_ref())?;
        let again = self.application.state == State::UnderReview;
        let until = self.application.chain.review_until(acting.today);
        let words = joined(Some(deciding.words), deciding.despite.map(|despite| despite.words));
        let no = u32::try_from(self.decisions.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.decisions.push(Decision {
            application_id: self.application.application_id,
            person_id: self.application.person_id,
            no,
            round: self.application.round,
            verdict: deciding.verdict,
            amount: deciding.amount,
            resolution_no: squeeze(&deciding.resolution_no),
            words: words.clone().unwrap_or_default(),
            despite,
            decided_on: acting.today,
            review_until_on: (!again).then_some(until),
            by: acting.hand.clone(),
            recorded_at: acting.at,
        });
        Ok(words)
    }
}

fn said(words: String) -> Result<String, Error> {
    if squeeze(&words).is_empty() { Err(Error::NoWords) } else { Ok(words) }
}

fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    let all: Vec<String> = [one, other].into_iter().flatten().filter(|words| !squeeze(words).is_empty()).collect();
    (!all.is_empty()).then(|| all.join("\n"))
}
