//! Giving a job up: nothing was changed, and what it held is gone.

use guanai_kernel::ids::{ImportJobId, OperationId};
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_store::{StoreError, Tx, audit, import_job_rows};

use super::find_within;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// Why a job is not given up. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AbandonError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such job within the scope.
    #[error("there is no such import")]
    NotFound,
    /// It is being published, or it is.
    #[error("the books are being published already")]
    Published,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AbandonError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "import-not-found",
            Self::Published => "import-published-already",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Gives a job up. A run that goes on finds nobody waiting for it.
pub async fn abandon_import(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    job_id: ImportJobId,
) -> Result<(), AbandonError> {
    cx.authorise(Act::AbandonImport)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::AbandonImport, Vec::new(), None);
    let operation = &Operation::new(operation_id, Act::AbandonImport, &job_id)?;
    let (actor, now) = (&cx.actor, cx.now);
    let abandoned = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (before, _) = find_within(tx, actor, job_id).await?.ok_or(AbandonError::NotFound)?;
            if operation.earlier::<ImportJobId>(tx, actor).await?.is_some() {
                return Ok(());
            }
            match before.state {
                JobState::Running | JobState::Ready | JobState::Failed => {}
                JobState::Abandoned => return Ok(()),
                JobState::Publishing | JobState::Published => return Err(AbandonError::Published),
            }
            put_away(tx, &before, ImportJob { state: JobState::Abandoned, changed_at: now, ..before.clone() }).await?;
            operation.keep(tx, actor, job_id, now).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    abandoned.await?;
    cx.ids = ids;
    Ok(())
}

/// Moves a job on, and ends what it held.
pub(super) async fn put_away(tx: &mut Tx, before: &ImportJob, after: ImportJob) -> Result<(), StoreError> {
    import_jobs::amend(tx, before, &after).await?;
    import_job_rows::end_files(tx, before.job_id).await?;
    import_job_rows::end_found(tx, before.job_id).await
}
