//! What of the rounds waits for somebody: a list to be approved, additions to be decided on, a list that was sent back, a round to
//! be divided, sheets to be entered. The first page asks it each time, so nothing of a list is read that need not be.

use guanai_casework::round::{GroupState, Listing, Round, RoundState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, RoundId};
use guanai_store::{StoreError, Tx, round_people, round_sheets, rounds};

use super::decide::recused;
use super::read::ReadRoundError;
use super::within;
use crate::actor::{Act, authorise};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// What a round waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundDue {
    /// To be approved.
    Approve,
    /// So many additions are to be decided on.
    Additions(u64),
    /// It was sent back with a reason.
    Returned,
    /// To be divided among groups.
    Divide,
    /// So many sheets are to be entered.
    Enter(u64),
}

/// A round that waits for the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRound {
    /// Which.
    pub round_id: RoundId,
    /// What it is called.
    pub title: String,
    /// Its last day.
    pub closes_on: Date,
    /// For what.
    pub due: RoundDue,
}

/// Lists what of the open rounds waits for the actor, the earliest to end first. It names nobody.
pub async fn list_due_rounds(cx: &Cx<'_>) -> Result<Vec<DueRound>, ReadRoundError> {
    cx.authorise(Act::ListRounds)?;
    let mut tx = cx.db.begin_read().await?;
    let due = due(cx, &mut tx).await;
    tx.rollback().await?;
    Ok(due?)
}

async fn due(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<DueRound>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let mut list = Vec::new();
    for round in rounds::list_open(tx, within.as_deref()).await? {
        let due = match round.state {
            RoundState::Drafted => returned(cx, &scope, &round),
            RoundState::Submitted => approvable(cx, tx, &scope, &round).await?,
            RoundState::Approved => under_way(cx, tx, &scope, &round, within.as_deref()).await?,
            RoundState::Closed | RoundState::GivenUp => None,
        };
        list.extend(due.map(|due| DueRound {
            round_id: round.round_id,
            title: round.title,
            closes_on: round.closes_on,
            due,
        }));
    }
    Ok(list)
}

/// Whether the actor leads this round: reaches all of it, in a role that holds the act.
fn leads(cx: &Cx<'_>, scope: &ScopeOf, round: &Round, act: Act) -> bool {
    scope.holds_organization(round.organization_id) && authorise(&cx.actor, act).is_ok()
}

fn returned(cx: &Cx<'_>, scope: &ScopeOf, round: &Round) -> Option<RoundDue> {
    let is_back = round.returned.is_some() && round.is_maker(&cx.actor.name);
    (is_back && leads(cx, scope, round, Act::DraftRound)).then_some(RoundDue::Returned)
}

async fn approvable(cx: &Cx<'_>, tx: &mut Tx, scope: &ScopeOf, round: &Round) -> Result<Option<RoundDue>, StoreError> {
    if !leads(cx, scope, round, Act::ApproveRound) || round.is_maker(&cx.actor.name) {
        return Ok(None);
    }
    // Only of somebody who is in the register can it be asked whether they or their kin are on the list.
    if cx.actor.person_id.is_some()
        && let Some(found) = within::reach(tx, scope, round.round_id).await?
        && recused(cx, tx, &found).await?
    {
        return Ok(None);
    }
    Ok(Some(RoundDue::Approve))
}

async fn under_way(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    round: &Round,
    within: Option<&[OrganizationId]>,
) -> Result<Option<RoundDue>, StoreError> {
    if leads(cx, scope, round, Act::ApproveRound) {
        let count = round_people::count(tx, round.round_id, Listing::Proposed).await?;
        if count > 0 {
            return Ok(Some(RoundDue::Additions(count)));
        }
    }
    if leads(cx, scope, round, Act::DivideRound) {
        let groups = round_sheets::list_groups(tx, round.round_id).await?;
        if groups.iter().all(|group| group.state != GroupState::Stands) {
            return Ok(Some(RoundDue::Divide));
        }
    }
    // Before its first day the sheets are on their way to the printer.
    if authorise(&cx.actor, Act::EnterSheet).is_ok() && round.opens_on <= cx.now.day_in_china() {
        let count = round_sheets::count_out(tx, round.round_id, within).await?;
        return Ok((count > 0).then_some(RoundDue::Enter(count)));
    }
    Ok(None)
}
