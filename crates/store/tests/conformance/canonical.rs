//! The canonical export.

use std::sync::Mutex;

use guanai_registry::Person;
use guanai_store::{canonical, facts, imports, needs, persons};

use crate::county::{County, NOW, today};
use crate::engines::on_both;

/// Two applications, and what the one that was decided left: its steps and former states, a meeting with attendance, recusals
/// and a vote, a notice and an objection with a former state each, papers, a scan with its bytes, a decision.
const APPLICATIONS: u64 = 2 + (8 + 8) + (1 + 3 + 2 + 1) + 2 + 2 + 2 + 2 + 1;

async fn export(db: &guanai_store::Db) -> (u64, String) {
    let mut bytes = Vec::new();
    let mut tx = db.begin_read().await.unwrap();
    let lines = canonical::export(&mut tx, &mut bytes).await.unwrap();
    (lines, String::from_utf8(bytes).unwrap())
}

#[test]
fn the_export_is_the_same_bytes_on_both_engines_and_for_any_order_of_writing() {
    let exports = Mutex::new(Vec::new());
    on_both(async |db| {
        let mut county = County::new(1);
        if db.engine() == "postgres" {
            county.persons.reverse();
            county.facts.reverse();
            county.organizations.reverse();
        }
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = persons::list_all(&mut tx).await.unwrap()[0].clone();
        let after = Person { name: "Zoë 张".to_owned(), ..before.clone() };
        persons::amend(&mut tx, &before, &after, NOW).await.unwrap();
        let need = county.needs[0].clone();
        let planned = guanai_casework::Need { state: guanai_casework::NeedState::Planned, ..need.clone() };
        needs::amend_many(&mut tx, &[(need, planned)], NOW).await.unwrap();
        tx.commit().await.unwrap();
        let export = export(&db).await;
        exports.lock().unwrap().push(export);
    });
    let exports = exports.into_inner().unwrap();
    for (lines, text) in &exports {
        assert_eq!(text, &exports[0].1);
        assert_eq!(usize::try_from(*lines).unwrap(), text.lines().count());
        // One line for each record of the county, and two former states.
        assert_eq!(
            *lines,
            2 + 1
                + 3
                + 4
                + 1
                + 1
                + 1
                + 1
                + 2
                + 1
                + 14
                + 3
                + 1
                + 3
                + 2
                + 3
                + 1
                + 1
                + 1
                + 2
                + 3
                + 2
                + 2
                + 2
                + 1
                + (1 + 3 + 1 + 1 + 2)
                + APPLICATIONS
                + (1 + 3)
                + (1 + 2 + 1 + 1)
                + 2
                + 1
        );
    }
}

#[test]
fn a_line_holds_what_is_known_in_the_clear_with_its_keys_in_order() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (_, text) = export(&db).await;
        let person = &county.persons[0];
        let line = text.lines().find(|line| line.contains("\"record\":\"person\"")).unwrap();
        let expected = format!(
            "{{\"address\":\"青溪镇1号\",\"birth_chosen_on\":null,\"birth_in_identity_on\":\"{}\",\"birth_stated_on\":null,\
             \"died_on\":null,\"ethnicity\":\"01\",\"identity\":\"{}\",\"import_id\":\"{}\",\"name\":\"张1·阿依\",\
             \"person_id\":\"{}\",\"phone\":\"19900000001\",\"record\":\"person\",\"recorded_at\":{},\"sex\":null,\
             \"source_kind\":\"roster\",\"source_place\":\"党员花名册.xlsx 农村 1\",\"source_stated_on\":\"2026-06-30\"}}",
            person.identity.birth_date(),
            person.identity.as_str(),
            county.import.import_id,
            person.person_id,
            NOW.as_micros(),
        );
        assert_eq!(line, expected);
        for canary in ["开小超市", "19900009999", "青溪镇9号", "\"amount_fen\":-500000", "周末可上门"] {
            assert!(text.contains(canary), "{canary}");
        }
    });
}

#[test]
fn what_is_not_known_of_the_county_is_not_in_the_export() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let before = export(&db).await;
        let mut tx = db.begin_write().await.unwrap();
        let mut second = county.import.clone();
        second.import_id = guanai_kernel::ids::ImportId::fresh(&mut county.ids);
        imports::add(&mut tx, &second).await.unwrap();
        imports::amend_coverage(&mut tx, guanai_registry::SourceKind::Roster, today(), second.import_id).await.unwrap();
        facts::rebuild_current(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(export(&db).await, before);
        // And it can differ: one more fact is one more line.
        let more =
            county.fact(county.persons[1].person_id, "household.size", guanai_registry::FactValue::Int(2), today(), 1);
        let mut tx = db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[more]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(export(&db).await.0, before.0 + 1);
    });
}
