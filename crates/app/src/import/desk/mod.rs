//! The import desk: somebody brings books, sees what they would change, settles what waits, and publishes. A run goes on
//! behind whoever started it; how far it is, every reader within its scope can see. What is kept of it, and for how long,
//! stands in `docs/decisions/0008-the-import-desk.md`.
//!
//! A job is brought ([`bring`]), run, read ([`read`]), decided upon ([`choose`]), published ([`publish`]) or
//! given up ([`abandon`]).

pub mod abandon;
pub mod bring;
pub mod choose;
mod failure;
pub mod papers;
pub mod publish;
pub mod read;
mod run;
mod seen;
mod upkeep;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use guanai_exchange::{BookReader, PrivateFolder};
use guanai_kernel::Moment;
use guanai_kernel::ids::{ImportJobId, OrganizationId};
use guanai_store::import_jobs::ImportJob;
use guanai_store::{Db, StoreError, Tx, import_jobs};
use tokio::sync::{Semaphore, watch};

pub use failure::Failure;
pub use guanai_store::import_job_rows::JobFile as BroughtFile;
pub use guanai_store::import_jobs::JobState;
pub(crate) use publish::{conclude, decided_of};
pub use seen::{LeftOut, Part, Seen, SeenSheet};

use crate::actor::Actor;
use crate::revisions::StandardsInForce;
use crate::scope::ScopeOf;

/// Jobs that are read at once; more wait for their turn.
const AT_ONCE: usize = 1;

/// The clock, handed in by the binary: a run outlasts the request that began it.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// What a desk is made of.
pub struct DeskParts {
    /// The jurisdiction's database.
    pub db: Db,
    /// The standards in force.
    pub standards: StandardsInForce,
    /// What reads the files.
    pub reader: BookReader,
    /// A folder of the desk's own, in which files lie while they are read.
    pub folder: PathBuf,
    /// The clock.
    pub clock: Clock,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunStage {
    /// Other books are being read first.
    Waits,
    /// A file is being read.
    Reads {
        /// Its name.
        file: String,
        /// Which reading it is, from 1, and of how many.
        reading: (usize, usize),
    },
    /// What was read is compared with the register.
    Compares,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunProgress {
    /// At what.
    pub stage: RunStage,
    /// Rows read so far.
    pub rows: u64,
}

struct Inner {
    parts: DeskParts,
    progress: Mutex<BTreeMap<ImportJobId, RunProgress>>,
    runs: watch::Sender<usize>,
    turns: Semaphore,
}

/// The desk; cloning shares it.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    /// Opens the desk. A job that was running when the program ended is told as failed, one that was being published waits to
    /// be published again: nothing of it was written. What files it left behind are removed.
    pub async fn open(parts: DeskParts) -> Result<Self, DeskError> {
        PrivateFolder::sweep(&parts.folder)?;
        upkeep::take_up(&parts.db, (parts.clock)()).await?;
        let progress = Mutex::new(BTreeMap::new());
        let (runs, turns) = (watch::Sender::new(0), Semaphore::new(AT_ONCE));
        Ok(Self(Arc::new(Inner { parts, progress, runs, turns })))
    }

    fn parts(&self) -> &DeskParts {
        &self.0.parts
    }

    fn now(&self) -> Moment {
        (self.parts().clock)()
    }

    /// How far a job is, while it runs.
    pub fn progress(&self, job_id: ImportJobId) -> Option<RunProgress> {
        self.0.progress.lock().unwrap_or_else(PoisonError::into_inner).get(&job_id).cloned()
    }

    fn tell(&self, job_id: ImportJobId, progress: RunProgress) {
        self.0.progress.lock().unwrap_or_else(PoisonError::into_inner).insert(job_id, progress);
    }

    fn began(&self, job_id: ImportJobId) {
        self.tell(job_id, RunProgress { stage: RunStage::Waits, rows: 0 });
        self.0.runs.send_modify(|runs| *runs += 1);
    }

    fn ended(&self, job_id: ImportJobId) {
        self.0.progress.lock().unwrap_or_else(PoisonError::into_inner).remove(&job_id);
        self.0.runs.send_modify(|runs| *runs = runs.saturating_sub(1));
    }

    /// Waits until no run goes on.
    pub async fn rest(&self) {
        let mut runs = self.0.runs.subscribe();
        // The sender is this desk's own: it is there as long as the desk is.
        drop(runs.wait_for(|runs| *runs == 0).await);
    }
}

/// Why the desk does not open.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Its folder.
    #[error("the folder for books that are being read cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether an actor reaches a job: by the organisation to which it is held.
pub(crate) fn reaches(scope: &ScopeOf, held_to: Option<OrganizationId>) -> bool {
    match held_to {
        Some(organization_id) => scope.holds_organization(organization_id),
        None => *scope == ScopeOf::Everything,
    }
}

/// The job with this id within the actor's scope; what lies outside is not there.
pub(crate) async fn find_within(
    tx: &mut Tx,
    actor: &Actor,
    job_id: ImportJobId,
) -> Result<Option<(ImportJob, ScopeOf)>, StoreError> {
    let scope = ScopeOf::resolve(tx, actor).await?;
    let job = import_jobs::find(tx, job_id).await?;
    Ok(job.filter(|job| reaches(&scope, job.organization_id)).map(|job| (job, scope)))
}
