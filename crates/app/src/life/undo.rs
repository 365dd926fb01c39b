//! One reversal undoes everything that an event changed, by another hand where money or a decision hangs on it. Where something was
//! built on it since, it says what.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::{LifeEventId, OfferId, OperationId, PersonId};
use guanai_registry::life_event::{LifeEvent, LifeEventMove};
use guanai_store::audit::AuditRecord;
use guanai_store::life_events::Touched;
use guanai_store::{StoreError, Tx, audit, life_events, offers, pairs};

use super::carry::{reckon_anew, subjects};
use super::read::reaches;
use super::receive::reason;
use super::{LifeEventError, deed};
use crate::actor::Act;
use crate::cx::Cx;
use crate::needs::chain::may_not_decide;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// What was built on what an event changed, as codes of texts.
pub(super) async fn built_on(tx: &mut Tx, touched: &[Touched], today: Date) -> Result<Vec<&'static str>, StoreError> {
    let mut codes: Vec<&str> = life_events::list_built_on(tx, touched).await?.iter().map(called).collect();
    if is_taken_since(tx, touched, today).await? {
        codes.push("taken");
    }
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// Whether others have by now what bookings would hold again: nothing is booked twice.
async fn is_taken_since(tx: &mut Tx, touched: &[Touched], today: Date) -> Result<bool, StoreError> {
    let mut held: BTreeMap<OfferId, u64> = BTreeMap::new();
    for one in touched {
        let Touched::Booking(change) = one else { continue };
        if let Some(before) = change.before.as_ref().filter(|before| before.holds_on(today)) {
            let units = held.entry(before.offer_id).or_default();
            *units = units.saturating_add(before.units.unsigned_abs());
        }
    }
    let ids: Vec<OfferId> = held.keys().copied().collect();
    let taken = pairs::count_taken(tx, &ids, today).await?;
    let offers = offers::list_by_ids(tx, &ids).await?;
    Ok(offers.iter().any(|offer| {
        let units = [&held, &taken].map(|counted| counted.get(&offer.offer_id).copied().unwrap_or_default());
        units[0].saturating_add(units[1]) > u64::try_from(offer.capacity).unwrap_or(0)
    }))
}

/// What a changed record is called, as the code of a text.
const fn called(touched: &Touched) -> &'static str {
    match touched {
        Touched::Person(_) => "person",
        Touched::Membership(_) => "membership",
        Touched::Post(_) => "post",
        Touched::Floating(_) => "floating",
        Touched::Household(_) => "household",
        Touched::Need(_) => "need",
        Touched::Offer(_) => "offer",
        Touched::Pair(_) => "pair",
        Touched::Referral(_) => "referral",
        Touched::Booking(_) => "booking",
        Touched::Round(_) => "round",
        Touched::Happening(_) => "happening",
        Touched::Fact(_) => "fact",
    }
}

/// Undoes an event, with the reason.
pub async fn undo_life_event(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    life_event_id: LifeEventId,
    why: &str,
) -> Result<LifeEventId, LifeEventError> {
    cx.authorise(Act::UndoLifeEvent)?;
    let why = reason(why)?;
    let operation = &Operation::new(operation_id, Act::UndoLifeEvent, &(life_event_id, &why))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::UndoLifeEvent, Vec::new(), None);
    cx.ids = ids;
    let (cx, why) = (&*cx, &why);
    let undoing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = life_events::find(tx, life_event_id).await?.ok_or(LifeEventError::NotFound)?;
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !reaches(tx, &scope, &before).await? {
                return Err(LifeEventError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let deed = deed(cx);
            let state = before.may(LifeEventMove::Undo, &deed)?;
            if before.needs_another && may_not_decide(cx, tx, before.person_id).await? {
                return Err(LifeEventError::Recused);
            }
            let touched = life_events::list_changes(tx, life_event_id).await?;
            let built_on = built_on(tx, &touched, cx.now.day_in_china()).await?;
            if !built_on.is_empty() {
                return Err(LifeEventError::BuiltOn(built_on));
            }
            let after = LifeEvent { state, closed: Some((why.clone(), deed)), ..before.clone() };
            life_events::amend(tx, &before, &after, cx.now).await?;
            life_events::put_back(tx, &touched, cx.now).await?;
            let mut persons: Vec<PersonId> = touched
                .iter()
                .filter_map(|one| match one {
                    Touched::Need(change) => Some(change.after.person_id),
                    _ => None,
                })
                .chain([before.person_id])
                .collect();
            persons.sort_unstable();
            persons.dedup();
            reckon_anew(cx, tx, &persons).await?;
            operation.keep(tx, &cx.actor, life_event_id, cx.now).await?;
            let subjects = subjects(&before, &touched, &persons);
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(life_event_id)
        })
    });
    undoing.await
}
