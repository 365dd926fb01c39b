//! Moving the items of a hand-over, each move by its own side; adding what is typed by hand; saying who watches over it.

use guanai_casework::handover::{Handover, HandoverItem, ItemKind, ItemMove, ItemMoveError, MOST_LETTERS, Party};
use guanai_kernel::ids::{HandoverId, HandoverItemId, OperationId, PersonId};
use guanai_kernel::text::{fits, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, accounts, audit, handovers, persons};

use super::read::receivers;
use super::take_over::Passing;
use super::{HandoverError, draw, reached};
use crate::actor::{Act, Role};
use crate::cx::Cx;
use crate::operation::Operation;

/// An item to be moved.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveItem {
    /// Of which hand-over.
    pub handover_id: HandoverId,
    /// Which.
    pub item_id: HandoverItemId,
    /// How.
    pub step: ItemMove,
    /// Why, or what became of it.
    pub words: Option<String>,
}

/// Something that is put on a list by hand.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AddItem {
    /// Of which hand-over.
    pub handover_id: HandoverId,
    /// A thing, a paper, or money.
    pub kind: ItemKind,
    /// What.
    pub words: String,
}

/// The act of a move: what the superior decides is an act of its own.
const fn act_of(step: ItemMove) -> Act {
    match step {
        ItemMove::Assign | ItemMove::Release | ItemMove::Settle => Act::SettleHandover,
        ItemMove::Accept | ItemMove::Return | ItemMove::Mend | ItemMove::Lapse => Act::CarryHandover,
    }
}

/// Moves an item. What passes to the successor passes in the same transaction; of two who accept at once one does, and the other
/// finds it accepted.
pub async fn move_item(cx: &mut Cx<'_>, operation_id: OperationId, wish: &MoveItem) -> Result<(), HandoverError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let draft = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (handover, side) = reached(tx, &cx.actor, wish.handover_id).await?.ok_or(HandoverError::NotFound)?;
            if operation.earlier::<HandoverItemId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            let item = handovers::find_item(tx, wish.item_id).await?;
            let item = item.filter(|item| item.handover_id == handover.handover_id).ok_or(HandoverError::NotFound)?;
            let hand = cx.hand();
            let after = item.moved(wish.step, side, hand, wish.words.as_deref()).map_err(|error| match error {
                // Whoever is on the wrong side hears that, and not that the item cannot be moved at all.
                ItemMoveError::Unlawful { state, step, .. }
                    if Party::ALL.iter().any(|other| state.after(step, *other).is_ok()) =>
                {
                    HandoverError::NotYours
                }
                error => HandoverError::Move(error),
            })?;
            handovers::amend_items(tx, &[(item.clone(), after)], cx.now).await?;
            let mut subjects = vec![Subject::Person(handover.person_id)];
            if wish.step.passes() {
                let passing = passing(cx, tx, &handover, side).await?;
                let touched = passing.carry_out(tx, &item).await?;
                subjects.extend(touched.into_iter().filter(|subject| *subject != Subject::Person(handover.person_id)));
            }
            operation.keep(tx, &cx.actor, wish.item_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(())
        })
    });
    moving.await
}

/// To whom it passes: whoever accepts it, or, where the superior decides, whoever holds the post now; the superior themselves
/// where nobody does.
async fn passing(cx: &Cx<'_>, tx: &mut Tx, handover: &Handover, side: Party) -> Result<Passing, StoreError> {
    let own = match cx.actor.name.parse() {
        Ok(account_id) => accounts::find(tx, account_id).await?,
        Err(_) => None,
    };
    let own = own.map(|account| (account.name, account.person_id));
    let successor = if side == Party::Superior {
        let found = receivers(tx, handover, cx.now.day_in_china()).await?;
        found.into_iter().next().map(|receiver| (receiver.name, receiver.person_id))
    } else {
        None
    };
    let (name, to_id) = successor.or(own).unwrap_or((cx.actor.name.clone(), cx.actor.person_id));
    let registered = name_of(tx, to_id).await?;
    let from = name_of(tx, Some(handover.person_id)).await?.unwrap_or_default();
    Ok(Passing { from, from_id: handover.person_id, to: registered.unwrap_or(name), to_id, at: cx.now })
}

async fn name_of(tx: &mut Tx, person_id: Option<PersonId>) -> Result<Option<String>, StoreError> {
    match person_id {
        Some(id) => Ok(persons::find(tx, id).await?.map(|person| person.name)),
        None => Ok(None),
    }
}

/// Puts something on a list by hand: the leaver or the successor.
pub async fn add_item(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &AddItem,
) -> Result<HandoverItemId, HandoverError> {
    cx.authorise(Act::CarryHandover)?;
    if !wish.kind.is_typed() {
        return Err(HandoverError::NotTyped);
    }
    let words = written(&wish.words);
    if !fits(&words, MOST_LETTERS) {
        return Err(HandoverError::Words);
    }
    let operation = &Operation::new(operation_id, Act::CarryHandover, wish)?;
    let mut ids = cx.ids.clone();
    let item_id = HandoverItemId::fresh(&mut ids);
    let draft = &cx.audit_record(&mut ids, Act::CarryHandover, Vec::new(), None);
    cx.ids = ids;
    let (cx, words) = (&*cx, &words);
    let adding = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (handover, side) = reached(tx, &cx.actor, wish.handover_id).await?.ok_or(HandoverError::NotFound)?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            if !matches!(side, Party::Leaver | Party::Successor) {
                return Err(HandoverError::NotYours);
            }
            let item = HandoverItem {
                item_id,
                handover_id: handover.handover_id,
                person_id: handover.person_id,
                kind: wish.kind,
                subject: None,
                about: None,
                words: Some(words.clone()),
                due_on: None,
                state: wish.kind.at_first(),
                reason: None,
                moved: None,
                recorded_at: cx.now,
            };
            handovers::add_items(tx, std::slice::from_ref(&item)).await?;
            operation.keep(tx, &cx.actor, item_id, cx.now).await?;
            let subjects = vec![Subject::Person(handover.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(item_id)
        })
    });
    adding.await
}

/// Says who watches over a hand-over 监交人: the superior does.
pub async fn name_supervisor(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    handover_id: HandoverId,
    name: &str,
) -> Result<(), HandoverError> {
    cx.authorise(Act::SettleHandover)?;
    let name = written(name);
    if !fits(&name, MOST_LETTERS) {
        return Err(HandoverError::Words);
    }
    let operation = &Operation::new(operation_id, Act::SettleHandover, &(handover_id, &name))?;
    let mut ids = cx.ids.clone();
    let draft = &cx.audit_record(&mut ids, Act::SettleHandover, Vec::new(), None);
    cx.ids = ids;
    let (cx, name) = (&*cx, &name);
    let naming = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (before, side) = reached(tx, &cx.actor, handover_id).await?.ok_or(HandoverError::NotFound)?;
            if operation.earlier::<HandoverId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            if side != Party::Superior || !matches!(cx.actor.role, Role::TownshipOfficer | Role::CountyOfficer) {
                return Err(HandoverError::NotYours);
            }
            let after = Handover { supervisor: Some(name.clone()), ..before.clone() };
            if after != before {
                handovers::amend(tx, &before, &after, cx.now).await?;
            }
            operation.keep(tx, &cx.actor, handover_id, cx.now).await?;
            let subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(())
        })
    });
    naming.await
}

/// Brings a list in line with the records, by either side.
pub async fn refresh_list(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    handover_id: HandoverId,
) -> Result<(), HandoverError> {
    cx.authorise(Act::CarryHandover)?;
    let operation = &Operation::new(operation_id, Act::CarryHandover, &handover_id)?;
    let mut ids = cx.ids.clone();
    let draft = &cx.audit_record(&mut ids, Act::CarryHandover, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let refreshing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (handover, _) = reached(tx, &cx.actor, handover_id).await?.ok_or(HandoverError::NotFound)?;
            if operation.earlier::<HandoverId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            draw::refresh(tx, cx.now, &handover).await?;
            operation.keep(tx, &cx.actor, handover_id, cx.now).await?;
            let subjects = vec![Subject::Person(handover.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(())
        })
    });
    refreshing.await
}
