//! What either side does with an agreement, and what it writes down of what was done. Nobody writes for a side that is not theirs.

use guanai_casework::partnership::PartnershipStep;
use guanai_casework::{PartnerSide, Partnership, PartnershipDeed, PartnershipMove};
use guanai_kernel::ids::{OperationId, PartnershipDeedId, PartnershipId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, Money};
use guanai_store::{Tx, audit, partnerships};

use super::{MOST_LETTERS, PartnershipsError, act_of, own_sides, subjects};
use crate::actor::Actor;
use crate::cx::Cx;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// A step to be taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MovePartnership {
    /// With which agreement.
    pub partnership_id: PartnershipId,
    /// The step.
    pub step: PartnershipStep,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordDeed {
    /// Under which agreement.
    pub partnership_id: PartnershipId,
    /// By which side.
    pub side: PartnerSide,
    /// On which day.
    pub done_on: Date,
    /// What.
    pub words: String,
    /// What it cost, and from which purse.
    pub cost: Option<(Money, String)>,
    /// How many it reached.
    pub reached: Option<u32>,
}

/// Something that was written down and is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StrikeDeed {
    /// Which.
    pub deed_id: PartnershipDeedId,
    /// Why.
    pub why: String,
}

/// The step with its words as they were written; refused where they are missing or too long.
fn as_written(step: &PartnershipStep) -> Result<PartnershipStep, PartnershipsError> {
    let words = |said: &String| {
        let said = written(said);
        if fits(&said, MOST_LETTERS) { Ok(said) } else { Err(PartnershipsError::Words) }
    };
    Ok(match step {
        PartnershipStep::Accept(_) | PartnershipStep::Fulfil(..) => step.clone(),
        PartnershipStep::Decline(side, why) => PartnershipStep::Decline(*side, words(why)?),
        PartnershipStep::Withdraw(why) => PartnershipStep::Withdraw(words(why)?),
        PartnershipStep::Review(said, next, until) => PartnershipStep::Review(words(said)?, *next, *until),
        PartnershipStep::Name(side, name) => PartnershipStep::Name(*side, words(name)?),
        PartnershipStep::End(side, end, why) => PartnershipStep::End(*side, *end, words(why)?),
    })
}

/// Which side a step is of; none where either may take it.
fn side_of(step: &PartnershipStep, partnership: &Partnership) -> Option<PartnerSide> {
    match step {
        PartnershipStep::Accept(side)
        | PartnershipStep::Decline(side, _)
        | PartnershipStep::Name(side, _)
        | PartnershipStep::End(side, ..) => Some(*side),
        PartnershipStep::Fulfil(at, _) => partnership.terms.tasks.get(*at).map(|task| task.side),
        PartnershipStep::Withdraw(_) | PartnershipStep::Review(..) => None,
    }
}

/// The agreement, and the sides for which the actor acts; refused where they act for neither.
async fn own(
    tx: &mut Tx,
    actor: &Actor,
    partnership_id: PartnershipId,
) -> Result<(Partnership, Vec<PartnerSide>), PartnershipsError> {
    let found = partnerships::find(tx, partnership_id).await?.ok_or(PartnershipsError::NotFound)?;
    let sides = own_sides(&ScopeOf::resolve(tx, actor).await?, &found);
    if sides.is_empty() { Err(PartnershipsError::NotFound) } else { Ok((found, sides)) }
}

/// Takes a step with an agreement.
pub async fn move_partnership(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MovePartnership,
) -> Result<PartnershipId, PartnershipsError> {
    let act = act_of(wish.step.as_move());
    cx.authorise(act)?;
    let step = &as_written(&wish.step)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (before, sides) = own(tx, &cx.actor, wish.partnership_id).await?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if side_of(step, &before).is_some_and(|side| !sides.contains(&side)) {
                return Err(PartnershipsError::NotOwnSide);
            }
            let after = before.after(step, cx.hand(), cx.now.day_in_china())?;
            partnerships::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.partnership_id, cx.now).await?;
            audit::append(tx, &audit::AuditRecord { subjects: subjects(&before), ..record.clone() }).await?;
            Ok(wish.partnership_id)
        })
    });
    moving.await
}

/// Writes down what a side did.
pub async fn record_deed(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordDeed,
) -> Result<PartnershipDeedId, PartnershipsError> {
    let act = act_of(PartnershipMove::Record);
    cx.authorise(act)?;
    let words = written(&wish.words);
    if !fits(&words, MOST_LETTERS) {
        return Err(PartnershipsError::Words);
    }
    let mut purses = cx.standards.pack.manifest().purses.iter();
    if let Some((cost, code)) = &wish.cost
        && (cost.fen() <= 0 || !purses.any(|purse| purse.id == *code))
    {
        return Err(PartnershipsError::Purse);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let deed = &PartnershipDeed {
        deed_id: PartnershipDeedId::fresh(&mut ids),
        partnership_id: wish.partnership_id,
        side: wish.side,
        done_on: wish.done_on,
        words,
        cost: wish.cost.clone(),
        reached: wish.reached,
        recorded: cx.hand(),
        struck: None,
    };
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (partnership, sides) = own(tx, &cx.actor, wish.partnership_id).await?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if !sides.contains(&wish.side) {
                return Err(PartnershipsError::NotOwnSide);
            }
            partnership.takes_deed(wish.done_on, cx.now.day_in_china())?;
            partnerships::add_deed(tx, deed).await?;
            operation.keep(tx, &cx.actor, deed.deed_id, cx.now).await?;
            audit::append(tx, &audit::AuditRecord { subjects: subjects(&partnership), ..record.clone() }).await?;
            Ok(deed.deed_id)
        })
    });
    recording.await
}

/// Strikes out what was written down and is wrong: it stays to be read, and counts no more.
pub async fn strike_deed(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &StrikeDeed,
) -> Result<PartnershipDeedId, PartnershipsError> {
    let act = act_of(PartnershipMove::Strike);
    cx.authorise(act)?;
    let why = &written(&wish.why);
    if !fits(why, MOST_LETTERS) {
        return Err(PartnershipsError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let striking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = partnerships::find_deed(tx, wish.deed_id).await?.ok_or(PartnershipsError::NotFound)?;
            let (partnership, sides) = own(tx, &cx.actor, before.partnership_id).await?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if !sides.contains(&before.side) {
                return Err(PartnershipsError::NotOwnSide);
            }
            partnership.may(PartnershipMove::Strike, Some(before.side), &cx.actor.name)?;
            if before.struck.is_some() {
                return Err(PartnershipsError::NotFound);
            }
            let after = PartnershipDeed { struck: Some((cx.hand(), why.clone())), ..before.clone() };
            partnerships::amend_deed(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.deed_id, cx.now).await?;
            audit::append(tx, &audit::AuditRecord { subjects: subjects(&partnership), ..record.clone() }).await?;
            Ok(wish.deed_id)
        })
    });
    striking.await
}
