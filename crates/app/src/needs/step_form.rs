//! What the form of a move needs: the need as the actor sees it, and what there is to choose.

use guanai_casework::{Move, Offer, StepError};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OfferId};
use guanai_store::Tx;
use guanai_store::audit::Subject;

use super::chain::{is_in_chain, may_not_decide};
use super::file::{NeedFile, load, reached, to_merge_into};
use super::helping::fitting;
use super::list::ListedNeed;
use super::moving::{MoveNeedError, act_of};
use crate::actor::Act;
use crate::cx::Cx;

/// What a form gives to choose.
#[derive(Debug, Clone)]
pub struct StepForm {
    /// The need as the actor may see it.
    pub file: NeedFile,
    /// Offers that may be named, the proposed one first; for naming who helps.
    pub offers: Vec<Offer>,
    /// Open needs of the same person; for merging.
    pub same_person: Vec<ListedNeed>,
}

/// Opens the form of a move; refused where the move itself would be, so that nobody fills in a form in vain. It is a reading of
/// the need.
pub async fn open_step_form(
    cx: &mut Cx<'_>,
    on: Date,
    need_id: NeedId,
    step: Move,
    proposed: Option<OfferId>,
) -> Result<StepForm, MoveNeedError> {
    cx.authorise(act_of(step))?;
    let mut tx = cx.db.begin_read().await?;
    let form = form_of(cx, &mut tx, on, need_id, step, proposed).await;
    tx.rollback().await?;
    let form = form?;
    let beside = form.same_person.iter().map(|need| Subject::Need(need.need_id));
    let subjects = [Subject::Need(need_id), Subject::Person(form.file.row.person_id)].into_iter().chain(beside);
    cx.record_reading(Act::ReadNeed, subjects.collect()).await?;
    Ok(form)
}

async fn form_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    on: Date,
    need_id: NeedId,
    step: Move,
    proposed: Option<OfferId>,
) -> Result<StepForm, MoveNeedError> {
    let need = reached(cx, tx, need_id).await?.ok_or(MoveNeedError::NotFound)?;
    if step != Move::Withdraw && may_not_decide(cx, tx, need.person_id).await? {
        return Err(MoveNeedError::Recused);
    }
    need.may(step)?;
    if step == Move::CallBack && is_in_chain(cx, tx, &need).await? {
        return Err(MoveNeedError::InTheChain);
    }
    let offers = if step == Move::Plan { fitting(cx, tx, &need, on, proposed).await? } else { Vec::new() };
    let file = load(cx, tx, need).await?.ok_or(MoveNeedError::NotFound)?;
    let others = to_merge_into(file.row.person_id, &file.beside);
    let same_person: Vec<ListedNeed> = others.filter(|_| step == Move::Merge).cloned().collect();
    if step == Move::Merge && same_person.is_empty() {
        return Err(StepError::NotTheSame.into());
    }
    Ok(StepForm { file, offers, same_person })
}
