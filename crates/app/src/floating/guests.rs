//! The stay of whoever came from outside: who looks after them, the slip for their home, and the end.

use guanai_exchange::letters::{Chance, ReplyKey, Slip, SlipWord, seal_slip};
use guanai_kernel::ids::{FloatingGuestId, OperationId};
use guanai_kernel::{Date, FloatingOver};
use guanai_registry::{FloatingGuest, GuestDetails, Membership};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Tx, audit, floating, memberships, organizations, persons};

use super::incoming::subjects;
use super::{FloatingError, county, deed};
use crate::actor::{Act, authorise};
use crate::cx::Cx;
use crate::operation::Operation;
use crate::people::sight::Sight;
use crate::scope::ScopeOf;

/// A stay as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestFile {
    /// The stay.
    pub guest: FloatingGuest,
    /// Who.
    pub name: String,
    /// The branch that looks after them.
    pub organization: String,
    /// Whether the reader may hand out the slip and enter the end.
    pub may_act: bool,
}

/// The end of a stay.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EndStay {
    /// Of which stay.
    pub guest_id: FloatingGuestId,
    /// The first day on which the branch no longer looks after them.
    pub on: Date,
    /// How it ended.
    pub over: FloatingOver,
}

async fn guest_of(cx: &Cx<'_>, tx: &mut Tx, guest_id: FloatingGuestId) -> Result<FloatingGuest, FloatingError> {
    let guest = floating::find_guest(tx, guest_id).await?.ok_or(FloatingError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if scope.holds_organization(guest.organization_id) { Ok(guest) } else { Err(FloatingError::NotFound) }
}

/// Reads a stay.
pub async fn read_guest(cx: &mut Cx<'_>, guest_id: FloatingGuestId) -> Result<GuestFile, FloatingError> {
    cx.authorise(Act::ReadFloating)?;
    let mut tx = cx.db.begin_read().await?;
    let file = file(cx, &mut tx, guest_id).await;
    tx.rollback().await?;
    let file = file?;
    cx.record_reading(Act::ReadFloating, vec![Subject::Person(file.guest.person_id)]).await?;
    Ok(file)
}

async fn file(cx: &Cx<'_>, tx: &mut Tx, guest_id: FloatingGuestId) -> Result<GuestFile, FloatingError> {
    let guest = guest_of(cx, tx, guest_id).await?;
    let person = persons::find(tx, guest.person_id).await?.ok_or(FloatingError::NotFound)?;
    let organization = organizations::find(tx, guest.organization_id).await?.map(|found| found.name);
    Ok(GuestFile {
        name: Sight::of(cx.actor.role).name(&person.name),
        organization: organization.unwrap_or_default(),
        may_act: authorise(&cx.actor, Act::HandOutFloatingSlip).is_ok(),
        guest,
    })
}

/// Hands out the slip 回执 for the home county: who takes the person in since when, or that it is over.
pub async fn hand_out_slip(cx: &mut Cx<'_>, guest_id: FloatingGuestId) -> Result<Vec<u8>, FloatingError> {
    cx.authorise(Act::HandOutFloatingSlip)?;
    let mut tx = cx.db.begin_read().await?;
    let read = slip(cx, &mut tx, guest_id).await;
    tx.rollback().await?;
    let (guest, slip) = read?;
    let chance = Chance { salt: cx.ids.bytes(), nonce: cx.ids.bytes() };
    let file = seal_slip(guest.letter_id, &slip, &ReplyKey(guest.details.reply_key), &chance)?;
    cx.record_reading(Act::HandOutFloatingSlip, vec![Subject::Person(guest.person_id)]).await?;
    Ok(file)
}

async fn slip(cx: &Cx<'_>, tx: &mut Tx, guest_id: FloatingGuestId) -> Result<(FloatingGuest, Slip), FloatingError> {
    let guest = guest_of(cx, tx, guest_id).await?;
    let organization = organizations::find(tx, guest.organization_id).await?.ok_or(FloatingError::NotFound)?;
    let (says, on) = match (guest.details.over, guest.until_on) {
        (Some(over), Some(until)) => (SlipWord::Over(over), until),
        _ => (SlipWord::TakenIn, guest.since_on),
    };
    let slip = Slip {
        made_on: cx.now.day_in_china(),
        says,
        on,
        county: county(tx).await?,
        organization: organization.name,
        contact: guest.details.contact.clone(),
        phone: guest.details.phone.clone(),
    };
    Ok((guest, slip))
}

/// Enters that a stay is over. Whoever has become a member of ours meanwhile belongs on.
pub async fn end_stay(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EndStay,
) -> Result<FloatingGuestId, FloatingError> {
    cx.authorise(Act::EndFloatingStay)?;
    if wish.on > cx.now.day_in_china() {
        return Err(FloatingError::Future(wish.on));
    }
    let operation = &Operation::new(operation_id, Act::EndFloatingStay, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::EndFloatingStay, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let ending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = guest_of(cx, tx, wish.guest_id).await?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            if before.until_on.is_some() {
                return Err(FloatingError::Over);
            }
            if wish.on < before.since_on {
                return Err(FloatingError::TooEarly { since: before.since_on });
            }
            let spell = memberships::list_current_of(tx, &[before.person_id]).await?.pop();
            if let Some(spell) = spell.filter(Membership::is_hosted) {
                let ended = Membership { until_on: Some(wish.on.max(spell.since_on)), ..spell.clone() };
                memberships::amend_many(tx, &[(spell, ended)], cx.now).await?;
            }
            let details = GuestDetails { over: Some(wish.over), ..before.details.clone() };
            let ended = Some(deed(cx));
            let after = FloatingGuest { until_on: Some(wish.on), details, ended, ..before.clone() };
            floating::amend_guest(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.guest_id, cx.now).await?;
            let subjects = subjects(before.person_id, before.organization_id);
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.guest_id)
        })
    });
    ending.await
}
