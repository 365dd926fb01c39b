//! Arrivals as an office reads them: those that wait first. The number is masked, for whoever reads and on the receipt.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::arrival::{Arrival, ArrivalDays, ArrivalKind, ArrivalMove, ArrivalState};
use guanai_casework::round::Hand;
use guanai_kernel::ids::{ArrivalId, OrganizationId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Stretch, Tx, arrivals};

use super::ArriveError;
use crate::actor::Act;
use crate::cx::Cx;
use crate::names;
use crate::needs::may_not_decide;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// The most that a list shows: those that wait, and the latest that were decided on.
const MOST: u64 = 100;

/// An arrival as the actor may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrivalView {
    /// Its id.
    pub arrival_id: ArrivalId,
    /// Whose file it leads to, once the register has one.
    pub person_id: Option<PersonId>,
    /// Whether the register knew them when it was recorded.
    pub is_known: bool,
    /// At which branch.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization: String,
    /// How.
    pub kind: ArrivalKind,
    /// Their name, masked for who may not read it.
    pub name: String,
    /// The number, masked.
    pub identity_masked: String,
    /// The organisation that sends.
    pub from_place: Option<String>,
    /// The number of the letter, or of the approval.
    pub letter: String,
    /// The days.
    pub days: ArrivalDays,
    /// Where it stands.
    pub state: ArrivalState,
    /// Who recorded it.
    pub recorded: Hand,
    /// Who decided.
    pub decided: Option<Hand>,
    /// Why it was declined or taken back.
    pub words: Option<String>,
    /// What this actor may do now.
    pub moves: Vec<ArrivalMove>,
}

guanai_kernel::debug_by_id!(ArrivalView.arrival_id);

/// Lists arrivals within the scope: those that wait, then the latest. The record names who is in the register.
pub async fn list_arrivals(cx: &mut Cx<'_>) -> Result<Vec<ArrivalView>, ArriveError> {
    cx.authorise(Act::ReadArrivals)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx).await;
    tx.rollback().await?;
    let found = found?;
    cx.record_reading(Act::ReadArrivals, subjects_of(&found)).await?;
    Ok(found)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<ArrivalView>, StoreError> {
    let within = within(cx, tx).await?;
    let found = arrivals::list(tx, within.as_deref(), Stretch { skip: 0, take: MOST }).await?;
    told(cx, tx, found).await
}

async fn within(cx: &Cx<'_>, tx: &mut Tx) -> Result<Option<Vec<OrganizationId>>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    Ok(scope.listed())
}

/// Reads one. Outside the scope it is not there.
pub async fn read_arrival(cx: &mut Cx<'_>, arrival_id: ArrivalId) -> Result<ArrivalView, ArriveError> {
    cx.authorise(Act::ReadArrivals)?;
    let mut tx = cx.db.begin_read().await?;
    let found = one(cx, &mut tx, arrival_id).await;
    tx.rollback().await?;
    let view = found?.ok_or(ArriveError::NotFound)?;
    cx.record_reading(Act::ReadArrivals, subjects_of(std::slice::from_ref(&view))).await?;
    Ok(view)
}

async fn one(cx: &Cx<'_>, tx: &mut Tx, arrival_id: ArrivalId) -> Result<Option<ArrivalView>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = arrivals::find(tx, arrival_id).await?;
    let found = found.filter(|arrival| scope.holds_organization(arrival.organization_id));
    Ok(told(cx, tx, found.into_iter().collect()).await?.pop())
}

/// How many wait within the scope for somebody else than whoever recorded them.
pub async fn count_arrivals_waiting(cx: &Cx<'_>) -> Result<u64, ArriveError> {
    cx.authorise(Act::DecideArrival)?;
    let mut tx = cx.db.begin_read().await?;
    let within = within(cx, &mut tx).await?;
    let count = arrivals::count_waiting(&mut tx, within.as_deref(), &cx.actor.name).await?;
    tx.rollback().await?;
    Ok(count)
}

fn subjects_of(found: &[ArrivalView]) -> Vec<Subject> {
    found.iter().filter_map(|view| view.person_id).map(Subject::Person).collect()
}

async fn told(cx: &Cx<'_>, tx: &mut Tx, found: Vec<Arrival>) -> Result<Vec<ArrivalView>, StoreError> {
    let places: Vec<OrganizationId> = found.iter().map(|arrival| arrival.organization_id).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let sight = Sight::of(cx.actor.role);
    let mut recused: BTreeSet<ArrivalId> = BTreeSet::new();
    for arrival in found.iter().filter(|arrival| arrival.is_known && arrival.state == ArrivalState::Proposed) {
        if may_not_decide(cx, tx, arrival.person_id).await? {
            recused.insert(arrival.arrival_id);
        }
    }
    let view = |arrival: Arrival| ArrivalView {
        moves: moves_of(cx, &arrival, recused.contains(&arrival.arrival_id)),
        arrival_id: arrival.arrival_id,
        person_id: (arrival.is_known || arrival.state == ArrivalState::Confirmed).then_some(arrival.person_id),
        is_known: arrival.is_known,
        organization_id: arrival.organization_id,
        organization: places.get(&arrival.organization_id).cloned().unwrap_or_default(),
        kind: arrival.kind,
        name: sight.name(&arrival.name),
        identity_masked: arrival.identity.masked(),
        from_place: arrival.from_place,
        letter: arrival.letter,
        days: arrival.days,
        state: arrival.state,
        recorded: arrival.recorded,
        decided: arrival.decided,
        words: arrival.words,
    };
    Ok(found.into_iter().map(view).collect())
}

fn moves_of(cx: &Cx<'_>, arrival: &Arrival, is_recused: bool) -> Vec<ArrivalMove> {
    let may = |step: &ArrivalMove| {
        if is_recused && *step != ArrivalMove::Withdraw {
            return false;
        }
        let act = match step {
            ArrivalMove::Withdraw => Act::RecordArrival,
            ArrivalMove::Confirm | ArrivalMove::Decline => Act::DecideArrival,
        };
        cx.authorise(act).is_ok() && arrival.may(*step, &cx.actor.name, cx.actor.person_id).is_ok()
    };
    ArrivalMove::ALL.iter().copied().filter(may).collect()
}
