//! Nothing that must be sealed stands in the clear: not in a database's bytes, not in what is shown of an error or a value.

use guanai_store::engine::sql;
use guanai_store::{StoreError, persons};

use crate::county::County;
use crate::engines::on_both;

/// What must not be seen anywhere.
fn canaries(county: &County) -> Vec<String> {
    let mut canaries: Vec<String> = county.persons.iter().map(|p| p.identity.as_str().to_owned()).collect();
    canaries.extend(county.persons.iter().filter_map(|p| p.phone.clone()));
    canaries.extend(county.persons.iter().filter_map(|p| p.address.clone()));
    let others = [
        "青溪镇9号",
        "0990-1234567",
        "19900009999",
        "19900008888",
        "启动资金",
        "开小超市",
        "某企业",
        "周末可上门",
        "外省某市",
        "做完手术",
        "屋顶去年修过",
        "大病报销",
        "和儿媳闹得厉害",
        "心里堵得慌",
        "药费单据",
        "出院小结",
        "没说到点子上",
    ];
    canaries.extend(others.map(str::to_owned));
    canaries.push("99110000MA00000001".to_owned());
    canaries
}

/// Every text of every table, as it is kept.
async fn kept(db: &guanai_store::Db) -> String {
    let mut tx = db.begin_read().await.unwrap();
    let tables = [
        "SELECT CAST(p.* AS TEXT) FROM persons p",
        "SELECT CAST(p.* AS TEXT) FROM households p",
        "SELECT CAST(p.* AS TEXT) FROM floating_spells p",
        "SELECT CAST(p.* AS TEXT) FROM needs p",
        "SELECT CAST(p.* AS TEXT) FROM offers p",
        "SELECT CAST(p.* AS TEXT) FROM discrepancies p",
        "SELECT CAST(p.* AS TEXT) FROM fund_entries p",
        "SELECT CAST(p.* AS TEXT) FROM party_organizations p",
        "SELECT CAST(p.* AS TEXT) FROM former_states p",
        "SELECT CAST(p.* AS TEXT) FROM facts p",
        "SELECT CAST(p.* AS TEXT) FROM visits p",
        "SELECT CAST(p.* AS TEXT) FROM talk_notes p",
        "SELECT CAST(p.* AS TEXT) FROM visit_drafts p",
        "SELECT CAST(p.* AS TEXT) FROM questions p",
        "SELECT CAST(p.* AS TEXT) FROM asks p",
    ];
    let mut texts = String::new();
    for text in tables {
        for (row,) in sql(text).all::<(String,)>(&mut tx).await.unwrap() {
            texts.push_str(&row);
        }
    }
    texts
}

#[test]
fn nothing_sealed_stands_in_the_clear_at_rest() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = county.persons[0].clone();
        let after = guanai_registry::Person { phone: None, ..before.clone() };
        persons::amend(&mut tx, &before, &after, crate::county::NOW).await.unwrap();
        tx.commit().await.unwrap();
        let texts = if db.engine() == "postgres" {
            kept(&db).await
        } else {
            let file = db.address().strip_prefix("sqlite:").unwrap().to_owned();
            db.close().await;
            String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned()
        };
        // The test reads the right bytes: what is not sealed is found.
        assert!(texts.contains(&before.name) && texts.contains("党员花名册.xlsx"));
        for canary in canaries(&county) {
            assert!(!texts.contains(&canary), "{canary} stands in the clear");
        }
    });
}

#[test]
fn no_error_and_nothing_shown_holds_a_sealed_value() {
    on_both(async |db| {
        let county = County::new(1);
        let canaries = canaries(&county);
        let mut shown = vec![format!("{db:?}"), format!("{:?}", county.facts)];
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        shown.push(format!("{tx:?}"));
        let conflict = persons::add_many(&mut tx, &county.persons).await.unwrap_err();
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        sql("UPDATE persons SET phone = 'v0:phone:00000000:x'").execute(&mut tx).await.unwrap();
        let sealed = persons::list_all(&mut tx).await.unwrap_err();
        assert!(matches!(sealed, StoreError::Sealed { .. }), "{sealed:?}");
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let identity = county.persons[0].identity.as_str().to_owned();
        let wrong =
            sql("SELECT CAST($1 AS BIGINT) + $2 FROM no_such_table").bind(identity.as_str()).bind("19900000001");
        shown.push(format!("{wrong:?}"));
        let driver = wrong.all::<(i64,)>(&mut tx).await.unwrap_err();
        assert!(matches!(driver, StoreError::Driver { .. }), "{driver:?}");
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let misread = sql("SELECT identity_key || $1 FROM persons").bind(identity.as_str());
        let decode = misread.all::<(i64,)>(&mut tx).await.unwrap_err();
        for error in [conflict, sealed, driver, decode] {
            shown.push(format!("{error} {error:?}"));
        }
        tx.rollback().await.unwrap();
        if db.engine() == "postgres" {
            // PostgreSQL quotes the datum in its own message.
            let mut tx = db.begin_write().await.unwrap();
            let quoting = sql("SELECT CAST(CAST($1 AS TEXT) || 'x' AS BIGINT)").bind(identity.as_str());
            let error = quoting.all::<(i64,)>(&mut tx).await.unwrap_err();
            shown.push(format!("{error} {error:?}"));
        }
        for text in &shown {
            for canary in &canaries {
                assert!(!text.contains(canary.as_str()), "{text} holds {canary}");
            }
        }
    });
}

#[test]
fn a_sealed_value_moved_to_another_row_does_not_open() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id.to_string());
        let moved = sql(
            "UPDATE persons SET phone = (SELECT q.phone FROM persons q WHERE q.person_id = $1) WHERE person_id = $2",
        );
        moved.bind(a).bind(b).execute(&mut tx).await.unwrap();
        assert!(matches!(persons::list_all(&mut tx).await, Err(StoreError::Sealed { .. })));
    });
}
