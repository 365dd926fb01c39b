//! Jobs over the app's use cases.

use guanai_app::jobs::{
    self as app, ListJobs, ListJobsError, ListedJob, LookAtJob, LookAtJobError, RecordJob, RecordJobError,
};
use guanai_app::{Act, Cx};
use guanai_casework::{JobError, ResourceKind};
use guanai_i18n::Put;
use guanai_kernel::ids::NeedId;

use super::words::Words;
use super::{County, id, need_row};
use crate::home::{Duty, DutyState};
use crate::jobs::{JobChoices, JobDesk, JobFile, JobsAsk, JobsList, LookWish, RecordWish};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager, shown};

impl From<ListJobsError> for AskError {
    fn from(error: ListJobsError) -> Self {
        match error {
            ListJobsError::Denied(error) => error.into(),
            ListJobsError::NotFound => Self::NotFound,
            ListJobsError::Store(error) => error.into(),
        }
    }
}

impl From<RecordJobError> for AskError {
    fn from(error: RecordJobError) -> Self {
        Self::Refused(match error {
            RecordJobError::Denied(error) => return error.into(),
            RecordJobError::NotFound => return Self::NotFound,
            RecordJobError::Operation(error) => return error.into(),
            RecordJobError::Store(error) => return error.into(),
            RecordJobError::Recused => "web-refused-pair-recused",
            RecordJobError::NeedState | RecordJobError::HasOne => "web-refused-job-need",
            // The form asks for all of these before it is sent.
            RecordJobError::Names | RecordJobError::Days | RecordJobError::NoReferral | RecordJobError::NoBooking => {
                "web-refused-job-incomplete"
            }
        })
    }
}

impl From<LookAtJobError> for AskError {
    fn from(error: LookAtJobError) -> Self {
        Self::Refused(match error {
            LookAtJobError::Denied(error) => return error.into(),
            LookAtJobError::NotFound => return Self::NotFound,
            LookAtJobError::Operation(error) => return error.into(),
            LookAtJobError::Store(error) => return error.into(),
            LookAtJobError::Stale => "web-refused-job-stale",
            LookAtJobError::Recused => "web-refused-pair-recused",
            LookAtJobError::Job(JobError::Over) | LookAtJobError::Need(_) => "web-refused-job-over",
            LookAtJobError::Words | LookAtJobError::Job(_) => "web-refused-job-incomplete",
        })
    }
}

async fn choices(county: &County, who: Asker<'_>, need: &str) -> Result<JobChoices, AskError> {
    let mut cx = county.cx(who)?;
    let form = app::open_job_form(&mut cx, id(need)?).await?;
    Ok(JobChoices {
        need: form.need_id.to_string(),
        name: form.name,
        category: need_row::category(county.words(who.language), &county.standards.pack, &form.category),
        referrals: form
            .referrals
            .into_iter()
            .map(|(referral_id, name)| Choice { code: referral_id.to_string(), name })
            .collect(),
        bookings: form.bookings.into_iter().map(|booking| booked(county.words(who.language), booking)).collect(),
        may_record: form.may_record,
    })
}

/// A booking as the form shows it. Whoever offers a vacancy employs; a department's programme says neither whom nor as what.
fn booked(words: Words<'_>, booking: app::JobBooking) -> (Choice, String, Option<String>) {
    let name = words.joined(&[booking.resource.clone(), booking.provider.clone()]);
    let choice = Choice { code: booking.booking_id.to_string(), name };
    match booking.kind {
        ResourceKind::Vacancy => (choice, booking.provider, Some(booking.resource)),
        _ => (choice, String::new(), None),
    }
}

async fn record(county: &County, who: Asker<'_>, op: OperationId, wish: RecordWish) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let wish = RecordJob {
        need_id: id(&wish.need)?,
        referral_id: wish.referral.as_deref().map(id).transpose()?,
        booking_id: wish.booking.as_deref().map(id).transpose()?,
        employer: wish.employer,
        title: wish.title,
        begun_on: wish.begun_on,
    };
    Ok(app::record_job(&mut cx, op.into(), &wish).await?.to_string())
}

async fn list(county: &County, who: Asker<'_>, ask: JobsAsk) -> Result<JobsList, AskError> {
    let standing = county.standing().await?;
    let wish = ListJobs {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        is_due: ask.due,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = app::list_jobs(&mut cx, &wish).await?;
    Ok(JobsList {
        rows: page.rows,
        pager: Pager::of(page.total, page.page, app::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
        kept: page.kept,
    })
}

async fn file(county: &County, who: Asker<'_>, job: &str) -> Result<JobFile, AskError> {
    let mut cx = county.cx(who)?;
    Ok(JobFile { view: app::read_job(&mut cx, id(job)?).await? })
}

async fn look(county: &County, who: Asker<'_>, op: OperationId, wish: LookWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = LookAtJob {
        job_id: id(&wish.job)?,
        state_no: wish.state_no,
        outcome: wish.outcome,
        on: wish.on,
        words: wish.words,
    };
    app::look_at_job(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// The jobs of a need, for whoever may list them.
pub(super) async fn of_need(cx: &mut Cx<'_>, need_id: NeedId) -> Result<Vec<ListedJob>, AskError> {
    if cx.authorise(Act::ListJobs).is_err() {
        return Ok(Vec::new());
    }
    Ok(app::list_jobs_of_need(cx, need_id).await?)
}

/// What waits of jobs: those that are to be looked at.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    if cx.authorise(Act::LookAtJob).is_err() {
        return Ok(Vec::new());
    }
    let count = app::count_jobs_due(&cx).await?;
    let duty = || Duty {
        title: words.with("web-home-jobs", "count", Put::from(shown(count))),
        under: words.say("web-home-jobs-under"),
        href: Some("/jobs?due=yes".to_owned()),
        state: DutyState::ToDo,
    };
    Ok((count > 0).then(duty).into_iter().collect())
}

impl JobDesk for County {
    fn job_choices<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, JobChoices> {
        Box::pin(choices(self, who, need))
    }
    fn record_job<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordWish) -> Answer<'a, String> {
        Box::pin(record(self, who, op, wish))
    }
    fn job_list<'a>(&'a self, who: Asker<'a>, ask: JobsAsk) -> Answer<'a, JobsList> {
        Box::pin(list(self, who, ask))
    }
    fn job_file<'a>(&'a self, who: Asker<'a>, job: &'a str) -> Answer<'a, JobFile> {
        Box::pin(file(self, who, job))
    }
    fn look_at_job<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: LookWish) -> Answer<'a, ()> {
        Box::pin(look(self, who, op, wish))
    }
}
