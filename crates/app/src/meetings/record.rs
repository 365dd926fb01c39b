//! Recording a meeting: who came, who stood aside, how the vote on each application went. Who stands aside by kinship, household
//! or post is reckoned, and anybody may stand aside of themselves; quorum and majority are counted without them.

use std::collections::BTreeMap;

use guanai_casework::application::{ApplicationFile, ApplicationStep, ApplicationStepError, Desk, short_code};
use guanai_casework::meeting::{
    Attendee, Ballot, CarriedOf, Meeting, MeetingFile, Presence, Recusal, RecusalGround, Vote, VoteError, VotingRule,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{ApplicationId, MeetingId, OperationId, OrganizationId, PersonId};
use guanai_kernel::text::{squeeze, written};
use guanai_scheme::{MeetingKind, VoteShare};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, applications, audit, meetings, persons};

use super::roll::{RollEntry, meeting_of, roll_of};
use crate::actor::{Act, Denied};
use crate::applications::{Distances, StaleStep, acting_on, hand_of, since};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// Letters that a place, a name or an opinion may have.
const MOST_LETTERS: usize = 2_000;

/// The vote on one application.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ItemWish {
    /// Which.
    pub application_id: ApplicationId,
    /// How many steps had been taken when the actor read it.
    pub version: u32,
    /// How the vote went.
    pub ballot: Ballot,
    /// Who stood aside of themselves.
    pub stood_aside: Vec<PersonId>,
    /// What the meeting said of it.
    pub opinion: String,
}

/// A meeting to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordMeeting {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Which kind, as a code of the pack.
    pub kind: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who chaired it.
    pub chair_id: PersonId,
    /// Who wrote the record, by name.
    pub recorder: String,
    /// Who came or was excused; whoever is not named was absent.
    pub presence: BTreeMap<PersonId, Presence>,
    /// The votes.
    pub items: Vec<ItemWish>,
}

/// Why no meeting was recorded. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordMeetingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack has no such kind of meeting.
    #[error("the standards have no such kind of meeting")]
    Kind,
    /// The place or the recorder's name is missing, or words are longer than is kept.
    #[error("write down where it was and who wrote the record, and nothing longer than {MOST_LETTERS} letters")]
    Words,
    /// A day that has not come.
    #[error("{0} has not come yet")]
    Future(Date),
    /// Nothing was voted on, or one application twice.
    #[error("name at least one application, and each once")]
    Items,
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Somebody is named who is not on the roll that day.
    #[error("somebody is named who does not belong to the organisation on that day")]
    NotOnTheRoll,
    /// The chair did not come.
    #[error("whoever chaired the meeting must have come")]
    Chair,
    /// The meeting as a whole had no quorum.
    #[error(transparent)]
    Quorum(VoteError),
    /// An application that does not wait for this organisation's meeting.
    #[error("no such application waits for a meeting of this organisation")]
    NoSuchItem(ApplicationId),
    /// Whoever applied had died by the day of the meeting.
    #[error("whoever applied had died by then: the application is withdrawn, no vote is taken on it")]
    Died(ApplicationId),
    /// Others took steps on an application meanwhile.
    #[error("others took steps meanwhile: read them, then decide")]
    Stale(ApplicationId, Vec<StaleStep>),
    /// A vote that is none, or an application that cannot be appraised now.
    #[error("{1}")]
    Step(ApplicationId, ApplicationStepError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordMeetingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Kind => "meeting-kind",
            Self::Words => "meeting-words",
            Self::Future(_) => "application-future",
            Self::Items => "meeting-items",
            Self::NotFound => "organization-not-found",
            Self::Operation(error) => error.code(),
            Self::NotOnTheRoll => "meeting-not-on-the-roll",
            Self::Chair => "meeting-chair",
            Self::Quorum(error) => error.code(),
            Self::NoSuchItem(_) => "meeting-no-such-item",
            Self::Died(_) => "application-applicant-died",
            Self::Stale(..) => "application-stale",
            Self::Step(_, error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }

    /// The application it is about, where it is one.
    pub const fn application_id(&self) -> Option<ApplicationId> {
        match self {
            Self::NoSuchItem(id) | Self::Died(id) | Self::Stale(id, _) | Self::Step(id, _) => Some(*id),
            _ => None,
        }
    }
}

/// A meeting reckoned: what its record will say.
#[derive(Debug, Clone)]
pub struct Reckoned {
    /// How many have a vote.
    pub entitled: u32,
    /// How many of them came.
    pub present: u32,
    /// The votes, in the order in which they were named.
    pub items: Vec<ReckonedItem>,
    /// The names of those on the roll.
    pub names: BTreeMap<PersonId, String>,
}

/// A vote reckoned.
#[derive(Debug, Clone)]
pub struct ReckonedItem {
    /// On which application.
    pub application_id: ApplicationId,
    /// Who stands aside, and why.
    pub recusals: Vec<(PersonId, RecusalGround)>,
    /// Who is entitled to vote, without them.
    pub entitled: u32,
    /// Who of these came.
    pub present: u32,
    /// Whether it is carried.
    pub is_carried: bool,
}

/// Refuses what a meeting may not be by itself.
fn refuse<'k>(cx: &'k Cx<'_>, wish: &RecordMeeting) -> Result<&'k MeetingKind, RecordMeetingError> {
    let kind = cx.standards.pack.approvals().meeting(&wish.kind).ok_or(RecordMeetingError::Kind)?;
    let is_long = |text: &str| text.chars().count() > MOST_LETTERS;
    let texts = [&wish.place, &wish.recorder];
    let opinions = wish.items.iter().any(|item| is_long(&item.opinion));
    if texts.iter().any(|text| squeeze(text).is_empty() || is_long(text)) || opinions {
        return Err(RecordMeetingError::Words);
    }
    if wish.held_on > cx.now.day_in_china() {
        return Err(RecordMeetingError::Future(wish.held_on));
    }
    let mut named: Vec<ApplicationId> = wish.items.iter().map(|item| item.application_id).collect();
    named.sort_unstable();
    named.dedup();
    if named.is_empty() || named.len() < wish.items.len() {
        return Err(RecordMeetingError::Items);
    }
    Ok(kind)
}

/// Reckons a meeting without recording it: who stands aside, whether there was a quorum, what is carried.
pub async fn reckon_meeting(cx: &mut Cx<'_>, wish: &RecordMeeting) -> Result<Reckoned, RecordMeetingError> {
    cx.authorise(Act::RecordMeeting)?;
    refuse(cx, wish)?;
    let mut tx = cx.db.begin_read().await?;
    let drawn = drawn(cx, &mut tx, MeetingId::from_bits(0), wish).await;
    tx.rollback().await?;
    let drawn = drawn?;
    let subjects = drawn.file.votes.iter().map(|vote| Subject::Person(vote.person_id)).collect();
    cx.record_reading(Act::ListApplications, subjects).await?;
    let (entitled, present) = drawn.file.counted(None);
    let items = drawn.file.votes.iter().map(|vote| ReckonedItem {
        application_id: vote.application_id,
        recusals: recusals_of(&drawn.file, vote.application_id),
        entitled: vote.entitled,
        present: vote.present,
        is_carried: vote.is_carried,
    });
    let names = drawn.roll.iter().map(|one| (one.person_id, one.name.clone())).collect();
    Ok(Reckoned { entitled, present, items: items.collect(), names })
}

fn recusals_of(file: &MeetingFile, application_id: ApplicationId) -> Vec<(PersonId, RecusalGround)> {
    let of = file.recusals.iter().filter(|recusal| recusal.application_id == application_id);
    of.map(|recusal| (recusal.person_id, recusal.ground)).collect()
}

/// Records a meeting and takes the step of each application voted on; its id. The record names the meeting, the applications
/// and their persons.
pub async fn record_meeting(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordMeeting,
) -> Result<MeetingId, RecordMeetingError> {
    cx.authorise(Act::RecordMeeting)?;
    refuse(cx, wish)?;
    let operation = &Operation::new(operation_id, Act::RecordMeeting, wish)?;
    let mut ids = cx.ids.clone();
    let meeting_id = MeetingId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::RecordMeeting, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(recorded) = operation.earlier(tx, &cx.actor).await? {
                return Ok(recorded);
            }
            let drawn = drawn(cx, tx, meeting_id, wish).await?;
            meetings::add_file(tx, &drawn.file).await?;
            let mut subjects = vec![Subject::Meeting(meeting_id)];
            for (before, after) in &drawn.changes {
                applications::amend_file(tx, before, after, cx.now).await?;
                subjects.push(Subject::Application(before.application.application_id));
                subjects.push(Subject::Person(before.application.person_id));
            }
            operation.keep(tx, &cx.actor, meeting_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(meeting_id)
        })
    });
    recording.await
}

/// A meeting drawn up, and what it does to the applications voted on.
struct Drawn {
    file: MeetingFile,
    roll: Vec<RollEntry>,
    changes: Vec<(ApplicationFile, ApplicationFile)>,
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    meeting_id: MeetingId,
    wish: &RecordMeeting,
) -> Result<Drawn, RecordMeetingError> {
    let kind = cx.standards.pack.approvals().meeting(&wish.kind).ok_or(RecordMeetingError::Kind)?;
    if meeting_of(cx, tx, Some(wish.organization_id)).await?.is_none() {
        return Err(RecordMeetingError::NotFound);
    }
    let roll = roll_of(tx, kind, wish.organization_id, wish.held_on).await?;
    let on_roll = |person_id: PersonId| roll.iter().any(|one| one.person_id == person_id);
    let aside = wish.items.iter().flat_map(|item| &item.stood_aside);
    if !wish.presence.keys().chain(aside).all(|person_id| on_roll(*person_id)) {
        return Err(RecordMeetingError::NotOnTheRoll);
    }
    if wish.presence.get(&wish.chair_id) != Some(&Presence::Present) {
        return Err(RecordMeetingError::Chair);
    }
    let meeting = Meeting {
        meeting_id,
        code: short_code(meeting_id.bits()),
        organization_id: wish.organization_id,
        kind: wish.kind.clone(),
        held_on: wish.held_on,
        place: written(&wish.place),
        chair_id: wish.chair_id,
        recorder: written(&wish.recorder),
        rule: rule_of(kind),
        entered: hand_of(tx, &cx.actor).await?,
        recorded_at: cx.now,
    };
    let attendees = roll.iter().map(|one| {
        let presence = wish.presence.get(&one.person_id).copied().unwrap_or(Presence::Absent);
        let votes = one.votes || (one.votes_if_present && presence == Presence::Present);
        Attendee { meeting_id, person_id: one.person_id, votes, presence }
    });
    let attendees = attendees.collect();
    let mut file = MeetingFile { meeting, attendees, recusals: Vec::new(), votes: Vec::new() };
    let (entitled, present) = file.counted(None);
    if !file.meeting.rule.is_quorum(entitled, present) {
        return Err(RecordMeetingError::Quorum(VoteError::NoQuorum { entitled, present }));
    }
    let mut changes = Vec::with_capacity(wish.items.len());
    for item in &wish.items {
        changes.push(voted(cx, tx, &mut file, wish, item).await?);
    }
    Ok(Drawn { file, roll, changes })
}

const fn rule_of(kind: &MeetingKind) -> VotingRule {
    VotingRule {
        quorum_over_percent: kind.quorum_over_percent,
        carried_over_percent: kind.carried_over_percent,
        carried_of: match kind.carried_of {
            VoteShare::Entitled => CarriedOf::Entitled,
            VoteShare::Present => CarriedOf::Present,
        },
    }
}

/// Takes one vote down: who stands aside, what was carried, and what becomes of the application.
async fn voted(
    cx: &Cx<'_>,
    tx: &mut Tx,
    file: &mut MeetingFile,
    wish: &RecordMeeting,
    item: &ItemWish,
) -> Result<(ApplicationFile, ApplicationFile), RecordMeetingError> {
    let application_id = item.application_id;
    let refused = |error: ApplicationStepError| RecordMeetingError::Step(application_id, error);
    let before = applications::find_file(tx, application_id).await?;
    let before = before.filter(|before| before.application.organization_id == wish.organization_id);
    let before = before.ok_or(RecordMeetingError::NoSuchItem(application_id))?;
    if before.application.version != item.version {
        return Err(RecordMeetingError::Stale(application_id, since(&before, item.version)));
    }
    let person_id = before.application.person_id;
    let died = persons::find(tx, person_id).await?.and_then(|person| person.died_on);
    if died.is_some_and(|died| died <= wish.held_on) {
        return Err(RecordMeetingError::Died(application_id));
    }
    let recusal = &cx.standards.pack.approvals().recusal;
    let among: Vec<PersonId> = file.attendees.iter().map(|one| one.person_id).collect();
    let distances = Distances::of(tx, recusal, person_id, &among, wish.held_on).await?;
    let meeting_id = file.meeting.meeting_id;
    let aside = file.attendees.iter().filter_map(|one| {
        let declared = item.stood_aside.contains(&one.person_id).then_some(RecusalGround::Declared);
        let ground = distances.ground(one.person_id).or(declared)?;
        Some(Recusal { meeting_id, application_id, person_id: one.person_id, ground })
    });
    let aside: Vec<Recusal> = aside.collect();
    file.recusals.extend(aside);
    let (entitled, present) = file.counted(Some(application_id));
    let carried = file.meeting.rule.carries(entitled, present, item.ballot);
    let is_carried = carried.map_err(|error| refused(ApplicationStepError::Vote(error)))?;
    let vote = Vote {
        meeting_id,
        application_id,
        person_id,
        round: before.application.round,
        entitled,
        present,
        ballot: item.ballot,
        is_carried,
        opinion: item.opinion.clone(),
    };
    let acting = acting_on(cx, tx, &before.application).await?;
    let acting = acting.ok_or_else(|| refused(ApplicationStepError::OtherDesk(Desk::Public)))?;
    let step = ApplicationStep::Appraise(Box::new((file.meeting.clone(), vote.clone())));
    let after = before.after(&acting, step, None).map_err(refused)?;
    file.votes.push(vote);
    Ok((before, after))
}
