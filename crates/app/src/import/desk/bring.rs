//! Somebody brings books: they are kept sealed, and the run that reads them begins.

use guanai_kernel::hex::in_hex;
use guanai_kernel::ids::{ImportJobId, OperationId};
use guanai_kernel::{Date, Ids};
use guanai_store::import_job_rows::{self, JobFile};
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_store::{StoreError, Tx, audit};
use sha2::{Digest as _, Sha256};

use super::run::{Run, Towards};
use super::{Desk, Seen, upkeep};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::import::reach::over;
use crate::operation::{Operation, OperationError};

/// Files that one job may have.
const FILES: usize = 40;

/// Books that are brought.
#[derive(Debug, Clone)]
pub struct BringBooks {
    /// The press of the button: a repeat has one effect.
    pub operation_id: OperationId,
    /// The files.
    pub files: Vec<JobFile>,
    /// The day for which they speak.
    pub as_of: Date,
}

/// Why books were not taken in. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing was brought.
    #[error("there is no file, or nothing is in it")]
    NoFiles,
    /// More files than anybody looks through.
    #[error("more than {FILES} files")]
    TooManyFiles,
    /// Books speak for a day that has come.
    #[error("books cannot speak for a day after today")]
    AfterToday,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BringError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoFiles => "import-no-files",
            Self::TooManyFiles => "import-too-many-files",
            Self::AfterToday => "import-after-today",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Takes books in and begins the rehearsal, which goes on by itself; the job's id.
pub async fn bring_books(cx: &mut Cx<'_>, desk: &Desk, ask: BringBooks) -> Result<ImportJobId, BringError> {
    cx.authorise(Act::RehearseImport)?;
    let over = over(&cx.actor, Act::RehearseImport)?;
    if ask.files.iter().all(|file| file.bytes.is_empty()) {
        return Err(BringError::NoFiles);
    }
    if ask.files.len() > FILES {
        return Err(BringError::TooManyFiles);
    }
    if ask.as_of > cx.now.day_in_china() {
        return Err(BringError::AfterToday);
    }
    let mut ids = cx.ids.clone();
    let job = ImportJob {
        job_id: ImportJobId::fresh(&mut ids),
        state: JobState::Running,
        brought_by: cx.actor.name.clone(),
        brought_role: cx.actor.role.code().to_owned(),
        organization_id: over,
        as_of: ask.as_of,
        brought_at: cx.now,
        changed_at: cx.now,
        seen: Seen::brought(ask.files.iter().map(|file| file.name.clone()).collect()).to_json(),
        failure: None,
        import_id: None,
    };
    let record = cx.audit_record(&mut ids, Act::RehearseImport, Vec::new(), None);
    let sent: Vec<(&str, String)> =
        ask.files.iter().map(|file| (file.name.as_str(), in_hex(&Sha256::digest(&file.bytes)))).collect();
    let operation = &Operation::new(ask.operation_id, Act::RehearseImport, &(ask.as_of, sent))?;
    let (job_ref, record, ask, now, actor) = (&job, &record, &ask, cx.now, &cx.actor);
    let brought = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(job_id) = operation.earlier(tx, actor).await? {
                return Ok::<_, BringError>((job_id, false));
            }
            upkeep::put_away(tx, now).await?;
            import_jobs::add(tx, job_ref).await?;
            import_job_rows::add_files(tx, job_ref.job_id, &ask.files).await?;
            operation.keep(tx, actor, job_ref.job_id, now).await?;
            audit::append(tx, record).await?;
            Ok((job_ref.job_id, true))
        })
    });
    let (job_id, is_new) = brought.await?;
    cx.ids = ids;
    if is_new {
        desk.start(Run {
            job_id,
            actor: cx.actor.clone(),
            ids: branched(&mut cx.ids, cx.now),
            towards: Towards::Rehearsal,
        });
    }
    Ok(job_id)
}

/// A source of ids of its own, for what goes on when this one is gone.
pub(crate) fn branched(ids: &mut Ids, now: guanai_kernel::Moment) -> Ids {
    let mut seed = [0; 32];
    let (one, other) = seed.split_at_mut(16);
    one.copy_from_slice(&ids.fresh().to_be_bytes());
    other.copy_from_slice(&ids.fresh().to_be_bytes());
    Ids::new(seed, now)
}
