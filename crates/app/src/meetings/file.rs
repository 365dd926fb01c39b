//! The record of one meeting, as a role may read it.

use std::collections::BTreeMap;

use guanai_casework::application::{Application, Said, ScanPlace};
use guanai_casework::meeting::{Ballot, Presence, RecusalGround, VotingRule};
use guanai_kernel::Date;
use guanai_kernel::ids::{ApplicationId, MeetingId, OrganizationId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, meetings, organizations, persons};

use crate::actor::{Act, Denied, Role};
use crate::applications::{SeenDocument, with};
use crate::cx::Cx;
use crate::people::Sight;
use crate::scans::{Near, ScanAccess, seen_of};
use crate::scope::ScopeOf;

/// Somebody of those who might come.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenAttendee {
    /// Who.
    pub person_id: PersonId,
    /// Their name, masked for who may not read it.
    pub name: String,
    /// Whether they had a vote.
    pub votes: bool,
    /// Whether they came.
    pub presence: Presence,
}

guanai_kernel::debug_by_id!(SeenAttendee.person_id);

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenItem {
    /// On which application.
    pub application_id: ApplicationId,
    /// The code on its papers.
    pub code: String,
    /// Whose, masked for who may not read it.
    pub name: String,
    /// For which measure.
    pub measure: Said,
    /// 拟帮扶
    pub amount: Option<guanai_kernel::Money>,
    /// Who stood aside, and why.
    pub recusals: Vec<(String, RecusalGround)>,
    /// Who was entitled to vote, without them.
    pub entitled: u32,
    /// Who of these came.
    pub present: u32,
    /// How they voted.
    pub ballot: Ballot,
    /// Whether it was carried.
    pub is_carried: bool,
    /// What the meeting said, for who may read it.
    pub opinion: Option<String>,
}

/// The record of a meeting.
#[derive(Debug, Clone)]
pub struct MeetingView {
    /// Its id.
    pub meeting_id: MeetingId,
    /// The code that it carries.
    pub code: String,
    /// Whose, and its name.
    pub organization: (OrganizationId, String),
    /// The kind, as a code of the pack.
    pub kind: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who chaired it.
    pub chair: String,
    /// Who wrote the record.
    pub recorder: String,
    /// When it could vote, and when a vote carried.
    pub rule: VotingRule,
    /// How many had a vote.
    pub entitled: u32,
    /// How many of them came.
    pub present: u32,
    /// Who might come.
    pub attendees: Vec<SeenAttendee>,
    /// The votes.
    pub items: Vec<SeenItem>,
    /// Who entered it.
    pub entered_by: String,
    /// Its signed originals, with their scans.
    pub documents: Vec<SeenDocument>,
    /// What the actor may do with the scans.
    pub scan_access: ScanAccess,
    /// Whether the actor may file its signed original.
    pub may_file: bool,
}

/// Why nothing is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadMeetingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such meeting")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadMeetingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "meeting-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads the record of one meeting. The record names it and whoever stands in it.
pub async fn read_meeting(cx: &mut Cx<'_>, meeting_id: MeetingId) -> Result<MeetingView, ReadMeetingError> {
    cx.authorise(Act::ReadMeeting)?;
    let mut tx = cx.db.begin_read().await?;
    let view = load(cx, &mut tx, meeting_id).await;
    tx.rollback().await?;
    let (view, applicants) = view?;
    let people = view.attendees.iter().map(|one| one.person_id).chain(applicants);
    let subjects = people.map(Subject::Person).chain([Subject::Meeting(meeting_id)]).collect();
    cx.record_reading(Act::ReadMeeting, subjects).await?;
    Ok(view)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    meeting_id: MeetingId,
) -> Result<(MeetingView, Vec<PersonId>), ReadMeetingError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let file = meetings::find_file(tx, meeting_id).await?;
    let file = file.filter(|file| scope.holds_organization(file.meeting.organization_id));
    let file = file.ok_or(ReadMeetingError::NotFound)?;
    let sight = Sight::of(cx.actor.role);
    let reads_words = cx.actor.role != Role::Auditor;
    let voted: Vec<ApplicationId> = file.votes.iter().map(|vote| vote.application_id).collect();
    let voted: BTreeMap<ApplicationId, Application> =
        applications::list_by_ids(tx, &voted).await?.into_iter().map(|a| (a.application_id, a)).collect();
    let people: Vec<PersonId> = file
        .attendees
        .iter()
        .map(|one| one.person_id)
        .chain(file.votes.iter().map(|vote| vote.person_id))
        .chain([file.meeting.chair_id])
        .collect();
    let names: BTreeMap<PersonId, String> = persons::list_by_ids(tx, &people)
        .await?
        .into_iter()
        .map(|person| (person.person_id, sight.name(&person.name)))
        .collect();
    let name = |person_id: PersonId| names.get(&person_id).cloned().unwrap_or_default();
    let items = file.votes.iter().filter_map(|vote| {
        let application = voted.get(&vote.application_id)?;
        let aside = file.recusals.iter().filter(|recusal| recusal.application_id == vote.application_id);
        Some(SeenItem {
            application_id: vote.application_id,
            code: application.code.clone(),
            name: name(vote.person_id),
            measure: application.frozen.measure.clone(),
            amount: application.amount,
            recusals: aside.map(|recusal| (name(recusal.person_id), recusal.ground)).collect(),
            entitled: vote.entitled,
            present: vote.present,
            ballot: vote.ballot,
            is_carried: vote.is_carried,
            opinion: Some(vote.opinion.clone()).filter(|words| reads_words && !words.is_empty()),
        })
    });
    let items: Vec<SeenItem> = items.collect();
    let mut attendees: Vec<SeenAttendee> = file
        .attendees
        .iter()
        .map(|one| SeenAttendee {
            person_id: one.person_id,
            name: name(one.person_id),
            votes: one.votes,
            presence: one.presence,
        })
        .collect();
    attendees.sort_by(|a, b| (!a.votes, a.presence, &a.name).cmp(&(!b.votes, b.presence, &b.name)));
    let organization = organizations::find(tx, file.meeting.organization_id).await?;
    let (entitled, present) = file.counted(None);
    let applicants = file.votes.iter().map(|vote| vote.person_id).collect();
    let meeting = file.meeting;
    let view = MeetingView {
        meeting_id,
        code: meeting.code,
        organization: (meeting.organization_id, organization.map(|o| o.name).unwrap_or_default()),
        kind: meeting.kind,
        held_on: meeting.held_on,
        place: meeting.place,
        chair: name(meeting.chair_id),
        recorder: sight.name(&meeting.recorder),
        rule: meeting.rule,
        entitled,
        present,
        attendees,
        items,
        entered_by: sight.name(&meeting.entered.name),
        documents: papers_of(cx, tx, meeting_id).await?,
        scan_access: ScanAccess::of(cx),
        may_file: cx.authorise(Act::FileOriginal).is_ok(),
    };
    Ok((view, applicants))
}

async fn papers_of(cx: &Cx<'_>, tx: &mut Tx, meeting_id: MeetingId) -> Result<Vec<SeenDocument>, StoreError> {
    let scans = seen_of(cx, tx, ScanPlace::Meeting(meeting_id), Near::Apart).await?;
    let documents = applications::list_documents_of_meeting(tx, meeting_id).await?.into_iter();
    let seen = documents.map(|document| SeenDocument { scans: with(&scans, &document), is_current: true, document });
    Ok(seen.collect())
}
