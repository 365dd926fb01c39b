//! Chinese first, English whole: no hole of the one in the other, but for names and the words of the books themselves.

use crate::desk::Desk;

/// What stands in the books, in file names or in the pack as a Chinese term, whatever the language.
const OF_THE_BOOKS: &[&str] =
    &["示例县", "党员花名册", "困难党员台账", "值班表", "说明", "模板", "优抚", "所在党支部", "上村党支部"];
/// Latin words that belong into Chinese lines.
const LATIN: &[&str] = &[
    "guanai",
    "sqlite",
    "xlsx",
    "csv",
    "json",
    "jsonl",
    "plan",
    "refused",
    "check",
    "PDF",
    "import",
    "template",
    "show",
    "demo",
    "books",
    "pack",
    "postgres",
    "toml",
    "PostgreSQL",
    "schema",
    "scheme",
    "serve",
    "txt",
    "nowhere",
    "mysql",
    "county",
    "examples",
    "answer",
    "Excel",
    "WPS",
    "templates",
    "administrator",
    "county",
    "officer",
    "approver",
    "township",
    "branch",
    "contact",
    "accountant",
    "cashier",
    "auditor",
    "member",
    "role",
    "person",
];

/// Every command as a person might say it, the good ways and the wrong ones.
const LINES: &[&str] = &[
    "import books --as-of 2026-06-30",
    "import books spoiled --as-of 2026-06-30 --dry-run",
    "import books spoiled --as-of 2026-06-30",
    "import odd --as-of 2026-06-30",
    "import june --as-of 2026-06-30",
    "assess --as-of 2026-06-30",
    "match --as-of 2026-06-30",
    "plan --as-of 2026-06-30 --out plan.xlsx",
    "check",
    "export --canonical a.jsonl",
    "template --out templates",
    "scheme check",
    "import nowhere",
    "import books --as-of 2026-13-01",
    "check --db mysql://county",
    "check --db sqlite:",
    "plan --out nowhere/plan.xlsx",
    "assess --person 0",
    "serve --db sqlite:nowhere.sqlite --port 0",
    "demo --members 10 --no-serve --out small",
    "--scheme 0 demo --members 10 --no-serve --out small",
    "--scheme nowhere check",
    "account open --sign-in 990-1 --name 甲 --role administrator",
    "account open --sign-in 990-1 --name 甲 --role administrator",
    "account open --sign-in 990-2 --name 甲 --role branch-contact --organization 990001001",
    "account open --sign-in 990-3 --name 甲 --role branch-contact --organization 0",
    "account open --sign-in 990-3 --name 甲 --role 0",
    "account list",
    "account reset 990-1",
    "account close 990-1",
    "account close 990-1",
    "account close 990-9",
];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.spoil();
    desk.lay("odd/值班表.csv", "日期,值班人,电话\n2026-06-01,某某,\n");
    desk.lay("odd/党员花名册.csv", "姓名,公民身份号码,入党日期,转正日期,手机号码\n某某,,,,\n");
    desk.lay("odd/困难党员台账.xlsx", "%PDF-1.7");
    desk.lay("odd/说明.txt", "报送说明\n");
    // Next month: one moved, one named no more.
    let moved = crate::desk::numbers()[0].clone();
    let head = crate::desk::ROSTER_HEAD;
    desk.lay("june/党员花名册.csv", format!("{head}周老,女,{moved},1950-01-02,1975-05-01,1976-05-01,下村党支部,,否\n"));
    desk
}

#[test]
fn english_lines_hold_no_chinese_of_ours() {
    let desk = desk();
    for line in LINES {
        let said = desk.guanai(&format!("--lang en {line}"));
        let mut text = said.both();
        for word in OF_THE_BOOKS {
            text = text.replace(word, "");
        }
        // The owner's name, as the line gives it.
        text = text.replace('甲', "");
        let hole: String = text.chars().filter(|c| is_chinese(*c)).collect();
        assert!(hole.is_empty(), "{line}: {hole}\n{}", said.both());
        assert!(!text.contains('⟨'), "{line}: {text}");
    }
}

#[test]
fn chinese_lines_hold_no_english() {
    let desk = desk();
    for line in LINES {
        let said = desk.guanai(line).both();
        // The code of a slip is no word.
        let said = said.lines().filter(|line| !line.contains("一次性口令　")).collect::<Vec<_>>().join("\n");
        for word in said.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2) {
            assert!(LATIN.contains(&word), "{line}: {word}\n{said}");
        }
        assert!(!said.contains('⟨'), "{line}: {said}");
    }
}

#[test]
fn the_language_comes_from_the_flag_wherever_it_stands() {
    let desk = Desk::published();
    let before = desk.guanai("--lang en check").exits(0).out;
    assert!(before.contains("one person for an identity number"), "{before}");
    assert_eq!(desk.guanai("check --lang en").exits(0).out, before);
    assert!(desk.guanai("check").exits(0).out.contains("成立"));
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}
