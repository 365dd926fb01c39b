//! `scheme check` and `template`.

use std::fs;
use std::path::Path;

use crate::desk::{Desk, number};

/// The county's pack, laid out on the desk with one place of one file changed.
fn lay_pack(desk: &Desk, file: &str, old: &str, new: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let mut folders = vec![root.clone()];
    let mut changed = false;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let mut text = fs::read_to_string(&path).unwrap();
            if name == file {
                changed = text.contains(old);
                text = text.replacen(old, new, 1);
            }
            desk.lay(&format!("pack/{name}"), text);
        }
    }
    assert!(changed, "{file} holds no {old}");
}

#[test]
fn the_programs_own_pack_holds_and_so_does_its_folder() {
    let desk = Desk::new();
    let own = desk.guanai("scheme check").exits(0);
    assert!(own.out.contains("63 条措施") && own.out.contains("全部相符"), "{}", own.out);
    lay_pack(&desk, "scheme.toml", "", "");
    assert_eq!(desk.guanai("scheme check pack").exits(0).out, own.out);
}

#[test]
fn an_example_that_differs_exits_1_with_file_and_line() {
    let desk = Desk::new();
    lay_pack(&desk, "examples/class-hardship-severe.toml", "answer = \"holds\"", "answer = \"not\"");
    let said = desk.guanai("scheme check pack").exits(1);
    assert!(said.out.contains("examples/class-hardship-severe.toml 第") && said.out.contains("应为"), "{}", said.out);
}

#[test]
fn a_wrong_pack_exits_2_with_file_line_and_what_was_read() {
    let desk = Desk::new();
    lay_pack(&desk, "classes.toml", "person.occupation == \"retired\"", "person.job == \"retired\"");
    let said = desk.guanai("scheme check pack").exits(2);
    assert!(said.err.contains("classes.toml") && said.err.contains("person.job"), "{}", said.err);
    let lost = desk.guanai("scheme check nowhere").exits(2);
    assert!(lost.err.contains("nowhere") && lost.err.contains("没有这个文件或目录"), "{}", lost.err);
}

#[test]
fn templates_are_known_as_books_and_hold_nothing() {
    let desk = Desk::published();
    let before = desk.records("sqlite:guanai.sqlite");
    desk.guanai("template --out 模板").exits(0);
    let names: Vec<_> = fs::read_dir(desk.at("模板")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    let said = desk.guanai("import 模板 --as-of 2026-06-30 --json").exits(0);
    assert_eq!(said.json()["rows"], 0, "the sample row is no row");
    assert_eq!(desk.records("sqlite:guanai.sqlite"), before);
    desk.lay("taken", "a file");
    desk.guanai("template --out taken/templates").exits(2);
}

#[test]
fn the_changes_of_a_month_are_counted_and_nobody_is_named() {
    let desk = Desk::published();
    let said = desk.guanai("scheme changes --json").exits(0);
    let told = said.json();
    assert!(told["from"].as_str().unwrap().ends_with("-01") && told["measures"].is_array(), "{told}");
    assert!(["begins", "gains", "loses", "ends", "differs"].iter().all(|kind| told["all"].get(kind).is_some()));
    assert!(desk.guanai("scheme changes").exits(0).out.contains("合计：开始"));
    let far = desk.guanai("scheme changes --month 1999-01").exits(2);
    assert!(far.err.contains("前后两年"), "{}", far.err);
    let wrong = desk.guanai("scheme changes --month spring").exits(2);
    assert!(wrong.err.contains("2026-12"), "{}", wrong.err);
}

/// The folder of another organisation's pack.
fn mutual_aid() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/mutual-aid").display().to_string()
}

#[test]
fn another_pack_is_checked_in_both_languages() {
    let desk = Desk::new();
    let english = desk.call(&["--lang", "en", "scheme", "check", &mutual_aid()]).exits(0).out;
    assert!(english.contains("Riverside Mutual-Aid Association"), "{english}");
    let chinese = desk.call(&["scheme", "check", &mutual_aid()]).exits(0).out;
    assert!(chinese.contains("河畔邻里互助会"), "{chinese}");
    // The flag says which pack is meant where none is named.
    assert_eq!(desk.call(&["--scheme", &mutual_aid(), "scheme", "check"]).exits(0).out, chinese);
}

#[test]
fn every_command_works_by_the_pack_that_is_named() {
    let desk = Desk::new();
    let pack = mutual_aid();
    let call = |words: &[&str]| desk.call(&[&["--lang", "en", "--scheme", &pack], words].concat());
    call(&["template", "--out", "empty"]).exits(0);
    let books: Vec<String> = fs::read_dir(desk.at("empty"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(books.iter().all(|name| !name.contains('党')), "{books:?}");
    let ben = number("19880704011");
    desk.lay(
        "clubs/groups.csv",
        "Code,Group,Belongs to,Kind,Setting\n990000000,Riverside Mutual-Aid Association,,association,neighbourhood\n\
         990001000,Mill Lane group,990000000,block group,neighbourhood\n",
    );
    desk.lay(
        "clubs/members.csv",
        format!("Name,Identity number,Joined,Group,Work\nBen Carter,{ben},2025-11-20,Mill Lane group,unemployed\n"),
    );
    desk.lay(
        "clubs/strain.csv",
        format!(
            "Name,Identity number,Strain,Reason,Income per head and year,Under strain now\nBen Carter,{ben},sudden,laid off,9000,yes\n"
        ),
    );
    call(&["import", "clubs", "--as-of", "2026-06-30"]).exits(0);
    let person = desk.person("sqlite:guanai.sqlite", "Ben Carter");
    let why = call(&["assess", "--as-of", "2026-06-30", "--person", &person]).exits(0).out;
    assert!(why.contains("Confirmed (acute)") && !why.contains("Party"), "{why}");
    call(&["check"]).exits(0);
    call(&["plan", "--as-of", "2026-06-30", "--out", "plan.xlsx"]).exits(0);
    assert!(desk.has("plan.xlsx"));
    let refused = call(&["demo", "--members", "10", "--no-serve", "--out", "small"]).exits(2);
    assert!(refused.err.contains("cannot be shown"), "{}", refused.err);
}

#[test]
fn two_packs_are_compared_over_the_register_and_a_pack_with_itself_changes_nothing() {
    let desk = Desk::published();
    lay_pack(&desk, "parameters.toml", "value = \"yuan(120)\"", "value = \"yuan(140)\"");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let compare = |before: &str, more: &str| {
        let mut words = vec!["scheme", "compare", before, "pack", "--from", "2027-01-01"];
        words.extend(more.split_whitespace());
        desk.call(&words)
    };
    let same = compare("pack", "").exits(0);
    assert!(same.out.contains("0人有变化") && !same.out.contains('：'), "{}", same.out);
    let told = compare(&own.to_string_lossy(), "--json").exits(0).json();
    let of =
        |measure: &str| told["measures"].as_array().unwrap().iter().find(|m| m["measure"] == measure).unwrap().clone();
    let seniority = of("party-seniority-allowance");
    let gains = seniority["counts"]["gains"].as_i64().unwrap();
    assert!(gains > 0 && told["people"].as_i64() == Some(gains), "{told}");
    let year = &seniority["years"][1];
    let more = year["after_fen"].as_i64().unwrap() - year["before_fen"].as_i64().unwrap();
    assert!(more > 0 && more % 2_000 == 0 && more <= gains * 24_000, "{year}");
    let lost = desk.guanai("scheme compare pack nowhere").exits(2);
    assert!(lost.err.contains("nowhere"), "{}", lost.err);
}

#[test]
fn one_answer_is_explained_in_the_terminal_and_as_json() {
    let desk = Desk::published();
    let elder = desk.person("sqlite:guanai.sqlite", "周老");
    let ask = |person: &str, measure: &str, more: &str| {
        let mut words = vec!["scheme", "explain", person, measure, "--as-of", "2026-06-30"];
        words.extend(more.split_whitespace());
        desk.call(&words)
    };
    let told = ask(&elder, "party-seniority-allowance", "").exits(0);
    for part in [
        "周老，党龄补助：符合条件",
        "第二档",
        "依据：",
        "标准版本 1.0.0",
        "来源：",
        "120.00元",
        "因为",
        "会是“目前不符合”",
    ] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    let json = ask(&elder, "party-seniority-allowance", "--json").exits(0).json();
    assert_eq!((json["answer"].as_str(), json["person"].as_str()), (Some("holds"), Some(elder.as_str())));
    assert!(json["why"]["facts"].as_array().is_some_and(|facts| !facts.is_empty()), "{json}");
    assert!(json["why"]["parameters"][0]["clause"].is_string(), "{json}");
    let sets = json["turning"]["sets"].as_array().unwrap();
    assert!(sets.iter().all(|set| set["because"].is_string() && set["facts"].is_array()) && !sets.is_empty(), "{json}");
    // By the identity number, which is not said again; of whom a fact is missing it is asked for.
    let [old, poor, young] = crate::desk::numbers();
    assert!(!ask(&old, "party-seniority-allowance", "").exits(0).both().contains(&old));
    let known = ask(&poor, "no-such-measure", "").exits(2);
    assert!(known.err.contains("没有措施") && known.err.contains("party-seniority-allowance"), "{}", known.err);

    // An open answer says what is missing and whom to ask, and no amount; in both languages.
    let open = ask(&poor, "fixed-relief", "").exits(0).out;
    for part in ["吴难，困难党员定额救助：暂时不能判定", "还缺：家庭人均年收入", "请所在党支部入户核实"]
    {
        assert!(open.contains(part), "{part}: {open}");
    }
    assert!(!open.contains("拟帮扶"), "what is not known gives no amount: {open}");
    let open = ask(&poor, "fixed-relief", "--lang en").exits(0).out;
    for part in
        ["Fixed relief for members in hardship: undetermined", "Missing: Household income per head", "Ask the branch"]
    {
        assert!(open.contains(part), "{part}: {open}");
    }
    let json = ask(&poor, "fixed-relief", "--json").exits(0).json();
    assert_eq!(json["answer"], "undetermined");
    assert!(json["missing"].to_string().contains("household.income_per_head"), "{json}");

    // A refusal says for whom it is, under which clause, and on which fact and figure it rests.
    let refused = ask(&young, "party-seniority-allowance", "").exits(0).out;
    for part in ["郑青，党龄补助：目前不符合", "依据：", "满40年", "2008年7月1日"] {
        assert!(refused.contains(part), "{part}: {refused}");
    }
    let refused = ask(&young, "party-seniority-allowance", "--lang en").exits(0).out;
    for part in ["does not apply at present", "For living members on this county's roster with 40 years", "1 July 2008"]
    {
        assert!(refused.contains(part), "{part}: {refused}");
    }
    let nobody = ask(&number("19990101017"), "party-seniority-allowance", "").exits(2);
    assert!(nobody.err.contains("没有找到这个人") && !nobody.err.contains("19990101"), "{}", nobody.err);
}

#[test]
fn the_spread_of_figures_is_told_and_the_check_says_what_to_look_at() {
    let desk = Desk::published();
    let told = desk.guanai("scheme spread --as-of 2026-06-30").exits(0).out;
    assert!(told.contains("党龄补助第一档") && told.contains("其中0个自定"), "{told}");
    let json = desk.guanai("scheme spread --as-of 2026-06-30 --json").exits(0).json();
    assert_eq!(json["figures"][0]["median"], "yuan(100)", "{json}");
    lay_pack(
        &desk,
        "scheme.toml",
        "id = \"county-example\"\nkind = \"example\"",
        "id = \"county-example\"\nkind = \"example\"\nuntil = 2020-12-31",
    );
    let said = desk.guanai("scheme check pack").exits(0).out;
    assert!(said.contains("请再看一看：") && said.contains("只到2020年12月31日有效"), "{said}");
    assert!(!desk.guanai("scheme check").exits(0).out.contains("2020年12月31日有效"));
}
