//! Reserving units of a resource for a need. Two officers who reserve the last of it at once cannot both have it: what is taken is
//! counted in the transaction that takes it.

use guanai_casework::{Booking, BookingState, BookingStep, Need, NeedState, Offer, ResourceUnit};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{BookingId, NeedId, OfferId, OperationId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::offers::Wanted;
use guanai_store::{StoreError, Stretch, Tx, audit, bookings, offers, pairs};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{
    HelperError, ListedNeed, check_in_all, check_provider, consented, listed as listed_needs, may_not_decide,
    reached_need, serves,
};
use crate::offers::{ListedOffer, OfferState, listed as listed_offers, reach_of, reaches};
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Letters of what is said with a booking.
pub(super) const MOST_LETTERS: usize = 500;
/// Resources of a kind that a form shows.
const MOST_SHOWN: u64 = 50;

/// Units to be reserved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reserve {
    /// For which need.
    pub need_id: NeedId,
    /// Of which resource.
    pub offer_id: OfferId,
    /// How many units.
    pub units: i64,
    /// The first day of use.
    pub from_on: Option<Date>,
    /// The last day of use.
    pub until_on: Option<Date>,
    /// What whoever answers for the resource is told.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(Reserve.need_id);

/// What could be reserved for a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservable {
    /// The need.
    pub need: ListedNeed,
    /// Why nothing is reserved for it now.
    pub stands_against: Option<&'static str>,
    /// Resources that serve it, of which something is left.
    pub resources: Vec<ListedOffer>,
    /// For how many days what is reserved is held.
    pub holds_days: u32,
}

/// Why nothing was reserved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None, or too much of it.
    #[error("reserve at least one unit")]
    Units,
    /// Too long.
    #[error("say it in at most {MOST_LETTERS} letters")]
    Words,
    /// No such need within the scope.
    #[error("there is no such need")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is the actor's own need, or a relative's.
    #[error("nobody decides about their own need or a relative's: somebody else must")]
    Recused,
    /// The need is not confirmed yet, or over.
    #[error("resources are reserved once a need is confirmed, and until help was given")]
    NeedState,
    /// The resource cannot serve it.
    #[error(transparent)]
    Helper(#[from] HelperError),
    /// The days do not go together, or lie outside the resource's own.
    #[error("the days of use lie ahead, one after the other, within those of the resource")]
    Days,
    /// It is reserved or booked for this need already.
    #[error("it is reserved for this need already")]
    Already,
    /// Not enough is left of it.
    #[error("not enough is left: {left}")]
    TooMuch {
        /// So much is left.
        left: u64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReserveError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Units => "booking-units",
            Self::Words => "booking-words",
            Self::NotFound => "need-not-found",
            Self::Operation(error) => error.code(),
            Self::Recused => "booking-recused",
            Self::NeedState => "booking-need-state",
            Self::Helper(error) => error.code(),
            Self::Days => "booking-days",
            Self::Already => "booking-already",
            Self::TooMuch { .. } => "booking-too-much",
            Self::Store(error) => error.code(),
        }
    }
}

/// What could be reserved for a need. The record names the need and its person.
pub async fn open_reserve_form(cx: &mut Cx<'_>, need_id: NeedId) -> Result<Reservable, ReserveError> {
    cx.authorise(Act::ReserveResource)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx, need_id).await;
    tx.rollback().await?;
    let found = found?;
    let subjects = vec![Subject::Need(need_id), Subject::Person(found.need.person_id)];
    cx.record_reading(Act::ReserveResource, subjects).await?;
    Ok(found)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId) -> Result<Reservable, ReserveError> {
    let need = reached_need(cx, tx, need_id).await?.ok_or(ReserveError::NotFound)?;
    let stands_against = match check_need(cx, tx, &need).await {
        Ok(()) => None,
        Err(ReserveError::Store(error)) => return Err(error.into()),
        Err(against) => Some(against.code()),
    };
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let reach = reach_of(tx, &scope).await?;
    let category = need.category.category().unwrap_or_default();
    let mut found: Vec<Offer> = Vec::new();
    let kinds = pack.need_category(category).filter(|_| stands_against.is_none());
    for offered in kinds.map(|kind| kind.offers.clone()).unwrap_or_default() {
        let wanted = Wanted { reach: reach.clone(), category: Some(offered), ..Wanted::default() };
        let stretch = Stretch { skip: 0, take: MOST_SHOWN };
        for offer in offers::list_wanted(tx, &wanted, today, stretch).await? {
            let is_new = found.iter().all(|seen| seen.offer_id != offer.offer_id);
            if is_new && check_offer(cx, tx, &need, &offer).await.is_ok() {
                found.push(offer);
            }
        }
    }
    let mut resources = listed_offers(tx, &found, today).await?;
    resources.retain(|row| row.state == OfferState::Free);
    let sight = Sight::of(cx.actor.role);
    let need = listed_needs(tx, sight, &[need]).await?.pop().ok_or(ReserveError::NotFound)?;
    Ok(Reservable { need, stands_against, resources, holds_days: pack.matching().reserve_days })
}

async fn check_need(cx: &Cx<'_>, tx: &mut Tx, need: &Need) -> Result<(), ReserveError> {
    if may_not_decide(cx, tx, need.person_id).await? {
        return Err(ReserveError::Recused);
    }
    let is_open = matches!(need.state, NeedState::Confirmed | NeedState::Planned);
    if is_open { Ok(()) } else { Err(ReserveError::NeedState) }
}

async fn check_offer(cx: &Cx<'_>, tx: &mut Tx, need: &Need, offer: &Offer) -> Result<(), HelperError> {
    let today = cx.now.day_in_china();
    serves(&cx.standards.pack, need, offer, today)?;
    consented(tx, &cx.standards.pack, need, today).await?;
    check_provider(cx, tx, need, offer, today).await
}

/// Reserves units of a resource; the booking's id. The record names the resource, the need and its person.
pub async fn reserve(cx: &mut Cx<'_>, operation_id: OperationId, wish: &Reserve) -> Result<BookingId, ReserveError> {
    cx.authorise(Act::ReserveResource)?;
    if wish.units < 1 {
        return Err(ReserveError::Units);
    }
    if wish.words.as_deref().is_some_and(|words| words.chars().count() > MOST_LETTERS) {
        return Err(ReserveError::Words);
    }
    let operation = &Operation::new(operation_id, Act::ReserveResource, wish)?;
    let mut ids = cx.ids.clone();
    let booking_id = BookingId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::ReserveResource, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let reserving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let need = reached_need(cx, tx, wish.need_id).await?.ok_or(ReserveError::NotFound)?;
            if let Some(reserved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(reserved);
            }
            let booking = drawn(cx, booking_id, &need, wish);
            checked(cx, tx, &need, &booking).await?;
            take(cx, tx, &booking).await?;
            let subjects =
                vec![Subject::Offer(wish.offer_id), Subject::Need(need.need_id), Subject::Person(need.person_id)];
            operation.keep(tx, &cx.actor, booking_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(booking_id)
        })
    });
    reserving.await
}

async fn checked(cx: &Cx<'_>, tx: &mut Tx, need: &Need, booking: &Booking) -> Result<(), ReserveError> {
    check_need(cx, tx, need).await?;
    let today = cx.now.day_in_china();
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let reach = reach_of(tx, &scope).await?;
    let offer = offers::find(tx, booking.offer_id).await?.filter(|offer| reaches(reach.as_ref(), offer));
    let offer = offer.ok_or(HelperError::NoOffer)?;
    check_offer(cx, tx, need, &offer).await?;
    check_in_all(cx, tx, need.person_id, &offer, booking.units.unsigned_abs(), today).await?;
    let days = [booking.from_on, booking.until_on];
    let is_within = |day: Date| {
        day >= today
            && offer.valid_until_on.is_none_or(|last| day <= last)
            && offer.resource.valid_from_on.is_none_or(|first| first <= day)
    };
    let in_order = booking.from_on.zip(booking.until_on).is_none_or(|(first, last)| first <= last);
    if !in_order || !days.into_iter().flatten().all(is_within) {
        return Err(ReserveError::Days);
    }
    // A reservation that nobody answered in time makes room for the new one.
    for former in bookings::list_of_need(tx, need.need_id).await? {
        if former.offer_id != booking.offer_id || !BookingState::OPEN.contains(&former.state) {
            continue;
        }
        if !former.is_lapsed(today) {
            return Err(ReserveError::Already);
        }
        let Ok(after) = former.after(BookingStep::TakeBack, today) else { return Err(ReserveError::Already) };
        bookings::amend_many(tx, &[(former, after)], cx.now).await?;
    }
    Ok(())
}

/// Takes it first and counts then: one count says what is taken, and a transaction that took too much is undone.
async fn take(cx: &Cx<'_>, tx: &mut Tx, booking: &Booking) -> Result<(), ReserveError> {
    let (offer_id, today) = (booking.offer_id, cx.now.day_in_china());
    let counted = |counts: std::collections::BTreeMap<OfferId, u64>| counts.get(&offer_id).copied().unwrap_or(0);
    let before = counted(pairs::count_taken(tx, &[offer_id], today).await?);
    bookings::add(tx, booking).await?;
    let after = counted(pairs::count_taken(tx, &[offer_id], today).await?);
    let offer = offers::find(tx, offer_id).await?.ok_or(HelperError::NoOffer)?;
    let capacity = u64::try_from(offer.capacity).unwrap_or(0);
    if after > capacity {
        return Err(ReserveError::TooMuch { left: capacity.saturating_sub(before) });
    }
    Ok(())
}

fn drawn(cx: &Cx<'_>, booking_id: BookingId, need: &Need, wish: &Reserve) -> Booking {
    let today = cx.now.day_in_china();
    let days = i32::try_from(cx.standards.pack.matching().reserve_days).unwrap_or_default();
    Booking {
        booking_id,
        offer_id: wish.offer_id,
        need_id: need.need_id,
        person_id: need.person_id,
        units: wish.units,
        state: BookingState::Reserved,
        reserved_by: cx.actor.name.clone(),
        reserved_on: today,
        // The calendar ends after any day that a pack may name.
        holds_until_on: add_days(today, days).unwrap_or(today),
        from_on: wish.from_on,
        until_on: wish.until_on,
        words: wish.words.as_deref().map(written).filter(|words| !squeeze(words).is_empty()),
        answered_by: None,
        why: None,
        outcome: None,
        moved_on: None,
        recorded_at: cx.now,
    }
}

/// Whether a resource is money: then somebody else than who reserved it agrees.
pub(super) const fn is_money(offer: &Offer) -> bool {
    matches!(offer.resource.unit, ResourceUnit::Yuan)
}
