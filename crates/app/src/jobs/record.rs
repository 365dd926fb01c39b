//! Writing down that help ended in a job.

use guanai_casework::{BookingState, Job, Need, NeedState, ResourceKind};
use guanai_kernel::Date;
use guanai_kernel::ids::{BookingId, JobId, NeedId, OperationId, ReferralId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, bookings, jobs, offers, persons, referrals};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{may_not_decide, reached_need};
use crate::operation::{Operation, OperationError};

/// Letters of why somebody left.
pub const MOST_LETTERS: usize = 500;
/// Letters of an employer and of a job.
pub const MOST_NAME: usize = 60;

/// A job to be written down.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordJob {
    /// Which need it answers.
    pub need_id: NeedId,
    /// The referral that led to it.
    pub referral_id: Option<ReferralId>,
    /// The booking that led to it.
    pub booking_id: Option<BookingId>,
    /// Who employs them.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first day.
    pub begun_on: Date,
}

guanai_kernel::debug_by_id!(RecordJob.need_id);

/// A booking that may have led to a job: of a programme or of a vacancy, agreed to or used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobBooking {
    /// Which.
    pub booking_id: BookingId,
    /// Of which kind of resource.
    pub kind: ResourceKind,
    /// What the resource is called.
    pub resource: String,
    /// Who offers it.
    pub provider: String,
}

/// What a form of a job shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobForm {
    /// The need.
    pub need_id: NeedId,
    /// Its kind, as a code of the pack.
    pub category: String,
    /// Whose it is.
    pub name: String,
    /// The referrals of this need that were answered, by whom.
    pub referrals: Vec<(ReferralId, String)>,
    /// The bookings of this need that may have led to one.
    pub bookings: Vec<JobBooking>,
    /// Whether a job may be written down now.
    pub may_record: bool,
}

/// Why no job was written down. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordJobError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Who employs them or as what is not said.
    #[error("write down who employs them and as what, in 1 to {MOST_NAME} letters each")]
    Names,
    /// The first day lies ahead.
    #[error("a job is written down once its first day has come")]
    Days,
    /// No such need within the scope.
    #[error("there is no such need")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is the actor's own need, or a relative's.
    #[error("nobody decides about their own need or a relative's: somebody else must")]
    Recused,
    /// The need is not confirmed, or has ended.
    #[error("a job is written down at a need that is confirmed and has not ended")]
    NeedState,
    /// They have a job that is still looked at.
    #[error("a job of this need is still looked at: write down first that they left it")]
    HasOne,
    /// The referral is another need's.
    #[error("this referral is of another need")]
    NoReferral,
    /// The booking is another need's, was not agreed to, or is of no programme and no vacancy.
    #[error("this booking led to no job of this need")]
    NoBooking,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordJobError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Names => "job-names",
            Self::Days => "job-days",
            Self::NotFound => "need-not-found",
            Self::Operation(error) => error.code(),
            Self::Recused => "job-recused",
            Self::NeedState => "job-need-state",
            Self::HasOne => "job-has-one",
            Self::NoReferral => "job-no-referral",
            Self::NoBooking => "job-no-booking",
            Self::Store(error) => error.code(),
        }
    }
}

fn is_open(need: &Need) -> bool {
    matches!(need.state, NeedState::Confirmed | NeedState::Planned | NeedState::Helped)
}

/// What stands at the form of a job; the record names the need and its person.
pub async fn open_job_form(cx: &mut Cx<'_>, need_id: NeedId) -> Result<JobForm, RecordJobError> {
    cx.authorise(Act::RecordJob)?;
    let mut tx = cx.db.begin_read().await?;
    let form = drawn_form(cx, &mut tx, need_id).await;
    tx.rollback().await?;
    let (form, person_id) = form?.ok_or(RecordJobError::NotFound)?;
    cx.record_reading(Act::ReadNeed, vec![Subject::Need(need_id), Subject::Person(person_id)]).await?;
    Ok(form)
}

async fn drawn_form(
    cx: &Cx<'_>,
    tx: &mut Tx,
    need_id: NeedId,
) -> Result<Option<(JobForm, guanai_kernel::ids::PersonId)>, StoreError> {
    let Some(need) = reached_need(cx, tx, need_id).await? else { return Ok(None) };
    let person = persons::find(tx, need.person_id).await?;
    let sent = referrals::list_of_need(tx, need_id).await?;
    let running = jobs::list_of_need(tx, need_id).await?.iter().any(|job| job.next_mark().is_some());
    let is_recused = may_not_decide(cx, tx, need.person_id).await?;
    let form = JobForm {
        need_id,
        category: need.category.category().unwrap_or_default().to_owned(),
        name: person.map(|person| person.name).unwrap_or_default(),
        referrals: sent.into_iter().map(|referral| (referral.referral_id, referral.to_name)).collect(),
        bookings: bookings_of(tx, &need).await?,
        may_record: is_open(&need) && !running && !is_recused,
    };
    Ok(Some((form, need.person_id)))
}

/// The bookings of a need that may have led to a job.
async fn bookings_of(tx: &mut Tx, need: &Need) -> Result<Vec<JobBooking>, StoreError> {
    let mut found = bookings::list_of_need(tx, need.need_id).await?;
    found.retain(|booking| leads_to_a_job(booking.state));
    let ids: Vec<_> = found.iter().map(|booking| booking.offer_id).collect();
    let offers = offers::list_by_ids(tx, &ids).await?;
    let told = found.iter().filter_map(|booking| {
        let offer = offers.iter().find(|offer| offer.offer_id == booking.offer_id)?;
        is_of_work(offer.resource.kind).then(|| JobBooking {
            booking_id: booking.booking_id,
            kind: offer.resource.kind,
            resource: offer.called().to_owned(),
            provider: offer.provider_name.clone(),
        })
    });
    Ok(told.collect())
}

/// Whether a booking that stands so may have led to a job: it was agreed to.
pub(crate) const fn leads_to_a_job(state: BookingState) -> bool {
    matches!(state, BookingState::Booked | BookingState::Used)
}

/// Whether a resource may lead to a job: a department's programme, or an enterprise's vacancy.
pub(crate) const fn is_of_work(kind: ResourceKind) -> bool {
    matches!(kind, ResourceKind::Programme | ResourceKind::Vacancy)
}

/// Writes down a job; its id. The record names the need and its person.
pub async fn record_job(cx: &mut Cx<'_>, operation_id: OperationId, wish: &RecordJob) -> Result<JobId, RecordJobError> {
    cx.authorise(Act::RecordJob)?;
    let is_name = |name: &str| !squeeze(name).is_empty() && name.chars().count() <= MOST_NAME;
    if !is_name(&wish.employer) || !is_name(&wish.title) {
        return Err(RecordJobError::Names);
    }
    if wish.begun_on > cx.now.day_in_china() {
        return Err(RecordJobError::Days);
    }
    let operation = &Operation::new(operation_id, Act::RecordJob, wish)?;
    let mut ids = cx.ids.clone();
    let job_id = JobId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::RecordJob, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let need = reached_need(cx, tx, wish.need_id).await?.ok_or(RecordJobError::NotFound)?;
            if let Some(recorded) = operation.earlier(tx, &cx.actor).await? {
                return Ok(recorded);
            }
            check(cx, tx, &need, wish).await?;
            let job = Job {
                job_id,
                need_id: need.need_id,
                person_id: need.person_id,
                referral_id: wish.referral_id,
                booking_id: wish.booking_id,
                employer: written(&wish.employer),
                title: written(&wish.title),
                begun_on: wish.begun_on,
                looks: Vec::new(),
                entered_by: cx.actor.name.clone(),
                recorded_at: cx.now,
            };
            jobs::add(tx, &job).await?;
            let subjects = vec![Subject::Need(need.need_id), Subject::Person(need.person_id)];
            operation.keep(tx, &cx.actor, job_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(job_id)
        })
    });
    recording.await
}

async fn check(cx: &Cx<'_>, tx: &mut Tx, need: &Need, wish: &RecordJob) -> Result<(), RecordJobError> {
    if may_not_decide(cx, tx, need.person_id).await? {
        return Err(RecordJobError::Recused);
    }
    if !is_open(need) {
        return Err(RecordJobError::NeedState);
    }
    if jobs::list_of_need(tx, need.need_id).await?.iter().any(|job| job.next_mark().is_some()) {
        return Err(RecordJobError::HasOne);
    }
    if let Some(referral_id) = wish.referral_id {
        let found = referrals::find(tx, referral_id).await?;
        if found.is_none_or(|referral| referral.need_id != need.need_id) {
            return Err(RecordJobError::NoReferral);
        }
    }
    if let Some(booking_id) = wish.booking_id {
        let of_need = bookings_of(tx, need).await?;
        if of_need.iter().all(|booking| booking.booking_id != booking_id) {
            return Err(RecordJobError::NoBooking);
        }
    }
    Ok(())
}
