//! What must stand nowhere: passwords, codes, tokens and what was typed, in the audit, in the database, in a log.

use guanai_app::accounts::{Attempt, Device, Secret, sign_in};
use guanai_app::{Actor, Role};
use guanai_store::audit::Subject;
use guanai_testkit::engines::on_both;

use crate::town::{OWN, Town, after, welcomed};

/// Everything in a SQLite file and its journal, as text where it is text; nothing of another database.
fn on_disk(address: &str) -> String {
    let Some(file) = address.strip_prefix("sqlite:") else { return String::new() };
    let read = |path: String| std::fs::read(path).unwrap_or_default();
    let bytes = [read(file.to_owned()), read(format!("{file}-wal"))].concat();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn no_secret_is_kept_recorded_or_shown() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let slip = town.slip("jia", Role::Auditor, None).await;
        let code = slip.code.as_str().to_owned();
        let first = welcomed(town.try_to_sign_in("jia", &code, after(1)).await);
        let second = town.choose(&first, &code, OWN, after(2)).await;
        // A password in the place of the name.
        town.try_to_sign_in("我的密码是春眠不觉晓", "x", after(3)).await;
        town.try_to_sign_in("jia", "处处闻啼鸟夜来风雨声", after(4)).await;
        let attempt =
            Attempt {
                sign_in_name: "我的密码是春眠不觉晓".to_owned(), secret: Secret::new("x"), device: Device::Own
            };
        drop(sign_in(&mut town.door(after(5)), &attempt).await);
        let shown = format!("{slip:?} {first:?} {attempt:?} {:?} {:?}", town.passwords, town.audit().await);
        let kept = on_disk(town.db.address());
        // PostgreSQL keeps its files to itself; the same statements wrote the same rows there.
        assert_eq!(kept.is_empty(), town.db.engine() == "postgres");
        assert!(kept.is_empty() || kept.contains("$argon2id$v=19$"), "the search looks at what is kept");
        let compact = code.replace('-', "");
        for secret in [&code, &compact, OWN, "春眠", "闻啼鸟", first.as_str(), second.as_str()] {
            assert!(!shown.contains(secret) && !kept.contains(secret), "{secret}");
        }
    });
}

#[test]
fn every_step_leaves_one_record_that_names_who_and_whose() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let slip = town.slip("jia", Role::CountyOfficer, None).await;
        let token = welcomed(town.try_to_sign_in("jia", slip.code.as_str(), after(1)).await);
        town.choose(&token, slip.code.as_str(), OWN, after(2)).await;
        town.try_to_sign_in("jia", "错", after(3)).await;
        town.try_to_sign_in("nobody", "错", after(4)).await;
        let told: Vec<(String, String, Option<String>, usize)> = town
            .audit()
            .await
            .into_iter()
            .map(|record| (record.action, record.actor, record.role, record.subjects.len()))
            .collect();
        let own = slip.account_id.to_string();
        let officer = Some("county-officer".to_owned());
        let expected = [
            ("open-account", Actor::console().name, Some("console".to_owned()), 1),
            ("sign-in", own.clone(), officer.clone(), 1),
            ("choose-password", own.clone(), officer.clone(), 1),
            ("sign-in-refused", own, officer, 1),
            ("sign-in-refused", "nobody".to_owned(), None, 0),
        ];
        assert_eq!(told, expected.map(|(action, actor, role, subjects)| (action.to_owned(), actor, role, subjects)));
        let records = town.audit().await;
        assert_eq!(records[0].subjects, [Subject::Account(slip.account_id)]);
    });
}
