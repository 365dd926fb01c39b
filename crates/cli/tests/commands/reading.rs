//! `assess`, `match`, `plan`, `check`, `export`: exit codes and objects.

use std::fs;

use serde_json::json;

use crate::desk::Desk;

#[test]
fn assess_tells_how_everybody_was_answered() {
    let desk = Desk::published();
    let said = desk.guanai("assess --as-of 2026-06-30 --json").exits(0);
    let object = said.json();
    assert_eq!((&object["people"], &object["as_of"]), (&json!(3), &json!("2026-06-30")));
    let measure = |name: &str| &object["measures"][name];
    assert_eq!(measure("party-seniority-allowance")["holds"], 1, "the member of fifty years");
    assert_eq!(measure("fixed-relief"), &json!({"holds": 0, "not": 2, "undetermined": 1, "conflict": 0, "fault": 0}));
    let asked: Vec<&str> = object["ask"].as_array().unwrap().iter().map(|q| q["fact"].as_str().unwrap()).collect();
    assert!(asked.contains(&"household.income_per_head"), "{asked:?}");
    assert!(said.err.contains("困难党员定额救助"), "{}", said.err);
    let words = desk.guanai("assess --as-of 2026-06-30").exits(0);
    assert_eq!((words.out, words.err), (said.err, String::new()), "the same words, on standard output");
}

#[test]
fn assess_says_of_one_person_why() {
    let desk = Desk::published();
    let id = desk.person("sqlite:guanai.sqlite", "吴难");
    let said = desk.guanai(&format!("assess --as-of 2026-06-30 --person {id}")).exits(0);
    let line = said.out.lines().find(|l| l.starts_with("困难党员定额救助　")).unwrap();
    assert!(line.contains("家庭人均年收入") && line.contains("§4"), "{line}");
    let object = desk.guanai(&format!("assess --as-of 2026-06-30 --person {id} --json")).exits(0).json();
    let answers = object["answers"].as_array().unwrap();
    let relief = answers.iter().find(|a| a["measure"] == "fixed-relief").unwrap();
    assert_eq!(relief["answer"], "undetermined");
    for nobody in ["NOBODY", "00000000000000000000000000"] {
        let said = desk.guanai(&format!("assess --as-of 2026-06-30 --person {nobody}")).exits(2);
        assert!(said.err.contains(&format!("没有编号为 {nobody} 的人")), "{}", said.err);
    }
}

#[test]
fn match_tells_who_is_helped_and_why_others_are_not() {
    let desk = Desk::published();
    let said = desk.guanai("match --as-of 2026-06-30 --json").exits(0);
    let object = said.json();
    assert_eq!((&object["needs"], &object["without_category"], &object["offers"]), (&json!(3), &json!(1), &json!(2)));
    assert_eq!(object["pairs"].as_array().unwrap().len(), 1);
    assert_eq!(object["unmet"][0]["why"], "all-expired");
    assert!(said.err.contains("提供这类帮扶的都已过期　1") && said.err.contains("类别还没有确认　1"), "{}", said.err);
}

#[test]
fn plan_leaves_a_workbook_and_says_where() {
    let desk = Desk::published();
    let said = desk.guanai("plan --as-of 2026-06-30 --out plan.xlsx --json").exits(0);
    assert!(fs::read(desk.at("plan.xlsx")).unwrap().starts_with(b"PK"));
    let object = said.json();
    assert_eq!((&object["file"], &object["people"]), (&json!("plan.xlsx"), &json!(3)));
    assert!(object["items"].as_u64().unwrap() > 6, "{object}");
    let lost = desk.guanai("plan --as-of 2026-06-30 --out no/such/folder/plan.xlsx").exits(2);
    assert!(lost.err.contains("no/such/folder/plan.xlsx") && lost.err.contains("没有这个文件或目录"), "{}", lost.err);
    desk.guanai("plan --as-of 2026-06-30").exits(2);
}

#[test]
fn check_holds_on_sound_records() {
    let desk = Desk::published();
    let object = desk.guanai("check --json").exits(0).json();
    let checks = object["checks"].as_array().unwrap();
    assert!(checks.len() >= 12 && checks.iter().all(|c| c["holds"] == json!(true)), "{object}");
    assert_eq!(object["broken"], 0);
}

#[test]
fn check_exits_1_and_names_what_is_broken() {
    let desk = Desk::published();
    // Somebody wrote past the program.
    let path = desk.at("guanai.sqlite");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let url = guanai_store::DbUrl::file(&path);
        let db = guanai_store::Db::open(&url, guanai_store::Seal::default()).await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        guanai_store::engine::sql("UPDATE fund_lines SET amount_fen = amount_fen + 1 WHERE line_no = 1")
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    });
    let said = desk.guanai("check --json").exits(1);
    let object = said.json();
    let broken: Vec<_> = object["checks"].as_array().unwrap().iter().filter(|c| c["holds"] == json!(false)).collect();
    assert_eq!((broken.len(), &broken[0]["name"], &object["broken"]), (1, &json!("entries-sum-to-zero"), &json!(1)));
    assert!(said.err.contains("不成立　每笔账借贷相等（2 处"), "{}", said.err);
}

#[test]
fn export_writes_sorted_lines_without_the_traces_of_use() {
    let desk = Desk::published();
    let said = desk.guanai("export --canonical a.jsonl --json").exits(0);
    let text = fs::read_to_string(desk.at("a.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(said.json()["records"], json!(lines.len()));
    assert!(lines.iter().all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok_and(|v| v.is_object())));
    // Sealed fields stand in clear, and using the records leaves no trace in them.
    assert!(text.contains(crate::desk::PHONES[0]));
    desk.guanai("assess --as-of 2026-06-30").exits(0);
    desk.guanai("plan --as-of 2026-06-30 --out plan.xlsx").exits(0);
    assert_eq!(desk.records("sqlite:guanai.sqlite"), text);
    let lost = desk.guanai("export --canonical no/such/folder/a.jsonl").exits(2);
    assert!(lost.err.contains("没有这个文件或目录"), "{}", lost.err);
}

#[test]
fn a_file_that_is_no_database_is_told() {
    let desk = Desk::new();
    desk.lay("guanai.sqlite", "not a database at all, but long enough to look like one ".repeat(40));
    for line in ["check", "assess", "match", "import books", "plan --out p.xlsx", "export --canonical a.jsonl"] {
        let said = desk.guanai(line).exits(2);
        assert!(
            said.out.is_empty() && said.err.contains("打不开数据库 sqlite:guanai.sqlite"),
            "{line}: {}",
            said.both()
        );
    }
}
