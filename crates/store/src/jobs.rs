//! Jobs 就业安置 that came of help, and what the looks after three, six and twelve months found. What was said is sealed.

use std::collections::BTreeMap;

use guanai_casework::{Job, JobLook, JobMark, JobOutcome};
use guanai_kernel::ids::{JobId, NeedId, OrganizationId};
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A job. What is known at each mark and its day follow from the looks, for whoever counts.
    JobRow in jobs {
        1 job_id;
        2 need_id: text,
        3 person_id: text,
        4 referral_id: text_or_none,
        5 employer: sealed,
        6 title: sealed,
        7 begun_on: text,
        8 looks: sealed,
        9 months_3_on: text,
        10 months_3: text_or_none,
        11 months_6_on: text,
        12 months_6: text_or_none,
        13 months_12_on: text,
        14 months_12: text_or_none,
        15 due_on: text_or_none,
        16 entered_by: text,
        17 recorded_at: int,
        18 booking_id: text_or_none,
    }
}

impl Record for Job {
    type Row = JobRow;

    owned_by_person!(JobRow);

    fn to_row(&self, keys: &Keys) -> JobRow {
        let seal = |words: &str| keys.seal(Owner::Person(self.person_id), SealKind::Words, words);
        let on = |mark| self.mark_on(mark).to_string();
        let at = |mark| self.at(mark).map(|outcome| outcome.code().to_owned());
        JobRow {
            job_id: self.job_id.to_string(),
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            referral_id: self.referral_id.map(|id| id.to_string()),
            employer: seal(&self.employer),
            title: seal(&self.title),
            begun_on: self.begun_on.to_string(),
            looks: seal(&as_json(&self.looks)),
            months_3_on: on(JobMark::Three),
            months_3: at(JobMark::Three),
            months_6_on: on(JobMark::Six),
            months_6: at(JobMark::Six),
            months_12_on: on(JobMark::Twelve),
            months_12: at(JobMark::Twelve),
            due_on: self.due_on().map(|day| day.to_string()),
            entered_by: self.entered_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
            booking_id: self.booking_id.map(|id| id.to_string()),
        }
    }

    fn from_row(row: JobRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let open = |sealed| keys.open(Owner::Person(person_id), SealKind::Words, sealed);
        let looks: Vec<JobLook> = at.json("looks", &open(&row.looks)?)?;
        let job = Self {
            job_id: at.id("job_id", &row.job_id)?,
            need_id: at.id("need_id", &row.need_id)?,
            person_id,
            referral_id: at.id_or_none("referral_id", row.referral_id.as_deref())?,
            booking_id: at.id_or_none("booking_id", row.booking_id.as_deref())?,
            employer: open(&row.employer)?,
            title: open(&row.title)?,
            begun_on: at.day("begun_on", &row.begun_on)?,
            looks,
            entered_by: row.entered_by.clone(),
            recorded_at: Moment::from_micros(row.recorded_at),
        };
        if job.due_on() != at.day_or_none("due_on", row.due_on.as_deref())? {
            return Err(at.inconsistent("due_on"));
        }
        Ok(job)
    }
}

/// Adds a job.
pub async fn add(tx: &mut Tx, job: &Job) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(job)).await
}

/// Replaces a state, keeping the one before.
pub async fn amend(tx: &mut Tx, before: &Job, after: &Job, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The job with this id.
pub async fn find(tx: &mut Tx, job_id: JobId) -> Result<Option<Job>, StoreError> {
    record::find(tx, &job_id.to_string()).await
}

/// Of which state of it this job is: how often it was changed, counted from 0.
pub async fn count_former(tx: &mut Tx, job_id: JobId) -> Result<u64, StoreError> {
    history::count_of::<Job>(tx, &job_id.to_string()).await
}

/// The jobs of a need, the newest first.
pub async fn list_of_need(tx: &mut Tx, need_id: NeedId) -> Result<Vec<Job>, StoreError> {
    let text = "WHERE need_id = $1 ORDER BY recorded_at DESC, job_id";
    let rows = select::<JobRow>(text).bind(need_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Which jobs are meant: of those who belong to some organisations now (none is everybody).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobsWanted {
    /// Where their person's running spell is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Those alone that are to be looked at by this day.
    pub due_by: Option<Date>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "LEFT JOIN memberships m ON m.person_id = jobs.person_id AND m.until_on IS NULL \
             WHERE (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND (CAST($3 AS TEXT) IS NULL OR jobs.due_on <= $3)",
            $end
        )
    };
}

impl JobsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let text = text.among(JobRow::NAME, self.organizations.as_ref())?;
        Ok(text.bind(self.due_by.map(|day| day.to_string())))
    }
}

/// The jobs that are meant, whatever is to be looked at first in front.
pub async fn list_wanted(tx: &mut Tx, wanted: &JobsWanted, stretch: Stretch) -> Result<Vec<Job>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN jobs.due_on IS NULL THEN 1 ELSE 0 END, jobs.due_on, jobs.job_id LIMIT $4 OFFSET $5"
    );
    let rows = wanted.bind(select::<JobRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many jobs are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &JobsWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM jobs ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Of the jobs whose mark has come by a day, how many have which outcome; none is not looked at yet.
pub async fn count_at(
    tx: &mut Tx,
    mark: JobMark,
    today: Date,
) -> Result<BTreeMap<Option<JobOutcome>, u64>, StoreError> {
    let text = match mark {
        JobMark::Three => "SELECT months_3, COUNT(*) FROM jobs WHERE months_3_on <= $1 GROUP BY months_3",
        JobMark::Six => "SELECT months_6, COUNT(*) FROM jobs WHERE months_6_on <= $1 GROUP BY months_6",
        JobMark::Twelve => "SELECT months_12, COUNT(*) FROM jobs WHERE months_12_on <= $1 GROUP BY months_12",
    };
    let rows = sql(text).bind(today.to_string()).all::<(Option<String>, i64)>(tx).await?;
    let counts = rows.into_iter().map(|(code, count)| {
        let outcome = code.as_deref().map(|code| {
            let unknown = || StoreError::Inconsistent { table: JobRow::NAME, column: "months", key: code.to_owned() };
            JobOutcome::from_code(code).ok_or_else(unknown)
        });
        Ok((outcome.transpose()?, count.unsigned_abs()))
    });
    counts.collect()
}
