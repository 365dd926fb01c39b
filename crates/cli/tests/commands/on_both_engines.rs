//! The same commands on SQLite and PostgreSQL: the same figures, the same bytes.

use std::path::Path;
use std::sync::Mutex;

use guanai_store::Db;
use guanai_testkit::{County, Size};
use serde_json::{Value, json};

use crate::desk::{Desk, Said};
use crate::engines::{on_both, postgres};
use crate::importing::answer_key;

/// Nine in the morning of 30 June 2026, as the hidden clock takes it.
const NOW: &str = "1782781200000000";

/// The test's own database, as `--db` takes it: what the store shows leaves the user out.
fn address(db: &Db) -> String {
    let shown = db.address();
    let Some((_, schema)) = shown.split_once("schema=") else { return shown.to_owned() };
    let server = postgres().unwrap();
    format!("{server}{}schema={schema}", if server.contains('?') { "&" } else { "?" })
}

fn call(desk: &Desk, db: &str, words: &[&str]) -> Said {
    desk.call(&[&["--now", NOW, "--seed", "7"], words, &["--db", db]].concat())
}

#[test]
fn the_carried_county_equals_its_key_and_again_changes_nothing() {
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi");
    let books = books.to_str().unwrap();
    let exports = Mutex::new(Vec::new());
    on_both(async |db| {
        let (desk, db) = (Desk::new(), &address(&db));
        let import = ["import", books, "--as-of", "2026-06-30", "--json", "--refused", "refused.xlsx"];
        let mut object = call(&desk, db, &import).exits(1).json();
        let changes = object.as_object_mut().unwrap().remove("changes").unwrap();
        assert_eq!(object, answer_key());
        assert_eq!((&changes["changed"], &changes["absent"]), (&json!(0), &json!(0)));
        let export = ["export", "--canonical", "records.jsonl"];
        call(&desk, db, &export).exits(0);
        let first = std::fs::read(desk.at("records.jsonl")).unwrap();
        let again = desk.call(&[&import[..], &["--db", db]].concat()).exits(1).json();
        let changes = &again["changes"];
        assert_eq!((&changes["new"], &changes["changed"]), (&json!(0), &json!(0)));
        call(&desk, db, &export).exits(0);
        assert!(std::fs::read(desk.at("records.jsonl")).unwrap() == first, "importing again changed something");
        exports.lock().unwrap().push(first);
    });
    let exports = exports.into_inner().unwrap();
    assert!(exports.iter().all(|e| *e == exports[0]), "the engines export different bytes");
}

/// Explains a need for which somebody is proposed and one for which nobody could be found: each agrees with the matching.
fn explain(desk: &Desk, db: &str, as_of: &str, matched: &Value) -> Value {
    let explained = |need: &Value| {
        call(desk, db, &["match", "explain", need.as_str().unwrap(), "--as-of", as_of, "--json"]).exits(0).json()
    };
    let (pair, unmet) = (&matched["pairs"][0], &matched["unmet"][0]);
    let proposed = explained(&pair["need"]);
    assert_eq!((&proposed["outcome"], &proposed["pairs"]), (&json!("proposed"), &json!([pair])));
    let candidates = proposed["candidates"].as_array().unwrap();
    assert_eq!(json!(candidates.len()), pair["candidates"]);
    let ours = candidates.iter().find(|candidate| candidate["offer"] == pair["offer"]).unwrap();
    assert_eq!((&ours["cost"], &ours["why"]), (&pair["cost"], &pair["why"]));
    let lacking = explained(&unmet["need"]);
    assert_eq!((&lacking["outcome"], &lacking["unmet"]), (&json!("unmet"), unmet));
    let nowhere = call(desk, db, &["match", "explain", "没有这一号"]).exits(2);
    assert!(nowhere.both().contains("没有这一号"), "{}", nowhere.both());
    json!([proposed, lacking])
}

#[test]
fn a_county_nobody_has_seen_gives_the_same_bytes_and_answers() {
    let county = County::generate(20_260_630, Size::Small);
    let as_of = county.as_of().to_string();
    let outcomes: Mutex<Vec<(Vec<u8>, Vec<Value>)>> = Mutex::new(Vec::new());
    on_both(async |db| {
        let (desk, db) = (Desk::new(), &address(&db));
        county.write(&desk.at("county")).unwrap();
        let said = call(&desk, db, &["import", "county", "--as-of", &as_of, "--json", "--refused", "refused.xlsx"]);
        assert!(said.code < 2, "{}", said.both());
        let mut object = said.json();
        object.as_object_mut().unwrap().remove("changes");
        assert_eq!(object, county.key());
        call(&desk, db, &["export", "--canonical", "records.jsonl"]).exits(0);
        let matched = call(&desk, db, &["match", "--as-of", &as_of, "--json"]).exits(0).json();
        let explained = explain(&desk, db, &as_of, &matched);
        let objects = [
            call(&desk, db, &["assess", "--as-of", &as_of, "--json"]).exits(0).json(),
            matched,
            explained,
            call(&desk, db, &["check", "--json"]).exits(0).json(),
        ];
        let plan = call(&desk, db, &["plan", "--as-of", &as_of, "--out", "plan.xlsx", "--json"]).exits(0).json();
        let records = std::fs::read(desk.at("records.jsonl")).unwrap();
        outcomes.lock().unwrap().push((records, [objects.to_vec(), vec![plan]].concat()));
    });
    let outcomes = outcomes.into_inner().unwrap();
    assert!(outcomes.iter().all(|(records, _)| *records == outcomes[0].0), "the engines export different bytes");
    for (_, objects) in &outcomes {
        assert_eq!(objects, &outcomes[0].1);
    }
}
