//! Entering an event: first what would follow from it, then all of it in one transaction.

use guanai_kernel::ids::{LifeEventId, OperationId, PersonId};
use guanai_registry::Membership;
use guanai_registry::life_event::{LifeEvent, LifeEventKind, LifeEventState, Outcome};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, life_events, memberships, persons};

use super::carry::{Carried, carry_out};
use super::{Destination, EnterLifeEvent, LifeEventError, act_of, deed, tasks};
use crate::actor::Act;
use crate::cx::Cx;
use crate::needs::chain::may_not_decide;
use crate::operation::Operation;
use crate::organizations::find_called;
use crate::posts::end_with_life_event;
use crate::scope::ScopeOf;

/// What would follow from an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// Everything that would come of it, in the order in which pages tell it.
    pub outcomes: Vec<Outcome>,
    /// Whether another than whoever enters it would have to undo it.
    pub needs_another: bool,
    /// Where a transfer leads.
    pub destination: Option<Destination>,
}

/// The way out of a rehearsal: what was seen, or why there was nothing to see.
pub(super) enum Rehearsed {
    Seen(PersonId, Box<Foreseen>),
    Failed(LifeEventError),
}

impl Rehearsed {
    /// What was seen, for somebody.
    pub fn seen(person_id: PersonId, carried: Carried, destination: Option<Destination>) -> Self {
        let needs_another = carried.touches_decisions();
        Self::Seen(person_id, Box::new(Foreseen { outcomes: carried.outcomes, needs_another, destination }))
    }

    /// How a rehearsal ended: it always ends by rolling back.
    pub fn outcome(rehearsal: Result<(), Self>) -> Result<(PersonId, Foreseen), LifeEventError> {
        match rehearsal {
            Err(Self::Seen(person_id, foreseen)) => Ok((person_id, *foreseen)),
            Err(Self::Failed(error)) => Err(error),
            Ok(()) => Err(StoreError::Retry.into()),
        }
    }
}

impl From<StoreError> for Rehearsed {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<LifeEventError> for Rehearsed {
    fn from(error: LifeEventError) -> Self {
        Self::Failed(error)
    }
}

/// What would follow from an event: it is carried out and rolled back.
pub async fn foresee_life_event(cx: &mut Cx<'_>, wish: &EnterLifeEvent) -> Result<Foreseen, LifeEventError> {
    cx.authorise(act_of(wish.kind.row().hand))?;
    cx.authorise(Act::ForeseeLifeEvent)?;
    wish.refuse(cx)?;
    let ids = cx.ids.clone();
    let this = &*cx;
    let rehearsal = this.db.write(move |tx: &mut Tx, _| {
        let mut ids = ids.clone();
        Box::pin(async move {
            reach(this, tx, wish).await?;
            let (event, destination) = drawn_up(this, tx, LifeEventId::fresh(&mut ids), wish).await?;
            let carried = carry_out(this, tx, ids, &event, wish.on, &wish.because).await?;
            Err(Rehearsed::seen(wish.person_id, carried, destination))
        })
    });
    let (person_id, foreseen) = Rehearsed::outcome(rehearsal.await)?;
    cx.record_reading(Act::ForeseeLifeEvent, vec![Subject::Person(person_id)]).await?;
    Ok(foreseen)
}

/// Enters an event and carries out everything that follows, or keeps it until its receipt comes; its id.
pub async fn record_life_event(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EnterLifeEvent,
) -> Result<LifeEventId, LifeEventError> {
    let act = act_of(wish.kind.row().hand);
    cx.authorise(act)?;
    wish.refuse(cx)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let life_event_id = LifeEventId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids.clone();
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        let ids = ids.clone();
        Box::pin(async move {
            reach(cx, tx, wish).await?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let (mut event, _) = drawn_up(cx, tx, life_event_id, wish).await?;
            let subjects = if wish.kind.row().waits {
                event.needs_another = true;
                vec![Subject::Person(wish.person_id)]
            } else {
                let carried = carry_out(cx, tx, ids, &event, wish.on, &wish.because).await?;
                if carried.touches_decisions() && may_not_decide(cx, tx, wish.person_id).await? {
                    return Err(LifeEventError::Recused);
                }
                event.needs_another = carried.touches_decisions();
                let Carried { outcomes, subjects } = carried;
                event.outcomes = outcomes;
                subjects
            };
            life_events::add(tx, &event).await?;
            tasks::keep(tx, &event).await?;
            end_with_life_event(cx, tx, wish.person_id).await?;
            operation.keep(tx, &cx.actor, life_event_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(life_event_id)
        })
    });
    recording.await
}

/// Whether the person is within the scope.
async fn reach(cx: &Cx<'_>, tx: &mut Tx, wish: &EnterLifeEvent) -> Result<(), LifeEventError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if scope.holds_person(tx, wish.person_id).await? { Ok(()) } else { Err(LifeEventError::NotFound) }
}

/// The event that a form wishes, once the register takes it.
async fn drawn_up(
    cx: &Cx<'_>,
    tx: &mut Tx,
    life_event_id: LifeEventId,
    wish: &EnterLifeEvent,
) -> Result<(LifeEvent, Option<Destination>), LifeEventError> {
    let person = persons::find(tx, wish.person_id).await?.ok_or(LifeEventError::NotFound)?;
    if person.died_on.is_some() {
        return Err(LifeEventError::Died);
    }
    let spell = memberships::list_current_of(tx, &[wish.person_id]).await?.pop();
    if let Some(recipient) =
        spell.as_ref().and_then(Membership::recipient).filter(|one| !wish.kind.serves().reaches(*one))
    {
        return Err(LifeEventError::NotTheirs { kind: wish.kind, recipient });
    }
    let born = person.birth.candidates().into_iter().min();
    let is_of_membership = wish.kind.row().waits || ends_belonging(wish.kind);
    let joined = spell.as_ref().and_then(|spell| spell.joined_on).filter(|_| is_of_membership);
    if let Some(since) = [born, joined].into_iter().flatten().max().filter(|since| wish.on < *since) {
        return Err(LifeEventError::TooEarly { since });
    }
    let earlier = life_events::list_of(tx, wish.person_id).await?;
    if wish.kind.row().waits && earlier.iter().any(|event| event.state == LifeEventState::Awaiting) {
        return Err(LifeEventError::LetterOut);
    }
    let destination = match &wish.destination {
        Some(words) if wish.kind.row().waits => Some(led_to(tx, words).await?),
        _ if wish.kind == LifeEventKind::FloatingOut => match &wish.details.place {
            Some(words) => Some(led_to(tx, words).await?),
            None => None,
        },
        _ => None,
    };
    let is_member = spell.as_ref().is_some_and(|spell| !spell.is_hosted());
    if (wish.kind.row().waits || wish.kind == LifeEventKind::FloatingOut) && !is_member {
        return Err(LifeEventError::NotSo);
    }
    let organization_id = spell.map(|spell| spell.organization_id);
    let mut details = wish.details.clone();
    let to_organization_id = match &destination {
        Some(Destination::Within(to, _)) if Some(*to) == organization_id => return Err(LifeEventError::SamePlace),
        Some(Destination::Within(to, name)) => {
            if wish.kind == LifeEventKind::FloatingOut {
                details.place = Some(name.clone());
            }
            Some(*to)
        }
        Some(Destination::Outside(place)) => {
            details.place = Some(place.clone());
            None
        }
        None => None,
    };
    let state = if wish.kind.row().waits { LifeEventState::Awaiting } else { LifeEventState::Stands };
    let event = LifeEvent {
        life_event_id,
        person_id: wish.person_id,
        kind: wish.kind,
        happened_on: wish.on,
        details,
        organization_id,
        to_organization_id,
        state,
        needs_another: false,
        outcomes: Vec::new(),
        entered: deed(cx),
        received: None,
        closed: None,
    };
    Ok((event, destination))
}

/// What is of the membership cannot lie before it began.
fn ends_belonging(kind: LifeEventKind) -> bool {
    matches!(kind, LifeEventKind::Death | LifeEventKind::FloatingOut | LifeEventKind::FloatingBack)
}

/// Where a transfer leads: an organisation of the county by its code or whole name, else any other.
async fn led_to(tx: &mut Tx, words: &str) -> Result<Destination, StoreError> {
    let words = guanai_kernel::text::squeeze(words);
    Ok(match find_called(tx, &words).await? {
        Some(found) => Destination::Within(found.organization_id, found.name),
        None => Destination::Outside(words),
    })
}
