//! A run behind the desk: the files are laid out for the reading child alone, read, compared, and gone again. It goes on
//! when whoever began it has left, and writes where it came to.

use std::collections::BTreeSet;

use guanai_exchange::{Known, PrivateFolder, Progress, Staged};
use guanai_kernel::Ids;
use guanai_kernel::ids::{ImportJobId, OrganizationId};
use guanai_store::import_job_rows::{self, Found, JobFile};
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_store::{StoreError, Tx};

use super::{Desk, Failure, Part, RunProgress, RunStage, Seen};
use crate::actor::Actor;
use crate::cx::Cx;
use crate::import::compare::Detail;
use crate::import::publication::Publication;
use crate::import::reach::{known, looked_after};
use crate::import::told::Told;
use crate::import::{ImportError, read, rehearse};
use crate::readings::Readings;
use crate::standards::Standards;

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Towards {
    /// Showing what the books would change.
    Rehearsal,
    /// Publishing them.
    Publication,
}

/// A run.
pub(super) struct Run {
    pub job_id: ImportJobId,
    /// Whoever began it.
    pub actor: Actor,
    pub ids: Ids,
    pub towards: Towards,
}

/// Books as they were read, with what their office looked after meanwhile.
struct Reading {
    staged: Staged,
    looked_after: Option<BTreeSet<OrganizationId>>,
}

impl Desk {
    /// Begins a run, and returns at once.
    pub(super) fn start(&self, run: Run) {
        let (desk, job_id, towards) = (self.clone(), run.job_id, run.towards);
        desk.began(job_id);
        tokio::spawn(async move {
            // The semaphore is never closed; if it were, the run would merely not wait.
            let _turn = desk.0.turns.acquire().await.ok();
            let carrying = desk.clone();
            // Reading waits for a child, and comparing computes: neither may hold up whoever asks for a page.
            let carried = tokio::task::spawn_blocking(move || {
                tokio::runtime::Handle::current().block_on(carrying.carry_out(run))
            });
            if !matches!(carried.await, Ok(Ok(()))) {
                // The database did not take it, or the program has a fault: say so, if it can be said.
                let _told_at_the_next_start = desk.fail(job_id, towards, &Failure::fault()).await;
            }
            desk.ended(job_id);
        });
    }

    async fn carry_out(&self, run: Run) -> Result<(), StoreError> {
        let parts = self.parts();
        let mut tx = parts.db.begin_read().await?;
        let job = import_jobs::find(&mut tx, run.job_id).await?;
        let (known, looked_after, files) = match &job {
            Some(job) => (
                known(&mut tx, job.organization_id).await?,
                looked_after(&mut tx, job.organization_id).await?,
                import_job_rows::list_files(&mut tx, job.job_id).await?,
            ),
            None => (Known::default(), None, Vec::new()),
        };
        tx.rollback().await?;
        // Given up while it waited for its turn.
        let Some(job) = job.filter(|job| job.state == run.towards.state()) else { return Ok(()) };
        let staged = match self.read_files(&job, files, &known) {
            Ok(staged) => staged,
            Err(failure) => return self.fail(job.job_id, run.towards, &failure).await,
        };
        drop(known);
        self.tell(job.job_id, RunProgress { stage: RunStage::Compares, rows: rows(&staged) });
        let reading = Reading { staged, looked_after };
        match run.towards {
            Towards::Rehearsal => self.finish_rehearsal(job, run, reading).await,
            Towards::Publication => self.finish_publication(job, run, reading).await,
        }
    }

    fn read_files(&self, job: &ImportJob, files: Vec<JobFile>, known: &Known) -> Result<Staged, Failure> {
        let parts = self.parts();
        let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|file| (file.name, file.bytes)).collect();
        let laid = PrivateFolder::lay_out(&parts.folder, &job.job_id.to_string(), &files)
            .map_err(|error| Failure::of_reading(&guanai_exchange::cells::ReadError::from(error)))?;
        drop(files);
        let mut tell = |progress: Progress| {
            let reading = (progress.done + 1, progress.of);
            let stage = RunStage::Reads { file: progress.file.to_string(), reading };
            self.tell(job.job_id, RunProgress { stage, rows: progress.rows });
        };
        let standards = parts.standards.current();
        let read = read(&parts.reader, laid.files(), &standards, known, job.as_of, &mut tell);
        let staged = read.map_err(|error| Failure::of_import(&error))?;
        // Where no sheet is a book, the first file that should be one says why.
        match (staged.sheets.is_empty(), staged.unreadable.first()) {
            (true, Some(unreadable)) => Err(Failure::of_file(&unreadable.file, &unreadable.error)),
            _ => Ok(staged),
        }
    }

    fn cx<'a>(&'a self, run: Run, standards: &'a Standards) -> Cx<'a> {
        let parts = self.parts();
        Cx { db: &parts.db, standards, actor: run.actor, now: self.now(), ids: run.ids, readings: Readings::AtOnce }
    }

    async fn finish_rehearsal(&self, job: ImportJob, run: Run, reading: Reading) -> Result<(), StoreError> {
        let standards = self.parts().standards.current();
        let cx = self.cx(run, &standards);
        let rehearsed = rehearse(&cx, reading.staged, job.as_of, job.organization_id, Detail::Rows).await;
        let (imported, told) = match rehearsed {
            Ok(rehearsed) => rehearsed,
            Err(ImportError::Store(error)) => return Err(error),
            Err(error) => return self.fail(job.job_id, Towards::Rehearsal, &Failure::of_import(&error)).await,
        };
        let files = Seen::from_json(&job.seen).files;
        let seen = Seen::of(files, &imported.staged, imported.changes, &told).to_json();
        let after = ImportJob { state: JobState::Ready, changed_at: self.now(), seen, ..job.clone() };
        let found = found(&job, &imported.staged, &told);
        let (before, after, found) = (&job, &after, &found);
        let write = self.parts().db.write(move |tx: &mut Tx, _| {
            Box::pin(async move {
                // Given up meanwhile: what was found is of no use to anybody.
                if import_jobs::find(tx, before.job_id).await?.as_ref() != Some(before) {
                    return Ok(());
                }
                import_jobs::amend(tx, before, after).await?;
                import_job_rows::add_many(tx, found).await
            })
        });
        write.await
    }

    async fn finish_publication(&self, job: ImportJob, run: Run, reading: Reading) -> Result<(), StoreError> {
        let standards = self.parts().standards.current();
        let mut cx = self.cx(run, &standards);
        let publication = Publication {
            staged: &reading.staged,
            as_of: job.as_of,
            over: job.organization_id,
            looked_after: &reading.looked_after,
            files: Seen::from_json(&job.seen).files,
            job: Some(&job),
        };
        match publication.publish(&mut cx).await {
            Ok(_) => Ok(()),
            Err(error) => self.fail(job.job_id, Towards::Publication, &Failure::of_import(&error)).await,
        }
    }

    /// Tells why a run came to nothing. A rehearsal's files are of no use any more; what could not be published may be again.
    async fn fail(&self, job_id: ImportJobId, towards: Towards, failure: &Failure) -> Result<(), StoreError> {
        let (now, failure) = (self.now(), &failure.to_json());
        let write = self.parts().db.write(move |tx: &mut Tx, _| {
            Box::pin(async move {
                let job = import_jobs::find(tx, job_id).await?;
                let Some(before) = job.filter(|job| job.state == towards.state()) else { return Ok(()) };
                let state = if towards == Towards::Rehearsal { JobState::Failed } else { JobState::Ready };
                let after = ImportJob { state, changed_at: now, failure: Some(failure.clone()), ..before.clone() };
                import_jobs::amend(tx, &before, &after).await?;
                if state == JobState::Failed {
                    import_job_rows::end_files(tx, job_id).await?;
                }
                Ok(())
            })
        });
        write.await
    }
}

impl Towards {
    /// The state in which such a run goes on.
    const fn state(self) -> JobState {
        match self {
            Self::Rehearsal => JobState::Running,
            Self::Publication => JobState::Publishing,
        }
    }
}

fn rows(staged: &Staged) -> u64 {
    let rows: usize = staged.sheets.iter().map(|sheet| sheet.rows).sum();
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// What was found, as it is kept.
pub(super) fn found(job: &ImportJob, staged: &Staged, told: &Told) -> Vec<Found> {
    let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
    let mut found = Vec::new();
    let mut keep = |part: Part, contents: &mut dyn Iterator<Item = String>| {
        for (row_no, content) in (0..).zip(contents) {
            let part = part.code().to_owned();
            found.push(Found { job_id: job.job_id, part, row_no, content, chosen: None });
        }
    };
    keep(Part::Conflicts, &mut told.conflicts.iter().map(|row| json(serde_json::to_string(row))));
    keep(Part::Refused, &mut staged.refused.iter().map(guanai_exchange::rows::RefusedRow::to_kept));
    keep(Part::Warned, &mut told.oddities.iter().map(|row| json(serde_json::to_string(row))));
    keep(Part::Changed, &mut told.changes.iter().map(|row| json(serde_json::to_string(row))));
    keep(Part::Absent, &mut told.absences.iter().map(|row| json(serde_json::to_string(row))));
    found
}
