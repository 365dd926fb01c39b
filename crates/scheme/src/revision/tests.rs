use guanai_kernel::{Ids, Moment, Money};

use super::*;
use crate::small_pack::{measure_text, pack_with, small_files};
use crate::text::Lang;
use crate::value::Type;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-26";

fn revision(no: u32, values: &[(&str, &str, &str)]) -> Revision {
    let value = |(parameter, from, written): &(&str, &str, &str)| RevisedValue {
        parameter: (*parameter).to_owned(),
        from: day(from),
        written: (*written).to_owned(),
    };
    Revision {
        no,
        document: "县委组织部〔2026〕18号".to_owned(),
        place: "第三条".to_owned(),
        values: values.iter().map(value).collect(),
        local: None,
    }
}

/// Two tiers with amounts and years of their own, and an example that asks for the lower.
fn laddered() -> Pack {
    let mut files = small_files();
    let parameter = |id: &str, kind: &str, value: &str| {
        format!(
            "[parameter.{id}]\ntype = \"{kind}\"\nname = {{ zh-CN = \"{id}\", en = \"{id}\" }}\n[[parameter.{id}.value]]\n\
             from = 2020-01-01\nvalue = {value}\nclause = \"rule §1\"\n"
        )
    };
    let more: String = [
        parameter("low", "money", "\"yuan(100)\""),
        parameter("high", "money", "\"yuan(150)\""),
        parameter("years_low", "int", "40"),
        parameter("years_high", "int", "50"),
        parameter("until", "date", "1949-09-30"),
    ]
    .concat();
    files.entry("parameters.toml".to_owned()).or_default().push_str(&more);
    let tiers = "for = 'test.x >= 1'\ntiers = \"first-match\"\n[[tier]]\nwhen = 'test.x >= param.years_high'\namount = \
                 'param.high'\n[[tier]]\nwhen = 'test.x >= param.years_low'\namount = 'param.low'\n";
    files.insert("measures/m.toml".to_owned(), measure_text(tiers));
    let example = "[[example]]\nmeasure = \"m\"\ntitle = { zh-CN = \"低档\", en = \"The lower tier\" }\non = 2026-05-01\nfacts = { \
                   \"test.x\" = 45 }\nexpect = { answer = \"holds\", amount = \"yuan(100)\" }\n";
    files.insert("examples/m.toml".to_owned(), example.to_owned());
    Pack::load(&files).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn released_values_hold_from_their_day_cite_their_document_and_are_told_with_the_version() {
    let pack = laddered();
    let after = pack.revised(&[revision(7, &[("low", "2027-01-01", "yuan(120)")])], 3).unwrap();
    let low = after.find_parameter("low").unwrap();
    let on = |text| low.on(day(text)).unwrap();
    assert_eq!(on("2026-12-31").value, Value::Money(Money::from_fen(10_000)));
    assert_eq!(on("2027-01-01").value, Value::Money(Money::from_fen(12_000)));
    assert_eq!(on("2027-01-01").revision, Some(7));
    assert_eq!(crate::show_clause(&after, &on("2027-01-01").clause, Lang::Zh), "《县委组织部〔2026〕18号》第三条");
    assert_eq!((pack.manifest().version.as_str(), after.manifest().version.as_str()), ("1", "1+3"));
    assert_eq!(pack.revised(&[], 0).unwrap().manifest().version, "1");
    assert!(crate::check_examples(&after).is_empty());
}

#[test]
fn a_folder_that_took_a_revision_over_is_no_conflict_and_one_that_differs_names_both() {
    let pack = pack_with("for = 'true'\n");
    let folder = revision(1, &[("line", "2020-01-01", "yuan(6900)"), ("later", "2027-01-01", "2")]);
    assert_eq!(pack.revised(&[folder], 1).unwrap().find_parameter("line").unwrap().values.len(), 1);
    let other = pack.revised(&[revision(4, &[("line", "2020-01-01", "yuan(7000)")])], 1).unwrap_err();
    let [RevisionProblem::FolderDiffers { folder, revised, no, .. }] = other.as_slice() else { panic!("{other:?}") };
    assert_eq!(
        (folder, revised, *no),
        (&Value::Money(Money::from_fen(690_000)), &Value::Money(Money::from_fen(700_000)), 4)
    );
    let twice = [revision(1, &[("line", "2027-01-01", "yuan(1)")]), revision(2, &[("line", "2027-01-01", "yuan(1)")])];
    let twice = pack.revised(&twice, 2).unwrap_err();
    assert!(matches!(twice.as_slice(), [RevisionProblem::DayTwice { other: 1, .. }]), "{twice:?}");
}

/// Values of a draft: the parameter, from when, and what is written.
type Draft = &'static [(&'static str, &'static str, &'static str)];

/// One wrong draft for each message.
const WRONG: &[(Draft, &[&str])] = &[
    (&[], &["revision-empty"]),
    (&[("lowest", "2027-01-01", "yuan(1)")], &["revision-unknown-parameter"]),
    (&[("low", "2027-01-01", "120")], &["revision-unreadable"]),
    (&[("years_low", "2027-01-01", "forty")], &["revision-unreadable"]),
    (&[("until", "2027-01-01", "1949-02-30")], &["revision-unreadable"]),
    (&[("years_low", "2027-01-01", "-1")], &["revision-below-zero"]),
    (&[("low", "2027-01-01", "fen(-1)")], &["revision-below-zero", "revision-example-breaks"]),
    (&[("low", "2020-01-01", "yuan(90)")], &["revision-folder-differs"]),
    (&[("low", "2027-01-01", "yuan(110)"), ("low", "2027-01-01", "yuan(120)")], &["revision-day-twice"]),
    (&[("low", "2026-11-26", "yuan(110)")], &["revision-day-passed"]),
    (&[("low", "2027-01-01", "yuan(100)")], &["revision-unchanged"]),
    (&[("low", "2027-01-01", "yuan(180)")], &["revision-tiers-turned"]),
    (&[("years_low", "2027-01-01", "55")], &["revision-tiers-turned"]),
    (&[("low", "2027-01-01", "yuan(120)")], &[]),
    // Both rise: the ladder stands.
    (&[("low", "2027-01-01", "yuan(180)"), ("high", "2027-01-01", "yuan(200)")], &[]),
];

/// One wrong draft of a lower organisation for each message: its parameter, its last day and what is written.
const WRONG_BELOW: &[((&str, &str, &str), &str)] = &[
    (("later", "2027-12-31", "2"), "revision-not-local"),
    (("line", "2027-12-31", "yuan(20001)"), "revision-outside-bounds"),
    (("line", "2026-12-31", "yuan(7100)"), "revision-local-until"),
    (("line", "2027-06-01", "yuan(7100)"), "revision-local-twice"),
];

/// One draft for each remark.
const REMARKED: &[((&str, &str, &str), &str)] = &[
    (("low", "2027-01-01", "yuan(50)"), "revision-jump"),
    (("low", "2027-01-01", "yuan(150)"), "revision-tiers-level"),
    (("until", "2027-01-01", "1949-10-01"), "revision-no-measure"),
    (("later", "2028-01-01", "2"), "revision-ends-on"),
];

/// What each message of a problem says is to be done, in both languages.
const REMEDIES: &[(&str, &str, &str)] = &[
    ("revision-empty", "请先选措施，填写新的数值", "choose a measure and type the new values"),
    ("revision-unknown-parameter", "请在标准包里恢复它，或撤销这次修订", "put it back, or undo the revision"),
    ("revision-unreadable", "写", "like"),
    ("revision-below-zero", "请改正", "mend it"),
    (
        "revision-folder-differs",
        "请改标准包使两者一致，或撤销这次修订",
        "make the pack say the same, or undo the revision",
    ),
    ("revision-day-twice", "请改生效日期，或先撤销那次修订", "write another first day, or undo that revision first"),
    ("revision-day-passed", "请写以后的日期", "write a later one"),
    ("revision-unchanged", "请改数值，或去掉这一项", "write another value, or leave it out"),
    ("revision-tiers-turned", "请改其中一项", "change one of them"),
    (
        "revision-not-local",
        "请向上级提出修订标准，或去掉这一项",
        "propose a revision of the standards, or leave it out",
    ),
    ("revision-outside-bounds", "请改在幅度之内", "keep within that"),
    ("revision-local-until", "请改最后一天", "change the last day"),
    ("revision-local-twice", "请改日期避开，或先撤销那一次", "choose other days, or undo that one first"),
    ("revision-example-breaks", "请检查数值", "look at them again"),
];

fn tells_what_to_do(problem: &RevisionProblem) {
    let code = problem.code();
    let (_, zh, en) = REMEDIES.iter().find(|(of, ..)| *of == code).unwrap();
    let told = Lang::ALL.map(|lang| problem.describe(lang));
    assert!(told[0].contains(zh) && told[1].contains(en), "{code}: {told:?}");
    assert!(told[0] != told[1], "{told:?}");
}

#[test]
fn what_stands_against_a_draft_is_told_with_what_was_read() {
    let pack = laddered();
    for (values, codes) in WRONG {
        let found = check_revision(&pack, &revision(1, values), day(TODAY));
        let told: Vec<_> = found.problems.iter().map(RevisionProblem::code).collect();
        assert_eq!(told, *codes, "{values:?}");
        found.problems.iter().for_each(tells_what_to_do);
    }
}

#[test]
fn what_stands_against_a_lower_organisations_draft_is_told_too() {
    let organization = OrganizationId::fresh(&mut Ids::seeded(5, Moment::from_micros(0)));
    let below = |no, values: &[(&str, &str, &str)], until: &str| Revision {
        local: Some(LocalScope { organization, until: day(until) }),
        ..revision(no, values)
    };
    let taken = below(1, &[("line", "2027-06-01", "yuan(7000)")], "2027-06-30");
    let pack = pack_with("for = 'test.x >= 1'\nfund = []\n[[tier]]\nwhen = 'true'\namount = 'param.line'\n");
    let mut pack = pack.revised(&[taken], 1).unwrap();
    let later = pack.parameters.all.iter_mut().find(|parameter| parameter.id == "later").unwrap();
    later.local = None;
    for ((parameter, until, written), code) in WRONG_BELOW {
        let found = check_revision(&pack, &below(2, &[(parameter, "2027-01-01", written)], until), day(TODAY));
        let told: Vec<_> = found.problems.iter().map(RevisionProblem::code).collect();
        assert_eq!(told, [*code], "{parameter} {until} {written}");
        found.problems.iter().for_each(tells_what_to_do);
    }
}

#[test]
fn what_should_be_looked_at_once_more_is_remarked_and_stops_nothing() {
    let pack = laddered();
    for (values, code) in REMARKED {
        let found = check_revision(&pack, &revision(1, &[*values]), day(TODAY));
        let told: Vec<_> = found.remarks.iter().map(Remark::code).collect();
        assert!(told.contains(code), "{values:?} {told:?}");
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        assert!(found.remarks.iter().all(|r| r.describe(Lang::Zh) != r.describe(Lang::En)));
    }
}

#[test]
fn every_code_of_a_revision_has_a_case_and_a_remedy() {
    let cases = WRONG.iter().flat_map(|(_, codes)| codes.iter().copied());
    let cases: BTreeSet<&str> = cases.chain(WRONG_BELOW.iter().map(|(_, code)| *code)).collect();
    assert_eq!(cases, RevisionProblem::CODES.iter().copied().collect());
    assert_eq!(REMEDIES.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), RevisionProblem::CODES);
    let remarks: BTreeSet<&str> = REMARKED.iter().map(|(_, code)| *code).collect();
    assert_eq!(remarks, Remark::CODES.iter().copied().collect());
    let all = [RevisionProblem::CODES, Remark::CODES].concat();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "two share a code");
}

#[test]
fn examples_that_would_come_out_otherwise_are_shown_whatever_their_day() {
    let pack = laddered();
    let changes = examples_under(&pack, &revision(1, &[("low", "2027-01-01", "yuan(120)")]), Lang::En);
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert!(change.before.contains("100 yuan") || change.before.contains("100.00 yuan"), "{change:?}");
    assert!(change.after.contains("120 yuan") || change.after.contains("120.00 yuan"), "{change:?}");
    assert!(!change.breaks);
    assert!(examples_under(&pack, &revision(1, &[("high", "2027-01-01", "yuan(170)")]), Lang::En).is_empty());
}

#[test]
fn values_are_typed_as_an_office_writes_them_and_kept_as_a_pack_does() {
    for (kind, typed, written) in [
        (Type::Money, "120", "yuan(120)"),
        (Type::Money, "１２０．５元", "fen(12050)"),
        (Type::Money, "1,200", "yuan(1200)"),
        (Type::Int, "45年", "45"),
        (Type::Int, "４５", "45"),
        (Type::Date, "2027年1月1日", "2027-01-01"),
        (Type::Date, "2027/1/1", "2027-01-01"),
        (Type::Bool, "是", "true"),
    ] {
        let value = read_typed(kind, typed).unwrap_or_else(|| panic!("{typed}"));
        assert_eq!(write_value(&value), written);
        assert_eq!(written::read_told(kind, written), Ok(value), "{typed}");
    }
    for (kind, typed) in [(Type::Money, "许多"), (Type::Int, "4.5"), (Type::Date, "2027-13-01"), (Type::Money, "")] {
        assert_eq!(read_typed(kind, typed), None, "{typed}");
    }
    // What is kept cannot smuggle in more than its value.
    let smuggled = written::read_told(Type::Int, "1\nother = 2");
    assert!(smuggled.is_err(), "{smuggled:?}");
}
