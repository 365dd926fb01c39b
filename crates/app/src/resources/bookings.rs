//! Bookings as each side may see them: a list, those of a need or a resource, one of them.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Booking, BookingMove, BookingState, Offer, ResourceUnit};
use guanai_kernel::Date;
use guanai_kernel::ids::{BookingId, JobId, NeedId, OfferId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::bookings::BookingsWanted;
use guanai_store::{StoreError, Stretch, Tx, bookings, jobs, needs, offers, organizations};

use super::moving::{act_of, may_come_back};
use super::stance::{BookingStance, is_recused, reached, stance_of};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::jobs::{is_of_work, leads_to_a_job};
use crate::people::{Known, Sight, Words, known};
use crate::scope::{NarrowError, ScopeOf};

/// Bookings on a page.
pub const PAGE: u64 = 50;

/// Which bookings are listed: those that are still open, or those in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListBookings {
    /// Where they stand.
    pub state: Option<BookingState>,
    /// Which page, from 1.
    pub page: u64,
}

/// A booking in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedBooking {
    /// The id.
    pub booking_id: BookingId,
    /// Of which resource.
    pub offer_id: OfferId,
    /// What the resource is called.
    pub resource: String,
    /// Who offers it.
    pub provider: String,
    /// How many units.
    pub units: u64,
    /// In what they are counted.
    pub unit: ResourceUnit,
    /// For which need, where the reader is told whose it is.
    pub need_id: Option<NeedId>,
    /// The kind of need, as a code of the pack.
    pub category: String,
    /// Whose need it is, where the reader is told.
    pub person: Option<(PersonId, String)>,
    /// Where they belong: the organisation, or the township where no more is told.
    pub place: Option<String>,
    /// Where it stands.
    pub state: BookingState,
    /// Until when its units are held.
    pub holds_until_on: Date,
    /// Whether nobody answered in time.
    pub is_lapsed: bool,
    /// Whether the reader's office is to answer.
    pub waits_for_us: bool,
}

/// A page of bookings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingsPage {
    /// The rows.
    pub rows: Vec<ListedBooking>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// A booking as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingView {
    /// As lists show it.
    pub row: ListedBooking,
    /// On whose side the reader stands.
    pub stance: BookingStance,
    /// The day it was reserved.
    pub reserved_on: Date,
    /// The first day of use.
    pub from_on: Option<Date>,
    /// The last day of use.
    pub until_on: Option<Date>,
    /// What whoever answers for the resource is told.
    pub words: Option<String>,
    /// Why it was declined, for the office that answers for the resource.
    pub why: Option<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// The day of the last step.
    pub moved_on: Option<Date>,
    /// Which of its states this is.
    pub state_no: u64,
    /// The moves that the actor may make now.
    pub moves: Vec<BookingMove>,
    /// The job that it led to, for whoever is told whose need it is.
    pub job_id: Option<JobId>,
    /// Whether the actor may write down the job that it led to.
    pub may_record_job: bool,
    /// Whether the actor keeps out because it is about themself or a relative.
    pub is_recused: bool,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListBookingsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, need or resource within the scope.
    #[error("there is nothing of that kind within the scope")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListBookingsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "bookings-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListBookingsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Why there is no booking to be read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadBookingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or out of reach: the two cannot be told apart.
    #[error("there is no such booking")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadBookingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "booking-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Lists bookings within the actor's scope, from either side. The record names whoever is shown.
pub async fn list_bookings(cx: &mut Cx<'_>, ask: &ListBookings) -> Result<BookingsPage, ListBookingsError> {
    cx.authorise(Act::ListBookings)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ListBookings, subjects_of(&page.rows)).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListBookings) -> Result<BookingsPage, ListBookingsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let states = ask.state.map_or_else(|| BookingState::OPEN.to_vec(), |state| vec![state]);
    let wanted = BookingsWanted { organizations: scope.narrowed(tx, None).await?, states };
    let total = bookings::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = bookings::list_wanted(tx, &wanted, stretch).await?;
    Ok(BookingsPage { rows: listed(cx, tx, &found).await?, total, page })
}

/// How many reservations wait for an answer of the actor's office.
pub async fn count_bookings_waiting(cx: &Cx<'_>) -> Result<u64, ListBookingsError> {
    cx.authorise(Act::ListBookings)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations = scope.narrowed(&mut tx, None).await?;
    let wanted = BookingsWanted { organizations, states: vec![BookingState::Reserved] };
    let found = bookings::list_wanted(&mut tx, &wanted, Stretch { skip: 0, take: PAGE }).await?;
    let rows = listed(cx, &mut tx, &found).await?;
    tx.rollback().await?;
    Ok(u64::try_from(rows.iter().filter(|row| row.waits_for_us).count()).unwrap_or(u64::MAX))
}

/// Of what bookings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A need within the scope.
    Need(NeedId),
    /// A resource.
    Offer(OfferId),
}

/// The bookings of a need or a resource that the actor may see, the newest first. The record names whoever is shown.
pub async fn list_bookings_of(cx: &mut Cx<'_>, of: Of) -> Result<Vec<ListedBooking>, ListBookingsError> {
    cx.authorise(Act::ListBookings)?;
    let mut tx = cx.db.begin_read().await?;
    let found = match of {
        Of::Need(need_id) => bookings::list_of_need(&mut tx, need_id).await?,
        Of::Offer(offer_id) => bookings::list_of_offer(&mut tx, offer_id).await?,
    };
    let rows = listed(cx, &mut tx, &found).await?;
    tx.rollback().await?;
    if !rows.is_empty() {
        cx.record_reading(Act::ListBookings, subjects_of(&rows)).await?;
    }
    Ok(rows)
}

/// Reads one booking. The record names its resource and, where the reader is told who it is, its person.
pub async fn read_booking(cx: &mut Cx<'_>, booking_id: BookingId) -> Result<BookingView, ReadBookingError> {
    cx.authorise(Act::ReadBooking)?;
    let mut tx = cx.db.begin_read().await?;
    let view = match reached(cx, &mut tx, booking_id).await {
        Ok(Some((booking, offer, stance))) => load(cx, &mut tx, &booking, &offer, stance).await,
        Ok(None) => Err(ReadBookingError::NotFound),
        Err(error) => Err(error.into()),
    };
    tx.rollback().await?;
    let view = view?;
    cx.record_reading(Act::ReadBooking, subjects_of(std::slice::from_ref(&view.row))).await?;
    Ok(view)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    booking: &Booking,
    offer: &Offer,
    stance: BookingStance,
) -> Result<BookingView, ReadBookingError> {
    let reads_words = Sight::of(cx.actor.role).words == Words::Shown;
    let today = cx.now.day_in_china();
    let row = listed(cx, tx, std::slice::from_ref(booking)).await?.pop().ok_or(ReadBookingError::NotFound)?;
    let is_recused = is_recused(cx, tx, booking, offer).await?;
    let may = |step: &BookingMove| {
        cx.authorise(act_of(*step)).is_ok()
            && stance.makes(*step)
            && may_come_back(offer, *step)
            && booking.may(*step, today).is_ok()
    };
    let moves = if is_recused { Vec::new() } else { booking.state.moves().filter(may).collect() };
    let of_need = if stance.of_person { jobs::list_of_need(tx, booking.need_id).await? } else { Vec::new() };
    let is_running = of_need.iter().any(|job| job.next_mark().is_some());
    let led_to = of_need.iter().find(|job| job.booking_id == Some(booking.booking_id));
    let may_record_job = stance.of_person
        && !is_running
        && !is_recused
        && leads_to_a_job(booking.state)
        && is_of_work(offer.resource.kind)
        && cx.authorise(Act::RecordJob).is_ok();
    Ok(BookingView {
        job_id: led_to.map(|job| job.job_id),
        may_record_job,
        row,
        stance,
        reserved_on: booking.reserved_on,
        from_on: booking.from_on,
        until_on: booking.until_on,
        words: booking.words.clone().filter(|_| reads_words),
        why: booking.why.clone().filter(|_| reads_words && stance.of_resource),
        outcome: booking.outcome.clone().filter(|_| reads_words),
        moved_on: booking.moved_on,
        state_no: bookings::count_former(tx, booking.booking_id).await?,
        moves,
        is_recused,
    })
}

fn subjects_of(rows: &[ListedBooking]) -> Vec<Subject> {
    let of = |row: &ListedBooking| {
        let person = row.person.as_ref().map(|(person_id, _)| Subject::Person(*person_id));
        std::iter::once(Subject::Offer(row.offer_id)).chain(person)
    };
    let subjects: BTreeSet<Subject> = rows.iter().flat_map(of).collect();
    subjects.into_iter().collect()
}

/// Bookings as rows, in their order; those out of reach are left out. Whoever answers for the resource is told whose need it is once
/// they agreed.
async fn listed(cx: &Cx<'_>, tx: &mut Tx, found: &[Booking]) -> Result<Vec<ListedBooking>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let persons: Vec<PersonId> = found.iter().map(|booking| booking.person_id).collect();
    let people = known(tx, &persons).await?;
    let places: Vec<_> = people.values().filter_map(|person| person.organization_id).collect();
    let townships: BTreeMap<_, _> =
        organizations::list_by_ids(tx, &places).await?.into_iter().map(|o| (o.organization_id, o.township)).collect();
    let of_offers: Vec<OfferId> = found.iter().map(|booking| booking.offer_id).collect();
    let of_offers: BTreeMap<OfferId, Offer> =
        offers::list_by_ids(tx, &of_offers).await?.into_iter().map(|offer| (offer.offer_id, offer)).collect();
    let of_needs: Vec<NeedId> = found.iter().map(|booking| booking.need_id).collect();
    let categories: BTreeMap<NeedId, String> = needs::list_by_ids(tx, &of_needs)
        .await?
        .into_iter()
        .map(|need| (need.need_id, need.category.category().unwrap_or_default().to_owned()))
        .collect();
    let mut rows = Vec::with_capacity(found.len());
    for booking in found {
        let Some(offer) = of_offers.get(&booking.offer_id) else { continue };
        let stance = stance_of(tx, &scope, booking, offer).await?;
        if !stance.of_person && !stance.of_resource {
            continue;
        }
        let agreed = matches!(booking.state, BookingState::Booked | BookingState::Used | BookingState::Returned);
        let is_told = stance.of_person || agreed;
        let person = people.get(&booking.person_id);
        let township = |person: &Known| townships.get(&person.organization_id?).cloned().flatten();
        let is_lapsed = booking.is_lapsed(today);
        rows.push(ListedBooking {
            booking_id: booking.booking_id,
            offer_id: booking.offer_id,
            resource: offer.called().to_owned(),
            provider: offer.provider_name.clone(),
            units: booking.units.unsigned_abs(),
            unit: offer.resource.unit,
            need_id: Some(booking.need_id).filter(|_| stance.of_person),
            category: categories.get(&booking.need_id).cloned().unwrap_or_default(),
            person: person.filter(|_| is_told).map(|person| (person.person_id, sight.name(&person.name))),
            place: person.and_then(|person| if is_told { person.organization.clone() } else { township(person) }),
            state: booking.state,
            holds_until_on: booking.holds_until_on,
            is_lapsed,
            waits_for_us: stance.of_resource && booking.state == BookingState::Reserved && !is_lapsed,
        });
    }
    Ok(rows)
}
