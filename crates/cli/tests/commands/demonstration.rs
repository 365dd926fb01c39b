//! `guanai demo`: the carried county through every step, once and again.

use std::fs;

use serde_json::json;

use crate::desk::Desk;

#[test]
fn the_demo_does_the_main_job_and_again_changes_nothing() {
    let desk = Desk::new();
    let said = desk.guanai("demo --out show").exits(0);
    for name in ["guanai-demo.sqlite", "guanai-demo-plan.xlsx", "guanai-demo-refused.xlsx", "guanai-demo-books"] {
        assert!(desk.has(&format!("show/{name}")), "{name}");
        assert!(said.out.contains(name), "{name} is not told: {}", said.out);
    }
    assert!(said.out.contains("254 人"), "members in hardship: {}", said.out);
    let before = desk.records("sqlite:show/guanai-demo.sqlite");
    let plan = fs::metadata(desk.at("show/guanai-demo-plan.xlsx")).unwrap().len();
    let again = desk.guanai("demo --out show").exits(0);
    assert!(again.out.contains("已经有了"), "{}", again.out);
    assert_eq!(desk.records("sqlite:show/guanai-demo.sqlite"), before);
    assert!(fs::metadata(desk.at("show/guanai-demo-plan.xlsx")).unwrap().len() > plan / 2);
    let object = desk.guanai("check --db sqlite:show/guanai-demo.sqlite --json").exits(0).json();
    assert_eq!(object["broken"], json!(0));
    desk.lay("taken", "a file");
    desk.guanai("demo --out taken").exits(2);
}
