//! What the desk puts away by itself: jobs that a restart interrupted, jobs that nobody published, findings that are old.

use guanai_kernel::Moment;
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_store::{Db, StoreError, Tx, import_job_rows};

use super::Failure;
use super::abandon;

const DAY_MICROS: i64 = 86_400_000_000;
/// Days for which brought books wait for somebody to publish them.
const WAITS_DAYS: i64 = 14;
/// Days for which it can be read what a published import found.
const READ_DAYS: i64 = 90;

/// After a start: nothing runs, whatever the jobs say.
pub(super) async fn take_up(db: &Db, now: Moment) -> Result<(), StoreError> {
    let ever = Moment::from_micros(i64::MAX);
    let taken = db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            for before in import_jobs::list_left(tx, JobState::Running, ever).await? {
                let failure = Some(Failure::interrupted().to_json());
                let after = ImportJob { state: JobState::Failed, changed_at: now, failure, ..before.clone() };
                abandon::put_away(tx, &before, after).await?;
            }
            for before in import_jobs::list_left(tx, JobState::Publishing, ever).await? {
                let failure = Some(Failure::publishing_interrupted().to_json());
                let after = ImportJob { state: JobState::Ready, changed_at: now, failure, ..before.clone() };
                import_jobs::amend(tx, &before, &after).await?;
            }
            put_away(tx, now).await
        })
    });
    taken.await
}

/// Puts away what is old.
pub(super) async fn put_away(tx: &mut Tx, now: Moment) -> Result<(), StoreError> {
    for before in import_jobs::list_left(tx, JobState::Ready, days_before(now, WAITS_DAYS)).await? {
        let failure = Some(Failure::left().to_json());
        let after = ImportJob { state: JobState::Abandoned, changed_at: now, failure, ..before.clone() };
        abandon::put_away(tx, &before, after).await?;
    }
    for job in import_jobs::list_left(tx, JobState::Published, days_before(now, READ_DAYS)).await? {
        import_job_rows::end_found(tx, job.job_id).await?;
    }
    Ok(())
}

fn days_before(now: Moment, days: i64) -> Moment {
    Moment::from_micros(now.as_micros().saturating_sub(days.saturating_mul(DAY_MICROS)))
}
