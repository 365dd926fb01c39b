//! The slip 回执 that answers a letter of ours: who takes the person in since when, or that they no longer do. It opens with the key
//! that only the letter carried, so that nobody else can have written it.

use guanai_exchange::letters::{ReplyKey, SealedError, SealedKind, Slip, SlipWord, number_of, open_slip};
use guanai_kernel::ids::{FloatingLetterId, OperationId};
use guanai_registry::{FloatingLetter, LetterAnswer, LetterDetails, LetterMove, LetterState};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Tx, audit, floating};

use super::letters::{letter_of, replace, waiting};
use super::{FloatingError, deed};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;

/// Reads a slip, and keeps what it says with its letter; the letter's number. The home organisation enters the end of floating itself.
pub async fn read_slip(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    file: &[u8],
) -> Result<FloatingLetterId, FloatingError> {
    cx.authorise(Act::ReadFloatingSlip)?;
    let letter_id = number_of(file, SealedKind::Slip)?;
    let operation = &Operation::new(operation_id, Act::ReadFloatingSlip, &(letter_id, file))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::ReadFloatingSlip, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let reading = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = match letter_of(cx, tx, letter_id).await {
                Err(FloatingError::NotFound) => return Err(FloatingError::OtherSlip),
                other => other?,
            };
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let slip = match open_slip(file, &ReplyKey(before.details.reply_key)) {
                Err(SealedError::WrongCode) => return Err(FloatingError::OtherSlip),
                other => other?,
            };
            let details = said(&before.details, &slip);
            if details == before.details {
                return Err(FloatingError::SlipUsed);
            }
            let state = before.state.after(LetterMove::Answer).ok_or(FloatingError::SlipUsed)?;
            let answered = Some((cx.now.day_in_china(), deed(cx)));
            let after = FloatingLetter { details, state, answered, ..before.clone() };
            if before.state == LetterState::Replaced {
                // The letter that arrived holds: another that was written since and waits gives way to it.
                if let Some(letter) = waiting(tx, before.person_id, before.spell_from_on).await? {
                    replace(cx, tx, &letter).await?;
                }
            }
            floating::amend_letter(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, letter_id, cx.now).await?;
            let subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(letter_id)
        })
    });
    reading.await
}

/// What is known once a slip was read.
fn said(before: &LetterDetails, slip: &Slip) -> LetterDetails {
    let mut after = before.clone();
    after.code = None;
    let answer = |on| LetterAnswer {
        on,
        county: slip.county.clone(),
        organization: slip.organization.clone(),
        contact: slip.contact.clone(),
        phone: slip.phone.clone(),
    };
    match slip.says {
        SlipWord::TakenIn => after.answer = Some(answer(slip.on)),
        SlipWord::Over(over) => {
            after.answer = after.answer.or_else(|| Some(answer(slip.on)));
            after.over = Some((over, slip.on));
        }
    }
    after
}
