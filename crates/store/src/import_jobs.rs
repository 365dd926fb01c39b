//! The import desk: what somebody brought and how far it is. What is in the files, and what was found in them, stand in
//! [`crate::import_job_rows`].

use guanai_kernel::ids::{ImportId, ImportJobId, OrganizationId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A job.
    JobRow in import_jobs {
        1 job_id;
        2 state: text,
        3 brought_by: text,
        4 brought_role: text,
        5 organization_id: text_or_none,
        6 as_of: text,
        7 brought_at: int,
        8 changed_at: int,
        9 seen: text,
        10 failure: text_or_none,
        11 import_id: text_or_none,
    }
}

words! {
    /// Where a job stands.
    JobState {
        /// Being read and compared; nothing is changed.
        Running = "running",
        /// Compared; waits for somebody to settle and publish.
        Ready = "ready",
        /// Being published.
        Publishing = "publishing",
        /// Published.
        Published = "published",
        /// Could not be read.
        Failed = "failed",
        /// Given up.
        Abandoned = "abandoned",
    }
}

/// Books that somebody brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportJob {
    /// Its id.
    pub job_id: ImportJobId,
    /// Where it stands.
    pub state: JobState,
    /// Who brought them.
    pub brought_by: String,
    /// In which role.
    pub brought_role: String,
    /// The organisation to which, with all below it, they are held; none is the whole jurisdiction.
    pub organization_id: Option<OrganizationId>,
    /// The day for which they speak.
    pub as_of: Date,
    /// When they came.
    pub brought_at: Moment,
    /// When the state last changed.
    pub changed_at: Moment,
    /// What is told of them without a value of a row: files, sheets, counts.
    pub seen: serde_json::Value,
    /// Why it could not be read or published: a code and what goes with it.
    pub failure: Option<serde_json::Value>,
    /// The import, once published.
    pub import_id: Option<ImportId>,
}

impl Record for ImportJob {
    type Row = JobRow;

    fn to_row(&self, _keys: &Keys) -> JobRow {
        JobRow {
            job_id: self.job_id.to_string(),
            state: self.state.code().to_owned(),
            brought_by: self.brought_by.clone(),
            brought_role: self.brought_role.clone(),
            organization_id: self.organization_id.map(|id| id.to_string()),
            as_of: self.as_of.to_string(),
            brought_at: self.brought_at.as_micros(),
            changed_at: self.changed_at.as_micros(),
            seen: self.seen.to_string(),
            failure: self.failure.as_ref().map(ToString::to_string),
            import_id: self.import_id.map(|id| id.to_string()),
        }
    }

    fn from_row(row: JobRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            job_id: at.id("job_id", &row.job_id)?,
            state: at.word("state", &row.state, JobState::from_code)?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            as_of: at.day("as_of", &row.as_of)?,
            brought_at: Moment::from_micros(row.brought_at),
            changed_at: Moment::from_micros(row.changed_at),
            seen: at.json("seen", &row.seen)?,
            failure: row.failure.as_deref().map(|text| at.json("failure", text)).transpose()?,
            import_id: at.id_or_none("import_id", row.import_id.as_deref())?,
            brought_by: row.brought_by,
            brought_role: row.brought_role,
        })
    }
}

/// Adds a job.
pub async fn add(tx: &mut Tx, job: &ImportJob) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(job)).await
}

/// Moves a job on. Refused where `before` no longer stands; the state before is not kept, the audit says who moved it.
pub async fn amend(tx: &mut Tx, before: &ImportJob, after: &ImportJob) -> Result<(), StoreError> {
    record::replace(tx, before, after).await
}

/// The job with this id.
pub async fn find(tx: &mut Tx, job_id: ImportJobId) -> Result<Option<ImportJob>, StoreError> {
    record::find(tx, &job_id.to_string()).await
}

/// A page of the jobs that are held to one of these organisations (none is every job), the latest first.
pub async fn page(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<ImportJob>, StoreError> {
    let rows = select::<JobRow>(
        "WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         ORDER BY brought_at DESC, job_id DESC LIMIT $3 OFFSET $4",
    )
    .among(JobRow::NAME, organizations)?
    .stretch(stretch);
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// How many of those there are.
pub async fn count(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT COUNT(*) FROM import_jobs o \
         WHERE CAST($1 AS TEXT) IS NULL OR o.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)")
    .among(JobRow::NAME, organizations)?
    .one::<(i64,)>(tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// The jobs in a state whose last move was before a moment, by id.
pub async fn list_left(tx: &mut Tx, state: JobState, before: Moment) -> Result<Vec<ImportJob>, StoreError> {
    let text = "WHERE state = $1 AND changed_at < $2 ORDER BY job_id";
    let rows = select::<JobRow>(text).bind(state.code()).bind(before.as_micros()).all(tx).await?;
    opened(tx, rows).await
}
