//! One application as a role may see it: what it rests on, what was recorded, what has changed since, and the steps that the
//! actor may take now, so that no page shows a button that is refused.

use std::collections::BTreeMap;

use guanai_casework::application::file::Acting;
use guanai_casework::application::{
    ApplicationFile, ApplicationMove, ApplicationState, ApplicationStepError, Chain, Decision, Finding, Frozen,
    FrozenFact, Hand, Nearness, Objection, PublicNotice, Said, ScanPlace, ShownAs, Taken, Verdict,
};
use guanai_casework::meeting::{Ballot, Meeting};
use guanai_kernel::ids::{ApplicationId, MeetingId, NoticeId, ObjectionId, OrganizationId};
use guanai_kernel::{Date, Moment, Money};
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, meetings};

use super::acting::{acting, reached, superiors};
use super::freeze::frozen_again;
use super::list::{ListedApplication, listed};
use super::moving::act_of;
use super::papers::{SeenDocument, documents_of};
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::people::Sight;
use crate::plans::{HouseholdGrants, grants_of};
use crate::population::PopulationError;
use crate::scans::{Near, ScanAccess, seen_of};

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenStep {
    /// Which, from 1.
    pub no: u32,
    /// The move.
    pub step: ApplicationMove,
    /// To where.
    pub to: ApplicationState,
    /// The moment.
    pub at: Moment,
    /// Who, by name; none where the reader is not told.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<Role>,
    /// What they wrote, for who may read it.
    pub words: Option<String>,
}

/// A vote on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenVote {
    /// At which meeting.
    pub meeting_id: MeetingId,
    /// The code on its record.
    pub code: String,
    /// The kind of meeting, as a code of the pack.
    pub kind: String,
    /// The day.
    pub held_on: Date,
    /// Who was entitled to vote and did not stand aside.
    pub entitled: u32,
    /// Who of them came.
    pub present: u32,
    /// How they voted.
    pub ballot: Ballot,
    /// Whether it was carried.
    pub is_carried: bool,
    /// Whether it was for the submission that stands.
    pub is_current: bool,
}

/// A notice of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenNotice {
    /// Its id.
    pub notice_id: NoticeId,
    /// Where it hangs.
    pub place: String,
    /// The day on which it was put up.
    pub posted_on: Date,
    /// The last day of its term.
    pub through_on: Date,
    /// Whether a year without a published calendar had a part in it.
    pub is_provisional: bool,
    /// How the applicant is named on it.
    pub shown_as: ShownAs,
    /// The day on which it was taken down.
    pub taken_down_on: Option<Date>,
}

/// An objection to it.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenObjection {
    /// Its id.
    pub objection_id: ObjectionId,
    /// The day it was said.
    pub said_on: Date,
    /// The day by which it is answered.
    pub due_on: Date,
    /// Who said it, for whoever answers.
    pub by: Option<String>,
    /// In their words, for whoever answers or decides.
    pub words: Option<String>,
    /// What was found.
    pub finding: Option<Finding>,
    /// The answer's words and day.
    pub reply: Option<(Option<String>, Date)>,
}

guanai_kernel::debug_by_id!(SeenObjection.objection_id);

/// A decision about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenDecision {
    /// Which, from 1.
    pub no: u32,
    /// What.
    pub verdict: Verdict,
    /// 审定金额
    pub amount: Option<Money>,
    /// What the purse that pays is called; none where the decision names none.
    pub purse: Option<Said>,
    /// The number of the resolution.
    pub resolution_no: String,
    /// Why, in words; for who may read them.
    pub words: Option<String>,
    /// The facts that had changed by then.
    pub despite: Vec<String>,
    /// The day.
    pub decided_on: Date,
    /// The last day on which a second look may be asked for.
    pub review_until_on: Option<Date>,
    /// Who decided.
    pub by: String,
}

/// A fact that is not what it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenChange {
    /// Its name in the pack; `answer` where the answer itself is another one.
    pub name: String,
    /// What it is called, by language; none for the answer.
    pub title: Option<Said>,
    /// What it was, for who may read it.
    pub was: Option<Said>,
    /// What it is.
    pub is: Option<Said>,
}

/// An application as a role sees it.
#[derive(Debug, Clone)]
pub struct ApplicationView {
    /// What stands in a list.
    pub row: ListedApplication,
    /// How many steps were taken: whoever takes the next one says it.
    pub version: u32,
    /// Which submission stands, from 1.
    pub round: u32,
    /// The applicant's branch and those above it, from the top.
    pub path: Vec<(OrganizationId, String)>,
    /// In the person's words.
    pub words: Option<String>,
    /// What happened anew, as they said it, where the household was given the same not long ago; for who may read the words.
    pub new_event: Option<String>,
    /// Whether somebody entered it for them, and who entered it.
    pub is_on_behalf: bool,
    /// Who entered it, by name.
    pub entered_by: String,
    /// What it rests on; facts that the role does not see are left out, and the sentence where it tells of one.
    pub frozen: Frozen,
    /// Whether facts were left out.
    pub is_abridged: bool,
    /// The chain.
    pub chain: Chain,
    /// The steps taken, oldest first.
    pub steps: Vec<SeenStep>,
    /// The votes.
    pub votes: Vec<SeenVote>,
    /// The notices.
    pub notices: Vec<SeenNotice>,
    /// The objections.
    pub objections: Vec<SeenObjection>,
    /// The papers.
    pub documents: Vec<SeenDocument>,
    /// What the actor may do with the scans.
    pub scan_access: ScanAccess,
    /// The decisions, oldest first.
    pub decisions: Vec<SeenDecision>,
    /// What has changed since; for who reviews or decides.
    pub changes: Vec<SeenChange>,
    /// What the household was given this year; none for a role that does not read it.
    pub grants: Option<HouseholdGrants>,
    /// The steps that the actor may take now.
    pub moves: Vec<ApplicationMove>,
    /// What stands against steps that would be the actor's, so that the page can say what is waited for.
    pub waits_for: Vec<(ApplicationMove, ApplicationStepError)>,
}

/// Why nothing is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadApplicationError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such application")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadApplicationError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "application-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one application. The record names it and its person.
pub async fn read_application(
    cx: &mut Cx<'_>,
    application_id: ApplicationId,
) -> Result<ApplicationView, ReadApplicationError> {
    cx.authorise(Act::ReadApplication)?;
    let mut tx = cx.db.begin_read().await?;
    let view = load(cx, &mut tx, application_id).await;
    tx.rollback().await?;
    let view = view?;
    let person_id = view.row.person_id;
    let others = view.grants.iter().flat_map(|grants| &grants.people).map(|(id, _)| *id).filter(|id| *id != person_id);
    let people = [person_id].into_iter().chain(others).map(Subject::Person);
    let subjects = [Subject::Application(application_id)].into_iter().chain(people).collect();
    cx.record_reading(Act::ReadApplication, subjects).await?;
    Ok(view)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    application_id: ApplicationId,
) -> Result<ApplicationView, ReadApplicationError> {
    let file = reached(cx, tx, application_id).await?.ok_or(ReadApplicationError::NotFound)?;
    let reader = Reader::of(cx.actor.role);
    let sight = Sight::of(cx.actor.role);
    let row = listed(tx, sight, std::slice::from_ref(&file.application)).await?;
    let row = row.into_iter().next().ok_or(ReadApplicationError::NotFound)?;
    let mut path: Vec<(OrganizationId, String)> = Vec::new();
    for organization in superiors(tx, file.application.organization_id).await? {
        path.push((organization.organization_id, organization.name));
    }
    path.reverse();
    let now = if reader.reads_objections() && file.application.state.is_open() {
        frozen_again(cx, tx, &file.application).await?
    } else {
        None
    };
    let held = meetings_of(tx, &file).await?;
    let acting = acting(cx, tx, &file.application).await?;
    let is_apart = acting.as_ref().is_some_and(|acting| acting.nearness == Nearness::Apart);
    let near = if is_apart { Near::Apart } else { Near::Close };
    let (moves, waits_for) = acting.map(|acting| moves_of(cx, &file, &acting)).unwrap_or_default();
    let changes =
        now.map(|now| changes_of(&cx.standards.pack, &file.application.frozen, &now, sight)).unwrap_or_default();
    let (frozen, is_abridged) = abridged(&cx.standards.pack, &file.application.frozen, sight);
    let application = &file.application;
    let grants = if cx.authorise(Act::ReadGrants).is_ok() {
        Some(grants_of(cx, tx, application.person_id, Some(&application.measure)).await?)
    } else {
        None
    };
    Ok(ApplicationView {
        grants,
        version: application.version,
        round: application.round,
        path,
        words: Some(application.words.clone()).filter(|_| reader.reads_words()),
        new_event: application.new_event.clone().filter(|_| reader.reads_words()),
        is_on_behalf: application.is_on_behalf,
        entered_by: reader.named(&application.entered).unwrap_or_default(),
        frozen,
        is_abridged,
        chain: application.chain.clone(),
        steps: file.taken.iter().map(|taken| reader.step(taken)).collect(),
        votes: votes_of(&file, &held),
        notices: file.notices.iter().map(seen_notice).collect(),
        objections: file.objections.iter().map(|objection| reader.objection(objection)).collect(),
        documents: documents_of(&file, &seen_of(cx, tx, ScanPlace::Application(application_id), near).await?),
        scan_access: ScanAccess::of(cx),
        decisions: file.decisions.iter().map(|decision| reader.decision(&application.frozen, decision)).collect(),
        changes,
        moves,
        waits_for,
        row,
    })
}

/// How far a role reads an application beyond [`Sight`]; each reads what those before it read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reader {
    /// The steps and their days.
    Steps,
    /// Names of officers, and what was written at each step.
    Words,
    /// What was objected, and what has changed since the application was frozen.
    Objections,
    /// Who objected: only whoever answers.
    Objectors,
}

impl Reader {
    const fn of(role: Role) -> Self {
        match role {
            Role::TownshipOfficer | Role::CountyOfficer => Self::Objectors,
            Role::CountyApprover => Self::Objections,
            Role::BranchContact | Role::Member => Self::Words,
            _ => Self::Steps,
        }
    }

    fn reads_words(self) -> bool {
        self >= Self::Words
    }

    fn reads_objections(self) -> bool {
        self >= Self::Objections
    }

    fn reads_objectors(self) -> bool {
        self >= Self::Objectors
    }

    fn named(self, hand: &Hand) -> Option<String> {
        Some(hand.name.clone()).filter(|_| self.reads_words())
    }

    fn step(self, taken: &Taken) -> SeenStep {
        // Whoever objects stays unnamed among the steps.
        let is_told = taken.step != ApplicationMove::Object || self.reads_objectors();
        SeenStep {
            no: taken.no,
            step: taken.step,
            to: taken.to,
            at: taken.at,
            by: self.named(&taken.hand).filter(|_| is_told),
            role: Role::from_code(&taken.hand.role).filter(|_| is_told),
            words: taken.words.clone().filter(|_| self.reads_words()),
        }
    }

    fn objection(self, objection: &Objection) -> SeenObjection {
        let by = objection.objector_name.clone().unwrap_or_else(|| objection.entered.name.clone());
        let told = |words: &String| Some(words.clone()).filter(|_| self.reads_objections());
        SeenObjection {
            objection_id: objection.objection_id,
            said_on: objection.said_on,
            due_on: objection.due_on,
            by: Some(by).filter(|_| self.reads_objectors()),
            words: told(&objection.words),
            finding: objection.reply.as_ref().map(|reply| reply.finding),
            reply: objection.reply.as_ref().map(|reply| (told(&reply.words), reply.on)),
        }
    }

    fn decision(self, frozen: &Frozen, decision: &Decision) -> SeenDecision {
        let purse = frozen.purses.iter().find(|purse| Some(&purse.id) == decision.purse.as_ref());
        SeenDecision {
            purse: purse.map(|purse| purse.name.clone()),
            no: decision.no,
            verdict: decision.verdict,
            amount: decision.amount,
            resolution_no: decision.resolution_no.clone(),
            words: Some(decision.words.clone()).filter(|words| self.reads_words() && !words.is_empty()),
            despite: decision.despite.clone(),
            decided_on: decision.decided_on,
            review_until_on: decision.review_until_on,
            by: decision.by.name.clone(),
        }
    }
}

fn seen_notice(notice: &PublicNotice) -> SeenNotice {
    SeenNotice {
        notice_id: notice.notice_id,
        place: notice.place.clone(),
        posted_on: notice.posted_on,
        through_on: notice.through_on,
        is_provisional: notice.is_provisional,
        shown_as: notice.shown_as,
        taken_down_on: notice.taken_down.as_ref().map(|(on, _)| *on),
    }
}

async fn meetings_of(tx: &mut Tx, file: &ApplicationFile) -> Result<BTreeMap<MeetingId, Meeting>, StoreError> {
    let ids: Vec<MeetingId> = file.votes.iter().map(|vote| vote.meeting_id).collect();
    let held = meetings::list_by_ids(tx, &ids).await?;
    Ok(held.into_iter().map(|meeting| (meeting.meeting_id, meeting)).collect())
}

fn votes_of(file: &ApplicationFile, held: &BTreeMap<MeetingId, Meeting>) -> Vec<SeenVote> {
    let votes = file.votes.iter().filter_map(|vote| {
        let meeting = held.get(&vote.meeting_id)?;
        Some(SeenVote {
            meeting_id: vote.meeting_id,
            code: meeting.code.clone(),
            kind: meeting.kind.clone(),
            held_on: meeting.held_on,
            entitled: vote.entitled,
            present: vote.present,
            ballot: vote.ballot,
            is_carried: vote.is_carried,
            is_current: vote.round == file.application.round,
        })
    });
    votes.collect()
}

/// The steps that the actor may take now, and what stands against those that would be theirs.
fn moves_of(
    cx: &Cx<'_>,
    file: &ApplicationFile,
    acting: &Acting,
) -> (Vec<ApplicationMove>, Vec<(ApplicationMove, ApplicationStepError)>) {
    let (mut moves, mut waits) = (Vec::new(), Vec::new());
    for step in file.application.state.moves_of(acting.desk) {
        // An objection is made from its notice.
        if step == ApplicationMove::Object || cx.authorise(act_of(step)).is_err() {
            continue;
        }
        match file.may(acting, step) {
            Ok(_) => moves.push(step),
            Err(ApplicationStepError::NoObjection | ApplicationStepError::ReviewedAlready) => {}
            Err(error) => waits.push((step, error)),
        }
    }
    (moves, waits)
}

fn changes_of(pack: &Pack, was: &Frozen, now: &Frozen, sight: Sight) -> Vec<SeenChange> {
    let find = |frozen: &Frozen, name: &str| frozen.facts.iter().find(|fact| fact.name == name).cloned();
    let changed = was.changed_against(now).into_iter().map(|name| {
        let (before, after) = (find(was, &name), find(now, &name));
        let shown = |fact: &Option<FrozenFact>| {
            let fact = fact.as_ref().filter(|fact| sight.shows(pack, &fact.name, fact.is_sensitive));
            fact.map(|fact| fact.value.clone())
        };
        SeenChange {
            title: before.as_ref().or(after.as_ref()).map(|fact| fact.title.clone()),
            was: shown(&before),
            is: shown(&after),
            name,
        }
    });
    changed.collect()
}

/// The frozen facts without what the role does not see; and whether anything was left out.
fn abridged(pack: &Pack, frozen: &Frozen, sight: Sight) -> (Frozen, bool) {
    let mut shown = frozen.clone();
    shown.facts.retain(|fact| sight.shows(pack, &fact.name, fact.is_sensitive));
    let is_abridged = shown.facts.len() < frozen.facts.len();
    if is_abridged {
        shown.sentence.zh.clear();
        shown.sentence.en.clear();
        shown.asks.clear();
    }
    (shown, is_abridged)
}
