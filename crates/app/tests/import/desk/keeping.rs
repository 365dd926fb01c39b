//! What the desk keeps, and for how long: files until they are published or given up, what a restart interrupts, what nobody
//! comes back for.

use guanai_app::OperationError;
use guanai_app::import::desk::abandon::{AbandonError, abandon_import};
use guanai_app::import::desk::bring::{BringBooks, BringError, bring_books};
use guanai_app::import::desk::publish::{PublishError, publish_import};
use guanai_app::import::desk::read::Rows;
use guanai_app::import::desk::{Part, RunStage};
use guanai_kernel::ids::ImportJobId;
use guanai_kernel::{Date, Moment};
use guanai_store::import_job_rows::{self, JobFile};
use guanai_store::import_jobs::{self, ImportJob, JobState};
use guanai_testkit::engines::on_both;

use super::bench::{Bench, ONE, county_officer, files, member, opening, roster};
use crate::office::MID_2026;

const DAY_MICROS: i64 = 86_400_000_000;

fn days_later(days: i64) -> Moment {
    Moment::from_micros(opening().as_micros() + days * DAY_MICROS)
}

async fn files_kept(bench: &Bench, job: ImportJobId) -> usize {
    let mut tx = bench.db.begin_read().await.unwrap();
    import_job_rows::list_files(&mut tx, job).await.unwrap().len()
}

/// Puts a job into a state, as a program that ended suddenly leaves it.
async fn leave(bench: &Bench, job: ImportJobId, state: JobState) {
    let mut tx = bench.db.begin_write().await.unwrap();
    let before = import_jobs::find(&mut tx, job).await.unwrap().unwrap();
    import_jobs::amend(&mut tx, &before, &ImportJob { state, ..before.clone() }).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn files_are_kept_until_they_are_published_or_given_up() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let books = [roster(&[member("甲", 1, ONE)])];
        let (one, other) = (bench.bring(&officer, &books).await, bench.bring(&officer, &books).await);
        assert_eq!((files_kept(&bench, one).await, files_kept(&bench, other).await), (1, 1));
        assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0, "nothing lies about once it is read");
        let before = bench.export().await;
        let operation = bench.operation();
        for _ in 0..2 {
            abandon_import(&mut bench.cx(&officer), operation, other).await.unwrap();
        }
        assert_eq!(bench.done("abandon-import").await, 1);
        assert_eq!(bench.state(other).await, JobState::Abandoned);
        assert_eq!(files_kept(&bench, other).await, 0);
        let Rows::Changed(rows) = bench.read(&officer, other, Part::Changed).await.rows else { panic!() };
        assert_eq!(rows, [], "what was found is gone");
        assert_eq!(bench.export().await, before);
        let desk = bench.desk.clone();
        let operation = bench.operation();
        let refused = publish_import(&mut bench.cx(&officer), &desk, operation, other).await;
        assert!(matches!(refused, Err(PublishError::Over)), "{refused:?}");

        bench.publish(&officer, one).await;
        assert_eq!(files_kept(&bench, one).await, 0);
        let operation = bench.operation();
        let refused = abandon_import(&mut bench.cx(&officer), operation, one).await;
        assert!(matches!(refused, Err(AbandonError::Published)), "{refused:?}");
    });
}

#[test]
fn after_a_restart_what_ran_has_failed_and_what_was_being_published_waits() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let books = [roster(&[member("甲", 1, ONE)])];
        let (ran, published) = (bench.bring(&officer, &books).await, bench.bring(&officer, &books).await);
        leave(&bench, ran, JobState::Running).await;
        leave(&bench, published, JobState::Publishing).await;
        std::fs::create_dir(bench.folder.path().join("guanai-books-left")).unwrap();
        bench.restart(opening()).await;
        assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0);
        let seen = bench.read(&officer, ran, Part::Changed).await.job;
        assert_eq!((seen.job.state, seen.failure.unwrap().code.as_str()), (JobState::Failed, "import-interrupted"));
        assert_eq!(files_kept(&bench, ran).await, 0);
        let seen = bench.read(&officer, published, Part::Changed).await.job;
        let code = seen.failure.unwrap().code;
        assert_eq!((seen.job.state, code.as_str()), (JobState::Ready, "import-publishing-interrupted"));
        bench.publish(&officer, published).await;
        let seen = bench.read(&officer, published, Part::Changed).await.job;
        assert_eq!((seen.job.state, seen.failure), (JobState::Published, None));
    });
}

#[test]
fn what_nobody_comes_back_for_is_put_away() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let books = [roster(&[member("甲", 1, ONE)])];
        let published = bench.bring(&officer, &books).await;
        bench.publish(&officer, published).await;
        let left = bench.bring(&officer, &[roster(&[member("甲", 1, ONE), member("乙", 2, ONE)])]).await;
        bench.restart(days_later(13)).await;
        assert_eq!(bench.state(left).await, JobState::Ready);
        bench.restart(days_later(15)).await;
        let seen = bench.read(&officer, left, Part::Changed).await.job;
        assert_eq!((seen.job.state, seen.failure.unwrap().code.as_str()), (JobState::Abandoned, "import-left"));
        assert_eq!(files_kept(&bench, left).await, 0);
        let rows = async |bench: &mut Bench| match bench.read(&county_officer(), published, Part::Changed).await.rows {
            Rows::Changed(rows) => rows.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(rows(&mut bench).await, 1);
        bench.restart(days_later(91)).await;
        assert_eq!(rows(&mut bench).await, 0);
        let seen = bench.read(&officer, published, Part::Changed).await.job;
        assert_eq!(seen.seen.changes.new, 1, "the counts stay");
    });
}

#[test]
fn the_same_press_brings_books_once() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let brought = files(&[roster(&[member("甲", 1, ONE)])]);
        let operation = bench.operation();
        let first = bench.bring_as(&officer, operation, brought.clone()).await;
        let again = bench.bring_as(&officer, operation, brought.clone()).await;
        assert_eq!(first, again);
        bench.desk.rest().await;
        assert_eq!(bench.done("rehearse-import").await, 1);
        assert_eq!(bench.desk.progress(first), None);
        let desk = bench.desk.clone();
        let others = vec![JobFile { name: "另一份.csv".to_owned(), bytes: brought[0].bytes.clone() }];
        let ask = BringBooks { operation_id: operation, files: others, as_of: MID_2026 };
        let refused = bring_books(&mut bench.cx(&officer), &desk, ask).await;
        assert!(matches!(refused, Err(BringError::Operation(OperationError::AlreadySent))), "{refused:?}");
    });
}

#[test]
fn what_cannot_be_books_is_said_before_or_after() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let desk = bench.desk.clone();
        let file = |name: &str, bytes: &[u8]| JobFile { name: name.to_owned(), bytes: bytes.to_vec() };
        let bring = async |bench: &mut Bench, files: Vec<JobFile>, as_of| {
            let operation_id = bench.operation();
            bring_books(&mut bench.cx(&officer), &desk, BringBooks { operation_id, files, as_of }).await
        };
        let refused = bring(&mut bench, vec![file("空.xlsx", b"")], MID_2026).await;
        assert!(matches!(refused, Err(BringError::NoFiles)), "{refused:?}");
        let refused = bring(&mut bench, vec![file("a", b"1"); 41], MID_2026).await;
        assert!(matches!(refused, Err(BringError::TooManyFiles)), "{refused:?}");
        let refused = bring(&mut bench, vec![file("a.csv", b"1")], Date::constant(2026, 7, 2)).await;
        assert!(matches!(refused, Err(BringError::AfterToday)), "{refused:?}");
        for (name, bytes, code, because) in [
            ("坏.xlsx", &b"PK\x03\x04 and no more"[..], "import-unreadable", Some("file-damaged")),
            ("别的.csv", "甲,乙\n1,2\n".as_bytes(), "import-no-books", None),
        ] {
            let job = bring(&mut bench, vec![file(name, bytes)], MID_2026).await.unwrap();
            desk.rest().await;
            let seen = bench.read(&officer, job, Part::Changed).await.job;
            assert_eq!(seen.job.state, JobState::Failed);
            let failure = seen.failure.unwrap();
            let why = failure.because.as_ref().map(|because| because.code.as_str());
            assert_eq!((failure.code.as_str(), why), (code, because));
            assert_eq!(files_kept(&bench, job).await, 0);
        }
    });
}

#[test]
fn a_run_is_told_while_it_waits() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let brought = files(&[roster(&[member("甲", 1, ONE)])]);
        let operation = bench.operation();
        let job = bench.bring_as(&officer, operation, brought).await;
        // Whoever asks at once is told of a run: that it waits, reads, compares, or is over.
        let seen = bench.read(&officer, job, Part::Changed).await.job;
        match (seen.job.state, seen.progress) {
            (JobState::Running, Some(progress)) => {
                assert!(matches!(progress.stage, RunStage::Waits | RunStage::Reads { .. } | RunStage::Compares));
            }
            (JobState::Ready, _) | (JobState::Running, None) => {}
            other => panic!("{other:?}"),
        }
        bench.desk.rest().await;
        assert_eq!(bench.read(&officer, job, Part::Changed).await.job.progress, None);
    });
}
