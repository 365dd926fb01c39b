//! Jobs as a list: whatever is to be looked at first in front; for the whole county, which share is still there at each mark.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Job, JobMark, JobOutcome};
use guanai_kernel::Date;
use guanai_kernel::ids::{JobId, NeedId, OrganizationId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::jobs::{self, JobsWanted};
use guanai_store::{StoreError, Stretch, Tx};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::needs::reached_need;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 50;

/// Which jobs.
#[derive(Debug, Clone, Default)]
pub struct ListJobs {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// Those alone that are to be looked at today or were before.
    pub is_due: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedJob {
    /// Its id.
    pub job_id: JobId,
    /// Who works there.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Who employs them.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first day.
    pub begun_on: Date,
    /// The mark that is looked at next, and its day.
    pub next: Option<(JobMark, Date)>,
    /// Whether that day has come.
    pub is_due: bool,
    /// Whether they left.
    pub has_left: bool,
}

guanai_kernel::debug_by_id!(ListedJob.job_id);

/// What is known at a mark, of all jobs of which it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The mark.
    pub mark: JobMark,
    /// How many, and of these still there, left, not reached; none where there are so few that somebody could be recognised.
    pub counts: Option<(u64, u64, u64, u64)>,
}

/// A page.
#[derive(Debug, Clone)]
pub struct JobsPage {
    /// The rows.
    pub rows: Vec<ListedJob>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// Which share is still there; none where the actor's scope is smaller than the county.
    pub kept: Option<Vec<Kept>>,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListJobsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or no such need, within the scope.
    #[error("there is no such organisation or need")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListJobsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "jobs-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListJobsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists jobs within the actor's scope. The record names whoever is shown.
pub async fn list_jobs(cx: &mut Cx<'_>, ask: &ListJobs) -> Result<JobsPage, ListJobsError> {
    cx.authorise(Act::ListJobs)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ListJobs, subjects_of(&page.rows)).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListJobs) -> Result<JobsPage, ListJobsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let today = cx.now.day_in_china();
    let wanted = JobsWanted {
        organizations: scope.narrowed(tx, ask.organization_id).await?,
        due_by: ask.is_due.then_some(today),
    };
    let total = jobs::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = jobs::list_wanted(tx, &wanted, stretch).await?;
    let kept = if scope == ScopeOf::Everything { Some(kept(cx, tx, today).await?) } else { None };
    Ok(JobsPage { rows: listed(cx, tx, &found).await?, total, page, kept })
}

/// What is known at each mark. A mark of few is kept back, and so is one of which a part is of few.
async fn kept(cx: &Cx<'_>, tx: &mut Tx, today: Date) -> Result<Vec<Kept>, StoreError> {
    let below = cx.standards.pack.reach().small_below;
    let mut marks = Vec::with_capacity(JobMark::ALL.len());
    for mark in JobMark::ALL {
        let found = jobs::count_at(tx, *mark, today).await?;
        let of = |outcome| found.get(&Some(outcome)).copied().unwrap_or(0);
        let all: u64 = found.values().sum();
        let parts = [JobOutcome::StillThere, JobOutcome::Left, JobOutcome::NotReached].map(of);
        let is_small = all < below || parts.iter().any(|part| *part > 0 && *part < below);
        let counts = (!is_small).then_some((all, parts[0], parts[1], parts[2]));
        marks.push(Kept { mark: *mark, counts });
    }
    Ok(marks)
}

/// How many jobs within the actor's scope are to be looked at.
pub async fn count_jobs_due(cx: &Cx<'_>) -> Result<u64, ListJobsError> {
    cx.authorise(Act::ListJobs)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let wanted =
        JobsWanted { organizations: scope.narrowed(&mut tx, None).await?, due_by: Some(cx.now.day_in_china()) };
    let count = jobs::count_wanted(&mut tx, &wanted).await?;
    tx.rollback().await?;
    Ok(count)
}

/// The jobs of a need, the newest first. The record names the need and its person.
pub async fn list_jobs_of_need(cx: &mut Cx<'_>, need_id: NeedId) -> Result<Vec<ListedJob>, ListJobsError> {
    cx.authorise(Act::ListJobs)?;
    let mut tx = cx.db.begin_read().await?;
    let need = reached_need(cx, &mut tx, need_id).await?;
    let found = if need.is_some() { jobs::list_of_need(&mut tx, need_id).await? } else { Vec::new() };
    let rows = listed(cx, &mut tx, &found).await?;
    tx.rollback().await?;
    if need.is_none() {
        return Err(ListJobsError::NotFound);
    }
    if !rows.is_empty() {
        cx.record_reading(Act::ListJobs, subjects_of(&rows)).await?;
    }
    Ok(rows)
}

fn subjects_of(rows: &[ListedJob]) -> Vec<Subject> {
    let subjects: BTreeSet<Subject> = rows.iter().map(|row| Subject::Person(row.person_id)).collect();
    subjects.into_iter().collect()
}

/// Jobs as rows, in their order.
pub(super) async fn listed(cx: &Cx<'_>, tx: &mut Tx, found: &[Job]) -> Result<Vec<ListedJob>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let ids: Vec<PersonId> = found.iter().map(|job| job.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let row = |job: &Job| {
        let next = job.next_mark().map(|mark| (mark, job.mark_on(mark)));
        ListedJob {
            job_id: job.job_id,
            person_id: job.person_id,
            name: names.get(&job.person_id).map(|name| sight.name(name)).unwrap_or_default(),
            employer: job.employer.clone(),
            title: job.title.clone(),
            begun_on: job.begun_on,
            next,
            is_due: next.is_some_and(|(_, day)| day <= today),
            has_left: job.has_left(),
        }
    };
    Ok(found.iter().map(row).collect())
}
