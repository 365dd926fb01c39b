//! The engine room: races, jurisdictions, migrations, refusals.

use guanai_registry::{Person, Unit};
use guanai_store::engine::{DbUrl, sql};
use guanai_store::meta::{self, Site};
use guanai_store::{Db, Seal, StoreError, persons, units};

use crate::county::{County, NOW};
use crate::engines::{on_both, postgres};

fn named(county: &str) -> Site {
    Site { county: Some(county.to_owned()), ..Site::default() }
}

/// A use case's own error: the engine notices a lost race whatever becomes of the store's error.
#[derive(Debug)]
struct CountError(String);

impl From<StoreError> for CountError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

#[test]
fn twenty_writers_at_once_all_count() {
    on_both(async |db| {
        let mut tasks = Vec::new();
        for _ in 0..20 {
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                db.write(|tx, _| {
                    Box::pin(async move {
                        let before = meta::get(tx).await?.county.map_or(0, |text| text.parse::<i64>().unwrap());
                        meta::amend(tx, &named(&(before + 1).to_string())).await?;
                        Ok::<_, CountError>(())
                    })
                })
                .await
            }));
        }
        for task in tasks {
            let outcome = task.await.unwrap();
            assert!(outcome.is_ok(), "{:?}", outcome.map_err(|CountError(why)| why));
        }
        let last = db.read(|tx, _| Box::pin(meta::get(tx))).await.unwrap();
        assert_eq!(last.county.as_deref(), Some("20"));
    });
}

#[test]
fn work_may_borrow_from_its_caller_and_a_failed_one_changes_nothing() {
    on_both(async |db| {
        let county = County::new(1);
        let all = &county;
        db.write(move |tx, _| Box::pin(async move { all.write(tx).await })).await.unwrap();
        let unit = Unit { credit_code: "99110000MA00000009".to_owned(), ..county.units[0].clone() };
        let unit = &unit;
        let failed: Result<(), StoreError> = db
            .write(move |tx, _| {
                Box::pin(async move {
                    tx.widen().await?;
                    let after = Person { name: "张改名".to_owned(), ..all.persons[0].clone() };
                    persons::amend(tx, &all.persons[0], &after, NOW).await?;
                    units::add_many(tx, &[unit.clone()]).await
                })
            })
            .await;
        assert_eq!(failed, Err(StoreError::Conflict { constraint: "units_pkey".to_owned() }));
        let listed = db.read(|tx, _| Box::pin(persons::list_all(tx))).await.unwrap();
        assert_eq!(listed, county.persons);
    });
}

#[test]
fn a_reader_sees_one_state_and_can_write_nothing() {
    on_both(async |db| {
        let county = County::new(1);
        let mut reader = db.begin_read().await.unwrap();
        assert_eq!(persons::count(&mut reader).await.unwrap(), 0);
        let all = &county;
        db.write(move |tx, _| Box::pin(async move { all.write(tx).await })).await.unwrap();
        assert_eq!(persons::count(&mut reader).await.unwrap(), 0);
        assert!(units::add_many(&mut reader, &county.units).await.is_err());
        reader.rollback().await.unwrap();
        let mut reader = db.begin_read().await.unwrap();
        assert_eq!(persons::count(&mut reader).await.unwrap(), 3);
        reader.commit().await.unwrap();
    });
}

#[test]
fn an_uncommitted_transaction_leaves_nothing() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        drop(tx);
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(persons::count(&mut tx).await.unwrap(), 0);
        let nothing = sql("SELECT name FROM persons").optional::<(String,)>(&mut tx).await.unwrap();
        assert_eq!(nothing, None);
    });
}

#[test]
fn a_nul_is_refused_alike() {
    on_both(async |db| {
        let mut county = County::new(1);
        county.units[0].name = Some("某\0厂".to_owned());
        let mut tx = db.begin_write().await.unwrap();
        let refused = units::add_many(&mut tx, &county.units).await;
        assert_eq!(refused, Err(StoreError::Unstorable { table: "units" }));
    });
}

#[test]
fn a_database_opens_again_as_it_was_left() {
    on_both(async |db| {
        let county = County::new(1);
        let all = &county;
        db.write(move |tx, _| Box::pin(async move { all.write(tx).await })).await.unwrap();
        let again = reopened(&db).await.unwrap();
        let listed = again.read(|tx, _| Box::pin(persons::list_all(tx))).await.unwrap();
        assert_eq!(listed, county.persons);
        // While somebody writes, opening waits for nobody.
        let writer = db.begin_write().await.unwrap();
        reopened(&db).await.unwrap().close().await;
        writer.rollback().await.unwrap();
    });
}

#[test]
fn a_migration_that_this_program_does_not_know_is_refused() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let newer = sql("INSERT INTO migrations (version, script) VALUES ($1, $2)").bind(99_i64).bind("…");
        newer.execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let refused = reopened(&db).await.unwrap_err();
        assert!(matches!(refused, StoreError::UnknownMigration { version: 99, .. }), "{refused}");
        let mut tx = db.begin_write().await.unwrap();
        sql("DELETE FROM migrations WHERE version = 99").execute(&mut tx).await.unwrap();
        sql("UPDATE migrations SET script = 'another' WHERE version = 1").execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let refused = reopened(&db).await.unwrap_err();
        assert!(matches!(refused, StoreError::UnknownMigration { version: 1, .. }), "{refused}");
        // So that the harness can open it once more, to drop it.
        let mut tx = db.begin_write().await.unwrap();
        sql("DROP TABLE migrations").execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        if db.engine() == "postgres" {
            wipe(&db).await;
        }
    });
}

async fn wipe(db: &Db) {
    let mut tx = db.begin_write().await.unwrap();
    let text = "DO $$ DECLARE s TEXT := current_schema(); BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', s); \
                EXECUTE format('CREATE SCHEMA %I', s); END $$";
    sql(text).execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn reopened(db: &Db) -> Result<Db, StoreError> {
    let url = if db.engine() == "sqlite" {
        DbUrl::parse(db.address()).unwrap()
    } else {
        let schema = db.address().rsplit_once("schema=").unwrap().1;
        let server = postgres().unwrap();
        let parameter = if server.contains('?') { "&" } else { "?" };
        DbUrl::parse(&format!("{server}{parameter}schema={schema}")).unwrap()
    };
    Db::open(&url, Seal::default()).await
}

#[test]
fn two_jurisdictions_on_shared_connections_never_see_each_other() {
    on_both(async |db| {
        if db.engine() == "sqlite" {
            // A file holds one jurisdiction.
            let refused = db.open_beside("other", Seal::default()).await.unwrap_err();
            assert_eq!(refused.code(), "store-unreachable");
            return;
        }
        let schema = format!("{}_b", db.address().rsplit_once("schema=").unwrap().1);
        let beside = db.open_beside(&schema, Seal::default()).await.unwrap();
        assert!(db.open_beside("Not; a name", Seal::default()).await.is_err());
        for turn in 0..30_i64 {
            for (jurisdiction, name) in [(&db, "甲县"), (&beside, "乙县")] {
                let county = named(&format!("{name}{turn}"));
                let county = &county;
                jurisdiction.write(move |tx, _| Box::pin(meta::amend(tx, county))).await.unwrap();
            }
            for (jurisdiction, name) in [(&beside, "乙县"), (&db, "甲县")] {
                let noted = jurisdiction.read(|tx, _| Box::pin(meta::get(tx))).await.unwrap();
                assert_eq!(noted, named(&format!("{name}{turn}")));
            }
        }
        let mut tx = beside.begin_write().await.unwrap();
        let drop = "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$";
        sql(drop).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn an_inconsistent_row_is_named_without_its_value() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let person_id = county.persons[0].person_id.to_string();
        let spoil = sql("UPDATE persons SET birth_in_identity_on = 'geheim' WHERE person_id = $1");
        spoil.bind(person_id.as_str()).execute(&mut tx).await.unwrap();
        let error = persons::list_all(&mut tx).await.unwrap_err();
        assert!(!error.to_string().contains("geheim"));
        let expected = StoreError::Inconsistent { table: "persons", column: "birth_in_identity_on", key: person_id };
        assert_eq!(error, expected);
    });
}

#[test]
fn an_unreachable_database_says_which() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (address, shown) in [
        ("sqlite:/no/such/folder/x.sqlite", "sqlite:/no/such/folder/x.sqlite"),
        ("postgres://u:secret@127.0.0.1:9/care", "postgres://127.0.0.1:9/care?schema=public"),
    ] {
        let url = DbUrl::parse(address).unwrap();
        let error = runtime.block_on(Db::open(&url, Seal::default())).unwrap_err();
        assert!(matches!(&error, StoreError::Unreachable { database, .. } if database == shown), "{error}");
        assert!(!error.to_string().contains("secret"));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_and_its_journals_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("county.sqlite");
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    let db = Db::open(&DbUrl::file(&file), Seal::default()).await.unwrap();
    let mut tx = db.begin_write().await.unwrap();
    meta::amend(&mut tx, &named("某县")).await.unwrap();
    tx.commit().await.unwrap();
    for name in ["county.sqlite", "county.sqlite-wal", "county.sqlite-shm"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    db.close().await;
    // What its owner has opened to others stays so.
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    Db::open(&DbUrl::file(&file), Seal::default()).await.unwrap().close().await;
    assert_eq!(mode("county.sqlite"), 0o640);
}
