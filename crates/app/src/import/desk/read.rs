//! Reading the desk: the jobs within one's scope, and one job with a page of what it found. Rows of people leave a record
//! with the ids of those who are known.

use std::collections::BTreeMap;

use guanai_exchange::rows::RefusedRow;
use guanai_kernel::ids::{DiscrepancyId, ImportJobId, OrganizationId};
use guanai_registry::{Discrepancy, Verdict};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
use guanai_store::import_job_rows::{self, Found};
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_store::{StoreError, Tx, discrepancies};
use serde::de::DeserializeOwned;

use super::choose::RowKey;
use super::{Desk, Failure, Part, RunProgress, Seen, find_within};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::import::told::{ToldAbsence, ToldChange, ToldConflict, ToldMatter, ToldOddity};
use crate::names;
use crate::scope::ScopeOf;

/// Jobs or rows on a page: as many as somebody can go through on a phone before they press a button.
pub const PAGE: u64 = 20;

/// A job as it stands.
#[derive(Debug, Clone)]
pub struct SeenJob {
    /// The job.
    pub job: ImportJob,
    /// What its bringer is called; none where the account is gone or it was no account.
    pub brought_by: Option<String>,
    /// What is told of it.
    pub seen: Seen,
    /// Why it came to nothing, or why it waits once more.
    pub failure: Option<Failure>,
    /// How far it is, while it runs.
    pub progress: Option<RunProgress>,
}

/// A page of jobs, the latest first.
#[derive(Debug, Clone)]
pub struct JobsPage {
    /// The jobs.
    pub rows: Vec<SeenJob>,
    /// How many there are on all pages.
    pub total: u64,
}

/// Something found, with what was decided of it.
#[derive(Debug, Clone)]
pub struct Row<T> {
    /// By what it is decided upon; none where there is nothing to decide.
    pub key: Option<RowKey>,
    /// What was found.
    pub told: T,
    /// What was decided, or chosen for when it is published.
    pub verdict: Option<Verdict>,
    /// Whether it is settled for good.
    pub is_settled: bool,
}

/// A page of what was found.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Values that wait side by side.
    Conflicts(Vec<Row<ToldConflict>>),
    /// Rows that were sent back.
    Refused(Vec<RefusedRow>),
    /// What is odd.
    Warned(Vec<Row<ToldOddity>>),
    /// Rows that add or change something.
    Changed(Vec<ToldChange>),
    /// Members whom the roster does not name.
    Absent(Vec<ToldAbsence>),
}

/// One job, with a page of one part.
#[derive(Debug, Clone)]
pub struct JobFileSeen {
    /// The job.
    pub job: SeenJob,
    /// How many conflicts nobody has decided upon yet.
    pub undecided: usize,
    /// The rows.
    pub rows: Rows,
}

/// Which job, which part of what it found, and which page of it, from 1.
#[derive(Debug, Clone, Copy)]
pub struct ReadImport {
    /// The job.
    pub job_id: ImportJobId,
    /// The part; none is the first that has something in it.
    pub part: Option<Part>,
    /// The page.
    pub page: u64,
}

/// Why nothing is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadImportError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such job within the scope.
    #[error("there is no such import")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadImportError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "import-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// The jobs within the actor's scope. No row of anybody is shown, so that no record is left.
pub async fn list_imports(cx: &mut Cx<'_>, desk: &Desk, page: u64) -> Result<JobsPage, ReadImportError> {
    cx.authorise(Act::ReadImport)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let stretch = Stretch::of_page(page, PAGE);
    let jobs = import_jobs::page(&mut tx, within.as_deref(), stretch).await?;
    let total = import_jobs::count(&mut tx, within.as_deref()).await?;
    let mut rows = Vec::with_capacity(jobs.len());
    for job in jobs {
        rows.push(seen_job(&mut tx, desk, job).await?);
    }
    tx.rollback().await?;
    Ok(JobsPage { rows, total })
}

/// One job with a page of what it found.
pub async fn read_import(cx: &mut Cx<'_>, desk: &Desk, ask: ReadImport) -> Result<JobFileSeen, ReadImportError> {
    cx.authorise(Act::ReadImport)?;
    let mut tx = cx.db.begin_read().await?;
    let found = find_within(&mut tx, &cx.actor, ask.job_id).await?;
    let (job, _) = found.ok_or(ReadImportError::NotFound)?;
    let job = seen_job(&mut tx, desk, job).await?;
    let part = ask.part.or_else(|| Part::ALL.iter().copied().find(|part| job.seen.count(*part) > 0));
    let part = part.unwrap_or(Part::Conflicts);
    let stretch = Stretch::of_page(ask.page, PAGE);
    let page = import_job_rows::page(&mut tx, ask.job_id, part.code(), stretch).await?;
    let (rows, subjects) = rows(&mut tx, &job.job, part, page).await?;
    let undecided = undecided(&mut tx, &job).await?;
    tx.rollback().await?;
    if !subjects.is_empty() {
        cx.record_reading(Act::ReadImport, subjects).await?;
    }
    Ok(JobFileSeen { job, undecided, rows })
}

async fn seen_job(tx: &mut Tx, desk: &Desk, job: ImportJob) -> Result<SeenJob, StoreError> {
    let brought_by = names::of_account(tx, &job.brought_by).await?;
    Ok(SeenJob {
        brought_by,
        seen: Seen::from_json(&job.seen),
        failure: job.failure.as_ref().map(Failure::from_json),
        progress: desk.progress(job.job_id),
        job,
    })
}

/// How many conflicts wait for somebody: of a job that is not published, those nobody has chosen for; of one that is, those
/// that are open and of which no branch is asked.
async fn undecided(tx: &mut Tx, job: &SeenJob) -> Result<usize, StoreError> {
    if job.job.state == JobState::Published {
        let Some(import_id) = job.job.import_id else { return Ok(0) };
        let open = discrepancies::list_open_by_import(tx, import_id).await?;
        let differ = |matter: &&Discrepancy| matter.kind == guanai_registry::DiscrepancyKind::ValuesDiffer;
        return Ok(open.iter().filter(differ).filter(|matter| matter.verdict.is_none()).count());
    }
    let chosen = import_job_rows::list_chosen(tx, job.job.job_id).await?;
    let chosen = chosen.iter().filter(|found| found.part == Part::Conflicts.code()).count();
    let to_settle = job.seen.to_settle.get(&Part::Conflicts).copied().unwrap_or(0);
    Ok(to_settle.saturating_sub(chosen))
}

async fn rows(tx: &mut Tx, job: &ImportJob, part: Part, page: Vec<Found>) -> Result<(Rows, Vec<Subject>), StoreError> {
    let told = |person_id: Option<guanai_kernel::ids::PersonId>| person_id.map(Subject::Person);
    Ok(match part {
        Part::Conflicts => {
            let rows = decided(tx, job, part, page, |row: &ToldConflict| row.matter.as_ref()).await?;
            let subjects = rows.iter().filter_map(|row| told(row.told.person_id)).collect();
            (Rows::Conflicts(rows), subjects)
        }
        Part::Warned => {
            let rows = decided(tx, job, part, page, |row: &ToldOddity| row.matter.as_ref()).await?;
            let subjects = rows.iter().filter_map(|row| told(row.told.person_id)).collect();
            (Rows::Warned(rows), subjects)
        }
        Part::Refused => {
            (Rows::Refused(page.iter().filter_map(|found| RefusedRow::from_kept(&found.content)).collect()), Vec::new())
        }
        Part::Changed => {
            let rows: Vec<ToldChange> = opened(&page);
            let subjects = rows.iter().filter_map(|row| told(row.person_id)).collect();
            (Rows::Changed(rows), subjects)
        }
        Part::Absent => {
            let rows: Vec<ToldAbsence> = opened(&page);
            let subjects = rows.iter().map(|row| Subject::Person(row.person_id)).collect();
            (Rows::Absent(rows), subjects)
        }
    })
}

fn opened<T: DeserializeOwned>(page: &[Found]) -> Vec<T> {
    page.iter().filter_map(|found| serde_json::from_str(&found.content).ok()).collect()
}

/// Rows that may be decided upon, with what was decided: in the job while it waits, in the register once it is published.
async fn decided<T: DeserializeOwned>(
    tx: &mut Tx,
    job: &ImportJob,
    part: Part,
    page: Vec<Found>,
    matter: impl Fn(&T) -> Option<&ToldMatter>,
) -> Result<Vec<Row<T>>, StoreError> {
    let published = job.state == JobState::Published;
    let mut rows: Vec<(Found, T)> = Vec::with_capacity(page.len());
    for found in page {
        if let Ok(told) = serde_json::from_str(&found.content) {
            rows.push((found, told));
        }
    }
    let ids: Vec<DiscrepancyId> =
        rows.iter().filter(|_| published).filter_map(|(_, told)| Some(matter(told)?.discrepancy_id)).collect();
    let stands: BTreeMap<DiscrepancyId, Discrepancy> =
        discrepancies::list_by_ids(tx, &ids).await?.into_iter().map(|d| (d.discrepancy_id, d)).collect();
    let rows = rows.into_iter().map(|(found, told)| {
        let id = matter(&told).map(|matter| matter.discrepancy_id);
        let stands = id.and_then(|id| stands.get(&id));
        let key = match (id, published) {
            (None, _) => None,
            (Some(_), false) => Some(RowKey::Found(part, found.row_no)),
            (Some(id), true) => stands.map(|_| RowKey::Matter(id)),
        };
        Row {
            key,
            verdict: stands.map_or(found.chosen.map(|(verdict, _)| verdict), |matter| matter.verdict),
            is_settled: stands.is_some_and(|matter| matter.settled_on.is_some()),
            told,
        }
    });
    Ok(rows.collect())
}
