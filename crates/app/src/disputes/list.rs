//! Disputes as a list: those an actor sees to, mediates or is a side of, whatever is due first in front; and how many more there are
//! within reach, which says nothing of anybody.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Dispute, DisputeHand, DisputeKind, DisputeState};
use guanai_kernel::Date;
use guanai_kernel::ids::{DisputeId, OrganizationId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::disputes::{self, DisputesWanted};
use guanai_store::{StoreError, Stretch, Tx};

use super::file::called;
use super::seat::Seats;
use super::stance::{DisputeStance, stance_among};
use crate::actor::{Act, Denied, Domain};
use crate::cx::Cx;
use crate::names;
use crate::scope::ScopeOf;

/// Rows of a page.
pub const PAGE: u64 = 50;

/// Which disputes.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListDisputes {
    /// Those that are over, too.
    pub with_ended: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedDispute {
    /// Its id.
    pub dispute_id: DisputeId,
    /// What it is.
    pub kind: DisputeKind,
    /// Where it stands.
    pub state: DisputeState,
    /// Who raised it, by name or what they are called; none where nobody is named.
    pub first: Option<String>,
    /// The other side.
    pub second: Option<String>,
    /// The last day of the term.
    pub due_on: Date,
    /// Whether both were told too late, or still were not.
    pub is_late: bool,
    /// Whether the reader is to do something about it today.
    pub is_due: bool,
    /// As whom the reader stands.
    pub stance: DisputeStance,
}

guanai_kernel::debug_by_id!(ListedDispute.dispute_id);

/// How many disputes there are within reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CountedDisputes {
    /// That are not over.
    pub open: u64,
    /// Of these, those whose sides were told too late, or still were not.
    pub late: u64,
}

/// A page.
#[derive(Debug, Clone)]
pub struct DisputesPage {
    /// The rows.
    pub rows: Vec<ListedDispute>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// How many there are within reach, whoever sees to them; none for a member.
    pub counted: Option<CountedDisputes>,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListDisputesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListDisputesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Store(error) => error.code(),
        }
    }
}

/// Lists the disputes that are the actor's to read. The record names the sides that are shown.
pub async fn list_disputes(cx: &mut Cx<'_>, ask: ListDisputes) -> Result<DisputesPage, ListDisputesError> {
    cx.authorise(Act::ListDisputes)?;
    let mut tx = cx.db.begin_read().await?;
    let listed = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let (page, people) = listed?;
    cx.record_reading(Act::ListDisputes, people.into_iter().map(Subject::Person).collect()).await?;
    Ok(page)
}

async fn page_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ask: ListDisputes,
) -> Result<(DisputesPage, BTreeSet<PersonId>), StoreError> {
    let states = if ask.with_ended { DisputeState::ALL } else { DisputeState::OPEN };
    let found = readable(cx, tx, states).await?;
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let shown: Vec<_> = Stretch::of_page(page, PAGE).of(found).collect();
    let people: BTreeSet<PersonId> = shown.iter().flat_map(|(dispute, _)| dispute.people()).collect();
    let ids: Vec<PersonId> = people.iter().copied().collect();
    let names = names::of_people(tx, &ids).await?;
    let today = cx.now.day_in_china();
    let rows = shown.into_iter().map(|(dispute, stance)| ListedDispute {
        dispute_id: dispute.dispute_id,
        kind: dispute.kind,
        state: dispute.state,
        first: called(&dispute.told.first, &names),
        second: called(&dispute.told.second, &names),
        due_on: dispute.due_on,
        is_late: dispute.is_late_on(today),
        is_due: is_due(&dispute, stance, today),
        stance,
    });
    let counted = if cx.actor.role.domain() == Domain::Own { None } else { Some(counted(cx, tx, today).await?) };
    Ok((DisputesPage { rows: rows.collect(), total, page, counted }, people))
}

async fn counted(cx: &Cx<'_>, tx: &mut Tx, today: Date) -> Result<CountedDisputes, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within = scope.organizations().map(|all| all.iter().copied().collect::<Vec<_>>());
    let (open, late) = disputes::count_open(tx, within.as_deref(), today).await?;
    Ok(CountedDisputes { open, late })
}

/// The organisations whose disputes the actor sees to. Who sees to which is not looked up for a member, nor where nothing is open: a
/// first page is drawn often, and mostly nothing is.
async fn places_of(cx: &Cx<'_>, tx: &mut Tx, states: &[DisputeState]) -> Result<Vec<OrganizationId>, StoreError> {
    let today = cx.now.day_in_china();
    let is_own = cx.actor.role.domain() == Domain::Own;
    let open_alone = states.iter().all(|state| state.is_open());
    if is_own || (open_alone && counted(cx, tx, today).await?.open == 0) {
        return Ok(Vec::new());
    }
    Ok(Seats::load(tx, today).await?.of(&cx.actor))
}

/// What is the actor's to read, in these states, whatever is due first in front.
async fn readable(
    cx: &Cx<'_>,
    tx: &mut Tx,
    states: &[DisputeState],
) -> Result<Vec<(Dispute, DisputeStance)>, StoreError> {
    let places = places_of(cx, tx, states).await?;
    let wanted =
        DisputesWanted { organizations: places.clone(), person_id: cx.actor.person_id, states: states.to_vec() };
    let mut readable = Vec::new();
    for dispute in disputes::list_wanted(tx, &wanted).await? {
        let stance = stance_among(cx, tx, &places, &dispute).await?;
        if stance.reads() {
            readable.push((dispute, stance));
        }
    }
    Ok(readable)
}

/// Whether somebody is to do something about it today: who brings the two together, when its term is near or it can be brought to its
/// end; a side, when it was told and has said nothing.
fn is_due(dispute: &Dispute, stance: DisputeStance, today: Date) -> bool {
    let waits_for = |said: bool| dispute.state == DisputeState::Replied && !said;
    match stance.part {
        Some(DisputeHand::First) => waits_for(dispute.told.first_said.is_some()),
        Some(DisputeHand::Second) => waits_for(dispute.told.second_said.is_some()),
        _ => {
            let heard = dispute.told.first_said.is_some() && dispute.told.second_said.is_some();
            // A dispute that nobody mediates waits from its first day for who sees to it.
            let unassigned = stance.is_on_duty && dispute.state == DisputeState::Raised;
            unassigned || dispute.is_due_on(today) || (dispute.state == DisputeState::Replied && heard)
        }
    }
}

/// How many the actor is to do something about today. It names nobody, and leaves no record.
pub async fn count_disputes_due(cx: &Cx<'_>) -> Result<u64, ListDisputesError> {
    cx.authorise(Act::ListDisputes)?;
    let today = cx.now.day_in_china();
    let mut tx = cx.db.begin_read().await?;
    let found = readable(cx, &mut tx, DisputeState::OPEN).await;
    tx.rollback().await?;
    let due = found?.into_iter().filter(|(dispute, stance)| is_due(dispute, *stance, today)).count();
    Ok(u64::try_from(due).unwrap_or(u64::MAX))
}

/// What the actor brings together and is to do something about by a day, by a side that is in the register: for the cards of a day.
pub(crate) async fn due_of_people(
    cx: &Cx<'_>,
    tx: &mut Tx,
    by: Date,
) -> Result<BTreeMap<PersonId, Vec<(Date, DisputeId)>>, StoreError> {
    let mut due: BTreeMap<PersonId, Vec<(Date, DisputeId)>> = BTreeMap::new();
    if cx.authorise(Act::MediateDispute).is_err() {
        return Ok(due);
    }
    for (dispute, stance) in readable(cx, tx, DisputeState::OPEN).await? {
        if !stance.handles() || !is_due(&dispute, stance, by) {
            continue;
        }
        if let Some(person_id) = dispute.people().next() {
            due.entry(person_id).or_default().push((dispute.due_on, dispute.dispute_id));
        }
    }
    Ok(due)
}
