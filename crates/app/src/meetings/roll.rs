//! Who might come to a meeting and has a vote there, and what waits for it.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::application::{Application, ApplicationState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_registry::{MemberKind, Membership, PartyOrganization};
use guanai_scheme::{MeetingKind, VotersOf};
use guanai_store::Stretch;
use guanai_store::applications::ApplicationsWanted;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, memberships, organizations, persons, posts, spells};

use crate::actor::{Act, Denied, Role};
use crate::applications::{ListedApplication, listed};
use crate::cx::Cx;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// As many applications as one meeting takes up.
pub const MOST_ITEMS: u64 = 60;

/// Somebody who might come.
#[derive(Clone, PartialEq, Eq)]
pub struct RollEntry {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they have a vote whether they come or not.
    pub votes: bool,
    /// Whether they have one if they come: whoever is away is not counted unless they do.
    pub votes_if_present: bool,
}

guanai_kernel::debug_by_id!(RollEntry.person_id);

/// An application that waits for a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// What stands in a list.
    pub row: ListedApplication,
    /// How many steps were taken.
    pub version: u32,
}

/// What a form for a meeting needs.
#[derive(Debug, Clone)]
pub struct MeetingForm {
    /// Whose meeting.
    pub organization_id: OrganizationId,
    /// By name.
    pub organization: String,
    /// The kind of meeting, by its place in the pack.
    pub kind: usize,
    /// Who might come, by name.
    pub roll: Vec<RollEntry>,
    /// What waits for a meeting of this kind.
    pub agenda: Vec<AgendaItem>,
}

/// Why there is no form. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum OpenMeetingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack has no such kind of meeting.
    #[error("the standards have no such kind of meeting")]
    Kind,
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenMeetingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Kind => "meeting-kind",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// The organisation whose meeting the actor records: the one named, or their own where they look after one.
pub(super) async fn meeting_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    asked: Option<OrganizationId>,
) -> Result<Option<PartyOrganization>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let own = cx.actor.scope.filter(|_| cx.actor.role == Role::BranchContact);
    let Some(id) = asked.or(own).filter(|id| scope.holds_organization(*id)) else { return Ok(None) };
    organizations::find(tx, id).await
}

/// Who might come to a meeting of an organisation, and what waits for it. The record names whoever is shown.
pub async fn open_meeting_form(
    cx: &mut Cx<'_>,
    organization_id: Option<OrganizationId>,
    kind: &str,
) -> Result<MeetingForm, OpenMeetingError> {
    cx.authorise(Act::RecordMeeting)?;
    let kinds = &cx.standards.pack.approvals().meetings;
    let at = kinds.iter().position(|one| one.code == kind).ok_or(OpenMeetingError::Kind)?;
    let of_pack = kinds.get(at).ok_or(OpenMeetingError::Kind)?;
    let today = cx.now.day_in_china();
    let mut tx = cx.db.begin_read().await?;
    let organization = meeting_of(cx, &mut tx, organization_id).await?;
    let Some(organization) = organization else {
        tx.rollback().await?;
        return Err(OpenMeetingError::NotFound);
    };
    let roll = roll_of(&mut tx, of_pack, organization.organization_id, today).await?;
    let waiting = waiting(&mut tx, organization.organization_id, kind).await?;
    let rows = listed(&mut tx, Sight::of(cx.actor.role), &waiting).await?;
    tx.rollback().await?;
    let subjects = roll.iter().map(|one| Subject::Person(one.person_id));
    let subjects = subjects.chain(rows.iter().map(|row| Subject::Person(row.person_id))).collect();
    cx.record_reading(Act::ListApplications, subjects).await?;
    let agenda = rows.into_iter().zip(&waiting).map(|(row, one)| AgendaItem { row, version: one.version }).collect();
    Ok(MeetingForm {
        organization_id: organization.organization_id,
        organization: organization.name,
        kind: at,
        roll,
        agenda,
    })
}

/// The applications that wait for a meeting of this kind, oldest first.
async fn waiting(tx: &mut Tx, organization_id: OrganizationId, kind: &str) -> Result<Vec<Application>, StoreError> {
    let wanted = ApplicationsWanted {
        organizations: Some(vec![organization_id]),
        states: Some(vec![ApplicationState::Appraising, ApplicationState::NotCarried]),
        measure: None,
    };
    let mut found = applications::list_wanted(tx, &wanted, Stretch { skip: 0, take: MOST_ITEMS }).await?;
    found.retain(|application| application.chain.meetings.iter().any(|code| code == kind));
    Ok(found)
}

/// Who might come to a meeting of this kind on a day, by name: who has a vote there first.
pub(super) async fn roll_of(
    tx: &mut Tx,
    kind: &MeetingKind,
    organization_id: OrganizationId,
    on: Date,
) -> Result<Vec<RollEntry>, StoreError> {
    let mut members = memberships::list_on_in(tx, on, organization_id).await?;
    // Residents whom the branch looks after come to no branch meeting.
    members.retain(Membership::is_member);
    let ids: Vec<PersonId> = members.iter().map(|member| member.person_id).collect();
    let people: BTreeMap<PersonId, String> = persons::list_by_ids(tx, &ids)
        .await?
        .into_iter()
        .filter(|person| person.died_on.is_none_or(|died| on < died))
        .map(|person| (person.person_id, person.name))
        .collect();
    let away: BTreeSet<PersonId> = spells::list_floating_of_many(tx, &ids)
        .await?
        .into_iter()
        .filter(|spell| spell.period.contains(on))
        .map(|spell| spell.person_id)
        .collect();
    let holders: BTreeSet<PersonId> = posts::list_known_on_of(tx, on, &ids)
        .await?
        .into_iter()
        .filter(|post| post.organization_id == organization_id)
        .filter(|post| post.code.as_ref().is_some_and(|code| kind.posts.contains(code)))
        .map(|post| post.person_id)
        .collect();
    let mut roll = Vec::with_capacity(people.len());
    for member in &members {
        let Some(name) = people.get(&member.person_id) else { continue };
        let (votes, votes_if_present) = match kind.voters {
            VotersOf::FullMembers => {
                let full = is_full(member, on);
                (full && !away.contains(&member.person_id), full)
            }
            VotersOf::Posts => {
                let holds = holders.contains(&member.person_id);
                (holds, holds)
            }
        };
        roll.push(RollEntry { person_id: member.person_id, name: name.clone(), votes, votes_if_present });
    }
    roll.sort_by(|a, b| (!a.votes_if_present, &a.name, a.person_id).cmp(&(!b.votes_if_present, &b.name, b.person_id)));
    Ok(roll)
}

/// Whether somebody is a full member on a day, as the book says; where it says nothing they have no vote until it does.
fn is_full(member: &Membership, on: Date) -> bool {
    match (member.kind, member.full_on) {
        (_, Some(full_on)) => full_on <= on,
        (kind, None) => kind == Some(MemberKind::Full),
    }
}
