//! What a visit does to a recheck, in the visit's own transaction: somebody who was seen is answered for; a record that is struck
//! out lets them wait again, one that is corrected hands on.

use guanai_casework::{ItemMove, Recheck, RecheckError, RecheckItem, RecheckState, Said, Visit, VisitAct};
use guanai_kernel::Ids;
use guanai_kernel::ids::{PersonId, RecheckId, VisitId};
use guanai_store::{StoreError, Tx, rechecks};

use super::OCCASION;
use super::open::listed;
use crate::cx::Cx;
use crate::population::PopulationError;
use crate::visits::RecordVisitError;

/// What a visit found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing that changed.
    Nothing,
    /// A fact or a need was written down.
    Something,
}

impl Found {
    const fn step(self) -> ItemMove {
        match self {
            Self::Nothing => ItemMove::SayUnchanged,
            Self::Something => ItemMove::SayChanged,
        }
    }
}

/// Answers for whoever was seen at a visit for this occasion, where they are on a recheck and the table holds it. That it does
/// not is no fault of the visit.
pub(crate) async fn seen_at(cx: &Cx<'_>, tx: &mut Tx, visit: &Visit, found: Found) -> Result<(), StoreError> {
    if visit.act != VisitAct::HomeCheck || !visit.occasions.contains(OCCASION) {
        return Ok(());
    }
    let mut changes = Vec::new();
    for before in rechecks::list_items_of(tx, visit.person_id).await? {
        let Some(recheck) = rechecks::find(tx, before.recheck_id).await? else { continue };
        // What was settled in a year that is over stays as it was said then; who was missed is seen by this year's visit too.
        if recheck.state == RecheckState::Closed && before.state.is_settled() {
            continue;
        }
        if let Ok(after) = before.after(&recheck, said(cx, visit, found.step())) {
            changes.push((before, after));
        }
    }
    rechecks::amend_items(tx, &changes, cx.now).await
}

fn said(cx: &Cx<'_>, visit: &Visit, step: ItemMove) -> Said {
    Said { step, on: visit.made_on, visit_id: Some(visit.visit_id), words: None, hand: cx.hand() }
}

/// Why nobody is answered for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReached {
    /// No such recheck, or nobody of this id on it.
    #[error("there is no such recheck, or nobody of it within your scope")]
    NotFound,
    /// The table does not hold it, the recheck takes no answers, or the day does not fit.
    #[error(transparent)]
    Recheck(#[from] RecheckError),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotReached> for RecordVisitError {
    fn from(error: NotReached) -> Self {
        match error {
            NotReached::NotFound => Self::NotFound,
            NotReached::Recheck(error) => Self::Recheck(error),
            NotReached::Population(error) => Self::Population(error),
            NotReached::Store(error) => Self::Store(error),
        }
    }
}

/// Whether somebody waits on a recheck to be seen on a day; whoever belongs to its classes and came after the opening is put on it.
pub(crate) async fn still_waits(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    recheck_id: RecheckId,
    visit: &Visit,
) -> Result<(), NotReached> {
    let (recheck, item) = reached(cx, tx, ids, recheck_id, visit.person_id).await?;
    item.after(&recheck, said(cx, visit, ItemMove::SayUnchanged))?;
    Ok(())
}

/// A recheck and the place of somebody on it, which is made for whoever came into the classes after the opening.
pub(super) async fn reached(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    recheck_id: RecheckId,
    person_id: PersonId,
) -> Result<(Recheck, RecheckItem), NotReached> {
    let recheck = rechecks::find(tx, recheck_id).await?.ok_or(NotReached::NotFound)?;
    if let Some(item) = rechecks::find_item(tx, recheck_id, person_id).await? {
        return Ok((recheck, item));
    }
    if recheck.state != RecheckState::Open || !super::person::belongs(cx, tx, &recheck, person_id).await? {
        return Err(NotReached::NotFound);
    }
    let item = listed(cx, tx, ids, &recheck, &[person_id]).await?.pop().ok_or(NotReached::NotFound)?;
    rechecks::add_items(tx, std::slice::from_ref(&item)).await?;
    Ok((recheck, item))
}

/// Lets whoever a visit answered for wait again: its record is struck out.
pub(crate) async fn reopen_of(cx: &Cx<'_>, tx: &mut Tx, visit_id: VisitId) -> Result<(), StoreError> {
    again(cx, tx, visit_id, None).await
}

/// Lets the record that corrects another answer for whom that one did.
pub(crate) async fn hand_on(
    cx: &Cx<'_>,
    tx: &mut Tx,
    wrong: VisitId,
    right: (&Visit, Found),
) -> Result<(), StoreError> {
    again(cx, tx, wrong, Some(right)).await
}

async fn again(cx: &Cx<'_>, tx: &mut Tx, wrong: VisitId, right: Option<(&Visit, Found)>) -> Result<(), StoreError> {
    let mut changes = Vec::new();
    for before in rechecks::list_items_of_visit(tx, wrong).await? {
        let Some(recheck) = rechecks::find(tx, before.recheck_id).await? else { continue };
        let Some(on) = before.answered_on else { continue };
        let reopen = Said { step: ItemMove::Reopen, on, visit_id: None, words: None, hand: cx.hand() };
        // What was lawful to say is lawful to take back: the table holds it for whoever was seen.
        let Ok(waits) = before.after(&recheck, reopen) else { continue };
        let right = right.filter(|(visit, _)| visit.act == VisitAct::HomeCheck && visit.occasions.contains(OCCASION));
        let after = right.and_then(|(visit, found)| waits.after(&recheck, said(cx, visit, found.step())).ok());
        changes.push((before, after.unwrap_or(waits)));
    }
    rechecks::amend_items(tx, &changes, cx.now).await
}
