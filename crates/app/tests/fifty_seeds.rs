//! Fifty counties nobody has seen, on both engines: the import finds what their keys say, keeps the invariants, changes nothing
//! when it is repeated, and exports the same bytes from either engine. Every seed that differs is reported, with the paths in its key.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};

use guanai_app::actor::Actor;
use guanai_app::import::{ImportBooks, Imported, Intent, import_books};
use guanai_app::records::{check_records, export_records};
use guanai_app::{Cx, Readings, Standards};
use guanai_exchange::BookReader;
use guanai_scheme::Lang;
use guanai_store::Db;
use guanai_store::persons;
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size, clock};
use serde_json::Value;

const SEEDS: u64 = 50;

static STANDARDS: LazyLock<Standards> = LazyLock::new(|| Standards::embedded(Lang::En).unwrap());

#[test]
fn fifty_counties_equal_their_keys_on_both_engines() {
    let next = AtomicU64::new(0);
    let differing = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get().max(2));
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let named = std::thread::Builder::new().name(format!("fifty_seeds, worker {worker}"));
            let work = || {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= SEEDS {
                        break;
                    }
                    let found = catch_unwind(AssertUnwindSafe(|| differences(seed)))
                        .unwrap_or_else(|_| vec!["panicked: see above".to_owned()]);
                    differing.lock().unwrap().extend(found.into_iter().map(|line| (seed, line)));
                }
            };
            named.spawn_scoped(scope, work).unwrap();
        }
    });
    let mut differing = differing.into_inner().unwrap();
    differing.sort();
    let report: Vec<String> = differing.iter().map(|(seed, line)| format!("seed {seed}: {line}")).collect();
    assert!(report.is_empty(), "{} differences\n{}", report.len(), report.join("\n"));
}

/// In what the import of a seed's county differs from what it should be.
fn differences(seed: u64) -> Vec<String> {
    let county = County::generate(seed, Size::Small);
    let folder = tempfile::tempdir().unwrap();
    county.write(folder.path()).unwrap();
    let paths = [folder.path().to_owned()];
    let found = Mutex::new(Vec::new());
    let exports = Mutex::new(Vec::new());
    on_both(async |db| {
        let engine = db.engine();
        let (lines, export) = import_twice(&db, &county, &paths).await;
        found.lock().unwrap().extend(lines.into_iter().map(|line| format!("{engine}: {line}")));
        exports.lock().unwrap().push(export);
    });
    let mut found = found.into_inner().unwrap();
    if exports.into_inner().unwrap().windows(2).any(|pair| pair[0] != pair[1]) {
        found.push("the exports of the two engines differ".to_owned());
    }
    found
}

async fn import_twice(db: &Db, county: &County, paths: &[PathBuf]) -> (Vec<String>, String) {
    let mut cx = Cx {
        db,
        standards: &STANDARDS,
        actor: Actor::console(),
        now: clock::at(county.as_of()),
        ids: clock::ids(1),
        readings: Readings::AtOnce,
    };
    let first = publish(&mut cx, county, paths).await;
    let mut found = Vec::new();
    let mut got = first.to_json();
    let changes = got.as_object_mut().unwrap().remove("changes").unwrap();
    compare("", &county.key(), &got, &mut found);
    // Each row of every book has exactly one outcome.
    let outcomes = ["new", "changed", "same", "conflict", "refused"].map(|name| changes[name].as_u64().unwrap());
    let rows: usize = first.staged.sheets.iter().map(|sheet| sheet.rows).sum();
    if outcomes.iter().sum::<u64>() != rows as u64 {
        found.push(format!("{rows} rows, but the outcomes are {changes}"));
    }
    for unreadable in &first.staged.unreadable {
        found.push(format!("{} was not read: {}", unreadable.file, unreadable.error));
    }
    let mut tx = db.begin_read().await.unwrap();
    let people = persons::count(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    if Some(people) != county.key()["accepted_persons"].as_u64() {
        found.push(format!("{people} persons are kept"));
    }
    let broken = check_records(&mut cx).await.unwrap().into_iter().filter(|outcome| !outcome.holds);
    found.extend(broken.map(|outcome| format!("{} does not hold for {:?}", outcome.name, outcome.examples)));
    let export = exported(&mut cx).await;
    let second = publish(&mut cx, county, paths).await;
    let changes = second.changes;
    if (changes.new, changes.changed, changes.absent) != (0, 0, 0) {
        found.push(format!("the second import: {changes:?}"));
    }
    if exported(&mut cx).await != export {
        found.push("the second import changes the export".to_owned());
    }
    (found, export)
}

async fn publish(cx: &mut Cx<'_>, county: &County, paths: &[PathBuf]) -> Imported {
    let request = ImportBooks { paths, as_of: county.as_of(), intent: Intent::Publish };
    import_books(cx, &BookReader::in_process(), &request, &mut |_| {}).await.unwrap()
}

async fn exported(cx: &mut Cx<'_>) -> String {
    let mut bytes = Vec::new();
    export_records(cx, &mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The paths under which two keys differ.
fn compare(path: &str, wanted: &Value, got: &Value, found: &mut Vec<String>) {
    if let (Value::Object(wanted), Value::Object(got)) = (wanted, got) {
        let names: std::collections::BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
        for name in names {
            let of = |map: &serde_json::Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
            compare(&format!("{path}/{name}"), &of(wanted), &of(got), found);
        }
    } else if wanted != got {
        found.push(format!("{path} should be {wanted} and is {got}"));
    }
}
