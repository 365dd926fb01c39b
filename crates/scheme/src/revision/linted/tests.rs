use super::*;
use crate::revision::RevisedValue;
use crate::small_pack::{measure_text, small_files};
use crate::text::Lang;

/// Two tiers that meet at fifty, between forty and sixty; `cut` is where the lower one ends.
fn pack(cut: i64) -> Pack {
    let mut files = small_files();
    let parameter = |id: &str, kind: &str, value: &str| {
        format!(
            "[parameter.{id}]\ntype = \"{kind}\"\nname = {{ zh-CN = \"{id}\", en = \"{id}\" }}\n[[parameter.{id}.value]]\n\
             from = 2020-01-01\nvalue = {value}\nclause = \"rule §1\"\n"
        )
    };
    let more: String = [
        parameter("least", "int", "40"),
        parameter("upper", "int", "50"),
        parameter("cut", "int", &cut.to_string()),
        parameter("low", "money", "\"yuan(80)\""),
        parameter("high", "money", "\"yuan(150)\""),
    ]
    .concat();
    files.entry("parameters.toml".to_owned()).or_default().push_str(&more);
    let label = |zh: &str, en: &str| format!("label = {{ zh-CN = \"{zh}\", en = \"{en}\" }}");
    let (lower, upper) = (label("低档", "lower tier"), label("高档", "upper tier"));
    let measure = format!(
        "for = 'test.x >= param.least && test.x <= 60'\n[[tier]]\nid = \"upper\"\n{upper}\nwhen = 'test.x >= param.upper'\n\
         amount = 'param.high'\n[[tier]]\nid = \"lower\"\n{lower}\nwhen = 'test.x < param.cut'\namount = 'param.low'\n"
    );
    files.insert("measures/m.toml".to_owned(), measure_text(&measure));
    Pack::load(&files).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn draft(parameter: &str, written: &str) -> Revision {
    let from = "2027-01-01".parse().unwrap();
    let value = RevisedValue { parameter: parameter.to_owned(), from, written: written.to_owned() };
    Revision { no: 1, document: "文件".to_owned(), place: "一".to_owned(), values: vec![value], local: None }
}

/// Codes, with what is new.
fn codes(pack: &Pack, draft: &Revision) -> Vec<(&'static str, bool)> {
    lint_revision(pack, draft).iter().map(|one| (one.finding.lint.code(), one.is_new)).collect()
}

#[test]
fn what_changed_figures_bring_is_told_before_anybody_releases_them() {
    let pack = pack(50);
    for (parameter, written, code, zh, en) in [
        ("upper", "55", "tier-gap", "漏了50 – 54", "50 – 54"),
        ("upper", "45", "tier-overlap", "高档", "upper tier"),
        ("least", "61", "measure-for-nobody", "“措施”这项措施谁也不符合", "Measure is a measure for nobody"),
        ("high", "yuan(700)", "tier-jump", "“措施 · 高档”这一档700.00元，相邻的“低档”只有80.00元", "lower tier"),
    ] {
        let draft = draft(parameter, written);
        let found = lint_revision(&pack, &draft);
        let [one] = found.as_slice() else { panic!("{code}: {found:?}") };
        assert_eq!((one.finding.lint.code(), one.is_new), (code, true));
        let told = Lang::ALL.map(|lang| one.finding.told(&pack, lang));
        assert!(told[0].contains(zh) && told[1].contains(en), "{told:?}");
        assert!(told.iter().all(|told| !told.contains(".toml")), "nobody reads files in a browser: {told:?}");
    }
    assert_eq!(codes(&pack, &draft("low", "yuan(120)")), []);
    assert_eq!(codes(&pack, &draft("nothing", "1")), [], "what cannot be laid over the standards is told elsewhere");
}

#[test]
fn what_is_so_already_is_told_apart_and_only_of_what_the_draft_changes() {
    let pack = pack(48);
    assert_eq!(codes(&pack, &draft("high", "yuan(160)")), [("tier-gap", false)]);
    assert_eq!(
        codes(&pack, &draft("high", "yuan(700)")),
        [("tier-jump", true), ("tier-gap", false)],
        "what is new first"
    );
    assert_eq!(codes(&pack, &draft("line", "yuan(7000)")), [], "no measure of it uses the line");
    assert_eq!(codes(&pack, &draft("cut", "50")), [], "a draft that mends it brings nothing");
}
