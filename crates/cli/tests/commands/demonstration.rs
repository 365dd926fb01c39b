//! `guanai demo`: the drawn county and the carried one, once and again.

use std::fs;

use serde_json::json;

use crate::desk::Desk;

/// Nine in the morning of 30 June 2026, as the hidden clock takes it.
const NOW: &str = "--now 1782781200000000";

#[test]
fn a_drawn_county_is_kept_shown_and_opened_again() {
    let desk = Desk::new();
    let line = format!("{NOW} demo --members 1000 --no-serve --out show");
    let said = desk.guanai(&line).exits(0);
    for name in ["guanai-demo.sqlite", "guanai-demo-books"] {
        assert!(desk.has(&format!("show/{name}")), "{name}");
        assert!(said.out.contains(name), "{name} is not told: {}", said.out);
    }
    for part in ["党员 1,000 名", "最大偏差", "按 ", "撮合（2026-06-30）", "关爱方案（2026-06-30）"] {
        assert!(said.out.contains(part), "{part} is not told: {}", said.out);
    }
    let before = desk.records("sqlite:show/guanai-demo.sqlite");
    let again = desk.guanai(&line).exits(0);
    assert!(again.out.contains("已经有了"), "{}", again.out);
    assert_eq!(desk.records("sqlite:show/guanai-demo.sqlite"), before);
    let full = desk.guanai(&format!("{line} --fit")).exits(0);
    assert!(full.out.contains("假定数") && full.out.lines().count() > 60, "{}", full.out);
    let object = desk.guanai("check --db sqlite:show/guanai-demo.sqlite --json").exits(0).json();
    assert_eq!(object["broken"], json!(0));
}

#[test]
fn next_months_roster_of_a_township_shows_every_kind_of_change() {
    let desk = Desk::new();
    desk.guanai(&format!("{NOW} demo --members 1000 --no-serve --out show")).exits(0);
    let import = "import show/guanai-demo-books --db sqlite:show/guanai-demo.sqlite --as-of 2026-07-31 --json --refused refused.xlsx";
    // A rehearsal exits as the import would: some rows come back.
    let before = desk.records("sqlite:show/guanai-demo.sqlite");
    let rehearsed = desk.guanai(&format!("{import} --dry-run")).exits(1).json();
    assert_eq!(desk.records("sqlite:show/guanai-demo.sqlite"), before);
    let changes = &rehearsed["changes"];
    assert_eq!(changes["new"], json!(3), "{changes}");
    assert_eq!(changes["changed"], json!(5), "two moved, three otherwise: {changes}");
    assert_eq!(changes["absent"], json!(3), "{changes}");
    assert_eq!(changes["conflict"], json!(1), "{changes}");
    assert_eq!(changes["refused"], json!(2), "{changes}");
    assert!(changes["same"].as_u64().unwrap() > 20, "{changes}");
    let refused = json!({ "bad_checksum": 1, "unknown_branch": 1 });
    assert_eq!(rehearsed["refused"], refused, "{rehearsed}");
    let published = desk.guanai(import).exits(1).json();
    assert_eq!(published["changes"], *changes);
}

#[test]
fn the_carried_county_goes_the_whole_way_and_again_changes_nothing() {
    let desk = Desk::new();
    let line = "demo --county carried --no-serve --out show";
    let said = desk.guanai(line).exits(0);
    let names = ["carried.sqlite", "carried-plan.xlsx", "carried-refused.xlsx", "carried-books"];
    for name in names.map(|name| format!("guanai-demo-{name}")) {
        assert!(desk.has(&format!("show/{name}")), "{name}");
        assert!(said.out.contains(&name), "{name} is not told: {}", said.out);
    }
    assert!(said.out.contains("254 人"), "members in hardship: {}", said.out);
    let before = desk.records("sqlite:show/guanai-demo-carried.sqlite");
    let plan = fs::metadata(desk.at("show/guanai-demo-carried-plan.xlsx")).unwrap().len();
    let again = desk.guanai(line).exits(0);
    assert!(again.out.contains("已经有了"), "{}", again.out);
    assert_eq!(desk.records("sqlite:show/guanai-demo-carried.sqlite"), before);
    assert!(fs::metadata(desk.at("show/guanai-demo-carried-plan.xlsx")).unwrap().len() > plan / 2);
    let object = desk.guanai("check --db sqlite:show/guanai-demo-carried.sqlite --json").exits(0).json();
    assert_eq!(object["broken"], json!(0));
    desk.lay("taken", "a file");
    desk.guanai("demo --no-serve --out taken").exits(2);
}

#[test]
fn a_file_that_holds_something_else_is_left_alone() {
    let desk = Desk::published();
    fs::create_dir_all(desk.at("show")).unwrap();
    fs::rename(desk.at("guanai.sqlite"), desk.at("show/guanai-demo.sqlite")).unwrap();
    let before = desk.records("sqlite:show/guanai-demo.sqlite");
    let said = desk.guanai("demo --no-serve --out show").exits(2);
    assert!(said.err.contains("--out"), "{}", said.err);
    assert_eq!(desk.records("sqlite:show/guanai-demo.sqlite"), before);
    let said = desk.guanai("demo --members 10 --no-serve --out small").exits(2);
    assert!(said.err.contains("1,000") && said.err.contains("10"), "{}", said.err);
}
