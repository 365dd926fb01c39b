//! Hostile files brought to the import desk of the site: read by the real binary as a child with limits, they are told by
//! name, the other books are taken, and the program lives on.

use std::ffi::OsString;
use std::sync::Arc;

use guanai_app::import::desk::bring::{BringBooks, bring_books};
use guanai_app::import::desk::read::{ReadImport, SeenJob, read_import};
use guanai_app::import::desk::{Desk, DeskParts};
use guanai_app::{Actor, Cx, Readings, Role, Standards};
use guanai_exchange::BookReader;
use guanai_kernel::ids::OperationId;
use guanai_kernel::{Date, Ids, Moment};
use guanai_scheme::Lang;
use guanai_store::import_job_rows::JobFile;
use guanai_store::import_jobs::JobState;
use guanai_store::{Db, DbUrl, Seal};

use crate::desk::Desk as Folder;
use crate::hostile::hostile_files;

const NOW: Moment = Moment::from_micros(1_782_900_000_000_000);

async fn desk(db: &Db, standards: &Arc<Standards>, folder: &std::path::Path) -> Desk {
    let program = env!("CARGO_BIN_EXE_guanai").into();
    let parts = DeskParts {
        db: db.clone(),
        standards: Arc::clone(standards).into(),
        reader: BookReader::child(program, vec![OsString::from("read-book")]),
        folder: folder.to_owned(),
        clock: Arc::new(|| NOW),
    };
    Desk::open(parts).await.unwrap()
}

/// Brings files, waits until they are read, and tells where the job stands.
async fn bring(db: &Db, standards: &Standards, desk: &Desk, seed: u64, files: Vec<JobFile>) -> SeenJob {
    let actor = Actor { name: "county".to_owned(), role: Role::CountyOfficer, ..Actor::console() };
    let mut ids = Ids::seeded(seed, NOW);
    let operation_id = OperationId::fresh(&mut ids);
    let mut cx = Cx { db, standards, actor, now: NOW, ids, readings: Readings::AtOnce };
    let ask = BringBooks { operation_id, files, as_of: Date::constant(2026, 6, 30) };
    let job_id = bring_books(&mut cx, desk, ask).await.unwrap();
    desk.rest().await;
    read_import(&mut cx, desk, ReadImport { job_id, part: None, page: 1 }).await.unwrap().job
}

#[test]
fn hostile_files_are_told_and_the_other_books_are_taken() {
    let folder = Folder::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::open(&DbUrl::file(&folder.at("desk.sqlite")), Seal::default()).await.unwrap();
        let standards = Arc::new(Standards::embedded(Lang::Zh).unwrap());
        let within = tempfile::tempdir().unwrap();
        let desk = desk(&db, &standards, within.path()).await;
        let hostile = hostile_files();
        let alone = hostile.iter().map(|(name, bytes, _)| JobFile { name: (*name).to_owned(), bytes: bytes.clone() });
        let alone: Vec<JobFile> = alone.collect();
        let seen = bring(&db, &standards, &desk, 1, alone.clone()).await;
        assert_eq!(seen.job.state, JobState::Failed);
        assert_eq!(seen.failure.unwrap().code, "import-unreadable");

        let books = std::fs::read_dir(folder.at("books")).unwrap().map(|entry| entry.unwrap().path());
        let books = books.map(|path| JobFile {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap(),
        });
        let seen = bring(&db, &standards, &desk, 2, books.chain(alone).collect()).await;
        assert_eq!(seen.job.state, JobState::Ready, "{:?}", seen.failure);
        assert!(seen.seen.changes.new > 0);
        for (name, _, code) in &hostile {
            let told = seen.seen.unreadable.iter().find(|told| told.values["file"] == *name).unwrap();
            assert_eq!(told.because.as_ref().unwrap().code, *code, "{name}");
        }
        assert_eq!(std::fs::read_dir(within.path()).unwrap().count(), 0);
        db.close().await;
    });
}
