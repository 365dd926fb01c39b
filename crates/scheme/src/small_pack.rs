//! A small pack for the unit tests of this crate.

use std::collections::BTreeMap;

use crate::pack::Pack;

const FACTS: &[(&str, &str, &str)] = &[
    ("person.birth_on", "date", ""),
    ("person.joined_on", "date", ""),
    ("person.full_on", "date", ""),
    ("test.a", "bool", HOUSEHOLD),
    ("test.b", "bool", ""),
    ("test.c", "bool", ""),
    ("test.x", "int", HOUSEHOLD),
    ("test.y", "int", ""),
    ("test.z", "int", ""),
    ("test.money", "money", HOUSEHOLD),
    ("test.word", "string", CODES),
    ("test.list", "list<string>", CODES),
    ("test.free", "string", ""),
    ("test.size", "int", ""),
];

/// `$` stands for the fact.
const HOUSEHOLD: &str = "household = { name = { zh-CN = \"全家$\", en = \"the household's $\" }, \
     ask = { zh-CN = \"问全家$。\", en = \"Ask the household's $.\" } }";

const CODES: &str = r#"values = [
  { code = "one", name = { zh-CN = "一", en = "One" }, also = ["壹"] },
  { code = "two", name = { zh-CN = "二", en = "Two" } },
  { code = "three", name = { zh-CN = "三", en = "Three" } },
]"#;

const PARAMETERS: &str = r#"
[parameter.line]
type = "money"
name = { zh-CN = "收入线", en = "Income line" }
local = { least = "yuan(0)", most = "yuan(20000)", until = 2099-12-31, clause = "rule §4" }
[[parameter.line.value]]
from = 2020-01-01
value = "yuan(6900)"
clause = "rule §1"
[parameter.later]
type = "int"
name = { zh-CN = "以后", en = "Later" }
local = { least = 0, most = 100, until = 2028-12-31, clause = "rule §4" }
[[parameter.later.value]]
from = 2030-01-01
value = 1
clause = "rule §2"
"#;

const MATCHING: &str = r#"
urgency = ["urgent"]
[cost]
[pair]
answer_within_days = 14
contact_every_days = 30
review_after_days = 180

[booking]
holds_days = 7
"#;
const MEMBERS: &str = r#"
[answer]
help = { days = 5, clause = "rule §1" }
correct = { days = 15, clause = "rule §1" }
object = { days = 15, clause = "rule §1" }
refuse = { days = 3, clause = "rule §1" }
review = { days = 30, clause = "rule §1" }
"#;

const APPROVALS: &str = r#"
[terms]
answer_working_days = 5
review_days = 30
review_working_days = 10
clause = "rule §1"
example = true
[recusal]
kin_steps = 2
clause = "rule §1"
"#;

/// A pack that has no classes reaches nobody in hardship.
const REACH: &str = "hardship_classes = []\nrecheck_classes = []\nquiet_months = 3\nsmall_below = 3\nmaterial_alone_percent = 50\njudged_from = 10\n\
     clause = \"rule §1\"\n\n[sides]\nvisit = []\nvisit-with-gift = []\ntalk = []\nhome-check = []\npair = []\n";

/// Money is the form of the one measure.
const FORMS: &str = r#"
[[form]]
code = "money"
name = { zh-CN = "发钱", en = "money" }
[[content]]
dimension = "material"
forms = ["money"]
"#;

/// No role is given; sentences have their words.
const ROLES: &str = include_str!("../benches/ten_standards/pack/roles.toml");

/// The files of a pack without measures.
pub(crate) fn small_files() -> BTreeMap<String, String> {
    let fact = |(name, kind, more): &(&str, &str, &str)| {
        let short = name.rsplit('.').next().unwrap_or_default();
        let texts = format!(
            "name = {{ zh-CN = \"{short}\", en = \"{short}\" }}\nask = {{ zh-CN = \"问{short}\", en = \"Ask {short}\" }}",
        );
        format!("[fact.\"{name}\"]\ntype = \"{kind}\"\n{texts}\n{}\n", more.replace('$', short))
    };
    let facts: Vec<String> = FACTS.iter().map(fact).collect();
    let facts = facts.concat();
    let manifest = r#"id = "small"
version = "1"
valid_from = 2026-01-01
name = { zh-CN = "小", en = "Small" }
about = { zh-CN = "试", en = "Test" }
[[source]]
id = "rule"
kind = "example"
title = { zh-CN = "规则", en = "Rule" }
"#;
    let needs = "[urgency]\nurgent = { zh-CN = \"紧急\", en = \"urgent\" }\n";
    let roles = format!("[fact]\nhousehold-size = \"test.size\"\n{ROLES}");
    let guarantees = include_str!("../tests/gallery/pack/guarantees.toml");
    let guarantees = guarantees.replace("classes = [\"elder\"]", "urgencies = [\"urgent\"]");
    let guarantees = guarantees.replace("hardship.degree", "test.word").replace("[\"severe\"]", "[\"one\"]");
    let files = [
        ("scheme.toml", manifest),
        ("facts.toml", &facts),
        ("parameters.toml", PARAMETERS),
        ("classes.toml", ""),
        ("needs.toml", needs),
        ("guarantees.toml", &guarantees),
        ("calendars/2026.toml", include_str!("../tests/gallery/pack/calendars/2026.toml")),
        ("visits.toml", "[call_back]\nsame_words_from = 3\nsample_one_in = 0\n"),
        ("matching.toml", MATCHING),
        ("members.toml", MEMBERS),
        ("approvals.toml", APPROVALS),
        ("reach.toml", REACH),
        ("forms.toml", FORMS),
        ("roles.toml", &roles),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// A pack without measures.
pub(crate) fn small_pack() -> Pack {
    Pack::load(&small_files()).unwrap()
}

/// The small pack with one measure, `m`.
pub(crate) fn pack_with(measure: &str) -> Pack {
    let mut files = small_files();
    files.insert("measures/m.toml".to_owned(), measure_text(measure));
    Pack::load(&files).unwrap_or_else(|errors| panic!("{}", errors.iter().map(ToString::to_string).collect::<String>()))
}

/// A measure `m` with what every measure has; `more` must give `for`.
pub(crate) fn measure_text(more: &str) -> String {
    format!(
        r#"id = "m"
name = {{ zh-CN = "措施", en = "Measure" }}
kind = "allowance"
dimension = "material"
forms = ["money"]
help = "hardship"
mechanism = "care"
supply = "relief"
serves = "both"
clause = "rule §3"
period = "month"
lead = "branch"
due_days = 10
reason = {{ zh-CN = "因{{x}}，{{tier}}{{amount}}。", en = "For {{x}}, {{tier}}: {{amount}}." }}
refused = {{ zh-CN = "不合：{{x}}。", en = "Not: {{x}}." }}
{more}
[explain]
x = 'test.x'
"#
    )
}
