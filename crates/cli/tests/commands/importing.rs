//! `guanai import`: exit codes, the object, the workbook of refused rows, rehearsals.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::desk::{Desk, keys};

/// The key of the carried county, which the object has the keys of.
pub fn answer_key() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi/answer-key.json");
    let mut key: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    key.as_object_mut().unwrap().remove("unused_faults_note");
    key
}

#[test]
fn clean_books_exit_0_and_leave_nothing_but_the_database() {
    let desk = Desk::new();
    let said = desk.guanai("import books --as-of 2026-06-30").exits(0);
    assert!(said.out.contains("示例县　账册核对（2026-06-30）") && said.out.contains("已入库。"), "{}", said.out);
    assert!(said.err.is_empty(), "{}", said.err);
    assert!(desk.has("guanai.sqlite"), "the default database");
    assert!(!desk.has("guanai-refused.xlsx"), "no row was refused");
}

#[test]
fn the_object_is_one_and_has_the_keys_of_the_answer_key_and_changes() {
    let desk = Desk::new();
    let said = desk.guanai("import books --as-of 2026-06-30 --json").exits(0);
    let object = said.json();
    let open = ["refused", "warned", "by_degree", "by_category", "by_provider_kind"];
    let mut expected = keys(&answer_key(), &open);
    expected.insert("changes".into());
    expected.extend(["new", "changed", "same", "conflict", "absent", "refused"].map(|k| format!("changes/{k}")));
    let mut found = keys(&object, &open);
    found.extend(["changes/refused".to_owned()]);
    assert_eq!(found, expected);
    assert_eq!(object["changes"]["refused"], 0);
    assert_eq!(
        (&object["refused"], &object["warned"]),
        (&json!({}), &json!({})),
        "a reason that did not occur is left out"
    );
    assert_eq!((&object["county"], &object["persons"]), (&json!("示例县"), &json!(3)));
    assert!(said.err.contains("已入库"), "the words go to standard error: {}", said.err);
}

#[test]
fn importing_again_changes_nothing() {
    let desk = Desk::published();
    let before = desk.records("sqlite:guanai.sqlite");
    let said = desk.guanai("import books --as-of 2026-06-30 --json").exits(0);
    let changes = &said.json()["changes"];
    assert_eq!((&changes["new"], &changes["changed"], &changes["conflict"]), (&json!(0), &json!(0), &json!(0)));
    assert_eq!(desk.records("sqlite:guanai.sqlite"), before);
}

#[test]
fn a_refused_row_exits_1_and_lies_beside_the_database() {
    let desk = Desk::published();
    desk.spoil();
    let said = desk.guanai("import spoiled --as-of 2026-06-30").exits(1);
    assert!(said.out.contains("证件号码有误　1"), "{}", said.out);
    assert!(said.out.contains("guanai-refused.xlsx") && desk.has("guanai-refused.xlsx"), "{}", said.out);

    fs::create_dir(desk.at("county")).unwrap();
    desk.guanai("import books spoiled --as-of 2026-06-30 --db sqlite:county/2026.sqlite").exits(1);
    assert!(desk.has("county/2026-refused.xlsx"), "beside that database, under its name");
    desk.guanai("import books spoiled --as-of 2026-06-30 --db sqlite:b.sqlite --refused back/to/villages.xlsx")
        .exits(2);
    desk.guanai("import books spoiled --as-of 2026-06-30 --db sqlite:c.sqlite --refused villages.xlsx").exits(1);
    assert!(desk.has("villages.xlsx") && !desk.has("c-refused.xlsx"));
}

#[test]
fn every_refused_row_is_counted_by_its_reason() {
    let desk = Desk::new();
    desk.lay("books/更多资源.csv", "提供方类型,名称,可提供的帮扶,可帮扶数量\n企业,反了公司,就业,-4\n");
    desk.lay(
        "books/更多困难.csv",
        format!("姓名,公民身份号码,困难程度,目前是否困难\n无人,{},一般困难,是\n", crate::desk::number("19500101099")),
    );
    let said = desk.guanai("import books --as-of 2026-06-30").exits(1);
    assert!(said.out.contains("数量或金额是负数　1") && said.out.contains("花名册里没有这个人　1"), "{}", said.out);
}

#[test]
fn a_rehearsal_exits_as_the_real_run_would_and_writes_nothing() {
    let desk = Desk::published();
    desk.spoil();
    let before = desk.records("sqlite:guanai.sqlite");
    let rehearsed = desk.guanai("import books spoiled --as-of 2026-06-30 --dry-run --json").exits(1);
    assert!(rehearsed.err.contains("这是预演，什么也没写。"), "{}", rehearsed.err);
    assert_eq!(desk.records("sqlite:guanai.sqlite"), before);
    assert!(!desk.has("guanai-refused.xlsx"));
    desk.guanai("import books spoiled --as-of 2026-06-30 --dry-run --refused asked-for.xlsx").exits(1);
    assert!(desk.has("asked-for.xlsx"), "written because it was asked for by name");
    assert_eq!(desk.records("sqlite:guanai.sqlite"), before);
    let real = desk.guanai("import books spoiled --as-of 2026-06-30 --json").exits(1);
    assert_eq!(real.json(), rehearsed.json());
}

#[test]
fn a_new_county_is_rehearsed_too() {
    let desk = Desk::new();
    let said = desk.guanai("import books --as-of 2026-06-30 --dry-run --json").exits(0);
    assert_eq!(
        said.json()["changes"]["new"],
        json!(15),
        "4 organisations, 3 members, 1 in hardship, 3 needs, 2 offers, 2 entries: {}",
        said.out
    );
    assert_eq!(desk.records("sqlite:guanai.sqlite"), "");
}

#[test]
fn what_could_not_be_done_exits_2_and_writes_nothing() {
    let desk = Desk::new();
    desk.lay("letters/通知.csv", "各支部：\n请于月底前报送。\n");
    fs::create_dir(desk.at("empty")).unwrap();
    for (line, told) in [
        ("import nowhere --as-of 2026-06-30", "没有 nowhere 这个文件或目录"),
        ("import books --as-of 2026-02-30", "“2026-02-30”"),
        ("import books --as-of heute", "“heute”"),
        ("import books --as-of 2026-06-30 --db mysql://county", "“mysql://county”"),
        ("import books --as-of 2026-06-30 --db sqlite:no/such/folder/x.sqlite", "打不开数据库"),
        ("import books --as-of 2026-06-30 --lang fr", "“fr”"),
        ("import", "PATH"),
    ] {
        let said = desk.guanai(line).exits(2);
        assert!(said.out.is_empty(), "{line}: {}", said.out);
        assert!(said.err.contains(told), "{line}: {}", said.err);
        assert!(!desk.has("guanai.sqlite"), "{line} left a database behind");
    }
    for (line, told) in [
        ("import letters --as-of 2026-06-30", "没有一个认得出是账册"),
        ("import empty --as-of 2026-06-30", "没有一个认得出是账册"),
    ] {
        let said = desk.guanai(line).exits(2);
        assert!(said.out.is_empty() && said.err.contains(told), "{line}: {}", said.both());
        assert_eq!(desk.records("sqlite:guanai.sqlite"), "", "{line}");
    }
}

#[test]
fn other_files_are_listed_and_ignored() {
    let desk = Desk::new();
    desk.lay("books/通知.docx", b"PK\x03\x04");
    desk.lay("books/说明.txt", "各支部请于月底前报送。\n");
    desk.lay("books/~$党员花名册.xlsx", "lock");
    desk.lay("books/值班表.csv", "日期,值班人,电话\n2026-06-01,某某,\n");
    let said = desk.guanai("import books --as-of 2026-06-30");
    for name in ["说明.txt", "~$党员花名册.xlsx", "值班表.csv"] {
        assert!(said.out.contains(&format!("没当作账册的：{name}")), "{name}: {}", said.out);
    }
    assert!(!said.out.contains('⟨'), "{}", said.out);
    assert_eq!(said.code, 0, "{}", said.both());
}
