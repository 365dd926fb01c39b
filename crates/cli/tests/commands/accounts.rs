//! `guanai account`: a real site's first administrator gets a slip; closing; a reset by two.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use guanai_app::accounts::{
    AskReset, Attempt, Cost, Device, Door, PasswordState, Passwords, Secret, Secrets, SignIn, ask_reset, find_account,
    sign_in,
};
use guanai_app::{Actor, Cx, Readings, Role, Standards};
use guanai_kernel::{Ids, Moment};
use guanai_scheme::Lang;
use guanai_store::{Db, DbUrl, Seal};
use serde_json::json;

use crate::desk::{Desk, Said};

/// Nine in the morning of 30 June 2026.
const NOW: i64 = 1_782_781_200_000_000;

fn at(minutes: i64) -> Moment {
    Moment::from_micros(NOW + minutes * 60_000_000)
}

fn call(desk: &Desk, line: &str) -> Said {
    desk.guanai(&format!("--now {NOW} {line}"))
}

/// The code on a slip as it was printed.
fn code(said: &Said) -> String {
    let is_code = |word: &&str| {
        word.len() == 14 && word.split('-').count() == 3 && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let found: Vec<&str> = said.out.split_whitespace().filter(is_code).collect();
    assert_eq!(found.len(), 1, "{}", said.both());
    found[0].to_owned()
}

fn run<T>(work: impl AsyncFnOnce(Db) -> T, desk: &Desk) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let url = DbUrl::file(&desk.at("guanai.sqlite"));
    runtime.block_on(async { work(Db::open(&url, Seal::default()).await.unwrap()).await })
}

/// So that nobody at the door has the chance of somebody else.
static KNOCKS: AtomicU64 = AtomicU64::new(1_000);

/// What comes of signing in with a name and a secret.
fn knock(desk: &Desk, name: &str, secret: &str) -> SignIn {
    let attempt = Attempt { sign_in_name: name.to_owned(), secret: Secret::new(secret), device: Device::Own };
    let seed = KNOCKS.fetch_add(1, Ordering::Relaxed);
    let knocking = async |db: Db| {
        let passwords = Passwords::new(Cost::STANDARD).unwrap();
        let mut door = Door {
            db: &db,
            passwords: &passwords,
            secrets: Secrets::seeded(seed),
            now: at(1),
            ids: Ids::seeded(seed, at(1)),
        };
        sign_in(&mut door, &attempt).await.unwrap()
    };
    run(knocking, desk)
}

#[test]
fn the_first_administrator_gets_a_slip_before_anything_is_imported() {
    let desk = Desk::new();
    let said = call(&desk, "account open --sign-in admin-1 --name 王管理 --role administrator").exits(0);
    for word in ["admin-1", "王管理", "管理员", "全县", "2026-07-14"] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    let code = code(&said);
    assert!(matches!(knock(&desk, "admin-1", &code), SignIn::Welcome { password: PasswordState::OneTime, .. }));
    let kept = fs::read(desk.at("guanai.sqlite")).unwrap();
    let letters = code.replace('-', "");
    for secret in [code.as_bytes(), letters.as_bytes()] {
        assert!(!kept.windows(secret.len()).any(|window| window == secret), "the code stands in the database");
    }
    let listed = call(&desk, "account list --json").exits(0);
    let account = json!({
        "sign_in_name": "admin-1", "name": "王管理", "role": "administrator", "organization": null, "state": "active",
        "has_own_password": false,
    });
    assert_eq!(listed.json(), json!({ "accounts": [account] }));
    assert!(!listed.both().contains(&letters) && !listed.both().contains(&code));
    let english =
        call(&desk, "--lang en account open --sign-in admin-2 --name Li --role administrator --json").exits(0);
    let object = english.json();
    assert_eq!((&object["sign_in_name"], &object["ends_on"]), (&json!("admin-2"), &json!("2026-07-14")));
    let code = object["code"].as_str().unwrap();
    assert!(!english.err.contains(code), "with --json the code is on standard output alone");
    assert!(matches!(knock(&desk, "admin-2", code), SignIn::Welcome { .. }));
}

#[test]
fn what_cannot_be_opened_says_why_and_how_to_mend_it() {
    let desk = Desk::published();
    let open = "account open --sign-in";
    call(&desk, &format!("{open} heko --name 经办甲 --role township-officer --organization 中共河口镇委员会")).exits(0);
    call(&desk, &format!("{open} shang --name 联系人乙 --role branch-contact --organization 990001001")).exits(0);
    let person = desk.person("sqlite:guanai.sqlite", "周老");
    call(&desk, &format!("{open} zhoulao --name 周老 --role member --person {person}")).exits(0);
    for (line, chinese, english) in [
        ("a --name 甲 --role auditor", "账号要2至40个", "2 to 40 letters"),
        ("abc --name 甲 --role king", "--role 写的是“king”", "--role reads \"king\""),
        ("abc --name 甲 --role branch-contact", "请写明是哪一个", "say which"),
        ("abc --name 甲 --role auditor --organization 990001001", "不用写", "leave it out"),
        ("abc --name 甲 --role branch-contact --organization 没有", "先导入党组织", "import the organisations"),
        ("abc --name 甲 --role member", "申请", "asks for it"),
        ("abc --name 甲 --role member --person 00000000000000000000000000", "没有这个编号", "nobody in the register"),
        ("heko --name 甲 --role auditor", "请换一个", "take another"),
    ] {
        let said = call(&desk, &format!("{open} {line}")).exits(2);
        assert!(said.err.contains(chinese) && said.out.is_empty(), "{line}: {}", said.both());
        let said = call(&desk, &format!("--lang en {open} {line}")).exits(2);
        assert!(said.err.contains(english), "{line}: {}", said.err);
    }
    let listed = call(&desk, "account list").exits(0);
    assert!(listed.out.contains("共 3 个账号") && listed.out.contains("上村党支部"), "{}", listed.out);
    assert!(call(&desk, "account list --role member").exits(0).out.contains("zhoulao"));
    call(&desk, "account list --role king").exits(2);
    assert!(!Desk::new().has("guanai.sqlite"));
    let nowhere = Desk::new();
    call(&nowhere, "account list").exits(2);
    assert!(!nowhere.has("guanai.sqlite"), "listing makes no database");
}

#[test]
fn a_closed_account_stays_closed_and_its_name_is_given_to_nobody() {
    let desk = Desk::new();
    let said = call(&desk, "account open --sign-in shenji --name 审计甲 --role auditor").exits(0);
    let code = code(&said);
    assert!(call(&desk, "account close SHENJI").exits(0).out.contains("已停用：shenji"));
    assert_eq!(knock(&desk, "shenji", &code), SignIn::Wrong);
    assert!(call(&desk, "account close shenji").exits(2).err.contains("已经停用"));
    assert!(call(&desk, "account close nobody").exits(2).err.contains("nobody"));
    assert!(call(&desk, "account list").exits(0).out.contains("共 0 个账号"));
    assert!(call(&desk, "account list --closed").exits(0).out.contains("已停用"));
    call(&desk, "account open --sign-in shenji --name 审计乙 --role auditor").exits(2);
    assert!(call(&desk, "account reset shenji").exits(2).err.contains("已经停用"));
}

#[test]
fn the_console_and_an_officer_reset_together_and_neither_alone() {
    let desk = Desk::new();
    let old = code(&call(&desk, "account open --sign-in shenji --name 审计甲 --role auditor").exits(0));
    call(&desk, "account open --sign-in jingban --name 经办甲 --role county-officer").exits(0);
    let asked = call(&desk, "account reset shenji --json").exits(0);
    assert_eq!(asked.json()["asked"], json!(true));
    // Asked by the console alone, once more, it is still only asked for.
    assert!(call(&desk, "account reset shenji").exits(0).out.contains("一天内有效"));
    assert!(matches!(knock(&desk, "shenji", &old), SignIn::Welcome { .. }));
    let asking = async |db: Db| {
        let standards = Standards::embedded(Lang::Zh).unwrap();
        let ids = Ids::seeded(9, at(2));
        let actor = Actor::console();
        let mut cx = Cx { db: &db, standards: &standards, actor, now: at(2), ids, readings: Readings::AtOnce };
        let [owner, officer] = [
            find_account(&mut cx, "shenji").await.unwrap().account_id,
            find_account(&mut cx, "jingban").await.unwrap().account_id,
        ];
        cx.actor = Actor { name: officer.to_string(), role: Role::CountyOfficer, ..Actor::console() };
        ask_reset(&mut cx, AskReset { account_id: owner }).await.unwrap();
    };
    run(asking, &desk);
    let said = desk.guanai(&format!("--now {} account reset shenji", at(5).as_micros())).exits(0);
    let fresh = code(&said);
    assert_ne!(fresh, old);
    assert_eq!(knock(&desk, "shenji", &old), SignIn::Wrong);
    assert!(matches!(knock(&desk, "shenji", &fresh), SignIn::Welcome { password: PasswordState::OneTime, .. }));
}
