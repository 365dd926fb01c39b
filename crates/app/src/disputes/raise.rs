//! Raising a dispute or a claim: by a member for themselves, by whoever heard of it on a visit, on somebody's behalf with what they said
//! read back, or without a name. Nothing is taken in twice.

use std::collections::BTreeSet;

use guanai_casework::guarantee::HeardIn;
use guanai_casework::{Dispute, DisputeKind, DisputeSide, DisputeState, DisputeVoice, DisputeWords};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{DisputeId, OperationId, OrganizationId, PersonId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, FactRole};
use guanai_registry::FactValue;
use guanai_scheme::DisputeDays;
use guanai_store::audit::Subject;
use guanai_store::disputes::DisputesWanted;
use guanai_store::{StoreError, Tx, audit, disputes, facts, memberships, persons};

use super::seat::{Close, Seats};
use super::{MOST_LETTERS, MOST_NAME};
use crate::actor::{Act, Denied, Domain};
use crate::cx::Cx;
use crate::guarantees::distress;
use crate::names;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// A dispute to be taken in. A member raises their own: who raised it is then themselves.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RaiseDispute {
    /// Who raised it, where they are in the register.
    pub first: Option<PersonId>,
    /// What they are called where they are not.
    pub first_called: Option<String>,
    /// The other side, where they are in the register.
    pub second: Option<PersonId>,
    /// What they are called where they are not.
    pub second_called: Option<String>,
    /// What it is.
    pub kind: DisputeKind,
    /// How it came to be known.
    pub voice: DisputeVoice,
    /// What is claimed.
    pub claim: String,
    /// Whether it was read back to who said it, where it is written down on their behalf.
    pub was_read_back: bool,
}

impl std::fmt::Debug for RaiseDispute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RaiseDispute({})", self.kind)
    }
}

/// Why nothing was taken in. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RaiseDisputeError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The standards state no term.
    #[error("the standards state no term within which both sides of a dispute are told: none is taken in")]
    NoTerm,
    /// Nothing written, or too much.
    #[error("what is claimed has 1 to {MOST_LETTERS} letters, and what a side is called 1 to {MOST_NAME}")]
    Words,
    /// One side is missing, or both are the same.
    #[error("name the other side, and who raised it unless they wish not to be named; the two are not the same")]
    Sides,
    /// Written down for somebody and not read back.
    #[error("what is written down on somebody's behalf is read back to them")]
    NotReadBack,
    /// The form.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nobody there, or outside the scope.
    #[error("there is no such person")]
    NotFound,
    /// The same two have one that is not over.
    #[error("the two have a dispute that is not over: what is new belongs there")]
    Doubled {
        /// Which.
        dispute_id: DisputeId,
        /// Whether the actor may read it.
        is_readable: bool,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RaiseDisputeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoTerm => "dispute-no-term",
            Self::Words => "dispute-words",
            Self::Sides => "dispute-sides",
            Self::NotReadBack => "not-read-back",
            Self::Operation(error) => error.code(),
            Self::NotFound => "dispute-no-person",
            Self::Doubled { .. } => "dispute-doubled",
            Self::Store(error) => error.code(),
        }
    }
}

/// What a form shows: who raises it, and who of their organisation could be the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeForm {
    /// Who raises it, where that is known.
    pub first: Option<(PersonId, String)>,
    /// Those who could be the other side, by name: none for a member, who is shown nobody's name.
    pub people: Vec<(PersonId, String)>,
}

/// Opens the form, for somebody or for nobody yet. The record names who is shown.
pub async fn open_dispute_form(cx: &mut Cx<'_>, person_id: Option<PersonId>) -> Result<DisputeForm, RaiseDisputeError> {
    cx.authorise(Act::RaiseDispute)?;
    let mut tx = cx.db.begin_read().await?;
    let form = form(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let form = form?;
    let named = form.first.iter().chain(&form.people).map(|(id, _)| Subject::Person(*id));
    let subjects: BTreeSet<Subject> = named.collect();
    cx.record_reading(Act::RaiseDispute, subjects.into_iter().collect()).await?;
    Ok(form)
}

async fn form(cx: &Cx<'_>, tx: &mut Tx, person_id: Option<PersonId>) -> Result<DisputeForm, RaiseDisputeError> {
    let is_own = cx.actor.role.domain() == Domain::Own;
    let first = if is_own { Some(cx.actor.person_id.ok_or(RaiseDisputeError::NotFound)?) } else { person_id };
    if let Some(first) = first.filter(|_| !is_own)
        && !ScopeOf::resolve(tx, &cx.actor).await?.holds_person(tx, first).await?
    {
        return Err(RaiseDisputeError::NotFound);
    }
    let mut people = Vec::new();
    if !is_own && let Some(home) = home_of(tx, first).await?.or(cx.actor.scope) {
        let ids: Vec<PersonId> =
            memberships::list_current_in(tx, home).await?.into_iter().map(|spell| spell.person_id).collect();
        let others = persons::list_by_ids(tx, &ids).await?.into_iter();
        let others = others.filter(|person| person.died_on.is_none() && Some(person.person_id) != first);
        people = others.map(|person| (person.person_id, person.name)).collect();
        people.sort_by(|(a_id, a), (b_id, b)| (a, a_id).cmp(&(b, b_id)));
    }
    let named = match first {
        Some(first) => names::of_people(tx, &[first]).await?.remove(&first).map(|name| (first, name)),
        None => None,
    };
    if first.is_some() && named.is_none() {
        return Err(RaiseDisputeError::NotFound);
    }
    Ok(DisputeForm { first: named, people })
}

async fn home_of(tx: &mut Tx, person_id: Option<PersonId>) -> Result<Option<OrganizationId>, StoreError> {
    let Some(person_id) = person_id else { return Ok(None) };
    Ok(memberships::list_current_of(tx, &[person_id]).await?.first().map(|spell| spell.organization_id))
}

/// Takes a dispute in; its id. The record names the sides that are in the register.
pub async fn raise_dispute(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RaiseDispute,
) -> Result<DisputeId, RaiseDisputeError> {
    cx.authorise(Act::RaiseDispute)?;
    let days = cx.standards.pack.dispute_days().cloned().ok_or(RaiseDisputeError::NoTerm)?;
    let wish = &RaiseDispute {
        first: if cx.actor.role.domain() == Domain::Own { cx.actor.person_id } else { wish.first },
        ..wish.clone()
    };
    let sides = sides_of(cx, wish)?;
    let operation = &Operation::new(operation_id, Act::RaiseDispute, wish)?;
    let mut ids = cx.ids.clone();
    let dispute_id = DisputeId::fresh(&mut ids);
    let heard = distress::heard(&cx.standards.pack, &mut ids, [Some(wish.claim.as_str())]);
    let record = &cx.audit_record(
        &mut ids,
        Act::RaiseDispute,
        wish.first.into_iter().chain(wish.second).map(Subject::Person).collect(),
        None,
    );
    cx.ids = ids;
    let (cx, sides, days) = (&*cx, &sides, &days);
    let raising = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(raised) = operation.earlier(tx, &cx.actor).await? {
                return Ok(raised);
            }
            let dispute = drawn(cx, tx, (dispute_id, days), wish, sides).await?;
            disputes::add(tx, &dispute).await?;
            // What was said by nobody who is known is heard of nobody.
            if let Some(person_id) = wish.first.filter(|_| wish.voice == DisputeVoice::Said) {
                distress::heed(cx, tx, heard, person_id, HeardIn::Dispute).await?;
            }
            operation.keep(tx, &cx.actor, dispute_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(dispute_id)
        })
    });
    raising.await
}

/// Both sides as they are named, without their stratum.
fn sides_of(cx: &Cx<'_>, wish: &RaiseDispute) -> Result<[DisputeSide; 2], RaiseDisputeError> {
    let is_own = cx.actor.role.domain() == Domain::Own;
    let called = |text: &Option<String>| text.as_deref().map(written).filter(|text| !text.is_empty());
    let side = |person_id: Option<PersonId>, text: &Option<String>| DisputeSide {
        called: called(text).filter(|_| person_id.is_none()),
        person_id,
        stratum: None,
    };
    let (first, second) = (side(wish.first, &wish.first_called), side(wish.second, &wish.second_called));
    let is_short = |side: &DisputeSide| side.called.as_deref().is_none_or(|text| fits(text, MOST_NAME));
    if !fits(&written(&wish.claim), MOST_LETTERS) || !is_short(&first) || !is_short(&second) {
        return Err(RaiseDisputeError::Words);
    }
    let unnamed = wish.voice == DisputeVoice::Anonymous;
    let names_nobody = is_own && (wish.second.is_some() || wish.voice != DisputeVoice::Said);
    if second.is_unnamed()
        || first.is_unnamed() != unnamed
        || (wish.first.is_some() && wish.first == wish.second)
        || names_nobody
    {
        return Err(RaiseDisputeError::Sides);
    }
    if wish.voice == DisputeVoice::Said && !is_own && !wish.was_read_back {
        return Err(RaiseDisputeError::NotReadBack);
    }
    Ok([first, second])
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    (dispute_id, days): (DisputeId, &DisputeDays),
    wish: &RaiseDispute,
    sides: &[DisputeSide; 2],
) -> Result<Dispute, RaiseDisputeError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let today = cx.now.day_in_china();
    let mut sides = sides.clone();
    for side in &mut sides {
        if let Some(person_id) = side.person_id {
            if !scope.holds_person(tx, person_id).await? || persons::find(tx, person_id).await?.is_none() {
                return Err(RaiseDisputeError::NotFound);
            }
            side.stratum = stratum_of(cx, tx, person_id).await?;
        }
    }
    let seats = Seats::load(tx, today).await?;
    not_doubled(cx, tx, &seats, &sides).await?;
    let home = match home_of(tx, wish.first).await? {
        Some(home) => Some(home),
        None => home_of(tx, wish.second).await?.or(cx.actor.scope).or_else(|| seats.of(&cx.actor).first().copied()),
    };
    let home = home.ok_or(RaiseDisputeError::NotFound)?;
    let close = Close::to(cx, tx, wish.first.into_iter().chain(wish.second)).await?;
    let [first, second] = sides;
    let (due_on, near_on) = term_from(days, today);
    Ok(Dispute {
        dispute_id,
        organization_id: seats.nearest(home, |person_id| close.holds(person_id)),
        kind: wish.kind,
        voice: wish.voice,
        state: DisputeState::Raised,
        mediator_id: None,
        raised_by: cx.actor.name.clone(),
        raised_on: today,
        due_on,
        near_on,
        was_late: false,
        ended_on: None,
        told: DisputeWords {
            first,
            second,
            claim: written(&wish.claim),
            attempts: Vec::new(),
            reply: None,
            first_said: None,
            second_said: None,
            referred_to: None,
            words: None,
        },
        recorded_at: cx.now,
    })
}

/// The last day of a term that begins today, and the day from which it is near.
pub(super) fn term_from(days: &DisputeDays, today: Date) -> (Date, Date) {
    let after = |count: u32| add_days(today, i32::try_from(count).unwrap_or(i32::MAX)).unwrap_or(Date::MAX);
    (after(days.term.days), after(days.term.days.saturating_sub(days.near_days)))
}

/// The stratum of work as the register has it now, as a code of the pack.
async fn stratum_of(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<Option<String>, StoreError> {
    let Some(name) = cx.standards.pack.fact_of(FactRole::Occupation) else { return Ok(None) };
    let names = BTreeSet::from([name]);
    let found = facts::list_named_on_of(tx, cx.now.day_in_china(), cx.now, &[person_id], &names).await?;
    let codes = found.into_iter().filter_map(|fact| match fact.value {
        FactValue::Text(code) => Some(code),
        _ => None,
    });
    Ok(codes.last())
}

/// Refuses what is told of two who have one that is not over.
async fn not_doubled(
    cx: &Cx<'_>,
    tx: &mut Tx,
    seats: &Seats,
    [first, second]: &[DisputeSide; 2],
) -> Result<(), RaiseDisputeError> {
    let places = seats.of(&cx.actor);
    for person_id in [first.person_id, second.person_id].into_iter().flatten().map(Some).chain([None]) {
        let organizations = if person_id.is_none() { places.clone() } else { Vec::new() };
        let wanted = DisputesWanted { organizations, person_id, states: DisputeState::OPEN.to_vec() };
        let found = disputes::list_wanted(tx, &wanted).await?;
        if let Some(same) = found.iter().find(|one| one.is_same_as(first, second)) {
            let stance = super::stance::stance_among(cx, tx, &places, same).await?;
            return Err(RaiseDisputeError::Doubled { dispute_id: same.dispute_id, is_readable: stance.reads() });
        }
    }
    Ok(())
}
