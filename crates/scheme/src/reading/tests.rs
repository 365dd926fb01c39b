use super::{Reading, RuleKind, read_measure};
use crate::pack::Pack;
use crate::small_pack::{measure_text, pack_with, small_files};
use crate::text::Lang;

fn read(more: &str, lang: Lang) -> Reading {
    read_measure(&pack_with(more), 0, "2026-06-30".parse().unwrap(), lang)
}

fn lines(condition: &str, lang: Lang) -> Vec<String> {
    let read = read(&format!("for = '{condition}'"), lang).conditions;
    read.into_iter().flat_map(|c| std::iter::once(c.text).chain(c.any_of)).collect()
}

#[test]
fn conditions_are_put_in_plain_words() {
    for (condition, zh, en) in [
        ("test.x >= 3", "x不少于3", "X: at least 3"),
        ("3 < test.x", "x多于3", "X: over 3"),
        ("!(test.x >= 3)", "x少于3", "X: under 3"),
        ("test.money <= param.line", "money不高于收入线（6,900元）", "Money: at most 6,900 yuan (Income line)"),
        ("test.a == false", "“a”为“否”", "\"a\" is \"no\""),
        ("!test.a", "“a”为“否”", "\"a\" is \"no\""),
        ("test.word == \"one\"", "word为一", "Word is One"),
        ("!(test.word in [\"one\", \"two\"])", "word不是一、二", "Word is not One or Two"),
        ("\"one\" in test.list", "list中有一", "List include One"),
        ("!(\"one\" in test.list || \"two\" in test.list)", "list中没有一、二", "List do not include One or Two"),
        ("age(person) < 60", "不满60周岁", "Is less than 60 years old"),
        (
            "seniority_years(person, date(year(as_of), 7, 1)) >= 50",
            "到2026年7月1日年限满50年",
            "Has at least 50 years as a member at 1 July 2026",
        ),
        (
            "working_days_between(person.full_on, as_of) <= 5",
            "从full_on到当天的工作日数不多于5天",
            "Working days from full_on to the day: at most 5 days",
        ),
        (
            "as_of > working_days_after(person.full_on, 5)",
            "full_on之后第5个工作日早于当天",
            "5 working days after full_on is before the day",
        ),
        (
            "person.joined_on <= date(\"1949-09-30\")",
            "joined_on不晚于1949年9月30日",
            "Joined_on is not after 30 September 1949",
        ),
        (
            "test.x >= (test.word == \"one\" ? 1 : 2)",
            "word为一的，x不少于1；其他的，x不少于2",
            "Where word is One: x: at least 1; otherwise: x: at least 2",
        ),
    ] {
        assert_eq!(lines(condition, Lang::Zh), [zh], "{condition}");
        assert_eq!(lines(condition, Lang::En), [en], "{condition}");
    }
}

#[test]
fn alternatives_stand_below_one_another_and_conjuncts_side_by_side() {
    let zh = lines("test.x >= 1 && (test.y >= 2 || (test.z >= 3 && test.a)) && test.y < 9", Lang::Zh);
    assert_eq!(zh, ["x不少于1", "下面有一条符合就行：", "y不少于2", "z不少于3并且“a”为“是”", "y少于9"]);
    // Codes of one list are one clause, and no list of alternatives.
    assert_eq!(lines("\"one\" in test.list || \"two\" in test.list", Lang::Zh), ["list中有一或二"]);
    assert_eq!(lines("true", Lang::Zh), [""; 0]);
}

#[test]
fn a_condition_without_plain_words_names_its_facts() {
    assert_eq!(lines("test.x % 2 == test.y", Lang::Zh), ["还有一条要计算，用到：x、y"]);
    assert_eq!(lines("test.a == test.b", Lang::En), ["One more condition, calculated from: a, b"]);
}

#[test]
fn amounts_and_rules_are_told() {
    let measure = r#"
for = 'test.a'
fund = ["kasse"]
starts = "month-after"
begins = 'person.full_on'
cap = 'param.line'
floor = 'yuan(5)'
household = "once"
offset = { benefit = "test.c", rule = "exclusive" }
[[tier]]
label = { zh-CN = "甲", en = "A" }
when = 'test.word == "one"'
amount = '(test.money - yuan(10)) * 30 / 100'
[[tier]]
when = 'test.word == "two"'
amount = 'yuan(7) * min(test.x, 3)'
"#;
    let mut files = small_files();
    let manifest = files.get_mut("scheme.toml").unwrap();
    manifest.push_str("[[purse]]\nid = \"kasse\"\nname = { zh-CN = \"专账\", en = \"a purse\" }\nserves = \"both\"\n");
    files.insert("measures/m.toml".to_owned(), measure_text(measure));
    let pack = Pack::load(&files).unwrap();
    let day = "2026-06-30".parse().unwrap();
    let zh = read_measure(&pack, 0, day, Lang::Zh);
    let amounts: Vec<_> = zh.tiers.iter().map(|t| t.amount.clone().unwrap()).collect();
    assert_eq!(amounts, ["每月：money减去10元，余下部分的30%", "每月：7元×x（最多按3计）"]);
    assert_eq!(zh.amount.as_deref(), Some("每月按规则计算，最多6,900.00元"));
    let rule = |kind| zh.rules.iter().find(|r| r.kind == kind).map(|r| r.text.as_str());
    assert_eq!(rule(RuleKind::Start), Some("从full_on的次月1日起。"));
    assert_eq!(rule(RuleKind::Floor), Some("不少于5元。"));
    assert_eq!(rule(RuleKind::Cap), Some("不超过收入线（6,900元）。"));
    assert_eq!(rule(RuleKind::Offset), Some("有“c”的，不再给。"));
    assert_eq!(rule(RuleKind::Purse), Some("专账"));
    assert!(zh.facts.contains(&"c".to_owned()), "what excludes it is looked at");
    let en = read_measure(&pack, 0, day, Lang::En);
    assert_eq!(en.amount.as_deref(), Some("calculated, at most 6,900.00 yuan a month"));
}

#[test]
fn a_figure_that_is_not_yet_in_force_has_no_value() {
    let zh = read("for = 'test.x >= param.later'", Lang::Zh);
    assert_eq!(zh.figures[0].value, None);
    assert_eq!(zh.conditions[0].text, "还有一条要计算，用到：x");
    assert_eq!(zh.told, None, "its sentences name facts of somebody");
}
