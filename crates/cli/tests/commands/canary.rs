//! Canaries: no identity number and no phone of the books is said aloud by any command, whatever goes wrong.

use crate::desk::{Desk, PHONES, ROSTER_HEAD, number, numbers};

#[test]
fn no_command_says_an_identity_number_or_a_phone() {
    let desk = Desk::new();
    desk.spoil();
    let [old, poor, young] = numbers();
    let stranger = number("19620101017");
    // A row that differs, one that nobody can place, one with an impossible date, one with letters for a phone.
    desk.lay(
        "trouble/党员花名册.csv",
        format!(
            "{ROSTER_HEAD}周老,女,{old},1951-01-01,1975-05-01,1976-05-01,上村党支部,19900010099,否\n\
             生人,男,{stranger},1962-01-01,1985-13-40,1986-05-01,没有的支部,19900010098,否\n"
        ),
    );
    desk.lay(
        "trouble/困难党员台账.csv",
        format!("姓名,公民身份号码,困难程度,目前是否困难\n外人,{},一般困难,是\n", number("19500101099")),
    );
    desk.lay("trouble/需求调查.xlsx", format!("问卷编号,姓名,公民身份号码\n1,周老,{old}\n"));
    let mut said = String::new();
    for language in ["zh-CN", "en"] {
        for line in [
            "import books --as-of 2026-06-30",
            "import books spoiled trouble --as-of 2026-06-30 --dry-run --json",
            "import books spoiled trouble --as-of 2026-06-30",
            "import trouble --as-of 2026-06-30 --json",
            "assess --as-of 2026-06-30",
            "assess --as-of 2026-06-30 --json",
            "match --as-of 2026-06-30",
            "match --as-of 2026-06-30 --json",
            "plan --as-of 2026-06-30 --out plan.xlsx --json",
            "check --json",
            "export --canonical records.jsonl --json",
            "scheme check",
        ] {
            said += &desk.guanai(&format!("--lang {language} {line}")).both();
        }
        for name in ["周老", "吴难", "郑青"] {
            let id = desk.person("sqlite:guanai.sqlite", name);
            said += &desk.guanai(&format!("--lang {language} assess --as-of 2026-06-30 --person {id}")).both();
        }
    }
    let mut secrets: Vec<String> = vec![old[..17].to_owned(), poor, young, stranger, number("19500101099")];
    secrets.extend(PHONES.map(str::to_owned));
    secrets.extend(["19900010005", "19900010009", "19900010098", "19900010099"].map(str::to_owned));
    for secret in secrets {
        assert!(!said.contains(&secret), "…{} was said aloud", &secret[secret.len() - 4..]);
    }
    assert!(said.contains("吴难") || said.contains("fixed-relief"), "the commands said something");
}
