//! Taking a step: what an application is afterwards, and what only the filled-in form can say against it.

use guanai_kernel::text::{squeeze, written};
use guanai_kernel::{Money, Recipient};

use super::Frozen;
use super::file::{Acting, ApplicationFile, Taken};
use super::notice::{Objection, ObjectionReply, PublicNotice};
use super::paper::{Decision, Document, Verdict, is_sha256};
use super::state::{ApplicationMove as Move, ApplicationState as State};
use super::step::{ApplicationStep as Step, ApplicationStepError as Error, Deciding, Despite, Posting, Resubmission};
use crate::meeting::{Meeting, Vote};

impl ApplicationFile {
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
            Step::Return { words } | Step::AskReview { words } => Some(said(words)?),
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

    /// The purse that pays what is approved: one of those that the standard names, and that may be spent on whoever applies.
    fn purse_of(&self, deciding: &Deciding, recipient: Option<Recipient>) -> Result<Option<String>, Error> {
        let purses = &self.application.frozen.purses;
        let fits = || purses.iter().filter(|purse| purse.fits(recipient)).map(|purse| purse.name.clone()).collect();
        let chosen = deciding.purse.as_ref().filter(|_| deciding.verdict == Verdict::Approved);
        match chosen {
            None if deciding.amount.is_some() && !purses.is_empty() => Err(Error::NoPurse { fits: fits() }),
            None => Ok(None),
            Some(purse) if !purse.fits(recipient) => {
                let (name, serves) = (purse.name.clone(), purse.serves);
                Err(Error::PurseServesOthers { purse: name, serves, recipient, fits: fits() })
            }
            Some(purse) if purses.iter().all(|one| one.id != purse.id) => {
                Err(Error::OtherPurse { purse: purse.name.en.clone(), fits: fits() })
            }
            Some(purse) => Ok(Some(purse.id.clone())),
        }
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
        let recipient = now.unwrap_or(&self.application.frozen).recipient;
        let purse = self.purse_of(&deciding, recipient)?;
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
            purse,
            recipient,
            resolution_no: written(&deciding.resolution_no),
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
