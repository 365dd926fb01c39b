//! Writing down that help ended in a job.

use guanai_casework::{Job, Need, NeedState};
use guanai_kernel::Date;
use guanai_kernel::ids::{JobId, NeedId, OperationId, ReferralId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, jobs, persons, referrals};

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
    /// Who employs them.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first day.
    pub begun_on: Date,
}

guanai_kernel::debug_by_id!(RecordJob.need_id);

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
        may_record: is_open(&need) && !running && !is_recused,
    };
    Ok(Some((form, need.person_id)))
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
    Ok(())
}
