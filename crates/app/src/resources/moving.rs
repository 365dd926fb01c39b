//! Moving a booking on: whoever answers for the resource agrees or declines, whoever reserved it takes it back, either says whether it
//! was used. A need goes on with it in the same transaction: an agreement names who helps, a no or nobody's use lets it wait again.

use guanai_casework::{
    Booking, BookingError, BookingMove, BookingState, BookingStep, Helper, Need, NeedState, Offer, Step, StepError,
};
use guanai_kernel::ids::{BookingId, OperationId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, bookings, needs};

use super::reserve::{MOST_LETTERS, is_money};
use super::stance::{BookingStance, is_recused, reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{HelperError, consented, serves};
use crate::operation::{Operation, OperationError};

/// A booking to be moved on.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveBooking {
    /// Which.
    pub booking_id: BookingId,
    /// Which of its states the actor saw.
    pub state_no: u64,
    /// What is done.
    pub step: BookingWish,
}

guanai_kernel::debug_by_id!(MoveBooking.booking_id);

/// What is done with a booking, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BookingWish {
    /// Which move of the table.
    pub step: BookingMove,
    /// Why it is declined, or what came of it; a no needs no reason.
    pub words: Option<String>,
}

/// Why a booking was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveBookingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Too long.
    #[error("say it in at most {MOST_LETTERS} letters")]
    Words,
    /// None there, or out of reach: the two cannot be told apart.
    #[error("there is no such booking")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this booking meanwhile: read it again, then decide")]
    Stale,
    /// It is about the actor or a relative.
    #[error("nobody decides about themselves or a relative: somebody else must")]
    Recused,
    /// It is the other side's to do.
    #[error("this is the other side's to say or do")]
    OtherSide,
    /// Whoever reserved money does not agree to it too.
    #[error("money is agreed to by somebody else than who reserved it")]
    OwnReservation,
    /// It was given to keep.
    #[error("what was given to keep does not come back")]
    Given,
    /// The table does not hold the move, or its units are held no longer.
    #[error(transparent)]
    Booking(#[from] BookingError),
    /// The resource does not hold any more, or the person took back their consent.
    #[error(transparent)]
    Helper(#[from] HelperError),
    /// The need is over.
    #[error("the need is over: nothing is booked for it")]
    NeedState,
    /// The need does not go on as the booking asks.
    #[error(transparent)]
    Need(#[from] StepError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveBookingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "booking-words",
            Self::NotFound => "booking-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "booking-stale",
            Self::Recused => "booking-recused",
            Self::OtherSide => "booking-other-side",
            Self::OwnReservation => "booking-own-reservation",
            Self::Given => "booking-given",
            Self::Booking(error) => error.code(),
            Self::Helper(error) => error.code(),
            Self::NeedState => "booking-need-state",
            Self::Need(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: BookingMove) -> Act {
    match step {
        BookingMove::Confirm | BookingMove::Decline => Act::AnswerBooking,
        BookingMove::TakeBack => Act::ReserveResource,
        BookingMove::Use | BookingMove::LeaveUnused | BookingMove::Return => Act::RecordUse,
    }
}

/// Whether the move fits what the resource is: what is known to be given to keep never comes back.
pub(super) fn may_come_back(offer: &Offer, step: BookingMove) -> bool {
    step != BookingMove::Return || offer.resource.told.lent != Some(false)
}

impl BookingWish {
    fn into_step(self, by: &str) -> BookingStep {
        let words = self.words.as_deref().map(written).filter(|words| !squeeze(words).is_empty());
        let by = by.to_owned();
        match self.step {
            BookingMove::Confirm => BookingStep::Confirm { by },
            BookingMove::Decline => BookingStep::Decline { by, why: words },
            BookingMove::TakeBack => BookingStep::TakeBack,
            BookingMove::Use => BookingStep::Use { outcome: words },
            BookingMove::LeaveUnused => BookingStep::LeaveUnused { outcome: words },
            BookingMove::Return => BookingStep::Return { outcome: words },
        }
    }
}

/// Moves a booking on; its id. The record names the resource, the need and its person.
pub async fn move_booking(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveBooking,
) -> Result<BookingId, MoveBookingError> {
    let act = act_of(wish.step.step);
    cx.authorise(act)?;
    if wish.step.words.as_deref().is_some_and(|words| words.chars().count() > MOST_LETTERS) {
        return Err(MoveBookingError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let found = reached(cx, tx, wish.booking_id).await?;
            let (before, offer, stance) = found.ok_or(MoveBookingError::NotFound)?;
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let after = moved(cx, tx, &before, &offer, stance, wish).await?;
            let need = need_after(cx, tx, &before, &after, &offer).await?;
            bookings::amend_many(tx, &[(before.clone(), after)], cx.now).await?;
            needs::amend_many(tx, need.as_slice(), cx.now).await?;
            let subjects =
                vec![Subject::Offer(before.offer_id), Subject::Need(before.need_id), Subject::Person(before.person_id)];
            operation.keep(tx, &cx.actor, wish.booking_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.booking_id)
        })
    });
    moving.await
}

async fn moved(
    cx: &Cx<'_>,
    tx: &mut Tx,
    before: &Booking,
    offer: &Offer,
    stance: BookingStance,
    wish: &MoveBooking,
) -> Result<Booking, MoveBookingError> {
    if bookings::count_former(tx, wish.booking_id).await? != wish.state_no {
        return Err(MoveBookingError::Stale);
    }
    if is_recused(cx, tx, before, offer).await? {
        return Err(MoveBookingError::Recused);
    }
    let step = wish.step.step;
    if !stance.makes(step) {
        return Err(MoveBookingError::OtherSide);
    }
    if step == BookingMove::Confirm && is_money(offer) && before.reserved_by == cx.actor.name {
        return Err(MoveBookingError::OwnReservation);
    }
    if !may_come_back(offer, step) {
        return Err(MoveBookingError::Given);
    }
    Ok(before.after(wish.step.clone().into_step(&cx.actor.name), cx.now.day_in_china())?)
}

/// The need before and after, where the step of a booking moves it on.
async fn need_after(
    cx: &Cx<'_>,
    tx: &mut Tx,
    before: &Booking,
    after: &Booking,
    offer: &Offer,
) -> Result<Option<(Need, Need)>, MoveBookingError> {
    let need = needs::find(tx, before.need_id).await?.ok_or(MoveBookingError::NeedState)?;
    match (before.state, after.state) {
        (BookingState::Reserved, BookingState::Booked) => {
            let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
            serves(pack, &need, offer, today)?;
            consented(tx, pack, &need, today).await?;
            match need.state {
                NeedState::Confirmed => {
                    let helper = Helper { offer_id: Some(offer.offer_id), name: offer.called().to_owned() };
                    let planned = need.after(Step::Plan { helper, words: None })?;
                    Ok(Some((need, planned)))
                }
                // Somebody helps already, and this stands beside it.
                NeedState::Planned => Ok(None),
                _ => Err(MoveBookingError::NeedState),
            }
        }
        (BookingState::Booked, BookingState::Off | BookingState::Unused) if is_named(&need, offer) => {
            let mut waits = need.after(Step::Reopen { words: String::new() })?;
            waits.progress.words = None;
            Ok(Some((need, waits)))
        }
        _ => Ok(None),
    }
}

/// Whether the need waits for this resource alone.
fn is_named(need: &Need, offer: &Offer) -> bool {
    let helper = need.progress.helper.as_ref().and_then(|helper| helper.offer_id);
    need.state == NeedState::Planned && helper == Some(offer.offer_id)
}
