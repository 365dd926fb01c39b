//! Saying that a letter without a receipt is followed up: what was done, and on which day somebody looks again.

use guanai_casework::letter::LetterFollowUp;
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, PersonId};
use guanai_kernel::text::written;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Tx, audit, letter_follow_ups};

use super::{LettersError, load, post_of};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;

/// That a letter is followed up.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct FollowLetter {
    /// The transfer, or the floating letter, by its id.
    pub letter: String,
    /// What was done.
    pub words: String,
    /// On which day somebody looks again.
    pub next_on: Date,
}

guanai_kernel::debug_by_id!(FollowLetter.letter);

/// Says that a letter is followed up; a later word replaces the one before, which is kept. It may be said from either side.
pub async fn follow_letter(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &FollowLetter,
) -> Result<(), LettersError> {
    cx.authorise(Act::FollowLetter)?;
    let operation = &Operation::new(operation_id, Act::FollowLetter, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::FollowLetter, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let following = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let found = load(cx, tx).await?.into_iter().find(|letter| letter.letter == wish.letter);
            let letter = found.ok_or(LettersError::NotFound)?;
            if operation.earlier::<PersonId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            let due = letter.due.ok_or(LettersError::NotFound)?;
            due.refuse_follow_up(&wish.words, wish.next_on, cx.now.day_in_china())?;
            let after = LetterFollowUp {
                letter: letter.letter,
                kind: letter.kind,
                person_id: letter.person_id,
                post: post_of(cx.actor.role),
                words: written(&wish.words),
                next_on: wish.next_on,
                said: cx.hand(),
            };
            match letter.followed {
                Some(before) => letter_follow_ups::amend(tx, &before, &after, cx.now).await?,
                None => letter_follow_ups::add(tx, &after).await?,
            }
            operation.keep(tx, &cx.actor, after.person_id, cx.now).await?;
            let subjects = vec![Subject::Person(after.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(())
        })
    });
    following.await
}
