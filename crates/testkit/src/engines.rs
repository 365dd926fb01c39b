//! The two-engine harness: one test, carried out on SQLite and on PostgreSQL.
//!
//! SQLite is a file in a folder of its own, opened as in real life. PostgreSQL is a schema of its own in the database that
//! `GUANAI_TEST_POSTGRES` names (a `postgres://` address without a schema), dropped afterwards, also when the test fails.
//! Without that address the PostgreSQL half is left out and says so; with `GUANAI_REQUIRE_POSTGRES=1` that is a failure.
//! `GUANAI_CONFORMANCE_LOG` names a file that gets a line `engine test` for each half that passed, to be counted.

use std::io::Write as _;
use std::panic::resume_unwind;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use guanai_store::engine::sql;
use guanai_store::{Db, DbUrl, Seal};

static TOLD: Once = Once::new();
static SCHEMAS: AtomicU64 = AtomicU64::new(0);

/// Carries `body` out on a fresh database of each engine, one after the other.
///
/// # Panics
/// When a half fails, or when PostgreSQL is required and not found.
pub fn on_both<F>(body: F)
where
    F: AsyncFn(Db) + Sync,
{
    let test = std::thread::current().name().unwrap_or("unnamed").to_owned();
    let folder = tempfile::tempdir().expect("a folder for the test's database");
    let file = DbUrl::file(&folder.path().join("county.sqlite"));
    half("sqlite", &test, &file, &body);
    let Some(server) = postgres() else { return };
    let number = SCHEMAS.fetch_add(1, Ordering::Relaxed);
    let parameter = if server.contains('?') { "&" } else { "?" };
    let address = format!("{server}{parameter}schema=t{}_{number}", std::process::id());
    let schema = DbUrl::parse(&address).expect("GUANAI_TEST_POSTGRES is a postgres:// address without a schema");
    half("postgres", &test, &schema, &body);
}

/// The test server's address, if there is one.
///
/// # Panics
/// When there is none and `GUANAI_REQUIRE_POSTGRES=1` asks for one.
pub fn postgres() -> Option<String> {
    let server = environment("GUANAI_TEST_POSTGRES");
    if server.is_none() {
        assert!(
            environment("GUANAI_REQUIRE_POSTGRES").as_deref() != Some("1"),
            "PostgreSQL is required and not found: set GUANAI_TEST_POSTGRES to a postgres:// address"
        );
        TOLD.call_once(|| {
            tell("PostgreSQL not found: GUANAI_TEST_POSTGRES is not set. THE POSTGRESQL HALF OF THESE TESTS DID NOT RUN.\n");
        });
    }
    server
}

/// In a thread with a runtime of its own, so that the schema is dropped when the body panics.
fn half<F>(engine: &str, test: &str, url: &DbUrl, body: &F)
where
    F: AsyncFn(Db) + Sync,
{
    let work = || {
        runtime().block_on(async {
            let db = Db::open(url, Seal::default()).await.expect("the test's database opens");
            assert_eq!(db.engine(), engine);
            body(db.clone()).await;
            db.close().await;
        });
    };
    let named = std::thread::Builder::new().name(format!("{test} on {engine}"));
    let outcome = std::thread::scope(|scope| named.spawn_scoped(scope, work).expect("a thread").join());
    if engine == "postgres" {
        runtime().block_on(drop_schema(url));
    }
    match outcome {
        Ok(()) => log(engine, test),
        Err(panic) => {
            tell(&format!("{test} failed on {engine}\n"));
            resume_unwind(panic);
        }
    }
}

async fn drop_schema(url: &DbUrl) {
    let db = Db::open(url, Seal::default()).await.expect("the test's database opens again");
    let mut tx = db.begin_write().await.expect("a transaction");
    // The schema's name is put in by the server: a statement's text is always static.
    sql("DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$")
        .execute(&mut tx)
        .await
        .expect("the test's schema is dropped");
    tx.commit().await.expect("the test's schema is dropped");
    db.close().await;
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

fn log(engine: &str, test: &str) {
    let Some(path) = environment("GUANAI_CONFORMANCE_LOG") else { return };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).expect("the conformance log opens");
    // One write a line: tests run side by side.
    file.write_all(format!("{engine} {test}\n").as_bytes()).expect("the conformance log is written");
}

/// Past the capture of the test runner, which hides what passing tests print.
fn tell(text: &str) {
    drop(std::io::stderr().write_all(text.as_bytes()));
}

#[expect(clippy::disallowed_methods, reason = "where the test server is, only the environment says")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
