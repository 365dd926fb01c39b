//! What waits for the actor: applications whose next step is theirs, notices past their term, objections without an answer.

use std::collections::BTreeMap;

use guanai_casework::application::{ApplicationState, Desk};
use guanai_kernel::Date;
use guanai_kernel::ids::ApplicationId;
use guanai_store::applications::{self, ApplicationsWanted};

use super::list::ListApplicationsError;
use crate::actor::{Act, Domain, Role};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// How much waits for the actor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaitingApplications {
    /// How many stand where the next step is the actor's; states without any are left out.
    pub by_state: BTreeMap<ApplicationState, u64>,
    /// Notices that hang on although their term is over.
    pub ended_notices: u64,
    /// Objections that wait for an answer.
    pub open_objections: u64,
    /// Of a member's own: decided, and still within the term in which they may ask for a second look.
    pub decided_lately: u64,
    /// The one that is owed an answer first: by which day, and its application.
    pub first_owed: Option<(Date, ApplicationId)>,
}

/// The states in which the next step is taken from a desk.
const fn states_of(desk: Desk) -> &'static [ApplicationState] {
    match desk {
        Desk::Branch => &[ApplicationState::Appraising, ApplicationState::Returned],
        Desk::Township | Desk::County => &[ApplicationState::Reviewing, ApplicationState::Posting],
        Desk::Approver => &[ApplicationState::Deciding, ApplicationState::UnderReview],
        Desk::Applicant | Desk::Public => &[],
    }
}

/// Counts what waits for the actor, within their scope; for a member, their own applications wherever they stand. Nobody is
/// named, and no reading recorded.
pub async fn count_waiting_applications(cx: &Cx<'_>) -> Result<WaitingApplications, ListApplicationsError> {
    if cx.actor.role.domain() == Domain::Own {
        return count_own(cx).await;
    }
    cx.authorise(Act::ListApplications)?;
    let desk = match cx.actor.role {
        Role::BranchContact => Desk::Branch,
        Role::TownshipOfficer => Desk::Township,
        Role::CountyOfficer => Desk::County,
        Role::CountyApprover => Desk::Approver,
        _ => return Ok(WaitingApplications::default()),
    };
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations = scope.narrowed(&mut tx, None).await?;
    let states = Some(states_of(desk).to_vec());
    let wanted = ApplicationsWanted { organizations: organizations.clone(), states, measure: None };
    let by_state = applications::count_by_state(&mut tx, &wanted).await?;
    let mut waiting = WaitingApplications { by_state, ..WaitingApplications::default() };
    if matches!(desk, Desk::Township | Desk::County) {
        let (organizations, today) = (organizations.as_deref(), cx.now.day_in_china());
        waiting.ended_notices = applications::count_ended_notices(&mut tx, organizations, today).await?;
        let (open, first) = applications::count_open_objections(&mut tx, organizations).await?;
        (waiting.open_objections, waiting.first_owed) = (open, first);
    }
    tx.rollback().await?;
    Ok(waiting)
}

async fn count_own(cx: &Cx<'_>) -> Result<WaitingApplications, ListApplicationsError> {
    cx.authorise(Act::ReadApplication)?;
    let own = cx.actor.person_id.ok_or(ListApplicationsError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let found = applications::list_of(&mut tx, &[own]).await?;
    let today = cx.now.day_in_china();
    let mut decided_lately = 0_u64;
    for application in
        found.iter().filter(|one| matches!(one.state, ApplicationState::Approved | ApplicationState::Refused))
    {
        let file = applications::find_file(&mut tx, application.application_id).await?;
        let last = file.and_then(|file| file.decisions.last().and_then(|decision| decision.review_until_on));
        decided_lately = decided_lately.saturating_add(u64::from(last.is_some_and(|until| until >= today)));
    }
    tx.rollback().await?;
    let mut by_state = BTreeMap::new();
    for application in found {
        let count: &mut u64 = by_state.entry(application.state).or_default();
        *count = count.saturating_add(1);
    }
    Ok(WaitingApplications { by_state, decided_lately, ..WaitingApplications::default() })
}
