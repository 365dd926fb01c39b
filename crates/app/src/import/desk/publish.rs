//! Publishing a job: one officer's press claims it, the run behind the desk reads the books anew and writes everything in one
//! transaction, with the decisions that still apply.

use std::collections::{BTreeMap, BTreeSet};

use guanai_exchange::Staged;
use guanai_kernel::Ids;
use guanai_kernel::ids::{DiscrepancyId, ImportJobId, OperationId, PersonId};
use guanai_store::import_job_rows::{self, Found};
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_store::{StoreError, Tx, discrepancies};

use super::bring::branched;
use super::run::{Run, Towards, found};
use super::{Desk, Seen, find_within};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::import::ImportError;
use crate::import::publication::Published;
use crate::import::settle::{Deciding, SettleError, decide};
use crate::import::told::{MatterKey, Told, ToldConflict, ToldMatter, ToldOddity};
use crate::operation::{Operation, OperationError};

/// Why a job is not published. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such job within the scope.
    #[error("there is no such import")]
    NotFound,
    /// It is still being read.
    #[error("the books are still being read")]
    StillRuns,
    /// It failed or was given up.
    #[error("there is nothing to publish: the books could not be read, or were given up")]
    Over,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PublishError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "import-not-found",
            Self::StillRuns => "import-still-runs",
            Self::Over => "import-over",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Begins publishing a job; the reply does not wait for it. Whoever presses second, or again, is told the same: it is being
/// published, or it is.
pub async fn publish_import(
    cx: &mut Cx<'_>,
    desk: &Desk,
    operation_id: OperationId,
    job_id: ImportJobId,
) -> Result<(), PublishError> {
    cx.authorise(Act::PublishImport)?;
    let operation = &Operation::new(operation_id, Act::PublishImport, &job_id)?;
    let (actor, now) = (&cx.actor, cx.now);
    let claimed = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (before, _) = find_within(tx, actor, job_id).await?.ok_or(PublishError::NotFound)?;
            if operation.earlier::<ImportJobId>(tx, actor).await?.is_some() {
                return Ok(false);
            }
            match before.state {
                JobState::Ready => {}
                JobState::Publishing | JobState::Published => return Ok(false),
                JobState::Running => return Err(PublishError::StillRuns),
                JobState::Failed | JobState::Abandoned => return Err(PublishError::Over),
            }
            let after = ImportJob { state: JobState::Publishing, changed_at: now, failure: None, ..before.clone() };
            import_jobs::amend(tx, &before, &after).await?;
            operation.keep(tx, actor, job_id, now).await?;
            Ok(true)
        })
    });
    if claimed.await? {
        let ids = branched(&mut cx.ids, cx.now);
        desk.start(Run { job_id, actor: cx.actor.clone(), ids, towards: Towards::Publication });
    }
    Ok(())
}

/// Those known already of whom a decision that was made on what a job found will be applied.
pub(crate) async fn decided_of(tx: &mut Tx, job: &ImportJob, told: &Told) -> Result<BTreeSet<PersonId>, StoreError> {
    let chosen: BTreeSet<MatterKey> =
        import_job_rows::list_chosen(tx, job.job_id).await?.iter().filter_map(key_of).collect();
    let conflicts = told.conflicts.iter().map(|row| (row.person_id, row.matter.as_ref()));
    let rows = conflicts.chain(told.oddities.iter().map(|row| (row.person_id, row.matter.as_ref())));
    let is_chosen = |matter: Option<&ToldMatter>| matter.is_some_and(|matter| chosen.contains(&matter.key));
    Ok(rows.filter_map(|(person_id, matter)| person_id.filter(|_| is_chosen(matter))).collect())
}

/// What is done for a job in the transaction that publishes its books: decisions are applied, the job is closed, its files
/// end, and what was found is what was published.
pub(crate) async fn conclude(
    tx: &mut Tx,
    job: &ImportJob,
    staged: &Staged,
    published: &Published,
    deciding: &Deciding<'_>,
    ids: &mut Ids,
) -> Result<(), ImportError> {
    let chosen = import_job_rows::list_chosen(tx, job.job_id).await?;
    let matters: BTreeMap<&MatterKey, DiscrepancyId> =
        matters(&published.told).map(|matter| (&matter.key, matter.discrepancy_id)).collect();
    let mut lapsed = 0;
    for choice in &chosen {
        let matter = key_of(choice).and_then(|key| matters.get(&key).copied());
        let applied = match (matter, &choice.chosen) {
            (Some(discrepancy_id), Some((verdict, by))) => {
                let deciding = Deciding { by, ..*deciding };
                let matter = discrepancies::find(tx, discrepancy_id).await?;
                match matter {
                    Some(matter) => decide(tx, &deciding, ids, &matter, *verdict).await,
                    None => Err(SettleError::NotFound),
                }
            }
            _ => Err(SettleError::NotFound),
        };
        match applied {
            Ok(()) => {}
            Err(SettleError::Store(error)) => return Err(error.into()),
            // What it was decided about is no longer so: it stays open, and is told.
            Err(_) => lapsed += 1,
        }
    }
    let files = Seen::from_json(&job.seen).files;
    let seen = Seen { lapsed, ..Seen::of(files, staged, published.changes, &published.told) };
    let after = ImportJob {
        state: JobState::Published,
        changed_at: deciding.now,
        seen: seen.to_json(),
        import_id: Some(published.import_id),
        ..job.clone()
    };
    import_jobs::amend(tx, job, &after).await?;
    import_job_rows::end_files(tx, job.job_id).await?;
    import_job_rows::end_found(tx, job.job_id).await?;
    import_job_rows::add_many(tx, &found(job, staged, &published.told)).await?;
    Ok(())
}

/// The matters of what is told.
fn matters(told: &Told) -> impl Iterator<Item = &ToldMatter> {
    let conflicts = told.conflicts.iter().filter_map(|row| row.matter.as_ref());
    conflicts.chain(told.oddities.iter().filter_map(|row| row.matter.as_ref()))
}

/// By what the matter of something found is known again.
fn key_of(found: &Found) -> Option<MatterKey> {
    let conflict = serde_json::from_str::<ToldConflict>(&found.content).ok().and_then(|row| row.matter);
    let matter =
        conflict.or_else(|| serde_json::from_str::<ToldOddity>(&found.content).ok().and_then(|row| row.matter));
    matter.map(|matter| matter.key)
}
