//! Looking at a job after three, six and twelve months: still there, left and why, could not be reached. Who left waits for help
//! again: their need is open once more, or a new one stands in its place where it was closed.

use guanai_casework::{
    CategoryChoice, Job, JobError, JobLook, JobMark, JobOutcome, Need, NeedState, Progress, Step, StepError,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{BookingId, JobId, NeedId, OperationId};
use guanai_kernel::text::written;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, bookings, jobs, needs, offers};

use super::list::{ListedJob, listed};
use super::record::MOST_LETTERS;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// A look.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct LookAtJob {
    /// At which job.
    pub job_id: JobId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// What was found.
    pub outcome: JobOutcome,
    /// On which day.
    pub on: Date,
    /// In words; why somebody left.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(LookAtJob.job_id);

/// A job as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// As lists show it.
    pub row: ListedJob,
    /// Its need.
    pub need_id: NeedId,
    /// The booking that led to it, with what the resource is called.
    pub booking: Option<(BookingId, String)>,
    /// The days of the marks.
    pub marks: Vec<(JobMark, Date, Option<JobOutcome>)>,
    /// The looks; without words where the reader may not read them.
    pub looks: Vec<JobLook>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// Whether the actor may write down a look now.
    pub may_look: bool,
    /// Whether the next mark has come: before that only that they left is written down.
    pub has_come: bool,
}

/// Why a look is not kept, or there is no job. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum LookAtJobError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Too much is written.
    #[error("the words are longer than {MOST_LETTERS} letters: shorten them")]
    Words,
    /// None there, or out of reach.
    #[error("there is no such job")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody wrote a look at this job meanwhile: read it again, then decide")]
    Stale,
    /// It is about the actor or a relative.
    #[error("nobody decides about themselves or a relative: somebody else must")]
    Recused,
    /// The look is not to be kept.
    #[error(transparent)]
    Job(#[from] JobError),
    /// The need does not open again.
    #[error(transparent)]
    Need(#[from] StepError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LookAtJobError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "job-words",
            Self::NotFound => "job-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "job-stale",
            Self::Recused => "job-recused",
            Self::Job(error) => error.code(),
            Self::Need(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

async fn reached(cx: &Cx<'_>, tx: &mut Tx, job_id: JobId) -> Result<Option<Job>, StoreError> {
    let Some(job) = jobs::find(tx, job_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    Ok(scope.holds_person(tx, job.person_id).await?.then_some(job))
}

/// Reads one job. The record names its need and its person.
pub async fn read_job(cx: &mut Cx<'_>, job_id: JobId) -> Result<JobView, LookAtJobError> {
    cx.authorise(Act::ListJobs)?;
    let mut tx = cx.db.begin_read().await?;
    let view = load(cx, &mut tx, job_id).await;
    tx.rollback().await?;
    let view = view?.ok_or(LookAtJobError::NotFound)?;
    let subjects = vec![Subject::Need(view.need_id), Subject::Person(view.row.person_id)];
    cx.record_reading(Act::ListJobs, subjects).await?;
    Ok(view)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, job_id: JobId) -> Result<Option<JobView>, StoreError> {
    let Some(job) = reached(cx, tx, job_id).await? else { return Ok(None) };
    let Some(row) = listed(cx, tx, std::slice::from_ref(&job)).await?.pop() else { return Ok(None) };
    let reads_words = Sight::of(cx.actor.role).words == Words::Shown;
    let is_recused = may_not_decide(cx, tx, job.person_id).await?;
    let told = |look: &JobLook| JobLook { words: look.words.clone().filter(|_| reads_words), ..look.clone() };
    Ok(Some(JobView {
        need_id: job.need_id,
        booking: booking_of(tx, &job).await?,
        marks: JobMark::ALL.iter().map(|mark| (*mark, job.mark_on(*mark), job.at(*mark))).collect(),
        looks: job.looks.iter().map(told).collect(),
        state_no: jobs::count_former(tx, job_id).await?,
        may_look: job.next_mark().is_some() && !is_recused && cx.authorise(Act::LookAtJob).is_ok(),
        has_come: job.due_on().is_some_and(|day| day <= cx.now.day_in_china()),
        row,
    }))
}

async fn booking_of(tx: &mut Tx, job: &Job) -> Result<Option<(BookingId, String)>, StoreError> {
    let Some(booking_id) = job.booking_id else { return Ok(None) };
    let Some(booking) = bookings::find(tx, booking_id).await? else { return Ok(None) };
    let offer = offers::find(tx, booking.offer_id).await?;
    Ok(offer.map(|offer| (booking_id, offer.called().to_owned())))
}

/// Writes down a look; the job's id. The record names the needs that it opens, and the person.
pub async fn look_at_job(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &LookAtJob,
) -> Result<JobId, LookAtJobError> {
    cx.authorise(Act::LookAtJob)?;
    if wish.words.as_deref().is_some_and(|words| words.chars().count() > MOST_LETTERS) {
        return Err(LookAtJobError::Words);
    }
    let operation = &Operation::new(operation_id, Act::LookAtJob, wish)?;
    let mut ids = cx.ids.clone();
    let fresh = NeedId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::LookAtJob, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let looking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = reached(cx, tx, wish.job_id).await?.ok_or(LookAtJobError::NotFound)?;
            if let Some(seen) = operation.earlier(tx, &cx.actor).await? {
                return Ok(seen);
            }
            if jobs::count_former(tx, wish.job_id).await? != wish.state_no {
                return Err(LookAtJobError::Stale);
            }
            if may_not_decide(cx, tx, before.person_id).await? {
                return Err(LookAtJobError::Recused);
            }
            let words = wish.words.as_deref().map(written).filter(|words| !words.is_empty());
            let after = before.after(wish.outcome, wish.on, words.clone(), cx.now.day_in_china())?;
            jobs::amend(tx, &before, &after, cx.now).await?;
            let mut subjects = vec![Subject::Need(before.need_id), Subject::Person(before.person_id)];
            if wish.outcome == JobOutcome::Left {
                let opened = opens_again(cx, tx, &before, fresh, words.unwrap_or_default()).await?;
                subjects.extend(opened.map(Subject::Need));
            }
            operation.keep(tx, &cx.actor, wish.job_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.job_id)
        })
    });
    looking.await
}

/// The need is open again; a closed one stays as it was closed, and a new one is raised in its place. The new one's id.
async fn opens_again(
    cx: &Cx<'_>,
    tx: &mut Tx,
    job: &Job,
    fresh: NeedId,
    words: String,
) -> Result<Option<NeedId>, LookAtJobError> {
    let Some(need) = needs::find(tx, job.need_id).await? else { return Ok(None) };
    match need.state {
        NeedState::Planned | NeedState::Helped => {
            let after = need.after(Step::Reopen { words })?;
            needs::amend_many(tx, &[(need, after)], cx.now).await?;
            Ok(None)
        }
        NeedState::Closed => {
            let category = match need.category.category() {
                Some(category) => CategoryChoice::Stated(category.to_owned()),
                None => CategoryChoice::Open,
            };
            let stated_on = cx.now.day_in_china();
            let part = need.part(fresh, category, words, None);
            let again = Need { progress: Progress::default(), stated_on, recorded_at: cx.now, ..part };
            needs::add_many(tx, &[again]).await?;
            Ok(Some(fresh))
        }
        _ => Ok(None),
    }
}
