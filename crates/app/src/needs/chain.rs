//! Who handled a need, and who may not decide about it: whoever is concerned themselves, and their kin.

use guanai_casework::Need;
use guanai_kernel::ids::PersonId;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, households, needs, offers};

use crate::cx::Cx;
use crate::doers::Doers;

/// Whether the actor is the person, or a relative.
pub(crate) async fn may_not_decide(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
    match cx.actor.person_id {
        Some(own) if own == person_id => Ok(true),
        Some(own) => are_kin(tx, own, person_id).await,
        None => Ok(false),
    }
}

/// Whether two persons are recorded as relatives, from either side.
async fn are_kin(tx: &mut Tx, one: PersonId, other: PersonId) -> Result<bool, StoreError> {
    let of_one = households::list_kin_of(tx, one).await?;
    let of_other = households::list_kin_of(tx, other).await?;
    Ok(of_one.iter().any(|kin| kin.relative_id == other) || of_other.iter().any(|kin| kin.relative_id == one))
}

/// Whether the actor handled the need: raised it, moved it, or helps themselves.
pub(super) async fn is_in_chain(cx: &Cx<'_>, tx: &mut Tx, need: &Need) -> Result<bool, StoreError> {
    let former = needs::list_former(tx, need.need_id).await?;
    let began_at = former.first().map_or(need, |(_, first)| first).recorded_at;
    if Doers::of(tx, Subject::Need(need.need_id), began_at, &former).await?.hold(&cx.actor.name) {
        return Ok(true);
    }
    let helper = need.progress.helper.as_ref().and_then(|helper| helper.offer_id);
    let Some(offer_id) = helper else { return Ok(false) };
    let helper = offers::find(tx, offer_id).await?.and_then(|offer| offer.person_id);
    Ok(helper.is_some() && helper == cx.actor.person_id)
}
