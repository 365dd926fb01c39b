use guanai_kernel::{Date, Money};

use super::{Explanation, explain};
use crate::pack::Pack;
use crate::small_pack::pack_with;
use crate::subject::{Provenance, SubjectBuilder};
use crate::text::Lang;
use crate::value::Value;

const MEASURE: &str = r#"
for = 'test.a && test.money <= param.line'
offset = { benefit = "test.c", rule = "exclusive" }
[[tier]]
id = "one"
label = { zh-CN = "甲档", en = "tier A" }
when = 'test.word == "one"'
amount = 'yuan(1000)'
[[tier]]
id = "two"
when = 'test.word == "two" || test.x == 1'
amount = 'yuan(500) / (test.x - 3)'
"#;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn told(pack: &Pack, facts: &[(&str, Value)], lang: Lang) -> Explanation {
    let mut builder = SubjectBuilder::new(pack);
    for (row, (name, value)) in facts.iter().enumerate() {
        let source = Provenance::new(format!("台账 第{}行", row + 2), (row == 0).then(|| day("2026-05-31")));
        builder.set(pack.slot(name).unwrap(), value.clone(), source).unwrap();
    }
    explain(pack, &builder.build(), day("2026-06-30"), 0, lang)
}

fn base() -> Vec<(&'static str, Value)> {
    vec![
        ("test.a", Value::Bool(true)),
        ("test.money", Value::Money(Money::from_fen(300_000))),
        ("test.c", Value::Bool(false)),
        ("test.word", Value::from("one")),
        ("test.x", Value::Int(2)),
    ]
}

fn without(name: &str) -> Vec<(&'static str, Value)> {
    base().into_iter().filter(|(n, _)| *n != name).collect()
}

fn with(name: &'static str, value: Value) -> Vec<(&'static str, Value)> {
    without(name).into_iter().chain([(name, value)]).collect()
}

#[test]
fn what_holds_is_told_with_clause_facts_sources_and_days() {
    let pack = pack_with(MEASURE);
    let zh = told(&pack, &base(), Lang::Zh);
    assert_eq!(
        zh.in_full(Lang::Zh),
        "因2，甲档1,000.00元。依据：《规则》§3。\
         a：是（台账 第2行、2026年5月31日）；c：否（台账 第4行）；x：2（台账 第6行）；money：3,000.00元（台账 第3行）；word：一（台账 第5行）。"
    );
    let en = told(&pack, &base(), Lang::En);
    assert_eq!(en.sentence, "For 2, tier A: 1,000.00 yuan.");
    assert_eq!((en.answer, en.clause.as_str(), en.version.as_str()), ("holds", "Rule, §3", "1"));
    let line = &en.parameters[0];
    assert_eq!(
        (line.title.as_str(), line.value.as_deref(), line.from, line.clause.as_deref()),
        ("Income line", Some("6,900.00 yuan"), Some(day("2020-01-01")), Some("Rule, §1"))
    );
}

#[test]
fn a_refusal_rests_on_what_decides_it() {
    let pack = pack_with(MEASURE);
    let names = |e: &Explanation| e.facts.iter().map(|f| f.fact.clone()).collect::<Vec<_>>();
    let over = told(&pack, &with("test.money", Value::Money(Money::from_fen(700_000))), Lang::Zh);
    assert_eq!((over.sentence.as_str(), names(&over)), ("不合：2。", vec!["test.money".to_owned()]));
    let covered = told(&pack, &with("test.c", Value::Bool(true)), Lang::Zh);
    assert_eq!(covered.sentence, "“c”：是；按规定不重复享受。");
    assert!(names(&covered).contains(&"test.c".to_owned()));
    let unknown_in_sentence = told(&pack, &[("test.a", Value::Bool(false))], Lang::En);
    assert_eq!(unknown_in_sentence.sentence, "Not: not recorded.");
}

#[test]
fn what_is_open_is_asked_for() {
    let pack = pack_with(MEASURE);
    let open = told(&pack, &without("test.money"), Lang::Zh);
    assert_eq!(open.sentence, "暂时不能判定：还缺money。");
    let asked: Vec<_> = open.ask.iter().map(|q| (q.fact.as_str(), q.text.as_str(), q.contested)).collect();
    assert_eq!(asked, [("test.money", "问money", false)]);
    let mut both = base();
    both.push(("test.money", Value::Money(Money::from_fen(900_000))));
    let contested = told(&pack, &both, Lang::En);
    assert_eq!(contested.sentence, "Undetermined: money recorded differently, one must be chosen.");
    assert_eq!(contested.facts.iter().filter(|f| f.fact == "test.money").count(), 2, "both values are shown");
    assert!(contested.ask[0].contested);
}

#[test]
fn conflicts_and_faults_are_told_as_such() {
    let pack = pack_with(MEASURE);
    let both = told(&pack, &with("test.x", Value::Int(1)), Lang::Zh);
    assert_eq!(both.sentence, "标准有矛盾：甲档、two同时成立，请标准的管理人处理。");
    let mut facts = with("test.word", Value::from("two"));
    facts.retain(|(n, _)| *n != "test.x");
    facts.push(("test.x", Value::Int(3)));
    let fault = told(&pack, &facts, Lang::En);
    assert_eq!(
        fault.sentence,
        "Cannot be calculated: a division by zero; check the facts, or have the standard mended."
    );
}

#[test]
fn an_open_choice_shows_what_is_known_in_its_branches() {
    let pack = pack_with("for = 'test.a ? test.b : test.c'");
    let open = told(&pack, &[("test.b", Value::Bool(true))], Lang::Zh);
    let asked: Vec<_> = open.ask.iter().map(|q| q.fact.as_str()).collect();
    let shown: Vec<_> = open.facts.iter().map(|f| f.fact.as_str()).collect();
    assert_eq!((asked, shown), (vec!["test.a", "test.c"], vec!["test.b"]));
}

#[test]
fn what_stands_in_the_sentence_alone_is_told_apart() {
    let pack = pack_with(MEASURE);
    let refused = told(&pack, &with("test.a", Value::Bool(false)), Lang::Zh);
    assert_eq!(refused.sentence, "不合：2。");
    let names = |facts: &[super::ShownFact]| facts.iter().map(|f| f.fact.clone()).collect::<Vec<_>>();
    assert_eq!((names(&refused.facts), names(&refused.mentioned)), (vec!["test.a".into()], vec!["test.x".into()]));
}

#[test]
fn working_days_are_told_with_the_calendar_by_which_they_were_counted() {
    let pack = pack_with("for = 'test.a && working_days_between(person.full_on, as_of) <= 30'");
    let since = |on: &str| told(&pack, &[("test.a", Value::Bool(true)), ("person.full_on", day(on).into())], Lang::Zh);
    let counted = since("2026-06-01");
    assert_eq!(counted.answer, "holds");
    let notices: Vec<_> = counted.calendars.iter().map(|c| (c.year, c.number.as_str())).collect();
    assert_eq!(notices, [(2026, "国办发明电〔2025〕7号")]);
    let open = since("2025-12-31");
    assert_eq!(open.answer, "fault");
    assert_eq!(
        open.sentence,
        "无法计算：工作日只按已公布的放假安排计算（已有年份：2026），算到的年份还没有公布，公布并录入后再算；请核对信息，或请标准的管理人改正标准。"
    );
    // Where nothing of the answer rests on working days, no calendar is told.
    let refused =
        told(&pack, &[("test.a", Value::Bool(false)), ("person.full_on", day("2026-06-01").into())], Lang::En);
    assert_eq!((refused.answer, refused.calendars.as_slice()), ("not", &[][..]));
}
