//! The receipt 回执 of a transfer: until it comes the old organisation answers, from its day on the new one does. And the letter
//! that comes back.

use guanai_kernel::Date;
use guanai_kernel::ids::{LifeEventId, OperationId};
use guanai_registry::life_event::{LifeEvent, LifeEventMove, LifeEventState};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Tx, audit, life_events, persons};

use super::carry::{Carried, carry_out};
use super::record::{Foreseen, Rehearsed};
use super::{LifeEventError, MOST_LETTERS, deed, tasks};
use crate::actor::Act;
use crate::cx::Cx;
use crate::needs::chain::may_not_decide;
use crate::operation::Operation;
use crate::posts::end_with_life_event;
use crate::scope::ScopeOf;

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReceiveTransfer {
    /// Of which letter.
    pub life_event_id: LifeEventId,
    /// Its day.
    pub on: Date,
    /// How the records that change name the reason.
    pub because: String,
}

/// Whether the receipt of a letter is the actor's to enter: the receiving side's within the county, the sending side's where the
/// receipt comes from outside.
pub(super) fn may_receive(scope: &ScopeOf, event: &LifeEvent) -> bool {
    let by = event.to_organization_id.or(event.organization_id);
    by.is_some_and(|by| scope.holds_organization(by))
}

/// What would follow from a receipt: it is carried out and rolled back.
pub async fn foresee_receipt(cx: &mut Cx<'_>, wish: &ReceiveTransfer) -> Result<Foreseen, LifeEventError> {
    cx.authorise(Act::ReceiveTransfer)?;
    if wish.on > cx.now.day_in_china() {
        return Err(LifeEventError::Future(wish.on));
    }
    let ids = cx.ids.clone();
    let this = &*cx;
    let rehearsal = this.db.write(move |tx: &mut Tx, _| {
        let ids = ids.clone();
        Box::pin(async move {
            let event = letter_of(this, tx, wish).await?;
            received(this, tx, &event, wish).await?;
            let carried = carry_out(this, tx, ids, &event, wish.on, &wish.because).await?;
            Err(Rehearsed::seen(event.person_id, carried, None))
        })
    });
    let (person_id, foreseen) = Rehearsed::outcome(rehearsal.await)?;
    cx.record_reading(Act::ForeseeLifeEvent, vec![Subject::Person(person_id)]).await?;
    Ok(foreseen)
}

/// The letter that a receipt is of, where the receipt is the actor's to enter.
async fn letter_of(cx: &Cx<'_>, tx: &mut Tx, wish: &ReceiveTransfer) -> Result<LifeEvent, LifeEventError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = life_events::find(tx, wish.life_event_id).await?;
    found.filter(|event| may_receive(&scope, event)).ok_or(LifeEventError::NotFound)
}

/// Where a letter stands with its receipt, once that is lawful.
async fn received(
    cx: &Cx<'_>,
    tx: &mut Tx,
    event: &LifeEvent,
    wish: &ReceiveTransfer,
) -> Result<LifeEventState, LifeEventError> {
    let state = event.may(LifeEventMove::Receive, &deed(cx))?;
    if may_not_decide(cx, tx, event.person_id).await? {
        return Err(LifeEventError::Recused);
    }
    if wish.on < event.happened_on {
        return Err(LifeEventError::TooEarly { since: event.happened_on });
    }
    let person = persons::find(tx, event.person_id).await?.ok_or(LifeEventError::NotFound)?;
    if person.died_on.is_some() {
        return Err(LifeEventError::Died);
    }
    Ok(state)
}

/// Enters the receipt of a transfer, and carries out everything that follows.
pub async fn receive_transfer(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &ReceiveTransfer,
) -> Result<LifeEventId, LifeEventError> {
    cx.authorise(Act::ReceiveTransfer)?;
    if wish.on > cx.now.day_in_china() {
        return Err(LifeEventError::Future(wish.on));
    }
    let operation = &Operation::new(operation_id, Act::ReceiveTransfer, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::ReceiveTransfer, Vec::new(), None);
    cx.ids = ids.clone();
    let cx = &*cx;
    let receiving = cx.db.write(move |tx: &mut Tx, _| {
        let ids = ids.clone();
        Box::pin(async move {
            let before = letter_of(cx, tx, wish).await?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let state = received(cx, tx, &before, wish).await?;
            let carried = carry_out(cx, tx, ids, &before, wish.on, &wish.because).await?;
            let Carried { outcomes, subjects } = carried;
            let after = LifeEvent { state, outcomes, received: Some((wish.on, deed(cx))), ..before.clone() };
            life_events::amend(tx, &before, &after, cx.now).await?;
            tasks::keep(tx, &after).await?;
            end_with_life_event(cx, tx, before.person_id).await?;
            operation.keep(tx, &cx.actor, wish.life_event_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.life_event_id)
        })
    });
    receiving.await
}

/// Takes a letter back before any receipt: nothing had changed.
pub async fn recall_transfer(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    life_event_id: LifeEventId,
    why: &str,
) -> Result<LifeEventId, LifeEventError> {
    cx.authorise(Act::RecordLifeEvent)?;
    let why = reason(why)?;
    let operation = &Operation::new(operation_id, Act::RecordLifeEvent, &(life_event_id, &why))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::RecordLifeEvent, Vec::new(), None);
    cx.ids = ids;
    let (cx, why) = (&*cx, &why);
    let recalling = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = life_events::find(tx, life_event_id).await?.ok_or(LifeEventError::NotFound)?;
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !before.organization_id.is_some_and(|from| scope.holds_organization(from)) {
                return Err(LifeEventError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let deed = deed(cx);
            let state = before.may(LifeEventMove::Recall, &deed)?;
            let after = LifeEvent { state, closed: Some((why.clone(), deed)), ..before.clone() };
            life_events::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, life_event_id, cx.now).await?;
            let subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(life_event_id)
        })
    });
    recalling.await
}

/// A reason in its bounds.
pub(super) fn reason(why: &str) -> Result<String, LifeEventError> {
    let why = guanai_kernel::text::written(why);
    let letters = why.chars().count();
    if letters == 0 || letters > MOST_LETTERS { Err(LifeEventError::Words) } else { Ok(why) }
}
