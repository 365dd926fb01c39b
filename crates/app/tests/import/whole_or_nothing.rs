//! An import is published whole or not at all, whatever happens on the way and whoever else is writing.

use std::collections::BTreeSet;
use std::path::PathBuf;

use guanai_app::actor::Actor;
use guanai_app::actor::Role;
use guanai_app::import::{ImportError, Intent};
use guanai_exchange::rows::{Reason, RefusedRow};
use guanai_kernel::Date;
use guanai_kernel::ids::{AuditId, ImportId};
use guanai_store::audit::{self, AuditRecord};
use guanai_store::{Db, DbUrl, Seal, StoreError, imports, organizations};
use guanai_testkit::county::Kind;
use guanai_testkit::engines::{on_both, postgres};
use guanai_testkit::{County, Size};

use crate::office::{MID_2026, Office};
use crate::shelf::Shelf;

fn county() -> (County, Shelf) {
    let county = County::generate(5, Size::Small);
    let shelf = Shelf::of(&county);
    (county, shelf)
}

async fn publish(office: &mut Office, paths: &[PathBuf], as_of: Date) -> Result<(), ImportError> {
    office.run(paths, as_of, Intent::Publish, &mut |_| {}).await.map(drop)
}

/// The audit record is the last thing an import writes: when it cannot be written, nothing is.
#[test]
fn without_its_audit_record_nothing_of_an_import_is_kept() {
    let (county, shelf) = county();
    let next = county.next_month(5);
    let later = Shelf::of(&next.county);
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&shelf.folder(), county.as_of()).await;
        let before = office.export().await;
        let imports_before = imports::list_all(&mut office.reading().await).await.unwrap();
        // Another writer has used the id that the import's record is going to have.
        let mut ids = office.ids.clone();
        let _import = ImportId::fresh(&mut ids);
        let taken = AuditRecord {
            audit_id: AuditId::fresh(&mut ids),
            at: office.now,
            actor: "console".to_owned(),
            role: None,
            on_behalf_of: None,
            action: "check-records".to_owned(),
            purpose: None,
            import_id: None,
            subjects: Vec::new(),
        };
        let mut tx = office.db.begin_write().await.unwrap();
        audit::append(&mut tx, &taken).await.unwrap();
        tx.commit().await.unwrap();

        let ids = office.ids.clone();
        let refused = publish(&mut office, &later.folder(), next.county.as_of()).await;
        assert!(matches!(refused, Err(ImportError::Store(StoreError::Conflict { .. }))), "{refused:?}");
        assert_eq!(office.export().await, before);
        assert_eq!(imports::list_all(&mut office.reading().await).await.unwrap(), imports_before);
        // With other ids the same books go in: it was this, and nothing about the books.
        assert_ne!(ids.clone().fresh(), office.ids.clone().fresh());
        publish(&mut office, &later.folder(), next.county.as_of()).await.unwrap();
        assert_ne!(office.export().await, before);
    });
}

/// The second of two organisations of one name comes back with its reason; the rest of the import goes through.
#[test]
fn a_name_that_two_organisations_have_is_never_taken_twice() {
    let (county, shelf) = county();
    let mut alike = Shelf::of(&county);
    alike.name_two_organizations_alike();
    on_both(async |db| {
        let mut office = Office::open(db);
        for known in [false, true] {
            if known {
                office.import(&shelf.folder(), county.as_of()).await;
            }
            let imported = office.run(&alike.folder(), county.as_of(), Intent::Publish, &mut |_| {}).await.unwrap();
            let reasons = |row: &RefusedRow| row.faults.iter().any(|fault| fault.reason == Reason::RepeatedName);
            assert!(imported.staged.refused.iter().any(reasons));
            let kept = organizations::list_all(&mut office.reading().await).await.unwrap();
            let names: BTreeSet<&String> = kept.iter().map(|organization| &organization.name).collect();
            assert_eq!(names.len(), kept.len());
        }
    });
}

/// Between the reading of the books and their publication another office imports the same county: each person, need and entry
/// is there once.
#[test]
fn what_another_writer_publishes_meanwhile_is_met_as_known() {
    let (county, shelf) = county();
    on_both(async |db| {
        let url = again(&db);
        let mut office = Office::open(db);
        let mut other = None;
        let (folder, as_of) = (shelf.folder(), county.as_of());
        let mut meanwhile = |_| {
            if other.is_none() {
                let (url, folder) = (url.clone(), folder.clone());
                let thread = std::thread::spawn(move || import_elsewhere(&url, &folder, as_of));
                other = Some(thread.join().unwrap());
            }
        };
        let imported = office.run(&folder, as_of, Intent::Publish, &mut meanwhile).await.unwrap();
        let (export, new) = other.unwrap();
        assert!(new > 0);
        assert_eq!((imported.changes.new, imported.changes.changed, imported.changes.absent), (0, 0, 0));
        assert_eq!(imported.changes.same - new, imported.staged.counts.duplicates_same + county_repeats(&county));
        assert_eq!(office.export().await, export);
    });
}

/// The address of the same database for another writer; shown addresses leave the user out.
fn again(db: &Db) -> DbUrl {
    let address = match (postgres(), db.address().split_once("schema=")) {
        (Some(server), Some((_, schema))) => {
            let parameter = if server.contains('?') { "&" } else { "?" };
            format!("{server}{parameter}schema={schema}")
        }
        _ => db.address().to_owned(),
    };
    DbUrl::parse(&address).unwrap()
}

/// Repeated answers of the survey, which are `same` in every import.
fn county_repeats(county: &County) -> usize {
    usize::try_from(county.key()["needs"]["duplicate"].as_u64().unwrap()).unwrap()
}

/// Imports over connections of its own; the export afterwards, and how many records were new.
fn import_elsewhere(url: &DbUrl, folder: &[PathBuf], as_of: Date) -> (String, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::open(url, Seal::default()).await.unwrap();
        let mut office = Office::open(db);
        office.ids = guanai_testkit::clock::ids(77);
        let new = office.import(folder, as_of).await.changes.new;
        let export = office.export().await;
        office.db.close().await;
        (export, new)
    })
}

#[test]
fn what_cannot_be_imported_leaves_no_trace() {
    let (county, shelf) = county();
    on_both(async |db| {
        let mut office = Office::open(db);
        let empty = office.export().await;
        let as_of = county.as_of();
        let missing = publish(&mut office, &["/nowhere/at/all".into()], as_of).await;
        assert!(matches!(missing, Err(ImportError::Path(_))), "{missing:?}");
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("说明.txt"), "没有账册").unwrap();
        let none = publish(&mut office, &[folder.path().to_owned()], as_of).await;
        assert!(matches!(none, Err(ImportError::Stage(_))), "{none:?}");
        office.actor = Actor { role: Role::Member, ..Actor::console() };
        let denied = publish(&mut office, &shelf.folder(), as_of).await;
        assert!(matches!(denied, Err(ImportError::Denied(_))), "{denied:?}");
        office.actor = Actor::console();
        let homeless = publish(&mut office, &shelf.files(&[Kind::Roster]), MID_2026).await;
        assert!(matches!(homeless, Err(ImportError::NoOrganizations)), "{homeless:?}");
        assert_eq!(office.export().await, empty);
        let acts = audit::page(&mut office.reading().await, None).await.unwrap();
        assert!(acts.iter().all(|act| act.action == "export-records"), "{acts:?}");
    });
}
